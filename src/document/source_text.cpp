#include "document/source_text.hpp"

#include <algorithm>
#include <array>

#include "vend/support/unicode.hpp"

namespace vend::document {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string hexadecimal(unsigned char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {'0', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
}

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

// How many of the first bytes are certainly allowed ASCII, a block of them at a time, which compilers make vectors of.
std::size_t plain_prefix(std::string_view text) {
  constexpr std::size_t block = 64;
  std::size_t begin = 0;
  for (; begin + block <= text.size(); begin += block) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data() + begin);
    unsigned char bad = 0;
    for (std::size_t i = 0; i < block; ++i) {
      const unsigned char c = bytes[i];
      const bool low = (c < 0x20) & (c != '\t') & (c != '\n') & (c != '\r');
      bad = static_cast<unsigned char>(bad | low | (c >= 0x7F));
    }
    if (bad != 0) break;
  }
  return begin;
}

}  // namespace

Mark mark_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return {static_cast<int>(lines) + 1, static_cast<int>(offset - line_begin) + 1};
}

std::string_view check_source(std::string_view text, Reporter& reporter, const ReadLimits& limits) {
  if (text.size() > limits.bytes) {
    reporter.stop(
        "D008", {},
        "the file holds " + std::to_string(text.size()) + " bytes, more than " + std::to_string(limits.bytes));
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    reporter.stop("D004", {1, 1}, "the file is UTF-16", "save it as UTF-8");
  }
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::size_t plain = plain_prefix(text);
  const auto forbidden = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(plain), text.end(), is_forbidden);
  const std::size_t valid = plain + support::valid_utf8_prefix(text.substr(plain));
  const auto at = static_cast<std::size_t>(forbidden - text.begin());
  if (at < valid) {
    reporter.stop("D005", mark_at(text, at),
                  "the control character " + hexadecimal(static_cast<unsigned char>(*forbidden)) + " is not allowed");
  }
  if (valid < text.size()) {
    reporter.stop("D004", mark_at(text, valid),
                  "the byte " + hexadecimal(static_cast<unsigned char>(text[valid])) + " is not UTF-8",
                  "save the file as UTF-8");
  }
  return text;
}

std::string with_unix_line_ends(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_newline = i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] != '\r') {
      result += text[i];
    } else if (!before_newline) {
      result += '\n';
    }
  }
  return result;
}

}  // namespace vend::document
