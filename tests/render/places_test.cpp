// What comes from a setting has its place: in parameters, in literals that were baked in, in whole resources.
#include <catch2/catch.hpp>

#include "vend/document/lookup.hpp"
#include "vend/document/reader.hpp"
#include "vend/render/render.hpp"
#include "vend/spec/reader.hpp"

using namespace vend;
using document::at;
using document::Mark;
using document::Node;

namespace {

struct Rendered {
  Node spec;
  cfn::Template t;
};

Rendered render_of(const std::string& text) {
  static const scripts::Library library{support::Assets()};
  support::Diagnostics found;
  Rendered result;
  result.spec = *document::read_document(text, "spec.yml", found);
  const std::optional<model::RunnerStack> stack = spec::read(result.spec, "spec.yml", found);
  for (const support::Diagnostic& one : found) UNSCOPED_INFO(support::to_text(one, text));
  REQUIRE(stack);
  result.t = render::render(*stack, library, &result.spec);
  return result;
}

const std::string text_of_spec = R"(platform: amazon-linux-2023
size:
  min: 1
  max: 7
scaling:
  - {metric: cpu, target: 60}
  - {metric: memory, target: 70}
instances:
  - m5.large
  - m6i.large
)";

}  // namespace

TEST_CASE("the nearest place to a path", "[document]") {
  support::Diagnostics found;
  const Node root = *document::read_document(text_of_spec, "spec.yml", found);
  CHECK(document::nearest_mark(root, "size.max") == Mark{4, 8});
  CHECK(document::nearest_mark(root, "size.desired") == Mark{3, 3});
  CHECK(document::nearest_mark(root, "scaling.1.target") == Mark{7, 30});
  CHECK(document::nearest_mark(root, "scaling.2") == Mark{6, 3});
  CHECK(document::nearest_mark(root, "scaling.x") == Mark{6, 3});
  CHECK(document::nearest_mark(root, "spot.strategy") == Mark{});
}

TEST_CASE("nodes made from a spec carry its places", "[render]") {
  const cfn::Template asked = render_of(text_of_spec).t;
  CHECK(asked.parameters.find("4ASGMinSize")->mark() == Mark{3, 8});
  const Node* group = asked.resources.find("InstanceASG");
  CHECK(at(group, {"Properties", "MinSize"})->mark() == Mark{3, 8});
  CHECK(at(group, {"Properties", "MaxSize"})->mark() == Mark{4, 8});
  CHECK(asked.resources.find("TargetTrackingPolicy2")->mark() == Mark{7, 5});
  CHECK(at(asked.resources.find("TargetTrackingPolicy2"), {"Properties"})->mark() == Mark{7, 5});

  const cfn::Template baked = render_of(text_of_spec + "fixed: true\n").t;
  group = baked.resources.find("InstanceASG");
  CHECK(at(group, {"Properties", "MaxSize"})->text() == "7");
  CHECK(at(group, {"Properties", "MaxSize"})->mark() == Mark{4, 8});
  const Node& second = at(group, {"Properties", "MixedInstancesPolicy", "LaunchTemplate", "Overrides"})->items()[1];
  CHECK(second.find("InstanceType")->mark() == Mark{10, 5});
  // What no setting says has no place.
  CHECK(at(group, {"Properties"})->mark() == Mark{});
}
