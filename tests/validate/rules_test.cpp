// Every rule has a template that breaks it and one that passes.
#include "vend/validate/rules.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <map>

#include "vend/support/codes.hpp"
#include "vend/validate/check.hpp"

using namespace vend;

namespace {

std::vector<std::string> codes_of(const std::string& text, validate::Options options = {}) {
  std::vector<std::string> codes;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options)) {
    UNSCOPED_INFO(support::to_text(one, text));
    codes.push_back(one.code);
  }
  return codes;
}

bool contains(const std::vector<std::string>& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string numbered(const std::string& before, const std::string& after, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += before + std::to_string(i) + after;
  return all;
}

const std::string bucket = "Resources:\n  B: {Type: AWS::S3::Bucket}\n";

// Samples that are too large or too binary for the table.
struct Generated {
  std::string failing, passing;
  std::map<std::string, std::string> parameters = {};
};
const std::map<std::string, Generated>& generated() {
  const std::string name =
      "Parameters: {Name: {Type: String}}\nResources:\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref "
      "Name}}\n";
  static const std::map<std::string, Generated> samples = {
      {"D004", {bucket + "# \xff\n", bucket}},
      {"D005", {bucket + "Description: a\x01\n", bucket}},
      {"D008", {"Resources: " + repeated("{a: ", 1000), bucket}},
      {"P001",
       {"Parameters: {Other: {Type: String}, Name: {Type: String}}\nResources:\n  B: {Type: AWS::S3::Bucket, "
        "Properties: {BucketName: !Ref Name}}\n",
        name,
        {{"Name", "abc"}}}},
      {"P006",
       {"Parameters: {Nome: {Type: String, Default: abc}}\nResources:\n  B: {Type: AWS::S3::Bucket, Properties: "
        "{BucketName: !Ref Nome}}\n",
        name,
        {{"Name", "abc"}}}},
      {"P007", {"Parameters: {Name: {Type: String, Default: '" + repeated("a", 4097) + "'}}\n" + bucket, bucket}},
      {"Q001", {bucket + repeated("# comment\n", 6'000), bucket}},
      {"Q002", {bucket + repeated("# comment\n", 110'000), bucket}},
      {"Q003",
       {"Parameters:\n" + numbered("  P", ": {Type: String}\n", 201) + bucket,
        "Parameters:\n" + numbered("  P", ": {Type: String}\n", 200) + bucket}},
      {"Q004",
       {"Resources: {" + repeated("B", 256) + ": {Type: AWS::S3::Bucket}}\n",
        "Resources: {" + repeated("B", 255) + ": {Type: AWS::S3::Bucket}}\n"}},
      {"Q005",
       {"Description: " + repeated("a", 1025) + "\n" + bucket, "Description: " + repeated("a", 1024) + "\n" + bucket}},
      {"Q006",
       {"Resources:\n  L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {UserData: {'Fn::Base64': "
        "'" +
            repeated("a", 16'400) + "'}}}}\n",
        "Resources:\n  L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {UserData: {'Fn::Base64': "
        "'" +
            repeated("a", 16'384) + "'}}}}\n"}},
      {"Q007",
       {"Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: {Version: "
        "'2012-10-17', Statement: [{Effect: Allow, Action: [" +
            numbered("'s3:GetObject", "', ", 400) + "'s3:GetBucket'], Resource: 'arn:*:s3:::a'}]}\n",
        bucket}},
      {"Q008",
       {"Resources:\n  B: {Type: AWS::S3::Bucket, Metadata: {A: [" + numbered("'{{resolve:ssm:/a", "}}', ", 61) +
            "b]}}\n",
        bucket}},
      {"Q009",
       {"Resources:\n  G: {Type: AWS::IAM::Group, Properties: {ManagedPolicyArns: [" +
            numbered("'arn:aws:iam::111122223333:policy/a", "', ", 10) + "'arn:aws:iam::111122223333:policy/b']}}\n",
        "Resources:\n  G: {Type: AWS::IAM::Group, Properties: {ManagedPolicyArns: [" +
            numbered("'arn:aws:iam::111122223333:policy/a", "', ", 9) + "'arn:aws:iam::111122223333:policy/b']}}\n"}},
  };
  return samples;
}

}  // namespace

TEST_CASE("every rule has a failing and a passing template", "[validate]") {
  for (const validate::Rule& rule : validate::rules()) {
    const auto [failing, passing] = validate::examples(rule);
    Generated sample{std::string(failing), std::string(passing)};
    if (auto found = generated().find(std::string(rule.code)); found != generated().end()) sample = found->second;
    INFO(rule.code);
    REQUIRE_FALSE(sample.failing.empty());
    REQUIRE_FALSE(sample.passing.empty());
    validate::Options options;
    options.input.parameters = sample.parameters;
    options.complete = !sample.parameters.empty();
    options.shell = [](const std::string& script) {  // ShellCheck need not be installed
      return script.find("/etc/a;") != std::string::npos
                 ? std::vector<validate::ShellFinding>{{2, true, "SC1073", "the bracket is not closed"}}
                 : std::vector<validate::ShellFinding>{};
    };
    CHECK(contains(codes_of(sample.failing, options), rule.code));
    CHECK_FALSE(contains(codes_of(sample.passing, options), rule.code));
  }
}

TEST_CASE("the examples of the rules pass every other rule", "[validate]") {
  for (const validate::Rule& rule : validate::rules()) {
    const std::string passing(validate::examples(rule).passing);
    if (passing.empty()) continue;
    INFO(rule.code);
    std::vector<std::string> codes = codes_of(passing);
    // How a stack is made, what it is called and how it is updated is not the example's to say.
    for (const char* note : {"J013", "J017", "J019", "A041"}) std::erase(codes, note);
    CHECK(codes.empty());
  }
}

TEST_CASE("every rule that reports errors names who refuses", "[validate]") {
  for (const validate::Rule& rule : validate::rules()) {
    INFO(rule.code);
    if (rule.severity == support::Severity::error)
      CHECK(validate::explain(rule).find("An error, says: ") != std::string::npos);
  }
}

TEST_CASE("codes are unique and in order", "[validate]") {
  const std::span<const support::Code> all = support::codes();
  for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i - 1].code < all[i].code);
  CHECK(support::find_code("J001") != nullptr);
  CHECK(support::find_code("J999") == nullptr);
}

