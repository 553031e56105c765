// Places in a YAML text, and the long blocks that no reader has to look at: what the reader asks of both, byte by byte.
#include "document/yaml_places.hpp"

#include <catch2/catch.hpp>

#include "document/yaml_blocks.hpp"

namespace vend::document {
namespace {

// The offset of `^` in a text, and the text without it.
std::pair<std::string, std::size_t> marked(std::string text) {
  const std::size_t at = text.find('^');
  REQUIRE(at != std::string::npos);
  text.erase(at, 1);
  return {text, at};
}

std::string block_of(std::size_t bytes) {
  std::string text;
  while (bytes - text.size() >= 7) text += "  x\n";  // the last line takes three at least
  const std::size_t missing = bytes - text.size();
  return text + "  " + std::string(missing - 3, 'y') + "\n";
}

}  // namespace

TEST_CASE("a byte's place is its line and its distance from the line's begin", "[yaml-places]") {
  const std::string text = "a: 1\n\n  b\nc";
  const YamlPlaces places(text);
  int line = 1, column = 1;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    CAPTURE(at);
    CHECK(places.mark(at).line == line);
    CHECK(places.mark(at).column == column);
    if (at < text.size() && text[at] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
}

TEST_CASE("what stands between two tokens is stepped over, up to the text's end", "[yaml-places]") {
  struct Case {
    const char* text;     // | is where the search begins, ^ where it ends
    const char* reached;  // what stands there
  };
  for (const Case& one : {Case{"^a", "a"}, Case{"^  \t a", "a"}, Case{"^\n\n a", "a"}, Case{"^# why\na", "a"},
                          Case{"^ # why\n # and\n\n  a b", "a b"}, Case{"a^", ""}, Case{"a^  ", ""}, Case{"a^\n", ""},
                          Case{"a^ # why", ""}, Case{"a^ # why\n", ""}, Case{"^#", ""}, Case{"^a#b", "a#b"}}) {
    const auto [text, begin] = marked(one.text);
    INFO(one.text);
    const std::size_t at = YamlPlaces(text).skip_space(begin);
    REQUIRE(at <= text.size());
    CHECK(text.substr(at) == one.reached);
  }
}

TEST_CASE("tags and anchors end where YAML ends them", "[yaml-places]") {
  for (const auto& [written, behind] : std::vector<std::pair<std::string, std::string>>{{"^!Sub x", " x"},
                                                                                        {"^!Sub\nx", "\nx"},
                                                                                        {"^&a\tx", "\tx"},
                                                                                        {"^*a, b]", ", b]"},
                                                                                        {"^*a]", "]"},
                                                                                        {"^*a}", "}"},
                                                                                        {"^!T [x]", " [x]"},
                                                                                        {"^!T{}", "{}"},
                                                                                        {"^!T[]", "[]"},
                                                                                        {"^&last", ""}}) {
    const auto [text, begin] = marked(written);
    INFO(written);
    const std::size_t at = YamlPlaces(text).end_of_word(begin);
    REQUIRE(at <= text.size());
    CHECK(text.substr(at) == behind);
  }
}

TEST_CASE("a block's header and an empty value are behind their key", "[yaml-places]") {
  for (const auto& [written, reached] :
       std::vector<std::pair<std::string, std::string>>{{"a^: |\n  x", "|\n  x"},
                                                        {"^- |\n  x", "|\n  x"},
                                                        {"^- - |\n x", "|\n x"},
                                                        {"^? |\n x", "|\n x"},
                                                        {"a^:\n  |\n  x", "|\n  x"},
                                                        {"a^: # why\n  >\n  x", ">\n  x"},
                                                        {"^:x", ":x"},
                                                        {"^-", ""},
                                                        {"^- -x", "-x"}}) {
    const auto [text, begin] = marked(written);
    INFO(written);
    const std::size_t at = YamlPlaces(text).block_header(begin);
    REQUIRE(at <= text.size());
    CHECK(text.substr(at) == reached);
  }
  for (const auto& [written, reached] : std::vector<std::pair<std::string, std::string>>{{"a^:\nb: 1", "\nb: 1"},
                                                                                         {"a^:  \nb: 1", "\nb: 1"},
                                                                                         {"a^:", ""},
                                                                                         {"a^: ", ""},
                                                                                         {"^-\n- b", "\n- b"},
                                                                                         {"a^ : x", "x"},
                                                                                         {"^? ", ""},
                                                                                         {"a^, b", ", b"}}) {
    const auto [text, begin] = marked(written);
    INFO(written);
    const std::size_t at = YamlPlaces(text).empty_value(begin);
    REQUIRE(at <= text.size());
    CHECK(text.substr(at) == reached);
  }
}

TEST_CASE("a long block is left out but for its first line, a short one is not", "[yaml-places]") {
  // What stands behind the first line: 256 bytes are worth it.
  for (const std::size_t bytes : {3U, 100U, 255U, 256U, 257U, 1000U}) {
    for (const char* header : {"a: |", "- |", "a: |-", "a: !Sub |"}) {
      for (const std::string behind : {"", "b: 1\n", "\n\nb: 1\n"}) {
        CAPTURE(bytes, header, behind);
        const std::string body = block_of(bytes);
        REQUIRE(body.size() == bytes);
        const std::string text = std::string(header) + "\n  first\n" + body + behind;
        const YamlBlocks blocks(text);
        REQUIRE(blocks.all().size() == (bytes >= 256 ? 1U : 0U));
        if (bytes < 256) continue;
        const YamlBlock& block = blocks.all()[0];
        CHECK(blocks.rest() == std::string(header) + "\n  first\n" + behind);
        CHECK(text[block.header] == '|');
        CHECK(text.substr(block.cut, block.cut_end - block.cut) == body);
        std::string value = "first\n";
        for (std::size_t at = 0; at < body.size(); at = body.find('\n', at) + 1)
          value += body.substr(at + 2, body.find('\n', at) + 1 - at - 2);
        if (std::string_view(header).ends_with('-')) value.pop_back();
        CHECK(blocks.value(block) == value);
        const std::size_t rest_first = blocks.rest().find("first");
        CHECK(blocks.in_text(rest_first) == text.find("first"));
        if (!behind.empty()) CHECK(blocks.in_text(blocks.rest().find("b: 1")) == text.find("b: 1"));
      }
    }
  }
}

TEST_CASE("what is no literal block of one indentation is left to the reader", "[yaml-places]") {
  const std::string body = block_of(600);
  for (const std::string& text : {"a: >\n  first\n" + body,                             // folded
                                  "a: |2\n  first\n" + body,                            // tells its indentation
                                  "a: |+\n  first\n" + body,                            // keeps all line ends
                                  "a|\n  first\n" + body,                               // a plain text
                                  "a: |\nfirst\n" + body,                               // not deeper than its key
                                  "a: |\n\n  first\n" + body,                           // begins with an empty line
                                  "a: |\n  first\n" + body.substr(0, body.size() - 1),  // no end of the last line
                                  "a: |\n  first\n" + body + "    \n" + body}) {        // an empty line with a text
    INFO(text.substr(0, 20));
    CHECK(YamlBlocks(text).all().empty());
  }
  const std::string twice = "a: |\n  first\n" + body + "b: |\n  second\n" + body + "c: 1\n";
  const YamlBlocks blocks(twice);
  REQUIRE(blocks.all().size() == 2);
  CHECK(blocks.rest() == "a: |\n  first\nb: |\n  second\nc: 1\n");
  CHECK(blocks.in_text(blocks.rest().find("second")) == twice.find("second"));
  CHECK(blocks.in_text(blocks.rest().find("c: 1")) == twice.find("c: 1"));
}

}  // namespace vend::document
