// What YAML means, and each mistake with its words and place: tables, hence the length.
#include "vend/document/yaml_reader.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "vend/document/read_limits.hpp"
#include "vend/document/reader.hpp"

using namespace vend::document;
using vend::support::Diagnostic;
using vend::support::Diagnostics;
using Kind = Node::Kind;

namespace {

Node good(std::string_view text) {
  Diagnostics diagnostics;
  const auto node = read_yaml(text, "t.yml", diagnostics);
  for (const Diagnostic& d : diagnostics) UNSCOPED_INFO(to_text(d, text));
  CAPTURE(text);
  REQUIRE(diagnostics.empty());
  REQUIRE(node.has_value());
  return *node;
}

// code:line:column of the only diagnostic
std::string only_error(std::string_view text, const ReadLimits& limits = {}) {
  Diagnostics diagnostics;
  read_yaml(text, "t.yml", diagnostics, limits);
  for (const Diagnostic& d : diagnostics) UNSCOPED_INFO(to_text(d));
  REQUIRE(diagnostics.size() == 1);
  const Diagnostic& d = diagnostics[0];
  CHECK(d.location.file == "t.yml");
  CHECK_FALSE(d.message.empty());
  return fmt::format("{}:{}:{}", d.code, d.location.line, d.location.column);
}

Node map(std::vector<Member> members) { return Node::mapping(std::move(members)); }
Node list(std::vector<Node> items) { return Node::sequence(std::move(items)); }
Node tagged(Node node, std::string tag) {
  node.set_tag(std::move(tag));
  return node;
}
Node one(std::string key, Node value) { return map({{std::move(key), std::move(value), {}}}); }

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("an empty value stands behind its key, or where its tag or anchor begins", "[yaml-reader]") {
  const Node root = good("a: !Tag\nb:\nc: &x\nd:  \ne: [!Tag , &y ]\nf: 1\n");
  const auto place = [&](std::string_view key) { return root.find(key)->mark(); };
  CHECK(place("a") == Mark{1, 4});
  CHECK(place("b") == Mark{2, 3});
  CHECK(place("c") == Mark{3, 4});
  CHECK(place("d") == Mark{4, 5});
  REQUIRE(root.find("e")->items().size() == 2);
  CHECK(root.find("e")->items()[0].mark() == Mark{5, 5});
  CHECK(root.find("e")->items()[1].mark() == Mark{5, 12});
}

TEST_CASE("plain scalars get their kind and keep their text", "[yaml-reader]") {
  const auto [text, kind] = GENERATE(table<std::string, Kind>({
      {"12", Kind::integer},
      {"0123", Kind::integer},
      {"-7", Kind::integer},
      {"+7", Kind::integer},
      {"0x1F", Kind::integer},
      {"0o17", Kind::integer},
      {"012345678901", Kind::integer},
      {"1.10", Kind::real},
      {"1.", Kind::real},
      {".5", Kind::real},
      {"1e5", Kind::real},
      {"-1.5E-3", Kind::real},
      {".inf", Kind::real},
      {"-.INF", Kind::real},
      {".NaN", Kind::real},
      {"true", Kind::boolean},
      {"False", Kind::boolean},
      {"TRUE", Kind::boolean},
      {"yes", Kind::boolean},
      {"No", Kind::boolean},
      {"ON", Kind::boolean},
      {"off", Kind::boolean},
      {"tRUE", Kind::string},
      {"y", Kind::string},
      {"N", Kind::string},
      {"0x", Kind::string},
      {"1e", Kind::string},
      {".", Kind::string},
      {"-", Kind::string},
      {"1_000", Kind::string},
      {"1:30", Kind::string},
      {"2010-09-09", Kind::string},
      {"1.2.3", Kind::string},
      {"nul", Kind::string},
      {"0b1", Kind::string},
  }));
  if (text == "-") return;
  const Node node = good("k: " + text);
  CAPTURE(text);
  CHECK(node.find("k")->kind() == kind);
  CHECK(node.find("k")->text() == text);
  CHECK_FALSE(node.find("k")->quoted());
}

TEST_CASE("null has no text", "[yaml-reader]") {
  const std::string text = GENERATE("~", "null", "Null", "NULL", "", "# comment");
  CHECK(*good("k: " + text + "\n").find("k") == Node());
}

TEST_CASE("what is quoted is a text", "[yaml-reader]") {
  const Node node = good("a: 'yes'\nb: \"12\"\nc: |\n  true\n");
  CHECK(*node.find("a") == Node("yes"));
  CHECK(*node.find("b") == Node("12"));
  CHECK(*node.find("c") == Node("true\n"));
  for (const Member& member : node.members()) CHECK(member.value.quoted());
}

TEST_CASE("values that numbers and booleans stand for", "[yaml-reader]") {
  const Node node = good("a: 0x1F\nb: 0o17\nc: +5\nd: 99999999999999999999\ne: 1.5\nf: .inf\ng: Yes\nh: OFF\ni: '1'\n");
  CHECK(to_integer(*node.find("a")) == 31);
  CHECK(to_integer(*node.find("b")) == 15);
  CHECK(to_integer(*node.find("c")) == 5);
  CHECK_FALSE(to_integer(*node.find("d")).has_value());
  CHECK(to_real(*node.find("d")) == 1e20);
  CHECK(to_real(*node.find("e")) == 1.5);
  CHECK_FALSE(to_real(*node.find("f")).has_value());
  CHECK(to_bool(*node.find("g")) == true);
  CHECK(to_bool(*node.find("h")) == false);
  CHECK_FALSE(to_integer(*node.find("i")).has_value());
}

TEST_CASE("forms of YAML", "[yaml-reader]") {
  const auto [text, expected] = GENERATE(table<std::string, Node>({
      {"", Node()},
      {"# nothing\n", Node()},
      {"---\n", Node()},
      {"--- text", "text"},
      {"---\na: b\n...\n", one("a", "b")},
      {"\xEF\xBB\xBF"
       "a: b",
       one("a", "b")},
      {"a: b\r\nc: |\r\n  x\r\n  y\r\n", map({{"a", "b", {}}, {"c", "x\ny\n", {}}})},
      {"a: b\rc: d\r", map({{"a", "b", {}}, {"c", "d", {}}})},
      {"a:\n- b\n- c\nd: e", map({{"a", list({"b", "c"}), {}}, {"d", "e", {}}})},
      {"- a\n-\n  b: c\n  d: e\n- - f\n  - g\n-",
       list({"a", map({{"b", "c", {}}, {"d", "e", {}}}), list({"f", "g"}), Node()})},
      {"a: {b: c, \"d\":e, f, g: , h: [i, {j: k}]}", one("a", map({{"b", "c", {}},
                                                                   {"d", "e", {}},
                                                                   {"f", Node(), {}},
                                                                   {"g", Node(), {}},
                                                                   {"h", list({"i", one("j", "k")}), {}}}))},
      {"a: [ b,\n  c d\n  e, # comment\n  f, ]", one("a", list({"b", "c d e", "f"}))},
      {"a: [\n\tb\n]", one("a", list({"b"}))},
      {"a: b c\n  d\n\n  e # f\ng: h", map({{"a", "b c d\ne", {}}, {"g", "h", {}}})},
      {"a: \"b\n  c\\n\\\n  d\\u00e4\\x41\\U0001F600\\\"\"", one("a", "b c\nd\u00e4A\U0001F600\"")},
      {"a: 'it''s\n\n  b'", one("a", "it's\nb")},
      {"a: \"\\uD83D\\uDE00\"", one("a", "\U0001F600")},
      {"'a: b': c\n\"d\" : e\n", map({{"a: b", "c", {}}, {"d", "e", {}}})},
      {"a: http://x:80/#y z:w", one("a", "http://x:80/#y z:w")},
      {"a: -b\n? c\n: d", map({{"a", "-b", {}}, {"c", "d", {}}})},
      {"a: |\n  b\n   c\n\n  d\n\n", one("a", "b\n c\n\nd\n")},
      {"a: |-\n  b\n\nc: d", map({{"a", "b", {}}, {"c", "d", {}}})},
      {"a: |+\n  b\n\nc: d", map({{"a", "b\n\n", {}}, {"c", "d", {}}})},
      {"a: |2\n   b\n  c\n", one("a", " b\nc\n")},
      {"a: >\n  b\n  c\n\n  d\n   e\n  f\n", one("a", "b c\nd\n e\nf\n")},
      {"a: >- # comment\n  b\n  c\n", one("a", "b c")},
      {"a: |\n\tx: y\n", one("a", "")},
      {"a: |\nb: c", map({{"a", "", {}}, {"b", "c", {}}})},
      {"- |\n a\n- |-\n  b", list({"a\n", "b"})},
      {"a: |\n  # no comment\n  b: c\n# comment\nd: e\n", map({{"a", "# no comment\nb: c\n", {}}, {"d", "e", {}}})},
      {"a: !!str 12\nb: !!int 3\nc: !!map {}\nd: ! 5",
       map({{"a", "12", {}}, {"b", Node::integer(3), {}}, {"c", map({}), {}}, {"d", "5", {}}})},
      {"%YAML 1.1\n---\na: b\n", one("a", "b")},
  }));
  if (text.find("\tx: y") != std::string::npos) {
    CHECK(only_error(text) == "D006:2:1");
    return;
  }
  CHECK(good(text) == expected);
}

TEST_CASE("local tags stay with their values, whose scalars are texts", "[yaml-reader]") {
  const Node node = good(
      "a: !Ref 123\n"
      "b: !If [X, !Ref Y, !GetAtt 'A.B']\n"
      "c: !Sub |\n  text\n"
      "d:\n  - !Sub |\n    in a list\n  - !Join\n    - ''\n    - [a]\n  - !GetAZs\n"
      "e: !Transform {Name: x}\n"
      "f: !Map\n  g: h\n"
      "i:\n  !Tag\n  - j\n");
  CHECK(*node.find("a") == tagged("123", "!Ref"));
  CHECK(*node.find("b") == tagged(list({"X", tagged("Y", "!Ref"), tagged("A.B", "!GetAtt")}), "!If"));
  CHECK(*node.find("c") == tagged("text\n", "!Sub"));
  CHECK(*node.find("d") ==
        list({tagged("in a list\n", "!Sub"), tagged(list({"", list({"a"})}), "!Join"), tagged("", "!GetAZs")}));
  CHECK(*node.find("e") == tagged(one("Name", "x"), "!Transform"));
  CHECK(*node.find("f") == tagged(one("g", "h"), "!Map"));
  CHECK(*node.find("i") == tagged(list({"j"}), "!Tag"));
}

TEST_CASE("aliases and merge keys are expanded", "[yaml-reader]") {
  const Node node = good(
      "base: &base {a: 1, b: &b [x]}\n"
      "more: &more {b: 2, c: 3}\n"
      "all:\n  <<: [*base, *more]\n  a: own\n"
      "one:\n  <<: *base\n"
      "plain: *b\n"
      "quoted: {'<<': x}\n");
  CHECK(*node.find("all") == map({{"a", "own", {}}, {"b", list({"x"}), {}}, {"c", Node::integer(3), {}}}));
  CHECK(*node.find("one") == *node.find("base"));
  CHECK(*node.find("plain") == list({"x"}));
  CHECK(*node.find("quoted") == one("<<", "x"));
}

TEST_CASE("places count lines and bytes from 1", "[yaml-reader]") {
  const Node node = good("\u00e4: x\nlist:\n  - a\n  - k: !Ref v\n    f: [1, {g: h}]\n");
  CHECK(node.mark() == Mark{1, 1});
  CHECK(node.find("\u00e4")->mark() == Mark{1, 5});
  CHECK(node.members()[1].mark == Mark{2, 1});
  const Node& items = *node.find("list");
  CHECK(items.mark() == Mark{3, 3});
  CHECK(items.items()[0].mark() == Mark{3, 5});
  CHECK(items.items()[1].mark() == Mark{4, 5});
  CHECK(items.items()[1].find("k")->mark() == Mark{4, 8});
  CHECK(items.items()[1].members()[1].mark == Mark{5, 5});
  CHECK(items.items()[1].find("f")->items()[1].mark() == Mark{5, 12});
  CHECK(items.items()[1].find("f")->items()[1].find("g")->mark() == Mark{5, 16});
}

TEST_CASE("mistakes are found where they are", "[yaml-reader]") {
  const auto [text, place] = GENERATE(table<std::string, std::string>({
      {"a: b: c", "D001:1:5"},
      {"a: b\n  c: d", "D001:2:4"},
      {"a: b\nc\nd: e", "D001:2:1"},
      {"a:\n  b: c\n d: e", "D001:3:2"},
      {"a:\n  - b\n c", "D001:3:2"},
      {"a: - b", "D001:1:4"},
      {"a: b\n- c", "D001:2:1"},
      {"- a\nb: c", "D001:2:1"},
      {"a: [b, c", "D001:1:4"},
      {"a: {b: c", "D001:1:4"},
      {"a: [b c: d, e}", "D001:1:14"},
      {"a: ]", "D001:1:4"},
      {"a: \"b", "D001:1:4"},
      {"x: y\na: 'b\nc: d\n", "D001:2:4"},
      {"a: \"\\q\"", "D001:1:6"},
      {"a: \"\\uD800\"", "D001:1:11"},
      {"a: 'b' c", "D001:1:8"},
      {"a: @b", "D001:1:4"},
      {"a: `b`", "D001:1:4"},
      {"a: %b", "D001:1:4"},
      {"a: *none", "D001:1:4"},
      {"a: &x [*x]", "D001:1:8"},
      {"a: |x\n  b", "D001:1:5"},
      {"a: 1\nb: 2\na: 3", "D002:3:1"},
      {"{a: 1, 'a': 2}", "D002:1:8"},
      {"? [a]\n: b", "D003:1:3"},
      {"~: b\n", "D003:1:1"},
      {"!x a: b", "D003:1:1"},
      {"a: b\xff", "D004:1:5"},
      {"a: b\nc: \xC0\xAF", "D004:2:4"},
      {std::string("\xFF\xFE"
                   "a\0",
                   4),
       "D004:1:1"},
      {std::string("a: b\0c", 6), "D005:1:5"},
      {"a: b\n\x1b", "D005:2:1"},
      {"a:\n\tb: c", "D006:2:1"},
      {"a:\n  b: c\n  \td: e", "D006:3:3"},
      {"a:\n\t- b", "D006:2:1"},
      // A bracket, a quote and a tag that open no further right than the key.
      {"a:\n{b: c}", "D001:2:1"},
      {"a:\n[b]", "D001:2:1"},
      {"x:\n  a:\n  [b]", "D001:3:3"},
      {"x:\n  a:\n [b]", "D001:3:2"},
      {"a: 1\nb:\n!Sub [b]", "D001:3:1"},
      {"a:\n\"b\"", "D001:2:1"},
      {"a:\n'b'\nc: d", "D001:2:2"},
      {"a:\n!Ref b\n", "D001:2:1"},
      {"a: &x b\nc:\n*x\n", "D001:3:1"},
      {"a: b\n---\nc: d", "D007:2:1"},
      {"a: b\n...\nc: d", "D007:3:1"},
      {"<<: 5\na: b", "D009:1:5"},
      {"a: !!binary aaaa", "D010:1:4"},
      {"a: !!int x", "D010:1:4"},
  }));
  CAPTURE(text);
  CHECK(only_error(text) == place);
}

TEST_CASE("brackets may close at their key's column, and open anywhere behind it", "[yaml-reader]") {
  for (const char* text :
       {"a: [\n  b\n]\n", "a: {\n  b: c\n}\n", "a:\n  [\n  b\n]\n", "x:\n  a: {\n    b: c\n  }\n", "a: {b:\n{c: d}}\n",
        "a:\n- [b]\n- {c: d}\n", "? a\n: [b]\n", "? a\n: 'b'\n", "x:\n  ? a\n  : {b: c}\n", "a: [\n[b]\n]\n",
        "[a,\n[b]]\n", "a: !Sub\n  [b, {c: d}]\n", "- a:\n   [b]\n", "a:\n 'b'\n", "a: {b:\n'c'}\n",
        "'a':\n- 'b'\n'c': d\n", "a: &x b\n*x : c\n", "a:\n  !Ref b\n'c':\n'd': e\n", "- 'a'\n- 'b'\n"}) {
    CAPTURE(text);
    Diagnostics found;
    CHECK(read_yaml(text, "t.yml", found));
    CHECK(found.empty());
  }
}

TEST_CASE("a duplicate key names both places, and the first value stays", "[yaml-reader]") {
  Diagnostics diagnostics;
  const auto node = read_yaml("x:\n  a: 1\n  b: 2\n  a: 3\n  a: 4\n", "t.yml", diagnostics);
  REQUIRE(diagnostics.size() == 2);
  CHECK(diagnostics[0].message == "the key 'a' stands here and in line 2, column 3");
  CHECK(diagnostics[0].location.line == 4);
  CHECK(diagnostics[1].location.line == 5);
  REQUIRE(node.has_value());
  CHECK(*node->find("x") == map({{"a", Node::integer(1), {}}, {"b", Node::integer(2), {}}}));

  std::string many;
  for (int i = 0; i < 100; ++i) many += fmt::format("k{}: v\n", i);
  CHECK(only_error(many + "k50: w\n") == "D002:101:1");
}

TEST_CASE("nesting is limited, in every form", "[yaml-reader]") {
  const auto [text, limit] = GENERATE(table<std::string, std::string>({
      {repeated("[", 10'000), "D008:1:201"},
      {repeated("{a: ", 10'000), "D008:1:801"},
      {repeated("- ", 10'000), "D008:1:401"},
      {repeated("? ", 10'000), "D003:1:3"},
      {repeated("[", 150) + repeated("]", 150), ""},
  }));
  if (limit.empty()) {
    good(text);
  } else {
    CHECK(only_error(text) == limit);
  }
  std::string stairs;
  for (std::size_t i = 0; i < 1000; ++i) stairs += repeated(" ", i) + "a:\n";
  CHECK(only_error(stairs) == "D008:201:201");
}

TEST_CASE("alias bombs stop early", "[yaml-reader]") {
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i)
    laughs += fmt::format("a{0}: &a{0} [{1}]\n", i, repeated(fmt::format("*a{}, ", i - 1), 10));
  CHECK(only_error(laughs).starts_with("D008:"));
  std::string long_text = fmt::format("a: &a {}\nb: [{}]\n", repeated("x", 1'000'000), repeated("*a, ", 10'000));
  CHECK(only_error(long_text).starts_with("D008:"));
  std::string deep = "a0: &a0 [x]\n";
  for (int i = 1; i < 300; ++i) deep += fmt::format("a{0}: &a{0} [*a{1}]\n", i, i - 1);
  CHECK(only_error(deep).starts_with("D008:200:"));
}

TEST_CASE("size is limited", "[yaml-reader]") {
  CHECK(only_error(repeated("a", 10'000'000)) == "D008:0:0");
  CHECK(only_error("abcdef", {.bytes = 5}) == "D008:0:0");
  CHECK(only_error("[a, b, c]", {.nodes = 3}) == "D008:1:8");
}

TEST_CASE("no cut of a text crashes the reader", "[yaml-reader][property]") {
  const std::string text =
      "---\na: &x {b: 'c', \"d\\u00e4\": [1, 2]}\ne: !If\n  - |+2\n    f\n\n  - >-\n    g\n    h\n? i\n: *x\n<<: *x\n"
      "j: k\n  l\n# m\n...\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    for (const char extra : {'\n', ':', '[', '"', '\t', '-', '|', '&', '!', '*', '}', '#', '?'}) {
      Diagnostics diagnostics;
      std::string changed = text;
      changed.insert(size, 1, extra);
      const auto node = read_yaml(changed, "t", diagnostics);
      CHECK((node.has_value() || vend::support::has_errors(diagnostics)));
    }
  }
}

TEST_CASE("a document that begins with a bracket is JSON, or YAML that looks like it", "[yaml-reader]") {
  Diagnostics diagnostics;
  CHECK(*read_document(" {\"a\": \"\\/\"}", "t", diagnostics) == one("a", "/"));
  CHECK(*read_document("a: b", "t", diagnostics) == one("a", "b"));
  CHECK(*read_document("{a: b}", "t.yml", diagnostics) == one("a", "b"));
  CHECK(diagnostics.empty());
  read_document("{\"a\": 01}", "t.json", diagnostics);
  CHECK(diagnostics.size() == 1);
}

TEST_CASE("a block text whose tag stands on a line of its own", "[yaml]") {
  auto tagged = [](std::string text) {
    Node node(std::move(text));
    node.set_tag("!Sub");
    node.set_quoted(true);
    return node;
  };
  CHECK(good("k:\n  !Sub |\n    a\n    b\n") == map({{"k", tagged("a\nb\n"), {}}}));
  CHECK(good("k:\n  !Sub |-\n    #!/bin/bash\n\n      b\n") == map({{"k", tagged("#!/bin/bash\n\n  b"), {}}}));
  CHECK(good("k:\n  !Sub >\n      a\n      b\nl: 1\n").find("l") != nullptr);
  CHECK(good("- k:\n    !Sub |\n      a\n- 2\n").items().size() == 2);
  CHECK(good("-\n  !Sub |\n    a\n    b\n") == list({tagged("a\nb\n")}));
  // Within a text it is part of the text.
  CHECK(good("k: |\n  k:\n    !Sub |\n      a\n") == map({{"k", Node("k:\n  !Sub |\n    a\n"), {}}}));
  // Places stay what they are.
  const Node node = good("k:\n  !Sub |\n    a\n    b\nl: 1\n");
  CHECK(node.find("l")->mark() == Mark{5, 4});
}
