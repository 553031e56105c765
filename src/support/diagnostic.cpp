#include "vend/support/diagnostic.hpp"

#include <algorithm>
#include <tuple>

#include "vend/support/text.hpp"
#include "vend/support/token.hpp"
#include "vend/support/unicode.hpp"

namespace vend::support {

namespace {

// Longest part of a source line that is shown, in characters; a minified JSON file is one line of megabytes.
constexpr std::size_t shown_width = 100;
constexpr std::size_t shown_before_caret = 60;

std::string_view plain_line(std::string_view line, int number) {
  if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view line_of(std::string_view source, int number) {
  std::size_t begin = 0;
  for (int line = 1; line < number; ++line) {
    begin = source.find('\n', begin);
    if (begin == std::string_view::npos) return {};
    ++begin;
  }
  return plain_line(source.substr(begin, source.find('\n', begin) - begin), number);
}

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Tabs become one space, so that the caret stands right whatever the terminal's tab stops; the rest is escaped.
std::string shown(std::string_view part) {
  std::string text(part);
  std::replace(text.begin(), text.end(), '\t', ' ');
  return escape_for_terminal(text);
}

// Of a terminal: red, yellow, and nothing but bold for a note.
std::string painted(Severity severity, std::string_view text, bool color) {
  if (!color) return std::string(text);
  const char* begin = severity == Severity::error     ? "\x1b[1;31m"
                      : severity == Severity::warning ? "\x1b[1;33m"
                                                      : "\x1b[1m";
  return begin + std::string(text) + "\x1b[0m";
}

std::string excerpt(std::string_view line, int column, const std::string& caret) {
  const std::size_t at = std::min(line.size(), static_cast<std::size_t>(std::max(column, 1) - 1));
  std::size_t begin = at > shown_before_caret ? at - shown_before_caret : 0;
  while (begin > 0 && begin < at && continues_character(line[begin])) ++begin;
  std::size_t end = std::min(line.size(), std::max(begin + shown_width, at));
  while (end < line.size() && continues_character(line[end])) ++end;

  const std::string cut = begin > 0 ? "..." : "";
  const std::string before = cut + shown(line.substr(begin, at - begin));
  std::string text = "  " + before + shown(line.substr(at, end - at)) + (end < line.size() ? "..." : "") + "\n";
  if (column > 0) text += "  " + std::string(display_width(before), ' ') + caret + "\n";
  return text;
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void sort(Diagnostics& diagnostics) {
  const auto key = [](const Diagnostic& d) {
    return std::tie(d.location.file, d.location.line, d.location.column, d.code, d.message);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
}

std::string to_text(const Diagnostic& diagnostic, std::string_view source) {
  return to_text_at(diagnostic, diagnostic.location.line > 0 ? line_of(source, diagnostic.location.line) : "");
}

std::string to_text_at(const Diagnostic& diagnostic, std::string_view line, bool color) {
  const Location& at = diagnostic.location;
  std::string text;
  if (!at.file.empty()) {
    text += escape_for_terminal(at.file);
    if (at.line > 0) text += ":" + std::to_string(at.line);
    if (at.line > 0 && at.column > 0) text += ":" + std::to_string(at.column);
    text += ": ";
  }
  const Severity severity = diagnostic.severity;
  text +=
      painted(severity, to_string(severity), color) + ": " + escape_for_terminal(without_tokens(diagnostic.message));
  if (!diagnostic.code.empty()) text += " [" + diagnostic.code + "]";
  text += "\n";
  // Before the line is cut: what is left of a token's begin would not show it as one.
  if (at.line > 0 && !line.empty())
    text += excerpt(with_starred_tokens(line), at.column, painted(severity, "^", color));
  if (!diagnostic.fix.empty()) text += "  fix: " + escape_for_terminal(without_tokens(diagnostic.fix)) + "\n";
  return text;
}

SourceLines::SourceLines(std::string_view source) : source_(source) {
  if (source.empty()) return;
  begins_.push_back(0);
  for (std::size_t at = source.find('\n'); at != std::string_view::npos; at = source.find('\n', at + 1))
    begins_.push_back(at + 1);
}

std::string_view SourceLines::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > begins_.size()) return {};
  const std::size_t begin = begins_[static_cast<std::size_t>(number) - 1];
  return plain_line(source_.substr(begin, source_.find('\n', begin) - begin), number);
}

}  // namespace vend::support
