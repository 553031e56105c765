// Groups that go to zero instances, and what starts them again.
#include <fmt/format.h>

#include <algorithm>

#include "validate/jobs/jobs.hpp"

namespace vend::validate {
namespace {

bool is_zero(const Node* node) { return number_of(node) == std::optional<double>(0.0); }

// True also for a size that only a running stack knows.
bool may_be_positive(const Node* node) { return node != nullptr && number_of(node).value_or(1) > 0; }

// A metric that only instances of a group send. What Auto Scaling counts itself exists without any.
bool comes_from_instances(const Node& metric) {
  const std::string_view name_space = text_at(&metric, {"Namespace"});
  if (name_space == "AWS/AutoScaling") return false;
  const std::vector<const Node*> dimensions = items_of(metric.find("Dimensions"));
  return std::any_of(dimensions.begin(), dimensions.end(), [](const Node* one) {
    const std::string_view name = text_at(one, {"Name"});
    return name == "AutoScalingGroupName" || name == "InstanceId" || name == "ImageId" || name == "InstanceType";
  });
}

bool alarm_needs_instances(const Resource& alarm) {
  const std::vector<const Node*> metrics = items_of(alarm.properties->find("Metrics"));
  if (metrics.empty()) return comes_from_instances(*alarm.properties);
  for (const Node* one : metrics) {
    const Node* stat = at(one, {"MetricStat", "Metric"});
    if (stat != nullptr && comes_from_instances(*stat)) return true;
  }
  return false;
}

bool adds(const Resource& policy) {
  const std::vector<const Node*> steps = items_of(policy.properties->find("StepAdjustments"));
  if (steps.empty()) return number_of(policy.properties->find("ScalingAdjustment")).value_or(1) > 0;
  return std::any_of(steps.begin(), steps.end(),
                     [](const Node* one) { return number_of(one->find("ScalingAdjustment")).value_or(1) > 0; });
}

// Whether a policy can start the first instance: by a metric that exists without one, or by somebody who calls it.
bool starts(const JobGroup& jobs, const Resource& policy) {
  const Node* target = policy.properties->find("TargetTrackingConfiguration");
  if (target != nullptr) {
    const Node* custom = target->find("CustomizedMetricSpecification");
    return custom != nullptr && custom->find("Metrics") == nullptr && !comes_from_instances(*custom);
  }
  if (text_at(policy.properties, {"PolicyType"}) == "PredictiveScaling") return true;
  if (!adds(policy)) return false;
  const std::vector<const Resource*> alarms = jobs.resolved.naming(policy, "AlarmActions", "AWS::CloudWatch::Alarm");
  return alarms.empty() || std::any_of(alarms.begin(), alarms.end(),
                                       [](const Resource* alarm) { return !alarm_needs_instances(*alarm); });
}

// A schedule that a condition leaves out: whether it is wanted is for the form, where somebody chooses.
bool has_other_schedules(const JobGroup& jobs) {
  const std::vector<const Resource*>& there = jobs.resolved.of_type("AWS::AutoScaling::ScheduledAction");
  const auto& all = jobs.resolved.t.resources.members();
  return std::any_of(all.begin(), all.end(), [&](const document::Member& one) {
    return text_at(&one.value, {"Type"}) == "AWS::AutoScaling::ScheduledAction" &&
           std::none_of(there.begin(), there.end(), [&](const Resource* action) { return action->id == one.key; });
  });
}

}  // namespace

void check_starts(const JobGroup& jobs, Report& report) {
  const std::vector<const Resource*> policies = jobs.of_group("AWS::AutoScaling::ScalingPolicy"),
                                     schedules = jobs.of_group("AWS::AutoScaling::ScheduledAction");
  const Node* least = jobs.group.properties->find("MinSize");
  const Node* stop = nullptr;
  for (const Resource* one : schedules) {
    if (may_be_positive(one->properties->find("DesiredCapacity")) || may_be_positive(one->properties->find("MinSize")))
      return;
    // A wish of 0 moves nothing while the smallest size is above it.
    const bool floor_goes = is_zero(one->properties->find("MinSize")) || is_zero(least);
    if (is_zero(one->properties->find("DesiredCapacity")) && floor_goes) stop = one->node;
  }
  const bool idles = is_zero(least) && !policies.empty();
  if (stop == nullptr && !idles) return;
  if (std::any_of(policies.begin(), policies.end(), [&](const Resource* one) { return starts(jobs, *one); })) return;
  const char* fix =
      "add a schedule that starts it, a policy on a metric that exists without instances, or a MinSize of 1";
  if (stop != nullptr) {
    report.add("J020", stop->mark(), jobs.group.path("Properties"),
               fmt::format("a schedule takes {} to 0 instances, and nothing starts it again", jobs.group.id), fix,
               has_other_schedules(jobs) && !report.for_given_values() ? std::optional(support::Severity::info)
                                                                       : std::nullopt);
  } else {
    report.add("J020", least->mark(), jobs.group.path("Properties.MinSize"),
               fmt::format("{} can go to 0 instances, which send no metrics: its policies never start one again",
                           jobs.group.id),
               fix);
  }
}

}  // namespace vend::validate
