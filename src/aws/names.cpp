#include "vend/aws/names.hpp"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "vend/aws/limits.hpp"
#include "vend/support/text.hpp"

namespace vend::aws {

bool is_stack_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && name.size() <= limits::stack_name && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_region(std::string_view name) {
  const std::vector<std::string_view> parts = support::split(name, '-');
  const auto is_word = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  };
  return parts.size() >= 3 && name.size() <= 32 && std::all_of(parts.begin(), parts.end() - 1, is_word) &&
         support::is_digits(parts.back());
}

bool is_account(std::string_view name) { return name.size() == 12 && support::is_digits(name); }

bool is_bucket_name(std::string_view name) {
  constexpr std::string_view inside = "abcdefghijklmnopqrstuvwxyz0123456789";
  const auto begins = [&](std::initializer_list<std::string_view> all) {
    return std::any_of(all.begin(), all.end(), [&](std::string_view one) { return name.starts_with(one); });
  };
  const auto ends = [&](std::initializer_list<std::string_view> all) {
    return std::any_of(all.begin(), all.end(), [&](std::string_view one) { return name.ends_with(one); });
  };
  const std::vector<std::string_view> parts = support::split(name, '.');
  const bool address = parts.size() == 4 && std::all_of(parts.begin(), parts.end(), support::is_digits);
  return name.size() >= 3 && name.size() <= limits::bucket_name && !address &&
         inside.find(name.front()) != std::string_view::npos && inside.find(name.back()) != std::string_view::npos &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos &&
         name.find("..") == std::string_view::npos && !begins({"xn--", "sthree-", "amzn-s3-demo-"}) &&
         !ends({"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"});
}

bool is_logical_name(std::string_view name) {
  return !name.empty() && name.size() <= limits::name &&
         name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
             std::string_view::npos;
}

}  // namespace vend::aws
