// What EC2 Auto Scaling takes, and how long its hooks and CloudFormation's handlers for it wait.
// Looked up in November 2026. (API = EC2 Auto Scaling API reference; UG = its user guide; CFN = CloudFormation, the
// attributes UpdatePolicy and CreationPolicy.)
#pragma once

#include <cstddef>

namespace vend::aws::auto_scaling {

inline constexpr std::size_t instance_type_overrides = 40;  // UG: a mixed instances policy's LaunchTemplateOverrides
inline constexpr int most_weight = 999;                     // API: WeightedCapacity
inline constexpr std::size_t listed_types = 400;            // API: InstanceRequirements, allowed and excluded types
inline constexpr std::size_t hook_name = 255;               // characters; API: PutLifecycleHook
inline constexpr std::size_t scheduled_actions = 125;       // UG: quotas, for a group
inline constexpr std::size_t step_adjustments = 20;         // UG: quotas, for a step scaling policy
inline constexpr std::size_t scaling_policies = 50;         // UG: quotas, for a group

// Seconds. API: PutLifecycleHook, HeartbeatTimeout.
inline constexpr int shortest_heartbeat = 30;
inline constexpr int longest_heartbeat = 7'200;
inline constexpr int default_heartbeat = 3'600;
// UG, "Amazon EC2 Auto Scaling lifecycle hooks": a hook ends after 100 heartbeats, and after 48 hours.
inline constexpr int most_heartbeats = 100;
inline constexpr int longest_hold = 172'800;

// Seconds. API: MaxInstanceLifetime is 0 or from a day to a year.
inline constexpr int shortest_lifetime = 86'400;
inline constexpr int longest_lifetime = 31'536'000;

// Seconds. CFN: PauseTime of a rolling update, Timeout of a creation policy, and of both without one.
inline constexpr int longest_pause = 3'600;
inline constexpr int longest_creation = 43'200;
inline constexpr int default_wait = 300;
// Minutes that CloudFormation's handlers of a group wait; registry schema of AWS::AutoScaling::AutoScalingGroup.
inline constexpr int group_update_minutes = 2'160;
inline constexpr int group_deletion_minutes = 240;
inline constexpr int most_batch = 100;  // CFN: MaxBatchSize

}  // namespace vend::aws::auto_scaling
