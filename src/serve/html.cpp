#include "serve/html.hpp"

#include "vend/support/unicode.hpp"

namespace vend::serve {

std::string escape_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string escape_html(std::string_view text) { return escape_markup(support::escape_lines_for_terminal(text)); }

}  // namespace vend::serve
