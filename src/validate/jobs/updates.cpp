// Creations and updates that cannot end well, or reach no instance: signals that never come, schedules in the middle
// of a rolling update, names that forbid a replacement, no update at all.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "validate/jobs/jobs.hpp"
#include "validate/services/user_data.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/calendar/duration.hpp"

namespace vend::validate {
namespace {

constexpr int group_deletion_seconds = aws::auto_scaling::group_deletion_minutes * 60;

bool says_true(const Node* node) { return node != nullptr && node->text() == "true"; }

// --- as many signals as instances, not as units of capacity

// The least and the largest weight; nothing without weights, or where only a stack knows them.
struct Weights {
  double least = 0, most = 0;
};
std::optional<Weights> weights_of(const JobGroup& jobs) {
  std::optional<Weights> found;
  for (const Node* row : items_of(at(jobs.group.properties, {"MixedInstancesPolicy", "LaunchTemplate", "Overrides"}))) {
    const std::optional<double> weight = number_of(row->find("WeightedCapacity"));
    if (!weight || *weight <= 0) return std::nullopt;
    if (!found) found = Weights{*weight, *weight};
    found->least = std::min(found->least, *weight);
    found->most = std::max(found->most, *weight);
  }
  return found;
}

void check_signal_count(const JobGroup& jobs, Report& report) {
  const Node* signal = at(jobs.group.node, {"CreationPolicy", "ResourceSignal"});
  if (signal == nullptr || !signal->is_mapping()) return;
  const Node* count_node = signal->find("Count");
  const std::optional<double> count = count_node != nullptr ? number_of(count_node) : 1;
  const Node* desired = jobs.group.properties->find("DesiredCapacity");
  const Node* size = desired != nullptr ? desired : jobs.group.properties->find("MinSize");
  const std::optional<double> capacity = number_of(size);
  if (!count || !capacity || *count <= 0) return;
  const Weights weights = weights_of(jobs).value_or(Weights{1, 1});
  // A group fills its capacity with as few or as many instances as the weights allow.
  const double most = std::ceil(*capacity / weights.least), least = std::ceil(*capacity / weights.most);
  if (*count <= least) return;
  const document::Mark mark = document::mark_of(count_node, signal->mark());
  const std::string weighed = weights.most > 1 ? fmt::format(" (capacity {:g} in instances that count {:g} to {:g})",
                                                             *capacity, weights.least, weights.most)
                                               : "";
  const std::string fix =
      weights.most > 1 ? fmt::format("wait for {:g}: signals come from instances, not from units", std::max(least, 1.0))
                       : "wait for as many signals as there are instances";
  if (*count > most) {
    report.add("J015", mark, jobs.group.path("CreationPolicy"),
               fmt::format("the stack waits for {:g} signals, and {} starts {:g} instances{}: it is never created",
                           *count, jobs.group.id, most, weighed),
               fix, report.rests_on_default(size->mark()) ? std::optional(support::Severity::warning) : std::nullopt);
  } else {
    report.add("J015", mark, jobs.group.path("CreationPolicy"),
               fmt::format("the stack waits for {:g} signals, and {} may start only {:g} instances{}", *count,
                           jobs.group.id, least, weighed),
               fix, support::Severity::warning);
  }
}

// --- rolling updates and schedules

// CloudFormation user guide, UpdatePolicy: "if you have scheduled actions, suspend ScheduledActions" during a rolling
// update; otherwise an action changes the sizes in its middle, and the update fails.
void check_scheduled_rolling(const JobGroup& jobs, Report& report) {
  const Node* rolling = at(jobs.group.node, {"UpdatePolicy", "AutoScalingRollingUpdate"});
  if (rolling == nullptr || !rolling->is_mapping()) return;
  const Node* suspended = rolling->find("SuspendProcesses");
  for (const Node* one : items_of(suspended)) {
    if (one->text() == "ScheduledActions" || is_symbolic(*one)) return;
  }
  const std::vector<const Resource*> actions = jobs.of_group("AWS::AutoScaling::ScheduledAction");
  if (actions.empty()) return;
  report.add("J018", document::mark_of(suspended, rolling->mark()), jobs.group.path("UpdatePolicy"),
             fmt::format("{} may change the sizes of {} in the middle of a rolling update, which fails then",
                         actions.front()->id, jobs.group.id),
             "add ScheduledActions to SuspendProcesses");
}

// --- updates that reach no instance, or that a name forbids

bool replaces(const Resource& group) {
  return says_true(at(group.node, {"UpdatePolicy", "AutoScalingReplacingUpdate", "WillReplace"}));
}

void check_fixed_group_name(const JobGroup& jobs, Report& report) {
  const Node* name = at(jobs.resolved.t.resources.find(jobs.group.id), {"Properties", "AutoScalingGroupName"});
  if (name == nullptr || !replaces(jobs.group)) return;
  report.add("J016", name->mark(), jobs.group.path("Properties.AutoScalingGroupName"),
             fmt::format("each update replaces {}, and with a name of its own it cannot be replaced", jobs.group.id),
             "remove AutoScalingGroupName");
}

void check_some_update(const JobGroup& jobs, Report& report) {
  if (jobs.launch == nullptr || replaces(jobs.group)) return;
  for (std::string_view policy : {"AutoScalingRollingUpdate", "AutoScalingInstanceRefresh"}) {
    if (at(jobs.group.node, {"UpdatePolicy", policy}) != nullptr) return;
  }
  report.add(
      "J017", jobs.mark(), jobs.group.path("UpdatePolicy"),
      fmt::format("a change of {} reaches no instance that runs: {} has no update policy", jobs.launch->id,
                  jobs.group.id),
      "add AutoScalingRollingUpdate, AutoScalingInstanceRefresh or AutoScalingReplacingUpdate below UpdatePolicy");
}

// --- time for a boot that installs something

bool installs(std::string_view script) {
  constexpr std::string_view words[] = {"yum -y",
                                        "yum install",
                                        "yum update",
                                        "dnf -y",
                                        "dnf install",
                                        "apt-get",
                                        "apt install",
                                        "choco install",
                                        "pip install",
                                        "npm install",
                                        "zypper",
                                        "docker pull",
                                        "Install-Package",
                                        "Install-WindowsFeature",
                                        "Install-WindowsUpdate",
                                        "msiexec"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view one) { return script.find(one) != std::string_view::npos; });
}

void check_boot_time(const JobGroup& jobs, Report& report) {
  if (jobs.launch == nullptr || !installs(user_data_text(*jobs.launch))) return;
  const Node* rolling = at(jobs.group.node, {"UpdatePolicy", "AutoScalingRollingUpdate"});
  const Node* waits[] = {at(jobs.group.node, {"CreationPolicy", "ResourceSignal", "Timeout"}),
                         says_true(at(rolling, {"WaitOnResourceSignals"})) ? rolling->find("PauseTime") : nullptr};
  for (const Node* wait : waits) {
    const std::optional<int> seconds = wait != nullptr ? calendar::read_iso_duration(wait->text()) : std::nullopt;
    if (seconds && *seconds >= 120 && *seconds <= aws::auto_scaling::default_wait)
      report.add("J005", wait->mark(), jobs.group.path(),
                 fmt::format("a boot that installs packages has {}, and what is too slow is rolled back",
                             calendar::duration_in_words(*seconds)),
                 "give it PT15M or more", support::Severity::info);
  }
}

// --- drains and the deletion of the stack

void check_deletion(const JobGroup& jobs, Report& report) {
  const std::optional<DrainLimit> limit = jobs.terminating.empty() ? std::nullopt : drain_limit(jobs);
  if (!limit || limit->seconds <= group_deletion_seconds) return;
  report.add("J019", jobs.terminating.front().node->mark().or_else(jobs.mark()), jobs.group.path("Properties"),
             fmt::format("{} lets a drain take {}, and CloudFormation waits {} for the deletion of a group: "
                         "delete-stack may end in DELETE_FAILED",
                         limit->name, calendar::duration_in_words(limit->seconds),
                         calendar::duration_in_words(group_deletion_seconds)),
             "delete the stack when no job runs, or once more after the drains");
}

}  // namespace

void check_updates(const JobGroup& jobs, bool has_jobs, Report& report) {
  check_signal_count(jobs, report);
  check_scheduled_rolling(jobs, report);
  check_fixed_group_name(jobs, report);
  check_some_update(jobs, report);
  check_boot_time(jobs, report);
  if (has_jobs) check_deletion(jobs, report);
}

}  // namespace vend::validate
