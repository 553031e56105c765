// When the group grows and shrinks: alarms with step tables, or target tracking.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "vend/model/checked.hpp"

namespace vend::model {

// What is measured. cpu, memory and slots are the group's averages in percent; anything else is any CloudWatch metric.
// slots is the share of the job slots (`concurrent`) that is in use on the instances that take jobs.
struct Metric {
  enum class Kind { cpu, memory, slots, custom } kind = Kind::cpu;
  std::string name_space;  // custom only
  std::string name;        // custom only
  std::string statistic = "Average";
  std::vector<std::pair<std::string, std::string>> dimensions;  // custom only; without: the group's name

  bool operator==(const Metric&) const = default;
};

// One step: from `from` units beyond the threshold on, change the size by `change` instances. For scaling out `from` is
// 0 or more above the threshold, for scaling in 0 or less, below it.
struct Step {
  double from = 0;
  int change = 1;
};

struct ScalingAlarmValues {
  double threshold = 70;
  int seconds =
      60;  // an alarm's period: a multiple of 60; of a custom metric, which may come more often, also 10, 20 or 30
  int evaluation_periods = 1;  // period x evaluation periods at most one day (one week from periods of an hour)
  std::vector<Step> steps;     // 1 to 20, the first from 0, strictly away from the threshold
};
enum class ScalingDirection { out, in };
Problems check_alarm(const ScalingAlarmValues& values, ScalingDirection direction, Metric::Kind metric);

struct StepPolicyValues {
  Metric metric;
  std::optional<ScalingAlarmValues> out;
  std::optional<ScalingAlarmValues> in;  // its threshold must lie below that of `out`
};
Problems check(const StepPolicyValues& values);
using StepPolicy = Checked<StepPolicyValues>;

struct TargetTrackingValues {
  Metric metric;
  double target = 50;
  bool scale_in = true;
};
Problems check(const TargetTrackingValues& values);
using TargetTracking = Checked<TargetTrackingValues>;

using ScalingPolicy = std::variant<StepPolicy, TargetTracking>;
// Of one stack: each may be two of those that AWS lets a group have.
inline constexpr std::size_t most_scaling_policies = 20;

}  // namespace vend::model
