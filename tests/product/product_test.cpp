// What becomes of a spec: where findings about it stand, and what the files beside its template are.
#include "vend/product/product.hpp"

#include <catch2/catch.hpp>

namespace vend::product {
namespace {

support::Diagnostic about(std::vector<std::string> parameters) {
  support::Diagnostic finding{
      support::Severity::warning, "J005", {"(the template)", 0, 0}, "Resources.A", "it is wrong"};
  finding.parameters = std::move(parameters);
  return finding;
}

}  // namespace

TEST_CASE("a finding stands at the setting that its parameters come from", "[product]") {
  const Spec spec =
      read_spec("team.yml", "size: {min: 1,\n  max: 4}\nplatform: amazon-linux-2023\nlogs: {enabled: true}\n");
  REQUIRE(spec.stack);
  const auto place_of = [&](std::vector<std::string> parameters) {
    return at_settings({about(std::move(parameters))}, spec).front().location;
  };
  const support::Location min{"team.yml", 1, 13}, max{"team.yml", 2, 8}, nowhere{"team.yml", 0, 0};
  CHECK(place_of({"4ASGMinSize"}) == min);
  CHECK(place_of({"5ASGAutoScalingMaxSize"}) == max);
  CHECK(place_of({"7LOGToCloudWatch"}) == support::Location{"team.yml", 4, 17});
  // The first that the spec sets; of none that it sets, the file.
  CHECK(place_of({"3INSTEbsVolumeSize", "4ASGMinSize", "5ASGAutoScalingMaxSize"}) == min);
  CHECK(place_of({"NoSuchParameter", "5ASGAutoScalingMaxSize", "4ASGMinSize"}) == max);
  CHECK(place_of({"3INSTEbsVolumeSize"}) == nowhere);
  CHECK(place_of({}) == nowhere);
  // What knows its place keeps it.
  support::Diagnostic placed = about({"5ASGAutoScalingMaxSize"});
  placed.location.line = 1;
  const support::Diagnostics both = at_settings({placed, about({"5ASGAutoScalingMaxSize"})}, spec);
  REQUIRE(both.size() == 2);
  CHECK(both[0].location == support::Location{"team.yml", 1, 0});
  CHECK(both[1].location == max);
}

}  // namespace vend::product
