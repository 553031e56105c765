#include "document/yaml_parser.hpp"

#include <unordered_map>

#include "document/yaml_scalar_reader.hpp"

namespace vend::document {

namespace {

// Deep nesting ends in the builder's limit long before the stack of this recursive descent does.
class YamlParser {
 public:
  YamlParser(std::string_view text, YamlNodes& nodes, Reporter& reporter)
      : cursor_(text, reporter), nodes_(nodes), reporter_(reporter) {}

  void document() {
    cursor_.to_next_token(refused);
    if (cursor_.peek() == '%' && cursor_.column() == 0) throw RareYaml{};
    if (cursor_.at_marker() && cursor_.peek() == '-') {
      cursor_.advance(3);
      value(-1, true);
    } else {
      block(-1, Properties{cursor_.mark(), "", 0});
    }
    cursor_.to_next_token(refused);
    const bool ended = cursor_.at_marker() && cursor_.peek() == '.';
    if (ended) {
      cursor_.advance(3);
      cursor_.to_next_token(refused);
    }
    if (cursor_.at_end()) return;
    if (ended || cursor_.at_marker()) {
      reporter_.stop("D007", cursor_.mark(), "a second document begins here", "put one document into each file");
    }
    cursor_.fail("text behind the end of the document", "check the indentation");
  }

 private:
  static constexpr auto refused = YamlCursor::Tabs::refused;
  static constexpr auto allowed = YamlCursor::Tabs::allowed;

  struct Properties {
    Mark mark;
    std::string tag;
    YamlNodes::Anchor anchor = 0;

    bool any() const { return !tag.empty() || anchor != 0; }
  };

  bool at_dash() const { return cursor_.peek() == '-' && YamlCursor::is_space(cursor_.peek(1)); }

  static bool ends_name(char c) {
    return YamlCursor::is_space(c) || c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
  }

  // The characters of a tag or an anchor's name.
  std::string name() {
    std::string text;
    for (; !ends_name(cursor_.peek()); cursor_.advance()) text += cursor_.peek();
    return text;
  }

  // Tag and anchor, in either order, with the blanks behind them.
  Properties properties() {
    Properties found{cursor_.mark(), "", 0};
    for (;;) {
      const char c = cursor_.peek();
      if (c == '!' && found.tag.empty()) {
        found.tag = full_tag(name());
      } else if (c == '&' && found.anchor == 0) {
        cursor_.advance();
        found.anchor = ++last_anchor_;
        const std::string text = name();
        if (text.empty()) cursor_.fail("an anchor needs a name");
        anchors_[text] = found.anchor;
      } else {
        return found;
      }
      cursor_.skip_blanks();
    }
  }

  static std::string full_tag(std::string tag) {
    const std::size_t handle_end = tag.find('!', 1);
    if (tag.starts_with("!<") || tag.find('%') != std::string::npos) throw RareYaml{};
    if (handle_end == std::string::npos) return tag;
    if (handle_end != 1) throw RareYaml{};
    return "tag:yaml.org,2002:" + tag.substr(2);
  }

  void empty_scalar(const Properties& p) { nodes_.scalar(p.mark, p.tag, false, {}, p.anchor); }

  // What stands behind "key:" or "-" or "---" of a collection at column `indent`. In a list, another collection may
  // begin on the same line.
  void value(int indent, bool in_list) {
    cursor_.skip_blanks();
    Properties p = properties();
    if (cursor_.peek() != '\n' && cursor_.peek() != '#') {
      if (in_list && !p.any()) return block(indent, p);
      return inline_value(indent, p);
    }
    const Mark here = p.mark;
    cursor_.to_next_token(refused);
    const bool list_in_mapping = !in_list && cursor_.column() == indent && at_dash();
    if (cursor_.at_end() || cursor_.at_marker() || (cursor_.column() <= indent && !list_in_mapping)) {
      p.mark = here;
      return empty_scalar(p);
    }
    if (!p.any()) p.mark = cursor_.mark();
    block(list_in_mapping ? indent - 1 : indent, p);
  }

  // A node that begins at the cursor, deeper than `indent`: a list, a mapping or a scalar.
  void block(int indent, Properties p) {
    if (cursor_.at_end() || cursor_.at_marker()) return empty_scalar(p);
    const char c = cursor_.peek();
    if (at_dash()) return sequence(p);
    if (c == '?' && YamlCursor::is_space(cursor_.peek(1))) throw RareYaml{};
    if (c == '!' || c == '&') {
      if (p.any()) throw RareYaml{};
      p = properties();
      if (cursor_.peek() == '\n' || cursor_.peek() == '#') {
        cursor_.to_next_token(refused);
        if (cursor_.at_end() || cursor_.at_marker() || cursor_.column() <= indent) return empty_scalar(p);
        return block(indent, p);
      }
      if (key_ahead()) throw RareYaml{};  // the properties of the key
      return inline_value(indent, p);
    }
    if (key_ahead()) return mapping(p);
    inline_value(indent, p);
  }

