// Scaling: what the group becomes at each value of a metric, and who may do what.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "preview/html_parts.hpp"
#include "preview/staircase.hpp"
#include "preview/svg.hpp"
#include "preview/words.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

std::string signed_text(int change) { return fmt::format("{}{}", change > 0 ? "+" : "", change); }

std::string effect_of(const Stair& stair) {
  if (stair.tracks && !stair.torn) return stair.change > 0 ? "as many more as it takes" : "as many fewer as it takes";
  if (stair.torn) return fmt::format("{}, though a policy would remove", signed_text(stair.change));
  return stair.change == 0 ? "stays" : signed_text(stair.change);
}

// Auto Scaling does not leave the group's bounds.
int size_within(const Group& group, int size) {
  return std::max(group.min.value_or(0), std::min(size, group.max.value_or(size)));
}

std::string name_of_metric(const Staircase& stairs) { return stairs.metric.empty() ? "the metric" : stairs.metric; }

Html staircase_picture(const Group& group, const Staircase& stairs) {
  constexpr int width = 760, left = 60, right = 20, top = 24, unit = 28, bottom = 44;
  int highest = 1, lowest = 0;
  for (const Stair& one : stairs.stairs) {
    highest = std::max(highest, one.change);
    lowest = std::min(lowest, one.change);
  }
  constexpr int most_units = 12;
  const double step =
      highest - lowest > most_units ? static_cast<double>(unit) * most_units / (highest - lowest) : unit;
  const double zero = top + highest * step;
  const int height = static_cast<int>(zero - lowest * step) + bottom;
  const auto x = [&](double value) {
    return left + (value - stairs.low) / (stairs.high - stairs.low) * (width - left - right);
  };
  const auto y = [&](int change) { return zero - change * step; };
  std::string words = "At " + name_of_metric(stairs) + ": ";
  for (const Stair& one : stairs.stairs)
    words += fmt::format("{} to {}: {}; ", number_text(one.from), number_text(one.to), effect_of(one));
  words += fmt::format("counted from {}.", count_of(stairs.now, "instance"));
  Picture picture("scaling-" + group.id + "-" + stairs.metric,
                  fmt::format("Scaling of {} by {}", group.id, name_of_metric(stairs)), words, width, height);
  picture.line(left, y(0), width - right, y(0), "axis").line(left, top, left, height - bottom + 6, "axis");
  picture.text(left - 6, y(0) + 4, fmt::format("{} now", stairs.now), "small", Picture::Anchor::end);
  double last_x = -100;
  for (const Stair& one : stairs.stairs) {
    if (one.change == 0) {
      picture.rect(x(one.from), top, x(one.to) - x(one.from), y(lowest) - top + 4, "hold");
      picture.text((x(one.from) + x(one.to)) / 2, y(0) - 6, "stays", "small pale", Picture::Anchor::middle);
    }
    if (one.torn) picture.rect(x(one.from), top, x(one.to) - x(one.from), y(lowest) - top + 4, "warn");
    if (x(one.from) - last_x > 26) {
      picture.text(x(one.from), height - 22, number_text(one.from), "small", Picture::Anchor::middle);
      last_x = x(one.from);
    }
  }
  picture.text(x(stairs.high), height - 22, number_text(stairs.high), "small", Picture::Anchor::middle);
  picture.text(left, height - 6, name_of_metric(stairs) + (stairs.percentage ? " in percent" : ""), "small pale");
  for (std::size_t i = 0; i < stairs.stairs.size(); ++i) {
    const Stair& one = stairs.stairs[i];
    if (one.change == 0) continue;
    const char* kind = one.change > 0 ? "out" : "in";
    picture.line(x(one.from), y(one.change), x(one.to), y(one.change), kind);
    picture.text((x(one.from) + x(one.to)) / 2, y(one.change) + (one.change > 0 ? -5 : 14),
                 one.tracks ? (one.change > 0 ? "adds" : "removes") : signed_text(one.change), "strong",
                 Picture::Anchor::middle);
    const bool rises = one.change > 0;
    const int before = i > 0 ? stairs.stairs[i - 1].change : 0;
    const int after = i + 1 < stairs.stairs.size() ? stairs.stairs[i + 1].change : 0;
    if (rises && before >= 0) picture.line(x(one.from), y(before), x(one.from), y(one.change), kind);
    if (!rises && after <= 0) picture.line(x(one.to), y(after), x(one.to), y(one.change), kind);
  }
  for (const TargetTracking* one : stairs.targets) {
    picture.line(x(one->target), top - 4, x(one->target), height - bottom + 6, "stop");
    picture.text(x(one->target) + 4, top + 6, fmt::format("target {}", number_text(one->target)), "small");
  }
  return picture.done();
}

