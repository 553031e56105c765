// What is checked in properties holds in the other places of a template, too: attributes of resources, outputs, names.
#include <catch2/catch.hpp>

#include "validate/found.hpp"

using namespace vend;
using testing::Found;
using testing::found_in;

TEST_CASE("a default decides no more in attributes and exports than in properties", "[validate][false-alarms]") {
  const auto policy = [](const std::string& value, const std::string& fallback) {
    return found_in("Parameters: {P: {Type: String, Default: '" + fallback +
                    "'}}\nResources:\n  T:\n    Type: AWS::SNS::Topic\n    DeletionPolicy: " + value + "\n");
  };
  CHECK(policy("!Ref P", "Keep") == Found{"warning L024 5"});
  CHECK(policy("!Ref P", "").empty());  // a note: it waits to be replaced
  CHECK(policy("!Ref P", "Snapshot") == Found{"warning L024 5"});
  CHECK(policy("Snapshot # !Ref P", "Retain") == Found{"warning L030 1", "error L024 5"});
  CHECK(policy("!Ref P", "Retain").empty());
  const auto exports = [](const std::string& fallback) {
    return found_in("Parameters: {A: {Type: String, Default: '" + fallback + "'}, B: {Type: String, Default: '" +
                    fallback + "'}}\nResources: {T: {Type: AWS::SNS::Topic}}\nOutputs:\n" +
                    "  X: {Value: x, Export: {Name: !Sub 'n-${A}'}}\n  Y: {Value: x, Export: {Name: !Sub 'n-${B}'}}\n");
  };
  CHECK(exports("").empty());
  CHECK(exports("x") == Found{"warning L025 5"});
}

TEST_CASE("what a condition leaves out is missed in every attribute", "[validate]") {
  const auto with = [](const std::string& attribute) {
    return found_in(
        "Parameters: {E: {Type: String, Default: a, AllowedValues: [a, b]}}\nConditions: {C: !Equals [!Ref E, "
        "b]}\nResources:\n  Q: {Type: AWS::SQS::Queue, Condition: C}\n  G: {Type: AWS::SNS::Topic, " +
        attribute + "}\n");
  };
  CHECK(with("Metadata: {x: !GetAtt Q.Arn}") == Found{"error L023 5"});
  CHECK(with("Metadata: {x: [{y: !Sub '${Q}'}]}") == Found{"error L023 5"});
  CHECK(with("Metadata: {x: !If [C, !Ref Q, '']}").empty());
  CHECK(with("DependsOn: Q").empty());
}

TEST_CASE("a nested stack takes no mapping, either", "[validate]") {
  const auto with = [](const std::string& value) {
    return found_in(
        "Resources:\n  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "
        "'https://b.s3.amazonaws.com/t', Parameters: {A: " +
        value + "}}}\n");
  };
  CHECK(with("{x: y}") == Found{"error T003 2"});
  CHECK(with("[x]") == Found{"error T003 2"});
  for (const char* right : {"x", "1", "!Ref AWS::Region", "!If [C, a, b]", "{'Fn::Transform': {Name: M}}"}) {
    CAPTURE(right);
    const Found found = with(right);
    CHECK(std::count(found.begin(), found.end(), "error T003 2") == 0);
  }
}

TEST_CASE("outputs are texts, also without quotes", "[validate]") {
  const auto with = [](const std::string& output) {
    return found_in("Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {" + output + "}}\n");
  };
  CHECK(with("Value: 012") == Found{"warning L033 2"});
  CHECK(with("Value: Off") == Found{"warning L033 2"});
  CHECK(with("Value: x, Export: {Name: 22:22}") == Found{"warning L033 2"});
  CHECK(with("Value: 12").empty());
  CHECK(with("Value: true").empty());
  CHECK(with("Value: '012'").empty());
}

TEST_CASE("names of mappings have letters and digits", "[validate]") {
  const auto with = [](const std::string& name) {
    return found_in("Mappings: {'" + name +
                    "': {a: {b: c}}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !FindInMap ['" +
                    name + "', a, b]}}}\n");
  };
  CHECK(with("M1").empty());
  CHECK(with("a/b") == Found{"warning L004 1"});
  CHECK(with("a-b") == Found{"warning L004 1"});
}
