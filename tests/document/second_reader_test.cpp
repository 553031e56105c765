// What vend writes is read back by a reader that is not its own: yaml-cpp.
#include <yaml-cpp/yaml.h>

#include <catch2/catch.hpp>

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
    CHECK(difference(tree, YAML::Load(text), "root").empty());
  }
}

TEST_CASE("another reader finds the same tree in a generated template", "[yaml-writer]") {
  const testing::Run run = testing::run_vend({"generate", "--stdout"});
  REQUIRE(run.code == 0);
  support::Diagnostics found;
  const std::optional<Node> ours = document::read_yaml(run.out, "template", found);
  REQUIRE(ours);
  CHECK(found.empty());
  CHECK(difference(*ours, YAML::Load(run.out), "template").empty());
}

}  // namespace vend
