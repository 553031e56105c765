#include "vend/support/token.hpp"

#include <algorithm>
#include <array>

namespace vend::support {
namespace {

constexpr std::array begins = {std::string_view("glrt-"),  std::string_view("glrtr-"), std::string_view("GR1348941"),
                               std::string_view("glpat-"), std::string_view("glcbt-"), std::string_view("gldt-")};
constexpr std::size_t runner_begins = 3;
constexpr std::string_view of_token = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
constexpr std::size_t shortest_secret = 8;  // of what is left out
constexpr std::size_t usual_secret = 20;    // GitLab's tokens have 20 characters and more

std::size_t token_characters(std::string_view text) { return std::min(text.find_first_not_of(of_token), text.size()); }

template <class Stars>
std::string hide(std::string_view text, Stars stars) {
  std::string out;
  while (!text.empty()) {
    std::size_t first = std::string_view::npos, length = 0;
    for (std::string_view begin : begins) {
      const std::size_t at = text.find(begin);
      if (at >= first) continue;
      first = at;
      length = begin.size();
    }
    if (first == std::string_view::npos) break;
    out += text.substr(0, first + length);
    text.remove_prefix(first + length);
    const std::size_t secret = token_characters(text);
    out += secret >= shortest_secret ? stars(secret) : std::string(text.substr(0, secret));
    text.remove_prefix(secret);
  }
  return out + std::string(text);
}

}  // namespace

bool is_runner_token(std::string_view text) {
  if (std::any_of(begins.begin(), begins.begin() + runner_begins,
                  [&](std::string_view begin) { return text.starts_with(begin); }))
    return true;
  for (std::size_t at = text.find(begins[0]); at != std::string_view::npos; at = text.find(begins[0], at + 1)) {
    const std::string_view secret = text.substr(at + begins[0].size());
    const std::size_t length = secret.find_first_not_of(of_token.substr(0, of_token.size() - 1));
    if (std::min(length, secret.size()) >= usual_secret) return true;
  }
  return false;
}

std::string without_tokens(std::string_view text) {
  return hide(text, [](std::size_t) { return std::string("***"); });
}

std::string with_starred_tokens(std::string_view text) {
  return hide(text, [](std::size_t length) { return std::string(length, '*'); });
}

}  // namespace vend::support
