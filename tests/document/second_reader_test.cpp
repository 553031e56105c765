// What vend writes is read back by a reader that is not its own: yaml-cpp.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "document/random_tree.hpp"
#include "run_vend.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/yaml_reader.hpp"
#include "vend/document/yaml_writer.hpp"

namespace vend {

using document::Node;

namespace {

// Empty where both say the same, otherwise the path of the first difference.
std::string difference(const Node& ours, const YAML::Node& theirs, const std::string& path) {
  const std::string tag = theirs.Tag();
  if (ours.is_sequence()) {
    if (!theirs.IsSequence() || theirs.size() != ours.items().size()) return path + ": no such list";
    for (std::size_t i = 0; i < ours.items().size(); ++i) {
      const std::string found = difference(ours.items()[i], theirs[i], path + "." + std::to_string(i));
      if (!found.empty()) return found;
    }
    return "";
  }
  if (ours.is_mapping()) {
    if (!theirs.IsMap() || theirs.size() != ours.members().size()) return path + ": no such mapping";
    auto next = theirs.begin();
    for (const document::Member& member : ours.members()) {
      if (next->first.Scalar() != member.key) return path + ": another key than " + member.key;
      const std::string found = difference(member.value, next->second, path + "." + member.key);
      if (!found.empty()) return found;
      ++next;
    }
    return "";
  }
  if (ours.is_null()) return theirs.IsNull() || theirs.Scalar() == "null" ? "" : path + ": not null";
  if (!theirs.IsScalar() || theirs.Scalar() != ours.text()) return path + ": another text";
  // yaml-cpp has "!" for what is quoted, "?" for what is not.
  if (!ours.tag().empty()) return tag == ours.tag() ? "" : path + ": another tag, " + tag;
  if (ours.is_string() || tag == "?" || tag.empty()) return "";
  return path + ": quoted, but no text";
}

}  // namespace

TEST_CASE("another reader finds the same tree in the YAML that was written", "[yaml-writer][property]") {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    testing::RandomTree random(seed);
    const Node tree = random.node(5);
    const std::string text = document::write_yaml(tree);
    CAPTURE(seed, text);
    CHECK(difference(tree, YAML::Load(text), "root") == "");
  }
}

// Lines of a script, longer than what the reader leaves to libfyaml.
std::string script(const std::string& indent, const std::string& line = "echo one: |") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += indent + line + (i % 7 == 3 ? "\n\n" : "\n");
  return text;
}

TEST_CASE("another reader finds the same texts in long blocks, and in what only looks like one", "[yaml-reader]") {
  const std::string in = "  ", deep = "      ";
  const std::string documents[] = {
      "A: |\n" + script(in) + "B: b\n",
      "A: |-\n" + script(in) + "\n\n\nB: b\n",
      "A: |+\n" + script(in) + "\n\nB: b\n",
      "A: |\n" + script(in),
      "A: |\n" + script(in) + "    \nB: b\n",
      "A: |\n" + script(in) + "   \n  end\n",
      "A: |\n\n" + script(in) + "B: b\n",
      "A: |\n" + script(in, "\tx\ty") + "B: b\n",
      "A: |2\n" + script(deep) + "B: b\n",
      "A: | # a script\n" + script(in) + "B: b\n",
      "A: |\n" + script(in) + "# a remark\nB: b\n",
      "A: |\n" + script(in) + " # a remark\nB: b\n",
      "A: !Sub |\n" + script(in) + "B: &b |\n" + script(deep) + "C: *b\n",
      "A:\n  - |\n" + script(deep) + "  - |-\n" + script(deep) + "  - c\n",
      "A: >\n  folded |\n" + script(deep) + "B: b\n",
      "A: >-\n" + script(in) + "B: b\n",
      "A: |\n  short |\n" + script(deep) + "B: b\n",
      "A: \"quoted\n  key: |\n" + script(deep, "text") + "  end\"\nB: b\n",
      "A: 'quoted\n  key: |\n" + script(deep, "text") + "  end'\nB: b\n",
      "A: plain\n  text |\n" + script(deep, "text") + "B: b\n",
      "A:\n  B:\n    C: |\n" + script(deep) + "    D: |\n" + script(deep) + "  E: e\n",
      "# remark |\n# more\nA: |\n" + script(in),
  };
  for (const std::string& text : documents) {
    CAPTURE(text);
    support::Diagnostics found;
    const std::optional<Node> tree = document::read_yaml(text, "t.yml", found);
    REQUIRE(tree);
    CHECK(found.empty());
    CHECK(difference(*tree, YAML::Load(text), "root") == "");
  }
}

