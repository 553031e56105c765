#include "preview/drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "preview/staircase.hpp"
#include "preview/words.hpp"
#include "vend/calendar/duration.hpp"

namespace vend::preview {
namespace {

constexpr int indent = 2;
char digit(int count) { return count == 0 ? '.' : count > 9 ? '+' : static_cast<char>('0' + count); }

int instances_at(const std::vector<Span>& day, int minute) {
  for (const Span& one : day) {
    if (minute >= one.from && minute < one.to) return one.instances;
  }
  return 0;
}

// Marks under an axis, each text at its column.
std::string marks(const std::vector<std::pair<int, std::string>>& all) {
  std::string line;
  for (const auto& [column, text] : all) {
    line.resize(std::max(line.size(), static_cast<std::size_t>(column)), ' ');
    line += text;
  }
  return line;
}

char shown_as(const Stair& stair) { return stair.change < 0 ? '-' : digit(stair.change); }

// The axis of a metric that is a percentage, with `cells` characters for 0 to 100.
void draw_axis(const Staircase& stairs, int cells, Page& page) {
  std::string line(static_cast<std::size_t>(cells) + 1, '.');
  for (int at = 0; at <= cells; ++at) line[static_cast<std::size_t>(at)] = shown_as(stairs.at(100.0 * at / cells));
  for (const TargetTracking* one : stairs.targets) {
    const int at = static_cast<int>(std::lround(one->target * cells / 100.0));
    if (at >= 0 && at <= cells) line[static_cast<std::size_t>(at)] = 't';
  }
  std::vector<std::pair<int, std::string>> scale;
  for (int percent = 0; percent <= 100; percent += 20)
    scale.emplace_back(cells * percent / 100, std::to_string(percent));
  std::string legend = stairs.metric + " in percent; digits add so many instances, - removes, . changes nothing";
  if (!stairs.targets.empty()) legend += ", t is a target: as many as it takes";
  const bool depends = std::any_of(stairs.steps.begin(), stairs.steps.end(),
                                   [](const StepScaling* one) { return one->adjustment != "ChangeInCapacity"; });
  if (depends) legend += fmt::format(", counted from {}", count_of(stairs.now, "instance"));
  page.paragraph(legend, indent, Style::dim);
  page.block(line, indent);
  page.block(marks(scale), indent, Style::dim);
  if (stairs.steps.size() + stairs.targets.size() > 2)
    page.paragraph("Of several policies at once the one with the largest group counts.", indent, Style::dim);
  for (const Stair& one : stairs.stairs) {
    if (one.torn) page.paragraph(torn_sentence(one, stairs.percentage), indent, Style::bad);
  }
}

std::string change_text(const StepScaling& scaling, const Step& step) {
  if (scaling.adjustment == "ExactCapacity") return "to " + number_text(step.change);
  return fmt::format("{}{}{}", step.change > 0 ? "+" : "", number_text(step.change),
                     scaling.adjustment == "PercentChangeInCapacity" ? " %" : "");
}

std::string threshold_text(const StepScaling& scaling) {
  const std::string value = of_metric(scaling.threshold, scaling.percentage);
  if (scaling.inclusive) return fmt::format("at {} or {}", value, scaling.above ? "above" : "below");
  return fmt::format("{} {}", scaling.above ? "above" : "below", value);
}

std::string range_text(const StepScaling& scaling, const Step& step) {
  const std::string unit = scaling.percentage ? " %" : "";
  if (step.from && step.to) return fmt::format("{} to {}{}", number_text(*step.from), number_text(*step.to), unit);
  if (step.from) return fmt::format("{}{} and above", number_text(*step.from), unit);
  if (step.to) return fmt::format("{}{} and below", number_text(*step.to), unit);
  return "any value";
}

}  // namespace

void draw_week(const Schedule& schedule, Page& page) {
  if (schedule.week.empty()) return;
  constexpr std::array days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const int cell = page.width() >= 120 ? 15 : page.width() >= narrow ? 30 : 60;  // minutes
  std::vector<std::pair<int, std::string>> hours;
  for (int hour = 0; hour <= 24; hour += cell == 60 ? 6 : 3)
    hours.emplace_back(4 + hour * 60 / cell, fmt::format("{:02}", hour));
  page.block(marks(hours), indent, Style::dim);
  for (std::size_t day = 0; day < schedule.week.size(); ++day) {
    std::string line = fmt::format("{} ", days.at(day));
    for (int minute = 0; minute < 24 * 60; minute += cell) line += digit(instances_at(schedule.week[day], minute));
    page.block(line, indent);
  }
}

void draw_steps(const Group& group, Page& page) {
  const int cells = page.width() >= 120 ? 100 : page.width() >= narrow ? 50 : 25;
  for (const Staircase& one : staircases(group)) {
    if (one.percentage) draw_axis(one, cells, page);
  }
  for (const StepScaling& one : group.steps) {
    page.paragraph(fmt::format("{} {} for {} ({}, {})", one.metric, threshold_text(one),
                               calendar::duration_in_words(one.seconds), one.alarm, one.policy),
                   indent);
    for (const Step& step : one.steps)
      page.row(indent + 2, {{change_text(one, step), 6, Style::bold},
                            {range_text(one, step) + (step.reachable ? "" : ": no percentage reaches that"), 0}});
  }
}

void draw_life(const Life& life, Page& page) {
  const int room = std::min(page.width() - 2 * indent, 60);
  for (const auto& [title, waits] :
       {std::pair{"While it boots", &life.boot}, std::pair{"While it drains", &life.drain}}) {
    if (waits->empty()) continue;
    int longest = 1;
    for (const Wait& one : *waits) longest = std::max(longest, one.seconds);
    page.paragraph(title, indent, Style::bold);
    for (const Wait& one : *waits) {
      page.paragraph(fmt::format("{}, {}: {}", one.who, calendar::duration_in_words(one.seconds), one.then), 2 * indent,
                     one.first ? Style::changed : Style::plain, 2);
      const double share = static_cast<double>(one.seconds) / longest;
      const auto length = static_cast<std::size_t>(std::max(1.0, std::round(share * room)));
      page.block(std::string(length, one.ends ? '#' : '='), 2 * indent, Style::dim);
    }
  }
}

}  // namespace vend::preview
