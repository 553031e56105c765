// The parameter table: its rows in the order of the console form, and what is true of single rows.
#include <algorithm>
#include <array>
#include <string_view>

#include "render/form/parameter_rows.hpp"

namespace vend::render {
namespace {

constexpr std::array<std::string_view, 6> structural_parameters = {
    "1AAAATemplateVersion", "1AAASourceProject",      "1OSInstanceOSPlatform",
    "1OSInstanceLinuxArch", "5ASGAutoScalingEnabled", "5ASGAutoScalingMetricTypeToMonitor"};

constexpr std::array<std::pair<std::string_view, const char*>, 25> off_values = {{
    {"3GITLABRunnerTokenSecretId", ""},
    {"3GITLABRunnerTokenParameter", ""},
    {"3GITLABRunnerTokenKmsKey", ""},
    {"3INSTConfigurationScriptSHA256", ""},
    {"3GITLABRunnerUntaggedJobs", "false"},
    {"3GITLABRunnerDockerVolumes", ""},
    {"3GITLABRunnerRegistryMirror", ""},
    {"3GITLABRunnerS3CacheShared", "false"},
    {"3INSTEbsKmsKey", ""},
    {"4ASGMaxInstanceLifetimeSeconds", "0"},
    {"4ASGProtectBusyInstances", "false"},
    {"3INSTHttpProxy", ""},
    {"3INSTNoProxy", ""},
    {"9AWSExtraManagedPolicies", ""},
    {"9AWSPermissionsBoundary", ""},
    {"7NOTIFYTopic", ""},
    {"7DASHBOARDEnabled", "false"},
    {"8DBGKeypairName", ""},
    {"8DBGLoadTestSeconds", "0"},
    {"3GITLABRunnerDockerPrivileged", "false"},
    {"4ASGSpecifyVPC", "DefaultVPC"},
    {"3GITLABRunnerLocked", "true"},
    {"3INSTEbsVolumeIops", "3000"},
    {"3INSTEbsVolumeThroughput", "125"},
    {"3GITLABRunnerDockerPullPolicy", "always"},
}};

// Parameters that were added when the form was long already: even the full template asks for them only where its stack
// uses them.
constexpr std::array<std::pair<std::string_view, const char*>, 29> late_rows = {{
    {"7ALARMTopic", ""},
    {"3GITLABRunnerCACertificate", ""},
    {"3GITLABRunnerRequestConcurrency", "1"},
    {"3GITLABRunnerOutputLimit", "4096"},
    {"3GITLABRunnerDownload", ""},
    {"3INSTStepBefore", ""},
    {"3INSTStepBeforeSHA256", ""},
    {"3INSTStepAfter", ""},
    {"3INSTStepAfterSHA256", ""},
    {"3INSTStepDrain", ""},
    {"3INSTStepDrainSHA256", ""},
    {"3INSTWindowsJobUser", "false"},
    {"3INSTWindowsLongPaths", "false"},
    {"3INSTWindowsDefenderExclusions", "false"},
    {"3INSTWindowsJobObject", "false"},
    {"3GITLABRunnerDockerAllowedImages", ""},
    {"3GITLABRunnerDockerMemory", ""},
    {"3GITLABRunnerDockerCpus", ""},
    {"3GITLABRunnerDockerShmSize", ""},
    {"3GITLABRunnerDockerPreload", ""},
    {"3GITLABRunnerDockerEcr", "false"},
    {"3GITLABRunnerDockerHubSecret", ""},
    {"3INSTInstanceStore", "none"},
    {"3INSTProxyJobs", "true"},
    {"3INSTMetadataForJobs", "false"},
    {"4ASGPublicIp", "subnet"},
    {"9AWSRolePath", "/"},
    {"7LOGKmsKey", ""},
    {"3GITLABRunnerS3CacheKmsKey", ""},
}};

// Texts so long that UserData has no room for the longest: baked in unless `ask` names them.
constexpr std::array<std::string_view, 11> baked_rows = {"3GITLABRunnerCACertificate",
                                                         "3GITLABRunnerDownload",
                                                         "3INSTStepBefore",
                                                         "3INSTStepBeforeSHA256",
                                                         "3INSTStepAfter",
                                                         "3INSTStepAfterSHA256",
                                                         "3INSTStepDrain",
                                                         "3INSTStepDrainSHA256",
                                                         "3GITLABRunnerDockerAllowedImages",
                                                         "3GITLABRunnerDockerPreload",
                                                         "3GITLABRunnerDockerHubSecret"};

}  // namespace

std::vector<std::string> alarm_periods(bool old) {
  std::vector<std::string> all = {"60",  "120", "180", "240", "300",  "360",  "420",
                                  "480", "540", "600", "900", "1200", "1800", "3600"};
  if (old) all.insert(all.begin(), {"0", "10", "30"});
  return all;
}

std::vector<Parameter> parameters(const model::RunnerStack& stack) {
  Rows rows;
  rows.reserve(128);
  template_information(rows);
  platform(*stack, rows);
  gitlab(*stack, rows);
  runner_script(*stack, rows);
  runner_docker(*stack, rows);
  runner_instance(*stack, rows);
  group_sizes(*stack, rows);
  schedules(*stack, rows);
  network(*stack, rows);
  autoscaling(*stack, rows);
  spot(*stack, rows);
  maintenance(*stack, rows);
  observability(*stack, rows);
  troubleshooting(*stack, rows);
  const bool weights = model::has_weights(*stack->group);  // then the size and the types belong together
  for (Parameter& row : rows) {
    row.structural =
        std::find(structural_parameters.begin(), structural_parameters.end(), row.name) != structural_parameters.end();
    auto off =
        std::find_if(off_values.begin(), off_values.end(), [&](const auto& pair) { return pair.first == row.name; });
    if (off != off_values.end()) row.off = off->second;
    auto late =
        std::find_if(late_rows.begin(), late_rows.end(), [&](const auto& pair) { return pair.first == row.name; });
    if (late != late_rows.end()) row.off = late->second;
    row.baked = std::find(baked_rows.begin(), baked_rows.end(), row.name) != baked_rows.end() ||
                (weights && (row.path == "size.desired" || row.path.starts_with("instances.")));
    row.on_request =
        late != late_rows.end() || row.name == "9AWSExtraManagedPolicies" || row.name == "9AWSPermissionsBoundary";
  }
  return rows;
}

}  // namespace vend::render
