// Lines that fit a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vend::preview {

inline constexpr int wide = 120;   // columns from which there is room for names beside labels
inline constexpr int narrow = 60;  // columns below which columns stand below each other, and drawings are half as wide

enum class Style { plain, bold, dim, good, changed, bad };

// Lines of at most `width` columns, broken at spaces, within a word only where it is longer than a line.
std::vector<std::string> wrap(std::string_view text, int width);

// A page that grows line by line. Takes raw texts: all that enters is escaped for the terminal.
class Page {
 public:
  Page(int width, bool color);

  int width() const { return width_; }
  const std::string& text() const { return text_; }

  void blank();
  void title(std::string_view text);
  // Wrapped; the lines after the first one are indented by `hang` columns more.
  void paragraph(std::string_view text, int indent = 0, Style style = Style::plain, int hang = 0);
  // Columns of fixed widths, the last one as wide as there is room; each cell is wrapped.
  struct Cell {
    std::string text;
    int width = 0;  // 0: the rest
    Style style = Style::plain;
  };
  void row(int indent, const std::vector<Cell>& cells);
  // A text of several lines: each is escaped and kept, long ones are broken anywhere.
  void block(std::string_view text, int indent, Style style = Style::plain);
  // The same without breaking lines: to be copied.
  void verbatim(std::string_view text, int indent);

 private:
  std::string painted(std::string_view text, Style style) const;

  int width_;
  bool color_;
  std::string text_;
};

}  // namespace vend::preview
