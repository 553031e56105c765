// What was deployed on AWS, or what AWS says, and other tools call wrong: no error. Each case has relatives of its
// kind.
#include <catch2/catch.hpp>

#include "run_vend.hpp"
#include "validate/found.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

using vend::testing::Found;
using vend::testing::found_in;

const std::string group =
    "Parameters:\n  Launch: {Type: String}\n  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}\nResources:\n  Group:\n"
    "    Type: AWS::AutoScaling::AutoScalingGroup\n    UpdatePolicy: {POLICY}\n    Properties: {LaunchTemplate: "
    "{LaunchTemplateId: !Ref Launch, Version: '1'}, VPCZoneIdentifier: !Ref Subnets, MinSize: '1', MaxSize: '4'}\n";

std::vector<std::string> codes_with_policy(const std::string& policy) {
  std::string text = group;
  std::vector<std::string> codes;
  for (const std::string& one : found_in(text.replace(text.find("POLICY"), 6, policy))) {
    if (one.find(" T01") != std::string::npos) codes.push_back(one);
  }
  return codes;
}

}  // namespace

TEST_CASE("functions in DeletionPolicy and UpdateReplacePolicy", "[validate][false-alarms]") {
  auto of = [](const std::string& policy, const std::string& fallback) {
    return found_in("Parameters:\n  P: {Type: String, Default: " + fallback +
                    "}\nConditions:\n  C: !Equals [!Ref P, Delete]\nResources:\n  B:\n    Type: AWS::S3::Bucket\n"
                    "    DeletionPolicy: " +
                    policy + "\n    UpdateReplacePolicy: " + policy +
                    "\n    Properties: {BucketName: !If [C, a-b-c, d-e-f]}\n");
  };
  CHECK(of("!Ref P", "Retain").empty());
  CHECK(of("!If [C, Delete, Retain]", "Retain").empty());
  CHECK(of("!Sub '${P}'", "Delete").empty());
  CHECK_FALSE(of("!If [C, Delete, Keep]", "Retain").empty());
  CHECK_FALSE(of("Keep", "Retain").empty());
}

TEST_CASE("Fn::Transform in resources and mappings", "[validate][false-alarms]") {
  const std::string include = "{Name: AWS::Include, Parameters: {Location: 's3://a/b'}}";
  CHECK(found_in("Parameters:\n  P: {Type: String, Default: a}\nResources:\n  R:\n    Fn::Transform: " + include + "\n")
            .empty());
  CHECK(found_in("Parameters:\n  P: {Type: String, Default: a}\nResources:\n  R:\n    Type: AWS::SNS::Topic\n"
                 "    Properties:\n      Fn::Transform: " +
                 include + "\n")
            .empty());
  CHECK(found_in("Parameters:\n  P: {Type: String, Default: a}\nMappings:\n  M:\n    Fn::Transform: {Name: "
                 "AWS::Include, Parameters: {Location: !Sub 's3://${P}/b'}}\nResources:\n  T: {Type: AWS::SNS::Topic, "
                 "Properties: {DisplayName: !FindInMap [M, !Ref P, name]}}\n")
            .empty());
  // Elsewhere in the same template everything is checked.
  CHECK(found_in("Resources:\n  R:\n    Fn::Transform: " + include +
                 "\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Nothing}}\n") == Found{"error L010 4"});
}

TEST_CASE("names of conditions take more characters than others", "[validate][false-alarms]") {
  auto of = [](const std::string& name) {
    return found_in("Parameters:\n  P: {Type: String, Default: a}\nConditions:\n  " + name +
                    ": !Equals [!Ref P, a]\nResources:\n  T: {Type: AWS::SNS::Topic, Condition: " + name + "}\n");
  };
  for (const char* name : {"Use-It", "R80.30", "a_b", "Is&That"}) CHECK(of(name).empty());
  CHECK_FALSE(of("'a b'").empty());
  CHECK_FALSE(found_in("Resources:\n  A-B: {Type: AWS::SNS::Topic}\n").empty());
}

TEST_CASE("what only an aged list refuses is a warning", "[validate][false-alarms]") {
  CHECK(codes_with_policy("AutoScalingInstanceRefresh: {}").empty());
  CHECK(codes_with_policy("AutoScalingSomethingOfNextYear: {}") == Found{"warning T014 7"});
  CHECK(codes_with_policy("AutoScalingRolingUpdate: {}") == Found{"error T014 7"});
  CHECK(codes_with_policy("AutoScalingInstanceRefresh: {}, AutoScalingRollingUpdate: {MinInstancesInService: 1}") ==
        Found{"error T015 7"});
  const auto balancer = [](const std::string& protocol) {
    return found_in(
        "Resources:\n  L:\n    Type: AWS::ElasticLoadBalancingV2::TargetGroup\n    Properties: {Protocol: " + protocol +
        ", Port: 80, VpcId: vpc-0123456789abcdef0}\n");
  };
  CHECK(balancer("HTTP").empty());
  CHECK(balancer("http") == Found{"warning T004 4"});
  CHECK(balancer("gopher") == Found{"error T004 4"});
}

