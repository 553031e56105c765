#include "vend/cfn/intrinsic.hpp"

#include <catch2/catch.hpp>

#include "vend/cfn/template.hpp"
#include "vend/document/yaml_writer.hpp"

using namespace vend;
using namespace vend::cfn;

namespace {

Template read(const std::string& text) {
  support::Diagnostics out;
  std::optional<Template> t = read_template(text, "t.yml", out);
  REQUIRE(t);
  REQUIRE(out.empty());
  return *t;
}

}  // namespace

TEST_CASE("short tags and long functions are one") {
  auto [shorter, longer] = GENERATE(table<std::string, std::string>({
      {"!Ref A", "{Ref: A}"},
      {"!GetAtt A.B.C", "{'Fn::GetAtt': [A, B.C]}"},
      {"!Sub '${A}'", "{'Fn::Sub': '${A}'}"},
      {"!If [C, !Ref A, !Ref B]", "{'Fn::If': [C, {Ref: A}, {Ref: B}]}"},
      {"!Join [',', [a, !Ref B]]", "{'Fn::Join': [',', [a, {Ref: B}]]}"},
      {"!Not [!Condition C]", "{'Fn::Not': [{Condition: C}]}"},
  }));
  std::string head = "Resources:\n  R: ";
  Template a = read(head + shorter);
  Template b = read(head + longer);
  INFO(document::write_yaml(*a.resources.find("R")));
  CHECK(*a.resources.find("R") == *b.resources.find("R"));
  CHECK(read(write_yaml(a)).resources == a.resources);
}

TEST_CASE("a function within a function keeps a form that YAML allows") {
  Template t;
  t.resources = Node::mapping();
  t.resources.add("U", base64(sub("a ${B}")));
  t.resources.add("V", Node::sequence({get_att("A", "Arn"), ref("B")}));
  t.resources.add("W", get_att("A", "Outputs.X"));
  CHECK(write_yaml(t) ==
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  U:\n    Fn::Base64: !Sub a ${B}\n"
        "  V: [!GetAtt A.Arn, !Ref B]\n  W: !GetAtt A.Outputs.X\n");
}

TEST_CASE("unknown tags are refused at their place") {
  support::Diagnostics out;
  read_template("Resources:\n  A: !Reff B\n", "t.yml", out);
  REQUIRE(out.size() == 1);
  CHECK(out[0].code == "C001");
  CHECK(out[0].location.line == 2);
}

TEST_CASE("Fn::Sub text") {
  std::vector<SubPart> parts = parse_sub("a${B}c${!D}e${F.G}");
  REQUIRE(parts.size() == 4);
  CHECK(parts[0].text == "a");
  CHECK((parts[1].is_reference && parts[1].text == "B"));
  CHECK(parts[2].text == "c${D}e");
  CHECK((parts[3].is_reference && parts[3].text == "F.G"));
  for (std::string text : {"${x}", "a ${x:-y} ${!z} $${a} ${", "${#a[@]}", "${!C${,22}", "${a:-${b}}", "no"}) {
    std::vector<SubPart> escaped = parse_sub(escape_sub(text));
    REQUIRE(escaped.size() == 1);
    CHECK_FALSE(escaped[0].is_reference);
    CHECK(escaped[0].text == text);
  }
}
