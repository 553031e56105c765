#include "vend/preview/layout.hpp"

#include <algorithm>
#include <array>

#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::preview {
namespace {

int columns(std::string_view text) { return static_cast<int>(support::display_width(text)); }

// As many characters as fit into the columns, at least one.
std::string_view fitting(std::string_view text, int width) {
  std::string_view rest = text;
  std::size_t taken = 0;
  int used = 0;
  while (!rest.empty()) {
    const std::string_view before = rest;
    support::take_character(rest);
    const std::size_t bytes = before.size() - rest.size();
    const int needed = columns(before.substr(0, bytes));
    if (taken > 0 && used + needed > width) break;
    taken += bytes;
    used += needed;
  }
  return text.substr(0, taken);
}

void add_broken(std::string_view text, int width, std::vector<std::string>& lines) {
  do {
    const std::string_view part = fitting(text, width);
    lines.emplace_back(part);
    text.remove_prefix(part.size());
  } while (!text.empty());
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, int width) {
  width = std::max(width, 1);
  std::vector<std::string> lines;
  std::string line;
  for (std::string_view word : support::split(text, ' ')) {
    const int needed = columns(word);
    if (!line.empty() && columns(line) + 1 + needed <= width) {
      line += ' ';
      line += word;
      continue;
    }
    if (!line.empty()) lines.push_back(std::move(line));
    line.clear();
    if (needed > width) {
      add_broken(word, width, lines);
      line = std::move(lines.back());
      lines.pop_back();
    } else {
      line = word;
    }
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

// Narrower terminals get broken lines from us or from themselves; wider ones are not easier to read.
Page::Page(int width, bool color) : width_(std::clamp(width, 40, 200)), color_(color) {}

std::string Page::painted(std::string_view text, Style style) const {
  constexpr std::array codes = {"", "1", "2", "32", "33", "31"};
  if (!color_ || style == Style::plain || text.empty()) return std::string(text);
  return "\x1b[" + std::string(codes.at(static_cast<std::size_t>(style))) + "m" + std::string(text) + "\x1b[0m";
}

void Page::blank() { text_ += '\n'; }

void Page::title(std::string_view text) {
  if (!text_.empty()) blank();
  const std::string safe = support::escape_for_terminal(text);
  if (static_cast<int>(support::display_width(safe)) <= width_) {  // spaces within it stay
    text_ += painted(safe, Style::bold) + '\n';
    return;
  }
  for (const std::string& line : wrap(safe, width_)) text_ += painted(line, Style::bold) + '\n';
}

void Page::paragraph(std::string_view text, int indent, Style style, int hang) {
  const std::string safe = support::escape_for_terminal(text);
  bool first = true;
  for (const std::string& line : wrap(safe, width_ - indent - hang)) {
    text_.append(static_cast<std::size_t>(indent + (first ? 0 : hang)), ' ');
    text_ += painted(line, style) + '\n';
    first = false;
  }
}

void Page::row(int indent, const std::vector<Cell>& cells) {
  constexpr int narrowest_cell = 12;
  int rest = width_ - indent;
  for (const Cell& cell : cells) rest -= cell.width > 0 ? cell.width + 1 : 0;
  if (cells.size() > 1 && cells.back().width == 0 && rest < narrowest_cell) {  // no place beside: below
    row(indent, {cells.begin(), cells.end() - 1});
    if (!cells.back().text.empty()) paragraph(cells.back().text, indent + 4, cells.back().style);
    return;
  }
  std::vector<std::vector<std::string>> wrapped;
  std::vector<int> widths;
  int left = width_ - indent;
  for (const Cell& cell : cells) {
    const int cell_width = cell.width > 0 ? cell.width : std::max(left, 8);
    widths.push_back(cell_width);
    left -= cell_width + 1;
    wrapped.push_back(wrap(support::escape_for_terminal(cell.text), cell_width));
  }
  std::size_t height = 0;
  for (const auto& lines : wrapped) height = std::max(height, lines.size());
  for (std::size_t i = 0; i < height; ++i) {
    std::string line(static_cast<std::size_t>(indent), ' ');
    std::size_t gap = 0;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      const std::string cell = i < wrapped[k].size() ? wrapped[k][i] : "";
      if (!cell.empty()) {
        line.append(gap, ' ');
        gap = 0;
        line += painted(cell, cells[k].style);
      }
      gap += static_cast<std::size_t>(std::max(0, widths[k] - columns(cell)) + 1);
    }
    text_ += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
}

void Page::block(std::string_view text, int indent, Style style) {
  for (const std::string_view line : support::split_lines(text)) {
    std::vector<std::string> parts;
    add_broken(support::escape_for_terminal(line), width_ - indent, parts);
    for (const std::string& part : parts) {
      if (!part.empty()) text_.append(static_cast<std::size_t>(indent), ' ');
      text_ += painted(part, style) + '\n';
    }
  }
}

void Page::verbatim(std::string_view text, int indent) {
  for (const std::string_view line : support::split_lines(text)) {
    text_.append(static_cast<std::size_t>(indent), ' ');
    text_ += support::escape_for_terminal(line) + '\n';
  }
}

}  // namespace vend::preview