TEST_CASE("another reader finds the same texts in blocks of any lines", "[yaml-reader][property]") {
  std::mt19937 random(20261130);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
  const std::vector<std::string> pieces = {"x", "#",  ":", "- ",       "|", "a: |", " ",     "\t",
                                           "'", "\"", "{", "\xC3\xA4", "-", "%",    "!Sub |"};
  for (int i = 0; i < 400; ++i) {
    const std::string deep(2 + below(4), ' ');
    const std::string header = std::vector<std::string>{"|", "|-", "|+", ">", ">-", "!Sub |"}[below(6)];
    std::string text = "A: " + header + "\n" + deep + "x\n";
    // Around the length from which blocks are taken from the text.
    for (const std::size_t length = 200 + below(200); text.size() < length;) {
      const std::size_t words = below(4);
      if (words > 0) text += deep;
      // yaml-cpp folds lines with more spaces otherwise than YAML 1.2, example 8.10, has them.
      if (words > 0 && header[0] == '>') text += 'x';
      for (std::size_t word = 0; word < words; ++word) text += pieces[below(pieces.size())];
      text += "\n";
    }
    text += below(2) == 0 ? "B: b\n" : "";
    CAPTURE(i, text);
    support::Diagnostics found;
    const std::optional<Node> tree = document::read_yaml(text, "t.yml", found);
    REQUIRE(tree);
    CHECK(found.empty());
    CHECK(difference(*tree, YAML::Load(text), "root") == "");
  }
}

TEST_CASE("places behind long blocks are those of the text, also of mistakes", "[yaml-reader]") {
  support::Diagnostics found;
  const std::string begin = "A:\n  - |\n" + script("      ") + "  - |\n" + script("      ");
  const auto lines = static_cast<int>(std::count(begin.begin(), begin.end(), '\n'));
  const std::optional<Node> tree = document::read_yaml(begin + "B: {C: d}\nB: e\n", "t.yml", found);
  REQUIRE(tree);
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "D002");
  CHECK(found[0].location == support::Location{"t.yml", lines + 2, 1});
  CHECK(tree->find("B")->find("C")->mark() == document::Mark{lines + 1, 8});
  CHECK(tree->find("A")->items()[1].mark() == document::Mark{2 + (lines - 3) / 2 + 1, 5});
  found.clear();
  CHECK_FALSE(document::read_yaml(begin + "B: [c\nD: d\n", "t.yml", found));
  REQUIRE(found.size() == 1);
  CHECK(found[0].location.line > lines);
  found.clear();
  CHECK_FALSE(document::read_yaml(begin + "    less\n", "t.yml", found));
  REQUIRE(found.size() == 1);
  CHECK(found[0].location.line == lines + 1);
}

TEST_CASE("another reader finds the same tree in a generated template", "[yaml-writer]") {
  const testing::Run run = testing::run_vend({"generate", "--stdout"});
  REQUIRE(run.code == 0);
  support::Diagnostics found;
  const std::optional<Node> ours = document::read_yaml(run.out, "template", found);
  REQUIRE(ours);
  CHECK(found.empty());
  CHECK(difference(*ours, YAML::Load(run.out), "template") == "");
}

}  // namespace vend
