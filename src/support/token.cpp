#include "vend/support/token.hpp"

#include <algorithm>
#include <array>
#include <set>

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

// Begins of secrets, as their services document them, and how many characters follow at least.
struct Shape {
  std::string_view begin;
  std::size_t more;
  std::string_view what;
};
constexpr std::array shapes = {
    Shape{"glrt-", usual_secret, "a token of a GitLab runner"},
    Shape{"glrtr-", usual_secret, "a token of a GitLab runner"},
    Shape{"GR1348941", usual_secret, "a registration token of GitLab"},
    Shape{"glpat-", usual_secret, "an access token of GitLab"},
    Shape{"glcbt-", usual_secret, "a job token of GitLab"},
    Shape{"gldt-", usual_secret, "a deploy token of GitLab"},
    Shape{"ghp_", 36, "an access token of GitHub"},
    Shape{"github_pat_", 40, "an access token of GitHub"},
    Shape{"AKIA", 16, "an access key of AWS"},
    Shape{"xoxb-", 20, "a token of Slack"},
    Shape{"-----BEGIN RSA PRIVATE KEY", 0, "a private key"},
    Shape{"-----BEGIN OPENSSH PRIVATE KEY", 0, "a private key"},
    Shape{"-----BEGIN EC PRIVATE KEY", 0, "a private key"},
    Shape{"-----BEGIN PRIVATE KEY", 0, "a private key"},
};

// All of them begin with one of these: few looks over a text that has none.
constexpr std::array<std::string_view, 7> anchors = {"gl",   "GR1348941", "ghp_",       "github_pat_",
                                                     "AKIA", "xoxb-",     "-----BEGIN "};
static_assert(std::all_of(shapes.begin(), shapes.end(), [](const Shape& shape) {
  return std::any_of(anchors.begin(), anchors.end(),
                     [&](std::string_view anchor) { return shape.begin.starts_with(anchor); });
}));

bool is_secret_character(char c) { return of_token.find(c) < of_token.size() - 1; }

bool is_secret_at(std::string_view text, std::size_t at, const Shape& shape) {
  if (at > 0 && is_secret_character(text[at - 1]) && shape.more > 0) return false;
  const std::string_view rest = text.substr(at + shape.begin.size());
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_secret_character);
  const std::set<char> different(rest.begin(), end);
  return shape.more == 0 || (static_cast<std::size_t>(end - rest.begin()) >= shape.more && different.size() > 4);
}

}  // namespace

std::string_view secret_in(std::string_view text) {
  for (std::string_view anchor : anchors) {
    for (std::size_t at = text.find(anchor); at != std::string_view::npos; at = text.find(anchor, at + 1)) {
      for (const Shape& shape : shapes) {
        if (text.substr(at).starts_with(shape.begin) && is_secret_at(text, at, shape)) return shape.what;
      }
    }
  }
  return {};
}

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
