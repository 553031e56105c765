#include "vend/document/yaml_writer.hpp"

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "document/random_tree.hpp"
#include "temporary_directory.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/yaml_reader.hpp"
#include "vend/support/file.hpp"

using namespace vend::document;
using vend::support::Diagnostics;

namespace {

Node map(std::vector<Member> members) { return Node::mapping(std::move(members)); }

Node tagged(Node node, std::string tag) {
  node.set_tag(std::move(tag));
  return node;
}

std::string written(const Node& value) { return write_yaml(map({{"k", value, {}}})); }

}  // namespace

TEST_CASE("strings are bare only where no reader takes them for anything else", "[yaml-writer]") {
  const auto [text, line] = GENERATE(table<std::string, std::string>({
      {"plain words", "plain words"},
      {"AWS::EC2::Instance", "AWS::EC2::Instance"},
      {"m5.large", "m5.large"},
      {"arn:aws:s3:::b/*", "arn:aws:s3:::b/*"},
      {"3INSTConfigurationScript", "3INSTConfigurationScript"},
      {"/aws/service/x", "/aws/service/x"},
      {"https://gitlab.example.com/", "https://gitlab.example.com/"},
      {"Gr\u00fc\u00dfe", "Gr\u00fc\u00dfe"},
      {"a#b, c [d] {e} 'f'", "a#b, c [d] {e} 'f'"},
      {"", "''"},
      {"2010-09-09", "'2010-09-09'"},
      {"2010-09-09T10:00:00Z", "'2010-09-09T10:00:00Z'"},
      {"012345678901", "'012345678901'"},
      {"1:30", "'1:30'"},
      {"10.0.0.0", "'10.0.0.0'"},
      {"1_000", "'1_000'"},
      {"0x1F", "'0x1F'"},
      {"0o17", "'0o17'"},
      {"0b101", "'0b101'"},
      {"1e5", "'1e5'"},
      {".5", "'.5'"},
      {"+1", "'+1'"},
      {"-1", "'-1'"},
      {"-x", "'-x'"},
      {".inf", "'.inf'"},
      {".NaN", "'.NaN'"},
      {"yes", "'yes'"},
      {"No", "'No'"},
      {"ON", "'ON'"},
      {"off", "'off'"},
      {"y", "'y'"},
      {"N", "'N'"},
      {"True", "'True'"},
      {"null", "'null'"},
      {"~", "'~'"},
      {"<<", "'<<'"},
      {"=", "'='"},
      {"...", "'...'"},
      {"---", "'---'"},
      {"a: b", "'a: b'"},
      {"a:", "'a:'"},
      {"a #b", "'a #b'"},
      {"#a", "'#a'"},
      {" a", "' a'"},
      {"a ", "'a '"},
      {"it's: x", "'it''s: x'"},
      {"*", "'*'"},
      {"&a", "'&a'"},
      {"!a", "'!a'"},
      {"[a", "'[a'"},
      {"a\tb", "\"a\\tb\""},
      {"a\rb", "\"a\\rb\""},
      {std::string("a\0b", 3), "\"a\\x00b\""},
      {"\"\\\x1b", "\"\\\"\\\\\\x1b\""},
      {"\u0085\u2028\uFEFF", "\"\\x85\\u2028\\ufeff\""},
      {"\n", "\"\\n\""},
  }));
  CHECK(written(text) == "k: " + line + "\n");
}

TEST_CASE("lines become a literal block", "[yaml-writer]") {
  const auto [text, block] = GENERATE(table<std::string, std::string>({
      {"a\nb\n", "|\n  a\n  b\n"},
      {"a\nb", "|-\n  a\n  b\n"},
      {"a\n\n", "|+\n  a\n\n"},
      {"a\n\n\tb: #c\n", "|\n  a\n\n  \tb: #c\n"},
      {"  a\nb\n", "|2\n    a\n  b\n"},
      {"\n  a\n", "|2\n\n    a\n"},
      {"a  \n  \nb", "|-\n  a  \n    \n  b\n"},
      {"a\n  \n", "\"a\\n  \\n\"\n"},
      {"  \na\n", "\"  \\na\\n\"\n"},
      {"a\r\nb\n", "\"a\\r\\nb\\n\"\n"},
  }));
  CHECK(written(text) == "k: " + block);
}

TEST_CASE("collections are blocks", "[yaml-writer]") {
  const Node tree = map({{"list",
                          Node::sequence({"a", map({{"x", "1", {}}, {"z", Node::integer(2), {}}}),
                                          Node::sequence({"b", "c"}), Node::sequence(), Node::mapping()}),
                          {}},
                         {"yes", Node::boolean(true), {}},
                         {"none", Node(), {}},
                         {"script", Node::sequence({"a\nb\n"}), {}}});
  CHECK(write_yaml(tree) == R"(list:
  - a
  - x: '1'
    z: 2
  - [b, c]
  - []
  - {}
'yes': true
none: null
script:
  - |
    a
    b
)");
}

TEST_CASE("a list of a few short texts stands on one line", "[yaml-writer]") {
  CHECK(written(Node::sequence({"a", "b c", "yes", "x,y", "[z", Node::integer(3), Node()})) ==
        "k: [a, b c, 'yes', 'x,y', '[z', 3, null]\n");
  CHECK(written(Node::sequence({tagged("A.B", "!GetAtt"), tagged("", "!GetAZs")})) == "k: [!GetAtt A.B, !GetAZs '']\n");
  CHECK(written(Node::sequence({std::string(60, 'a'), std::string(60, 'b')})) ==
        "k:\n  - " + std::string(60, 'a') + "\n  - " + std::string(60, 'b') + "\n");
}

