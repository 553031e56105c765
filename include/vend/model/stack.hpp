// RunnerStack: a whole runner group, from which one template is rendered.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vend/model/group.hpp"
#include "vend/model/launch.hpp"
#include "vend/model/platform.hpp"
#include "vend/model/runner.hpp"
#include "vend/model/scaling.hpp"
#include "vend/model/schedule.hpp"

namespace vend::model {

// What a topic hears of. Seconds; times without a metric of their own are whole minutes, at most a day.
struct AlarmValues {
  std::string topic;                 // ARN of an SNS topic; empty = no alarms
  int below_desired_seconds = 1800;  // fewer instances in service than wanted, for so long
  int no_jobs_seconds = 900;         // an instance takes no jobs, for so long
  int drain_seconds = 4 * 3'600;     // a drain that lasts so long
  int boot_seconds = 1800;           // a boot that took so long
};

struct ObservabilityValues {
  int log_retention_days = 30;  // 0 = no log group; otherwise one of aws::cloud_watch::retention_days
  std::string log_kms_key;      // ARN; empty: AWS's own key
  bool dashboard = false;
  std::string notification_topic;  // SNS topic ARN; empty = none
  AlarmValues alarms;
};
Problems check(const ObservabilityValues& values);
using Observability = Checked<ObservabilityValues>;

// The stack's own tag, which the role's permissions are bound to.
inline constexpr std::string_view stack_tag = "GitLabRunnerStack";
// What instances write themselves, with a permission for these keys alone.
inline constexpr std::array instance_tags = {
    std::string_view("COMPUTETYPE"),      std::string_view("GitLabRunnerName"),  std::string_view("GitLabURL"),
    std::string_view("GitLabRunnerTags"), std::string_view("LAST_CF_PATCH_RUN"), std::string_view("ACTUAL_PATCH_DATE"),
    std::string_view("GitLabSystemId")};
// Keys that a stack's tags cannot have.
inline constexpr std::array reserved_tags = [] {
  std::array<std::string_view, instance_tags.size() + 1> all{stack_tag};
  for (std::size_t i = 0; i < instance_tags.size(); ++i) all[i + 1] = instance_tags[i];
  return all;
}();

struct Tag {
  std::string key;    // 1 to 128 characters, none of reserved_tags
  std::string value;  // at most 256 characters
};

struct RunnerStackValues {
  std::string name = "gitlab-runners";
  std::string description;

  // What the template is for. Without a platform it is the full template, which asks for platform, architecture and
  // script on the console form and carries all scripts.
  std::optional<Platform> platform;
  Architecture architecture = Architecture::amd64;
  Executor executor = Executor::docker;

  RunnerConfig runner{RunnerConfigValues{}};
  AutoScalingGroup group{AutoScalingGroupValues{}};
  std::vector<ScalingPolicy> scaling;  // full template: offered, and switched by 5ASGAutoScalingEnabled
  std::vector<Schedule> schedules;     // at most 125
  bool ask_schedules = false;          // the form asks for a start and a stop schedule even when there are none
  LaunchTemplate launch{LaunchTemplateValues{}};
  Network network{NetworkValues{}};
  Observability observability{ObservabilityValues{}};
  std::vector<Tag> tags;  // at most 40, so that AWS's limit of 50 has room for ours

  // What is baked in instead of asked for: paths of the spec such as "gitlab.url" (a path covers all below it).
  bool all_fixed = false;
  std::set<std::string> fixed_paths;
  std::set<std::string> asked_paths;  // exceptions from all_fixed; of an asked and a fixed path the longer one wins
};
Problems check(const RunnerStackValues& values);
// The length of the longest of the paths that is `path` or lies above it; 0 when there is none.
std::size_t longest_above(const std::set<std::string>& paths, std::string_view path);
using RunnerStack = Checked<RunnerStackValues>;

}  // namespace vend::model
