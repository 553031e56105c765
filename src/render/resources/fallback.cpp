// What raises and lowers the on-demand group that steps in for spot instances that do not come.
//
// Two alarms look at one number: the instances that the spot group wants and neither has nor is starting, less those
// that the fallback already has. Above zero for some minutes raises the fallback, below zero lowers it; its instances
// drain as all others do. A group's metrics exist without instances.
#include <fmt/format.h>

#include <array>

#include "render/builder.hpp"
#include "vend/aws/cloud_watch.hpp"

namespace vend::render {
namespace {

using namespace cfn;

// So many missing at least, so many more; never more than are missing.
constexpr std::array fallback_sizes = {1, 2, 4, 8, 16};

Node fallback_steps(bool raises) {
  Node all = Node::sequence();
  for (std::size_t i = 0; i < fallback_sizes.size(); ++i) {
    const int sign = raises ? 1 : -1;
    const std::string near = raises ? "MetricIntervalLowerBound" : "MetricIntervalUpperBound";
    const std::string far = raises ? "MetricIntervalUpperBound" : "MetricIntervalLowerBound";
    Node step = mapping_of({{near, Node::integer(sign * (fallback_sizes.at(i) - fallback_sizes.front()))}});
    if (i + 1 < fallback_sizes.size())
      step.add(far, Node::integer(sign * (fallback_sizes.at(i + 1) - fallback_sizes.front())));
    step.add("ScalingAdjustment", Node::integer(sign * fallback_sizes.at(i)));
    all.push(std::move(step));
  }
  return all;
}

Node missing_instances(const Builder& b) {
  return sequence_of({operand({"wanted", group_metrics, "GroupDesiredCapacity", "Average"}),
                      operand({"running", group_metrics, fmt::format("GroupInService{}", counted_in(b)), "Average"}),
                      operand({"starting", group_metrics, fmt::format("GroupPending{}", counted_in(b)), "Average"}),
                      operand({"replaced", group_metrics, "GroupDesiredCapacity", "Average", fallback_group}),
                      result("missing", "wanted - running - starting - FILL(replaced, 0)", "missing spot instances")});
}

void add_fallback_direction(Builder& b, const model::AutoScalingGroupValues& group, bool raises) {
  const std::string policy = raises ? "FallbackUpPolicy" : "FallbackDownPolicy";
  b.add({.id = policy,
         .type = "AWS::AutoScaling::ScalingPolicy",
         .properties = mapping_of({{"AutoScalingGroupName", ref(fallback_group)},
                                   {"PolicyType", "StepScaling"},
                                   {"AdjustmentType", "ChangeInCapacity"},
                                   {"MetricAggregationType", "Average"},
                                   {"StepAdjustments", fallback_steps(raises)}})});
  b.add({.id = raises ? "SpotMissingAlarm" : "SpotBackAlarm",
         .type = "AWS::CloudWatch::Alarm",
         .properties = mapping_of(
             {{"AlarmDescription", raises ? "Starts on-demand instances for spot instances that do not come"
                                          : "Ends on-demand instances when spot instances are back"},
              {"Metrics", missing_instances(b)},
              {"EvaluationPeriods", Node::integer(group.spot->fallback->after_seconds / aws::cloud_watch::minute)},
              {"Threshold", Node::integer(raises ? 1 : -1)},
              {"ComparisonOperator", raises ? "GreaterThanOrEqualToThreshold" : "LessThanOrEqualToThreshold"},
              {"TreatMissingData", "notBreaching"},
              {"AlarmActions", sequence_of({cfn::ref(policy)})}})});
}

}  // namespace

void add_fallback(Builder& b) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  if (!group.spot->fallback) return;
  add_fallback_direction(b, group, true);
  add_fallback_direction(b, group, false);
}

}  // namespace vend::render
