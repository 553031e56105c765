// What ends instances while they work, and what the hooks do about it.
#include <fmt/format.h>

#include <algorithm>

#include "validate/jobs/jobs.hpp"

namespace vend::validate {
namespace {

bool is_true(const Node* node) { return node != nullptr && node->text() == "true"; }

bool scales_in(const Resource& policy) {
  if (policy.properties->find("TargetTrackingConfiguration") != nullptr)
    return text_at(policy.properties, {"TargetTrackingConfiguration", "DisableScaleIn"}) != "true";
  if (const std::optional<double> change = number_of(policy.properties->find("ScalingAdjustment"))) return *change < 0;
  for (const Node* step : items_of(policy.properties->find("StepAdjustments"))) {
    if (number_of(step->find("ScalingAdjustment")).value_or(0) < 0) return true;
  }
  return text_at(policy.properties, {"AdjustmentType"}) == "ExactCapacity";
}

// A schedule that only raises the smallest size ends nothing.
bool may_shrink(const Resource& action) {
  return action.properties->find("DesiredCapacity") != nullptr || action.properties->find("MaxSize") != nullptr;
}

bool spans_zones(const Resource& group) {
  const std::optional<double> most = number_of(group.properties->find("MaxSize"));
  if (most && *most <= 1) return false;
  for (std::string_view places : {"VPCZoneIdentifier", "AvailabilityZones"}) {
    const Node* list = group.properties->find(places);
    if (list != nullptr && list->items().size() > 1) return true;
  }
  return false;
}

// Everything that ends instances while they work, each with its place.
void check_without_hook(const JobGroup& jobs, Report& report) {
  const Resource& group = jobs.group;
  auto say = [&](const Node* where, std::string_view what) {
    report.add("J001", document::mark_of(where, jobs.mark()), group.path("Properties"),
               fmt::format("{} ends instances in the middle of their jobs: the group has no terminating hook", what),
               "add a hook for autoscaling:EC2_INSTANCE_TERMINATING and drain the runner in it");
  };
  if (const Node* rolling = at(group.node, {"UpdatePolicy", "AutoScalingRollingUpdate"}))
    say(rolling, "a rolling update");
  if (const Node* replace = at(group.node, {"UpdatePolicy", "AutoScalingReplacingUpdate", "WillReplace"});
      is_true(replace))
    say(replace, "a replacing update");
  // EC2 Auto Scaling user guide, "Use instance scale-in protection": only updates end protected instances.
  if (is_true(group.properties->find("NewInstancesProtectedFromScaleIn"))) return;
  for (const Resource* one : jobs.of_group("AWS::AutoScaling::ScalingPolicy")) {
    if (scales_in(*one)) say(one->node, "scaling in (" + one->id + ")");
  }
  for (const Resource* one : jobs.of_group("AWS::AutoScaling::ScheduledAction")) {
    if (may_shrink(*one)) say(one->node, "the schedule (" + one->id + ")");
  }
  if (const Node* rebalance = group.properties->find("CapacityRebalance"); is_true(rebalance))
    say(rebalance, "capacity rebalancing");
  if (const Node* lifetime = group.properties->find("MaxInstanceLifetime");
      lifetime != nullptr && lifetime->text() != "0")
    say(lifetime, "MaxInstanceLifetime");
  if (spans_zones(group)) say(group.properties->find("MaxSize"), "rebalancing between zones");
}

void check_results(const JobGroup& jobs, Report& report) {
  // An instance whose hook is abandoned may be kept for a look at it (API reference, RetentionTriggers).
  const bool kept = text_at(jobs.group.properties,
                            {"InstanceLifecyclePolicy", "RetentionTriggers", "TerminateHookAbandon"}) == "retain";
  for (const Hook& hook : jobs.terminating) {
    const Node* result = hook.node->find("DefaultResult");
    if (!kept && (result == nullptr || result->text() == "ABANDON")) {
      report.add("J002", result != nullptr ? result->mark() : hook.node->mark(), jobs.group.path("Properties"),
                 "when the drain's time is over, ABANDON skips the other terminating hooks",
                 "set DefaultResult to CONTINUE");
    }
  }
  for (const Hook& hook : jobs.launching) {
    const Node* result = hook.node->find("DefaultResult");
    if (result != nullptr && result->text() == "CONTINUE") {
      report.add("J003", result->mark(), jobs.group.path("Properties"),
                 "an instance whose boot hangs is put into service and takes load it cannot serve",
                 "set DefaultResult of the launching hook to ABANDON");
    }
  }
}

// A hook that is a resource of its own needs the group: it is made after the first instances, and goes before the last.
void check_separate_hooks(const JobGroup& jobs, Report& report) {
  const Node* replace = at(jobs.group.node, {"UpdatePolicy", "AutoScalingReplacingUpdate", "WillReplace"});
  const std::string fix = fmt::format("move it into LifecycleHookSpecificationList of {}", jobs.group.id);
  for (const Hook& hook : jobs.terminating) {
    if (hook.resource == nullptr) continue;
    const bool each_update = is_true(replace);
    report.add("J014", hook.resource->node->mark(), hook.resource->path(),
               each_update
                   ? "an update deletes this hook before it deletes the group that it replaces: no job is waited for"
                   : "this hook is deleted before its group: deleting the stack waits for no job",
               fix, each_update ? std::nullopt : std::optional(support::Severity::info));
  }
  for (const Hook& hook : jobs.launching) {
    if (hook.resource != nullptr)
      report.add("J014", hook.resource->node->mark(), hook.resource->path(),
                 "this hook is made after its group, and does not hold the group's first instances", fix,
                 support::Severity::info);
  }
}

void check_sizes(const JobGroup& jobs, Report& report) {
  const bool changed_elsewhere = !jobs.of_group("AWS::AutoScaling::ScheduledAction").empty() ||
                                 !jobs.of_group("AWS::AutoScaling::ScalingPolicy").empty();
  const Node* wanted = jobs.group.properties->find("DesiredCapacity");
  const Node* keeps =
      at(jobs.group.node, {"UpdatePolicy", "AutoScalingScheduledAction", "IgnoreUnmodifiedGroupSizeProperties"});
  if (!changed_elsewhere || wanted == nullptr || is_true(keeps)) return;
  report.add("J007", wanted->mark(), jobs.group.path("UpdatePolicy"),
             "a stack update sets the sizes back that scaling or schedules have chosen, and ends instances",
             "set UpdatePolicy.AutoScalingScheduledAction.IgnoreUnmodifiedGroupSizeProperties to true");
}

}  // namespace

void check_ends(const JobGroup& jobs, Report& report) {
  if (jobs.terminating.empty()) check_without_hook(jobs, report);
  check_results(jobs, report);
  check_separate_hooks(jobs, report);
  check_sizes(jobs, report);
}

}  // namespace vend::validate
