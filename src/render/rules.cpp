// Rules: combinations of parameters that would fail late are refused before anything is created.
#include "render/builder.hpp"
#include "vend/model/prebuilt_script.hpp"

namespace vend::render {
namespace {

using namespace cfn;

Node assertion(Node assert, std::string description) {
  return mapping_of({{"Assert", std::move(assert)}, {"AssertDescription", std::move(description)}});
}

Node rule(Node when, std::vector<Node> assertions) {
  Node node = Node::mapping();
  if (!when.is_null()) node.add("RuleCondition", std::move(when));
  node.add("Assertions", sequence_of(std::move(assertions)));
  return node;
}

Node is(Builder& b, std::string_view parameter, std::string_view text) { return equals(b.text(parameter), Node(text)); }

Node is_not(Builder& b, std::string_view parameter, std::string_view text) { return not_(is(b, parameter, text)); }

void add_platform_rules(Builder& b) {
  constexpr const char* default_image = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
  Node latest_for = and_({is(b, "1OSInstanceOSPlatform", "Windows"), is(b, "1OSPeggedAMIID", "AlwaysUseLatest")});
  b.add_rule("WindowsPlatformShouldNotUseDefaultSSMParameter",
             rule(std::move(latest_for),
                  {assertion(is_not(b, "9AWSRetrieveLatestAWSOSAmiIdFromSSM", default_image),
                             "Windows needs the SSM parameter of a Windows image, or a pinned AMI id.")}));
  Node linux_scripts = Node::sequence(), windows_scripts = Node::sequence();
  for (const model::PrebuiltScript& one : model::prebuilt_scripts)
    (one.windows ? windows_scripts : linux_scripts).push(one.name);
  auto not_among = [&](Node scripts) {
    Node contains = Node::mapping();
    contains.add("Fn::Contains", sequence_of({std::move(scripts), b.text("3INSTConfigurationScript")}));
    return not_(std::move(contains));
  };
  b.add_rule("WindowsNeedsItsOwnScriptAndProcessor",
             rule(is(b, "1OSInstanceOSPlatform", "Windows"),
                  {assertion(not_among(std::move(linux_scripts)), "Windows cannot run a Linux configuration script."),
                   assertion(is(b, "1OSInstanceLinuxArch", "amd64"), "There are no Windows images for arm64.")}));
  b.add_rule(
      "LinuxNeedsItsOwnScript",
      rule(is(b, "1OSInstanceOSPlatform", "Linux"),
           {assertion(not_among(std::move(windows_scripts)), "Linux cannot run a Windows configuration script.")}));
  Node arm = and_({is(b, "1OSInstanceLinuxArch", "arm64"), is(b, "1OSPeggedAMIID", "AlwaysUseLatest")});
  b.add_rule("Arm64NeedsItsOwnImage",
             rule(std::move(arm), {assertion(is_not(b, "9AWSRetrieveLatestAWSOSAmiIdFromSSM", default_image),
                                             "arm64 needs the SSM parameter of an arm64 image, or a pinned AMI id.")}));
}

void add_scaling_rule(Builder& b) {
  std::vector<Node> assertions;
  for (const char* name :
       {"5ASGAutoScalingSetScaleOutUtilizationThreshold", "5ASGAutoScalingSetScaleInUtilizationThreshold"}) {
    assertions.push_back(assertion(is_not(b, name, "0"), "Scaling by load needs both thresholds; neither may be 0."));
  }
  b.add_rule("AutoscalingNeedsThresholds", rule(is(b, "5ASGAutoScalingEnabled", "true"), std::move(assertions)));
}

// Of the three ways to give the token exactly one: each pair has an empty one, and not all are empty.
void add_token_rule(Builder& b) {
  auto empty = [&](std::string_view name) { return is(b, name, ""); };
  auto one_empty = [&](std::string_view a, std::string_view c) { return or_({empty(a), empty(c)}); };
  constexpr const char* list_name = "3GITLABRunnerRegTokenList";
  constexpr const char* secret = "3GITLABRunnerTokenSecretId";
  constexpr const char* parameter = "3GITLABRunnerTokenParameter";
  Node none = and_({empty(list_name), empty(secret), empty(parameter)});
  constexpr const char* text = "Give the runner token exactly once: as a value, as a secret or as an SSM parameter.";
  b.add_rule("TokenGivenOnce", rule({}, {assertion(not_(std::move(none)), text),
                                         assertion(and_({one_empty(list_name, secret), one_empty(list_name, parameter),
                                                         one_empty(secret, parameter)}),
                                                   text)}));
}

}  // namespace

void add_rules(Builder& b) {
  if (b.full()) {
    add_platform_rules(b);
    add_scaling_rule(b);
    add_token_rule(b);
  }
  bool asks_vpc = !b.stack().network->pickers && !b.literal("4ASGSpecifyVPC") && !b.literal("4ASGSpecifySubnets");
  if (asks_vpc) {
    b.add_rule("VpcNeedsSubnets",
               rule(is_not(b, "4ASGSpecifyVPC", "DefaultVPC"),
                    {assertion(is_not(b, "4ASGSpecifySubnets", "AllSubnets"),
                               "A VPC of your own needs its subnets listed; AllSubnets means the default VPC's.")}));
  }
}

}  // namespace vend::render
