// Pictures in SVG: what all of them share. Shapes have classes that the page's style knows, so that a picture is right
// in the dark, printed, and without colours; each has a title and a description for screen readers.
#pragma once

#include <string>
#include <string_view>

#include "vend/preview/html_page.hpp"

namespace vend::preview {

std::string px(double value);  // with one digit at most

class Picture {
 public:
  // `id` is unique on the page. Sizes in user units, which are pixels where there is room.
  enum class Kind { image, linked };  // to screen readers one image, or a group whose links can be reached
  Picture(std::string_view id, std::string_view title, std::string_view description, int width, int height,
          Kind kind = Kind::image);

  Picture& rect(double x, double y, double width, double height, std::string_view kind);
  Picture& line(double x1, double y1, double x2, double y2, std::string_view kind);
  Picture& path(const std::string& path, std::string_view kind);
  enum class Anchor { start, middle, end };
  Picture& text(double x, double y, std::string_view words, std::string_view kind = "", Anchor anchor = Anchor::start);
  // A group of shapes; with a link or without, and what hovering tells.
  Picture& begin(std::string_view kind, std::string_view link = "", std::string_view tip = "");
  Picture& end();
  Html done();  // once: a <figure>, which scrolls where the screen is narrow

 private:
  Html html_;
  std::vector<bool> linked_;
};

}  // namespace vend::preview
