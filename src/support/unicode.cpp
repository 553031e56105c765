#include "vend/support/unicode.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "vend/support/text.hpp"

namespace vend::support {

namespace {

constexpr char32_t first_combining = 0x300;  // every character before it that is shown takes one column

struct Character {
  char32_t code = 0;
  std::size_t size = 1;
  bool valid = false;
};

// Decodes the character at the front of `text`, which is not empty.
Character decode(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  if (*bytes < 0x80U) return {*bytes, 1, true};
  utf8proc_int32_t code = -1;
  const utf8proc_ssize_t size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (size <= 0) return {*bytes, 1, false};
  return {static_cast<char32_t>(code), static_cast<std::size_t>(size), true};
}

struct Range {
  char32_t first;
  char32_t last;
};
// What is not shown and no category tells: joiners, fillers, a blank of Braille, and what is no character.
constexpr std::array<Range, 10> unseen = {{{0x34F, 0x34F},
                                           {0x115F, 0x1160},
                                           {0x17B4, 0x17B5},
                                           {0x180B, 0x180F},
                                           {0x2060, 0x206F},
                                           {0x2800, 0x2800},
                                           {0x3164, 0x3164},
                                           {0xFDD0, 0xFDEF},
                                           {0xFFA0, 0xFFA0},
                                           {0xE0000, 0xE0FFF}}};

std::string hexadecimal(std::uint32_t value, std::size_t digits) {
  constexpr std::string_view alphabet = "0123456789abcdef";
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value >>= 4U) text[i] = alphabet[value & 0xFU];
  return text;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) < 0x80U) {
      ++at;
      continue;
    }
    const Character character = decode(text.substr(at, 4));
    if (!character.valid) break;
    at += character.size;
  }
  return at;
}

std::string shortened(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return std::string(text);
  const std::string_view room = text.substr(0, longest - 3);
  return std::string(room.substr(0, valid_utf8_prefix(room))) + "...";
}

bool is_valid_utf8(std::string_view text) { return valid_utf8_prefix(text) == text.size(); }

std::size_t utf8_length(std::string_view text) {
  std::size_t length = 0;
  for (; !text.empty(); ++length) text.remove_prefix(decode(text).size);
  return length;
}

std::optional<char32_t> take_character(std::string_view& text) {
  const Character character = decode(text);
  text.remove_prefix(character.size);
  return character.valid ? std::optional(character.code) : std::nullopt;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character character = decode(text);
    text.remove_prefix(character.size);
    const bool known = character.valid && character.code >= first_combining;
    width += known ? static_cast<std::size_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(character.code))) : 1;
  }
  return width;
}

bool is_deceptive(char32_t character) {
  if (character < 0x7F) return character < 0x20;
  if ((character & 0xFFFEU) == 0xFFFEU ||
      std::ranges::any_of(unseen, [&](Range one) { return character >= one.first && character <= one.last; }))
    return true;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

std::string escape_for_terminal(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto* const end = std::ranges::find_if(text, [](char c) { return c < 0x20 || c > 0x7E; });
    const auto plain = static_cast<std::size_t>(end - text.begin());
    result += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Character character = decode(text);
    if (!character.valid || character.code < 0x20 || character.code == 0x7F) {
      result += "\\x" + hexadecimal(character.code, 2);
    } else if (is_deceptive(character.code)) {
      result += "\\u{" + hexadecimal(character.code, 4) + "}";
    } else {
      result += text.substr(0, character.size);
    }
    text.remove_prefix(character.size);
  }
  return result;
}

std::string escape_lines_for_terminal(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const std::string_view line : split(text, '\n')) {
    if (line.data() != text.data()) result += '\n';
    result += escape_for_terminal(line);
  }
  return result;
}

}  // namespace vend::support
