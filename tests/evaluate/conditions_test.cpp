// Conditions and rules: what they decide, and what stays undecided.
#include <catch2/catch.hpp>

#include "vend/evaluate/evaluate.hpp"

using namespace vend;

namespace {

// T is true, F is false; U depends on what only a running stack knows, and counts as false.
evaluate::Result decide(const std::string& condition, const std::string& rules = "") {
  support::Diagnostics out;
  const std::string text = R"(
Parameters:
  P: {Type: String, Default: x}
  L: {Type: CommaDelimitedList, Default: 'a,b'}
  S: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /x}
Conditions:
  T: !Equals [a, a]
  F: !Equals [a, b]
  U: !Equals [!Ref S, x]
  C: )" + condition + "\n" +
                           rules + "Resources: {B: {Type: 'AWS::S3::Bucket'}}\n";
  const std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", out);
  REQUIRE(t);
  REQUIRE(out.empty());
  return evaluate::evaluate(*t, {});
}

// true, false, true? and false? where it is not decided, or the message.
std::string outcome(const std::string& condition) {
  const evaluate::Result result = decide(condition);
  if (!result.diagnostics.empty()) return result.diagnostics.front().message;
  const std::string value = result.conditions.at("C") ? "true" : "false";
  return result.undecided.contains("C") ? value + "?" : value;
}

}  // namespace

TEST_CASE("Fn::And, Fn::Or and Fn::Not over what is decided and what is not", "[evaluate]") {
  const std::pair<const char*, const char*> rows[] = {
      {"!And [!Condition T, !Condition T]", "true"},
      {"!And [!Condition T, !Condition F]", "false"},
      {"!And [!Condition F, !Condition T]", "false"},
      {"!Or [!Condition F, !Condition F]", "false"},
      {"!Or [!Condition F, !Condition T]", "true"},
      {"!Or [!Condition T, !Condition F]", "true"},
      {"!Not [!Condition T]", "false"},
      {"!Not [!Condition F]", "true"},
      // One operand decides against the others, wherever it stands; otherwise an open one leaves the whole open.
      {"!And [!Condition U, !Condition F]", "false"},
      {"!And [!Condition F, !Condition U]", "false"},
      {"!And [!Condition U, !Condition T]", "false?"},
      {"!And [!Condition T, !Condition U]", "false?"},
      {"!And [!Condition U, !Condition T, !Condition F]", "false"},
      {"!Or [!Condition U, !Condition T]", "true"},
      {"!Or [!Condition T, !Condition U]", "true"},
      {"!Or [!Condition U, !Condition F]", "false?"},
      {"!Or [!Condition F, !Condition U]", "false?"},
      {"!Not [!Condition U]", "true?"},
      {"!And [!Not [!Condition U], !Condition T]", "true?"},
      {"!Or [!And [!Condition U, !Condition T], !Condition F]", "false?"},
      {"!Or [!And [!Condition U, !Condition F], !Condition T]", "true"},
      {"!And [!Or [!Condition U, !Condition T], !Condition T]", "true"},
      {"!And [!Condition T, !Or [!Condition F, !Condition U]]", "false?"},
      {"!Condition U", "false?"},
  };
  for (const auto& [condition, expected] : rows) {
    INFO(condition);
    CHECK(outcome(condition) == expected);
  }
}

TEST_CASE("Fn::Equals compares texts", "[evaluate]") {
  const std::pair<const char*, const char*> rows[] = {
      {"!Equals [!Ref P, x]", "true"},
      {"!Equals [!Ref P, X]", "false"},
      {"!Equals [true, 'true']", "true"},
      {"!Equals [1, '1']", "true"},
      {"!Equals ['', '']", "true"},
      {"!Equals [!Ref L, [a, b]]", "true"},
      {"!Equals [!Ref L, [b, a]]", "false"},
      {"!Equals [!Ref S, !Ref S]", "true"},
      {"!Equals [!Ref S, x]", "false?"},
      {"!Equals [x, !Ref S]", "false?"},
      {"!Equals [x]", "an argument is missing"},
  };
  for (const auto& [condition, expected] : rows) {
    INFO(condition);
    CHECK(outcome(condition) == expected);
  }
}

