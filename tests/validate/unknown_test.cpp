// What nobody knows yet: parameters without a value, defaults that may be replaced, macros, names that appear later.
#include <algorithm>
#include <catch2/catch.hpp>

#include "vend/validate/check.hpp"

using namespace vend;

namespace {

std::vector<std::string> found_in(const std::string& text, const validate::Options& options = {}) {
  std::vector<std::string> all;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options)) {
    all.push_back(std::string(support::to_string(one.severity)) + " " + one.code + " " +
                  std::to_string(one.location.line) + " " + one.message);
  }
  return all;
}

}  // namespace

TEST_CASE("both branches of a condition that a parameter without a value decides are checked", "[validate]") {
  const std::string text = R"(
Parameters:
  Kind: {Type: String}
Conditions:
  IsLive: !Equals [!Ref Kind, live]
Resources:
  A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !If [IsLive, often, 1]}}
  B: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !If [IsLive, 1, seldom]}}
)";
  const std::vector<std::string> found = found_in(text);
  REQUIRE(found.size() == 2);
  CHECK(found[0].starts_with("error T003 7 DelaySeconds is \"often\""));
  CHECK(found[0].find("when Kind=live") != std::string::npos);
  CHECK(found[1].starts_with("error T003 8 DelaySeconds is \"seldom\""));
}

TEST_CASE("a condition on an SSM parameter's value can be true and false", "[validate]") {
  const std::string text = R"(
Parameters:
  Kind: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /kind}
Conditions:
  IsLive: !Equals [!Ref Kind, live]
Resources:
  A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !If [IsLive, often, 1]}}
)";
  const std::vector<std::string> found = found_in(text);
  REQUIRE(found.size() == 1);
  CHECK(found[0].find("when IsLive is true") != std::string::npos);
}

TEST_CASE("a condition that one known part decides is not open", "[validate]") {
  const std::string text = R"(
Parameters:
  Kind: {Type: String}
  Size: {Type: String, Default: small}
Conditions:
  Both: !And [!Equals [!Ref Kind, live], !Equals [!Ref Size, large]]
Resources:
  A: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: !If [Both, optional, required]}}}}
)";
  CHECK(found_in(text).empty());
  validate::Options all;
  all.all_combinations = true;
  CHECK(found_in(text, all).size() == 1);
}

TEST_CASE("a value that is only a default is a warning that names it", "[validate]") {
  const std::string text = R"(
Parameters:
  Delay: {Type: String, Default: often}
Resources:
  A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !Ref Delay}}
)";
  const std::vector<std::string> open = found_in(text);
  REQUIRE(open.size() == 1);
  CHECK(open[0].starts_with("warning T003 5"));
  CHECK(open[0].find("with the default Delay=often") != std::string::npos);
  validate::Options options;
  options.complete = true;
  const std::vector<std::string> certain = found_in(text, options);
  REQUIRE(certain.size() == 1);
  CHECK(certain[0].starts_with("error T003 5"));
}

TEST_CASE("names that a transform, a loop or a module adds are no errors", "[validate]") {
  const std::string end = "  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Later}}\n";
  const std::string bare = "Resources:\n" + end;
  CHECK(found_in(bare).size() == 1);
  for (const char* before :
       {"Transform: AWS::Serverless-2016-10-31\nResources:\n",
        "Transform: AWS::LanguageExtensions\nParameters: {P: {Type: CommaDelimitedList}}\nResources:\n  "
        "Fn::ForEach::L: [A, "
        "!Ref P, {'X${A}': {Type: 'AWS::SNS::Topic'}}]\n",
        "Resources:\n  M: {Type: 'My::Own::Thing::MODULE'}\n",
        "Resources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://a/b'}}\n"}) {
    INFO(before);
    for (const std::string& one : found_in(before + end)) CHECK(one.starts_with("info"));
  }
}

TEST_CASE("with somebody's own macro only the language is checked", "[validate]") {
  const std::string resource = "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {Delai: 1}}\n";
  CHECK(found_in(resource).size() == 1);
  const std::vector<std::string> found = found_in("Transform: [Mine]\n" + resource);
  REQUIRE(found.size() == 1);
  CHECK(found[0].starts_with("info L019"));
}

TEST_CASE("a mapping for other regions is right unless the region is said", "[validate]") {
  const std::string text = R"(
Mappings: {M: {eu-central-1: {A: '1'}}}
Resources:
  Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !FindInMap [M, !Ref AWS::Region, A]}}
)";
  validate::Options options;
  options.input.environment.region_assumed = true;
  CHECK(found_in(text, options).empty());
  CHECK(found_in(text).size() == 1);
}

TEST_CASE("one mistake is told once", "[validate]") {
  CHECK(found_in("Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Nothing}}\n").size() == 1);
  CHECK(found_in("Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub 'a-${Nothing}'}}\n").size() ==
        1);
}

TEST_CASE("every item of a list must be allowed", "[validate]") {
  auto of = [](const std::string& fallback) {
    return found_in(
        "Parameters:\n  L: {Type: CommaDelimitedList, AllowedValues: [a, b], AllowedPattern: '[a-z]', Default: '" +
        fallback + "'}\nResources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Join ['', !Ref L]}}\n");
  };
  CHECK(of("a, b").empty());
  REQUIRE(of("a,c").size() == 1);
  CHECK(of("a,c")[0].starts_with("error P002 2 L is \"c\""));
}

TEST_CASE("an id that was entered has the form of its type", "[validate]") {
  const std::string text =
      "Parameters:\n  V: {Type: 'AWS::EC2::VPC::Id'}\nResources:\n  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: "
      "!Ref V, "
      "CidrBlock: 10.0.0.0/24}}\n";
  validate::Options options;
  options.complete = true;
  options.input.parameters = {{"V", "subnet-0123456789abcdef0"}};
  REQUIRE_FALSE(found_in(text, options).empty());
  CHECK(found_in(text, options)[0].starts_with("error P003"));
  options.input.parameters = {{"V", "vpc-0123456789abcdef0"}};
  CHECK(found_in(text, options).empty());
}

TEST_CASE("a script's finding stands at the line of the template", "[validate]") {
  const std::string text = R"(Resources:
  I:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-0123456789abcdef0
      UserData:
        Fn::Base64: !Sub |
          #!/bin/bash
          echo ${AWS::Region} ${!HOME} ${I.Arn}
          broken
)";
  validate::Options options;
  std::string script;
  options.shell = [&](const std::string& given) {
    script = given;
    return std::vector<validate::ShellFinding>{{3, true, "SC1", "no"}};
  };
  const std::vector<std::string> found = found_in(text, options);
  CHECK(std::any_of(found.begin(), found.end(),
                    [](const std::string& one) { return one.starts_with("warning U003 10 no"); }));
  CHECK(script == "#!/bin/bash\necho us-east-1 ${HOME} placeholder\nbroken\n");
}

TEST_CASE("the next runs of a schedule are shown by the clocks of its zone", "[validate]") {
  const std::string text = R"(
Resources:
  S:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: g, MinSize: 1, Recurrence: '30 2 * * *', TimeZone: Europe/Berlin}
)";
  validate::Options options;
  options.now = 1'743'120'000;  // 2025-03-28 00:00 UTC, two days before the clocks skip 02:30
  const std::vector<std::string> found = found_in(text, options);
  REQUIRE(found.size() == 1);
  CHECK(found[0].find("2025-03-28 02:30, 2025-03-29 02:30, 2025-03-30 03:30 (Europe/Berlin)") != std::string::npos);
}
