// Scaling policies and the alarms that trigger them. The first step policy on CPU, memory or slots has the
// logical ids and parameters of v1.5.5; others get a number.
#include <fmt/format.h>

#include <algorithm>

#include "render/builder.hpp"

namespace vend::render {
namespace {

using namespace cfn;
using model::Metric;
using model::ScalingAlarmValues;

// v1.5.5's step tables: out by 1 at the threshold, by 2 from 15 points above it, by 3 from 25; in by 1.
model::StepPolicyValues default_policy() {
  model::StepPolicyValues policy;
  policy.out = ScalingAlarmValues{.threshold = 70, .seconds = 60, .steps = {{0, 1}, {15, 2}, {25, 3}}};
  policy.in = ScalingAlarmValues{.threshold = 40, .seconds = 300, .steps = {{0, -1}}};
  return policy;
}

Node number(double value) {
  bool whole = value == static_cast<double>(static_cast<long>(value));
  return whole ? Node::integer(static_cast<long>(value)) : Node::real(value);
}

Node step_adjustments(const std::vector<model::Step>& steps, bool out) {
  Node adjustments = Node::sequence();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Node step = Node::mapping();
    const char* near = out ? "MetricIntervalLowerBound" : "MetricIntervalUpperBound";
    const char* far = out ? "MetricIntervalUpperBound" : "MetricIntervalLowerBound";
    step.add(near, number(steps[i].from));
    if (i + 1 < steps.size()) step.add(far, number(steps[i + 1].from));
    step.add("ScalingAdjustment", Node::integer(steps[i].change));
    adjustments.push(std::move(step));
  }
  return adjustments;
}

Node dimensions(const Metric& metric) {
  Node all = Node::sequence();
  for (const auto& [name, value] : metric.dimensions) all.push(mapping_of({{"Name", name}, {"Value", value}}));
  if (metric.dimensions.empty()) all.push(group_dimension(main_group));
  return all;
}

struct MetricNames {
  Node name_space;
  Node name;
};

// What the CloudWatch agent reports has one name on both systems; the instances' monitor gives it the slots.
MetricNames names(const Metric& metric) {
  if (metric.kind == Metric::Kind::cpu) return {"AWS/EC2", "CPUUtilization"};
  if (metric.kind == Metric::Kind::memory) return {stack_metrics(), "mem_used_percent"};
  if (metric.kind == Metric::Kind::slots) return {stack_metrics(), "runner_slots_used_percent"};
  return {Node(metric.name_space), Node(metric.name)};
}

struct PolicyParts {
  Condition condition;
  MetricNames metric;
  std::string prefix;     // of the logical ids: "" for the form's policy
  bool on_form = false;   // thresholds are parameters
  std::string path = {};  // in the spec
};

// 0 was the default once and stands for the sound period; 10 and 30 s were offered, and mean a minute, since these
// metrics come by the minute.
Node form_period(Builder& b, bool out, const model::StepPolicyValues& policy) {
  std::string parameter = out ? "5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds"
                              : "5ASGAutoScalingSetScaleInUtilizationThresholdSeconds";
  if (!b.full() || b.literal(parameter)) return b.value(parameter);
  Node periods = Node::mapping();
  std::vector<std::string> offered = alarm_periods(true);
  for (const std::optional<ScalingAlarmValues>* alarm : {&policy.out, &policy.in}) {
    const std::string own = *alarm ? std::to_string((*alarm)->seconds) : offered.back();
    if (std::find(offered.begin(), offered.end(), own) == offered.end()) offered.push_back(own);
  }
  for (const std::string& seconds : offered) {
    const bool unset = seconds == "0", short_one = unset || seconds == "10" || seconds == "30";
    const std::string out_of = short_one ? "60" : seconds;
    periods.add(seconds, mapping_of({{"Out", out_of}, {"In", unset ? "300" : out_of}}));
  }
  b.add_mapping("AlarmPeriods", std::move(periods));
  return find_in_map("AlarmPeriods", b.text(parameter), out ? "Out" : "In");
}

void add_direction(Builder& b, const PolicyParts& parts, const model::StepPolicyValues& policy, bool out) {
  const Metric& metric = policy.metric;
  const ScalingAlarmValues& alarm = out ? *policy.out : *policy.in;
  std::string policy_id = parts.prefix + (out ? "ScaleUpPolicy" : "ScaleDownPolicy");
  const std::string place = parts.path + (out ? ".out" : ".in");
  std::string alarm_id = parts.prefix + (out ? "HighUtilizationAlarm" : "LowUtilizationAlarm");
  b.add({.id = policy_id,
         .type = "AWS::AutoScaling::ScalingPolicy",
         .condition = parts.condition,
         .properties = mapping_of({{"AutoScalingGroupName", ref("InstanceASG")},
                                   {"PolicyType", "StepScaling"},
                                   {"AdjustmentType", "ChangeInCapacity"},
                                   {"MetricAggregationType", "Average"},
                                   {"StepAdjustments", step_adjustments(alarm.steps, out)}}),
         .place = place});
  std::string form =
      out ? "5ASGAutoScalingSetScaleOutUtilizationThreshold" : "5ASGAutoScalingSetScaleInUtilizationThreshold";
  // No Unit: an alarm with the wrong one never leaves INSUFFICIENT_DATA.
  b.add({.id = alarm_id,
         .type = "AWS::CloudWatch::Alarm",
         .condition = parts.condition,
         .properties =
             mapping_of({{"AlarmDescription", out ? "Adds runners under load" : "Removes runners that are hardly used"},
                         {"Namespace", parts.metric.name_space},
                         {"MetricName", parts.metric.name},
                         {"Dimensions", dimensions(metric)},
                         {"Statistic", metric.statistic},
                         {"Period", parts.on_form ? form_period(b, out, policy) : Node::integer(alarm.seconds)},
                         {"EvaluationPeriods", Node::integer(alarm.evaluation_periods)},
                         {"Threshold", parts.on_form ? b.value(form) : number(alarm.threshold)},
                         {"ComparisonOperator", out ? "GreaterThanOrEqualToThreshold" : "LessThanOrEqualToThreshold"},
                         {"TreatMissingData", "notBreaching"},
                         {"AlarmActions", sequence_of({cfn::ref(policy_id)})}}),
         .place = place});
}

void add_steps(Builder& b, const PolicyParts& parts, const model::StepPolicyValues& policy) {
  if (policy.in) add_direction(b, parts, policy, false);
  if (policy.out) add_direction(b, parts, policy, true);
}

void add_tracking(Builder& b, int index, const model::TargetTrackingValues& policy) {
  Node target =
      mapping_of({{"TargetValue", number(policy.target)}, {"DisableScaleIn", Node::boolean(!policy.scale_in)}});
  if (policy.metric.kind == Metric::Kind::cpu) {
    target.add("PredefinedMetricSpecification", mapping_of({{"PredefinedMetricType", "ASGAverageCPUUtilization"}}));
  } else {
    MetricNames metric = names(policy.metric);
    target.add("CustomizedMetricSpecification", mapping_of({{"Namespace", std::move(metric.name_space)},
                                                            {"MetricName", std::move(metric.name)},
                                                            {"Dimensions", dimensions(policy.metric)},
                                                            {"Statistic", policy.metric.statistic}}));
  }
  b.add({.id = fmt::format("TargetTrackingPolicy{}", index),
         .type = "AWS::AutoScaling::ScalingPolicy",
         .properties = mapping_of({{"AutoScalingGroupName", ref("InstanceASG")},
                                   {"PolicyType", "TargetTrackingScaling"},
                                   {"TargetTrackingConfiguration", std::move(target)}}),
         .place = fmt::format("scaling.{}", index - 1)});
}

PolicyParts form_parts(Builder& b, const Metric& metric) {
  PolicyParts parts{.condition = Condition::always(), .metric = names(metric), .on_form = true};
  if (b.full()) {
    parts.condition = b.equals("ConfigureAutoscaling", "5ASGAutoScalingEnabled", "true");
    constexpr const char* parameter = "5ASGAutoScalingMetricTypeToMonitor";
    Condition cpu = b.equals("UseCPUUtilizationMetric", parameter, "CPU");
    Condition slots = b.equals("UseSlotsMetric", parameter, "Slots");
    const MetricNames of_slots = names({.kind = Metric::Kind::slots}),
                      of_memory = names({.kind = Metric::Kind::memory});
    const MetricNames of_cpu = names({.kind = Metric::Kind::cpu});
    parts.metric = {b.choose(cpu, of_cpu.name_space, of_memory.name_space),
                    b.choose(cpu, of_cpu.name, b.choose(slots, of_slots.name, of_memory.name))};
  }
  return parts;
}

}  // namespace

Node stack_metrics() { return sub("vend/${AWS::StackName}"); }

void add_scaling(Builder& b) {
  std::vector<model::ScalingPolicy> policies = b.stack().scaling;
  if (b.full() && policies.empty()) policies.emplace_back(model::StepPolicy(default_policy()));
  bool form_taken = false;
  int index = 0;
  for (const model::ScalingPolicy& policy : policies) {
    ++index;
    if (const auto* tracking = std::get_if<model::TargetTracking>(&policy)) {
      add_tracking(b, index, **tracking);
      continue;
    }
    const model::StepPolicyValues& steps = *std::get<model::StepPolicy>(policy);
    bool form = !form_taken && steps.metric.kind != Metric::Kind::custom;
    form_taken = form_taken || form;
    PolicyParts parts =
        form ? form_parts(b, steps.metric)
             : PolicyParts{Condition::always(), names(steps.metric), fmt::format("Policy{}", index), false};
    parts.path = fmt::format("scaling.{}", index - 1);
    add_steps(b, parts, steps);
  }
}

}  // namespace vend::render
