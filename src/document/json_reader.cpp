// JSON is so small that reading it here, with places and the exact text of numbers, is shorter than tracking places
// through a library's callbacks.
#include "vend/document/json_reader.hpp"

#include <algorithm>

#include "document/source_text.hpp"
#include "document/tree_builder.hpp"
#include "document/utf8.hpp"
#include "vend/document/read_limits.hpp"

namespace vend::document {

namespace {

class JsonParser {
 public:
  JsonParser(std::string_view text, TreeBuilder& builder, Reporter& reporter)
      : text_(text), builder_(builder), reporter_(reporter) {}

  void document() {
    value();
    skip_space();
    if (at_ < text_.size()) fail("text behind the end of the document");
  }

 private:
  // Deep nesting ends in the builder's limit long before the stack does.
  void value() {
    skip_space();
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return builder_.scalar(string());
      default:
        return word();
    }
  }

  void object() {
    builder_.begin(marked(Node::mapping()));
    ++at_;
    for (bool first = true; !closes('}', first); first = false) {
      skip_space();
      if (peek() != '"') fail("a key in double quotes is expected");
      builder_.scalar(string());
      skip_space();
      if (peek() != ':') fail("a colon is expected behind the key");
      ++at_;
      value();
    }
    builder_.end();
  }

  void array() {
    builder_.begin(marked(Node::sequence()));
    ++at_;
    for (bool first = true; !closes(']', first); first = false) value();
    builder_.end();
  }

  // Whether the collection ends here; takes the comma before the next element.
  bool closes(char bracket, bool first) {
    skip_space();
    if (peek() == bracket) {
      ++at_;
      return true;
    }
    if (first) return false;
    if (peek() != ',') fail(std::string("a comma or '") + bracket + "' is expected");
    ++at_;
    skip_space();
    if (peek() == bracket) fail("a comma stands before the end", "remove the comma");
    return false;
  }

  static bool ends_plain_text(char c) { return c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r'; }

  Node string() {
    const Mark begin = mark();
    std::string content;
    ++at_;
    for (;;) {
      std::size_t end = at_;
      while (end < text_.size() && !ends_plain_text(text_[end])) ++end;
      if (end == text_.size()) {
        at_ = end;
        fail("the text is not closed", "add the missing quote");
      }
      content.append(text_, at_, end - at_);
      at_ = end;
      if (text_[at_] == '"') break;
      if (text_[at_] != '\\') fail("a line end or tab in a text", "write \\n or \\t");
      escape(content);
    }
    ++at_;
    Node result(std::move(content));
    result.set_mark(begin);
    result.set_quoted(true);
    return result;
  }

  void escape(std::string& content) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (const std::size_t index = letters.find(letter); index != std::string_view::npos) {
      content += meanings[index];
      at_ += 2;
      return;
    }
    if (letter != 'u') fail("an unknown escape", "write \\\\ for a backslash");
    char32_t code = code_unit();
    if (code >= 0xD800 && code <= 0xDBFF && text_.substr(at_, 2) == "\\u") {
      const std::size_t second = at_;
      const char32_t low = code_unit();
      if (low >= 0xDC00 && low <= 0xDFFF) {
        code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
      } else {
        at_ = second;
      }
    }
    if (code >= 0xD800 && code <= 0xDFFF) fail("half of a surrogate pair");
    append_utf8(content, code);
  }

  // The number of \uXXXX, behind which `at_` then stands.
  char32_t code_unit() {
    char32_t code = 0;
    const std::string_view digits = text_.substr(std::min(at_ + 2, text_.size()), 4);
    if (digits.size() < 4) fail("four hexadecimal digits are expected behind \\u");
    for (const char c : digits) {
      const std::size_t index = std::string_view("0123456789abcdefABCDEF").find(c);
      if (index == std::string_view::npos) fail("four hexadecimal digits are expected behind \\u");
      code = code * 16 + static_cast<char32_t>(index < 16 ? index : index - 6);
    }
    at_ += 6;
    return code;
  }

  void word() {
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n,:[]{}\"", at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    Node node;
    if (word == "true" || word == "false") {
      node = Node::boolean(word == "true");
    } else if (is_number(word)) {
      const bool whole = word.find_first_of(".eE") == std::string_view::npos;
      node = Node::scalar(whole ? Node::Kind::integer : Node::Kind::real, std::string(word));
    } else if (word != "null") {
      fail(word.empty() ? "a value is expected" : "a text in double quotes, a number, true, false or null is expected");
    }
    node = marked(std::move(node));
    at_ = end;
    builder_.scalar(std::move(node));
  }

  static bool is_number(std::string_view word) {
    const auto digits = [&word] {
      const std::size_t count = std::min(word.find_first_not_of("0123456789"), word.size());
      word.remove_prefix(count);
      return count;
    };
    if (word.starts_with('-')) word.remove_prefix(1);
    const bool zero = word.starts_with('0');
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (word.starts_with('.')) {
      word.remove_prefix(1);
      if (digits() == 0) return false;
    }
    if (word.starts_with('e') || word.starts_with('E')) {
      word.remove_prefix(1);
      if (word.starts_with('-') || word.starts_with('+')) word.remove_prefix(1);
      if (digits() == 0) return false;
    }
    return word.empty();
  }

  void skip_space() {
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
        line_begin_ = at_ + 1;
      } else if (text_[at_] != ' ' && text_[at_] != '\t' && text_[at_] != '\r') {
        return;
      }
    }
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Mark mark() const { return {line_, static_cast<int>(at_ - line_begin_) + 1}; }

  Node marked(Node node) const {
    node.set_mark(mark());
    return node;
  }

  [[noreturn]] void fail(std::string message, std::string fix = {}) {
    reporter_.stop("D001", mark(), std::move(message), std::move(fix));
  }

  std::string_view text_;
  TreeBuilder& builder_;
  Reporter& reporter_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  int line_ = 1;
};

}  // namespace

std::optional<Node> read_json(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits) {
  Reporter reporter(file, out);
  TreeBuilder builder(reporter, limits);
  try {
    JsonParser(check_source(text, reporter, limits), builder, reporter).document();
    return builder.take();
  } catch (const ReadingStopped&) {
    return std::nullopt;
  }
}

}  // namespace vend::document
