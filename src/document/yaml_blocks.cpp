#include "document/yaml_blocks.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace vend::document {

namespace {

constexpr std::size_t shortest = 256;  // bytes that are worth leaving out

std::size_t end_of_line(std::string_view text, std::size_t begin) {
  return std::min(text.find('\n', begin), text.size());
}

std::size_t spaces_at(std::string_view text, std::size_t begin) {
  return std::min(text.find_first_not_of(' ', begin), text.size()) - begin;
}

// Where the | or > of a block's header is that ends this line; npos for none. One that tells its indentation or keeps
// all line ends is none here.
std::size_t header_in(std::string_view line) {
  std::size_t at = line.size();
  if (at > 0 && line[at - 1] == '-') --at;
  if (at < 2 || (line[at - 1] != '|' && line[at - 1] != '>') || line[at - 2] != ' ') return std::string_view::npos;
  return at - 1;
}

}  // namespace

YamlBlocks::YamlBlocks(std::string_view text) : text_(text) {
  for (std::size_t line = 0; line < text.size();) {
    const std::size_t end = end_of_line(text, line);
    const std::size_t header = header_in(text.substr(line, end - line));
    line = header == std::string_view::npos ? end + 1 : take_block(line, line + header, end);
  }
  if (!blocks_.empty()) rest_.append(text.substr(copied_));
}

// Where the next line is that may be a header: behind the block.
std::size_t YamlBlocks::take_block(std::size_t header_line, std::size_t header, std::size_t line_end) {
  YamlBlock block{.header = header, .body = line_end + 1, .keeps_last_newline = text_[line_end - 1] != '-'};
  block.indent = spaces_at(text_, block.body);
  if (block.body >= text_.size() || block.indent <= spaces_at(text_, header_line)) return block.body;
  const char first = text_[std::min(block.body + block.indent, text_.size() - 1)];
  if (first == '\n' || first == '\t') return block.body;
  block.cut = end_of_line(text_, block.body) + 1;
  block.cut_end = block.cut;  // behind the last line that is not empty
  bool plain = text_[header] == '|';
  std::size_t next = block.cut;
  while (next < text_.size()) {
    const std::size_t indent = spaces_at(text_, next);
    const bool empty = next + indent >= text_.size() || text_[next + indent] == '\n';
    if (!empty && indent < block.indent) break;
    plain = plain && (!empty || indent <= block.indent);  // more spaces than that are a text
    next = end_of_line(text_, next) + 1;
    if (!empty) block.cut_end = next;
  }
  // A last line that does not end with a newline means something else to YAML.
  if (plain && block.cut_end <= text_.size() && block.cut_end >= block.cut + shortest) {
    rest_.append(text_.substr(copied_, block.cut - copied_));
    block.rest_begin = rest_.size();
    copied_ = block.cut_end;
    blocks_.push_back(block);
  }
  return std::max(next, block.body);
}

std::size_t YamlBlocks::in_text(std::size_t rest_offset) const {
  const auto behind = std::upper_bound(blocks_.begin(), blocks_.end(), rest_offset,
                                       [](std::size_t at, const YamlBlock& one) { return at < one.rest_begin; });
  if (behind == blocks_.begin()) return rest_offset;
  const YamlBlock& before = *std::prev(behind);
  return before.cut_end + (rest_offset - before.rest_begin);
}

std::string YamlBlocks::value(const YamlBlock& block) const {
  std::string value;
  value.reserve(block.cut_end - block.body);
  for (std::size_t line = block.body; line < block.cut_end;) {
    const std::size_t end = end_of_line(text_, line);
    if (end - line > block.indent) value.append(text_.substr(line + block.indent, end - line - block.indent));
    value += '\n';
    line = end + 1;
  }
  if (!block.keeps_last_newline) value.pop_back();
  return value;
}

std::string folded(std::string_view text, std::size_t header_begin, std::size_t end) {
  const std::size_t begin_of_body = std::min(text.find('\n', header_begin), end) + 1;
  std::string_view header = text.substr(header_begin, begin_of_body - header_begin);
  header = header.substr(0, header.find_first_of(" \t\n"));
  const std::string_view body = text.substr(begin_of_body, std::max(end, begin_of_body) - begin_of_body);
  std::vector<std::string_view> lines;
  std::size_t indent = std::string_view::npos;
  for (std::size_t begin = 0; begin < body.size(); begin = end_of_line(body, begin) + 1) {
    const std::size_t spaces = spaces_at(body, begin);
    if (begin + spaces == body.size()) break;  // what stands before the next key
    lines.push_back(body.substr(begin, end_of_line(body, begin) - begin));
    if (spaces < lines.back().size()) indent = std::min(indent, spaces);
  }
  std::string value;
  std::size_t ends = 0;  // line ends since the last text
  bool moved = true;     // that text stands further right; before the first one all line ends are kept
  for (std::string_view line : lines) {
    line = line.substr(std::min(indent, line.size()));
    if (!line.empty()) {
      const bool moves = line.front() == ' ' || line.front() == '\t';
      if (moved || moves || ends != 1)
        value.append(ends - (moved || moves ? 0 : 1), '\n');
      else
        value += ' ';
      value += line;
      moved = moves;
      ends = 0;
    }
    ++ends;
  }
  const bool has_text = value.find_first_not_of('\n') != std::string::npos;
  if (header.find('+') != std::string_view::npos)
    value.append(ends, '\n');
  else if (header.find('-') == std::string_view::npos && has_text)
    value += '\n';
  return value;
}

}  // namespace vend::document
