#include "vend/model/stack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/problem_list.hpp"
#include "model/script_place.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/aws/cloud_watch.hpp"
#include "vend/aws/ebs.hpp"
#include "vend/aws/limits.hpp"
#include "vend/aws/names.hpp"
#include "vend/model/prebuilt_script.hpp"
#include "vend/support/text.hpp"

namespace vend::model {
namespace {

// IAM compares the keys of tags without regard to case.
void check_tags(const std::vector<Tag>& tags, ProblemList& problems) {
  problems.require(tags.size() <= 40, "tags", "has more than 40 entries");
  for (const Tag& tag : tags) {
    problems.require(!tag.key.empty() && tag.key.size() <= aws::limits::tag_key, "tags",
                     fmt::format("has a key that is empty or longer than {}", aws::limits::tag_key));
    problems.text("tags", tag.key, aws::limits::tag_key);
    problems.require(!support::equal_ignoring_case(std::string_view(tag.key).substr(0, 4), "aws:"), "tags",
                     fmt::format("has the key \"{}\", reserved by AWS", tag.key));
    for (std::string_view reserved : reserved_tags) {
      problems.require(!support::equal_ignoring_case(tag.key, reserved), "tags",
                       fmt::format("has the key \"{}\", which the runners set themselves", tag.key),
                       reserved == stack_tag ? "use another: the role's permissions depend on it" : "use another");
    }
    problems.text("tags", tag.value, aws::limits::tag_value);
  }
}

// A desired size outside of the min and max that hold at that time has no effect: Auto Scaling keeps the group between
// them.
void check_scheduled_sizes(const RunnerStackValues& values, ProblemList& problems) {
  int lowest = values.group->min, highest = values.group->max;
  for (const Schedule& one : values.schedules) {
    lowest = std::min(lowest, one->min.value_or(lowest));
    highest = std::max(highest, one->max.value_or(highest));
  }
  for (std::size_t i = 0; i < values.schedules.size(); ++i) {
    const ScheduleValues& one = *values.schedules[i];
    if (!one.desired) {
      // Such an action fails each time: it would leave the group with a min above its max.
      problems.require(one.max || !one.min || *one.min <= highest, fmt::format("schedules.{}.min", i),
                       fmt::format("is {}, above the group's max ({})", one.min.value_or(0), highest),
                       "give this schedule a max, or raise size.max");
      problems.require(one.min || !one.max || *one.max >= lowest, fmt::format("schedules.{}.max", i),
                       fmt::format("is {}, below the group's min ({})", one.max.value_or(0), lowest),
                       "give this schedule a min, or lower size.min");
      continue;
    }
    const std::string setting = fmt::format("schedules.{}.desired", i);
    problems.require(
        one.max || *one.desired <= highest, setting,
        fmt::format("is {}, above the group's max ({}), which the group would keep to", *one.desired, highest),
        "give this schedule a max, or raise size.max");
    // 0 switches the group off, and its smallest size with it.
    problems.require(
        one.min || *one.desired == 0 || *one.desired >= lowest, setting,
        fmt::format("is {}, below the group's min ({}), which the group would keep to", *one.desired, lowest),
        "give this schedule a min, or lower size.min");
  }
}

void check_schedules(const RunnerStackValues& values, ProblemList& problems) {
  check_scheduled_sizes(values, problems);
  problems.require(values.schedules.size() <= aws::auto_scaling::scheduled_actions, "schedules",
                   fmt::format("has more than {} entries", aws::auto_scaling::scheduled_actions));
  for (std::size_t i = 0; i < values.schedules.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const ScheduleValues& a = *values.schedules[i];
      const ScheduleValues& b = *values.schedules[j];
      problems.require(a.cron != b.cron || a.timezone != b.timezone || a.start != b.start, "schedules",
                       fmt::format("{} and {} run at the same time, and which one wins is open", j + 1, i + 1),
                       "merge them or move one by a minute");
    }
  }
}

// EC2 Auto Scaling user guide, "Target tracking": several policies of a group must each have a metric of their own.
void check_targets(const std::vector<ScalingPolicy>& policies, ProblemList& problems) {
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const auto* later = std::get_if<TargetTracking>(&policies[i]);
    for (std::size_t j = 0; later != nullptr && j < i; ++j) {
      const auto* earlier = std::get_if<TargetTracking>(&policies[j]);
      problems.require(earlier == nullptr || !((*earlier)->metric == (*later)->metric),
                       fmt::format("scaling.{}.metric", i),
                       fmt::format("is that of policy {}, too, but a group takes one target for a metric", j + 1),
                       "keep one of the two");
    }
  }
}

