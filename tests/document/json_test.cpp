#include <catch2/catch.hpp>
#include <stdexcept>

#include "document/random_tree.hpp"
#include "vend/document/json_outline.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/yaml_reader.hpp"

using namespace vend::document;
using vend::support::Diagnostics;
using Kind = Node::Kind;

namespace {

std::string only_error(std::string_view text) {
  Diagnostics diagnostics;
  CAPTURE(text);
  CHECK_FALSE((read_json(text, "t.json", diagnostics).has_value() && diagnostics.empty()));
  REQUIRE(diagnostics.size() == 1);
  return diagnostics[0].code + ":" + std::to_string(diagnostics[0].location.line) + ":" +
         std::to_string(diagnostics[0].location.column);
}

}  // namespace

TEST_CASE("JSON values, exact and with places", "[json]") {
  Diagnostics diagnostics;
  const auto node = read_json(
      "\xEF\xBB\xBF{\r\n\t\"a\": [1, -2.50, 1e3, true, null],\n  \"b\": {\"c\": \"x\\n\\u00e4\\uD83D\\uDE00\"}\n}\n",
      "t.json", diagnostics);
  REQUIRE(diagnostics.empty());
  const auto& items = node->find("a")->items();
  CHECK(items[0] == Node::integer(1));
  CHECK(items[1] == Node::scalar(Kind::real, "-2.50"));
  CHECK(items[2] == Node::scalar(Kind::real, "1e3"));
  CHECK(items[3] == Node::boolean(true));
  CHECK(items[4] == Node());
  CHECK(items[1].mark() == Mark{2, 11});
  const Node& c = *node->find("b")->find("c");
  CHECK(c == Node("x\n\u00e4\U0001F600"));
  CHECK(c.quoted());
  CHECK(c.mark() == Mark{3, 14});
  CHECK(node->members()[1].mark == Mark{3, 3});
}

TEST_CASE("mistakes in JSON are found where they are", "[json]") {
  const auto [text, place] = GENERATE(table<std::string, std::string>({
      {"", "D001:1:1"},
      {"{", "D001:1:2"},
      {"[1", "D001:1:3"},
      {"[1,]", "D001:1:4"},
      {"{\"a\" 1}", "D001:1:6"},
      {"{a: 1}", "D001:1:2"},
      {"{\"a\": 1,}", "D001:1:9"},
      {"[1 2]", "D001:1:4"},
      {"[01]", "D001:1:2"},
      {"[1.]", "D001:1:2"},
      {"[.5]", "D001:1:2"},
      {"[+1]", "D001:1:2"},
      {"[1e]", "D001:1:2"},
      {"[NaN]", "D001:1:2"},
      {"[yes]", "D001:1:2"},
      {"['a']", "D001:1:2"},
      {"[\"a]", "D001:1:5"},
      {"[\"a\nb\"]", "D001:1:4"},
      {"[\"\\x\"]", "D001:1:3"},
      {"[\"\\u12\"]", "D001:1:3"},
      {"[\"\\uDC00\"]", "D001:1:9"},
      {"[\"\\uD800\\u0041\"]", "D001:1:9"},
      {"[1] x", "D001:1:5"},
      {"{\"a\": 1,\n \"a\": 2}", "D002:2:2"},
      {"[\"\xff\"]", "D004:1:3"},
      {std::string("[\"\0\"]", 5), "D005:1:3"},
  }));
  CHECK(only_error(text) == place);
}

