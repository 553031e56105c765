// The table of what AWS's pages say and no schema does.
#include <catch2/catch.hpp>
#include <functional>

#include "diff/resources.hpp"
#include "vend/support/text.hpp"

namespace vend::diff {
namespace {

// Walks "A/*/B" through the properties of a schema; a part that is described by other means than `properties` ends it.
bool has_path(validate::Schema& schema, std::string_view pointer) {
  const Node* node = &schema.root();
  for (std::string_view part : support::split(pointer, '/')) {
    for (int hops = 0; hops < 4 && node != nullptr && node->find("$ref") != nullptr; ++hops)
      node = schema.at(node->find("$ref")->text());
    if (node == nullptr) return false;
    const Node* below = part == "*" ? node->find("items") : node->find("properties");
    if (part == "*") {
      if (below == nullptr) return true;
      node = below;
      continue;
    }
    if (below == nullptr) return true;
    node = below->find(part);
    if (node == nullptr) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("rows of documented updates name what the schemas have", "[diff]") {
  const support::Assets assets;
  validate::Schemas schemas(assets);
  std::string before;
  int rows = 0, unknown = 0;
  for (std::string_view line : support::split_lines(assets.get("templates/schemas/updates.tsv"))) {
    const std::string type(line.substr(0, line.find('\t')));
    CAPTURE(type);
    CHECK(before < type);  // sorted: it is searched
    before = type;
    const bool of_sam = type.starts_with("AWS::Serverless::");  // no registry has them
    CHECK((of_sam || schemas.exists(type)));
    CHECK(schemas.updates(type) == line.substr(type.size() + 1));
    const std::vector<Documented> told = documented_updates(schemas.updates(type));
    CHECK(told.size() == support::split(schemas.updates(type), ' ').size());
    for (std::string_view one : support::split(schemas.updates(type), ' ')) {
      CAPTURE(one);
      const std::size_t equals = one.find('=');
      REQUIRE(equals != std::string_view::npos);
      const std::string_view word = one.substr(equals + 1);
      CHECK((word == "replaces" || word == "may" || word == "interrupts"));
      ++rows;
      if (!of_sam && !has_path(*schemas.find(type), one.substr(0, equals))) {
        ++unknown;
        UNSCOPED_INFO(type << ' ' << one);
      }
    }
  }
  CHECK(rows > 300);
  CHECK(unknown < 50);  // the table knows what is newer than the schemas
  CHECK(schemas.updates("AWS::SNS::Topic").empty());
}

TEST_CASE("the longest documented path counts, and the strongest one inside of what comes whole", "[diff]") {
  const std::vector<Documented> rows = documented_updates("A=may A/B=replaces A/*/C=interrupts");
  const Node value("x");
  const auto effect = [&](const std::string& path, const Node* before) {
    return documented_effect(rows, "AWS::Some::Type", {path, before, &value});
  };
  CHECK(effect("Properties.A.D", &value) == Effect::may_replace);
  CHECK(effect("Properties.A.B.E", &value) == Effect::replaces);
  CHECK(effect("Properties.A[3].C", &value) == Effect::interrupts);
  CHECK(effect("Properties.A", nullptr) == Effect::replaces);
  CHECK(effect("Properties.AB", &value) == Effect::in_place);
  CHECK(effect("Properties.F", &value) == Effect::in_place);
}

}  // namespace vend::diff
