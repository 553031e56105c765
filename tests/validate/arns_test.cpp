// ARNs of another region or partition than the stack's, by all ways in which they reach a template.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>

#include "run_vend.hpp"
#include "vend/support/text.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

// "LINE SEVERITY" of each A051. Without a region nobody said which it is.
std::string found_in(const std::string& text, const std::string& region = "",
                     std::map<std::string, std::string> values = {}) {
  validate::Options options;
  options.input.environment.region_assumed = region.empty();
  if (!region.empty()) options.input.environment.region = region;
  options.input.parameters = std::move(values);
  std::string all;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options)) {
    if (one.code == "A051")
      all += fmt::format("{}{} {}", all.empty() ? "" : ", ", one.location.line, support::to_string(one.severity));
  }
  return all;
}

std::string alarm(const std::string& topic) {
  return "  A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: n, MetricName: m, Statistic: Sum, Period: 60, "
         "EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold, AlarmActions: [" +
         topic + "]}}\n";
}

std::string log_group(const std::string& key) {
  return "  L: {Type: AWS::Logs::LogGroup, Properties: {KmsKeyId: " + key + "}}\n";
}

const std::string topic_of = "'arn:aws:sns:{}:111122223333:t'";
const std::string key_of = "'arn:aws:kms:{}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'";

std::string in(const std::string& arn, const std::string& region) { return fmt::format(fmt::runtime(arn), region); }

}  // namespace

TEST_CASE("an ARN is of the region that was named, and without one all are of the same", "[arns]") {
  const std::string two = "Resources:\n" + log_group(in(key_of, "eu-central-1")) + alarm(in(topic_of, "eu-central-1"));
  CHECK(found_in(two).empty());
  CHECK(found_in(two, "eu-central-1").empty());
  CHECK(found_in(two, "us-east-1") == "2 warning, 3 error");
  const std::string mixed = "Resources:\n" + log_group(in(key_of, "us-east-1")) + alarm(in(topic_of, "eu-west-1"));
  CHECK(found_in(mixed) == "3 error");
  CHECK(found_in(mixed, "eu-west-1") == "2 warning");
  // What functions make is of the stack's own region, whichever that is.
  for (const char* own : {"!Sub 'arn:aws:kms:${AWS::Region}:111122223333:key/a'",
                          "!Join [':', ['arn:aws:kms', !Ref AWS::Region, '111122223333:key/a']]",
                          "!Sub 'arn:${AWS::Partition}:kms:us-east-1:111122223333:key/a'"})
    CHECK(found_in("Resources:\n" + log_group(own) + alarm(in(topic_of, "eu-west-1"))).empty());
  CHECK(found_in("Resources:\n" + log_group("!ImportValue key") + alarm(in(topic_of, "eu-west-1"))).empty());
  // A parameter's value was written, too.
  const std::string asks = "Parameters:\n  K: {Type: String, Default: ''}\nResources:\n" + log_group("!Ref K") +
                           alarm(in(topic_of, "eu-west-1"));
  CHECK(found_in(asks).empty());
  CHECK(found_in(asks, "", {{"K", "arn:aws:kms:us-east-1:111122223333:key/a"}}) == "5 error");
  CHECK(found_in(asks, "us-east-1", {{"K", "arn:aws:kms:us-east-1:111122223333:key/a"}}) == "5 error");
}

