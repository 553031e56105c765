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

// Without what a remark says and the blanks before it. A line that is nothing but a remark is empty.
std::string_view without_remark(const Line& line) {
  if (line.indent < line.text.size() && line.text[line.indent] == '#') return {};
  std::string_view text = line.text.substr(0, line.text.find(" #"));
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Where | or > stands that ends a line; none for other lines.
std::size_t header_of(std::string_view text) {
  for (int i = 0; i < 2 && !text.empty() && std::string_view("+-123456789").find(text.back()) != none; ++i)
    text.remove_suffix(1);
  if (!text.ends_with('|') && !text.ends_with('>')) return none;
  const std::size_t at = text.size() - 1;
  return at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t') ? at : none;
}

// Whether nothing but a tag, an anchor or both stand before a header.
bool are_properties(std::string_view before) {
  for (std::size_t at = 0; (at = before.find_first_not_of(" \t", at)) != none;) {
    if (before[at] != '!' && before[at] != '&') return false;
    at = std::min(before.find_first_of(" \t", at), before.size());
  }
  return true;
}

// The column of what a line's value hangs on: its key, also behind the dashes of a list, or its last dash. `value` is
// where a value begins that is no key's.
std::size_t parent_of(std::string_view said, std::size_t value = none) {
  std::size_t column = std::min(said.find_first_not_of(' '), said.size());
  while (said.substr(column).starts_with("- ")) {
    const std::size_t next = said.find_first_not_of(' ', column + 1);
    if (next == none || (value != none && are_properties(said.substr(next, value - next)))) break;
    column = next;
  }
  return column;
}

// A line that is not within a block text.
struct Outside {
  Line line;
  std::string_view said;      // without its remark
  std::size_t header = none;  // of the block that it begins
  bool alone = false;         // nothing but properties stand before that header
  std::size_t hangs_on = 0;   // the column that the block's lines must pass
  std::size_t next = 0;       // where the next line begins
};

std::size_t behind_line(std::string_view text, std::size_t begin) {
  return std::min(text.find('\n', begin), text.size() - 1) + 1;
}

// The first line from there on that says something.
Line next_said(std::string_view text, std::size_t begin, bool remarks_count) {
  Line line;
  for (; begin < text.size(); begin = behind_line(text, begin)) {
    line = line_at(text, begin);
    if (!(remarks_count ? line.text : without_remark(line)).empty()) return line;
  }
  return {};
}

template <class Visit>
void each_outside(std::string_view text, Visit visit) {
  std::size_t block = none;  // lines indented further are a text's
  Outside above;
  for (std::size_t begin = 0; begin < text.size();) {
    Outside now{.line = line_at(text, begin), .next = behind_line(text, begin)};
    begin = now.next;
    if (now.line.text.empty() || (block != none && now.line.indent > block)) continue;
    block = none;
    now.said = without_remark(now.line);
    if (now.said.empty()) continue;
    now.header = header_of(now.said);
    if (now.header != none) {
      now.alone = now.header > now.line.indent && are_properties(now.said.substr(0, now.header)) &&
                  (above.said.ends_with(':') || above.said.ends_with('-'));
      block = now.hangs_on = now.alone ? parent_of(above.said) : parent_of(now.said, now.header);
    }
    visit(now);
    above = now;
  }
}

}  // namespace

std::optional<std::string> with_indentation(std::string_view text) {
  std::string result;
  std::size_t copied = 0;
  each_outside(text, [&](const Outside& one) {
    const bool says_it = one.said.find_first_of("123456789", std::min(one.header, one.said.size())) != none;
    if (!one.alone || says_it) return;
    const std::size_t indent = next_said(text, one.next, true).indent;
    if (indent <= one.hangs_on || indent - one.hangs_on > 9) return;
    result += text.substr(copied, one.line.begin + one.header + 1 - copied);
    result += std::to_string(indent - one.hangs_on);
    copied = one.line.begin + one.header + 1;
  });
  if (copied == 0) return std::nullopt;
  result += text.substr(copied);
  return result;
}

std::optional<std::string> with_empty_items(std::string_view text) {
  std::string result;
  std::size_t copied = 0;
  each_outside(text, [&](const Outside& one) {
    if (!one.said.ends_with('-') || one.said.find_first_not_of("- ") != none) return;
    const Line next = next_said(text, one.next, false);
    if (!next.text.empty() && next.indent > parent_of(one.said)) return;
    const std::size_t end = one.line.begin + one.said.size();
    result += text.substr(copied, end - copied);
    result += " ~";
    copied = end;
  });
  if (copied == 0) return std::nullopt;
  result += text.substr(copied);
  return result;
}

}  // namespace vend::document