TEST_CASE("a resource or the template silences a rule, and the verdict tells why", "[validate]") {
  const auto judge = [](const std::string& of_resource, const std::string& of_template) {
    const std::string text =
        "Metadata: {vend: {ignore: " + of_template +
        "}}\nResources:\n  L:\n    Type: AWS::EC2::LaunchTemplate\n    Metadata: {vend: {ignore: " + of_resource +
        "}}\n    Properties: {LaunchTemplateData: {InstanceType: m6i.large}}\n";
    return validate::Checker(validate::Options()).judge_text(text, "t.yml");
  };
  const validate::Verdict with_reason = judge("{A021: old tools}", "{}");
  CHECK(with_reason.findings.empty());
  REQUIRE(with_reason.ignored.size() == 1);
  CHECK(with_reason.ignored[0].finding.code == "A021");
  CHECK(with_reason.ignored[0].reason == "old tools");
  CHECK(with_reason.ignored[0].by == "the resource");
  CHECK(judge("[A021]", "{}").findings.empty());
  CHECK(judge("{}", "{A021: everywhere}").ignored.size() == 1);
  const validate::Verdict without_reason = judge("{A021: ''}", "{}");  // a reason was wanted and is missing
  CHECK(without_reason.ignored.empty());
  CHECK(without_reason.findings.size() == 2);
  CHECK(without_reason.findings[0].code == "L039");
  CHECK(judge("{A022: other}", "[J001]").findings.size() == 1);
}

TEST_CASE("what has no schema is counted", "[validate]") {
  const auto gaps = [](const std::string& text) {
    return validate::Checker(validate::Options()).judge_text(text, "t.yml").gaps.text();
  };
  CHECK(
      gaps("Resources: {A: {Type: Datadog::Monitors::Monitor}, B: {Type: AWS::S3::Bucket}, C: {Type: 'Custom::C'}}") ==
      "1 resource of a type without schema");
  CHECK(gaps("Transform: Mine\nResources: {A: {Type: AWS::S3::Bucket}, B: {Type: AWS::S3::Bucket}}") ==
        "2 resources that a macro may change");
  CHECK(gaps("Resources: {B: {Type: AWS::S3::Bucket}}").empty());
}
