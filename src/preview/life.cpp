// An instance's life: who waits for how long while it boots and while it drains, and who gives up first.
#include <fmt/format.h>

#include <algorithm>

#include "preview/lookup.hpp"
#include "preview/parts.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

using namespace aws::auto_scaling;  // its times

constexpr int a_minute = 60;

// Hooks in the group's own list, and those that are resources.
std::vector<const Node*> hooks_of(const Node& group, const std::string& id, const Node& resources) {
  std::vector<const Node*> all;
  if (const Node* own = at(group, {"Properties", "LifecycleHookSpecificationList"})) {
    for (const Node& one : own->items()) all.push_back(&one);
  }
  for (const document::Member& one : resources.members()) {
    if (text_at(one.value, {"Type"}) == "AWS::AutoScaling::LifecycleHook" &&
        refers_to(at(one.value, {"Properties", "AutoScalingGroupName"}), id))
      all.push_back(one.value.find("Properties"));
  }
  return all;
}

std::string name_of_hook(const Node& hook) {
  const std::string name = text_at(hook, {"LifecycleHookName"});
  return name.empty() ? "The hook" : "The hook " + name;
}

int iso_seconds(const Node& node, Path path) {
  return calendar::read_iso_duration(text_at(node, path)).value_or(default_wait);
}

void add_boot(const Node& group, const std::vector<const Node*>& hooks, Life& life) {
  for (const Node* hook : hooks) {
    if (!text_at(*hook, {"LifecycleTransition"}).ends_with("LAUNCHING")) continue;
    const bool abandons = text_at(*hook, {"DefaultResult"}) != "CONTINUE";
    life.boot.push_back({name_of_hook(*hook), count_at(*hook, {"HeartbeatTimeout"}).value_or(default_heartbeat),
                         abandons ? "the instance is ended, another one starts" : "the instance counts as ready",
                         abandons});
  }
  if (const Node* signal = at(group, {"CreationPolicy", "ResourceSignal"}))
    life.boot.push_back(
        {"The creation of the stack", iso_seconds(*signal, {"Timeout"}), "the creation fails and is undone", true});
  const Node* rolling = at(group, {"UpdatePolicy", "AutoScalingRollingUpdate"});
  if (rolling != nullptr && is_true_at(*rolling, {"WaitOnResourceSignals"}))
    life.boot.push_back(
        {"An update of the stack", iso_seconds(*rolling, {"PauseTime"}), "the update fails and is undone", true});
  if (const auto grace = count_at(group, {"Properties", "HealthCheckGracePeriod"}); grace && *grace > 0)
    life.boot.push_back({"Health checks", *grace, "an unhealthy instance is replaced from then on", false, false});
}

// The line NAME=NUMBER of our UserData.
std::optional<int> drain_limit_of(const std::vector<UserData>& user_data) {
  for (const UserData& one : user_data) {
    for (const std::string_view line : support::split_lines(one.text)) {
      if (!line.starts_with("DRAIN_LIMIT=")) continue;
      const std::string_view number = line.substr(line.find('=') + 1);
      if (support::is_digits(number) && number.size() < 9) return std::stoi(std::string(number));
    }
  }
  return std::nullopt;
}

void add_drain(const std::vector<const Node*>& hooks, const Report& report, Life& life) {
  const bool renewed = std::any_of(report.rights.begin(), report.rights.end(), [](const Permission& one) {
    return one.allowed && std::any_of(one.actions.begin(), one.actions.end(), [](const std::string& action) {
             return action == "autoscaling:RecordLifecycleActionHeartbeat" || action == "autoscaling:*" ||
                    action == "*";
           });
  });
  bool held = false;
  for (const Node* hook : hooks) {
    if (!text_at(*hook, {"LifecycleTransition"}).ends_with("TERMINATING")) continue;
    held = true;
    const int heartbeat = count_at(*hook, {"HeartbeatTimeout"}).value_or(default_heartbeat);
    life.drain.push_back(
        {name_of_hook(*hook) + ", without another heartbeat", heartbeat, "the instance ends", !renewed, !renewed});
    if (renewed)
      life.drain.push_back({name_of_hook(*hook) + ", with heartbeats",
                            std::min(longest_hold, most_heartbeats * heartbeat), "the instance ends, whatever runs",
                            true});
  }
  if (!held) return;
  if (const std::optional<int> limit = drain_limit_of(report.user_data))
    life.drain.push_back({"The drain itself", *limit, "jobs that still run are given up", true});
  life.drain.push_back({"The deletion of the stack", group_deletion_minutes * a_minute,
                        "the deletion fails, while the instance goes on draining", false});
}

// Marks who ends an instance first, and says what that cuts off and who gives up before.
void mark_first(std::vector<Wait>& waits, const char* while_it, std::vector<std::string>& sentences) {
  Wait* first = nullptr;
  for (Wait& one : waits) {
    if (one.ends && (first == nullptr || one.seconds < first->seconds)) first = &one;
  }
  if (first == nullptr) return;
  first->first = true;
  std::vector<std::string> cut_off;
  for (const Wait& one : waits) {
    if (one.ends && one.seconds > first->seconds) cut_off.push_back(one.who);
  }
  std::string sentence = fmt::format("While an instance {}, this ends it first: {}, after {}; then {}.", while_it,
                                     first->who, calendar::duration_in_words(first->seconds), first->then);
  if (!cut_off.empty())
    sentence += fmt::format(" Longer waits do not come to their end: {}.", support::join(cut_off, "; "));
  sentences.push_back(std::move(sentence));
  for (const Wait& one : waits) {
    if (!one.ends && one.counts && one.seconds < first->seconds)
      sentences.push_back(fmt::format("{} gives up before that, after {}: {}.", one.who,
                                      calendar::duration_in_words(one.seconds), one.then));
  }
}

}  // namespace

void add_life(Report& report) {
  for (Group& group : report.groups) {
    const Node* resource = report.resources.find(group.id);
    if (resource == nullptr) continue;
    const std::vector<const Node*> hooks = hooks_of(*resource, group.id, report.resources);
    add_boot(*resource, hooks, group.life);
    add_drain(hooks, report, group.life);
    mark_first(group.life.boot, "boots", group.life.sentences);
    mark_first(group.life.drain, "drains", group.life.sentences);
    if (const auto age = count_at(*resource, {"Properties", "MaxInstanceLifetime"}); age && *age > 0)
      group.life.sentences.push_back(
          fmt::format("An instance is replaced after {} at the latest.", calendar::duration_in_words(*age)));
  }
}

}  // namespace vend::preview
