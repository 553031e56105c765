// The Auto Scaling group: sizes, instance types, spot mix, lifecycle hooks, updates.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/model/checked.hpp"

namespace vend::model {

// An instance type with an optional weight (WeightedCapacity, 1 to 999; all types of a group have one or none has).
struct InstanceType {
  std::string name;
  std::optional<int> weight;
};

// Attribute-based selection instead of a list of types (InstanceRequirements). Memory in MiB.
struct InstanceRequirements {
  int vcpu_min = 2;
  std::optional<int> vcpu_max;
  int memory_mib_min = 4096;
  std::optional<int> memory_mib_max;
  std::vector<std::string> allowed;   // instance type patterns such as "m6*"
  std::vector<std::string> excluded;  // not together with allowed
  bool burstable = false;             // t-types confuse CPU scaling
};

enum class SpotStrategy { lowest_price, capacity_optimized, capacity_optimized_prioritized, price_capacity_optimized };
std::string_view to_string(SpotStrategy strategy);

// A second group, on demand, that steps in for spot instances that do not come.
struct SpotFallback {
  int max = 1;              // its largest size; 1 or more
  int after_seconds = 600;  // for which they must be missing, or too many be there; whole minutes, at most a day
};

// How much of the group is on-demand: `on_demand_base` instances first, then `on_demand_percentage` of the rest.
struct SpotMixValues {
  int on_demand_base = 0;          // 0 or more
  int on_demand_percentage = 100;  // 0 (all spot) to 100 (no spot)
  SpotStrategy strategy = SpotStrategy::price_capacity_optimized;
  bool capacity_rebalance = true;
  std::optional<SpotFallback> fallback;
};
Problems check(const SpotMixValues& values);
using SpotMix = Checked<SpotMixValues>;

enum class HookTransition { launching, terminating };

// HeartbeatTimeout is 30 to 7,200 s; a hook lasts at most 100 heartbeats and at most 48 h (EC2 Auto Scaling).
struct LifecycleHookValues {
  std::string name;
  HookTransition transition = HookTransition::terminating;
  int heartbeat_seconds = 600;
};
Problems check(const LifecycleHookValues& values);
using LifecycleHook = Checked<LifecycleHookValues>;

// rolling: batches of CloudFormation's own. refresh: an instance refresh of EC2 Auto Scaling. replace: a new group.
enum class UpdateType { rolling, replace, refresh };
std::string_view to_string(UpdateType type);

// AvailabilityZoneDistribution: where instances go when a zone has no capacity. balanced_best_effort takes another
// zone.
enum class ZoneDistribution { balanced_best_effort, balanced_only };
std::string_view to_string(ZoneDistribution distribution);

struct UpdatePolicyValues {
  UpdateType type = UpdateType::rolling;
  int min_in_service = 1;  // rolling: must stay below the group's max
  int max_batch_size = 2;  // rolling: 1 to 100
  int boot_timeout_minutes =
      45;  // for signals: 5 to 60 when rolling (PauseTime is at most PT1H), at most 720 otherwise
  // Of the instances whose signals are waited for, when the stack is made and (rolling) updated: 0 to 100.
  int min_success_percentage = 100;
  // refresh: of the wanted size, 0 to 100 and 100 to 200, at most 100 apart.
  int min_healthy_percentage = 100;
  int max_healthy_percentage = 110;
};
Problems check(const UpdatePolicyValues& values);
using UpdatePolicy = Checked<UpdatePolicyValues>;

struct AutoScalingGroupValues {
  int min = 1;
  int desired = 1;
  int max = 2;
  std::vector<InstanceType> types{{"m5.large", {}}};  // 1 to 40, or none with requirements
  std::optional<InstanceRequirements> requirements;
  SpotMix spot{SpotMixValues{}};
  LifecycleHook launching{LifecycleHookValues{"instance-launching", HookTransition::launching, 600}};
  LifecycleHook terminating{LifecycleHookValues{"instance-terminating", HookTransition::terminating, 600}};
  int drain_limit_seconds = 12 * 3'600;  // at most min(48 h, 100 heartbeats)
  UpdatePolicy update{UpdatePolicyValues{}};
  int warmup_seconds = 300;               // DefaultInstanceWarmup, 0 or more
  int max_instance_lifetime_seconds = 0;  // 0 = none, otherwise 86,400 or more
  int monitor_interval_minutes = 1;       // 1 to 5; 0 = the lifecycle state is not watched
  bool protect_busy_instances = false;
  // An instance whose drain was not completed is kept (state Retained) until somebody ends it, instead of ending with
  // its jobs. It costs money, and does not count as capacity.
  bool keep_failed_drains = false;
  ZoneDistribution zones = ZoneDistribution::balanced_best_effort;
};
Problems check(const AutoScalingGroupValues& values);

// Whether sizes count units of capacity instead of instances.
bool has_weights(const AutoScalingGroupValues& values);
// So many instances at least are `size` units of capacity: of the types' largest weight. Without weights `size` itself.
int fewest_instances(const AutoScalingGroupValues& values, int size);

using AutoScalingGroup = Checked<AutoScalingGroupValues>;

}  // namespace vend::model