// Several policies of one metric are one policy to the group.
void check_thresholds(const std::vector<ScalingPolicy>& policies, ProblemList& problems) {
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const auto* in = std::get_if<StepPolicy>(&policies[i]);
    for (std::size_t j = 0; in != nullptr && j < policies.size(); ++j) {
      const auto* out = std::get_if<StepPolicy>(&policies[j]);
      if (i == j || out == nullptr || !(*in)->in || !(*out)->out || !((*in)->metric == (*out)->metric)) continue;
      problems.require((*in)->in->threshold < (*out)->out->threshold, fmt::format("scaling.{}.in.at", i),
                       fmt::format("is {}, not below out.at of policy {} ({}), which has the same metric: the group "
                                   "would swing",
                                   (*in)->in->threshold, j + 1, (*out)->out->threshold),
                       "remove instances at a value well below the one that adds some",
                       {fmt::format("scaling.{}.out.at", j)});
    }
  }
}

// What works on one system or with one executor only. The full template serves all of them: there each instance takes
// what concerns it.
void check_fitness(const RunnerStackValues& values, ProblemList& problems) {
  if (!values.platform) return;
  const RunnerConfigValues& runner = *values.runner;
  const bool windows = facts(*values.platform).windows;
  if (values.executor == Executor::shell) {
    const std::pair<bool, const char*> of_docker[] = {
        {!runner.docker_allowed_images.empty(), "docker.allowed_images"},
        {!runner.docker_memory.empty(), "docker.memory"},
        {!runner.docker_cpus.empty(), "docker.cpus"},
        {!runner.docker_shm_size.empty(), "docker.shm_size"},
        {!runner.docker_preload.empty(), "docker.preload"},
        {runner.docker_ecr, "docker.ecr"},
        {!runner.docker_hub_secret.empty(), "docker.hub_secret"},
    };
    for (const auto& [used, path] : of_docker) {
      problems.require(!used, path, "means nothing for the shell executor, which runs no containers",
                       "remove it or use executor docker");
    }
  }
  const std::pair<std::string_view, const char*> places[] = {{runner.script, "script.source"},
                                                             {runner.before.source, "script.before.source"},
                                                             {runner.after.source, "script.after.source"},
                                                             {runner.drain.source, "script.drain.source"}};
  for (const auto& [place, path] : places) {
    problems.require(windows || !needs_windows(place), path,
                     fmt::format("is a path of Windows, but the platform is {}", facts(*values.platform).title),
                     "write it like /opt/step.sh");
  }
  const std::string_view system = image_system(values.launch->image_parameter);
  problems.require(
      system.empty() || system == facts(*values.platform).title || values.launch->image != "AlwaysUseLatest",
      "image_parameter",
      fmt::format("names an image of {}, but the platform is {}", system, facts(*values.platform).title),
      "leave image_parameter out for the platform's own, or change platform", {"platform"});
  problems.require(!windows || runner.docker_shm_size.empty(), "docker.shm_size",
                   "means nothing on Windows, whose containers have no /dev/shm", "remove it");
  const std::pair<bool, const char*> of_windows[] = {
      {runner.windows.job_user, "windows.job_user"},
      {runner.windows.long_paths, "windows.long_paths"},
      {runner.windows.defender_exclusions, "windows.defender_exclusions"},
      {runner.windows.job_object, "windows.job_object"},
  };
  for (const auto& [used, path] : of_windows) {
    problems.require(windows || !used, path, fmt::format("means nothing on {}", facts(*values.platform).title),
                     "remove it");
  }
  problems.require(!windows || !runner.windows.job_user || values.executor == Executor::shell, "windows.job_user",
                   "means nothing for containers, which have their own user", "remove it or use executor shell");
  const InstanceStore store = values.launch->disk->instance_store;
  const bool for_shell = values.executor == Executor::shell;
  problems.require(
      store != (for_shell ? InstanceStore::docker : InstanceStore::builds), "disk.instance_store",
      fmt::format("is {}, but the {} executor has none there", to_string(store), to_string(values.executor)),
      fmt::format("use {} or none", for_shell ? "builds" : "docker"));
}

// A prebuilt script for another system or executor would end the boot, since it calls programs that are not there.
void check_prebuilt_script(const RunnerStackValues& values, ProblemList& problems) {
  const std::optional<std::string_view> given = prebuilt_script(values.runner->script);
  if (!given || !values.platform) return;
  const std::string fits = configuration_script(*values.platform, values.executor);
  problems.require(*given == fits, "script.source",
                   fmt::format("is {}, but the {} executor on {} has {}", *given, to_string(values.executor),
                               facts(*values.platform).title, fits),
                   "leave script.source out, or choose platform and executor to fit");
}

