#include "diff/course.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "diff/groups.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/calendar/duration.hpp"

namespace vend::diff {
namespace {

namespace limits = aws::auto_scaling;

// More batches than anybody wants to see drawn.
constexpr int most_batches = 200;

struct Plan {
  int instances = 0;
  int at_once = 1;
  bool new_first = false;  // launches before it terminates
  int boot = 0;            // seconds until a batch counts
  int drain = 0;           // seconds that an old instance stays for its jobs
};

// The value of NAME=VALUE on a line of its own, as our launchers have it.
std::optional<int> value_in(const std::string& text, std::string_view name) {
  const std::size_t at = text.find("\n" + std::string(name) + "=");
  if (at == std::string::npos) return std::nullopt;
  const char* begin = text.data() + at + name.size() + 2;
  int value = 0;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  return error == std::errc() && end != begin ? std::optional(value) : std::nullopt;
}

// What a terminating hook of the old group says, and the drain limit that our own scripts have on top of it.
std::optional<int> longest_drain(const Update& update, const Resource& group) {
  std::optional<int> heartbeat;
  auto take = [&](const Node* hook) {
    heartbeat =
        std::max(heartbeat.value_or(0), number_at(hook, {"HeartbeatTimeout"}).value_or(limits::default_heartbeat));
  };
  if (const Node* list = at(group.before, {"Properties", "LifecycleHookSpecificationList"})) {
    for (const Node& hook : list->items()) {
      if (text_at(&hook, {"LifecycleTransition"}) == terminating) take(&hook);
    }
  }
  for (const Resource* hook : hooks_of(update, group.id, &Resource::before)) take(at(hook->before, {"Properties"}));
  if (!heartbeat) return std::nullopt;
  const Resource* launch = launch_of(update, group);
  const Node* data = launch != nullptr ? at(launch->before, {"Properties", "LaunchTemplateData", "UserData"}) : nullptr;
  const std::optional<int> ours =
      data != nullptr ? value_in(plain_text(*data, "UserData"), "DRAIN_LIMIT") : std::nullopt;
  if (!ours) return *heartbeat;  // nothing is known of scripts that would renew it
  return std::min({*ours, *heartbeat * limits::most_heartbeats, limits::longest_hold});
}

std::vector<Moment> played(const std::map<int, std::array<int, 4>>& changes) {
  std::vector<Moment> all;
  std::array<int, 4> now{};
  for (const auto& [second, change] : changes) {
    for (std::size_t i = 0; i < now.size(); ++i) now[i] += change[i];
    all.push_back({second, now[0], now[1], now[2], now[3]});
  }
  return all;
}

enum Kind : std::size_t { old_one, draining, booting, new_one };

std::vector<Moment> in_batches(const Plan& plan) {
  std::map<int, std::array<int, 4>> changes;
  changes[0][old_one] = plan.instances;
  int second = 0;
  if (plan.at_once < 1 || plan.instances / plan.at_once > most_batches) return {};
  for (int left = plan.instances; left > 0; left -= plan.at_once) {
    const int batch = std::min(left, plan.at_once);
    const int ready = second + plan.boot, ends = plan.new_first ? ready : second;
    changes[second][booting] += batch;
    changes[ready][booting] -= batch;
    changes[ready][new_one] += batch;
    changes[ends][old_one] -= batch;
    changes[ends][draining] += batch;
    changes[ends + plan.drain][draining] -= batch;
    second = ready;
  }
  return played(changes);
}

std::vector<Moment> whole(const Plan& plan) {
  std::map<int, std::array<int, 4>> changes;
  const int n = plan.instances;
  changes[0] = {n, 0, n, 0};
  changes[plan.boot][booting] -= n;
  changes[plan.boot][new_one] += n;
  changes[plan.boot][old_one] -= n;
  changes[plan.boot][draining] += n;
  changes[plan.boot + std::min(plan.drain, limits::group_deletion_minutes * 60)][draining] -= n;
  return played(changes);
}

bool suspends(const Node* policy, std::string_view process) {
  const Node* list = at(policy, {"AutoScalingRollingUpdate", "SuspendProcesses"});
  if (list == nullptr) return false;
  return std::any_of(list->items().begin(), list->items().end(),
                     [&](const Node& one) { return one.text() == process; });
}

void rolling_plan(const Node* rolling, const Resource& group, bool drains, GroupChange& out, Plan& plan) {
  const int batch = number_at(rolling, {"MaxBatchSize"}).value_or(1),
            least = number_at(rolling, {"MinInstancesInService"}).value_or(0);
  const int most = number_at(group.after, {"Properties", "MaxSize"}).value_or(plan.instances);
  const int room = plan.instances - least;
  plan.new_first = room < 1;
  plan.at_once = std::max(1, std::min(batch, plan.new_first ? most - plan.instances : room));
  const bool waits = text_at(rolling, {"WaitOnResourceSignals"}) == "true";
  const std::optional<int> pause = calendar::read_iso_duration(text_at(rolling, {"PauseTime"}));
  if (!waits) {
    plan.boot = std::max(plan.boot, pause.value_or(0));
    out.meanwhile.push_back(pause ? "the next batch follows after PauseTime, whether the new instances work or not"
                                  : "the next batch follows at once: nothing waits for the new instances");
  } else if (const int wait = pause.value_or(limits::default_wait); plan.boot > wait) {
    out.meanwhile.push_back(fmt::format("signals have to come within {}: with boots of {} the update is rolled back",
                                        calendar::duration_in_words(wait), calendar::duration_in_words(plan.boot)));
  }
  out.failure.push_back(
      waits
          ? fmt::format("when too few new instances signal, CloudFormation rolls back: the new instances are replaced "
                        "with ones of the old launch template, and {}",
                        drains ? "drain first, as the new hook says" : "nothing lets them finish their jobs")
          : "no signals are waited for: a launch template that does not boot replaces all instances, and the update "
            "succeeds");
}

// Auto Scaling, API: StartInstanceRefresh, MinHealthyPercentage and MaxHealthyPercentage.
void refresh_plan(const Node* refresh, GroupChange& out, Plan& plan) {
  int least = 100;
  for (std::string_view key : {"Preferences", "Strategy"}) {
    if (std::optional<int> given = number_at(refresh, {key, "MinHealthyPercentage"})) least = *given;
  }
  if (std::optional<int> given = number_at(refresh, {"MinHealthyPercentage"})) least = *given;
  plan.new_first = least >= 100;
  plan.at_once = plan.new_first ? std::max(1, plan.instances / 10) : std::max(1, plan.instances * (100 - least) / 100);
  out.failure.push_back(
      "when the refresh fails, the update does; instances that were exchanged already are exchanged back");
}

void add_actors(const Update& update, const Node* policy, GroupChange& out) {
  for (const auto& [id, one] : update.resources()) {
    const bool schedule = one.type == "AWS::AutoScaling::ScheduledAction",
               scaling = one.type == "AWS::AutoScaling::ScalingPolicy";
    if (one.before == nullptr || (!schedule && !scaling) ||
        named_by(at(one.before, {"Properties", "AutoScalingGroupName"})) != out.id)
      continue;
    const char* process = schedule ? "ScheduledActions" : "AlarmNotification";
    out.meanwhile.push_back(suspends(policy, process)
                                ? fmt::format("{} waits: the update suspends {}", id, process)
                                : fmt::format("{} may change the size meanwhile: nothing suspends {}", id, process));
  }
}

}  // namespace

void add_course(const Update& update, const Request& request, GroupChange& group) {
  const Resource* resource = update.find(group.id);
  if (resource == nullptr || resource->before == nullptr) return;
  group.drain_seconds = longest_drain(update, *resource);
  if (group.rolls == Rolls::none) return;
  const Node* policy = at(resource->after, {"UpdatePolicy"});
  const Node *rolling = at(policy, {"AutoScalingRollingUpdate"}), *refresh = at(policy, {"AutoScalingInstanceRefresh"});
  const bool anew = resource->action == Action::replace || resource->action == Action::may_replace ||
                    resource->action == Action::remove;
  Plan plan;
  plan.instances = group.instances.value_or(0);
  plan.boot = request.boot_seconds;
  plan.drain = group.aborts_jobs ? 0 : std::min(request.longest_job_seconds, group.drain_seconds.value_or(0));
  if (anew) {
    group.failure.push_back("when the new group does not come up, it is deleted and the old one stays as it is");
    group.at_once = group.instances;
    if (group.drain_seconds.value_or(0) > limits::group_deletion_minutes * 60)
      group.meanwhile.push_back(fmt::format("the deletion of the old group waits {} at most, its drains take up to {}",
                                            calendar::duration_in_words(limits::group_deletion_minutes * 60),
                                            calendar::duration_in_words(*group.drain_seconds)));
  } else if (refresh != nullptr) {
    refresh_plan(refresh, group, plan);
    group.at_once = plan.at_once;
  } else if (rolling != nullptr) {
    const bool drains = has_own_hook(resource->after) || !hooks_of(update, group.id, &Resource::after).empty();
    rolling_plan(rolling, *resource, drains, group, plan);
    group.at_once = plan.at_once;
  } else {
    return;
  }
  add_actors(update, policy, group);
  if (plan.instances < 1) return;
  group.moments = anew ? whole(plan) : in_batches(plan);
  if (!group.moments.empty() && group.moments.back().second > limits::group_update_minutes * 60)
    group.meanwhile.push_back(fmt::format("CloudFormation waits {} for the whole update of a group",
                                          calendar::duration_in_words(limits::group_update_minutes * 60)));
}

}  // namespace vend::diff
