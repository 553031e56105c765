// Scheduled actions: their cron lines, sizes, and when they run.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "validate/checks.hpp"
#include "vend/calendar/cron.hpp"
#include "vend/calendar/recurrence.hpp"
#include "vend/calendar/zone.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

constexpr std::size_t compared = 400;  // runs of two schedules that are looked at for one at the same minute
constexpr std::size_t shown_runs = 3;

void check_sizes(const Resource& action, Report& report) {
  const Node& p = *action.properties;
  const std::optional<double> least = number_of(p.find("MinSize")), most = number_of(p.find("MaxSize")),
                              wanted = number_of(p.find("DesiredCapacity"));
  if (least && most && *least > *most)
    report.add("A005", p.find("MinSize")->mark(), action.path("Properties.MinSize"),
               fmt::format("MinSize {:g} is above MaxSize {:g}", *least, *most), "swap them");
  if (wanted && ((least && *wanted < *least) || (most && *wanted > *most)))
    report.add("A005", p.find("DesiredCapacity")->mark(), action.path("Properties.DesiredCapacity"),
               fmt::format("DesiredCapacity {:g} is outside MinSize and MaxSize", *wanted), "choose one between them");
}

// Sizes that hold for a group at some time: its own, or what one of its schedules makes of them.
std::optional<double> highest_max(const Resolved& resolved, const Resource& group) {
  std::optional<double> highest = number_of(group.properties->find("MaxSize"));
  for (const Resource* one : resolved.naming(group, "AutoScalingGroupName", "AWS::AutoScaling::ScheduledAction")) {
    const Node* most = one->properties->find("MaxSize");
    if (most == nullptr) continue;
    const std::optional<double> size = number_of(most);
    if (!size || !highest) return std::nullopt;
    highest = std::max(*highest, *size);
  }
  return highest;
}

void check_reach(const Resolved& resolved, const Resource& action, Report& report) {
  const Node* wanted = action.properties->find("DesiredCapacity");
  const Resource* group = resolved.referred_to(action.properties->find("AutoScalingGroupName"));
  if (group == nullptr || action.properties->find("MaxSize") != nullptr) return;
  const std::optional<double> desired = number_of(wanted), most = highest_max(resolved, *group);
  if (desired && most && *desired > *most)
    report.add("A005", wanted->mark(), action.path("Properties.DesiredCapacity"),
               fmt::format("DesiredCapacity {:g} is above MaxSize {:g} of {}, which the group keeps to", *desired,
                           *most, group->id),
               "give the schedule a MaxSize, or raise that of the group", support::Severity::warning);
}

// A schedule that can be computed.
struct Schedule {
  const Resource* action = nullptr;
  const Node* recurrence = nullptr;
  std::string group;
  std::string zone_name;
  const calendar::Zone* zone = nullptr;
  std::vector<calendar::Seconds> runs;
};

// What is worked out once, since many groups have the same: zones, and the runs of a recurrence in one from a time on.
struct Known {
  std::map<std::string, std::optional<calendar::Zone>> zones;
  std::map<std::tuple<std::string, std::string, calendar::Seconds>, std::vector<calendar::Seconds>> runs;

  const calendar::Zone* zone(const std::string& name) {
    const auto [found, is_new] = zones.try_emplace(name);
    if (is_new) found->second = calendar::find_zone(name);
    return found->second ? &*found->second : nullptr;
  }
};

// API reference, PutScheduledUpdateGroupAction: with a start the action is performed at the start, and then by its
// recurrence until the end.
std::vector<calendar::Seconds> runs_of(const Resource& action, const calendar::Cron& cron, const Schedule& schedule,
                                       calendar::Seconds now, Known& known) {
  const std::optional<calendar::Seconds> start = calendar::read_time(text_at(action.properties, {"StartTime"})),
                                         end = calendar::read_time(text_at(action.properties, {"EndTime"}));
  const bool ahead = start && *start > now;
  const calendar::Seconds from = ahead ? *start : now;
  const auto [found, is_new] = known.runs.try_emplace({schedule.recurrence->text(), schedule.zone_name, from});
  if (is_new) found->second = calendar::next_runs(cron, *schedule.zone, from, compared);
  std::vector<calendar::Seconds> runs = found->second;
  if (ahead) runs.insert(runs.begin(), *start);
  if (end) std::erase_if(runs, [&](calendar::Seconds run) { return run > *end; });
  return runs;
}