TEST_CASE("what is no condition is said", "[evaluate]") {
  CHECK(outcome("!Ref P") == "Ref is not a condition");
  CHECK(outcome("x") == "a condition is expected here");
  CHECK(outcome("!Condition Nothing") == "there is no condition Nothing");
  CHECK(outcome("!Condition C") == "condition C depends on itself");
  CHECK(outcome("!Not [!Not [!Condition C]]") == "condition C depends on itself");
  CHECK(outcome("true") == "true");
}

TEST_CASE("a rule asks before anything is made", "[evaluate]") {
  const auto refused = [](const std::string& rule) {
    std::string messages;
    for (const support::Diagnostic& one : decide("!Condition T", "Rules:\n  R: " + rule + "\n").diagnostics) {
      CHECK(one.code == "R001");
      CHECK(one.path == "Rules.R");
      messages += one.message + "; ";
    }
    return messages;
  };
  CHECK(refused("{Assertions: [{Assert: !Equals [!Ref P, x]}]}").empty());
  CHECK(refused("{Assertions: [{Assert: !Equals [!Ref P, y]}]}") == "an assertion of rule R fails; ");
  CHECK(refused("{Assertions: [{Assert: !Equals [!Ref P, y], AssertDescription: first}, {Assert: !Equals [a, b], "
                "AssertDescription: never}]}") == "first; never; ");
  CHECK(refused("{RuleCondition: !Equals [!Ref P, y], Assertions: [{Assert: !Equals [a, b]}]}").empty());
  CHECK(refused("{RuleCondition: !Equals [!Ref P, x], Assertions: [{Assert: !Equals [a, b]}]}") ==
        "an assertion of rule R fails; ");
  CHECK(refused("{Assertions: [{Assert: {'Fn::Contains': [[x, y], !Ref P]}}]}").empty());
  CHECK(refused("{Assertions: [{Assert: {'Fn::Contains': [[y, z], !Ref P]}}]}") == "an assertion of rule R fails; ");
  CHECK(refused("{Assertions: [{Assert: {'Fn::EachMemberIn': [!Ref L, [a, b, c]]}}]}").empty());
  CHECK(refused("{Assertions: [{Assert: {'Fn::EachMemberIn': [!Ref L, [a, c]]}}]}") ==
        "an assertion of rule R fails; ");
  CHECK(refused("{Assertions: [{Assert: {'Fn::EachMemberEquals': [[a, a], a]}}]}").empty());
  CHECK(refused("{Assertions: [{Assert: {'Fn::EachMemberEquals': [!Ref L, a]}}]}") == "an assertion of rule R fails; ");
  // Rules see the name of an SSM parameter; only AWS knows what is asked of it.
  CHECK(refused("{Assertions: [{Assert: !Equals [!Ref S, /x]}]}").empty());
  CHECK(refused("{Assertions: [{Assert: {'Fn::Contains': [{'Fn::ValueOfAll': ['AWS::EC2::VPC::Id', Tags.Name]}, x]}}]}")
            .empty());
}

TEST_CASE("only conditions that are asked for are decided", "[evaluate]") {
  support::Diagnostics out;
  const cfn::Template t = *cfn::read_template(R"(
Parameters: {P: {Type: String, Default: x}}
Conditions: {A: !Equals [!Ref P, x], B: !Not [!Condition A], C: !Equals [a, b]}
Resources: {R: {Type: T}}
)",
                                              "t.yml", out);
  CHECK(evaluate::conditions(t, {}) == std::map<std::string, bool>{{"A", true}, {"B", false}, {"C", false}});
  CHECK(evaluate::conditions(t, {}, {"B"}) == std::map<std::string, bool>{{"A", true}, {"B", false}});
  evaluate::Input taken;
  taken.conditions["A"] = false;
  CHECK(evaluate::evaluate(t, taken).conditions.at("B"));
}
