#include "vend/cfn/references.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "vend/cfn/parameter.hpp"
#include "vend/document/yaml_reader.hpp"

namespace vend {
namespace {

using document::Node;

Node read(const std::string& text) {
  support::Diagnostics found;
  Node node = document::read_yaml(text, "t", found).value_or(Node());
  cfn::expand_tags(node, "t", found);
  INFO(text);
  REQUIRE(found.empty());
  return node;
}

// name, id.attribute and ?condition, in the order of the tree.
std::string named_in(const std::string& text) {
  std::string all;
  cfn::visit_references(read(text), [&](const cfn::Reference& one) {
    using Kind = cfn::Reference::Kind;
    all += one.kind == Kind::condition   ? "?" + one.name
           : one.kind == Kind::attribute ? one.name + "." + one.attribute
                                         : one.name;
    all += " ";
  });
  return all;
}

}  // namespace

TEST_CASE("what an expression refers to", "[cfn][references]") {
  const auto [text, names] = GENERATE(table<std::string, std::string>({
      {"a: !Ref B", "B "},
      {"Ref: AWS::Region", "AWS::Region "},
      {"a: !GetAtt B.C.D", "B.C.D "},
      {"a: !GetAtt [B, C]", "B.C "},
      {"a: {Fn::GetAtt: [B, !Ref C]}", "B. C "},
      {"a: !Sub '${B} ${ C } ${D.E} ${!F} $G'", "B C D.E "},
      {"a: !Sub ['${B}${C}', {B: !Ref D}]", "C D "},
      {"a: !If [C, !Ref A, !Sub '${B}']", "?C A B "},
      {"Condition: C", "?C "},
      {"a: !Not [Condition: C]", "?C "},
      {"a: !Join [',', [x, !Ref B, [!GetAtt C.D]]]", "B C.D "},
      {"Ref: [x]", ""},
      {"a: {Ref: B, x: y}", ""},
      {"a: plain ${B}", ""},
      {"a: {Fn::If: x}", ""},
  }));
  CAPTURE(text);
  CHECK(named_in(text) == names);
}

TEST_CASE("references know their places", "[cfn][references]") {
  std::string places;
  cfn::visit_references(read("a: !Ref B\nc: !Sub 'x ${D}'\n"), [&](const cfn::Reference& one) {
    places += fmt::format("{}:{}:{} ", one.name, one.mark.line, one.mark.column);
  });
  CHECK(places == "B:1:4 D:2:4 ");
}

TEST_CASE("a secret is a secret in every spelling", "[cfn]") {
  for (const char* spelling : {"true", "True", "TRUE", "'true'", "'True'", "\"TRUE\"", "yes", "on", "'yes'"}) {
    CAPTURE(spelling);
    CHECK(cfn::is_secret(read(std::string("{Type: String, NoEcho: ") + spelling + "}")));
  }
  for (const char* spelling : {"false", "'False'", "no", "''", "[true]", "maybe", "x", "1"}) {
    CAPTURE(spelling);
    CHECK_FALSE(cfn::is_secret(read(std::string("{Type: String, NoEcho: ") + spelling + "}")));
  }
  CHECK_FALSE(cfn::is_secret(read("{Type: String}")));
}

}  // namespace vend