// A start that CloudFormation would be refused, or that does what its author may not expect.
void check_start(const Resource& action, std::optional<std::int64_t> now, Report& report) {
  const Node* node = action.properties->find("StartTime");
  if (node == nullptr || is_symbolic(*node)) return;
  const std::optional<calendar::Seconds> start = calendar::read_time(node->text());
  if (!start) return;
  const std::string path = action.path("Properties.StartTime");
  if (now && *start <= *now) {
    report.add("A029", node->mark(), path,
               fmt::format("the start {} is past: Auto Scaling refuses such a schedule", node->text()),
               "remove it, or choose a later one", support::Severity::warning);
    return;
  }
  const std::optional<calendar::Cron> cron = calendar::read_cron(text_at(action.properties, {"Recurrence"}));
  const Node* zone_node = action.properties->find("TimeZone");
  const std::optional<calendar::Zone> zone = calendar::find_zone(zone_node != nullptr ? zone_node->text() : "Etc/UTC");
  if (!cron || !zone) return;
  const std::vector<calendar::Seconds> first = calendar::next_runs(*cron, *zone, *start - 1, 1);
  if (first.empty() || first.front() != *start)
    report.add("A029", node->mark(), path,
               fmt::format("the action is performed at its start {} as well, which is not a time of \"{}\"",
                           node->text(), text_at(action.properties, {"Recurrence"})),
               "let the start be a time of the recurrence", support::Severity::warning);
}

std::optional<Schedule> read_schedule(const Resource& action, calendar::Seconds now, Known& known, Report& report) {
  const Node* recurrence = action.properties->find("Recurrence");
  if (recurrence == nullptr || is_symbolic(*recurrence)) return std::nullopt;
  const std::optional<calendar::Cron> cron = calendar::read_cron(recurrence->text());
  if (!cron) {
    report.add("A003", recurrence->mark(), action.path("Properties.Recurrence"),
               fmt::format("\"{}\" {}", recurrence->text(), calendar::cron_problem(recurrence->text())),
               "write five fields: minute, hour, day, month, day of the week, such as \"0 7 * * MON-FRI\"");
    return std::nullopt;
  }
  const Node* zone_node = action.properties->find("TimeZone");
  if (zone_node != nullptr && is_symbolic(*zone_node)) return std::nullopt;
  const std::string name = zone_node != nullptr ? zone_node->text() : "Etc/UTC";
  const calendar::Zone* zone = known.zone(name);
  if (zone == nullptr) {
    report.add("A003", zone_node->mark(), action.path("Properties.TimeZone"),
               fmt::format("\"{}\" is not a time zone", name),
               "use a name of the IANA database, such as Europe/Berlin");
    return std::nullopt;
  }
  Schedule schedule{&action, recurrence, std::string(text_at(action.properties, {"AutoScalingGroupName"})),
                    name,    zone,       {}};
  schedule.runs = runs_of(action, *cron, schedule, now, known);
  return schedule;
}

void show_runs(const Schedule& schedule, Report& report) {
  std::vector<std::string> times;
  for (std::size_t i = 0; i < std::min(shown_runs, schedule.runs.size()); ++i)
    times.push_back(calendar::to_text(schedule.zone->to_local(schedule.runs[i])));
  report.add("A029", schedule.recurrence->mark(), schedule.action->path("Properties.Recurrence"),
             times.empty() ? "this schedule never runs"
                           : fmt::format("runs next at {} ({})", support::join(times, ", "), schedule.zone_name),
             "", times.empty() ? std::optional(support::Severity::warning) : std::nullopt);
}

// Of each schedule the first minute at which an earlier one of its group runs as well.
void check_meetings(const std::vector<Schedule>& schedules, Report& report) {
  if (schedules.size() < 2) return;
  std::vector<std::pair<calendar::Seconds, std::size_t>> runs;
  for (std::size_t i = 0; i < schedules.size(); ++i) {
    const auto middle = static_cast<std::ptrdiff_t>(runs.size());
    for (calendar::Seconds time : schedules[i].runs) runs.emplace_back(time, i);
    std::inplace_merge(runs.begin(), runs.begin() + middle, runs.end());
  }
  std::vector<bool> meets(schedules.size());
  for (std::size_t first = 0, i = 1; i < runs.size(); ++i) {
    const auto [time, later] = runs[i];
    if (time != runs[first].first) first = i;
    if (i == first || meets[later]) continue;
    meets[later] = true;
    const Schedule& schedule = schedules[later];
    report.add(
        "A004", schedule.recurrence->mark(), schedule.action->path("Properties.Recurrence"),
        fmt::format("{} runs at the same minute on the same group: {} ({})", schedules[runs[first].second].action->id,
                    calendar::to_text(schedule.zone->to_local(time)), schedule.zone_name),
        "move one of them");
  }
}

}  // namespace

void check_schedules(const Resolved& resolved, std::optional<std::int64_t> now, Report& report) {
  // Without a day to begin with, any will do to find two runs at the same minute.
  const calendar::Seconds begin = now.value_or(calendar::midnight({2026, 1, 1}));
  Known known;
  std::map<std::string, std::vector<Schedule>> groups;
  for (const Resource* action : resolved.of_type("AWS::AutoScaling::ScheduledAction")) {
    check_sizes(*action, report);
    check_reach(resolved, *action, report);
    check_start(*action, now, report);
    std::optional<Schedule> schedule = read_schedule(*action, begin, known, report);
    if (!schedule) continue;
    if (now || schedule->runs.empty()) show_runs(*schedule, report);
    std::vector<Schedule>& group = groups[schedule->group];
    group.push_back(std::move(*schedule));
  }
  for (const auto& [name, schedules] : groups) check_meetings(schedules, report);
}

}  // namespace vend::validate
