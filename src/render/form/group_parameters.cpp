// Parameters of the group: sizes, schedules, scaling and spot.
#include <fmt/format.h>

#include <algorithm>

#include "render/form/form_schedules.hpp"
#include "render/form/parameter_rows.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/aws/instance_type.hpp"

namespace vend::render {

namespace {

// The first policy with steps on CPU, memory or slots feeds the console form's one threshold each way.
const model::StepPolicyValues* form_policy(const Stack& stack) {
  for (const model::ScalingPolicy& policy : stack.scaling) {
    if (const auto* steps = std::get_if<model::StepPolicy>(&policy)) {
      if ((*steps)->metric.kind != model::Metric::Kind::custom) return &**steps;
    }
  }
  return nullptr;
}

}  // namespace

void group_sizes(const Stack& stack, Rows& rows) {
  const model::AutoScalingGroupValues& group = *stack.group;
  rows.push_back({"4ASGDesiredCapacity", "size.desired", Group::group, "Instances wanted",
                  "1 gives a runner that respawns (warm HA), 2 or more give hot HA. Must lie between the smallest and "
                  "the largest size.",
                  "Number", std::to_string(group.desired), number(0, 5000)});
  rows.push_back({"4ASGMinSize", "size.min", Group::group, "Smallest size",
                  "Scaling in stops here; schedules may go below.", "Number", std::to_string(group.min),
                  number(0, 5000)});
  rows.push_back({"5ASGAutoScalingMaxSize", "size.max", Group::group, "Largest size",
                  "Must be larger than the instances kept in service during an update.", "Number",
                  std::to_string(group.max), number(1, 5000)});
  rows.push_back({"4ASGLifecycleHeartbeatSeconds", "hooks.heartbeat", Group::group, "Terminating hook heartbeat (s)",
                  "Instances renew it while they drain; a dead instance is abandoned after this time.", "Number",
                  std::to_string(group.terminating->heartbeat_seconds),
                  number(aws::auto_scaling::shortest_heartbeat, aws::auto_scaling::longest_heartbeat)});
  rows.push_back({"4ASGDrainLimitSeconds", "hooks.drain_limit", Group::group, "Longest drain (s)",
                  "An instance that is being terminated waits this long for its running jobs; at most 100 heartbeats.",
                  "Number", std::to_string(group.drain_limit_seconds),
                  number(aws::auto_scaling::shortest_heartbeat, aws::auto_scaling::longest_hold)});
  rows.push_back({"4ASGMaxInstanceLifetimeSeconds", "max_instance_lifetime", Group::group,
                  "Replace instances after (s)", "0: never. Otherwise at least 86400 (a day).", "Number",
                  std::to_string(group.max_instance_lifetime_seconds), number(0, aws::auto_scaling::longest_lifetime)});
  rows.push_back(
      {"5ASGSelfMonitorTerminationInterval", "monitor_interval", Group::group, "Check for termination every (min)",
       "How often an instance checks whether it must drain; 0 counts as 1. Spot notices are watched every few seconds "
       "anyway. "
       "Disabled: jobs are not waited for.",
       "String", group.monitor_interval_minutes == 0 ? "Disabled" : std::to_string(group.monitor_interval_minutes),
       one_of({"0", "1", "2", "3", "4", "5", "Disabled"})});
  rows.push_back({"4ASGProtectBusyInstances", "protect_busy", Group::group, "Protect busy instances from scale-in",
                  "While it has jobs an instance asks not to be chosen, so that idle ones go first.", "String",
                  yes_no(group.protect_busy_instances), boolean});
  for (std::size_t i = 0; i < std::max<std::size_t>(group.types.size(), 4); ++i) {
    // One type alone is out of capacity sooner or later, so the full template offers equals of the first.
    constexpr std::array more = {"m5.large", "m5d.large", "m5n.large", "m5a.large"};
    std::string type = i < group.types.size() ? group.types[i].name : more.at(i);
    bool optional = i >= group.types.size() || !stack.platform;
    bool first = i == 0;
    rows.push_back(
        {fmt::format("5ASGInstanceType{}", i + 1), fmt::format("instances.{}", i), Group::group,
         fmt::format("Instance type {}", i + 1),
         first ? "Prefer current types of equal size without burst credits (no t2/t3/t4g): those confuse CPU scaling."
               : "More types give spot more pools to choose from.",
         "String", type,
         text(32,
              optional && !first ? fmt::format("({})?", aws::instance_type_pattern)
                                 : std::string(aws::instance_type_pattern),
              "an instance type such as m6i.large")});
  }
}

void schedules(const Stack& stack, Rows& rows) {
  const FormSchedules form = form_schedules(stack);
  const std::string start = form.start != nullptr ? form.start->cron : "Disabled";
  const std::string stop = form.stop != nullptr ? form.stop->cron : "Disabled";
  const std::string zone = form.timezone;
  const std::string desired =
      std::to_string(form.start != nullptr ? *form.start->desired : std::max(1, stack.group->desired));
  Constraint cron = text(64, "Disabled|[0-9A-Za-z*,/-]+( [0-9A-Za-z*,/-]+){4}",
                         "Disabled or a five-field cron expression such as 0 19 * * MON-FRI");
  rows.push_back({"4ASGScheduledShutdownCron", "schedules.stop", Group::group, "Stop schedule (cron)",
                  "When the group goes to 0 instances: five fields, minute hour day month weekday, or Disabled.",
                  "String", stop, cron});
  rows.push_back({"4ASGScheduledStartupCron", "schedules.start", Group::group, "Start schedule (cron)",
                  "When the group comes back: five fields, or Disabled.", "String", start, cron});
  rows.push_back({"4ASGScheduledStartupDesiredInstances", "schedules.start.desired", Group::group,
                  "Instances at the scheduled start", "At least 1, and not less than the smallest size.", "Number",
                  desired, number(1, 5000)});
  rows.push_back({"4ASGScheduleTimeZone", "schedules.timezone", Group::group, "Time zone of the schedules",
                  "An IANA name such as Europe/Berlin; follows daylight saving.", "String", zone,
                  text(64, "[A-Za-z0-9_+/-]+", "an IANA time zone name")});
}

void autoscaling(const Stack& stack, Rows& rows) {
  const model::StepPolicyValues* policy = form_policy(stack);
  bool enabled = stack.platform.has_value() && policy != nullptr;
  rows.push_back({"5ASGAutoScalingEnabled", "", Group::autoscaling, "Scale by load",
                  "Lets alarms on job slots, CPU or memory change the group's size.", "String", yes_no(enabled),
                  boolean});
  const model::Metric::Kind kind = policy != nullptr ? policy->metric.kind : model::Metric::Kind::cpu;
  rows.push_back({"5ASGAutoScalingMetricTypeToMonitor", "", Group::autoscaling, "Scale by",
                  "The group's average of CPU, memory, or job slots in use.", "String",
                  kind == model::Metric::Kind::memory  ? "Memory"
                  : kind == model::Metric::Kind::slots ? "Slots"
                                                       : "CPU",
                  one_of({"CPU", "Memory", "Slots"})});
  auto threshold = [&](const std::optional<model::ScalingAlarmValues>* alarm, double otherwise) {
    return fmt::format("{}", alarm != nullptr && *alarm ? (*alarm)->threshold : otherwise);
  };
  auto seconds = [&](const std::optional<model::ScalingAlarmValues>* alarm, int otherwise) {
    return std::to_string(alarm != nullptr && *alarm ? (*alarm)->seconds : otherwise);
  };
  const auto* out = policy != nullptr ? &policy->out : nullptr;
  const auto* in = policy != nullptr ? &policy->in : nullptr;
  Constraint percent = number(0, 100);
  const bool full = !stack.platform.has_value();
  auto period = [&](const std::string& own) {
    Constraint one = {
        .allowed = alarm_periods(full),
        .description = full ? "whole minutes; 0 for the usual time, 10 and 30 count as 60" : "whole minutes"};
    if (std::find(one.allowed.begin(), one.allowed.end(), own) == one.allowed.end()) one.allowed.push_back(own);
    return one;
  };
  const std::string out_seconds = seconds(out, 60), in_seconds = seconds(in, 300);
  rows.push_back({"5ASGAutoScalingSetScaleOutUtilizationThreshold", "scaling.out.at", Group::autoscaling,
                  "Scale out at (%)", "Use a lower value than on a single server.", "Number", threshold(out, 70),
                  percent});
  rows.push_back({"5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds", "scaling.out.for", Group::autoscaling,
                  "Scale out: seconds at or above", "How long, before instances are added.", "Number", out_seconds,
                  period(out_seconds)});
  rows.push_back({"5ASGAutoScalingSetScaleInUtilizationThreshold", "scaling.in.at", Group::autoscaling,
                  "Scale in at (%)", "Must lie below the threshold for scaling out.", "Number", threshold(in, 40),
                  percent});
  rows.push_back({"5ASGAutoScalingSetScaleInUtilizationThresholdSeconds", "scaling.in.for", Group::autoscaling,
                  "Scale in: seconds at or below", "How long, before an instance is removed.", "Number", in_seconds,
                  period(in_seconds)});
  rows.push_back({"5ASGInstanceWarmupSeconds", "warmup", Group::autoscaling, "Warm-up (s)",
                  "A new instance does not count for scaling before; Windows takes about 600.", "Number",
                  std::to_string(stack.group->warmup_seconds), number(0, 86'400)});
}

void spot(const Stack& stack, Rows& rows) {
  const model::SpotMixValues& mix = *stack.group->spot;
  rows.push_back({"5SPOTOnDemandBaseCapacity", "spot.on_demand_base", Group::spot, "On-demand instances first",
                  "So many instances are on-demand before the percentage below counts.", "Number",
                  std::to_string(mix.on_demand_base), number(0, 5000)});
  rows.push_back({"5SPOTOnDemandPercentageAboveBaseCapacity", "spot.on_demand_percentage", Group::spot,
                  "On-demand share of the rest (%)", "0: all spot. 100: no spot.", "Number",
                  std::to_string(mix.on_demand_percentage), number(0, 100)});
  rows.push_back(
      {"5SPOTSpotAllocationStrategy", "spot.strategy", Group::spot, "Spot allocation strategy",
       "price-capacity-optimized suits most; lowest-price is interrupted most often.", "String",
       std::string(to_string(mix.strategy)),
       one_of({"price-capacity-optimized", "capacity-optimized", "capacity-optimized-prioritized", "lowest-price"})});
  rows.push_back({"5SPOTCapacityRebalance", "spot.capacity_rebalance", Group::spot,
                  "Replace spot instances at risk early",
                  "Starts a replacement when AWS warns, so that the old instance has more time to drain.", "String",
                  yes_no(mix.capacity_rebalance), boolean});
}

}  // namespace vend::render