Html stairs_table(const Group& group, const Staircase& stairs) {
  const std::string unit = stairs.percentage ? " %" : "";
  Table table(
      fmt::format("{}: what happens, counted from {}", name_of_metric(stairs), count_of(stairs.now, "instance")),
      {"From", "To", "Change", "Size then", "Policies"});
  for (const Stair& one : stairs.stairs)
    table.row()
        .number(number_text(one.from) + unit)
        .number(number_text(one.to) + unit)
        .number(effect_of(one))
        .number(one.tracks ? "" : std::to_string(size_within(group, stairs.now + one.change)))
        .markup(links_to("resource", one.policies));
  return table.done();
}

Html policies_table(const Group& group) {
  Table table("Policies", {"Policy", "Alarm", "Metric", "Acts", "For", "Changes"});
  for (const StepScaling& one : group.steps) {
    std::vector<std::string> steps;
    for (const Step& step : one.steps) {
      std::string words = number_text(step.change);
      if (one.adjustment == "PercentChangeInCapacity") words += " %";
      if (one.adjustment == "ExactCapacity") words = "to " + words;
      if (step.from) words += " from " + of_metric(*step.from, one.percentage);
      if (step.to) words += " to " + of_metric(*step.to, one.percentage);
      if (!step.reachable) words += " (no percentage reaches that)";
      steps.push_back(std::move(words));
    }
    table.row().markup(link_to("resource", one.policy)).markup(link_to("resource", one.alarm)).cell(one.metric);
    table.cell(fmt::format("{}{} {}", one.above ? ">" : "<", one.inclusive ? "=" : "",
                           of_metric(one.threshold, one.percentage)));
    table.cell(calendar::duration_in_words(one.seconds)).cell(support::join(steps, "; "));
  }
  for (const TargetTracking& one : group.targets) {
    table.row().markup(link_to("resource", one.policy)).cell("its own").cell(one.metric);
    table.cell("near " + of_metric(one.target, one.percentage)).cell("");
    table.cell(one.scale_in ? "as many as it takes" : "adds as many as it takes, removes none");
  }
  return table.done();
}

}  // namespace

Html scaling_html(const Report& report, const HtmlView&) {
  Html html;
  for (const Group& group : report.groups) {
    if (group.steps.empty() && group.targets.empty()) continue;
    if (report.groups.size() > 1) html.leaf("h3", group.id).line_end();
    for (const Staircase& stairs : staircases(group)) {
      html.add(staircase_picture(group, stairs)).add(stairs_table(group, stairs));
      for (const Stair& one : stairs.stairs) {
        if (one.torn) html.leaf("p", torn_sentence(one, stairs.percentage), {{"class", "bad"}});
      }
    }
    if (group.min && group.max)
      html.leaf("p", fmt::format("The group never leaves {} to {}.", *group.min, *group.max)).line_end();
    html.add(policies_table(group));
  }
  if (html.is_empty()) return pale("The group does not follow the load.");
  return html;
}

Html rights_html(const Report& report, const HtmlView&) {
  if (report.rights.empty()) return pale("This template gives nobody any rights.");
  Html html;
  html.open("ul").line_end();
  for (const Permission& one : report.rights) html.leaf("li", one.sentence).line_end();
  html.close().line_end();
  Table table("Statements", {"Policy", "Purpose", "Who", "", "Actions", "On", "Only if"});
  for (const Permission& one : report.rights) {
    table.row().markup(link_to("resource", one.policy)).cell(one.purpose).cell(one.who);
    table.cell(one.allowed ? "may" : "must not").code(support::join(one.actions, ", "));
    table.code(support::join(one.on, ", ")).code(support::join(one.only_if, " and "));
  }
  return html.add(table.done());
}

}  // namespace vend::preview
