#include "document/yaml_scalar_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "document/utf8.hpp"

namespace vend::document {

namespace {

bool is_flow_indicator(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }

void trim_blanks(std::string& text, std::size_t keep) {
  while (text.size() > keep && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
}

// Over a line end inside a quoted scalar: one becomes a space, more become the lines between.
void fold(YamlCursor& cursor, std::string& text) {
  std::size_t lines = 0;
  while (cursor.peek() == '\n' && !cursor.at_end()) {
    cursor.next_line();
    if (cursor.at_marker()) cursor.fail("the quoted text is not closed", "add the missing quote");
    ++lines;
    cursor.skip_blanks();
  }
  if (lines == 1) text += ' ';
  if (lines > 1) text.append(lines - 1, '\n');
}

[[noreturn]] void not_closed(const YamlCursor& cursor, Mark begin) {
  cursor.fail_at(begin, "the quoted text that begins here is not closed", "add the missing quote");
}

char32_t read_hexadecimal(YamlCursor& cursor, std::size_t digits) {
  char32_t code = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::size_t index = std::string_view("0123456789abcdefABCDEF").find(cursor.peek());
    if (index == std::string_view::npos) cursor.fail("an escape lacks a hexadecimal digit");
    code = code * 16 + static_cast<char32_t>(index < 16 ? index : index - 6);
    cursor.advance();
  }
  return code;
}

// The cursor stands behind the backslash.
void read_escape(YamlCursor& cursor, std::string& text) {
  constexpr std::string_view letters = "0abtnvfre \"/\\\tN_LP";
  constexpr std::array<std::string_view, 18> meanings = {std::string_view("\0", 1),
                                                         "\a",
                                                         "\b",
                                                         "\t",
                                                         "\n",
                                                         "\v",
                                                         "\f",
                                                         "\r",
                                                         "\x1b",
                                                         " ",
                                                         "\"",
                                                         "/",
                                                         "\\",
                                                         "\t",
                                                         "\u0085",
                                                         "\u00a0",
                                                         "\u2028",
                                                         "\u2029"};
  const char letter = cursor.peek();
  if (letter == '\n' && !cursor.at_end()) {  // the line goes on without a space
    cursor.next_line();
    cursor.skip_blanks();
    return;
  }
  if (const std::size_t index = letters.find(letter); index != std::string_view::npos) {
    text += meanings.at(index);
    cursor.advance();
    return;
  }
  const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  if (digits == 0) cursor.fail("an unknown escape", "write \\\\ for a backslash, or use single quotes");
  cursor.advance();
  char32_t code = read_hexadecimal(cursor, digits);
  if (code >= 0xD800 && code <= 0xDBFF && cursor.peek() == '\\' && cursor.peek(1) == 'u') {  // as JSON writes it
    cursor.advance(2);
    const char32_t low = read_hexadecimal(cursor, 4);
    if (low < 0xDC00 || low > 0xDFFF) cursor.fail("half of a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
  }
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) cursor.fail("an escape is no Unicode character");
  append_utf8(text, code);
}

struct BlockHeader {
  bool folded = false;
  char chomping = ' ';  // '-', '+' or neither
  int indent = 0;       // 0: to be found out
};

BlockHeader read_block_header(YamlCursor& cursor) {
  BlockHeader header;
  header.folded = cursor.peek() == '>';
  cursor.advance();
  for (; !YamlCursor::is_space(cursor.peek()); cursor.advance()) {
    const char c = cursor.peek();
    if ((c == '-' || c == '+') && header.chomping == ' ') {
      header.chomping = c;
    } else if (c >= '1' && c <= '9' && header.indent == 0) {
      header.indent = c - '0';
    } else {
      cursor.fail("only - or + and a digit may stand behind | or >", "begin the text on the next line");
    }
  }
  cursor.skip_blanks();
  if (cursor.peek() == '#') cursor.advance(cursor.line_end() - cursor.at());
  if (cursor.peek() != '\n') cursor.fail("the text of a block begins on the next line");
  return header;
}

// Blank lines from the cursor, which stands at a line's begin; it stops at the content column of a line of text, or
// before. While `indent` is 0 any depth of spaces is blank.
std::size_t skip_blank_lines(YamlCursor& cursor, int indent) {
  std::size_t lines = 0;
  while (!cursor.at_end()) {
    while (cursor.peek() == ' ' && (indent == 0 || cursor.column() < indent)) cursor.advance();
    if (cursor.at_end() || cursor.peek() != '\n') break;
    cursor.next_line();
    ++lines;
  }
  return lines;
}

}  // namespace

bool is_value_indicator(const YamlCursor& cursor, std::size_t ahead, bool flow) {
  if (cursor.peek(ahead) != ':') return false;
  const char next = cursor.peek(ahead + 1);
  return YamlCursor::is_space(next) || (flow && is_flow_indicator(next));
}

std::string read_single_quoted(YamlCursor& cursor) {
  const Mark begin = cursor.mark();
  std::string text;
  cursor.advance();
  for (;;) {
    const std::string_view all = cursor.text();
    const std::size_t end = std::min(all.find_first_of("'\n", cursor.at()), all.size());
    text += all.substr(cursor.at(), end - cursor.at());
    cursor.advance(end - cursor.at());
    if (cursor.at_end()) not_closed(cursor, begin);
    if (cursor.peek() == '\n') {
      trim_blanks(text, 0);
      fold(cursor, text);
      continue;
    }
    cursor.advance();
    if (cursor.peek() != '\'') return text;
    text += '\'';
    cursor.advance();
  }
}

std::string read_double_quoted(YamlCursor& cursor) {
  const Mark begin = cursor.mark();
  std::string text;
  std::size_t escaped = 0;  // up to here blanks at a line's end are meant
  cursor.advance();
  for (;;) {
    const std::string_view all = cursor.text();
    const std::size_t end = std::min(all.find_first_of("\"\\\n", cursor.at()), all.size());
    text += all.substr(cursor.at(), end - cursor.at());
    cursor.advance(end - cursor.at());
    if (cursor.at_end()) not_closed(cursor, begin);
    switch (cursor.peek()) {
      case '\n':
        trim_blanks(text, escaped);
        fold(cursor, text);
        break;
      case '\\':
        cursor.advance();
        if (cursor.at_end()) not_closed(cursor, begin);
        read_escape(cursor, text);
        escaped = text.size();
        break;
      default:
        cursor.advance();
        return text;
    }
  }
}

std::string read_plain(YamlCursor& cursor, int indent) {
  std::string text;
  for (;;) {
    const std::string_view line = cursor.text().substr(cursor.at(), cursor.line_end() - cursor.at());
    std::size_t size = 0;
    for (; size < line.size(); ++size) {
      if (line[size] == ':' && is_value_indicator(cursor, size, false)) {
        cursor.advance(size);
        cursor.fail("a mapping cannot begin here", "check the indentation, and quote a text that holds ': '");
      }
      if (line[size] == '#' && size > 0 && YamlCursor::is_space(line[size - 1])) break;
    }
    const bool comment = size < line.size();
    text += line.substr(0, size);
    trim_blanks(text, 0);
    cursor.advance(size);
    if (comment || cursor.at_end()) return text;

    YamlCursor ahead = cursor;
    std::size_t lines = 0;
    while (!ahead.at_end() && ahead.peek() == '\n') {
      ahead.next_line();
      ++lines;
      if (ahead.at_marker()) return text;
      ahead.skip_spaces();
      if (ahead.peek() == '\t' && ahead.column() > indent) ahead.skip_blanks();
    }
    if (ahead.at_end() || ahead.column() <= indent || ahead.peek() == '#' || ahead.peek() == '\t') return text;
    if (lines == 1) text += ' ';
    if (lines > 1) text.append(lines - 1, '\n');
    cursor = ahead;
  }
}

std::string read_flow_plain(YamlCursor& cursor) {
  std::string text;
  for (;;) {
    const std::string_view line = cursor.text().substr(cursor.at(), cursor.line_end() - cursor.at());
    std::size_t size = 0;
    for (; size < line.size(); ++size) {
      if (is_flow_indicator(line[size]) || is_value_indicator(cursor, size, true)) break;
      if (line[size] == '#' && size > 0 && YamlCursor::is_space(line[size - 1])) break;
    }
    const bool ends = size < line.size();
    text += line.substr(0, size);
    trim_blanks(text, 0);
    cursor.advance(size);
    if (ends || cursor.at_end()) return text;

    YamlCursor ahead = cursor;
    std::size_t lines = 0;
    while (!ahead.at_end() && ahead.peek() == '\n') {
      ahead.next_line();
      ++lines;
      ahead.skip_blanks();
    }
    if (ahead.at_end() || ahead.peek() == '#' || is_flow_indicator(ahead.peek()) ||
        is_value_indicator(ahead, 0, true)) {
      return text;
    }
    if (lines == 1) text += ' ';
    if (lines > 1) text.append(lines - 1, '\n');
    cursor = ahead;
  }
}

std::string read_block_scalar(YamlCursor& cursor, int indent) {
  const BlockHeader header = read_block_header(cursor);
  if (cursor.at_end()) return {};
  cursor.next_line();
  int depth = header.indent == 0 ? 0 : std::max(indent, 0) + header.indent;

  std::size_t blank = 0;
  if (depth == 0) {
    const std::string_view before = cursor.text().substr(cursor.at());
    blank = skip_blank_lines(cursor, 0);
    depth = cursor.at_end() ? indent + 1 : cursor.column();
    if (depth <= indent) depth = indent + 1;
    // Blank lines deeper than the text are read differently by different readers.
    std::size_t deepest = 0;
    std::string_view rest = before;
    for (std::size_t i = 0; i < blank; ++i) {
      const std::size_t size = rest.find('\n');
      deepest = std::max(deepest, size);
      rest.remove_prefix(size + 1);
    }
    if (deepest > static_cast<std::size_t>(depth)) throw RareYaml{};
  } else {
    blank = skip_blank_lines(cursor, depth);
  }

  std::string text;
  std::size_t last_break = 0;  // whether the last line of text has a line end
  while (!cursor.at_end() && cursor.column() == depth && !cursor.at_marker()) {
    text.append(blank, '\n');
    const bool leads_with_blank = cursor.peek() == ' ' || cursor.peek() == '\t';
    const std::size_t end = cursor.line_end();
    text += cursor.text().substr(cursor.at(), end - cursor.at());
    cursor.advance(end - cursor.at());
    last_break = cursor.at_end() ? 0 : 1;
    if (last_break == 1) cursor.next_line();
    blank = skip_blank_lines(cursor, depth);
    if (cursor.at_end() || cursor.column() != depth || cursor.at_marker()) break;
    const bool fold_here = header.folded && !leads_with_blank && cursor.peek() != ' ' && cursor.peek() != '\t';
    if (!fold_here) {
      text += '\n';
    } else if (blank == 0) {
      text += ' ';
    }
  }
  if (header.chomping != '-' && !text.empty()) text.append(last_break, '\n');
  if (header.chomping == '+') text.append(blank, '\n');
  return text;
}

}  // namespace vend::document
