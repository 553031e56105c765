#include "adopt/words.hpp"

#include <algorithm>
#include <array>

namespace vend::adopt {
namespace {

constexpr std::array<std::string_view, 7> lists = {"gitlab.tags",          "docker.volumes",  "docker.allowed_images",
                                                   "docker.preload",       "network.subnets", "network.security_groups",
                                                   "role.managed_policies"};

struct Word {
  const char* parameter;
  const char* value;
  const char* spec;
};
constexpr std::array words = {Word{"3GITLABRunnerS3CacheBucket", "CreateOneForMe", "own"},
                              Word{"4ASGUpdateType", "RollingThroughInstances", "rolling"},
                              Word{"4ASGUpdateType", "ReplaceEntireASG", "replace"},
                              Word{"1OSPatchScope", "All", "all"},
                              Word{"1OSPatchScope", "SecurityOnly", "security_only"},
                              Word{"1OSPatchScope", "NoPatching", "none"},
                              Word{"4ASGSpecifySubnets", "AllSubnets", ""},
                              Word{"4ASGSpecifySecurityGroups", "DefaultSG", ""},
                              Word{"5ASGSelfMonitorTerminationInterval", "Disabled", "0"},
                              Word{"5ASGSelfMonitorTerminationInterval", "0", "1m"},
                              Word{"5ASGSelfMonitorTerminationInterval", "1", "1m"},
                              Word{"5ASGSelfMonitorTerminationInterval", "2", "2m"},
                              Word{"5ASGSelfMonitorTerminationInterval", "3", "3m"},
                              Word{"5ASGSelfMonitorTerminationInterval", "4", "4m"},
                              Word{"5ASGSelfMonitorTerminationInterval", "5", "5m"}};

}  // namespace

bool is_list(std::string_view path) { return std::find(lists.begin(), lists.end(), path) != lists.end(); }

std::optional<std::string_view> word_of(std::string_view parameter, std::string_view value) {
  for (const Word& one : words) {
    if (parameter == one.parameter && value == one.value) return one.spec;
  }
  return std::nullopt;
}

bool is_special(std::string_view name) {
  constexpr std::array prefixes = {"1AAA",
                                   "1OSInstanceOSPlatform",
                                   "9AWSRetrieveLatestAWSOSAmiIdFromSSM",
                                   "3INSTConfigurationScript",
                                   "3INSTStep",
                                   "5ASGInstanceType",
                                   "5ASGAutoScalingEnabled",
                                   "5ASGAutoScalingMetricTypeToMonitor",
                                   "5ASGAutoScalingSetScale",
                                   "4ASGScheduled",
                                   "4ASGScheduleTimeZone",
                                   "3GITLABRunnerRegTokenList"};
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const char* one) { return name.starts_with(one); });
}

}  // namespace vend::adopt
