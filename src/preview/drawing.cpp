#include "preview/drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

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

// What the scaling does at a value of the metric; nothing between the thresholds.
const Step* step_at(const StepScaling& scaling, double value) {
  const bool fires = scaling.above ? value > scaling.threshold || (scaling.inclusive && value == scaling.threshold)
                                   : value < scaling.threshold || (scaling.inclusive && value == scaling.threshold);
  if (!fires) return nullptr;
  for (const Step& one : scaling.steps) {
    // Bounds belong to the step further from the threshold's side (Auto Scaling, step adjustments).
    const bool after = !one.from || (scaling.above ? value >= *one.from : value > *one.from);
    const bool before = !one.to || (scaling.above ? value < *one.to : value <= *one.to);
    if (after && before) return &one;
  }
  return nullptr;
}

// What acts on one metric.
struct Acting {
  std::vector<const StepScaling*> steps;
  std::vector<const TargetTracking*> targets;
};

// What happens at one value of the metric.
struct Cell {
  char shown = '.';
  bool adds = false, removes = false;
};

// When several policies are in force at once, the one with the largest capacity counts, for scale-out and scale-in (EC2
// Auto Scaling user guide, "Multiple scaling policies in force at the same time").
Cell cell_at(const Acting& acting, double value) {
  Cell cell;
  int most_added = 0;
  char otherwise = '.';
  for (const TargetTracking* one : acting.targets) {
    if (value > one->target) {
      cell.adds = true;
      most_added = std::max(most_added, 1);
    } else if (one->scale_in) {
      cell.removes = true;
    }
  }
  for (const StepScaling* one : acting.steps) {
    const Step* step = step_at(*one, value);
    if (step == nullptr || (step->change == 0 && one->adjustment != "ExactCapacity")) continue;
    if (one->adjustment == "ExactCapacity") {
      otherwise = '=';
    } else if (step->change < 0) {
      cell.removes = true;
    } else {
      cell.adds = true;
      if (one->adjustment == "PercentChangeInCapacity") {
        otherwise = '%';
      } else {
        most_added = std::max(most_added, static_cast<int>(std::lround(step->change)));
      }
    }
  }
  cell.shown = otherwise != '.' ? otherwise : most_added > 0 ? digit(most_added) : cell.removes ? '-' : '.';
  return cell;
}

// The axis of a metric that is a percentage, with `cells` characters for 0 to 100.
void draw_axis(const std::string& metric, const Acting& acting, int cells, Page& page) {
  std::string line(static_cast<std::size_t>(cells) + 1, '.');
  std::optional<double> first_torn, last_torn;
  for (int at = 0; at <= cells; ++at) {
    const double value = 100.0 * at / cells;
    const Cell cell = cell_at(acting, value);
    line[static_cast<std::size_t>(at)] = cell.shown;
    if (!cell.adds || !cell.removes) continue;
    if (!first_torn) first_torn = value;
    last_torn = value;
  }
  for (const TargetTracking* one : acting.targets) {
    const int at = static_cast<int>(std::lround(one->target * cells / 100.0));
    if (at >= 0 && at <= cells) line[static_cast<std::size_t>(at)] = 't';
  }
  std::vector<std::pair<int, std::string>> scale;
  for (int percent = 0; percent <= 100; percent += 20)
    scale.emplace_back(cells * percent / 100, std::to_string(percent));
  std::string legend = metric + " in percent; digits add so many instances, - removes, . changes nothing";
  if (line.find('=') != std::string::npos) legend += ", = sets the size";
  if (line.find('%') != std::string::npos) legend += ", % adds a share of the group";
  if (!acting.targets.empty()) legend += ", t is a target";
  page.paragraph(legend, indent, Style::dim);
  page.block(line, indent);
  page.block(marks(scale), indent, Style::dim);
  if (acting.steps.size() + acting.targets.size() > 2)
    page.paragraph("Of several policies at once the one with the largest group counts.", indent, Style::dim);
  if (first_torn)
    page.paragraph(
        fmt::format("From {} to {} % one policy adds instances and another removes them: the larger group wins, "
                    "and the group does not shrink there.",
                    number_text(*first_torn), number_text(*last_torn)),
        indent, Style::bad);
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

void draw_steps(const std::vector<StepScaling>& scaling, const std::vector<TargetTracking>& targets, Page& page) {
  std::map<std::string, Acting> percentages;
  for (const StepScaling& one : scaling) {
    if (one.percentage) percentages[one.metric].steps.push_back(&one);
  }
  for (const TargetTracking& one : targets) {
    if (one.percentage) percentages[one.metric].targets.push_back(&one);
  }
  const int cells = page.width() >= 120 ? 100 : page.width() >= narrow ? 50 : 25;
  for (const auto& [metric, acting] : percentages) draw_axis(metric, acting, cells, page);
  for (const StepScaling& one : scaling) {
    page.paragraph(fmt::format("{} {} for {} ({}, {})", one.metric, threshold_text(one),
                               calendar::duration_in_words(one.seconds), one.alarm, one.policy),
                   indent);
    for (const Step& step : one.steps)
      page.row(indent + 2, {{change_text(one, step), 6, Style::bold},
                            {range_text(one, step) + (step.reachable ? "" : ": no percentage reaches that"), 0}});
  }
}

}  // namespace vend::preview
