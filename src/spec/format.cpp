// Works on the lines of the text, guided by the places of the tree that was read from it, since no YAML library gives
// comments back where they were. Each step reads anew what the one before wrote; at the end the two trees must say the
// same.
#include "vend/spec/format.hpp"

#include <algorithm>
#include <map>

#include "spec/canonical.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/reader.hpp"
#include "vend/support/text.hpp"

namespace vend::spec {
namespace {

using document::Member;
using document::Node;
using Lines = std::vector<std::string>;

void respell(const Node& node, const std::string& path, Lines& lines) {
  if (!node.is_mapping()) {
    if (node.is_sequence() || node.mark().line == 0) return;
    std::string& line = lines[static_cast<std::size_t>(node.mark().line) - 1];
    const auto at = static_cast<std::size_t>(node.mark().column) - 1;
    const std::string better = canonical(node, path).text();
    if (better != node.text() && line.compare(at, node.text().size(), node.text()) == 0)
      line.replace(at, node.text().size(), better);
    return;
  }
  // From the right, so that the places of what is left of it stay.
  for (auto one = node.members().rbegin(); one != node.members().rend(); ++one)
    respell(one->value, below(path, one->key), lines);
}

bool is_flow(const Node& node, const Lines& lines) {
  if (node.mark().line == 0) return true;
  const std::string& line = lines[static_cast<std::size_t>(node.mark().line) - 1];
  const auto at = static_cast<std::size_t>(node.mark().column) - 1;
  return at >= line.size() || line[at] == '{';
}

// The column, from 0, of the bracket that closes the one at `open`; npos when it is not on this line.
std::size_t closing(std::string_view line, std::size_t open) {
  int depth = 0;
  char quote = 0;
  char before = ' ';  // the last that is no space: an apostrophe within a word quotes nothing
  for (std::size_t i = open; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"') {
        ++i;
      } else if (c == quote) {
        quote = 0;
      }
    } else if ((c == '"' || c == '\'') && std::string_view("{[,:").find(before) != std::string_view::npos) {
      quote = c;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i;
    }
    if (c != ' ') before = c;
  }
  return std::string_view::npos;
}

void order_flow(const Node& node, const std::string& path, std::string& line) {
  const auto open = static_cast<std::size_t>(node.mark().column) - 1;
  const std::size_t close = closing(line, open);
  const bool one_line =
      std::ranges::all_of(node.members(), [&](const Member& one) { return one.mark.line == node.mark().line; });
  if (close == std::string_view::npos || !one_line || node.members().empty()) return;
  std::vector<std::pair<std::size_t, std::string>> pieces;
  for (std::size_t i = 0; i < node.members().size(); ++i) {
    const auto begin = static_cast<std::size_t>(node.members()[i].mark.column) - 1;
    const bool last = i + 1 == node.members().size();
    const std::size_t end = last ? close : static_cast<std::size_t>(node.members()[i + 1].mark.column) - 1;
    std::string_view piece = support::trim(std::string_view(line).substr(begin, end - begin));
    if (piece.ends_with(',')) piece.remove_suffix(1);
    pieces.emplace_back(rank(below(path, node.members()[i].key)), std::string(support::trim(piece)));
  }
  std::ranges::stable_sort(pieces, {}, &std::pair<std::size_t, std::string>::first);
  std::string text;
  for (const auto& [place, piece] : pieces) text += (text.empty() ? "" : ", ") + piece;
  line.replace(open + 1, close - open - 1, text);
}

void order_flows(const Node& node, const std::string& path, Lines& lines) {
  if (!node.is_mapping() || node.members().empty()) return;
  for (auto one = node.members().rbegin(); one != node.members().rend(); ++one) {
    const std::string under = below(path, one->key);
    if (is_section(under)) order_flows(one->value, under, lines);
  }
  if (is_flow(node, lines)) order_flow(node, path, lines[static_cast<std::size_t>(node.mark().line) - 1]);
}

bool is_blank(std::string_view line) { return support::trim(line).empty(); }
std::size_t indent_of(std::string_view line) { return line.find_first_not_of(' '); }
bool is_comment(std::string_view line) { return support::trim(line).starts_with('#'); }