TEST_CASE("an ARN's partition is that of the stack and of its own region", "[arns]") {
  const auto role = [](const std::string& properties) {
    return "Resources:\n  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', "
           "Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}, " +
           properties + "}}\n";
  };
  const auto reads = [&](const std::string& resource) {
    return role(
        "Policies: [{PolicyName: a, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: "
        "'s3:GetObject', Resource: " +
        resource + "}]}}]");
  };
  for (const auto& [name, mine] :
       {std::pair{"eu-west-1", "aws"}, std::pair{"cn-north-1", "aws-cn"}, std::pair{"us-gov-west-1", "aws-us-gov"}}) {
    const std::string region = name;
    INFO(region);
    for (const char* partition : {"aws", "aws-cn", "aws-us-gov"}) {
      const std::string found = std::string(partition) == mine ? "" : "2 error";
      CHECK(found_in(role(fmt::format("ManagedPolicyArns: ['arn:{}:iam::aws:policy/A']", partition)), region) == found);
      CHECK(found_in(role(fmt::format("PermissionsBoundary: 'arn:{}:iam::111122223333:policy/A'", partition)),
                     region) == found);
      CHECK(found_in(reads(fmt::format("'arn:{}:s3:::b/*'", partition)), region) == found);
      CHECK(found_in(reads(fmt::format("['arn:{}:s3:::b', 'arn:{}:s3:::b/*']", partition, partition)), region) ==
            found);
    }
    CHECK(found_in(reads("!Sub 'arn:${AWS::Partition}:s3:::b/*'"), region).empty());
    CHECK(found_in(reads("'arn:*:s3:::b/*'"), region).empty());
    // Other regions of the same partition may be read from.
    CHECK(found_in(reads(fmt::format("'arn:{}:sqs:eu-north-1:111122223333:q'", mine)), region).empty());
  }
  CHECK(found_in("Resources:\n" + log_group("'arn:aws:kms:cn-north-1:111122223333:key/a'")) == "2 warning");
}

TEST_CASE("what is only tried later is a warning", "[arns]") {
  CHECK(found_in("Resources:\n  T: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: "
                 "{BlockDeviceMappings: [{DeviceName: /dev/xvda, Ebs: {Encrypted: true, KmsKeyId: " +
                     in(key_of, "us-east-1") + "}}]}}}\n",
                 "eu-west-1") == "2 warning");
}

// The settings of a spec that are such ARNs: baked in and asked for, each beside a topic of another region or
// partition.
TEST_CASE("a spec's ARNs are of one region and partition, told at their lines", "[arns][spec]") {
  const std::string key = "arn:{0}:kms:{1}:123456789012:key/a", sns = "arn:{0}:sns:{1}:123456789012:u",
                    policy = "arn:{0}:iam::123456789012:policy/a";
  struct Setting {
    std::string line, arn;
    bool of_region;
  };
  const Setting settings[] = {
      {"disk: {{kms_key: \"{}\"}}", key, true},
      {"logs: {{kms_key: \"{}\"}}", key, true},
      {"cache: {{kms_key: \"{}\"}}", key, true},
      {"notifications: {{topic: \"{}\"}}", sns, true},
      {"role: {{managed_policies: [\"{}\"]}}", policy, false},
      {"role: {{permissions_boundary: \"{}\"}}", policy, false},
      {"docker: {{hub_secret: \"{}\"}}", "arn:{0}:secretsmanager:{1}:123456789012:secret:a", false},
      {"gitlab: {{token: {{secret: \"{}\"}}}}", "arn:{0}:secretsmanager:{1}:123456789012:secret:a", false}};
  for (const Setting& one : settings) {
    for (const auto& [partition, region] :
         {std::pair{"aws", "eu-west-1"}, std::pair{"aws", "us-east-1"}, std::pair{"aws-cn", "cn-north-1"},
          std::pair{"aws-us-gov", "us-gov-west-1"}}) {
      for (const char* more :
           {"", "fixed: true\n", "ask: [disk, logs, cache, notifications, role, docker, gitlab, alarms]\n"}) {
        const std::string spec =
            "name: a\nplatform: amazon-linux-2023\nalarms: {topic: \"arn:aws:sns:eu-west-1:123456789012:t\"}\n" +
            fmt::format(fmt::runtime(one.line), fmt::format(fmt::runtime(one.arn), partition, region)) + "\n" + more;
        INFO(spec);
        const testing::Run run = testing::run_vend({"generate", "-", "--stdout"}, spec);
        const bool same = std::string(partition) == "aws" && (std::string(region) == "eu-west-1" || !one.of_region);
        const std::size_t found = run.err.find("[A051]");
        INFO(run.err.substr(0, 2000));
        CHECK((found == std::string::npos) == same);
        if (!same)
          CHECK((run.err.find("<stdin>:3:") != std::string::npos || run.err.find("<stdin>:4:") != std::string::npos));
        // With a region that is named, the topic is the stranger.
        const testing::Run named = testing::run_vend({"validate", "-", "--region", region, "--no-project-file"}, spec);
        CHECK((named.out.find("(stdin):3:") != std::string::npos) == (std::string(region) != "eu-west-1"));
      }
    }
  }
}
