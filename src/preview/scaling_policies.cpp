// Scaling policies and the alarms that trigger them.
#include <algorithm>
#include <cmath>
#include <limits>

#include "preview/lookup.hpp"
#include "preview/parts.hpp"

namespace vend::preview {
namespace {

struct MetricWords {
  std::string name;
  bool percentage;
};

// Metrics that are percentages by their definition; others by the unit of their alarm.
MetricWords metric_words(const std::string& name_space, const std::string& name, const std::string& unit) {
  if (name == "CPUUtilization" || name == "ASGAverageCPUUtilization" || name == "cpu_usage_active")
    return {"CPU", true};
  if (name == "mem_used_percent" || name == "Memory % Committed Bytes In Use" || name == "MemoryUtilization")
    return {"memory", true};
  if (name == "runner_slots_used_percent") return {"job slots in use", true};
  const bool percentage = unit == "Percent" || name.ends_with("Utilization") || name.ends_with("_percent");
  return {name_space.empty() ? name : name_space + "/" + name, percentage};
}

// Steps of a policy in absolute values of the metric, nearest to the threshold first.
void add_steps(StepScaling& scaling, const Node& properties) {
  if (const Node* listed = properties.find("StepAdjustments")) {
    for (const Node& one : listed->items()) {
      Step step;
      if (const auto lower = number_at(one, {"MetricIntervalLowerBound"})) step.from = scaling.threshold + *lower;
      if (const auto upper = number_at(one, {"MetricIntervalUpperBound"})) step.to = scaling.threshold + *upper;
      step.change = number_at(one, {"ScalingAdjustment"}).value_or(0);
      scaling.steps.push_back(step);
    }
  } else if (const auto change = number_at(properties, {"ScalingAdjustment"})) {
    Step step;
    (scaling.above ? step.from : step.to) = scaling.threshold;
    step.change = *change;
    scaling.steps.push_back(step);
  }
  const double none = std::numeric_limits<double>::infinity();
  std::stable_sort(scaling.steps.begin(), scaling.steps.end(), [&](const Step& a, const Step& b) {
    return scaling.above ? a.from.value_or(-none) < b.from.value_or(-none) : a.to.value_or(none) > b.to.value_or(none);
  });
  if (!scaling.percentage) return;
  for (Step& step : scaling.steps)
    step.reachable = scaling.above ? step.from.value_or(0) <= 100 : step.to.value_or(100) >= 0;
}

bool triggers(const Node& alarm, const std::string& policy) {
  const Node* actions = at(alarm, {"Properties", "AlarmActions"});
  return actions != nullptr && std::any_of(actions->items().begin(), actions->items().end(),
                                           [&](const Node& one) { return refers_to(&one, policy); });
}

// An alarm on an expression: what it is called, and the longest period of its parts.
void read_math(const Node& metrics, StepScaling& scaling, int& period) {
  for (const Node& one : metrics.items()) {
    period =
        std::max({period, count_at(one, {"MetricStat", "Period"}).value_or(0), count_at(one, {"Period"}).value_or(0)});
    if (text_at(one, {"ReturnData"}) == "false") continue;
    scaling.metric = text_at(one, {"Label"});
    if (scaling.metric.empty()) scaling.metric = text_at(one, {"Expression"});
    if (scaling.metric.empty()) {
      const MetricWords metric =
          metric_words(text_at(one, {"MetricStat", "Metric", "Namespace"}),
                       text_at(one, {"MetricStat", "Metric", "MetricName"}), text_at(one, {"MetricStat", "Unit"}));
      scaling.metric = metric.name;
      scaling.percentage = metric.percentage;
    }
  }
}

StepScaling step_scaling(const document::Member& policy, const document::Member& alarm) {
  const Node& of_alarm = *alarm.value.find("Properties");
  const Node& of_policy = *policy.value.find("Properties");
  StepScaling scaling;
  scaling.policy = policy.key;
  scaling.alarm = alarm.key;
  const MetricWords metric =
      metric_words(text_at(of_alarm, {"Namespace"}), text_at(of_alarm, {"MetricName"}), text_at(of_alarm, {"Unit"}));
  scaling.metric = metric.name;
  scaling.percentage = metric.percentage;
  int period = count_at(of_alarm, {"Period"}).value_or(0);
  if (const Node* metrics = of_alarm.find("Metrics")) read_math(*metrics, scaling, period);
  scaling.adjustment = text_at(of_policy, {"AdjustmentType"});
  const std::string comparison = text_at(of_alarm, {"ComparisonOperator"});
  scaling.above = comparison.starts_with("Greater");
  scaling.inclusive = comparison.find("OrEqual") != std::string::npos;
  scaling.threshold = number_at(of_alarm, {"Threshold"}).value_or(0);
  scaling.seconds = period * std::max(1, count_at(of_alarm, {"EvaluationPeriods"}).value_or(1));
  add_steps(scaling, of_policy);
  return scaling;
}

TargetTracking target_tracking(const document::Member& policy, const Node& configuration) {
  TargetTracking target;
  target.policy = policy.key;
  const std::string predefined = text_at(configuration, {"PredefinedMetricSpecification", "PredefinedMetricType"});
  const MetricWords metric = predefined.empty()
                                 ? metric_words(text_at(configuration, {"CustomizedMetricSpecification", "Namespace"}),
                                                text_at(configuration, {"CustomizedMetricSpecification", "MetricName"}),
                                                text_at(configuration, {"CustomizedMetricSpecification", "Unit"}))
                                 : metric_words("", predefined, "");
  target.metric = metric.name;
  target.percentage = metric.percentage;
  target.target = number_at(configuration, {"TargetValue"}).value_or(0);
  target.scale_in = !is_true_at(configuration, {"DisableScaleIn"});
  return target;
}

}  // namespace

void add_scaling(Group& group, const Node& resources) {
  for (const document::Member& policy : resources.members()) {
    if (text_at(policy.value, {"Type"}) != "AWS::AutoScaling::ScalingPolicy" ||
        !refers_to(at(policy.value, {"Properties", "AutoScalingGroupName"}), group.id))
      continue;
    if (const Node* configuration = at(policy.value, {"Properties", "TargetTrackingConfiguration"}))
      group.targets.push_back(target_tracking(policy, *configuration));
    for (const document::Member& alarm : resources.members()) {
      if (text_at(alarm.value, {"Type"}) == "AWS::CloudWatch::Alarm" && triggers(alarm.value, policy.key))
        group.steps.push_back(step_scaling(policy, alarm));
    }
  }
  // Out before in.
  std::stable_partition(group.steps.begin(), group.steps.end(), [](const StepScaling& one) { return one.above; });
}

}  // namespace vend::preview
