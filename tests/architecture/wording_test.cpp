// How the program speaks: all texts of its sources, presets and pages, read for what findings/wording.md met.
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>

#include "file_text.hpp"
#include "vend/support/text.hpp"

namespace vend {
namespace {

struct Pattern {
  std::regex regex;
  const char* instead;
};

// ECMAScript has no look-behind, so that "there is no X" is taken out beforehand.
const std::vector<Pattern> patterns = {
    {std::regex(
         R"((^|[^a-z])(is|are) no (?!longer|more |one\b|matter|problem|mistake|finding|success|loss|shortage|such))"),
     "X is not a Y"},
    {std::regex("(\"|\\{\\}), no [a-z{]"), "is X, which is not a Y"},
    {std::regex("is to go\\b|are to go\\b|are to drain"), "is being terminated; must drain"},
    {std::regex("at most at once"), "at a time"},
    {std::regex("New project runner"), "Create project runner"},
    {std::regex("no name before a"), "say whether the = or the name is missing"},
    {std::regex("Of a spec the template"), "For a spec, the generated template is checked"},
    {std::regex("what CloudFormation would say, and what it would not"), "say what the command does"},
    {std::regex("from any of their forms"), "say whose forms"},
    {std::regex("gets? killed by something"), "say what is waited for"},
};

// The string literals of a C++ source, joined where they stand one behind the other; no comments, no raw strings' ends.
std::vector<std::string> literals(const std::string& source) {
  std::vector<std::string> all;
  std::string current;
  bool open = false;
  for (std::string_view line : support::split_lines(source)) {
    const std::string_view code = support::trim(line);
    if (code.starts_with("//") || code.starts_with("#include")) continue;
    for (std::size_t i = 0; i < code.size(); ++i) {
      if (code[i] == '\\' && open && i + 1 < code.size()) {
        current += code[++i] == 'n' ? '\n' : code[i];
      } else if (code[i] == '"' && !(i > 0 && code[i - 1] == '\'')) {
        open = !open;
      } else if (open) {
        current += code[i];
      } else if (code[i] == '/' && i + 1 < code.size() && code[i + 1] == '/') {
        break;
      } else if (code[i] != ' ' && !current.empty()) {
        all.push_back(std::move(current));
        current.clear();
      }
    }
    open = false;  // a raw string is read line by line
  }
  if (!current.empty()) all.push_back(std::move(current));
  return all;
}

void check(std::string text, const std::string& where) {
  static const std::regex there("[Tt]here (is|are) no ");
  text = std::regex_replace(text, there, "");
  for (const Pattern& one : patterns) {
    if (!std::regex_search(text, one.regex)) continue;
    INFO(where << ": " << text);
    CHECK(std::string(one.instead).empty());
  }
}

}  // namespace

TEST_CASE("messages, help texts and pages are worded as agreed", "[wording]") {
  namespace fs = std::filesystem;
  const fs::path root = VEND_SOURCE_DIR;
  std::size_t read = 0;
  for (const char* folder : {"src", "include"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string name = entry.path().extension().string();
      if (name != ".cpp" && name != ".hpp") continue;
      for (const std::string& text : literals(testing::file_text(entry.path()))) {
        ++read;
        check(text, entry.path().filename().string());
      }
    }
  }
  CHECK(read > 2000);
  for (const fs::directory_entry& entry : fs::directory_iterator(root / "docs")) {
    if (entry.path().extension() != ".md") continue;
    const std::string text = testing::file_text(entry.path());
    for (std::string_view line : support::split_lines(text)) check(std::string(line), entry.path().filename().string());
  }
  const std::string readme = testing::file_text(root / "README.md");
  for (std::string_view line : support::split_lines(readme)) check(std::string(line), "README.md");
}

TEST_CASE("the wording test sees what it looks for", "[wording]") {
  CHECK(literals("f(\"a is no\"\n  \" list\", x); // \"comment\"\n") == std::vector<std::string>{"a is no list"});
  for (const char* wrong : {"warmup is no duration", "these are no values", "An instance that is to go"}) {
    bool found = false;
    for (const Pattern& one : patterns) found = found || std::regex_search(std::string(wrong), one.regex);
    CHECK(found);
  }
}

}  // namespace vend
