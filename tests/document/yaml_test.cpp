
#include <catch2/catch.hpp>
#include <random>

#include "vend/document/json_reader.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/reader.hpp"
#include "vend/document/yaml_reader.hpp"
#include "vend/document/yaml_writer.hpp"

using namespace vend;
using document::Node;

namespace {

Node read(const std::string& text) {
  support::Diagnostics out;
  std::optional<Node> node = document::read_yaml(text, "t.yml", out);
  for (const support::Diagnostic& one : out) UNSCOPED_INFO(support::to_text(one));
  REQUIRE(node);
  REQUIRE(out.empty());
  return *node;
}

support::Diagnostics refused(const std::string& text) {
  support::Diagnostics out;
  document::read_document(text, "t.yml", out);
  REQUIRE_FALSE(out.empty());
  return out;
}

}  // namespace

TEST_CASE("plain scalars have the kind that CloudFormation's reader gives them") {
  using Kind = Node::Kind;
  auto [text, kind] = GENERATE(table<std::string, Node::Kind>({{"true", Kind::boolean},
                                                               {"Yes", Kind::boolean},
                                                               {"off", Kind::boolean},
                                                               {"y", Kind::string},
                                                               {"12", Kind::integer},
                                                               {"-1.5", Kind::real},
                                                               {"~", Kind::null},
                                                               {"2010-09-09", Kind::string},
                                                               {"m5.large", Kind::string},
                                                               {"'12'", Kind::string},
                                                               {"\"yes\"", Kind::string}}));
  INFO(text);
  CHECK(read("a: " + text).find("a")->kind() == kind);
}

TEST_CASE("texts that look like something else are quoted when written") {
  for (std::string text : {"yes",  "No",   "on",   "off",  "true",  "null",       "~",    "",   "12", "012345678901",
                           "1e3",  "0x1F", "0o17", "1:30", "1_000", "2010-09-09", ".inf", "<<", "=",  "- a",
                           "a: b", "a #b", "#a",   " a",   "a ",    "&a",         "*a",   "!a", "%a", "@a",
                           "`a",   "'a",   "\"a",  "[a",   "{a",    "?",          "-",    "a:", "y",  "n"}) {
    Node node = Node::mapping();
    node.add("k", text);
    INFO(document::write_yaml(node));
    Node back = read(document::write_yaml(node));
    CHECK(back.find("k")->is_string());
    CHECK(back.find("k")->text() == text);
  }
  CHECK(document::write_yaml(Node::mapping({{"v", Node("2010-09-09"), {}}})) == "v: '2010-09-09'\n");
}

TEST_CASE("several lines become a literal block") {
  Node node = Node::mapping();
  node.add("s", "#!/bin/bash\n  echo \"${x}\"\n");
  CHECK(document::write_yaml(node) == "s: |\n  #!/bin/bash\n    echo \"${x}\"\n");
  for (std::string text :
       {"a\nb", "a\nb\n", "a\n\n\n", " a\nb\n", "\na", "a\n \nb", "tab\there\nb", "ä€😀\nb", "a\r\nb", "a\x01\nb"}) {
    Node one = Node::mapping();
    one.add("k", text);
    INFO(document::write_yaml(one));
    CHECK(read(document::write_yaml(one)).find("k")->text() == text);
  }
}

TEST_CASE("short lists stand on one line") {
  Node tagged("X");
  tagged.set_tag("!Ref");
  Node list = Node::sequence({Node("a, b"), std::move(tagged), Node::integer(3)});
  Node node = Node::mapping();
  node.add("l", std::move(list));
  CHECK(document::write_yaml(node) == "l: ['a, b', !Ref X, 3]\n");
  CHECK(read(document::write_yaml(node)) == node);
}

namespace {

Node random_tree(std::mt19937& random, int depth) {
  static const std::vector<std::string> texts = {"a", "yes", "12",  "a: b", "x\ny\n", " lead", "",
                                                 "ä", "[x",  "q'q", "${A}", "#c",     "-",     "a,b"};
  int pick = static_cast<int>(random() % (depth > 0 ? 8 : 5));
  if (pick < 3) return Node(texts[random() % texts.size()]);
  if (pick == 3) return Node::integer(static_cast<int>(random() % 1000) - 500);
  if (pick == 4) return Node::boolean(random() % 2 == 0);
  Node node = pick < 6 ? Node::sequence() : Node::mapping();
  for (int i = static_cast<int>(random() % 4); i > 0; --i) {
    if (node.is_sequence()) {
      node.push(random_tree(random, depth - 1));
    } else {
      node.add("k" + std::to_string(i) + texts[random() % texts.size()], random_tree(random, depth - 1));
    }
  }
  return node;
}

}  // namespace

TEST_CASE("what is written reads back equal") {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    Node node = Node::mapping();
    node.add("root", random_tree(random, 4));
    std::string yaml = document::write_yaml(node);
    INFO(yaml);
    REQUIRE(read(yaml) == node);
    support::Diagnostics out;
    std::optional<Node> json = document::read_json(document::write_json(node), "t.json", out);
    REQUIRE(json);
    REQUIRE(*json == node);
  }
}

TEST_CASE("bad input is refused at its place") {
  auto [text, code, line] = GENERATE(table<std::string, std::string, int>({{"a: 1\na: 2\n", "D002", 2},
                                                                           {"a: [1\n", "D001", 0},
                                                                           {"a:\n\tb: 1\n", "D006", 2},
                                                                           {"a: \xff\n", "D004", 1},
                                                                           {"a: 1\n---\nb: 2\n", "D007", 0},
                                                                           {"? [a]\n: 1\n", "D003", 1},
                                                                           {"{\"a\": 1, \"a\": 2}", "D002", 1},
                                                                           {std::string("a: \0", 4), "D005", 1}}));
  support::Diagnostics out = refused(text);
  INFO(support::to_text(out.front(), text));
  CHECK(out.front().code == code);
  if (line > 0) CHECK(out.front().location.line == line);
}

TEST_CASE("hostile sizes end in an answer") {
  CHECK(refused(std::string(5'000'000, 'a')).front().code == "D008");
  std::string deep(10'000, '[');
  CHECK(refused(deep).front().code == "D008");
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) bomb += std::string(i > 0 ? "," : "") + "*" + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  CHECK(refused(bomb).front().code == "D008");
}

TEST_CASE("windows line ends, a byte order mark and flow mappings are read") {
  CHECK(read("\xEF\xBB\xBF"
             "a: b\r\nc: d\r\n")
            .find("c")
            ->text() == "d");
  support::Diagnostics out;
  std::optional<Node> flow = document::read_document("{a: b, c: [d]}", "t.yml", out);
  REQUIRE(flow);
  CHECK(out.empty());
  CHECK(flow->find("c")->items().front().text() == "d");
}