void shift(std::string& line, std::size_t from, std::size_t to) {
  if (is_blank(line) || to == from) return;
  if (to > from) {
    line.insert(0, to - from, ' ');
  } else {
    line.erase(0, std::min(from - to, indent_of(line)));
  }
}

struct Part {
  std::size_t place = 0;
  Lines lines;
};

// Whether each key of a block mapping begins a line between the two, in one column: no "? key", no tag, anchor or
// document in front of it, nothing merged in from elsewhere.
bool has_lines_of_its_own(const Node& node, const Lines& lines, std::size_t begin, std::size_t end) {
  if (node.members().empty() || is_flow(node, lines)) return false;
  std::size_t next = begin;
  for (const Member& one : node.members()) {
    const auto line = static_cast<std::size_t>(one.mark.line);
    if (line == 0 || line - 1 < next || line > end || one.mark.column != node.members().front().mark.column)
      return false;
    if (indent_of(lines[line - 1]) != static_cast<std::size_t>(one.mark.column) - 1) return false;
    next = line;
  }
  return true;
}

// Adds lines in which one blank line stands for several.
void append_squeezed(Lines& all, Lines::const_iterator from, Lines::const_iterator to) {
  for (; from != to; ++from) {
    if (!is_blank(*from)) {
      all.push_back(*from);
    } else if (all.empty() || !all.back().empty()) {
      all.emplace_back();
    }
  }
}

// The lines [begin, end) of a block mapping, ordered, `wanted` columns in.
Lines order_block(const Node& node, const std::string& path, const Lines& lines, std::size_t begin, std::size_t end,
                  std::size_t wanted) {
  const auto indent = static_cast<std::size_t>(node.members().front().mark.column) - 1;
  std::vector<Part> parts;
  std::size_t from = begin;
  for (std::size_t i = 0; i < node.members().size(); ++i) {
    const Member& one = node.members()[i];
    const auto key = static_cast<std::size_t>(one.mark.line) - 1;
    const bool last = i + 1 == node.members().size();
    std::size_t until = last ? end : static_cast<std::size_t>(node.members()[i + 1].mark.line) - 1;
    // Comments above the next setting are its own, those behind the last stay there; deeper ones belong to what stands
    // above them.
    while (until > key + 1 &&
           (is_blank(lines[until - 1]) || (is_comment(lines[until - 1]) && indent_of(lines[until - 1]) <= indent)))
      --until;
    const std::string under = below(path, one.key);
    Part part{rank(under), {}};
    append_squeezed(part.lines, lines.begin() + static_cast<std::ptrdiff_t>(from),
                    lines.begin() + static_cast<std::ptrdiff_t>(key) + 1);
    for (std::string& line : part.lines) shift(line, indent, wanted);
    const bool nested = one.value.is_mapping() && one.value.mark().line > one.mark.line && is_section(under) &&
                        has_lines_of_its_own(one.value, lines, key + 1, until);
    Lines rest = nested ? order_block(one.value, under, lines, key + 1, until, wanted + 2)
                        : Lines(lines.begin() + static_cast<std::ptrdiff_t>(key) + 1,
                                lines.begin() + static_cast<std::ptrdiff_t>(until));
    if (!nested) {
      for (std::string& line : rest) shift(line, indent, wanted);
    }
    part.lines.insert(part.lines.end(), rest.begin(), rest.end());
    parts.push_back(std::move(part));
    from = until;
  }
  std::ranges::stable_sort(parts, {}, &Part::place);
  Lines all;
  for (Part& part : parts) all.insert(all.end(), part.lines.begin(), part.lines.end());
  const std::size_t ordered = all.size();
  append_squeezed(all, lines.begin() + static_cast<std::ptrdiff_t>(from),
                  lines.begin() + static_cast<std::ptrdiff_t>(end));
  for (std::size_t i = ordered; i < all.size(); ++i) shift(all[i], indent, wanted);
  return all;
}

