// Texts without quotes: CloudFormation reads YAML 1.1, and so does everything here.
#include <catch2/catch.hpp>

#include "run_vend.hpp"
#include "validate/found.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

using vend::testing::Found;
using vend::testing::found_in;

std::string property(const std::string& type, const std::string& properties) {
  return "Resources:\n  R:\n    Type: " + type + "\n    Properties: {" + properties + "}\n";
}

}  // namespace

TEST_CASE("a text that arrives as another one is told where a text was meant", "[validate][plain-scalar]") {
  const std::string tag = "Tags: [{Key: k, Value: VALUE}]";
  auto of = [&](const std::string& value) {
    std::string changed = tag;
    return found_in(property("AWS::SQS::Queue", changed.replace(changed.find("VALUE"), 5, value)));
  };
  for (const char* value : {"0300", "22:22", "012345678901", "1.10", "1_000", "0x1F", "Yes", "OFF", "-0", "1e3"}) {
    CAPTURE(value);
    CHECK(of(value) == Found{"warning L033 4"});
    CHECK(of("'" + std::string(value) + "'").empty());
    CHECK(of("!Sub " + std::string(value)).empty());  // with a tag it is a text
  }
  for (const char* value : {"300", "yesterday", "1.1", "y", "true", "2010-09-09", "m5.large", "09:30"}) {
    CAPTURE(value);
    CHECK(of(value).empty());
  }
}

TEST_CASE("where a number or a boolean is meant, the same one is no finding", "[validate][plain-scalar]") {
  for (const char* value : {"1_0", "0x1F", "+7", "10.0"}) {
    CAPTURE(value);
    CHECK(found_in(property("AWS::SQS::Queue", "DelaySeconds: " + std::string(value))).empty());
  }
  CHECK(found_in(property("AWS::SQS::Queue", "DelaySeconds: 0300")) == Found{"warning L033 4"});
  CHECK(found_in(property("AWS::SQS::Queue", "FifoQueue: Yes, QueueName: a.fifo")).empty());
}

TEST_CASE("parameters and conditions compare what arrives", "[validate][plain-scalar]") {
  CHECK(found_in("Parameters:\n  P: {Type: String, Default: 0300}\n  N: {Type: Number, Default: 1.10}\n"
                 "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub '${P}${N}'}}\n") ==
        Found{"warning L033 2"});
  CHECK(found_in("Parameters:\n  P: {Type: String, Default: yes, AllowedValues: [yes, no]}\n"
                 "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref P}}\n") ==
        Found{"warning L033 2"});
  CHECK(found_in("Parameters:\n  P: {Type: String, Default: True, AllowedValues: [True, false]}\n"
                 "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref P}}\n")
            .empty());
}

TEST_CASE("a listed word that arrives as a boolean is refused", "[validate][plain-scalar]") {
  const Found found = found_in(property(
      "AWS::EC2::LaunchTemplate",
      "LaunchTemplateData: {MetadataOptions: {HttpTokens: required, HttpEndpoint: enabled}, CreditSpecification: "
      "{CpuCredits: standard}, InstanceRequirements: {BareMetal: excluded, VCpuCount: {Min: 1}, MemoryMiB: {Min: "
      "1}}}"));
  CHECK(found.empty());
  CHECK(found_in("Resources:\n  R:\n    Type: AWS::Scheduler::Schedule\n    Properties:\n      ScheduleExpression: "
                 "rate(1 hour)\n      FlexibleTimeWindow: {Mode: OFF}\n      Target: {Arn: 'arn:aws:sqs:us-east-1:"
                 "123456789012:q', RoleArn: 'arn:aws:iam::123456789012:role/r'}\n") == Found{"error T004 6"});
}

TEST_CASE("JSON is not concerned", "[validate][plain-scalar]") {
  CHECK(found_in("{\"Resources\": {\"R\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"Tags\": [{\"Key\": "
                 "\"k\", \"Value\": \"0300\"}]}}}}",
                 "t.json")
            .empty());
}

TEST_CASE("preview shows the value that arrives", "[preview][plain-scalar]") {
  const auto run = testing::run_vend({"preview", "-", "--format", "json"},
                                     "Parameters:\n  P: {Type: String, Default: 0300}\n"
                                     "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref P}}\n");
  CHECK(run.out.find("\"192\"") != std::string::npos);
  CHECK(run.out.find("0300") == std::string::npos);
}
