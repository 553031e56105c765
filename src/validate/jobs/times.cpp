// How long hooks, updates, creations and drains wait, and whether these times fit each other.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "validate/jobs/jobs.hpp"
#include "validate/services/user_data.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/cfn/references.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

using namespace aws::auto_scaling;  // its times
using calendar::duration_in_words;

constexpr int shortest_boot = 120;  // seconds; nothing boots faster

const Node* rolling_update(const JobGroup& jobs) {
  return at(jobs.group.node, {"UpdatePolicy", "AutoScalingRollingUpdate"});
}

// A time that stands in the template, or CloudFormation's own.
struct Wait {
  int seconds = 0;
  const Node* written = nullptr;  // null: the default
};

std::optional<Wait> wait_of(const Node* policy, std::string_view key) {
  const Node* written = policy->find(key);
  if (written == nullptr) return Wait{default_wait, nullptr};
  const std::optional<int> seconds = calendar::read_iso_duration(written->text());
  return seconds ? std::optional(Wait{*seconds, written}) : std::nullopt;
}

std::optional<Wait> creation_wait(const JobGroup& jobs) {
  const Node* signal = at(jobs.group.node, {"CreationPolicy", "ResourceSignal"});
  return signal != nullptr && text_at(signal, {"Count"}) != "0" ? wait_of(signal, "Timeout") : std::nullopt;
}

std::optional<Wait> update_wait(const JobGroup& jobs) {
  const Node* rolling = rolling_update(jobs);
  return rolling != nullptr && text_at(rolling, {"WaitOnResourceSignals"}) == "true" ? wait_of(rolling, "PauseTime")
                                                                                     : std::nullopt;
}

