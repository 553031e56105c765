#include "vend/evaluate/loops.hpp"

#include <catch2/catch.hpp>

#include "vend/cfn/template.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

const std::string head = "Transform: AWS::LanguageExtensions\n";

cfn::Template read(const std::string& text) {
  support::Diagnostics problems;
  std::optional<cfn::Template> t = cfn::read_template(head + text, "t.yml", problems);
  REQUIRE(t);
  return *t;
}

// Names below a section, with the loops written out.
std::vector<std::string> names(const std::string& text, document::Node cfn::Template::*section,
                               const evaluate::Input& input = {}) {
  evaluate::Loops told;
  const std::optional<cfn::Template> made = evaluate::expand_loops(read(text), input, told);
  REQUIRE(made);
  std::vector<std::string> all;
  for (const document::Member& one : ((*made).*section).members()) all.push_back(one.key);
  return all;
}

std::vector<std::string> found_in(const std::string& text) {
  std::vector<std::string> all;
  for (const support::Diagnostic& one : validate::check_text(head + text, "t.yml", {})) {
    if (one.severity != support::Severity::info) all.push_back(one.code + " " + std::to_string(one.location.line));
  }
  return all;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("loops over literal lists, parameters and each other", "[loops]") {
  CHECK(names("Resources: {'Fn::ForEach::L': [N, [a, b-1], {'T${N}&{N}': {Type: AWS::SNS::Topic}}]}",
              &cfn::Template::resources) == Names{"Taa", "Tb-1b1"});
  const std::string over_parameter =
      "Parameters: {P: {Type: CommaDelimitedList, Default: 'x, y'}}\n"
      "Conditions: {'Fn::ForEach::C': [N, !Ref P, {'Is${N}': !Equals [!Ref N, x]}]}\n"
      "Resources: {T: {Type: AWS::SNS::Topic}}";
  CHECK(names(over_parameter, &cfn::Template::conditions) == Names{"Isx", "Isy"});
  CHECK(names(over_parameter, &cfn::Template::conditions, {{{"P", "q"}}, {}}) == Names{"Isq"});
  CHECK(names("Resources: {'Fn::ForEach::A': [A, [x, y], {'Fn::ForEach::B': [B, [1, 2], {'T${A}${B}': {Type: "
              "AWS::SNS::Topic}}]}]}",
              &cfn::Template::resources) == Names{"Tx1", "Tx2", "Ty1", "Ty2"});
  CHECK(names("Resources: {T: {Type: AWS::SNS::Topic}}\n"
              "Outputs: {'Fn::ForEach::O': [N, [a, b], {'O${N}': {Value: !Ref N}}]}",
              &cfn::Template::outputs) == Names{"Oa", "Ob"});
}

TEST_CASE("a loop fills its item into references, texts and properties", "[loops]") {
  const cfn::Template t = read(
      "Resources:\n  'Fn::ForEach::L':\n    - N\n    - [a, b]\n    - 'Q${N}':\n        Type: AWS::SQS::Queue\n"
      "        Properties:\n          QueueName: !Sub '${AWS::StackName}-${N}'\n          Tags: [{Key: k, Value: !Ref "
      "N}]\n"
      "          'Fn::ForEach::P': [M, [DelaySeconds, VisibilityTimeout], {'${M}': 5}]\n");
  const evaluate::Result result = evaluate::evaluate(t, {});
  CHECK(result.diagnostics.empty());
  const document::Node* properties = result.resources.find("Qb")->find("Properties");
  REQUIRE(properties != nullptr);
  CHECK(properties->find("QueueName")->text() == "gitlab-runners-b");
  CHECK(properties->find("Tags")->items()[0].find("Value")->text() == "b");
  CHECK(properties->find("DelaySeconds")->text() == "5");
  CHECK(properties->find("VisibilityTimeout")->text() == "5");
}

TEST_CASE("what is not known is left, and counted", "[loops]") {
  evaluate::Loops told;
  evaluate::Input input;
  input.assume_missing = true;
  const cfn::Template t = read(
      "Parameters: {P: {Type: CommaDelimitedList}}\n"
      "Resources: {'Fn::ForEach::L': [N, !Ref P, {'T${N}': {Type: AWS::SNS::Topic}}]}");
  const std::optional<cfn::Template> made = evaluate::expand_loops(t, input, told);
  REQUIRE(made);
  CHECK(told.left == 1);
  CHECK(made->resources.find("Fn::ForEach::L") != nullptr);
  validate::Checker checker({});
  const validate::Verdict verdict =
      checker.judge_text(head +
                             "Parameters: {P: {Type: CommaDelimitedList}}\n"
                             "Resources: {'Fn::ForEach::L': [N, !Ref P, {'T${N}': {Type: AWS::SNS::Topic}}]}\n",
                         "t.yml");
  CHECK(verdict.gaps.count(validate::Gap::loop) == 1);
}

TEST_CASE("what a loop makes is checked like everything else, once for all rounds", "[loops][validate]") {
  CHECK(found_in("Resources:\n  'Fn::ForEach::L': [N, [a, b], {'T${N}': {Type: AWS::SNS::Topic,\n"
                 "    Properties: {DisplayNam: x}}}]\n") == Names{"T001 4"});
  CHECK(found_in("Resources:\n  'Fn::ForEach::L': [N, [a, b], {'T${N}': {Type: AWS::SNS::Topic,\n"
                 "    Properties: {DisplayName: !Ref Nothing}}}]\n") == Names{"L010 4"});
  CHECK(found_in("Parameters: {P: {Type: CommaDelimitedList, Default: 'a,b'}}\n"
                 "Resources: {'Fn::ForEach::L': [N, !Ref P, {'T${N}': {Type: AWS::SNS::Topic}}]}\n"
                 "Outputs: {O: {Value: !Ref Ta}}\n")
            .empty());
  CHECK(found_in("Resources:\n  'Fn::ForEach::L': [N, [a, b], {T: {Type: AWS::SNS::Topic}}]\n") == Names{"F001 3"});
}
