#include "vend/support/diagnostic.hpp"

#include <catch2/catch.hpp>

using namespace vend::support;

namespace {

Diagnostic at(int line, int column, std::string message = "wrong") {
  return {Severity::error, "S001", {"a.yml", line, column}, "", std::move(message), ""};
}

}  // namespace

TEST_CASE("a diagnostic shows place, message, code, line, caret and fix", "[diagnostic]") {
  Diagnostic d = at(2, 7, "unknown value");
  d.fix = "write 'linux'";
  CHECK(to_text(d, "name: x\nos:   linus\n") ==
        "a.yml:2:7: error: unknown value [S001]\n"
        "  os:   linus\n"
        "        ^\n"
        "  fix: write 'linux'\n");
}

TEST_CASE("what is not known is left out", "[diagnostic]") {
  CHECK(to_text({Severity::warning, "", {}, "", "hm", ""}) == "warning: hm\n");
  CHECK(to_text({Severity::info, "", {"a.yml", 0, 0}, "", "hm", ""}) == "a.yml: info: hm\n");
  CHECK(to_text(at(9, 1), "one line") == "a.yml:9:1: error: wrong [S001]\n");
  CHECK(to_text(at(1, 0), "one line") == "a.yml:1: error: wrong [S001]\n  one line\n");
}

TEST_CASE("the caret stands under the character that a terminal shows", "[diagnostic]") {
  const auto [line, column, shown, caret] = GENERATE(table<std::string, int, std::string, std::string>({
      {"\tkey", 2, "   key", "   ^"},                          // a tab is one space
      {"\u00e4\u00f6: x", 7, "  \u00e4\u00f6: x", "      ^"},  // two bytes, one column
      {"\u6f22: x", 6, "  \u6f22: x", "      ^"},              // three bytes, two columns
      {"a\x1b[0m: x", 2, "  a\\x1b[0m: x", "   ^"},            // escaped before the caret is placed
      {"\x1b\x1b x", 4, "  \\x1b\\x1b x", "           ^"},
      {"short", 99, "  short", "       ^"},  // behind the end
      {"crlf\r", 1, "  crlf", "  ^"},
      {"\xEF\xBB\xBFkey", 1, "  key", "  ^"},  // a byte order mark is not shown
  }));
  CHECK(to_text(at(1, column), line + "\nnext") ==
        "a.yml:1:" + std::to_string(column) + ": error: wrong [S001]\n" + shown + "\n" + caret + "\n");
}

TEST_CASE("a very long line is cut around the caret", "[diagnostic]") {
  const std::string text = to_text(at(1, 500'001), std::string(500'000, 'a') + "X" + std::string(500'000, 'b'));
  CHECK(text.size() < 400);
  CHECK(text.find("...aaa") != std::string::npos);
  CHECK(text.find("aaaXbbb") != std::string::npos);
  CHECK(text.find("bbb...") != std::string::npos);
  const std::size_t shown = text.find('\n') + 1;
  const std::size_t caret = text.find('\n', shown) + 1;
  CHECK(text.find('^') - caret == text.find('X') - shown);
}

TEST_CASE("nothing from an input reaches the terminal raw", "[diagnostic]") {
  const Diagnostic d{Severity::error, "", {"\x1b]0;evil\x07", 1, 1}, "", "bad\x1b", "do\x9b"};
  CHECK(to_text(d, "\x1bZ") == "\\x1b]0;evil\\x07:1:1: error: bad\\x1b\n  \\x1bZ\n  ^\n  fix: do\\x9b\n");
}

TEST_CASE("sorting does not depend on the order of the checks", "[diagnostic]") {
  Diagnostics sorted = {at(1, 2), at(1, 3, "a"), at(1, 3, "b"), at(2, 1)};
  Diagnostics shuffled = {sorted[3], sorted[2], sorted[0], sorted[1]};
  sort(shuffled);
  CHECK(shuffled == sorted);
}

TEST_CASE("only errors are errors", "[diagnostic]") {
  Diagnostics diagnostics = {at(1, 1)};
  diagnostics[0].severity = Severity::warning;
  CHECK_FALSE(has_errors(diagnostics));
  diagnostics.push_back(at(1, 1));
  CHECK(has_errors(diagnostics));
}
