// Stacks of v1.5.5 that are updated in place with all values kept: the parameters of its full template and of its
// twelve easy buttons as they really were (vending-machine-v1.5.5.json, read off the original).
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "file_text.hpp"
#include "vend/document/json_reader.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/model/prebuilt_script.hpp"
#include "vend/render/render.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"

namespace vend {
namespace {

using document::Node;
using Values = std::map<std::string, std::string>;

Node original() {
  support::Diagnostics found;
  const std::string path = VEND_SOURCE_DIR "/tests/render/vending-machine-v1.5.5.json";
  std::optional<Node> root = document::read_json(testing::file_text(path), path, found);
  REQUIRE(root.has_value());
  return *root;
}

const cfn::Template& full_template() {
  static const scripts::Library library{support::Assets()};
  static const cfn::Template t = render::render(model::RunnerStack(model::RunnerStackValues()), library);
  return t;
}

// What a stack has that was made with the defaults; what must be given gets something of its kind.
Values defaults_of(const Node& declared) {
  Values values;
  for (const document::Member& one : declared.members()) {
    const Node* value = one.value.find("Default");
    values[one.key] = value != nullptr                         ? value->text()
                      : one.key == "3GITLABRunnerRegTokenList" ? "glrt-12345678901234567890"
                      : one.key == "3GITLABRunnerTagList"      ? "TagA,TagB"
                                                               : "";
  }
  return values;
}

// The values of the stack that an easy button nests: the full template's, with those that the button passes.
Values nested_values(const Node& full, const Node& button) {
  Values values = defaults_of(full);
  const Values asked = defaults_of(*button.find("parameters"));
  const Node& nested = button.find("passes")->members().front().value;
  for (const document::Member& one : nested.find("Parameters")->members()) {
    const Node* reference = one.value.is_mapping() ? one.value.find("v") : nullptr;
    values[one.key] = reference != nullptr ? asked.at(reference->text()) : one.value.text();
  }
  return values;
}

std::string script_of(const evaluate::Result& result) {
  const Node& files = *result.resources.find("ASGLaunchTemplate")
                           ->find("Metadata")
                           ->find("AWS::CloudFormation::Init")
                           ->find("config")
                           ->find("files");
  for (const document::Member& one : files.members()) {
    if (one.key.find("custom_instance_configuration_script") == std::string::npos) continue;
    for (const document::Member& script : full_template().mappings.find("RunnerScripts")->members()) {
      const Node* text = script.value.find("Text");
      if (text != nullptr && text->text() == one.value.find("content")->text()) return script.key;
    }
  }
  return "(none)";
}

std::string script_line(const evaluate::Result& result) {
  const Node* encoded = result.resources.find("ASGLaunchTemplate")
                            ->find("Properties")
                            ->find("LaunchTemplateData")
                            ->find("UserData")
                            ->decoded();
  REQUIRE(encoded != nullptr);
  for (std::string_view line : support::split_lines(encoded->text())) {
    if (line.starts_with("SCRIPT:")) return std::string(line.substr(7));
  }
  return "";
}

void check_kept(const Values& values, const std::string& script) {
  for (const auto& [name, value] : values) {
    INFO(name);
    CHECK(full_template().parameters.find(name) != nullptr);
  }
  const evaluate::Result result = evaluate::evaluate(full_template(), {values, {}});
  for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
  REQUIRE(result.diagnostics.empty());
  CHECK(script_line(result) == support::base64_encode("Embedded"));
  CHECK(script_of(result) == script);
  const Node& group = *result.resources.find("InstanceASG")->find("Properties");
  CHECK(group.find("DesiredCapacity")->text() == values.at("4ASGDesiredCapacity"));
  CHECK(group.find("MaxSize")->text() == values.at("5ASGAutoScalingMaxSize"));
  const Node& mixed = *group.find("MixedInstancesPolicy");
  const Node& spread = *mixed.find("InstancesDistribution");
  CHECK(spread.find("OnDemandBaseCapacity")->text() == values.at("5SPOTOnDemandBaseCapacity"));
  CHECK(spread.find("OnDemandPercentageAboveBaseCapacity")->text() ==
        values.at("5SPOTOnDemandPercentageAboveBaseCapacity"));
  CHECK(spread.find("SpotAllocationStrategy")->text() == values.at("5SPOTSpotAllocationStrategy"));
  std::vector<std::string> types, wanted;
  for (const Node& one : mixed.find("LaunchTemplate")->find("Overrides")->items())
    types.push_back(one.find("InstanceType")->text());
  for (int i = 1; i <= 4; ++i) {
    const std::string& type = values.at(fmt::format("5ASGInstanceType{}", i));
    if (!type.empty()) wanted.push_back(type);
  }
  CHECK(types == wanted);
  CHECK((result.resources.find("ScaleUpPolicy") != nullptr) == (values.at("5ASGAutoScalingEnabled") == "true"));
}

}  // namespace

TEST_CASE("a stack of v1.5.5 with its defaults is updated in place, with its script", "[migration]") {
  const Node root = original();
  check_kept(defaults_of(*root.find("full")), "amazon-linux-2-docker.sh");
}

TEST_CASE("every value that v1.5.5 allowed is allowed", "[migration]") {
  const Node root = original();
  const Values defaults = defaults_of(*root.find("full"));
  int values = 0;
  for (const document::Member& one : root.find("full")->members()) {
    const Node* allowed = one.value.find("AllowedValues");
    if (allowed == nullptr) continue;
    for (const Node& value : allowed->items()) {
      INFO(one.key << "=" << value.text());
      Values changed = defaults;
      changed[one.key] = value.text();
      support::Diagnostics found = evaluate::evaluate(full_template(), {changed, {}}).diagnostics;
      // Combinations that never worked are told by rules; no single value is refused.
      std::erase_if(found, [](const support::Diagnostic& rule) { return rule.code == "R001"; });
      for (const support::Diagnostic& diagnostic : found) UNSCOPED_INFO(support::to_text(diagnostic));
      CHECK(found.empty());
      ++values;
    }
  }
  CHECK(values > 20);
}

TEST_CASE("the stack that each easy button nested is updated in place, with its script", "[migration]") {
  const Node root = original();
  const Node& buttons = *root.find("easy_buttons");
  CHECK(buttons.members().size() == 12);
  for (const document::Member& button : buttons.members()) {
    INFO(button.key);
    const bool windows = button.key.find("windows") != std::string::npos;
    check_kept(nested_values(*root.find("full"), button.value),
               windows ? "windows-shell.ps1" : "amazon-linux-2-docker.sh");
  }
}

TEST_CASE("addresses of v1.5.5's scripts mean ours, and no others do", "[migration]") {
  struct Case {
    std::string source;
    std::string script;  // empty: not ours
  };
  const std::string path = "/cfn/v1.5.5/runner_configs/";
  std::vector<Case> cases;
  for (const char* host :
       {"https://gl-public-templates.s3.amazonaws.com", "https://gl-public-templates.s3.us-west-2.amazonaws.com",
        "https://gl-public-templates.s3-us-west-2.amazonaws.com",
        "https://gl-public-templates.s3.eu-central-1.amazonaws.com",
        "https://gl-public-templates.s3.dualstack.us-west-2.amazonaws.com",
        "https://gl-public-templates.s3.cn-north-1.amazonaws.com.cn",
        "https://gl-public-templates.s3.us-gov-west-1.amazonaws.com"}) {
    for (const char* name :
         {"amazon-linux-2-docker.sh", "amazon-linux-2-shell.sh", "windows-docker.ps1", "windows-shell.ps1"})
      cases.push_back({host + path + name, name});
    cases.push_back({host + path + "windows-docker-windows.ps1", "windows-docker.ps1"});
    cases.push_back({host + std::string("/cfn/v1.4.7-alpha12/runner_configs/amazon-linux-2-docker.sh"),
                     "amazon-linux-2-docker.sh"});
    cases.push_back({host + path + "amazon-linux-2-docker-buildx.sh", ""});
    cases.push_back({host + path + "amazon-linux-2023-docker.sh", ""});  // v1.5.5 had none
  }
  const std::string raw =
      "https://gitlab.com/guided-explorations/aws/gitlab-runner-autoscaling-aws-asg/-/raw/main/runner_configs/";
  cases.push_back({raw + "windows-shell.ps1", "windows-shell.ps1"});
  cases.push_back(
      {"https://gitlab.com/mine/gitlab-runner-autoscaling-aws-asg/-/raw/main/runner_configs/windows-shell.ps1", ""});
  cases.push_back({"https://example.com/gl-public-templates.s3/runner_configs/windows-shell.ps1", ""});
  cases.push_back({"s3://gl-public-templates/cfn/v1.5.5/runner_configs/windows-shell.ps1", ""});
  for (const Case& one : cases) {
    INFO(one.source);
    CHECK(std::string(model::prebuilt_script(one.source).value_or("")) == one.script);
    Values values = {{"3GITLABRunnerRegTokenList", "glrt-12345678901234567890"},
                     {"3INSTConfigurationScript", one.source}};
    if (one.source.ends_with(".ps1")) {
      values["1OSInstanceOSPlatform"] = "Windows";
      values["9AWSRetrieveLatestAWSOSAmiIdFromSSM"] =
          "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base";
    }
    const evaluate::Result result = evaluate::evaluate(full_template(), {values, {}});
    REQUIRE(result.diagnostics.empty());
    CHECK(script_line(result) == support::base64_encode(one.script.empty() ? one.source : "Embedded"));
    if (!one.script.empty()) CHECK(script_of(result) == one.script);
  }
}

}  // namespace vend
