// Texts in HTML.
#pragma once

#include <string>
#include <string_view>

namespace vend::serve {

// What came from an input, as text and in quoted attributes: markup characters are escaped, and characters that turn,
// hide or control text are shown by number. For what is taken back, such as the text of an editor:
// support::escape_markup.
std::string escape_html(std::string_view text);

}  // namespace vend::serve
