// Markup that cannot be wrong, and the frame of the pages that vend writes: of preview, diff and serve.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace vend::preview {

// HTML and SVG that grow element by element, also read by a strict XML reader. Names of elements and attributes are
// literals of ours; all that comes from an input passes here, and only here, and is escaped: it stays text. Characters
// that cannot be seen or turn the direction of a text appear as in a terminal (\x00, \u{202e}).
class Html {
 public:
  struct Attribute {
    std::string_view name;
    std::string_view value;
  };
  using Attributes = std::initializer_list<Attribute>;

  Html& open(std::string_view element, Attributes attributes = {});
  Html& close();  // the element that was opened last
  // Without content: <br>, <input>, and shapes of a drawing.
  Html& empty(std::string_view element, Attributes attributes = {});
  Html& text(std::string_view one_line);
  Html& lines(std::string_view text);  // line ends and tabs stay
  // open, text and close.
  Html& leaf(std::string_view element, std::string_view one_line, Attributes attributes = {});
  Html& add(const Html& more);         // which is whole
  Html& add(std::string_view markup);  // that an Html has made
  Html& line_end();

  const std::string& str() const { return markup_; }
  bool is_empty() const { return markup_.empty(); }

 private:
  void begin(std::string_view element, Attributes attributes);

  std::string markup_;
  std::vector<std::string_view> open_;
};

// An id for a link to what a name means, such as anchor("field", "5ASGMaxSize"): ASCII letters, digits, - and _.
std::string anchor(std::string_view kind, std::string_view name);

// The style of all pages, an embedded asset (templates/page/page.css). No page has a style attribute, so that it can be
// served with a policy that allows none.
std::string_view html_stylesheet();

// A whole file: title (a text), and what stands in <body>. It asks nobody for anything, and runs no script: the style
// stands in it, and its content security policy says so.
std::string html_page(std::string_view title, const Html& body);

}  // namespace vend::preview
