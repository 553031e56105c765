// Scheduled actions as a calendar: what the group's size is at each minute of a week.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "preview/lookup.hpp"
#include "preview/parts.hpp"
#include "vend/calendar/recurrence.hpp"

namespace vend::preview {
namespace {

constexpr int minutes_of_day = 24 * 60;
// Schedules that differ from week to week are averaged over this year, so that the answer does not depend on the day of
// asking.
constexpr calendar::Date reference_year{2027, 1, 1};
constexpr calendar::Seconds year_seconds = 365 * 86'400;
// Beyond so many runs a year it is not worth counting: no schedule of a group is changed every few minutes.
constexpr std::size_t most_runs = 20'000;

struct Sizes {
  int min, max, desired;

  // As UpdateAutoScalingGroup does it: the wanted size is moved between the bounds.
  void apply(const ScheduledAction& action) {
    min = action.min.value_or(min);
    max = action.max.value_or(max);
    desired = std::max(min, std::min(max, action.desired.value_or(desired)));
  }
};

struct Counted {
  const ScheduledAction* action;
  calendar::Cron cron;
  calendar::Zone zone;
};

std::string offset_text(int seconds) {
  if (seconds == 0) return "UTC";
  const int minutes = std::abs(seconds) / 60;
  std::string text = fmt::format("UTC{}{}", seconds < 0 ? '-' : '+', minutes / 60);
  return minutes % 60 == 0 ? text : text + fmt::format(":{:02}", minutes % 60);
}

std::string day_text(const calendar::Zone::Change& change) {
  using Kind = calendar::Zone::Change::Kind;
  constexpr const char* week_days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  constexpr const char* weeks[] = {"first", "second", "third", "fourth", "last"};
  constexpr const char* months[] = {"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
  if (change.kind != Kind::week_day_of_month) return fmt::format("day {} of the year", change.day);
  return fmt::format("the {} {} of {}", weeks[change.week - 1], week_days[change.day], months[change.month - 1]);
}

std::string zone_words(const std::string& name, const calendar::Zone& zone) {
  if (!zone.has_daylight_saving()) {
    const std::string offset = offset_text(zone.standard_offset());
    return offset == "UTC" ? name + " has no daylight saving" : fmt::format("{} is {} all year", name, offset);
  }
  return fmt::format("{} is {}, and {} from {} to {}; the schedule follows its clocks", name,
                     offset_text(zone.standard_offset()), offset_text(zone.daylight_offset()),
                     day_text(zone.daylight_begins()), day_text(zone.daylight_ends()));
}

std::vector<ClockChange> clock_changes(const calendar::Zone& zone) {
  std::vector<ClockChange> all;
  if (!zone.has_daylight_saving()) return all;
  const int shift = (zone.daylight_offset() - zone.standard_offset()) / 60;
  for (const auto& [change, minutes] : {std::pair{zone.daylight_begins(), shift}, {zone.daylight_ends(), -shift}}) {
    if (change.kind != calendar::Zone::Change::Kind::week_day_of_month) continue;
    const int minute = change.seconds / 60;
    if (minute < 0 || minute > minutes_of_day || minute + minutes < 0) continue;
    const auto clock = [](int of) { return fmt::format("{:02}:{:02}", of / 60, of % 60); };
    all.push_back(
        {(change.day + 6) % 7, minute, minutes,
         fmt::format("On {} the clocks go from {} to {}.", day_text(change), clock(minute), clock(minute + minutes))});
  }
  return all;
}

ScheduledAction read_action(const document::Member& resource) {
  const Node& properties = *resource.value.find("Properties");
  ScheduledAction action;
  action.resource = resource.key;
  action.cron = text_at(properties, {"Recurrence"});
  action.zone = text_at(properties, {"TimeZone"});
  if (action.zone.empty()) action.zone = "Etc/UTC";
  action.min = count_at(properties, {"MinSize"});
  action.max = count_at(properties, {"MaxSize"});
  action.desired = count_at(properties, {"DesiredCapacity"});
  action.start = text_at(properties, {"StartTime"});
  action.end = text_at(properties, {"EndTime"});
  return action;
}

// With a start the action is performed at the start, and then by its cron line until the end (API reference,
// PutScheduledUpdateGroupAction).
std::vector<std::string> next_runs(const Counted& counted, calendar::Seconds after) {
  constexpr std::size_t shown = 3;
  const std::optional<calendar::Seconds> start = calendar::read_time(counted.action->start),
                                         end = calendar::read_time(counted.action->end);
  const bool ahead = start && *start > after;
  std::vector<calendar::Seconds> runs = calendar::next_runs(counted.cron, counted.zone, ahead ? *start : after, shown);
  if (ahead) runs.insert(runs.begin(), *start);
  if (end) std::erase_if(runs, [&](calendar::Seconds run) { return run > *end; });
  runs.resize(std::min(runs.size(), shown));
  std::vector<std::string> texts;
  texts.reserve(runs.size());
  for (const calendar::Seconds run : runs)
    texts.push_back(
        fmt::format("{} {}", calendar::to_text(counted.zone.to_local(run)), offset_text(counted.zone.offset_at(run))));
  return texts;
}

// The sizes after each minute at which something happens, in order. A minute's actions take effect as they are listed.
using Events = std::vector<std::pair<calendar::Seconds, const ScheduledAction*>>;

Events sorted(Events events) {
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return events;
}

struct Stretch {
  calendar::Seconds from, to;
  int instances;
};

// The sizes are counted over the second of two equal rounds: in the first the group leaves the sizes that the stack
// was created with.
std::vector<Stretch> rhythm(const Events& events, calendar::Seconds begin, calendar::Seconds end, Sizes sizes) {
  for (const auto& [at, action] : events) sizes.apply(*action);
  std::vector<Stretch> all;
  calendar::Seconds from = begin;
  for (const auto& [at, action] : events) {
    if (at > from) all.push_back({from, at, sizes.desired});
    sizes.apply(*action);
    from = std::max(from, at);
  }
  if (end > from) all.push_back({from, end, sizes.desired});
  return all;
}

std::vector<std::vector<Span>> by_day(const std::vector<Stretch>& stretches) {
  std::vector<std::vector<Span>> week(7);
  for (const Stretch& one : stretches) {
    for (auto from = static_cast<int>(one.from); from < one.to;) {
      const int day = from / minutes_of_day, start = day * minutes_of_day;
      const int to = std::min(static_cast<int>(one.to), start + minutes_of_day);
      std::vector<Span>& spans = week[static_cast<std::size_t>(day)];
      if (!spans.empty() && spans.back().instances == one.instances)
        spans.back().to = to - start;
      else
        spans.push_back({from - start, to - start, one.instances});
      from = to;
    }
  }
  return week;
}

void add_hours(Schedule& schedule, const std::vector<Stretch>& stretches, double hours_of_week) {
  double on = 0, instance_hours = 0, total = 0;
  for (const Stretch& one : stretches) {
    const auto length = static_cast<double>(one.to - one.from);
    total += length;
    if (one.instances > 0) on += length;
    instance_hours += length * one.instances;
  }
  schedule.hours_on = on / total * hours_of_week;
  schedule.instance_hours = instance_hours / total * hours_of_week;
}

void count_hours(Schedule& schedule, const std::vector<Counted>& counted, const Sizes& sizes) {
  const bool one_zone = !schedule.zone.empty();
  if (one_zone &&
      std::all_of(counted.begin(), counted.end(), [](const Counted& one) { return one.cron.is_weekly(); })) {
    Events events;
    for (const Counted& one : counted) {
      for (const int minute : calendar::minutes_of_week(one.cron)) events.emplace_back(minute, one.action);
    }
    const std::vector<Stretch> stretches = rhythm(sorted(std::move(events)), 0, calendar::week, sizes);
    schedule.week = by_day(stretches);
    add_hours(schedule, stretches, 168);
    return;
  }
  const calendar::Seconds begin = calendar::midnight(reference_year), end = begin + year_seconds;
  Events events;
  for (const Counted& one : counted) {
    for (const calendar::Seconds run : calendar::next_runs(one.cron, one.zone, begin - 1, most_runs)) {
      if (run < end) events.emplace_back(run, one.action);
    }
  }
  add_hours(schedule, rhythm(sorted(std::move(events)), begin, end, sizes), 168);
}

}  // namespace

int Schedule::percent_less() const { return static_cast<int>(std::lround((168 - hours_on) / 168 * 100)); }

std::optional<Schedule> schedule(const Group& group, const Node& resources, const Request& request) {
  Schedule schedule;
  for (const document::Member& one : resources.members()) {
    if (text_at(one.value, {"Type"}) == "AWS::AutoScaling::ScheduledAction" &&
        refers_to(at(one.value, {"Properties", "AutoScalingGroupName"}), group.id))
      schedule.actions.push_back(read_action(one));
  }
  if (schedule.actions.empty()) return std::nullopt;
  std::vector<Counted> counted;
  std::set<std::string> zones;
  for (ScheduledAction& action : schedule.actions) {
    const std::optional<calendar::Cron> cron = calendar::read_cron(action.cron);
    const std::optional<calendar::Zone> zone = calendar::find_zone(action.zone);
    if (action.cron.empty())
      action.problem = "runs once";
    else if (!cron)
      action.problem = calendar::cron_problem(action.cron);
    else if (!zone)
      action.problem = "is in an unknown time zone";
    if (!action.problem.empty()) continue;
    zones.insert(action.zone);
    counted.push_back({&action, *cron, *zone});
    if (request.after) action.next_runs = next_runs(counted.back(), *request.after);
  }
  if (zones.size() == 1) schedule.zone = *zones.begin();
  schedule.counted = !counted.empty();
  if (!schedule.counted) return schedule;
  if (zones.size() == 1) schedule.clock_changes = clock_changes(counted.front().zone);
  if (zones.size() == 1) schedule.zone_words = zone_words(schedule.zone, counted.front().zone);
  const int min = group.min.value_or(0), max = group.max.value_or(1'000'000);
  count_hours(schedule, counted, {min, max, group.desired.value_or(std::max(1, min))});
  schedule.never_starts_again = schedule.hours_on == 0 && group.desired.value_or(1) > 0;
  return schedule;
}

}  // namespace vend::preview