void check_duration(const Node* node, int longest, std::string_view what, const std::string& path, Report& report) {
  if (node == nullptr || is_symbolic(*node)) return;
  const std::optional<int> seconds = calendar::read_iso_duration(node->text());
  if (!seconds) {
    report.add("J005", node->mark(), path, fmt::format("\"{}\" is not a duration", node->text()),
               "write it like PT15M");
  } else if (*seconds > longest) {
    report.add("J005", node->mark(), path, fmt::format("{} at most {} hours", what, longest / 3'600),
               fmt::format("use PT{}H or less", longest / 3'600));
  }
}

// Seconds of a hook, its default when it names none; nothing when only a running stack knows.
std::optional<int> heartbeat_of(const Hook& hook) {
  const Node* node = hook.node->find("HeartbeatTimeout");
  if (node == nullptr) return default_heartbeat;
  const std::optional<double> seconds = number_of(node);
  return seconds && *seconds >= shortest_heartbeat && *seconds <= longest_heartbeat
             ? std::optional(static_cast<int>(*seconds))
             : std::nullopt;
}

document::Mark mark_of(const Hook& hook) {
  const Node* node = hook.node->find("HeartbeatTimeout");
  return node != nullptr ? node->mark() : hook.node->mark();
}

void check_ranges(const JobGroup& jobs, Report& report) {
  const std::string path = jobs.group.path("Properties");
  for (const std::vector<Hook>* hooks : {&jobs.terminating, &jobs.launching}) {
    for (const Hook& hook : *hooks) {
      const std::optional<double> seconds = number_of(hook.node->find("HeartbeatTimeout"));
      if (seconds && (*seconds < shortest_heartbeat || *seconds > longest_heartbeat))
        report.add("J005", mark_of(hook), path,
                   fmt::format("HeartbeatTimeout is {:g}, but a hook waits {} to {} seconds for a heartbeat", *seconds,
                               shortest_heartbeat, longest_heartbeat),
                   "send heartbeats while a longer drain goes on");
    }
  }
  const Node* lifetime = jobs.group.properties->find("MaxInstanceLifetime");
  const std::optional<double> seconds = number_of(lifetime);
  if (seconds && *seconds != 0 && *seconds < shortest_lifetime)
    report.add("J005", lifetime->mark(), path, fmt::format("MaxInstanceLifetime is {:g}, less than a day", *seconds),
               fmt::format("use 0 (never) or at least {}", shortest_lifetime));
}

// Updates that give a boot less time than the creation of the stack did.
void check_update_wait(const JobGroup& jobs, Report& report) {
  const std::optional<Wait> creation = creation_wait(jobs), update = update_wait(jobs);
  const Node* rolling = rolling_update(jobs);
  const std::string path = jobs.group.path("UpdatePolicy");
  if (!update) return;
  if (update->written != nullptr && update->seconds < shortest_boot) {
    report.add("J005", update->written->mark(), path,
               fmt::format("every rolling update fails unless new instances signal within {}",
                           duration_in_words(update->seconds)),
               "give them the time of a boot, such as PT15M", support::Severity::warning);
  } else if (creation && update->seconds < std::min(creation->seconds, longest_pause)) {
    const bool chosen = update->written != nullptr;
    report.add(
        "J005", chosen ? update->written->mark() : rolling->mark(), path,
        fmt::format("an update waits {} for a boot{}, the creation of the stack {}", duration_in_words(update->seconds),
                    chosen ? "" : " (PauseTime is not given)", duration_in_words(creation->seconds)),
        "let both wait as long",
        chosen ? std::optional(support::Severity::info) : std::optional(support::Severity::warning));
  }
}

// A launching hook whose time is over abandons an instance that the stack still waits for.
void check_launching(const JobGroup& jobs, Report& report) {
  for (const Hook& hook : jobs.launching) {
    const std::optional<int> held = heartbeat_of(hook);
    if (!held) continue;
    for (const auto& [wait, what] : {std::pair{creation_wait(jobs), "creation"}, {update_wait(jobs), "update"}}) {
      if (!wait) continue;
      if (*held < wait->seconds && !may_heartbeat(jobs)) {
        report.add("J011", mark_of(hook), jobs.group.path("Properties"),
                   fmt::format("the launching hook ends a boot after {}, but the stack's {} waits {} for it",
                               duration_in_words(*held), what, duration_in_words(wait->seconds)),
                   "let the hook wait at least as long, or allow autoscaling:RecordLifecycleActionHeartbeat");
      } else if (*held > wait->seconds && hook.node->find("HeartbeatTimeout") != nullptr) {
        report.add("J011", mark_of(hook), jobs.group.path("Properties"),
                   fmt::format("the stack's {} gives a boot up after {}, its launching hook after {}", what,
                               duration_in_words(wait->seconds), duration_in_words(*held)),
                   "let the stack wait at least as long", support::Severity::info);
      }
    }
  }
}

// --- the longest drain that a template names

// DRAIN_LIMIT, MaxDrainSeconds and the like; how many seconds one of its units has, 0 for other names.
int unit_of_limit(std::string_view name) {
  const std::string low = support::lower_case(name);
  auto has = [&](std::string_view part) { return low.find(part) != std::string::npos; };
  // Load balancers drain connections.
  if (!has("drain") || has("connection") || has("target") || has("elb") || has("interval") || has("poll")) return 0;
  if (!has("limit") && !has("timeout") && !has("max") && !has("longest") && !has("seconds")) return 0;
  return has("hour") ? 3'600 : has("minute") ? 60 : has("milli") ? 0 : 1;
}

std::optional<DrainLimit> limit_of(std::string_view name, std::string_view number) {
  constexpr std::size_t most_digits = 8;
  const int unit = unit_of_limit(name);
  if (unit == 0 || number.size() > most_digits || !support::is_digits(number)) return std::nullopt;
  return DrainLimit{std::string(name), std::stol(std::string(number)) * unit};
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// An assignment such as DRAIN_LIMIT=43200 or $DrainSeconds = '600' in a script.
std::optional<DrainLimit> limit_in(std::string_view script) {
  for (std::size_t equals = script.find('='); equals != std::string_view::npos; equals = script.find('=', equals + 1)) {
    std::size_t end = equals;
    while (end > 0 && script[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && is_word(script[begin - 1])) --begin;
    std::size_t from = equals + 1;
    while (from < script.size() && (script[from] == ' ' || script[from] == '"' || script[from] == '\'')) ++from;
    std::size_t to = from;
    while (to < script.size() && is_word(script[to])) ++to;
    if (std::optional<DrainLimit> found = limit_of(script.substr(begin, end - begin), script.substr(from, to - from)))
      return found;
  }
  return std::nullopt;
}

// What a group, its hooks and what starts its instances refer to, and what that refers to.
std::set<std::string> reached_from(const JobGroup& jobs) {
  std::set<std::string> reached = {jobs.group.id};
  std::vector<std::string> next = {jobs.group.id};
  if (jobs.launch != nullptr) next.push_back(jobs.launch->id);
  for (const Hook& hook : jobs.terminating) {
    if (hook.resource != nullptr) next.push_back(hook.resource->id);
  }
  while (!next.empty()) {
    const Node* resource = jobs.resolved.t.resources.find(next.back());
    next.pop_back();
    if (resource == nullptr) continue;
    cfn::visit_references(*resource, [&](const cfn::Reference& one) {
      if (one.kind != cfn::Reference::Kind::condition && reached.insert(one.name).second) next.push_back(one.name);
    });
  }
  return reached;
}

}  // namespace

std::optional<DrainLimit> drain_limit(const JobGroup& jobs) {
  if (jobs.launch != nullptr) {
    if (std::optional<DrainLimit> found = limit_in(user_data_text(*jobs.launch))) return found;
  }
  // A function that ends the drains of the only group names the group, and not the other way round.
  const bool is_only = jobs.resolved.of_type(jobs.group.type).size() == 1;
  std::optional<std::set<std::string>> reached;
  for (const auto& [name, value] : jobs.resolved.result.parameters) {
    if (unit_of_limit(name) == 0) continue;
    if (!is_only && !reached) reached = reached_from(jobs);
    if (!is_only && !reached->contains(name)) continue;
    if (std::optional<DrainLimit> found = limit_of(name, value)) return found;
  }
  return std::nullopt;
}

void check_update_policy(const JobGroup& jobs, Report& report) {
  const Node* rolling = rolling_update(jobs);
  if (rolling == nullptr) return;
  const std::string path = jobs.group.path("UpdatePolicy");
  const Node* kept_node = rolling->find("MinInstancesInService");
  const Node* most_node = jobs.group.properties->find("MaxSize");
  const std::optional<double> kept = number_of(kept_node), most = number_of(most_node);
  if (kept && most && *kept >= *most && *most > 0) {
    report.add(
        "J004", kept_node->mark(), path,
        fmt::format("MinInstancesInService {:g} must be below MaxSize {:g}, or every update fails", *kept, *most),
        "lower it",
        report.rests_on_default(most_node->mark()) ? std::optional(support::Severity::warning) : std::nullopt);
  }
  for (const Node* process : items_of(rolling->find("SuspendProcesses"))) {
    if (process->text() == "Launch" || process->text() == "Terminate")
      report.add("J010", process->mark(), path,
                 fmt::format("a rolling update that suspends {} cannot replace an instance", process->text()),
                 "leave Launch and Terminate running");
  }
}

void check_waits(const JobGroup& jobs, Report& report) {
  check_duration(at(rolling_update(jobs), {"PauseTime"}), longest_pause, "PauseTime can be",
                 jobs.group.path("UpdatePolicy"), report);
  check_duration(at(jobs.group.node, {"CreationPolicy", "ResourceSignal", "Timeout"}), longest_creation,
                 "a CreationPolicy can wait", jobs.group.path("CreationPolicy"), report);
  check_ranges(jobs, report);
  check_update_wait(jobs, report);
}

void check_hook_times(const JobGroup& jobs, Report& report) {
  check_launching(jobs, report);
  const std::optional<DrainLimit> limit = jobs.terminating.empty() ? std::nullopt : drain_limit(jobs);
  if (!limit) return;
  for (const Hook& hook : jobs.terminating) {
    const std::optional<int> heartbeat = heartbeat_of(hook);
    if (!heartbeat) continue;
    const bool renewed = may_heartbeat(jobs);
    const int held = renewed ? std::min(longest_hold, most_heartbeats * *heartbeat) : *heartbeat;
    if (limit->seconds <= held) continue;
    report.add("J012", mark_of(hook), jobs.group.path("Properties"),
               fmt::format("{} lets a drain take {}, but the hook holds an instance for {} at most ({})", limit->name,
                           duration_in_words(limit->seconds), duration_in_words(held),
                           !renewed               ? "nothing may renew it"
                           : held == longest_hold ? "AWS's own limit"
                                                  : fmt::format("{} times its heartbeat of {}", most_heartbeats,
                                                                duration_in_words(*heartbeat))),
               held < longest_hold ? "raise HeartbeatTimeout, or lower the limit" : "lower the limit");
  }
}

}  // namespace vend::validate
