#include "vend/document/yaml_reader.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "document/source_text.hpp"
#include "document/tree_builder.hpp"
#include "document/yaml_parser.hpp"
#include "document/yaml_scalar_reader.hpp"
#include "vend/document/read_limits.hpp"

namespace vend::document {

namespace {

Mark to_mark(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

// yaml-cpp's events, for the corners that our own parser leaves to it.
class Events : public YAML::EventHandler {
 public:
  Events(YamlNodes& nodes, Reporter& reporter) : nodes_(nodes), reporter_(reporter) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      reporter_.stop("D007", to_mark(mark), "a second document begins here", "put one document into each file");
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    nodes_.scalar(to_mark(mark), "", false, "", anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { nodes_.alias(to_mark(mark), anchor); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    nodes_.scalar(to_mark(mark), ours(tag), tag == "!", value, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    nodes_.begin(Node::sequence(), to_mark(mark), ours(tag), anchor);
  }
  void OnSequenceEnd() override { nodes_.end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    nodes_.begin(Node::mapping(), to_mark(mark), ours(tag), anchor);
  }
  void OnMapEnd() override { nodes_.end(); }

 private:
  // "?" is yaml-cpp's tag of what has none.
  static std::string ours(const std::string& tag) { return tag == "?" ? "" : tag; }

  YamlNodes& nodes_;
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

std::optional<Node> read_with_yaml_cpp(const std::string& source, Reporter& reporter, const ReadLimits& limits) {
  TreeBuilder builder(reporter, limits);
  YamlNodes nodes(builder, reporter);
  try {
    Events events(nodes, reporter);
    std::istringstream stream(source);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(events)) {
    }
    return builder.take();
  } catch (const YAML::DeepRecursion& error) {
    reporter.error("D008", to_mark(error.mark), "nested deeper than " + std::to_string(limits.depth) + " levels");
  } catch (const YAML::ParserException& error) {
    report(error, source, reporter);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Node> read_yaml(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits) {
  Reporter reporter(file, out);
  const std::size_t before = out.size();
  try {
    std::string_view source = check_source(text, reporter, limits);
    std::string converted;
    if (source.find('\r') != std::string_view::npos) source = converted = with_unix_line_ends(source);
    try {
      TreeBuilder builder(reporter, limits);
      YamlNodes nodes(builder, reporter);
      parse_yaml(source, nodes, reporter);
      return builder.take();
    } catch (const RareYaml&) {
      out.resize(before);
      return read_with_yaml_cpp(std::string(source), reporter, limits);
    }
  } catch (const ReadingStopped&) {
    return std::nullopt;
  }
}

}  // namespace vend::document