// Own steps and the certificate travel with a prebuilt script and are carried out by it.
void check_own_script(const RunnerStackValues& values, ProblemList& problems) {
  const RunnerConfigValues& runner = *values.runner;
  if (is_script_name(runner.script) || prebuilt_script(runner.script)) return;
  const std::pair<bool, const char*> ours[] = {
      {runner.before.given(), "script.before"},
      {runner.after.given(), "script.after"},
      {runner.drain.given(), "script.drain"},
      {!runner.ca_certificate.empty(), "gitlab.ca_certificate"},
  };
  for (const auto& [used, path] : ours) {
    problems.require(!used, path, "stands beside a script of your own, which would have to carry it out",
                     "put it into that script, or leave script.source out");
  }
}

// With weights a size counts units of capacity, whereas a stack waits for signals of instances.
void check_weights(const RunnerStackValues& values, ProblemList& problems) {
  if (!has_weights(*values.group)) return;
  for (std::string_view path : {"size", "size.desired", "instances"}) {
    problems.require(values.asked_paths.count(std::string(path)) == 0, "ask",
                     fmt::format("names {}, but with weights the size and the types are not for the form to change: "
                                 "the stack waits for as many signals as instances, and sizes count units",
                                 path),
                     "ask for size.min and size.max, or leave the weights out");
  }
}

}  // namespace

std::size_t longest_above(const std::set<std::string>& paths, std::string_view path) {
  std::size_t longest = 0;
  for (const std::string& one : paths) {
    const bool covered = path.starts_with(one) && (path.size() == one.size() || path[one.size()] == '.');
    if (covered) longest = std::max(longest, one.size());
  }
  return longest;
}

Problems check(const ObservabilityValues& values) {
  ProblemList problems;
  constexpr auto& known_days = aws::cloud_watch::retention_days;
  const bool known = values.log_retention_days == 0 ||
                     std::find(known_days.begin(), known_days.end(), values.log_retention_days) != known_days.end();
  problems.require(known, "logs.retention_days",
                   fmt::format("is {}, a number CloudWatch Logs does not take", values.log_retention_days),
                   "use 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, ...");
  problems.require(values.notification_topic.empty() || values.notification_topic.starts_with("arn:"),
                   "notifications.topic", "is not an ARN");
  const AlarmValues& alarms = values.alarms;
  problems.require(alarms.topic.empty() || alarms.topic.starts_with("arn:"), "alarms.topic",
                   fmt::format("is \"{}\", not the ARN of a topic", alarms.topic));
  const int minute = aws::cloud_watch::minute;
  for (auto [path, seconds] : {std::pair{"alarms.below_desired", alarms.below_desired_seconds},
                               std::pair{"alarms.no_jobs", alarms.no_jobs_seconds}}) {
    problems.require(
        seconds % minute == 0 && seconds >= minute && seconds <= aws::cloud_watch::longest_evaluation(minute), path,
        fmt::format("is {} s, but an alarm counts whole minutes, at most a day", seconds), "write it like 30m");
  }
  problems.require(alarms.drain_seconds > 0, "alarms.drain", "must be above 0");
  problems.require(alarms.boot_seconds > 0, "alarms.boot", "must be above 0");
  return problems.take();
}

Problems check(const RunnerStackValues& values) {
  ProblemList problems;
  problems.require(aws::is_stack_name(values.name), "name", fmt::format("is \"{}\"", values.name),
                   fmt::format("use a letter, then letters, digits and dashes, at most {} (a stack's name)",
                               aws::limits::stack_name));
  // A given role's policy is called by stack and region.
  const std::size_t longest = aws::limits::policy_name - aws::limits::longest_region - 1;
  problems.require(values.launch->role == "CreateOneForMe" || values.name.size() <= longest, "name",
                   fmt::format("has {} characters; with the region behind it, it is the name of a policy of role.name, "
                               "which has {} at most",
                               values.name.size(), aws::limits::policy_name),
                   fmt::format("use {} characters at most", longest));
  bool windows = values.platform && facts(*values.platform).windows;
  problems.require(!windows || values.architecture == Architecture::amd64, "architecture",
                   "is arm64, but AWS offers no Windows images for it", "use amd64");
  problems.require(!windows || values.launch->image != "AlwaysUseLatest" ||
                       values.launch->disk->size_gib >= aws::ebs::windows_image_gib,
                   "disk.size",
                   fmt::format("is below {} GiB, the size of AWS's Windows images", aws::ebs::windows_image_gib), "",
                   {"platform"});
  check_tags(values.tags, problems);
  check_schedules(values, problems);
  check_targets(values.scaling, problems);
  check_thresholds(values.scaling, problems);
  check_fitness(values, problems);
  check_own_script(values, problems);
  check_prebuilt_script(values, problems);
  check_weights(values, problems);
  problems.require(values.scaling.size() <= most_scaling_policies, "scaling",
                   fmt::format("has more than {} policies", most_scaling_policies));
  problems.text("description", values.description, 200);
  return problems.take();
}

}  // namespace vend::model
