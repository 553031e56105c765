#include "preview/needs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "vend/aws/instance_type.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

constexpr int hours_of_a_week = 7 * 24;

std::string hours(const Group& group) {
  if (!group.desired || *group.desired == 0) return "";
  const int always = *group.desired * hours_of_a_week;
  if (!group.schedule || !group.schedule->counted)
    return fmt::format("Instance hours of a week: {} at the size it starts with, before scaling.", always);
  return fmt::format("Instance hours of a week: {} with the schedule, {} without it, before scaling.",
                     std::lround(group.schedule->instance_hours), always);
}

// The most vCPUs that the largest of the types can take of each quota.
std::string quotas(const Group& group) {
  if (!group.max || *group.max == 0 || group.by_requirements) return "";
  std::map<std::string, int> largest;  // vCPUs of one instance, by the quota's name
  for (const std::string& type : group.instance_types) {
    const std::optional<int> cpus = aws::vcpus(type);
    const std::string_view quota = aws::quota_of(type);
    if (!cpus || quota.empty()) return "";
    int& known = largest[std::string(quota)];
    known = std::max(known, *cpus);
  }
  std::vector<std::string> parts;
  const int on_demand = group.on_demand_of(*group.max);
  for (const auto& [quota, cpus] : largest) {
    if (on_demand > 0)
      parts.push_back(fmt::format("{} of \"Running On-Demand {} instances\"", on_demand * cpus, quota));
    if (*group.max > on_demand)
      parts.push_back(fmt::format("{} of \"All {} Spot Instance Requests\"", (*group.max - on_demand) * cpus, quota));
  }
  return parts.empty() ? ""
                       : fmt::format("vCPUs at the largest size ({}): {}.", *group.max, support::join(parts, ", "));
}

}  // namespace

std::vector<std::string> needs(const Group& group) {
  std::vector<std::string> all = {hours(group), quotas(group)};
  if (group.max && *group.max > 0)
    all.push_back(fmt::format("Addresses in the subnets: {}; while an update replaces the whole group, {}.", *group.max,
                              2 * *group.max));
  std::erase(all, "");
  return all;
}

}  // namespace vend::preview
