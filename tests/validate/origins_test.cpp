// For which parameter values a finding happens.
#include <catch2/catch.hpp>
#include <sstream>

#include "vend/validate/check.hpp"
#include "vend/validate/formats.hpp"

using namespace vend;

namespace {

const std::string text = R"(
Description: gitlab runners
Parameters:
  Kept: {Type: Number, Default: 4}
  Kind: {Type: String, Default: small, AllowedValues: [small, large]}
  Secret: {Type: String, NoEcho: true, Default: none}
Conditions:
  Large: !Equals [!Ref Kind, large]
  Small: !Not [!Condition Large]
Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData: {MetadataOptions: {HttpTokens: required}, IamInstanceProfile: {Name: runners}}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy: {AutoScalingRollingUpdate: {MinInstancesInService: !Ref Kept}}
    Properties:
      MinSize: '1'
      MaxSize: !If [Large, '8', '4']
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - LifecycleHookName: drain
          LifecycleTransition: autoscaling:EC2_INSTANCE_TERMINATING
          DefaultResult: CONTINUE
          HeartbeatTimeout: !If [Large, 9000, 600]
  Bucket:
    Type: AWS::S3::Bucket
    Condition: Small
    Properties: {BucketName: -Bad-}
Outputs:
  Name: {Value: !Ref Bucket}
)";

std::string message(const std::string& code, const std::map<std::string, std::string>& parameters = {},
                    bool all_combinations = false) {
  validate::Options options;
  options.input.parameters = parameters;
  options.complete = !parameters.empty();
  options.all_combinations = all_combinations;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options)) {
    if (one.code == code) return one.message;
  }
  return "(none)";
}

bool ends_with(const std::string& message, std::string_view end) {
  INFO(message);
  return message.ends_with(end);
}

}  // namespace

TEST_CASE("a finding about a parameter's value names the value", "[validate]") {
  CHECK(ends_with(message("J004"), "every update fails (with the default Kept=4)"));
  CHECK(ends_with(message("J004", {{"Kept", "5"}}), "every update fails (with Kept=5)"));
  CHECK(message("J004", {{"Kept", "3"}}) == "(none)");
}

TEST_CASE("a finding in a branch names what leads there", "[validate]") {
  CHECK(ends_with(message("J005"), "(when Kind=large)"));  // an error that the default leaves out
  CHECK(ends_with(message("J005", {}, true), "(when Kind=large)"));
  CHECK(ends_with(message("J005", {{"Kind", "large"}}), "(when Kind=large)"));
  CHECK(ends_with(message("T005"), "(when Kind=small)"));
  CHECK(message("T005", {{"Kind", "large"}}) == "(none)");
  CHECK(ends_with(message("L023", {{"Kind", "large"}}), "its condition Small is false (when Kind=large)"));
  CHECK(ends_with(message("L023", {}, true), "(when Kind=large)"));
}

TEST_CASE("every report has the values", "[validate]") {
  validate::Options options;
  const validate::FileFindings file{"t.yml", text, validate::check_text(text, "t.yml", options)};
  for (const std::string& format : validate::report_formats()) {
    std::ostringstream out;
    validate::ReportWriter writer(format, out, {}, "1");
    writer.write(file);
    writer.finish();
    INFO(format << out.str());
    CHECK(out.str().find("with the default Kept=4") != std::string::npos);
  }
}

TEST_CASE("a secret's value is not told", "[validate]") {
  const std::string secret =
      "Parameters: {Key: {Type: String, NoEcho: true}}\nConditions: {C: !Equals [!Ref Key, hunter2]}\nResources: {B: "
      "{Type: AWS::S3::Bucket, Condition: C, Properties: {BucketName: -Bad-, AccelerateConfiguration: "
      "{AccelerationStatus: !Ref Key}}}}\n";
  validate::Options options;
  options.input.parameters = {{"Key", "hunter2"}};
  options.complete = true;
  bool hidden = false;
  for (const support::Diagnostic& one : validate::check_text(secret, "t.yml", options)) {
    INFO(one.message);
    if (one.message.find("(when Key=****)") != std::string::npos) hidden = true;
    CHECK(one.message.find("hunter2") == std::string::npos);
  }
  CHECK(hidden);
}