TEST_CASE("an Effect in another case", "[validate][false-alarms]") {
  auto of = [](const std::string& effect) {
    return found_in(
        "Resources:\n  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: " +
        effect + ", Action: 'sts:AssumeRole', Principal: {Service: ec2.amazonaws.com}}]}}}\n");
  };
  CHECK(of("ALLOW").empty());
  CHECK(of("Permit") == Found{"error T012 2"});
}

TEST_CASE("JSON is tried first, then YAML, whatever the file is called", "[validate][false-alarms]") {
  const std::string text = "{\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\",},}}";
  for (const char* file : {"t.json", "t.template", "t.yml"}) CHECK(found_in(text, file).empty());
  CHECK(found_in("{\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\"", "t.json") == Found{"error D001 1"});
}

TEST_CASE("the same key twice: a warning with both places, and the last one counts everywhere",
          "[validate][false-alarms]") {
  const std::string text =
      "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: first\n      DisplayName: "
      "second\n";
  CHECK(found_in(text) == Found{"warning D002 6"});
  const auto run = testing::run_vend({"preview", "-", "--format", "json"}, text);
  CHECK(run.code == 0);
  CHECK(run.out.find("second") != std::string::npos);
  CHECK(run.out.find("\"first\"") == std::string::npos);
}

TEST_CASE("a rule that the defaults break is no mistake before anybody entered values", "[preview][false-alarms]") {
  const std::string text =
      "Parameters: {P: {Type: String, Default: ''}}\nRules: {R: {Assertions: [{Assert: !Not [!Equals [!Ref P, "
      "'']]}]}}\n"
      "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref P}}}\n";
  CHECK(found_in(text).empty());
  CHECK(testing::run_vend({"preview", "-"}, text).code == 0);
  CHECK(testing::run_vend({"preview", "-", "-p", "P="}, text).code == 1);
}

TEST_CASE("a text in a description stays as it is, a name cannot", "[validate][false-alarms]") {
  auto of = [](const std::string& property) {
    return found_in(
        "Parameters:\n  App: {Type: String, Default: a}\nResources:\n  P: {Type: AWS::SSM::Parameter, "
        "Properties: {Type: String, Value: !Ref App, " +
        property + "}}\n");
  };
  CHECK(of("Description: 'of ${App}'").empty());
  CHECK(of("Name: '/${App}'") == Found{"error L026 4"});
}

TEST_CASE("of the stack's name, id and account nothing is known", "[validate][false-alarms]") {
  const std::string head = "Resources:\n  T: {Type: AWS::SNS::Topic}\n";
  for (const char* resource : {
           "  R: {Type: AWS::IoT::TopicRule, Properties: {RuleName: !Ref AWS::StackName, TopicRulePayload: "
           "{Sql: 'select * from a', Actions: []}}}\n",
           "  R: {Type: AWS::SNS::Topic, Properties: {TopicName: !Select [2, !Split ['-', !Ref AWS::StackName]]}}\n",
           "  R: {Type: AWS::SNS::Topic, Properties: {TopicName: !Select [4, !Split ['-', !Select [2, !Split ['/', "
           "!Ref "
           "AWS::StackId]]]]}}\n",
           "  R: {Type: AWS::SNS::Topic, Properties: {TopicName: !Select [1, !Split ['9', !Ref AWS::AccountId]]}}\n",
       }) {
    INFO(resource);
    CHECK(found_in(head + resource) == Found{});
  }
}

TEST_CASE("arguments of functions that a macro makes", "[validate][false-alarms]") {
  const std::string made = "{'Fn::Transform': {Name: M}}";
  for (const char* name : {"Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Split", "Fn::Select", "Fn::If",
                           "Fn::FindInMap", "Fn::Base64", "Fn::ImportValue", "Fn::Cidr"}) {
    INFO(name);
    for (const std::string& argument :
         {made, "[0, " + made + "]", "[" + made + ", {V: a}]", "['${V}', " + made + "]"}) {
      // A list is one only where it has a right length and begins as the function wants.
      const bool fits = argument == made || (std::string_view(name) == "Fn::Select" && argument.starts_with("[0")) ||
                        (std::string_view(name) == "Fn::Sub" && !argument.starts_with("[0"));
      if (!fits) continue;
      INFO(argument);
      CHECK(found_in("Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: {'" + std::string(name) +
                     "': " + argument + "}}}\n") == Found{});
    }
  }
  // What the macro is given is looked at.
  CHECK(found_in(
            "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: {'Fn::Sub': {'Fn::Transform': {Name: "
            "M, Parameters: {P: {Ref: Nobody}}}}}}}\n") == Found{"error L010 2"});
}