// Lines in front of the first setting that are about the whole file: up to the last blank one, or what tells editors
// and licence checkers about it.
std::size_t head_of(const Lines& lines, std::size_t first) {
  for (std::size_t i = first; i-- > 0;) {
    const std::string& line = lines[i];
    if (is_blank(line) || line.starts_with("---") || line.starts_with('%') || line.starts_with("#!")) return i + 1;
    for (const char* word : {"yaml-language-server", "yamllint", "vim:", "-*-", "SPDX-", "Copyright"}) {
      if (line.find(word) != std::string::npos) return i + 1;
    }
  }
  return 0;
}

std::optional<Node> read(const Lines& lines, const std::string& file) {
  support::Diagnostics found;
  std::optional<Node> root = document::read_document(support::join(lines, "\n") + "\n", file, found);
  return support::has_errors(found) ? std::nullopt : std::move(root);
}

// All that is written, whatever its order: each comment and each text. Commas between settings may go.
std::string content(const Lines& lines) {
  std::string all;
  for (const std::string& line : lines) {
    for (char c : line) {
      if (c != ' ' && c != ',') all += c;
    }
  }
  std::ranges::sort(all);
  return all;
}

// The lines of a spec in canonical form; nothing where the layout does not allow it.
std::optional<Lines> canonical_lines(const Node& given, Lines lines, const std::string& file) {
  respell(given, "", lines);
  std::optional<Node> root = read(lines, file);
  if (!root) return std::nullopt;
  const std::string whole = content(lines);
  order_flows(*root, "", lines);
  root = read(lines, file);
  if (!root || root->members().empty()) return std::nullopt;
  Lines ordered;
  if (is_flow(*root, lines)) {
    ordered = std::move(lines);
  } else {
    if (!has_lines_of_its_own(*root, lines, 0, lines.size())) return std::nullopt;
    const std::size_t head = head_of(lines, static_cast<std::size_t>(root->members().front().mark.line) - 1);
    append_squeezed(ordered, lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(head));
    std::size_t end = lines.size();  // of the document: what stands behind it stays there
    for (std::size_t i = end; i-- > static_cast<std::size_t>(root->members().back().mark.line);) {
      if (lines[i] == "...") end = i;
    }
    Lines rest = order_block(*root, "", lines, head, end, 0);
    rest.insert(rest.end(), lines.begin() + static_cast<std::ptrdiff_t>(end), lines.end());
    const bool twice = (ordered.empty() || is_blank(ordered.back())) && !rest.empty() && is_blank(rest.front());
    ordered.insert(ordered.end(), rest.begin() + (twice ? 1 : 0), rest.end());
    while (is_blank(ordered.front())) ordered.erase(ordered.begin());
  }
  const std::optional<Node> result = read(ordered, file);
  if (!result || !(meaning(*result, "") == meaning(given, "")) || content(ordered) != whole) return std::nullopt;
  return ordered;
}

}  // namespace

std::optional<std::string> formatted(std::string_view text, const std::string& file, support::Diagnostics& out) {
  const std::optional<Node> root = document::read_document(text, file, out);
  if (!root || support::has_errors(out)) return std::nullopt;
  if (!root->is_mapping() || root->members().empty()) return std::string(text);
  support::Diagnostics not_json;
  if (document::read_json(text, file, not_json) && not_json.empty()) return document::write_json(meaning(*root, ""));

  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const bool marked = text.starts_with(byte_order_mark);
  if (marked) text.remove_prefix(byte_order_mark.size());
  const std::size_t first_end = text.find('\n');
  const std::string line_end =
      first_end != std::string_view::npos && first_end > 0 && text[first_end - 1] == '\r' ? "\r\n" : "\n";
  Lines lines;
  for (std::string_view line : support::split_lines(text)) lines.emplace_back(line);
  // Read again: a byte order mark counts as a column.
  const std::optional<Node> given = read(lines, file);
  std::optional<Lines> better = given ? canonical_lines(*given, std::move(lines), file) : std::nullopt;
  if (!better) {
    out.push_back({support::Severity::error,
                   "S015",
                   {file, root->members().front().mark.line, root->members().front().mark.column},
                   "",
                   "the layout of this spec cannot be changed without changing what it says",
                   "write each setting on a line of its own, without anchors and without text behind the document"});
    return std::nullopt;
  }
  return (marked ? std::string(byte_order_mark) : "") + support::join(*better, line_end) + line_end;
}

}  // namespace vend::spec
