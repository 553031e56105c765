#include "document/yaml_indentation.hpp"

#include <algorithm>

namespace vend::document {
namespace {

constexpr std::size_t none = std::string_view::npos;

struct Line {
  std::string_view text;   // without trailing blanks
  std::size_t begin = 0;   // in the document
  std::size_t indent = 0;  // columns before the first character
};

Line line_at(std::string_view document, std::size_t begin) {
  const std::size_t end = std::min(document.find('\n', begin), document.size());
  Line line{document.substr(begin, end - begin), begin, 0};
  while (line.text.ends_with(' ')) line.text.remove_suffix(1);
  line.indent = std::min(line.text.find_first_not_of(' '), line.text.size());
  return line;
}

// Where | or > stands that ends a line without saying an indentation; none for other lines.
std::size_t header_of(const Line& line) {
  std::string_view text = line.text;
  const std::size_t remark = text.find(" #");
  if (remark != none) text = text.substr(0, remark);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.ends_with('-') || text.ends_with('+')) text.remove_suffix(1);
  if (!text.ends_with('|') && !text.ends_with('>')) return none;
  const std::size_t at = text.size() - 1;
  return at > 0 && text[at - 1] == ' ' ? at : none;
}

bool is_tag_alone(const Line& line, std::size_t header) {
  const std::string_view tag = line.text.substr(line.indent, header - line.indent);
  return tag.starts_with('!') && tag.find(' ') == tag.find_last_of(' ') && tag.find(' ') == tag.size() - 1;
}

// The column of what a line's value hangs on: its key, also behind the dashes of a list, or its last dash.
std::size_t parent_of(const Line& line) {
  std::size_t column = line.indent;
  while (line.text.substr(column).starts_with("- ")) {
    const std::size_t next = line.text.find_first_not_of(' ', column + 1);
    if (next == none) break;
    column = next;
  }
  return column;
}

}  // namespace

std::optional<std::string> with_indentation(std::string_view text) {
  std::string result;
  std::size_t copied = 0, block = none;  // lines indented further than `block` are a text's
  Line above;
  for (std::size_t begin = 0; begin < text.size();) {
    const Line line = line_at(text, begin);
    begin = std::min(text.find('\n', begin), text.size()) + (text.find('\n', begin) == none ? 0 : 1);
    if (line.text.empty() || (block != none && line.indent > block)) continue;
    block = none;
    const std::size_t header = header_of(line);
    if (header != none) {
      const bool alone = is_tag_alone(line, header) && (above.text.ends_with(':') || above.text.ends_with('-'));
      block = alone ? parent_of(above) : parent_of(line);
      Line first;
      for (std::size_t next = begin; alone && first.text.empty() && next < text.size();) {
        first = line_at(text, next);
        next = std::min(text.find('\n', next), text.size() - 1) + 1;
      }
      if (alone && first.indent > block && first.indent - block <= 9) {
        result += text.substr(copied, line.begin + header + 1 - copied);
        result += std::to_string(first.indent - block);
        copied = line.begin + header + 1;
      }
    }
    above = line;
  }
  if (copied == 0) return std::nullopt;
  result += text.substr(copied);
  return result;
}

}  // namespace vend::document
