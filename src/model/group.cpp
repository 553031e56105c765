#include "vend/model/group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/problem_list.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/aws/cloud_watch.hpp"
#include "vend/aws/instance_type.hpp"

namespace vend::model {
namespace {

void check_types(const AutoScalingGroupValues& values, ProblemList& problems) {
  problems.require(!values.types.empty() || values.requirements.has_value(), "instances", "is empty",
                   "name at least one instance type, or give requirements");
  problems.require(values.types.empty() || !values.requirements, "instances", "stands beside requirements",
                   "keep one of the two");
  problems.require(values.types.size() <= aws::auto_scaling::instance_type_overrides, "instances",
                   fmt::format("has {} entries, but AWS takes at most {}", values.types.size(),
                               aws::auto_scaling::instance_type_overrides));
  std::set<std::string> seen;
  std::size_t weighted = 0;
  for (const InstanceType& type : values.types) {
    problems.require(aws::is_instance_type(type.name), "instances",
                     fmt::format("holds \"{}\", which is not an instance type", type.name), "write it like m6i.large");
    problems.require(seen.insert(type.name).second, "instances", fmt::format("names {} twice", type.name),
                     "remove one");
    if (type.weight) {
      ++weighted;
      problems.range("instances", *type.weight, 1, aws::auto_scaling::most_weight);
    }
  }
  problems.require(weighted == 0 || weighted == values.types.size(), "instances", "has weights for some types only",
                   "give every type a weight, or none");
}

void check_requirements(const InstanceRequirements& values, ProblemList& problems) {
  problems.require(values.vcpu_min >= 0, "instances.vcpu.min", "is negative");
  problems.require(values.memory_mib_min >= 0, "instances.memory_mib.min", "is negative");
  problems.require(!values.vcpu_max || *values.vcpu_max >= values.vcpu_min, "instances.vcpu.max", "is below min");
  problems.require(!values.memory_mib_max || *values.memory_mib_max >= values.memory_mib_min,
                   "instances.memory_mib.max", "is below min");
  problems.require(values.allowed.empty() || values.excluded.empty(), "instances.excluded", "stands beside allowed",
                   "keep one of the two");
  problems.require(values.allowed.size() <= aws::auto_scaling::listed_types &&
                       values.excluded.size() <= aws::auto_scaling::listed_types,
                   "instances", fmt::format("lists more than {} types", aws::auto_scaling::listed_types));
}

void check_sizes(const AutoScalingGroupValues& values, ProblemList& problems) {
  problems.require(values.min >= 0, "size.min", "is negative");
  problems.require(values.max >= 1, "size.max", fmt::format("is {}: such a group never starts an instance", values.max),
                   "set it to 1 or more");
  problems.require(values.min <= values.max, "size.min", fmt::format("is {}, above max ({})", values.min, values.max),
                   "lower min or raise max", {"size.max"});
  problems.require(values.min > values.max || (values.desired >= values.min && values.desired <= values.max),
                   "size.desired",
                   fmt::format("is {}, outside min ({}) to max ({})", values.desired, values.min, values.max), "",
                   {"size.min", "size.max"});
  problems.require(
      values.update->type != UpdateType::rolling ||
          values.update->min_in_service < fewest_instances(values, values.max),
      "update.min_in_service",
      fmt::format("is {}, but a rolling update needs room below max ({}{})", values.update->min_in_service, values.max,
                  has_weights(values) ? fmt::format(", which may be {} instances of the largest weight",
                                                    fewest_instances(values, values.max))
                                      : ""),
      "raise max, lower min_in_service, or use update type refresh or replace",
      {"size.max", "instances", "update.type"});
}

}  // namespace

std::string_view to_string(SpotStrategy strategy) {
  switch (strategy) {
    case SpotStrategy::lowest_price:
      return "lowest-price";
    case SpotStrategy::capacity_optimized:
      return "capacity-optimized";
    case SpotStrategy::capacity_optimized_prioritized:
      return "capacity-optimized-prioritized";
    case SpotStrategy::price_capacity_optimized:
      break;
  }
  return "price-capacity-optimized";
}

std::string_view to_string(UpdateType type) {
  return type == UpdateType::replace ? "replace" : type == UpdateType::refresh ? "refresh" : "rolling";
}

std::string_view to_string(ZoneDistribution distribution) {
  return distribution == ZoneDistribution::balanced_only ? "balanced-only" : "balanced-best-effort";
}

Problems check(const SpotMixValues& values) {
  ProblemList problems;
  problems.require(values.on_demand_base >= 0, "spot.on_demand_base", "is negative");
  problems.range("spot.on_demand_percentage", values.on_demand_percentage, 0, 100);
  if (!values.fallback) return problems.take();
  problems.require(values.on_demand_percentage < 100, "spot.fallback", "means nothing without spot instances",
                   "lower spot.on_demand_percentage, or remove it", {"spot.on_demand_percentage"});
  problems.range("spot.fallback.max", values.fallback->max, 1, 5'000);
  const int after = values.fallback->after_seconds, minute = aws::cloud_watch::minute;
  problems.require(after % minute == 0 && after >= minute && after <= aws::cloud_watch::longest_evaluation(minute),
                   "spot.fallback.after",
                   fmt::format("is {} s, but an alarm counts whole minutes, at most a day", after),
                   "write it like 10m");
  return problems.take();
}

Problems check(const LifecycleHookValues& values) {
  ProblemList problems;
  problems.require(!values.name.empty() && values.name.size() <= aws::auto_scaling::hook_name, "hooks",
                   fmt::format("has a name that is empty or longer than {}", aws::auto_scaling::hook_name));
  problems.seconds("hooks.heartbeat", values.heartbeat_seconds, aws::auto_scaling::shortest_heartbeat,
                   aws::auto_scaling::longest_heartbeat);
  return problems.take();
}

Problems check(const UpdatePolicyValues& values) {
  ProblemList problems;
  problems.require(values.min_in_service >= 0, "update.min_in_service", "is negative");
  problems.range("update.max_batch_size", values.max_batch_size, 1, aws::auto_scaling::most_batch);
  problems.range("update.min_success_percentage", values.min_success_percentage, 0, 100);
  problems.range("update.min_healthy_percentage", values.min_healthy_percentage, 0, 100);
  problems.range("update.max_healthy_percentage", values.max_healthy_percentage, 100, 200);
  problems.require(values.max_healthy_percentage - values.min_healthy_percentage <= 100,
                   "update.max_healthy_percentage",
                   fmt::format("is {}, more than 100 above min_healthy_percentage ({})", values.max_healthy_percentage,
                               values.min_healthy_percentage),
                   "lower it", {"update.min_healthy_percentage"});
  problems.require(values.min_healthy_percentage < 100 || values.max_healthy_percentage > 100,
                   "update.max_healthy_percentage",
                   "is 100, and so is min_healthy_percentage: no instance could be replaced",
                   "raise it to 110, or lower min_healthy_percentage", {"update.min_healthy_percentage"});
  problems.range(
      "update.boot_timeout", values.boot_timeout_minutes, 5,
      (values.type == UpdateType::rolling ? aws::auto_scaling::longest_pause : aws::auto_scaling::longest_creation) /
          60);
  return problems.take();
}

bool has_weights(const AutoScalingGroupValues& values) {
  return std::any_of(values.types.begin(), values.types.end(),
                     [](const InstanceType& type) { return type.weight.has_value(); });
}

int fewest_instances(const AutoScalingGroupValues& values, int size) {
  int largest = 1;
  for (const InstanceType& type : values.types) largest = std::max(largest, type.weight.value_or(1));
  return (size + largest - 1) / largest;
}

Problems check(const AutoScalingGroupValues& values) {
  ProblemList problems;
  check_sizes(values, problems);
  check_types(values, problems);
  if (values.requirements) {
    check_requirements(*values.requirements, problems);
    problems.require(values.spot->strategy != SpotStrategy::capacity_optimized_prioritized, "spot.strategy",
                     "is capacity-optimized-prioritized, which attribute requirements do not allow",
                     "use price-capacity-optimized", {"instances"});
  }
  problems.require(values.launching->transition == HookTransition::launching, "hooks",
                   "has a launching hook that is none");
  problems.require(values.terminating->transition == HookTransition::terminating, "hooks",
                   "has a terminating hook that is none");
  int longest = std::min(aws::auto_scaling::longest_hold,
                         aws::auto_scaling::most_heartbeats * values.terminating->heartbeat_seconds);
  problems.seconds(
      "hooks.drain_limit", values.drain_limit_seconds, values.terminating->heartbeat_seconds, longest,
      fmt::format("a hook lasts at most the smaller of 48h and 100 heartbeats (hooks.heartbeat is {}); raise "
                  "hooks.heartbeat, or drain for a shorter time",
                  calendar::short_duration(values.terminating->heartbeat_seconds)),
      {"hooks.heartbeat"});
  problems.require(values.warmup_seconds >= 0, "warmup", "is negative");
  problems.require(values.max_instance_lifetime_seconds == 0 ||
                       values.max_instance_lifetime_seconds >= aws::auto_scaling::shortest_lifetime,
                   "max_instance_lifetime", "is below one day, the shortest that EC2 Auto Scaling takes");
  problems.range("monitor_interval", values.monitor_interval_minutes, 0, 5);
  problems.require(!values.keep_failed_drains || values.monitor_interval_minutes > 0, "drain.keep_failed",
                   "means nothing with monitor_interval 0: without a terminating hook nothing is drained",
                   "give monitor_interval a minute or more", {"monitor_interval"});
  return problems.take();
}

}  // namespace vend::model
