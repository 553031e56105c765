// The parameter table: its rows in the order of the console form, and what is true of single rows.
#include <algorithm>
#include <array>

#include "parameter_rows.hpp"

namespace vend::render {
namespace {

constexpr std::array structural_parameters = {"1AAAATemplateVersion",   "1AAASourceProject",
                                              "1OSInstanceOSPlatform",  "1OSInstanceLinuxArch",
                                              "5ASGAutoScalingEnabled", "5ASGAutoScalingMetricTypeToMonitor"};

constexpr std::array<std::pair<const char*, const char*>, 25> off_values = {{
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

}  // namespace

std::vector<std::string> alarm_periods() {
  return {"0",   "10",  "30",  "60",  "120", "180",  "240",  "300", "360",
          "420", "480", "540", "600", "900", "1200", "1800", "3600"};
}

std::vector<Parameter> parameters(const model::RunnerStack& stack) {
  Rows rows;
  rows.reserve(96);
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
  for (Parameter& row : rows) {
    row.structural =
        std::find(structural_parameters.begin(), structural_parameters.end(), row.name) != structural_parameters.end();
    auto off =
        std::find_if(off_values.begin(), off_values.end(), [&](const auto& pair) { return pair.first == row.name; });
    if (off != off_values.end()) row.off = off->second;
    row.on_request = row.name == "9AWSExtraManagedPolicies" || row.name == "9AWSPermissionsBoundary";
  }
  return rows;
}

}  // namespace vend::render