TEST_CASE("tags stand before their values", "[yaml-writer]") {
  const Node tree =
      map({{"r", tagged("AWS::Region", "!Ref"), {}},
           {"i", tagged(Node::sequence({"A", tagged("B", "!Ref"), tagged(Node::sequence({"x"}), "!Join")}), "!If"), {}},
           {"s", tagged("a\nb\n", "!Sub"), {}},
           {"e", tagged("", "!GetAZs"), {}},
           {"m", Node::sequence({tagged(map({{"a", "b", {}}}), "!Transform")}), {}}});
  CHECK(write_yaml(tree) == R"(r: !Ref AWS::Region
i: !If
  - A
  - !Ref B
  - !Join [x]
s: !Sub |
  a
  b
e: !GetAZs ''
m:
  - !Transform {a: b}
)");
}

TEST_CASE("documents that are no mapping", "[yaml-writer]") {
  CHECK(write_yaml("text") == "text\n");
  CHECK(write_yaml("a\nb\n") == "\"a\\nb\\n\"\n");
  CHECK(write_yaml(Node()) == "null\n");
  CHECK(write_yaml(Node::sequence({"a\tb"})) == "- \"a\\tb\"\n");
  CHECK(write_yaml(tagged(Node::sequence({"a\tb"}), "!X")) == "!X\n- \"a\\tb\"\n");
}

TEST_CASE("what YAML cannot hold is refused", "[yaml-writer]") {
  CHECK_THROWS_AS(write_yaml("a\xff"), std::logic_error);
  CHECK_THROWS_AS(write_yaml(Node::scalar(Node::Kind::integer, "1\nx: y")), std::logic_error);
}

TEST_CASE("a key of any length survives", "[yaml-writer]") {
  for (const std::size_t size : {999U, 1000U, 1001U, 5000U}) {
    const Node tree = map({{"a", map({{std::string(size, 'x'), "v", {}}, {"z", "w", {}}}), {}}});
    Diagnostics diagnostics;
    CHECK(read_yaml(write_yaml(tree), "t", diagnostics) == tree);
    CHECK(diagnostics.empty());
  }
}

TEST_CASE("reading what was written gives the same tree", "[yaml-writer][property]") {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    vend::testing::RandomTree random(seed);
    Node tree = random.node(5);
    if (seed % 2 == 1) random.tag(tree);
    const std::string text = write_yaml(tree);
    Diagnostics diagnostics;
    const auto back = read_yaml(text, "t", diagnostics);
    const bool same = back.has_value() && *back == tree;
    if (!same) {
      CAPTURE(seed, text);
      for (const auto& d : diagnostics) UNSCOPED_INFO(to_text(d, text));
      if (back) UNSCOPED_INFO(write_yaml(*back));
      REQUIRE(same);
    }
  }
}

TEST_CASE("levels of one column read back, too", "[yaml-writer][property]") {
  const Node lines("  indented\n\nlines\n");
  const Node root =
      map({{"a", map({{"b", lines}, {"list", Node::sequence({map({{"c", lines}, {"d", "x"}}), lines})}})}});
  const std::string text = write_yaml({{"top", &root}}, nullptr, 1);
  CHECK(
      text ==
      "top:\n a:\n  b: |1\n     indented\n\n   lines\n  list:\n   - c: |1\n        indented\n\n      lines\n     d: x\n"
      "   - |2\n       indented\n\n     lines\n");
  for (unsigned seed = 0; seed < 300; ++seed) {
    const Node node = vend::testing::RandomTree(seed).node(5);
    for (const std::size_t step : {1U, 3U}) {
      Diagnostics diagnostics;
      const auto back = read_yaml(write_yaml({{"top", &node}}, nullptr, step), "t.yml", diagnostics);
      INFO(seed);
      REQUIRE(back);
      REQUIRE(*back->find("top") == node);
    }
  }
}

TEST_CASE("PyYAML, a YAML 1.1 reader, takes every value for the same", "[yaml-writer][property]") {
  if (std::system("python3 -c 'import yaml' 2>/dev/null") != 0) {
    WARN("skipped: python3 with PyYAML is not installed");
    CHECK(std::getenv("CI") == nullptr);
    return;
  }
  const vend::testing::TemporaryDirectory directory;
  Node trees = Node::sequence();
  for (unsigned seed = 0; seed < 300; ++seed) trees.push(vend::testing::RandomTree(seed).node(4));
  vend::support::write_file(directory.path() / "tree.yml", write_yaml(trees));
  vend::support::write_file(directory.path() / "tree.json", write_json(trees));
  vend::support::write_file(directory.path() / "compare.py", R"(import json, sys, yaml
def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b
d = sys.argv[1]
a = yaml.load(open(d + '/tree.yml', encoding='utf-8', newline=''), yaml.SafeLoader)
b = json.load(open(d + '/tree.json', encoding='utf-8'))
for i, (x, y) in enumerate(zip(a, b)):
    if not same(x, y):
        sys.exit('tree %d differs:\n%r\n%r' % (i, x, y))
sys.exit(len(a) != len(b))
)");
  const std::string path = directory.path().string();
  CHECK(std::system(("python3 '" + path + "/compare.py' '" + path + "' >&2").c_str()) == 0);
}
