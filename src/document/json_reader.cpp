// JSON is read by nlohmann-json, whose events tell no places: they are found by walking over the text beside it, which
// has the long strings that it does not get.
#include "vend/document/json_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "document/json_mistakes.hpp"
#include "document/json_strings.hpp"
#include "document/source_text.hpp"
#include "document/tree_builder.hpp"
#include "vend/document/read_limits.hpp"

namespace vend::document {

namespace {

using Json = nlohmann::json;

class Events : public nlohmann::json_sax<Json> {
 public:
  Events(std::string_view text, TreeBuilder& builder, Reporter& reporter)
      : text_(text), strings_(text), builder_(builder), reporter_(reporter) {}

  void read() { Json::sax_parse(strings_.rest(), this); }

  bool null() override { return word(Node(), 4); }
  bool boolean(bool value) override { return word(Node::boolean(value), value ? 4 : 5); }
  bool number_integer(std::int64_t /*value*/) override { return number(); }
  bool number_unsigned(std::uint64_t /*value*/) override { return number(); }
  bool number_float(double /*value*/, const std::string& /*text*/) override { return number(); }
  bool string(std::string& value) override {
    after_ = JsonPlace::behind_value;
    return text(value);
  }
  bool key(std::string& value) override {
    after_ = JsonPlace::behind_key;
    return text(value);
  }
  bool binary(Json::binary_t& /*value*/) override { return false; }  // no part of JSON
  bool start_object(std::size_t /*elements*/) override { return begin(Node::mapping(), '}'); }
  bool start_array(std::size_t /*elements*/) override { return begin(Node::sequence(), ']'); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    report_json_mistake({after_, brackets_.empty() ? '\0' : brackets_.back(), end_}, text_, reporter_);
  }

 private:
  // Where the token begins that was read last; what is behind `end_` up to it is white space, commas and colons.
  std::size_t token_begin() const {
    std::size_t at = end_;
    while (at < text_.size() && is_between(text_[at])) ++at;
    return at;
  }
  static bool is_between(char c) { return c == ' ' || c == '\n' || c == ',' || c == ':' || c == '\t' || c == '\r'; }

  // The end of the line is looked for once: a whole file may stand on one.
  Mark mark(std::size_t offset) {
    while (line_end_ < offset) {
      ++line_;
      line_begin_ = line_end_ + 1;
      line_end_ = text_.find('\n', line_begin_);
    }
    return {line_, static_cast<int>(offset - line_begin_) + 1};
  }

  bool word(Node node, std::size_t size) {
    const std::size_t begin = token_begin();
    node.set_mark(mark(begin));
    end_ = begin + size;
    builder_.scalar(std::move(node));
    after_ = JsonPlace::behind_value;
    return true;
  }

  // Its text counts, which a number of the machine may not be able to hold. The reader has seen one character more.
  bool number() {
    const std::size_t begin = token_begin();
    const std::size_t size = std::min(text_.find_first_not_of("+-.0123456789eE", begin), text_.size()) - begin;
    const std::string_view digits = text_.substr(begin, size);
    const bool whole = digits.find_first_of(".eE") == std::string_view::npos;
    // nlohmann-json takes 01 for two numbers, which it refuses when it meets the second.
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    if (digits.size() > first + 1 && digits[first] == '0' && digits[first + 1] >= '0' && digits[first + 1] <= '9')
      report_json_mistake({after_, brackets_.empty() ? '\0' : brackets_.back(), end_}, text_, reporter_);
    Node node = Node::scalar(whole ? Node::Kind::integer : Node::Kind::real, std::string(digits));
    node.set_mark(mark(begin));
    end_ = begin + size;
    builder_.scalar(std::move(node));
    after_ = JsonPlace::behind_value;
    return true;
  }

  bool text(std::string& value) {
    const std::size_t begin = token_begin();
    const JsonString* left_out = strings_.next_at(begin);
    end_ = left_out != nullptr ? left_out->end + 1 : end_of_json_string(text_, begin);
    Node node(left_out != nullptr ? strings_.value(*left_out) : std::move(value));
    node.set_mark(mark(begin));
    node.set_quoted(true);
    builder_.scalar(std::move(node));
    return true;
  }

  bool begin(Node node, char bracket) {
    const std::size_t begin = token_begin();
    node.set_mark(mark(begin));
    end_ = begin + 1;
    brackets_ += bracket;
    after_ = JsonPlace::behind_bracket;
    builder_.begin(std::move(node));
    return true;
  }

  bool end() {
    end_ = token_begin() + 1;
    brackets_.pop_back();
    after_ = JsonPlace::behind_value;
    builder_.end();
    return true;
  }

  std::string_view text_;
  JsonStrings strings_;
  TreeBuilder& builder_;
  Reporter& reporter_;
  std::string brackets_;  // that are to close
  JsonPlace after_ = JsonPlace::at_begin;
  std::size_t end_ = 0;  // of the last token
  std::size_t line_begin_ = 0;
  std::size_t line_end_ = text_.find('\n');  // npos in the last line
  int line_ = 1;
};

}  // namespace

std::optional<Node> read_json(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits) {
  Reporter reporter(file, out);
  TreeBuilder builder(reporter, limits);
  try {
    Events(check_source(text, reporter, limits), builder, reporter).read();
    return builder.take();
  } catch (const ReadingStopped&) {
    return std::nullopt;
  }
}

}  // namespace vend::document
