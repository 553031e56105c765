// Checks of whole templates: ours, all branches, silencing, reports.
#include "vend/validate/check.hpp"

#include <catch2/catch.hpp>

#include "run_vend.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/spec/presets.hpp"
#include "vend/validate/formats.hpp"

using namespace vend;
using vend::testing::run_vend;

namespace {

validate::Options all_branches() {
  validate::Options options;
  options.all_combinations = true;
  return options;
}

std::vector<std::string> messages(const std::string& text, const validate::Options& options = {}) {
  std::vector<std::string> all;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options))
    all.push_back(one.code + " " + std::to_string(one.location.line) + ":" + std::to_string(one.location.column) + " " +
                  one.message);
  return all;
}

}  // namespace

TEST_CASE("our templates are clean in all combinations", "[validate]") {
  std::vector<std::vector<std::string>> all = {{"generate", "--stdout"}};
  for (const spec::Preset& preset : spec::presets(support::Assets()))
    all.push_back({"generate", "--stdout", "--preset", preset.name});
  for (std::vector<std::string>& arguments : all) {
    const std::string name = arguments.back();
    INFO(name);
    arguments.insert(arguments.end(), {"--data-dir", VEND_SOURCE_DIR "/tests/golden/scripts"});
    const vend::testing::Run made = run_vend(arguments);
    REQUIRE(made.code == 0);
    for (const support::Diagnostic& one : validate::check_text(made.out, name, all_branches())) {
      // Whoever chooses Disabled on the form chooses that jobs are not waited for, as the form says.
      const bool chosen =
          one.code == "J001" && one.message.find("5ASGSelfMonitorTerminationInterval=Disabled") != std::string::npos;
      if (one.severity != support::Severity::info && !chosen) FAIL_CHECK(support::to_text(one));
    }
  }
}

TEST_CASE("a branch that other values lead to is checked, with those values named", "[validate]") {
  const std::string text = R"(
Parameters:
  Kind: {Type: String, AllowedValues: [a, b], Default: a}
  Size: {Type: String, Default: ''}
Conditions:
  IsB: !Equals [!Ref Kind, b]
  Sized: !Not [!Equals [!Ref Size, '']]
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: !If [IsB, Privat, Private]
  Q:
    Type: AWS::SQS::Queue
    Condition: Sized
    Properties:
      Delay: !If [IsB, 1, 2]
)";
  validate::Options complete;
  complete.complete = true;
  CHECK(messages(text, complete).empty());
  CHECK(messages(text).size() == 2);  // errors are looked for wherever the size allows
  const std::vector<std::string> found = messages(text, all_branches());
  REQUIRE(found.size() == 2);
  CHECK(found[0].starts_with("T004 12:32 AccessControl is \"Privat\""));
  CHECK(found[0].find("when Kind=b") != std::string::npos);
  CHECK(found[1].starts_with("T001 17:7 AWS::SQS::Queue has no property Delay"));
}

TEST_CASE("branches that no values lead to are not checked", "[validate]") {
  const std::string text = R"(
Parameters:
  Kind: {Type: String, AllowedValues: [a], Default: a}
Conditions:
  IsB: !Equals [!Ref Kind, b]
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: !If [IsB, Privat, Private]
)";
  CHECK(messages(text, all_branches()).empty());
}

TEST_CASE("what only a running stack knows is no finding", "[validate]") {
  const std::string text = R"(
Parameters:
  Names: {Type: CommaDelimitedList}
  Count: {Type: Number}
Resources:
  T: {Type: AWS::SNS::Topic}
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  N:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref V
      CidrBlock: !Select [3, !Cidr [!GetAtt V.CidrBlock, 6, 8]]
  Q:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !Ref Count
      QueueName: !Select [5, !Split [':', !GetAtt T.TopicArn]]
      FifoQueue: !ImportValue Fifo
  R:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: !Ref Names}
)";
  CHECK(messages(text) == std::vector<std::string>{});
}

TEST_CASE("a mistake has its place, its path and a hint", "[validate]") {
  support::Diagnostics found = validate::check_text(
      "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BuketName: abc\n", "t.yml", {});
  REQUIRE(found.size() == 1);
  CHECK(found[0].location == support::Location{"t.yml", 5, 7});
  CHECK(found[0].path == "Resources.B.Properties.BuketName");
  CHECK(found[0].fix == "did you mean BucketName?");
}

TEST_CASE("reports are well formed with and without findings", "[validate]") {
  const std::string bad = "Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {\"A<&\\u0001\": 1}}\n";
  for (const std::string& text : {bad, std::string("Resources:\n  B: {Type: AWS::S3::Bucket}\n")}) {
    for (std::string format : {"json", "sarif", "gitlab"}) {
      INFO(format);
      const auto run = run_vend({"validate", "-", "--format", format}, text);
      CHECK(run.code == (text == bad ? 1 : 0));
      support::Diagnostics problems;
      CHECK(document::read_json(run.out, "out", problems));
      CHECK(problems.empty());
      if (text == bad) CHECK(run.out.find("T001") != std::string::npos);
    }
    const auto junit = run_vend({"validate", "-", "--format", "junit"}, text);
    CHECK(junit.out.find("<testsuites") != std::string::npos);
    CHECK(junit.out.find("A<") == std::string::npos);
  }
}

TEST_CASE("validate's options leave findings out", "[validate]") {
  const std::string text =
      "Parameters: {P: {Type: String}}\nResources:\n  B: {Type: AWS::S3::Bucket, Properties: {Buket: a}}\n";
  CHECK(run_vend({"validate", "-"}, text).out.find("L030") != std::string::npos);
  CHECK(run_vend({"validate", "-", "--severity", "error"}, text).out.find("L030") == std::string::npos);
  CHECK(run_vend({"validate", "-", "--ignore", "L030", "--ignore", "T001"}, text).code == 0);
  CHECK(run_vend({"validate", "-", "-p", "Q=1"}, text).out.find("P006") != std::string::npos);
  CHECK(run_vend({"validate", "-", "-p", "Q"}, text).code == 2);
  CHECK(run_vend({"validate", "/nowhere/t.yml"}).code == 2);
  CHECK(run_vend({"validate"}).code == 2);
  CHECK(run_vend({"explain", "J001"}).out.find("Passes:") != std::string::npos);
  CHECK(run_vend({"explain", "J01"}).err.find("did you mean J00") != std::string::npos);
}
