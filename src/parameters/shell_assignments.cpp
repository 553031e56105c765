#include "parameters/shell_assignments.hpp"

#include <algorithm>

#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::parameters {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// A word of a POSIX shell (section 2.2, quoting), without anything that a shell would have to expand.
class ShellReader {
 public:
  ShellReader(std::string_view text, ParameterCollector& into) : text_(text), into_(into) {}

  void run() {
    for (;;) {
      skip_between();
      if (at_ == text_.size()) return;
      if (!assignment()) skip_line();
    }
  }

 private:
  char next() const { return at_ < text_.size() ? text_[at_] : '\n'; }
  bool ends() const { return at_ >= text_.size(); }

  void advance() {
    if (text_[at_] == '\n') {
      ++mark_.line;
      mark_.column = 0;
    }
    ++at_;
    ++mark_.column;
  }

  void skip_line() {
    while (!ends() && next() != '\n') advance();
  }

  // White space, semicolons and comments.
  void skip_between() {
    while (!ends()) {
      if (next() == '#') {
        skip_line();
      } else if (std::string_view(" \t\r\n;").find(next()) != std::string_view::npos) {
        advance();
      } else {
        return;
      }
    }
  }

  bool refuse(std::string message, std::string fix) {
    into_.refuse("P013", mark_, std::move(message), std::move(fix));
    return false;
  }

  std::string name() {
    std::string word;
    while (!ends() && is_name_character(next())) {
      word += next();
      advance();
    }
    return word;
  }

  bool assignment() {
    const document::Mark begin = mark_;
    std::string word = name();
    if (word == "export" && (next() == ' ' || next() == '\t')) {
      while (next() == ' ' || next() == '\t') advance();
      word = name();
    }
    if (word.empty() || ends() || next() != '=') {
      mark_ = begin;
      return refuse("this is not KEY='VALUE'", "put values with spaces in quotes");
    }
    advance();
    const document::Mark mark = mark_;
    std::string value;
    while (!ends() && std::string_view(" \t\r\n;").find(next()) == std::string_view::npos) {
      if (!part(value)) return false;
    }
    if (word == "ParameterKey") return shorthand(value, mark);
    constexpr std::string_view prefix = "param_";
    if (word.starts_with(prefix)) word.erase(0, prefix.size());
    into_.add({std::move(word), std::move(value), false, mark});
    return true;
  }

  // The AWS CLI's own: ParameterKey=A,ParameterValue=1 ParameterKey=B,UsePreviousValue=true.
  bool shorthand(const std::string& value, document::Mark mark) {
    constexpr std::string_view has_value = ",ParameterValue=", keeps = ",UsePreviousValue=";
    const std::size_t given = value.find(has_value), kept = value.find(keeps);
    std::string key = value.substr(0, std::min(given, kept));
    if (kept != std::string::npos && value.substr(kept + keeps.size()).starts_with("true")) {
      into_.add({std::move(key), "", true, mark});
      return true;
    }
    if (given == std::string::npos || key.empty()) {
      mark_ = mark;
      return refuse("this is not a ParameterKey=NAME,ParameterValue=TEXT", "give both");
    }
    std::string text =
        value.substr(given + has_value.size(), kept > given ? kept - given - has_value.size() : value.npos);
    into_.add({std::move(key), std::move(text), false, mark});
    return true;
  }

  bool part(std::string& value) {
    switch (const char c = next(); c) {
      case '\'':
        return single_quoted(value);
      case '"':
        return double_quoted(value);
      case '\\':
        advance();
        if (ends()) return refuse("the file ends within a word", "");
        if (next() != '\n') value += next();
        advance();
        return true;
      case '$':
      case '`':
      case '|':
      case '&':
      case '<':
      case '>':
      case '(':
      case ')':
        return refuse("only a shell could read this", "put the value into single quotes");
      default:
        value += c;
        advance();
        return true;
    }
  }

  bool single_quoted(std::string& value) {
    const document::Mark begin = mark_;
    for (advance(); !ends(); advance()) {
      if (next() == '\'') {
        advance();
        return true;
      }
      value += next();
    }
    mark_ = begin;
    return refuse("this quote is never closed", "");
  }

  bool double_quoted(std::string& value) {
    const document::Mark begin = mark_;
    advance();
    while (!ends()) {
      char c = next();
      if (c == '"') {
        advance();
        return true;
      }
      if (c == '$' || c == '`') return refuse("only a shell could read this", "put the value into single quotes");
      advance();
      if (c == '\\' && !ends() && std::string_view("$`\"\\\n").find(next()) != std::string_view::npos) {
        c = next();
        advance();
        if (c == '\n') continue;
      }
      value += c;
    }
    mark_ = begin;
    return refuse("this quote is never closed", "");
  }

  std::string_view text_;
  ParameterCollector& into_;
  std::size_t at_ = 0;
  document::Mark mark_{1, 1};
};

}  // namespace

bool looks_like_assignments(std::string_view text) {
  for (std::string_view line : support::split_lines(text)) {
    line = support::trim(line);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("export ")) line = support::trim(line.substr(7));
    const std::size_t equals = line.find('=');
    return equals != std::string_view::npos && equals > 0 &&
           std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(equals), is_name_character);
  }
  return false;
}

void read_assignments(std::string_view text, ParameterCollector& into) {
  const std::size_t valid = support::valid_utf8_prefix(text);
  const std::size_t nul = text.find('\0');
  if (valid < text.size() || nul != std::string_view::npos) {
    const std::string_view before = text.substr(0, std::min(valid, nul));
    const auto lines = std::count(before.begin(), before.end(), '\n');
    into.refuse("P013", {static_cast<int>(lines) + 1, 0}, "this is not UTF-8 text", "save the file as UTF-8");
    return;
  }
  ShellReader(text, into).run();
}

}  // namespace vend::parameters
