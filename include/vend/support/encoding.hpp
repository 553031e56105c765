// Texts as others want them: shells, URLs, markup, base64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vend::support {

// As one word of a POSIX shell's command line: bare where that is safe, otherwise in single quotes.
std::string shell_quote(std::string_view text);
// The same to be shown and copied: what a terminal would obey or hide is spelled out, as $'\x1b' (bash, zsh, ksh).
std::string shell_word(std::string_view text);

// RFC 3986: every byte but letters, digits and -._~ as %XX.
std::string percent_encode(std::string_view text);
// The bytes again; + is a space, as forms write it. Nothing for a % without two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

// As text, or in a quoted attribute, of HTML and XML. What cannot be seen stays: see escape_for_terminal for that.
std::string escape_markup(std::string_view text);

std::string base64_encode(std::string_view bytes);
// Nothing for a text that is no base64 of RFC 4648 with its padding.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace vend::support
