// A place in YAML text, and the steps over white space that keep count of lines.
#pragma once

#include <string_view>

#include "document/tree_builder.hpp"

namespace vend::document {

class YamlCursor {
 public:
  YamlCursor(std::string_view text, Reporter& reporter) : text_(text), reporter_(&reporter) {}

  std::string_view text() const { return text_; }
  std::size_t at() const { return at_; }
  bool at_end() const { return at_ >= text_.size(); }
  // A newline stands for the end of the text, too.
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n'; }
  int column() const { return static_cast<int>(at_ - line_begin_); }  // from 0
  Mark mark() const { return {line_, column() + 1}; }
  Mark mark_of(std::size_t offset) const { return {line_, static_cast<int>(offset - line_begin_) + 1}; }

  void advance(std::size_t count = 1) { at_ += count; }
  void next_line() {  // over the newline at the cursor
    ++at_;
    ++line_;
    line_begin_ = at_;
  }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }
  void skip_spaces() {
    while (peek() == ' ') ++at_;
  }
  std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

  // Whether the cursor begins a line with --- or ... and nothing glued to it.
  bool at_marker() const {
    if (at_ != line_begin_ || at_ + 3 > text_.size()) return false;
    const std::string_view three = text_.substr(at_, 3);
    return (three == "---" || three == "...") && is_space(peek(3));
  }

  // To the next character that is neither white space nor comment, or to the end.
  enum class Tabs { refused, allowed };
  void to_next_token(Tabs tabs) {
    for (;;) {
      const bool indentation = at_ == line_begin_;
      const std::size_t begin = at_;
      skip_blanks();
      if (peek() == '#' && (at_ == line_begin_ || is_space(text_[at_ - 1]))) at_ = line_end();
      if (at_end()) return;
      if (peek() != '\n') {
        const std::size_t tab = text_.substr(begin, at_ - begin).find('\t');
        if (indentation && tab != std::string_view::npos && tabs == Tabs::refused) {
          reporter_->stop("D006", mark_of(begin + tab), "a tab cannot indent YAML", "indent with spaces");
        }
        return;
      }
      next_line();
    }
  }

  [[noreturn]] void fail(std::string message, std::string fix = {}) const {
    fail_at(mark(), std::move(message), std::move(fix));
  }
  [[noreturn]] void fail_at(Mark mark, std::string message, std::string fix = {}) const {
    reporter_->stop("D001", mark, std::move(message), std::move(fix));
  }

 private:
  std::string_view text_;
  Reporter* reporter_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  int line_ = 1;
};

}  // namespace vend::document
