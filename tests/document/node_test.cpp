#include "vend/document/node.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <stdexcept>

using vend::document::Member;
using vend::document::Node;

TEST_CASE("scalars keep their text", "[node]") {
  CHECK(Node().is_null());
  CHECK(Node("0123").text() == "0123");
  CHECK(Node("x").is_string());
  CHECK(Node::boolean(true).text() == "true");
  CHECK(Node::integer(std::numeric_limits<std::int64_t>::min()).text() == "-9223372036854775808");
  CHECK(Node::scalar(Node::Kind::real, "1.10").text() == "1.10");
  CHECK_THROWS_AS(Node::scalar(Node::Kind::mapping, ""), std::logic_error);
}

TEST_CASE("a real number is written so that it reads back as one", "[node]") {
  CHECK(Node::real(0.1).text() == "0.1");
  CHECK(Node::real(2.0).text() == "2.0");
  CHECK(Node::real(1e300).text() == "1e+300");
  CHECK(std::stod(Node::real(1.0 / 3).text()) == 1.0 / 3);
  CHECK_THROWS_AS(Node::real(std::numeric_limits<double>::infinity()), std::logic_error);
  CHECK_THROWS_AS(Node::real(std::numeric_limits<double>::quiet_NaN()), std::logic_error);
}

TEST_CASE("a mapping keeps its order and refuses duplicates", "[node]") {
  Node map = Node::mapping({{"b", "1", {}}, {"a", "2", {}}});
  map.add("c", Node::sequence({"x"}));
  CHECK(map.members()[0].key == "b");
  CHECK(map.find("a")->text() == "2");
  CHECK(map.find("z") == nullptr);
  CHECK(Node("text").find("a") == nullptr);
  CHECK_THROWS_AS(map.add("a", "3"), std::logic_error);
  CHECK_THROWS_AS(Node::mapping({{"a", "1", {}}, {"a", "2", {}}}), std::logic_error);
  CHECK_THROWS_AS(Node("x").add("a", "b"), std::logic_error);
  CHECK_THROWS_AS(map.push("b"), std::logic_error);

  std::vector<Member> many;
  for (int i = 0; i < 100; ++i) many.push_back({std::to_string(i), {}, {}});
  CHECK_NOTHROW(Node::mapping(many));
  many.push_back({"50", {}, {}});
  CHECK_THROWS_AS(Node::mapping(many), std::logic_error);
}

TEST_CASE("equality looks at kind, text, tag and children, not at places", "[node]") {
  CHECK(Node("1") == Node("1"));
  CHECK_FALSE(Node("1") == Node::integer(1));
  CHECK_FALSE(Node() == Node(""));
  CHECK_FALSE(Node::sequence() == Node::mapping());
  CHECK_FALSE(Node::mapping({{"a", "1", {}}, {"b", "2", {}}}) == Node::mapping({{"b", "2", {}}, {"a", "1", {}}}));
  Node tagged("X");
  tagged.set_tag("!Ref");
  CHECK_FALSE(tagged == Node("X"));
  Node placed("X");
  placed.set_mark({3, 4});
  placed.set_quoted(true);
  CHECK(placed == Node("X"));
}

TEST_CASE("emptiness", "[node]") {
  CHECK(Node::sequence().empty());
  CHECK(Node::mapping().empty());
  CHECK_FALSE(Node::sequence({"x"}).empty());
  CHECK_FALSE(Node::mapping({{"a", "b", {}}}).empty());
}

TEST_CASE("an index finds what a look at each member finds, and goes when members change", "[document]") {
  Node node = Node::mapping();
  for (int i = 0; i < 40; ++i) node.add("key" + std::to_string(i), std::to_string(i));
  node.index();
  const Node copy = node;
  CHECK(node.find("key39")->text() == "39");
  CHECK(node.find("key40") == nullptr);
  node.add("key40", "40");
  node.find("key0")->set_tag("!Ref");
  node.members().erase(node.members().begin() + 1);
  CHECK(node.find("key40")->text() == "40");
  CHECK(node.find("key1") == nullptr);
  CHECK(node.find("key2")->text() == "2");
  CHECK(copy.find("key1")->text() == "1");
  CHECK(copy.find("key0")->tag().empty());
  CHECK(copy.find("key40") == nullptr);
  Node small = Node::mapping({{"a", Node("b"), {}}});
  small.index();
  CHECK(small.find("a")->text() == "b");
  Node text("a");
  text.index();
  CHECK(text.is_string());
}
