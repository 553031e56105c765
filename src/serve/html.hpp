// Texts in HTML.
#pragma once

#include <string>
#include <string_view>

namespace vend::serve {

// What came from an input, as text and in quoted attributes: markup characters are escaped, and characters that turn,
// hide or control text are shown by number.
std::string escape_html(std::string_view text);
// The same, byte for byte: for what is taken back, such as the text of an editor.
std::string escape_markup(std::string_view text);

}  // namespace vend::serve
