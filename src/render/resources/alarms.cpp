// Alarms that tell a topic what an operator has to look at. Launches that fail have no metric; the group's
// notifications tell of them (auto_scaling_group.cpp).
#include <fmt/format.h>

#include "render/builder.hpp"
#include "vend/aws/cloud_watch.hpp"

namespace vend::render {
namespace {

using namespace cfn;

constexpr int alarm_minute = aws::cloud_watch::minute;

void add_alarm(Builder& b, std::string id, std::string description, int minutes, Node what) {
  Node properties = mapping_of({{"AlarmDescription", sub("${AWS::StackName}: " + description)}});
  for (document::Member& one : what.members()) properties.add(one.key, std::move(one.value));
  properties.add("EvaluationPeriods", Node::integer(minutes));
  properties.add("ComparisonOperator", "GreaterThanOrEqualToThreshold");
  properties.add("TreatMissingData", "notBreaching");
  properties.add("AlarmActions", sequence_of({b.text("7ALARMTopic")}));
  properties.add("OKActions", sequence_of({b.text("7ALARMTopic")}));
  b.add({.id = std::move(id),
         .type = "AWS::CloudWatch::Alarm",
         .condition = has_alarms(b),
         .properties = std::move(properties)});
}

Node at_least_one(Node metrics) {
  return mapping_of({{"Metrics", std::move(metrics)}, {"Threshold", Node::integer(1)}});
}

Node reaches(std::string name, Node dimensions, int threshold) {
  return mapping_of({{"Namespace", stack_metrics()},
                     {"MetricName", std::move(name)},
                     {"Dimensions", std::move(dimensions)},
                     {"Statistic", "Maximum"},
                     {"Period", Node::integer(alarm_minute)},
                     {"Threshold", Node::integer(threshold)}});
}

// `prefix` of the logical ids: "" for the main group.
void add_alarms_of(Builder& b, const std::string& group, const std::string& prefix) {
  const model::AlarmValues& alarms = b.stack().observability->alarms;
  auto words = [](int seconds) {
    return seconds % alarm_minute == 0 ? fmt::format("{} minutes", seconds / alarm_minute)
                                       : fmt::format("{} seconds", seconds);
  };
  add_alarm(b, prefix + "BelowDesiredAlarm",
            fmt::format("fewer instances in service than wanted for {}", words(alarms.below_desired_seconds)),
            alarms.below_desired_seconds / alarm_minute,
            at_least_one(sequence_of(
                {operand({"wanted", group_metrics, "GroupDesiredCapacity", "Average", group}),
                 operand({"running", group_metrics, "GroupInService" + std::string(counted_in(b)), "Average", group}),
                 result("lacking", "wanted - running", "instances below the wanted size")})));
  // A draining instance does not take jobs, and rightly so; Auto Scaling counts such instances.
  add_alarm(b, prefix + "TakesNoJobsAlarm",
            fmt::format("an instance in service takes no jobs for {}", words(alarms.no_jobs_seconds)),
            alarms.no_jobs_seconds / alarm_minute,
            at_least_one(sequence_of({operand({"closed", stack_metrics(), "runner_takes_no_jobs", "Sum", group}),
                                      operand({"ending", group_metrics, "GroupTerminatingInstances", "Maximum", group}),
                                      result("idle", "closed - FILL(ending, 0)", "instances that take no jobs")})));
  add_alarm(b, prefix + "LongDrainAlarm", fmt::format("a drain lasts {} or longer", words(alarms.drain_seconds)), 1,
            reaches("runner_drain_seconds", sequence_of({group_dimension(group)}), alarms.drain_seconds));
  Node phase = sequence_of({group_dimension(group)});
  phase.push(mapping_of({{"Name", "Phase"}, {"Value", "total"}}));
  add_alarm(b, prefix + "SlowBootAlarm", fmt::format("a boot took {} or longer", words(alarms.boot_seconds)), 1,
            reaches("BootSeconds", std::move(phase), alarms.boot_seconds));
}

}  // namespace

void add_alarms(Builder& b) {
  if (has_alarms(b).is(false)) return;
  for (const std::string& group : groups_of(b)) add_alarms_of(b, group, group == main_group ? "" : "Fallback");
}

}  // namespace vend::render
