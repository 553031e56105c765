#include "serve/html.hpp"

#include "vend/support/encoding.hpp"
#include "vend/support/unicode.hpp"

namespace vend::serve {

std::string escape_html(std::string_view text) {
  return support::escape_markup(support::escape_lines_for_terminal(text));
}

}  // namespace vend::serve