  // Whether a key and its colon begin here.
  bool key_ahead() const {
    YamlCursor ahead = cursor_;
    const char c = ahead.peek();
    if (c == '"' || c == '\'') {
      const std::string_view line = ahead.text().substr(ahead.at(), ahead.line_end() - ahead.at());
      const std::size_t end = quoted_end(line);
      if (end == std::string_view::npos) return false;
      ahead.advance(end);
      ahead.skip_blanks();
      return is_value_indicator(ahead, 0, false);
    }
    if (c == '|' || c == '>' || c == '%' || c == '@' || c == '`' || c == ',' || c == ']' || c == '}') return false;
    if (c == '[' || c == '{') return false;
    const std::size_t size = ahead.line_end() - ahead.at();
    for (std::size_t i = 0; i < size; ++i) {
      if (ahead.peek(i) == '#' && i > 0 && YamlCursor::is_space(ahead.peek(i - 1))) return false;
      if (ahead.peek(i) == ':' && is_value_indicator(ahead, i, false)) return true;
    }
    return false;
  }

  // Behind the closing quote of the quoted text that begins `line`; npos when it is not closed there.
  static std::size_t quoted_end(std::string_view line) {
    const char quote = line.front();
    for (std::size_t i = 1; i < line.size(); ++i) {
      if (line[i] == '\\' && quote == '"') {
        ++i;
      } else if (line[i] == quote) {
        if (quote == '"' || i + 1 >= line.size() || line[i + 1] != '\'') return i + 1;
        ++i;
      }
    }
    return std::string_view::npos;
  }

  void sequence(const Properties& p) {
    const int column = cursor_.column();
    nodes_.begin(Node::sequence(), p.mark, p.tag, p.anchor);
    while (!cursor_.at_end() && !cursor_.at_marker() && cursor_.column() == column && at_dash()) {
      cursor_.advance();
      value(column, true);
      cursor_.to_next_token(refused);
    }
    if (!cursor_.at_end() && cursor_.column() > column) {
      cursor_.fail("a list item is missing or stands at the wrong indentation",
                   "align it with the items above, and begin it with '- '");
    }
    nodes_.end();
  }

  void mapping(const Properties& p) {
    const int column = cursor_.column();
    nodes_.begin(Node::mapping(), p.mark, p.tag, p.anchor);
    while (!cursor_.at_end() && !cursor_.at_marker() && cursor_.column() == column) {
      key();
      value(column, false);
      cursor_.to_next_token(refused);
    }
    if (!cursor_.at_end() && cursor_.column() > column) {
      cursor_.fail("a key is missing or stands at the wrong indentation",
                   "align it with the keys above, and end it with a colon");
    }
    nodes_.end();
  }

  void key() {
    if (at_dash()) cursor_.fail("a list item cannot stand between keys", "check the indentation");
    const char c = cursor_.peek();
    if ((c == '?' && YamlCursor::is_space(cursor_.peek(1))) || c == '&' || c == '!' || c == '[' || c == '{') {
      throw RareYaml{};
    }
    if (!key_ahead()) {
      cursor_.fail("a key with a colon is expected here", "write 'key: value', aligned with the keys above");
    }
    const Mark mark = cursor_.mark();
    if (c == '*') {
      alias();
    } else if (c == '"' || c == '\'') {
      nodes_.scalar(mark, "", true, c == '"' ? read_double_quoted(cursor_) : read_single_quoted(cursor_), 0);
    } else {
      check_first_character();
      std::size_t size = 0;
      while (!is_value_indicator(cursor_, size, false)) ++size;
      std::string text(cursor_.text().substr(cursor_.at(), size));
      while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
      cursor_.advance(size);
      nodes_.scalar(mark, "", false, std::move(text), 0);
    }
    cursor_.skip_blanks();
    if (cursor_.peek() != ':') cursor_.fail("a colon is expected behind the key");
    cursor_.advance();
  }

  void check_first_character() const {
    constexpr std::string_view indicators = ",[]{}#&*!|>'\"%@`";
    const char c = cursor_.peek();
    const bool alone = (c == '-' || c == '?' || c == ':') && YamlCursor::is_space(cursor_.peek(1));
    if (alone || indicators.find(c) != std::string_view::npos) {
      cursor_.fail(std::string("a text cannot begin with '") + c + "'", "put the text in quotes");
    }
  }

