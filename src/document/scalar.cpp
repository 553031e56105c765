#include "document/scalar.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::document {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

template <typename Predicate>
bool all(std::string_view text, Predicate predicate) {
  return !text.empty() && std::all_of(text.begin(), text.end(), predicate);
}

// Takes digits off the front; tells how many.
std::size_t take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

bool is_integer(std::string_view text) {
  if (text.starts_with("0o")) return all(text.substr(2), is_octal);
  if (text.starts_with("0x")) return all(text.substr(2), is_hexadecimal);
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return all(text, is_digit);
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_real(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF") return true;
  const std::size_t whole = take_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (take_digits(text) + whole == 0) return false;
  } else if (whole == 0) {
    return false;
  }
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return take_digits(text) > 0 && text.empty();
}

// `lower` is a word in lower case; words count in three spellings: word, Word, WORD.
bool is_word(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  const auto upper = [](char c) { return static_cast<char>(c - 'a' + 'A'); };
  if (text == lower) return true;
  if (text.front() != upper(lower.front())) return false;
  return text.substr(1) == lower.substr(1) ||
         std::equal(text.begin(), text.end(), lower.begin(), [&](char a, char b) { return a == upper(b); });
}

template <std::size_t N>
bool is_any_word(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return is_word(text, word); });
}

constexpr std::array<std::string_view, 6> booleans = {"true", "false", "yes", "no", "on", "off"};

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return a == b || (a >= 'A' && a <= 'Z' && static_cast<char>(a - 'A' + 'a') == b);
  });
}

// Words that some reader resolves, in any spelling: y and n are booleans by the letter of YAML 1.1.
bool is_reserved(std::string_view text) {
  constexpr std::array<std::string_view, 14> reserved = {"null", "true", "false", "yes",  "no", "on", "off",
                                                         "y",    "n",    ".inf",  ".nan", "~",  "=",  "<<"};
  return text.size() <= 5 && std::any_of(reserved.begin(), reserved.end(),
                                         [text](std::string_view word) { return equal_ignoring_case(text, word); });
}

// Starts as a number, and has no character that no number, date or sexagesimal of any YAML version has.
bool may_be_number(std::string_view text) {
  constexpr std::string_view of_numbers = "0123456789abcdefABCDEFxXoOtTzZ_.,:+- ";
  const char first = text.front();
  if (!is_digit(first) && first != '.' && first != '+') return false;
  return text.find_first_not_of(of_numbers) == std::string_view::npos;
}

constexpr auto is_indicator = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("-?:,[]{}#&*!|>'\"%@`+ ")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

// Not ASCII and yet no character that a YAML reader may refuse or take for a line break or a mark, nor one that nobody
// sees and that turns the direction of what stands beside it.
bool is_printable(char32_t code) { return code >= 0xA0 && !support::is_deceptive(code); }

// A literal block loses lines of blanks before its first and behind its last line of text in some readers.
bool literal_carries(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\n");
  if (last == std::string_view::npos) return false;
  const std::size_t last_line_end = text.find('\n', last);
  if (last_line_end != std::string_view::npos &&
      text.find_first_not_of('\n', last_line_end) != std::string_view::npos) {
    return false;
  }
  const std::size_t first = text.find_first_not_of(" \t\n");
  const std::size_t first_line = text.rfind('\n', first);
  return first_line == std::string_view::npos || text.find_first_not_of('\n') > first_line;
}

void append_escape(std::string& out, char32_t code) {
  constexpr std::string_view digits = "0123456789abcdef";
  const unsigned width = code <= 0xFF ? 2 : code <= 0xFFFF ? 4 : 8;
  out += code <= 0xFF ? "\\x" : code <= 0xFFFF ? "\\u" : "\\U";
  for (unsigned i = width; i-- > 0;) out += digits[(code >> (4 * i)) & 0xFU];
}

// What a byte means for how a text can be written.
constexpr unsigned newline = 1, tab = 2, control = 4, beyond_ascii = 8;
constexpr std::array<std::uint8_t, 256> byte_classes = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < 0x20; ++c) classes[c] = control;
  classes[0x7F] = control;
  classes['\n'] = newline;
  classes['\t'] = tab;
  for (std::size_t c = 0x80; c < 256; ++c) classes[c] = beyond_ascii;
  return classes;
}();

// The classes of all bytes: one look at each, at eight in one go where they are of no class. Scripts are most of a
// template.
unsigned classes_of(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
  unsigned seen = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (at + 8 <= text.size()) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, text.data() + at, sizeof eight);
      // The high bit of a byte is set by what is not ASCII, by what is below a blank, and by 0x7F.
      if (((eight | (eight - ones * 0x20) | (eight + ones)) & highs) == 0) {
        at += 8;
        continue;
      }
    }
    seen |= byte_classes[static_cast<unsigned char>(text[at++])];
  }
  return seen;
}

}  // namespace

Node::Kind resolve_plain(std::string_view text) {
  if (text.empty()) return Node::Kind::null;
  const char first = text.front();
  if (is_digit(first) || first == '-' || first == '+' || first == '.') {
    if (is_integer(text)) return Node::Kind::integer;
    const bool real = is_real(text) || text == ".nan" || text == ".NaN" || text == ".NAN";
    return real ? Node::Kind::real : Node::Kind::string;
  }
  if (text == "~" || is_word(text, "null")) return Node::Kind::null;
  return text.size() <= 5 && is_any_word(text, booleans) ? Node::Kind::boolean : Node::Kind::string;
}

bool is_safe_bare(std::string_view text) {
  if (text.empty() || is_indicator[static_cast<unsigned char>(text.front())]) return false;
  if (text.back() == ' ' || text.back() == ':') return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == ' ' && text[i - 1] == ':') return false;
    if (text[i] == '#' && text[i - 1] == ' ') return false;
  }
  return !is_reserved(text) && !may_be_number(text);
}

Content content_of(std::string_view text) {
  const unsigned seen = classes_of(text);
  if ((seen & control) != 0) return Content::escapes;
  if ((seen & beyond_ascii) != 0) {
    for (std::string_view rest = text; !rest.empty();) {
      if (static_cast<unsigned char>(rest.front()) < 0x80) {
        rest.remove_prefix(1);
        continue;
      }
      const auto code = support::take_character(rest);
      if (!code || !is_printable(*code)) return Content::escapes;
    }
  }
  if ((seen & newline) == 0) return (seen & tab) != 0 ? Content::escapes : Content::line;
  return literal_carries(text) ? Content::lines : Content::escapes;
}

void append_single_quoted(std::string& out, std::string_view text) {
  out += '\'';
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  out += '\'';
}

std::string_view short_escape(char32_t code) {
  switch (code) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return {};
  }
}

void append_double_quoted(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::string_view rest = text;
    const auto code = support::take_character(text);
    if (!code) throw std::logic_error("a text that is not UTF-8 cannot be written");
    if (const std::string_view escape = short_escape(*code); !escape.empty()) {
      out += escape;
    } else if ((*code >= 0x20 && *code < 0x7F) || is_printable(*code)) {
      out += rest.substr(0, rest.size() - text.size());
    } else {
      append_escape(out, *code);
    }
  }
  out += '"';
}

}  // namespace vend::document