// Long strings are read in another way than short ones.
TEST_CASE("a JSON string says the same however long it is, and is refused for the same", "[json]") {
  const auto read = [](const std::string& text) {
    Diagnostics diagnostics;
    CAPTURE(text);
    const auto node = read_json(text, "t.json", diagnostics);
    REQUIRE((node && diagnostics.empty()));
    return *node;
  };
  const auto refused = [](const std::string& text) {
    Diagnostics diagnostics;
    CAPTURE(text);
    CHECK_FALSE(read_json(text, "t.json", diagnostics));
    REQUIRE(diagnostics.size() == 1);
    return diagnostics[0];
  };
  const std::string pad(100, 'x');
  for (const std::string body : {"", "\\n", "\\\"", "\\\\", "\\/", "\\b\\f\\r\\t", "\\\\n", "\\\\\\\"", "\\u00e4",
                                 "\\uD83D\\uDE00", "\u00e4", ",]}: 'a' //"}) {
    const std::string said = read("[\"" + body + "\"]").items()[0].text();
    const Node node = read("{\"" + pad + body + "\":[\"" + body + pad + "\",\"" + pad + body + pad + "\",\"" + body +
                           "\"],\n \"b\":1}");
    CAPTURE(body);
    REQUIRE(node.members().size() == 2);
    CHECK(node.members()[0].key == pad + said);
    const auto& items = node.members()[0].value.items();
    REQUIRE(items.size() == 3);
    CHECK(items[0] == Node(said + pad));
    CHECK(items[1] == Node(pad + said + pad));
    CHECK(items[2] == Node(said));
    CHECK(items[2].mark() == Mark{1, static_cast<int>(412 + 3 * body.size())});
    CHECK(node.members()[1].mark == Mark{2, 2});
  }
  for (const std::string body : {"\n", "\t", "\r", "\\x", "\\u12", "\\uDC00"}) {
    const auto brief = refused("[\"" + body + "\"]"), extended = refused("[\"" + pad + body + pad + "\"]");
    CAPTURE(body);
    CHECK(extended.message == brief.message);
    CHECK(extended.location.column == brief.location.column + 100);
  }
  CHECK(only_error("[\"" + pad) == "D001:1:103");
  CHECK(only_error("[\"" + pad + "\\\"") == "D001:1:105");
  CHECK(only_error("[\"" + pad + "\" \"" + pad + "\"]") == "D001:1:105");
}

TEST_CASE("JSON nesting is limited", "[json]") {
  CHECK(only_error(std::string(10'000, '[')) == "D008:1:201");
  std::string objects;
  for (int i = 0; i < 10'000; ++i) objects += "{\"a\":";
  CHECK(only_error(objects) == "D008:1:1001");
}

TEST_CASE("JSON is written so that no digit is lost", "[json]") {
  const Node tree = Node::mapping({{"a",
                                    Node::sequence({Node::integer(1), Node::scalar(Kind::integer, "0123"),
                                                    Node::scalar(Kind::real, ".5"), Node::scalar(Kind::real, "1.e3"),
                                                    Node::scalar(Kind::boolean, "Yes"), Node(), "x\"\\\n\x01\u00e4"}),
                                    {}},
                                   {"b", Node::sequence(), {}},
                                   {"c", Node::mapping(), {}}});
  CHECK(write_json(tree) == R"({
  "a": [
    1,
    "0123",
    ".5",
    "1.e3",
    true,
    null,
    "x\"\\\n\u0001ä"
  ],
  "b": [],
  "c": {}
}
)");
}

TEST_CASE("JSON cannot hold tags and bytes that are no text", "[json]") {
  Node node("x");
  node.set_tag("!Ref");
  CHECK_THROWS_AS(write_json(node), std::logic_error);
  CHECK_THROWS_AS(write_json("\xff"), std::logic_error);
}

TEST_CASE("reading the JSON that was written gives the same tree, also as YAML", "[json][property]") {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    const Node tree = vend::testing::RandomTree(seed).node(5);
    const std::string text = write_json(tree);
    Diagnostics diagnostics;
    CAPTURE(seed, text);
    const auto json = read_json(text, "t", diagnostics);
    REQUIRE((json.has_value() && *json == tree));
    const auto yaml = read_yaml(text, "t", diagnostics);
    for (const auto& d : diagnostics) UNSCOPED_INFO(to_text(d, text));
    REQUIRE((yaml.has_value() && *yaml == tree));
  }
}

TEST_CASE("the outline of a JSON object names its members and leaves them unread", "[json]") {
  const auto members = outline_json(" {\"a\" : [1, {\"b\": \"},]\\\"\"}] ,\n\"c\":tru e,\"\": \"\\\\\"}\n");
  REQUIRE(members);
  REQUIRE(members->size() == 3);
  CHECK((*members)[0].key == "a");
  CHECK((*members)[0].text == "[1, {\"b\": \"},]\\\"\"}] ");
  CHECK((*members)[1].key == "c");
  CHECK((*members)[1].text == "tru e");
  CHECK((*members)[2].key.empty());
  CHECK((*members)[2].text == "\"\\\\\"");
  CHECK(outline_json("{ }")->empty());
  for (const char* text : {"", "[1]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1,}", "{\"a\":\"1}", "{\"a\":[1}",
                           "{\"a\":1}}", "{\"\\u0061\":1}", "{a:1}", "{\"a\":1} x"}) {
    CAPTURE(text);
    CHECK_FALSE(outline_json(text));
  }
}
