// Small text tools that the standard library lacks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vend::support {

std::vector<std::string_view> split(std::string_view text, char separator);
std::vector<std::string_view> split_lines(std::string_view text);  // accepts LF and CRLF; no line for a final newline
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);  // ASCII white space
bool is_digits(std::string_view text);         // 0 to 9 and nothing else, at least one
bool is_valid_utf8(std::string_view text);
std::size_t valid_utf8_prefix(std::string_view text);  // bytes before the first that is not UTF-8
std::size_t utf8_length(std::string_view text);        // code points; bad bytes count as one each
// Takes the first character off `text`, which is not empty; nothing for a byte that is not UTF-8.
std::optional<char32_t> take_character(std::string_view& text);
// Columns that a terminal needs: wide East Asian characters and emoji take two, combining marks none.
std::size_t display_width(std::string_view text);

// Whether a character is invisible, turns the direction of a text, or is none: what a message must not hold.
bool is_deceptive(char32_t code);

// Text that came from an input, safe for a terminal: control characters (newline and tab included), bidirectional
// marks and bytes that are not UTF-8 appear as \xNN or \u{NNNN}.
std::string escape_for_terminal(std::string_view text);
// The same of every line; line ends stay.
std::string escape_lines_for_terminal(std::string_view text);

// The candidate closest to `word` by edit distance, if it is close enough to be a likely typing mistake.
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& candidates);

// As one word of a POSIX shell's command line: bare where that is safe, otherwise in single quotes.
std::string shell_quote(std::string_view text);

// RFC 3986: every byte but letters, digits and -._~ as %XX.
std::string percent_encode(std::string_view text);
// The bytes again; + is a space, as forms write it. Nothing for a % without two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

std::string base64_encode(std::string_view bytes);
// Nothing for a text that is no base64 of RFC 4648 with its padding.
std::optional<std::string> base64_decode(std::string_view text);

// ASCII letters count in either case.
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace vend::support
