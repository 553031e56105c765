// What AWS would refuse, or what would never start, and what a form must not let through.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <optional>

#include "render/render_of.hpp"
#include "vend/aws/partition.hpp"
#include "vend/document/reader.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/parameters/parameter_file.hpp"
#include "vend/render/parameter_table.hpp"
#include "vend/render/render.hpp"
#include "vend/spec/reader.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"
#include "vend/support/token.hpp"

namespace vend {
namespace {

using document::Node;
using testing::render_of;

const Node& at(const Node& node, std::initializer_list<std::string_view> path) {
  const Node* found = &node;
  for (std::string_view key : path) {
    INFO(key);
    found = found->find(key);
    REQUIRE(found != nullptr);
  }
  return *found;
}

evaluate::Result evaluated(const cfn::Template& t, std::map<std::string, std::string> values = {},
                           const std::string& region = "us-east-1") {
  if (t.parameters.find("3GITLABRunnerRegTokenList") != nullptr)
    values.emplace("3GITLABRunnerRegTokenList", "glrt-12345678901234567890");
  evaluate::Input input;
  input.parameters = std::move(values);
  input.environment.region = region;
  evaluate::Result result = evaluate::evaluate(t, input);
  for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
  REQUIRE(result.diagnostics.empty());
  return result;
}

std::string value_line(const evaluate::Result& result, const std::string& name) {
  const Node* text =
      at(result.resources, {"ASGLaunchTemplate", "Properties", "LaunchTemplateData", "UserData"}).decoded();
  REQUIRE(text != nullptr);
  for (std::string_view line : support::split_lines(text->text())) {
    if (line.starts_with(name + ":") || line.starts_with(name + "=")) return std::string(line.substr(name.size() + 1));
  }
  return "";
}

}  // namespace

TEST_CASE("as many signals are waited for as instances start, whatever a size counts") {
  struct Case {
    std::string types;
    int desired;
    std::string count;
  };
  const Case cases[] = {
      {"[m5.large, m5.xlarge]", 8, "8"},
      {"[{type: m5.large, weight: 2}, {type: m5.xlarge, weight: 4}]", 8, "2"},
      {"[{type: m5.large, weight: 2}, {type: m5.xlarge, weight: 4}]", 9, "3"},
      {"[{type: m5.large, weight: 1}]", 3, "3"},
      {"[{type: m5.24xlarge, weight: 999}]", 1, "1"},
      {"[{type: m5.large, weight: 4}]", 0, "0"},
  };
  for (const Case& one : cases) {
    for (const char* platform : {"platform: amazon-linux-2023\n", ""}) {
      INFO(one.types << one.desired << platform);
      const cfn::Template t = render_of(
          fmt::format("{}instances: {}\nsize: {{min: 0, desired: {}, max: 5000}}\n", platform, one.types, one.desired));
      const bool weighted = one.types.find("weight") != std::string::npos;
      CHECK((t.parameters.find("4ASGDesiredCapacity") == nullptr) == weighted);
      CHECK((t.parameters.find("5ASGInstanceType1") == nullptr) == weighted);
      const evaluate::Result result = evaluated(t);
      CHECK(at(result.resources, {"InstanceASG", "CreationPolicy", "ResourceSignal", "Count"}).text() == one.count);
    }
  }
}

TEST_CASE("EC2's principal is what it is called in each partition") {
  const cfn::Template t = render_of("platform: amazon-linux-2023\n");
  for (const auto& [region, principal] :
       {std::pair{"us-east-1", "ec2.amazonaws.com"}, std::pair{"us-gov-west-1", "ec2.amazonaws.com"},
        std::pair{"cn-north-1", "ec2.amazonaws.com.cn"}, std::pair{"eusc-de-east-1", "ec2.amazonaws.com"},
        std::pair{"us-iso-east-1", "ec2.c2s.ic.gov"}}) {
    INFO(region);
    const evaluate::Result result = evaluated(t, {}, region);
    const Node& trust = at(result.resources, {"ASGRebootRole", "Properties", "AssumeRolePolicyDocument", "Statement"});
    CHECK(at(trust.items().front(), {"Principal", "Service"}).text() == principal);
  }
}

TEST_CASE("regions belong to partitions, and a family that is new is not one of aws's by silence") {
  CHECK(aws::partition_of("eusc-de-east-1")->name == "aws-eusc");
  CHECK(aws::partition_of("us-isob-east-1")->name == "aws-iso-b");
  CHECK(aws::partition_of("us-iso-west-1")->name == "aws-iso");
  CHECK(aws::partition_of("eu-isoe-west-1")->suffix == "cloud.adc-e.uk");
  CHECK(aws::partition_of("mx-central-1")->name == "aws");
  CHECK_FALSE(aws::partition_of("moon-base-1").has_value());
  CHECK(parameters::is_s3_address("https://b.s3.eu-west-1.amazonaws.com/t.yml"));
  CHECK(parameters::is_s3_address("https://s3.cn-north-1.amazonaws.com.cn/b/t.yml"));
  CHECK(parameters::is_s3_address("https://s3-us-west-2.amazonaws.com/b/t.yml"));
  CHECK_FALSE(parameters::is_s3_address("https://example.com/t.yml"));
  CHECK_FALSE(parameters::is_s3_address("https://s3.amazonaws.com.example.com/t.yml"));
  CHECK_FALSE(parameters::is_s3_address("https://evil-amazonaws.com/s3./t.yml"));
  CHECK_FALSE(parameters::is_s3_address("http://b.s3.amazonaws.com/t.yml"));
}

TEST_CASE("jobs that name no image get one that runs on their system") {
  const auto image = [](const std::string& spec, std::map<std::string, std::string> values = {}) {
    return value_line(evaluated(render_of(spec), std::move(values)), "DOCKER_IMAGE");
  };
  CHECK(image("platform: amazon-linux-2\n") == support::base64_encode("ruby"));
  for (const char* year : {"2019", "2022", "2025"}) {
    for (const char* fixed : {"", "fixed: true\n"}) {
      CHECK(image(fmt::format("platform: windows-{}\ngitlab: {{token: {{secret: s}}}}\n{}", year, fixed)) ==
            support::base64_encode(fmt::format("mcr.microsoft.com/windows/servercore:ltsc{}", year)));
    }
  }
  CHECK(image("platform: windows-2022\ndocker: {image: mine}\n") == support::base64_encode("mine"));
  // On the full form one default serves both: there Windows' script takes the image of its server's version.
  const std::map<std::string, std::string> windows = {
      {"1OSInstanceOSPlatform", "Windows"},
      {"3INSTConfigurationScript", "windows-docker.ps1"},
      {"9AWSRetrieveLatestAWSOSAmiIdFromSSM",
       "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-ECS_Optimized/image_id"}};
  CHECK(image("{}") == support::base64_encode("ruby"));
  CHECK(image("{}", windows).empty());
  std::map<std::string, std::string> own = windows;
  own["3GITLABRunnerDockerImage"] = "mine";
  CHECK(image("{}", own) == support::base64_encode("mine"));
}

TEST_CASE("tags of a stack reach instances and volumes, with any key that AWS takes") {
  const cfn::Template t = render_of("platform: amazon-linux-2023\ntags: {Cost Center: 7, a/b: x, Name: mine}\n");
  const evaluate::Result result = evaluated(t);
  const Node& data = at(result.resources, {"ASGLaunchTemplate", "Properties", "LaunchTemplateData"});
  CHECK(at(data, {"MetadataOptions", "InstanceMetadataTags"}).text() == "disabled");
  const Node& group = at(result.resources, {"InstanceASG", "Properties", "Tags"});
  const Node& volume = at(at(data, {"TagSpecifications"}).items().front(), {"Tags"});
  for (const Node* tags : {&group, &volume}) {
    std::map<std::string, std::string> all;
    for (const Node& one : tags->items()) {
      INFO(one.find("Key")->text());
      CHECK(all.emplace(one.find("Key")->text(), one.find("Value")->text()).second);  // each once
    }
    CHECK(all.at("Cost Center") == "7");
    CHECK(all.at("a/b") == "x");
    CHECK(all.at("Name") == "mine");
    CHECK(all.count("GitLabRunnerStack") == 1);
  }
}

TEST_CASE("no field of a form takes what CloudFormation would replace by a secret, or a token beside its place") {
  const std::vector<render::Parameter> rows = render::parameters(model::RunnerStack(model::RunnerStackValues()));
  cfn::Template form;
  form.parameters = render::parameters_section(rows);
  const auto takes = [&](const std::string& name, const std::string& value) {
    cfn::Template one;
    one.parameters = Node::mapping();
    one.parameters.add(name, *form.parameters.find(name));
    return evaluate::evaluate(one, {{{name, value}}, {}}).diagnostics.empty();
  };
  for (const render::Parameter& row : rows) {
    INFO(row.name);
    // Who writes a row says what its value may be.
    if (row.type != "String") continue;
    CHECK((!row.constraint.pattern.empty() || !row.constraint.allowed.empty()));
    for (const char* value :
         {"{{resolve:ssm:/a/b}}", "x{{resolve:secretsmanager:prod/db}}", "https://{{resolve:ssm:a}}/",
          "s3://b/{{resolve:ssm:a}}", "/opt/{{resolve:ssm:a}}", "C:\\{{resolve:ssm:a}}",
          "arn:aws:iam::aws:policy/{{resolve:ssm:a}}", "latest{{resolve:ssm:a}}"}) {
      INFO(value);
      CHECK_FALSE(takes(row.name, value));
    }
    if (row.value) {
      CHECK_FALSE(takes(row.name, *row.value + "{{resolve:ssm:a}}"));
      CHECK(takes(row.name, *row.value));
    }
  }
  for (const char* name :
       {"3GITLABRunnerTokenSecretId", "3GITLABRunnerTokenParameter", "3GITLABRunnerDockerHubSecret"}) {
    INFO(name);
    for (const char* value : {"glrt-0123456789abcdefghij", "glrt-t1_abc", "GR1348941abcdefgh", "glrtr-abc",
                              "corp-glrt-0123456789abcdefghij"}) {
      INFO(value);
      CHECK_FALSE(takes(name, value));
      CHECK(support::is_runner_token(value));
    }
    for (const char* value : {"gitlab-runner/team-a", "my-glrt-secret", "glr"}) {
      INFO(value);
      CHECK(takes(name, value));
      CHECK_FALSE(support::is_runner_token(value));
    }
  }
  for (const char* value : {"C:\\scripts\\runner.ps1", "/opt/x.sh", "s3://b/k.sh", "windows-shell.ps1", "Embedded"})
    CHECK(takes("3INSTConfigurationScript", value));
  for (const char* value : {"windows-shel.ps1", "amazon-linux-2023-docker", "embedded", ""})
    CHECK_FALSE(takes("3INSTConfigurationScript", value));
}

TEST_CASE("tokens are not echoed, and columns stay") {
  CHECK(support::without_tokens("secret: glrt-abcdefghij, x") == "secret: glrt-***, x");
  CHECK(support::without_tokens("GR1348941abcdefghij glpat-0123456789") == "GR1348941*** glpat-***");
  CHECK(support::without_tokens("begins with glrt- or so") == "begins with glrt- or so");
  CHECK(support::with_starred_tokens("a: glrt-abcdefghij # b") == "a: glrt-********** # b");
  const std::string source = "gitlab: {token: {secret: glrt-0123456789abcdefghij}}\n";
  const support::Diagnostic one{support::Severity::error,    "S004", {"s.yml", 1, 26}, "",
                                "glrt-0123456789abcdefghij", ""};
  const std::string text = support::to_text(one, source);
  CHECK(text.find("0123456789") == std::string::npos);
  CHECK(text.find("glrt-") != std::string::npos);
}

TEST_CASE("customer keys, a role's path and public addresses, where the spec says so") {
  const std::string key = "arn:aws:kms:eu-west-1:123456789012:key/abcd-1234";
  const cfn::Template t = render_of(fmt::format(
      "platform: amazon-linux-2023\nlogs: {{kms_key: '{0}'}}\ncache: {{kms_key: '{0}'}}\n"
      "gitlab: {{token: {{kms_key: '{0}'}}}}\nrole: {{path: /runners/}}\nnetwork: {{public_ip: false}}\nfixed: true\n",
      key));
  const evaluate::Result result = evaluated(t);
  CHECK(at(result.resources, {"RunnerLogGroup", "Properties", "KmsKeyId"}).text() == key);
  CHECK(at(result.resources, {"RunnerTokenSecret", "Properties", "KmsKeyId"}).text() == key);
  CHECK(at(result.resources, {"ASGRebootRole", "Properties", "Path"}).text() == "/runners/");
  CHECK(at(result.resources, {"ASGInstanceProfile", "Properties", "Path"}).text() == "/runners/");
  const Node& rules =
      at(result.resources, {"ASGBucket", "Properties", "BucketEncryption", "ServerSideEncryptionConfiguration"});
  CHECK(at(rules.items().front(), {"ServerSideEncryptionByDefault", "KMSMasterKeyID"}).text() == key);
  const Node& data = at(result.resources, {"ASGLaunchTemplate", "Properties", "LaunchTemplateData"});
  CHECK(data.find("SecurityGroupIds") == nullptr);
  CHECK(at(at(data, {"NetworkInterfaces"}).items().front(), {"AssociatePublicIpAddress"}).text() == "false");
  CHECK(evaluated(render_of("{}"))
            .resources.find("ASGLaunchTemplate")
            ->find("Properties")
            ->find("LaunchTemplateData")
            ->find("NetworkInterfaces") == nullptr);
}

}  // namespace vend
