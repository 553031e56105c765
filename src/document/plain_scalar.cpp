#include "vend/document/plain_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

#include "vend/support/text.hpp"

namespace vend::document {

namespace {

using Kind = Node::Kind;

template <std::size_t N>
bool is_one_of_words(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 9> true_words = {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
constexpr std::array<std::string_view, 9> false_words = {"no",    "No",  "NO",  "false", "False",
                                                         "FALSE", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> null_words = {"", "~", "null", "Null", "NULL"};

// Digits and underscores of a number in that base, with a digit at its begin; the digits alone.
std::optional<std::string> digits_of(std::string_view text, std::string_view allowed) {
  if (text.empty() || text.find_first_not_of(allowed) != std::string_view::npos) return std::nullopt;
  std::string digits(text);
  std::erase(digits, '_');
  return digits.empty() ? std::nullopt : std::optional(digits);
}

std::string whole_text(bool negative, std::string_view digits, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return (negative ? "-" : "") + std::string(digits);
  return (negative && value != 0 ? "-" : "") + std::to_string(value);
}

// Java's Double.toString: plain from a thousandth up to ten million, otherwise with an exponent; always one digit
// behind the point.
std::string java_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  const double size = std::abs(value);
  const bool plain = size >= 1e-3 && size < 1e7;
  std::array<char, 400> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(buffer.data(), end.ptr);
  if (plain) return text.find('.') == std::string::npos ? text + ".0" : text;
  const std::size_t mark = text.find('e');
  std::string fraction = text.substr(0, mark);
  if (fraction.find('.') == std::string::npos) fraction += ".0";
  return fraction + "E" + std::to_string(std::stoi(text.substr(mark + 1)));
}

// A decimal number without its sign; nothing for a text that is none.
std::optional<double> decimal(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (end != digits.data() + digits.size() || error == std::errc::invalid_argument) return std::nullopt;
  return error == std::errc::result_out_of_range ? HUGE_VAL : value;
}

bool is_decimal(char c) { return c >= '0' && c <= '9'; }

// [0-9][0-9_]* and .[0-9_]* and an exponent, of which there must be a point or an exponent; or .[0-9_]+ and so on.
bool looks_real(std::string_view text) {
  const std::size_t whole = std::min(text.find_first_not_of("0123456789_"), text.size());
  if (whole > 0 && !is_decimal(text.front())) return false;
  std::string_view rest = text.substr(whole);
  bool real = false;
  if (rest.starts_with('.')) {
    const std::size_t fraction = std::min(rest.find_first_not_of("0123456789_", 1), rest.size()) - 1;
    if (whole == 0 && (fraction == 0 || !is_decimal(rest[1]))) return false;
    rest.remove_prefix(fraction + 1);
    real = true;
  }
  if (!real && whole == 0) return false;
  if (rest.starts_with('e') || rest.starts_with('E')) {
    rest.remove_prefix(1);
    if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
    if (!support::is_digits(rest)) return false;
    return true;
  }
  return real && rest.empty();
}

// 22:22 and 1:02:03.5: digits, then groups below 60.
std::optional<PlainScalar> sexagesimal(bool negative, std::string_view text) {
  std::vector<std::string_view> groups = support::split(text, ':');
  if (groups.size() < 2 || groups.front().empty() || !is_decimal(groups.front().front())) return std::nullopt;
  double fraction = 0;
  const std::size_t point = groups.back().find('.');
  const bool real = point != std::string_view::npos;
  if (real) {
    const std::string_view digits = groups.back().substr(point);
    if (digits.find_first_not_of("0123456789_", 1) != std::string_view::npos) return std::nullopt;
    fraction = decimal("0" + std::string(digits)).value_or(0);
    groups.back() = groups.back().substr(0, point);
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::optional<std::string> digits = digits_of(groups[i], i == 0 ? "0123456789_" : "0123456789");
    if (!digits || digits->size() > (i == 0 ? 15 : 2)) return std::nullopt;
    const std::uint64_t group = std::stoull(*digits);
    if (i > 0 && group > 59) return std::nullopt;
    if (value > UINT64_MAX / 60 - 60) return std::nullopt;
    value = value * 60 + group;
  }
  if (!real && groups.front().front() == '0') return std::nullopt;  // the type repository asks for [1-9] here
  if (!real) return PlainScalar{Kind::integer, (negative && value != 0 ? "-" : "") + std::to_string(value)};
  const double whole = static_cast<double>(value) + fraction;
  return PlainScalar{Kind::real, java_text(negative ? -whole : whole)};
}

std::optional<PlainScalar> number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  if (text == ".inf" || text == ".Inf" || text == ".INF")
    return PlainScalar{Kind::real, negative ? "-Infinity" : "Infinity"};
  if (text.starts_with("0b")) {
    const auto digits = digits_of(text.substr(2), "01_");
    return digits ? std::optional(PlainScalar{Kind::integer, whole_text(negative, *digits, 2)}) : std::nullopt;
  }
  if (text.starts_with("0x")) {
    const auto digits = digits_of(text.substr(2), "0123456789abcdefABCDEF_");
    return digits ? std::optional(PlainScalar{Kind::integer, whole_text(negative, *digits, 16)}) : std::nullopt;
  }
  if (is_decimal(text.front())) {
    if (text.front() == '0' && text.size() > 1) {
      if (const auto octal = digits_of(text.substr(1), "01234567_"))
        return PlainScalar{Kind::integer, whole_text(negative, *octal, 8)};
      if (const auto digits = digits_of(text, "0123456789_")) {
        const double value = decimal(*digits).value_or(0);
        return PlainScalar{Kind::real, java_text(negative ? -value : value)};
      }
    } else if (const auto digits = digits_of(text, "0123456789_")) {
      return PlainScalar{Kind::integer, whole_text(negative, *digits, 10)};
    }
  }
  if (looks_real(text)) {
    const std::optional<double> value = decimal(text);
    if (value) return PlainScalar{Kind::real, java_text(negative ? -*value : *value)};
  }
  return sexagesimal(negative, text);
}

}  // namespace

namespace {

// Most texts are no word and no number at their first character.
bool may_be_special(std::string_view text) {
  if (text.empty()) return true;
  const char first = text.front();
  if (is_decimal(first) || first == '-' || first == '+' || first == '.' || first == '~') return true;
  return text.size() <= 5 && std::string_view("yYnNtTfFoO").find(first) != std::string_view::npos;
}

}  // namespace

PlainScalar plain_scalar(std::string_view text) {
  if (!may_be_special(text)) return {Kind::string, std::string(text)};
  if (is_one_of_words(text, null_words)) return {Kind::null, ""};
  if (is_one_of_words(text, true_words)) return {Kind::boolean, "true"};
  if (is_one_of_words(text, false_words)) return {Kind::boolean, "false"};
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return {Kind::real, "NaN"};
  if (const std::optional<PlainScalar> found = number(text)) return *found;
  return {Kind::string, std::string(text)};
}

bool is_rewritten(std::string_view text) { return plain_scalar(text).text != text; }

}  // namespace vend::document
