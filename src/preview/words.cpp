// What a group will do, in words; every number is computed from the resolved resources.
#include "preview/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "preview/parts.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

std::string size_words(const Group& group) {
  if (!group.min || !group.max) return "a size that only the running stack knows";
  const std::string now = group.desired ? count_of(*group.desired, "instance") + " now"
                                        : std::string("a size that its parameters leave open");
  if (group.min == group.max) return fmt::format("{}, always {}", now, *group.min);
  return fmt::format("{}, {} to {}", now, *group.min, *group.max);
}

std::string types_words(const Group& group) {
  if (group.by_requirements) return "from all types that meet its requirements";
  if (group.instance_types.empty()) return "of a type that is not told here";
  if (group.instance_types.size() == 1) return "of type " + group.instance_types.front();
  return fmt::format("from {} types", in_words(group.instance_types.size()));
}

std::string mix_words(const Group& group) {
  const std::string types = types_words(group);
  if (group.all_spot()) return "all spot " + types;
  if (group.all_on_demand()) return "all on demand " + types;
  std::string rule;
  if (group.on_demand_base > 0) rule = fmt::format("the first {} on demand, ", group.on_demand_base);
  rule += group.on_demand_percentage == 0
              ? std::string("the rest spot")
              : fmt::format("{} % of {} on demand and {} % spot", group.on_demand_percentage,
                            group.on_demand_base > 0 ? "the rest" : "them", 100 - group.on_demand_percentage);
  if (group.desired) {
    const int on_demand = group.on_demand_of(*group.desired);
    rule += fmt::format(" (now {} and {})", on_demand, *group.desired - on_demand);
  }
  return rule + ", " + types;
}

std::string change_words(const StepScaling& scaling, const Step& step) {
  const double change = std::abs(step.change);
  if (scaling.adjustment == "ExactCapacity") return "to " + number_text(change);
  const char* unit = scaling.adjustment == "PercentChangeInCapacity" ? " %" : "";
  return fmt::format("by {}{}", number_text(change), unit);
}

// Where a step begins: its side near the threshold. Only the threshold itself may be left out (>, <).
std::string begin_words(const StepScaling& scaling, const Step& step, bool with_metric) {
  const double at = (scaling.above ? step.from : step.to).value_or(scaling.threshold);
  const bool at_threshold = at == scaling.threshold;
  const bool inclusive = !at_threshold || scaling.inclusive;
  const std::string value = of_metric(at, scaling.percentage) + (with_metric ? " " + scaling.metric : "");
  if (scaling.above) return (inclusive ? "from " : "above ") + value;
  return inclusive ? fmt::format("at {} or less", value) : "below " + value;
}

std::string scaling_words(const StepScaling& scaling) {
  if (scaling.steps.empty()) return "";
  std::vector<std::string> parts;
  for (const Step& step : scaling.steps) {
    const bool first = parts.empty();
    std::string part = change_words(scaling, step) + " " + begin_words(scaling, step, first);
    if (first && scaling.seconds > 0) part += " for " + calendar::duration_in_words(scaling.seconds);
    if (!step.reachable) part += " (which no percentage reaches)";
    parts.push_back(std::move(part));
  }
  const bool out = scaling.adjustment == "ExactCapacity" ? scaling.above : scaling.steps.front().change > 0;
  return fmt::format("scales {} {}", out ? "out" : "in", support::join(parts, ", "));
}

std::string target_words(const TargetTracking& target) {
  return fmt::format("keeps {} near {}{}", target.metric, of_metric(target.target, target.percentage),
                     target.scale_in ? "" : " by scaling out only");
}

std::string days_words(const std::vector<int>& days) {
  static const std::array<std::string, 7> names = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};
  if (days.size() == 7) return "every day";
  if (days == std::vector<int>{0, 1, 2, 3, 4}) return "on workdays";
  if (days == std::vector<int>{5, 6}) return "at weekends";
  std::vector<std::string> parts;
  parts.reserve(days.size());
  for (const int day : days) parts.push_back(names.at(static_cast<std::size_t>(day)));
  return "on " + list_of(parts);
}

// "from 07:00 to 19:00", "all day"; with sizes where they differ.
std::string spans_words(const std::vector<Span>& spans, bool with_sizes) {
  std::vector<std::string> parts;
  for (const Span& one : spans) {
    if (one.instances == 0) continue;
    std::string part = with_sizes ? count_of(one.instances, "instance") + " " : "";
    part += one.to - one.from == 1440 ? "all day"
                                      : fmt::format("from {} to {}", time_of_day(one.from), time_of_day(one.to));
    parts.push_back(std::move(part));
  }
  return list_of(parts);
}

std::string week_words(const Schedule& schedule) {
  std::map<int, int> sizes;
  std::vector<std::pair<std::vector<Span>, std::vector<int>>> kinds;  // of days
  for (int day = 0; day < 7; ++day) {
    const std::vector<Span>& spans = schedule.week.at(static_cast<std::size_t>(day));
    for (const Span& one : spans) {
      if (one.instances > 0) sizes[one.instances] += 1;
    }
    auto same = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.first == spans; });
    if (same == kinds.end())
      kinds.push_back({spans, {day}});
    else
      same->second.push_back(day);
  }
  std::vector<std::string> parts;
  for (const auto& [spans, days] : kinds) {
    const std::string on = spans_words(spans, sizes.size() > 1);
    parts.push_back((on.empty() ? "off" : sizes.size() > 1 ? on : "on " + on) + " " + days_words(days));
  }
  return support::join(parts, ", ");
}

std::string schedule_words(const Schedule& schedule) {
  if (!schedule.counted) return "has scheduled actions that are not counted here";
  if (schedule.never_starts_again) return "goes to 0 at its first scheduled stop, and nothing starts it again";
  std::string text = schedule.week.empty() ? "changes its size by schedule" : week_words(schedule);
  if (!schedule.zone.empty()) text += fmt::format(" ({})", schedule.zone);
  text += fmt::format(": on for {} of 168 hours", number_text(schedule.hours_on));
  if (schedule.week.empty()) text += " on average";
  if (schedule.percent_less() > 0) text += fmt::format(", {} % less", schedule.percent_less());
  return text;
}

}  // namespace

std::string count_of(int count, const std::string& noun) {
  if (count == 0) return "no " + noun;
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string bytes_of(std::size_t count) { return fmt::format("{} bytes", count); }

std::string in_words(std::size_t count) {
  constexpr std::array words = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  return count < words.size() ? words.at(count) : std::to_string(count);
}

std::string number_text(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string list_of(const std::vector<std::string>& parts) {
  if (parts.size() < 2) return parts.empty() ? "" : parts.front();
  const std::vector<std::string> first(parts.begin(), parts.end() - 1);
  return support::join(first, ", ") + " and " + parts.back();
}

std::string time_of_day(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::string of_metric(double value, bool percentage) { return number_text(value) + (percentage ? " %" : ""); }

std::vector<std::string> sentences(const Group& group) {
  std::vector<std::string> all = {size_words(group), mix_words(group)};
  for (const StepScaling& one : group.steps) {
    if (std::string words = scaling_words(one); !words.empty()) all.push_back(std::move(words));
  }
  for (const TargetTracking& one : group.targets) all.push_back(target_words(one));
  if (group.steps.empty() && group.targets.empty()) all.emplace_back("does not follow the load");
  if (group.schedule) all.push_back(schedule_words(*group.schedule));
  return all;
}

}  // namespace vend::preview
