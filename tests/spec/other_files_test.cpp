// Files that are neither templates nor specs.
#include <catch2/catch.hpp>

#include "vend/document/yaml_reader.hpp"
#include "vend/spec/reader.hpp"

using namespace vend;

TEST_CASE("a file of something else is told as one, in one word") {
  const auto found = [](const std::string& text) {
    support::Diagnostics out;
    CHECK_FALSE(spec::read(*document::read_yaml(text, "s.yml", out), "s.yml", out).has_value());
    return out;
  };
  support::Diagnostics out =
      found("service: a\nframeworkVersion: '3'\nprovider: {name: aws}\nfunctions: {}\nresources: {}\n");
  REQUIRE(out.size() == 1);
  CHECK(out[0].code == "S002");
  CHECK(out[0].location.line == 1);
  CHECK(out[0].message.find("service, frameworkVersion, provider and 2 more") != std::string::npos);
  CHECK(out[0].fix.find("serverless package") != std::string::npos);
  out = found("version: '3'\nservices: {web: {image: a}}\nname: a\n");
  REQUIRE(out.size() == 1);
  CHECK(out[0].fix.find("platform") != std::string::npos);
  // A spec with mistakes: each has its own word.
  out = found("name: a\nplattform: amazon-linux-2023\nexecutr: docker\nservices: {}\n");
  CHECK(out.size() == 3);
  CHECK(out[0].code == "S001");
}
