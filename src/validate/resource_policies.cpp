// CreationPolicy and UpdatePolicy (CloudFormation user guide, resource attribute reference).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "language.hpp"

namespace vend::validate {
namespace {

// A member of an attribute and the members below it; none for a plain value.
struct Shape {
  std::string_view attribute, member;
  std::array<std::string_view, 7> below;
};
constexpr std::array shapes = {
    Shape{"CreationPolicy", "ResourceSignal", {"Count", "Timeout"}},
    Shape{"CreationPolicy", "AutoScalingCreationPolicy", {"MinSuccessfulInstancesPercent"}},
    Shape{"CreationPolicy", "StartFleet", {}},
    Shape{"UpdatePolicy",
          "AutoScalingRollingUpdate",
          {"MaxBatchSize", "MinActiveInstancesPercent", "MinInstancesInService", "MinSuccessfulInstancesPercent",
           "PauseTime", "SuspendProcesses", "WaitOnResourceSignals"}},
    Shape{"UpdatePolicy", "AutoScalingReplacingUpdate", {"WillReplace"}},
    Shape{"UpdatePolicy", "AutoScalingScheduledAction", {"IgnoreUnmodifiedGroupSizeProperties"}},
    Shape{"UpdatePolicy",
          "CodeDeployLambdaAliasUpdate",
          {"ApplicationName", "DeploymentGroupName", "BeforeAllowTrafficHook", "AfterAllowTrafficHook"}},
    Shape{"UpdatePolicy", "UseOnlineResharding", {}},
    Shape{"UpdatePolicy", "EnableVersionUpgrade", {}},
};
constexpr std::array<std::string_view, 9> processes = {
    "Launch",           "Terminate",         "HealthCheck",       "AZRebalance",
    "ReplaceUnhealthy", "AlarmNotification", "AddToLoadBalancer", "ScheduledActions",
    "InstanceRefresh"};

std::vector<std::string> names(std::string_view attribute) {
  std::vector<std::string> all;
  for (const Shape& one : shapes) {
    if (one.attribute == attribute) all.emplace_back(one.member);
  }
  return all;
}

void check_below(const Resource& owner, const Shape& shape, const Node& value, Report& report) {
  if (shape.below[0].empty() || !value.is_mapping()) return;
  for (const document::Member& one : value.members()) {
    if (!is_one_of(one.key, shape.below))
      report.add("T014", one.mark, owner.path(shape.attribute),
                 fmt::format("{} has no attribute {}", shape.member, one.key), hint_of(one.key, shape.below));
  }
  for (const Node* one : items_of(value.find("SuspendProcesses"))) {
    if (one->is_scalar() && !is_symbolic(*one) && !is_one_of(one->text(), processes))
      report.add("T014", one->mark(), owner.path(shape.attribute), fmt::format("there is no process {}", one->text()),
                 hint_of(one->text(), processes));
  }
}

void check_attribute(const Resource& owner, std::string_view attribute, Report& report) {
  const Node* policy = owner.node->find(attribute);
  if (policy == nullptr || !policy->is_mapping()) return;
  for (const document::Member& one : policy->members()) {
    const auto* shape = std::find_if(shapes.begin(), shapes.end(), [&](const Shape& row) {
      return row.attribute == attribute && row.member == one.key;
    });
    if (shape == shapes.end()) {
      report.add("T014", one.mark, owner.path(attribute), fmt::format("{} has no attribute {}", attribute, one.key),
                 hint(one.key, names(attribute)));
    } else {
      check_below(owner, *shape, one.value, report);
    }
  }
}

}  // namespace

void check_resource_policies(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    check_attribute(one, "CreationPolicy", report);
    check_attribute(one, "UpdatePolicy", report);
  }
}

}  // namespace vend::validate
