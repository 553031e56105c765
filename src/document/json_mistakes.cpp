#include "document/json_mistakes.hpp"

#include <algorithm>

#include "document/json_strings.hpp"
#include "document/source_text.hpp"

namespace vend::document {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";

class Finder {
 public:
  Finder(std::string_view text, Reporter& reporter) : text_(text), reporter_(reporter) {}

  [[noreturn]] void find(const JsonProgress& progress) {
    at_ = progress.end;
    skip_space();
    switch (progress.place) {
      case JsonPlace::at_begin:
        value();
      case JsonPlace::behind_bracket:
        if (progress.bracket == '}') key();
        value();
      case JsonPlace::behind_key:
        if (peek() != ':') stop("a colon is expected behind the key");
        ++at_;
        skip_space();
        value();
      case JsonPlace::behind_value:
        break;
    }
    if (progress.bracket == '\0') stop("text behind the end of the document");
    if (peek() != ',') stop(std::string("a comma or '") + progress.bracket + "' is expected");
    ++at_;
    skip_space();
    if (peek() == progress.bracket) stop("a comma stands before the end", "remove the comma");
    if (progress.bracket == '}') key();
    value();
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  [[noreturn]] void stop(std::string message, std::string fix = {}) {
    reporter_.stop("D001", mark_at(text_, at_), std::move(message), std::move(fix));
  }

  [[noreturn]] void key() {
    if (peek() != '"') stop("a key in double quotes is expected");
    string();
  }

  [[noreturn]] void value() {
    if (peek() == '"') string();
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n,:[]{}\"", at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    if (word.find_first_not_of("+-.0123456789eE") == std::string_view::npos && word.size() > 300)
      stop("a number beyond all that JSON readers take");
    stop(word.empty() ? "a value is expected" : "a text in double quotes, a number, true, false or null is expected");
  }

  [[noreturn]] void string() {
    ++at_;
    for (;;) {
      at_ = std::min(text_.find_first_of("\"\\\n\t\r", at_), text_.size());
      if (at_ == text_.size()) stop("the text is not closed", "add the missing quote");
      if (peek() == '"') stop("a text that cannot be read");
      if (peek() != '\\') stop("a line end or tab in a text", "write \\n or \\t");
      escape();
    }
  }

  void escape() {
    if (peek(1) != 'u') {
      if (peek(1) == '\0' || json_escapes.find(peek(1)) == std::string_view::npos)
        stop("an unknown escape", "write \\\\ for a backslash");
      at_ += 2;
      return;
    }
    unsigned code = unit();
    if (code >= 0xD800 && code <= 0xDBFF && peek() == '\\' && peek(1) == 'u') {
      const std::size_t second = at_;
      const unsigned low = unit();
      if (low >= 0xDC00 && low <= 0xDFFF) return;
      at_ = second;
    }
    if (code >= 0xD800 && code <= 0xDFFF) stop("half of a surrogate pair");
  }

  // The number of \uXXXX, behind which `at_` then stands.
  unsigned unit() {
    unsigned code = 0;
    for (std::size_t i = 2; i < 6; ++i) {
      const std::size_t index = peek(i) == '\0' ? std::string_view::npos : hex_digits.find(peek(i));
      if (index == std::string_view::npos) stop("four hexadecimal digits are expected behind \\u");
      code = code * 16 + static_cast<unsigned>(index < 16 ? index : index - 6);
    }
    at_ += 6;
    return code;
  }

  std::string_view text_;
  Reporter& reporter_;
  std::size_t at_ = 0;
};

}  // namespace

void report_json_mistake(const JsonProgress& progress, std::string_view text, Reporter& reporter) {
  Finder(text, reporter).find(progress);
}

}  // namespace vend::document
