#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "scalar.hpp"
#include "source_text.hpp"
#include "tree_builder.hpp"
#include "vend/document/yaml.hpp"

namespace vend::document {

namespace {

Mark to_mark(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

constexpr std::string_view standard = "tag:yaml.org,2002:";

class Events : public YAML::EventHandler {
 public:
  Events(TreeBuilder& builder, Reporter& reporter) : builder_(builder), reporter_(reporter) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      reporter_.stop("D007", to_mark(mark), "a second document begins here", "put one document into each file");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.set_mark(to_mark(mark));
    builder_.scalar(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { builder_.alias(to_mark(mark), anchor); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const bool plain = tag == "?";
    Node node = plain ? Node::scalar(resolve_plain(value), value) : tagged(mark, tag, value);
    if (node.is_null()) node = Node();
    node.set_mark(to_mark(mark));
    node.set_quoted(tag == "!");
    builder_.scalar(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    begin(Node::sequence(), mark, tag, "seq", anchor);
  }
  void OnSequenceEnd() override { builder_.end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    begin(Node::mapping(), mark, tag, "map", anchor);
  }
  void OnMapEnd() override { builder_.end(); }

 private:
  static bool is_local(const std::string& tag) { return tag.size() > 1 && tag.front() == '!'; }

  [[noreturn]] void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    reporter_.stop("D010", to_mark(mark), "the tag '" + tag + "' is not known here");
  }

  Node tagged(const YAML::Mark& mark, const std::string& tag, const std::string& value) {
    if (tag == "!") return Node(value);
    if (is_local(tag)) {
      Node node(value);
      node.set_tag(tag);
      return node;
    }
    if (!tag.starts_with(standard)) refuse_tag(mark, tag);
    const std::string_view type = std::string_view(tag).substr(standard.size());
    if (type == "str") return Node(value);
    constexpr std::array<std::pair<std::string_view, Node::Kind>, 4> types = {{{"int", Node::Kind::integer},
                                                                               {"float", Node::Kind::real},
                                                                               {"bool", Node::Kind::boolean},
                                                                               {"null", Node::Kind::null}}};
    const Node::Kind kind = resolve_plain(value);
    const bool fits = std::any_of(types.begin(), types.end(), [&](const auto& row) {
      return row.first == type && (row.second == kind || (type == "float" && kind == Node::Kind::integer));
    });
    if (!fits) refuse_tag(mark, tag);
    return Node::scalar(kind, value);
  }

  void begin(Node node, const YAML::Mark& mark, const std::string& tag, std::string_view type, YAML::anchor_t anchor) {
    if (is_local(tag)) {
      node.set_tag(tag);
    } else if (!tag.empty() && tag != "?" && tag != "!" && tag != std::string(standard) + std::string(type)) {
      refuse_tag(mark, tag);
    }
    node.set_mark(to_mark(mark));
    builder_.begin(std::move(node), anchor);
  }

  TreeBuilder& builder_;
  Reporter& reporter_;
  int documents_ = 0;
};

// yaml-cpp counts a carriage return as part of the text in some places and as a line end in others.
std::string with_unix_line_ends(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_newline = i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] != '\r') {
      result += text[i];
    } else if (!before_newline) {
      result += '\n';
    }
  }
  return result;
}

// A tab in the white space that begins the line of the error or the one before, where the mistake most likely is.
std::optional<Mark> tab_near(std::string_view text, int line) {
  std::size_t begin = 0;
  for (int number = 1; number <= line && begin < text.size(); ++number) {
    const std::size_t word = std::min(text.find_first_not_of(" \t", begin), text.size());
    const std::size_t tab = text.substr(begin, word - begin).find('\t');
    if (number >= line - 1 && tab != std::string_view::npos) return Mark{number, static_cast<int>(tab) + 1};
    begin = std::min(text.find('\n', word), text.size()) + 1;
  }
  return std::nullopt;
}

struct Explanation {
  std::string_view theirs;  // yaml-cpp's words
  std::string_view message;
  std::string_view fix;
};

constexpr std::array<Explanation, 10> explanations = {{
    {"illegal map value", "a mapping cannot begin here", "check the indentation, and quote a text that holds ': '"},
    {"illegal map key", "a key cannot stand here", "check the indentation"},
    {"illegal block entry", "a list item cannot stand here", "check the indentation"},
    {"end of map not found", "a key is missing or stands at the wrong indentation",
     "align it with the keys above, and end it with a colon"},
    {"end of map flow not found", "the mapping in braces is not closed", "add '}'"},
    {"end of sequence not found", "a list item is missing or stands at the wrong indentation",
     "align it with the items above, and begin it with '- '"},
    {"end of sequence flow not found", "the list in brackets is not closed", "add ']'"},
    {"illegal EOF in scalar", "the quoted text is not closed", "add the missing quote"},
    {"the referenced anchor is not defined", "no anchor of this name stands above", ""},
    {"unknown token", "a text cannot begin with this character", "put the text in quotes"},
}};

void report(const YAML::ParserException& error, std::string_view text, Reporter& reporter) {
  const Mark mark = error.mark.is_null() ? Mark{} : to_mark(error.mark);
  if (const auto tab = tab_near(text, mark.line)) {
    reporter.error("D006", *tab, "a tab cannot indent YAML", "indent with spaces");
    return;
  }
  for (const Explanation& row : explanations) {
    if (error.msg != row.theirs) continue;
    reporter.error("D001", mark, std::string(row.message), std::string(row.fix));
    return;
  }
  reporter.error("D001", mark, error.msg);
}

}  // namespace

std::optional<Node> read_yaml(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits) {
  Reporter reporter(file, out);
  TreeBuilder builder(reporter, limits);
  std::string source;
  try {
    source = check_source(text, reporter, limits);
    if (source.find('\r') != std::string::npos) source = with_unix_line_ends(source);
    Events events(builder, reporter);
    std::istringstream stream(source);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(events)) {
    }
    return builder.take();
  } catch (const ReadingStopped&) {
  } catch (const YAML::DeepRecursion& error) {
    reporter.error("D008", to_mark(error.mark), "nested deeper than " + std::to_string(limits.depth) + " levels");
  } catch (const YAML::ParserException& error) {
    report(error, source, reporter);
  }
  return std::nullopt;
}

std::optional<Node> read_document(std::string_view text, const std::string& file, support::Diagnostics& out,
                                  const ReadLimits& limits) {
  const std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t first = text.find_first_not_of(" \t\r\n", begin);
  const bool json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  if (!json) return read_yaml(text, file, out, limits);
  support::Diagnostics as_json;
  std::optional<Node> node = read_json(text, file, as_json, limits);
  // Braces also begin a YAML flow mapping, whose keys and texts need no quotes.
  if (support::has_errors(as_json) && !file.ends_with(".json")) {
    support::Diagnostics as_yaml;
    std::optional<Node> flow = read_yaml(text, file, as_yaml, limits);
    if (flow && !support::has_errors(as_yaml)) return flow;
  }
  out.insert(out.end(), as_json.begin(), as_json.end());
  return node;
}

}  // namespace vend::document
