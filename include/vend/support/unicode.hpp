// UTF-8 and what its characters are on a terminal, by Unicode's tables (libutf8proc).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vend::support {

bool is_valid_utf8(std::string_view text);             // RFC 3629: no overlong forms, no surrogates
std::size_t valid_utf8_prefix(std::string_view text);  // bytes before the first that is not UTF-8
// The text, or the whole characters of it that fit into `longest` bytes together with "..." behind them.
std::string shortened(std::string_view text, std::size_t longest);
std::size_t utf8_length(std::string_view text);  // code points; bad bytes count as one each
// Takes the first character off `text`, which is not empty; nothing for a byte that is not UTF-8.
std::optional<char32_t> take_character(std::string_view& text);

// Columns that a terminal needs: wide East Asian characters and emoji take two, combining marks none.
std::size_t display_width(std::string_view text);

// Whether a character is invisible, turns the direction of a text, or is none (Unicode's categories Cc, Cf, Zl and Zp,
// fillers, what is ignored by default but for variation selectors): a message must not be able to lie.
bool is_deceptive(char32_t character);

// Text that came from an input, safe for a terminal: control characters (newline and tab included), invisible ones and
// bytes that are not UTF-8 appear as \xNN or \u{NNNN}.
std::string escape_for_terminal(std::string_view text);
// The same of every line; line ends stay.
std::string escape_lines_for_terminal(std::string_view text);

}  // namespace vend::support