  // A scalar or a collection in brackets or braces, with nothing but a comment behind it on its last line.
  void inline_value(int indent, const Properties& p) {
    switch (cursor_.peek()) {
      case '|':
      case '>': {
        std::string text = read_block_scalar(cursor_, indent);
        return nodes_.scalar(p.mark, p.tag, true, std::move(text), p.anchor);
      }
      case '"':
      case '\'':
        quoted(p);
        break;
      case '[':
      case '{':
        flow(p);
        break;
      case '*':
        if (p.any()) cursor_.fail("an alias takes no tag and no anchor");
        alias();
        break;
      default:
        if (at_dash()) cursor_.fail("a list cannot begin here", "begin it on the next line");
        check_first_character();
        nodes_.scalar(p.mark, p.tag, false, read_plain(cursor_, indent), p.anchor);
    }
    cursor_.skip_blanks();
    const bool apart = YamlCursor::is_space(cursor_.text()[cursor_.at() - 1]);
    if (cursor_.peek() == ':') {
      cursor_.fail("a mapping cannot begin here", "check the indentation, and quote a text that holds ': '");
    }
    if (cursor_.peek() != '\n' && !(cursor_.peek() == '#' && apart)) {
      cursor_.fail("text behind the end of a value", "put the whole text in quotes");
    }
  }

  void quoted(const Properties& p) {
    std::string text = cursor_.peek() == '"' ? read_double_quoted(cursor_) : read_single_quoted(cursor_);
    nodes_.scalar(p.mark, p.tag, true, std::move(text), p.anchor);
  }

  void alias() {
    const Mark mark = cursor_.mark();
    cursor_.advance();
    const auto found = anchors_.find(name());
    if (found == anchors_.end()) cursor_.fail_at(mark, "no anchor of this name stands above");
    nodes_.alias(mark, found->second);
  }

  void flow(const Properties& p) { cursor_.peek() == '[' ? flow_sequence(p) : flow_mapping(p); }

  void flow_sequence(const Properties& p) {
    const Mark begin = cursor_.mark();
    nodes_.begin(Node::sequence(), p.mark, p.tag, p.anchor);
    cursor_.advance();
    while (!flow_ends(']', begin)) {
      flow_node();
      if (flow_separator(']', begin) == ':') throw RareYaml{};  // [key: value]
    }
    nodes_.end();
  }

  void flow_mapping(const Properties& p) {
    const Mark begin = cursor_.mark();
    nodes_.begin(Node::mapping(), p.mark, p.tag, p.anchor);
    cursor_.advance();
    while (!flow_ends('}', begin)) {
      const char c = cursor_.peek();
      if (c == '?' || c == '!' || c == '&' || c == '[' || c == '{' || c == ':') throw RareYaml{};
      const bool closed_key = c == '"' || c == '\'';
      flow_node();
      to_flow_token(begin);
      if (cursor_.peek() == ':' && (closed_key || is_value_indicator(cursor_, 0, true))) {
        cursor_.advance();
        to_flow_token(begin);
        if (cursor_.peek() == ',' || cursor_.peek() == '}') {
          empty_scalar({cursor_.mark(), "", 0});
        } else {
          flow_node();
        }
      } else {
        empty_scalar({cursor_.mark(), "", 0});
      }
      if (flow_separator('}', begin) == ':') cursor_.fail("a comma or '}' is expected");
    }
    nodes_.end();
  }

  void to_flow_token(Mark begin) {
    cursor_.to_next_token(allowed);
    if (!cursor_.at_end() && !cursor_.at_marker()) return;
    cursor_.fail_at(begin, "the bracket that opens here is not closed", "add the missing bracket");
  }

  bool flow_ends(char bracket, Mark begin) {
    to_flow_token(begin);
    if (cursor_.peek() != bracket) return false;
    cursor_.advance();
    return true;
  }

  // Takes the comma behind an element; leaves the bracket, and a colon for the caller to judge.
  char flow_separator(char bracket, Mark begin) {
    to_flow_token(begin);
    const char c = cursor_.peek();
    if (c == ',') {
      cursor_.advance();
    } else if (c != bracket && c != ':') {
      cursor_.fail(std::string("a comma or '") + bracket + "' is expected");
    }
    return c;
  }

  void flow_node() {
    const Properties p = properties();
    const char c = cursor_.peek();
    if (p.any() && (c == '\n' || c == '#')) throw RareYaml{};
    if (p.any() && (c == ',' || c == ']' || c == '}')) return empty_scalar(p);
    switch (c) {
      case '"':
      case '\'':
        return quoted(p);
      case '[':
      case '{':
        return flow(p);
      case '*':
        if (p.any()) cursor_.fail("an alias takes no tag and no anchor");
        return alias();
      default:
        if (c == ':' && is_value_indicator(cursor_, 0, true)) throw RareYaml{};
        check_first_character();
        nodes_.scalar(p.mark, p.tag, false, read_flow_plain(cursor_), p.anchor);
    }
  }

  YamlCursor cursor_;
  YamlNodes& nodes_;
  Reporter& reporter_;
  std::unordered_map<std::string, YamlNodes::Anchor> anchors_;
  YamlNodes::Anchor last_anchor_ = 0;
};

}  // namespace

void parse_yaml(std::string_view text, YamlNodes& nodes, Reporter& reporter) {
  YamlParser(text, nodes, reporter).document();
}

}  // namespace vend::document
