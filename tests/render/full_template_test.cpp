// The full template: what v1.5.5 had in it is there, and its rules refuse what would fail late.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "render/render_of.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/text.hpp"

using namespace vend;
using document::Node;
using testing::render_of;

namespace {

// What v1.5.5 had; docs/migration.md tells which defaults changed.
constexpr const char* old_parameters[] = {"1AAAATemplateVersion",
                                          "1AAASourceProject",
                                          "1OSPeggedAMIID",
                                          "1OSInstanceOSPlatform",
                                          "1OSInstanceLinuxArch",
                                          "1OSLastManagedUpdate",
                                          "1OSPatchScope",
                                          "3INSTConfigurationScript",
                                          "3GITLABRunnerConcurrentJobs",
                                          "3GITLABRunnerInstanceURL",
                                          "3GITLABRunnerRegTokenList",
                                          "3GITLABRunnerS3CacheBucket",
                                          "3GITLABRunnerTagList",
                                          "3GITLABRunnerVersion",
                                          "3GITLABRunnerDockerImage",
                                          "4ASGDesiredCapacity",
                                          "4ASGUpdateType",
                                          "4ASGUpdateMinInstancesInService",
                                          "4ASGUpdateMaxBatchSize",
                                          "4ASGScheduledShutdownCron",
                                          "4ASGScheduledStartupCron",
                                          "4ASGScheduledStartupDesiredInstances",
                                          "4ASGSpecifyVPC",
                                          "4ASGSpecifySecurityGroups",
                                          "4ASGSpecifySubnets",
                                          "5ASGAutoScalingEnabled",
                                          "5ASGAutoScalingMaxSize",
                                          "5ASGSelfMonitorTerminationInterval",
                                          "5ASGAutoScalingMetricTypeToMonitor",
                                          "5ASGAutoScalingSetScaleOutUtilizationThreshold",
                                          "5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds",
                                          "5ASGAutoScalingSetScaleInUtilizationThreshold",
                                          "5ASGAutoScalingSetScaleInUtilizationThresholdSeconds",
                                          "5ASGInstanceType1",
                                          "5ASGInstanceType2",
                                          "5ASGInstanceType3",
                                          "5ASGInstanceType4",
                                          "3INSTEbsVolumeSize",
                                          "5SPOTSpotAllocationStrategy",
                                          "5SPOTOnDemandBaseCapacity",
                                          "5SPOTOnDemandPercentageAboveBaseCapacity",
                                          "8DBGKeypairName",
                                          "9AWSSpecifiedIAMRoleNAME",
                                          "9AWSRetrieveLatestAWSOSAmiIdFromSSM"};

constexpr const char* old_resources[] = {"ASGInstanceProfile",
                                         "RunnerPolicy",
                                         "ASGRebootRole",
                                         "ASGBucket",
                                         "InstanceASG",
                                         "ScheduledActionDailyStart",
                                         "ScheduledActionDailyStop",
                                         "ScaleDownPolicy",
                                         "ScaleUpPolicy",
                                         "LowUtilizationAlarm",
                                         "HighUtilizationAlarm",
                                         "ASGLaunchTemplate"};

}  // namespace

TEST_CASE("parameter files and stacks of v1.5.5 fit the full template") {
  cfn::Template t = render_of("{}");
  for (const char* name : old_parameters) {
    INFO(name);
    CHECK(t.parameters.find(name) != nullptr);
  }
  for (const char* id : old_resources) {
    INFO(id);
    CHECK(t.resources.find(id) != nullptr);
  }
  // Its defaults, as far as they were given, and values that its forms allowed.
  evaluate::Input old;
  old.parameters = {
      {"1AAAATemplateVersion", "v1.5.5"},
      {"1OSPeggedAMIID", "AlwaysUseLatest"},
      {"1OSLastManagedUpdate", "2021-01-28"},
      {"3INSTConfigurationScript",
       "https://gl-public-templates.s3.amazonaws.com/cfn/v1.5.5/runner_configs/amazon-linux-2-docker.sh"},
      {"3GITLABRunnerRegTokenList", "glrt-12345678901234567890;glrt-22345678901234567890"},
      {"3GITLABRunnerTagList", "TagA,TagB"},
      {"4ASGScheduledShutdownCron", "0 19 * * MON-FRI"},
      {"5ASGSelfMonitorTerminationInterval", "0"},
      {"5ASGInstanceType2", ""},
      {"5ASGAutoScalingMaxSize", "505"},
      {"5ASGAutoScalingSetScaleOutUtilizationThreshold", "0"},
      {"5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds", "0"},
      {"5ASGAutoScalingSetScaleInUtilizationThreshold", "0"},
      {"5ASGAutoScalingSetScaleInUtilizationThresholdSeconds", "0"},
      {"5SPOTSpotAllocationStrategy", "capacity-optimized-prioritized"},
      {"8DBGKeypairName", ""},
      {"9AWSSpecifiedIAMRoleNAME", "CreateOneForMe"},
      {"9AWSRetrieveLatestAWSOSAmiIdFromSSM", "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2"}};
  evaluate::Result result = evaluate::evaluate(t, old);
  for (const support::Diagnostic& one : result.diagnostics) UNSCOPED_INFO(support::to_text(one));
  REQUIRE(result.diagnostics.empty());
  CHECK(result.conditions.at("ScriptAmazonLinux2Docker"));
  CHECK(result.resources.find("ScheduledActionDailyStop") != nullptr);
  CHECK(result.resources.find("ScheduledActionDailyStart") == nullptr);
  CHECK(result.resources.find("ScaleUpPolicy") == nullptr);
}

TEST_CASE("combinations that would fail late are refused by rules") {
  cfn::Template t = render_of("{}");
  auto refused = [&](std::map<std::string, std::string> values) {
    values.emplace("3GITLABRunnerRegTokenList", "glrt-abcdefgh");
    std::size_t rules = 0;
    for (const support::Diagnostic& one : evaluate::evaluate(t, {values, {}}).diagnostics)
      rules += one.code == "R001" ? 1 : 0;
    return rules;
  };
  CHECK(refused({}) == 0);
  CHECK(refused({{"1OSInstanceOSPlatform", "Windows"}}) == 1);
  CHECK(refused({{"1OSInstanceOSPlatform", "Windows"},
                 {"9AWSRetrieveLatestAWSOSAmiIdFromSSM",
                  "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"}}) == 0);
  CHECK(refused({{"3INSTConfigurationScript", "windows-shell.ps1"}}) == 1);
  CHECK(refused({{"1OSInstanceLinuxArch", "arm64"}}) == 1);
  CHECK(refused({{"4ASGSpecifyVPC", "vpc-0123456789abcdef0"}}) == 1);
  CHECK(refused({{"5ASGAutoScalingEnabled", "true"}, {"5ASGAutoScalingSetScaleInUtilizationThreshold", "0"}}) == 1);
  CHECK(refused({{"3GITLABRunnerTokenSecretId", "name"}}) == 1);
  CHECK(refused({{"3GITLABRunnerRegTokenList", ""}, {"3GITLABRunnerTokenSecretId", "name"}}) == 0);
  CHECK(refused({{"3GITLABRunnerRegTokenList", ""}}) == 1);
}
