#include "preview/staircase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "preview/words.hpp"

namespace vend::preview {
namespace {

// What the policy does at a value of the metric; nothing where its alarm does not fire.
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

// EC2 Auto Scaling rounds a share of the group towards zero, but to one instance at least (user guide, "Scaling
// adjustment types").
int change_of(const StepScaling& scaling, const Step& step, int now) {
  if (scaling.adjustment == "ExactCapacity") return static_cast<int>(std::lround(step.change)) - now;
  if (scaling.adjustment != "PercentChangeInCapacity") return static_cast<int>(std::lround(step.change));
  const double share = now * step.change / 100;
  if (share == 0) return 0;
  return std::abs(share) < 1 ? (share > 0 ? 1 : -1) : static_cast<int>(std::trunc(share));
}

void add_bounds(const StepScaling& scaling, std::vector<double>& bounds) {
  bounds.push_back(scaling.threshold);
  for (const Step& one : scaling.steps) {
    if (one.from) bounds.push_back(*one.from);
    if (one.to) bounds.push_back(*one.to);
  }
}

Staircase staircase(const std::string& metric, const Group& group) {
  Staircase drawing;
  drawing.metric = metric;
  drawing.now = group.desired.value_or(group.min.value_or(0));
  std::vector<double> bounds;
  for (const StepScaling& one : group.steps) {
    if (one.metric != metric) continue;
    drawing.steps.push_back(&one);
    drawing.percentage = one.percentage;
    add_bounds(one, bounds);
  }
  for (const TargetTracking& one : group.targets) {
    if (one.metric != metric) continue;
    drawing.targets.push_back(&one);
    drawing.percentage = one.percentage;
    bounds.push_back(one.target);
  }
  const auto [least, most] = std::minmax_element(bounds.begin(), bounds.end());
  const double margin = std::max(1.0, (*most - *least) / 4);
  drawing.low = drawing.percentage ? 0 : *least - margin;
  drawing.high = drawing.percentage ? 100 : *most + margin;
  bounds.push_back(drawing.low);
  bounds.push_back(drawing.high);
  std::erase_if(bounds, [&](double one) { return one < drawing.low || one > drawing.high; });
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    Stair next = drawing.at((bounds[i] + bounds[i + 1]) / 2);
    next.from = bounds[i];
    next.to = bounds[i + 1];
    Stair* last = drawing.stairs.empty() ? nullptr : &drawing.stairs.back();
    if (last != nullptr && last->change == next.change && last->tracks == next.tracks &&
        last->policies == next.policies)
      last->to = next.to;
    else
      drawing.stairs.push_back(std::move(next));
  }
  return drawing;
}

}  // namespace

Stair Staircase::at(double value) const {
  Stair stair{value, value, 0, false, {}, false};
  bool adds = false, removes = false, any = false;
  const auto act = [&](const std::string& policy, int change, bool tracks) {
    adds = adds || change > 0;
    removes = removes || change < 0;
    if (!any || change > stair.change) {
      stair.change = change;
      stair.tracks = tracks;
    }
    any = true;
    stair.policies.push_back(policy);
  };
  for (const StepScaling* one : steps) {
    if (const Step* step = step_at(*one, value)) act(one->policy, change_of(*one, *step, now), false);
  }
  for (const TargetTracking* one : targets) {
    if (value > one->target) act(one->policy, 1, true);
    if (value < one->target && one->scale_in) act(one->policy, -1, true);
  }
  stair.torn = adds && removes;
  return stair;
}

std::vector<Staircase> staircases(const Group& group) {
  std::vector<std::string> metrics;
  const auto add = [&](const std::string& metric) {
    if (std::find(metrics.begin(), metrics.end(), metric) == metrics.end()) metrics.push_back(metric);
  };
  for (const StepScaling& one : group.steps) add(one.metric);
  for (const TargetTracking& one : group.targets) add(one.metric);
  std::vector<Staircase> all;
  all.reserve(metrics.size());
  for (const std::string& metric : metrics) all.push_back(staircase(metric, group));
  return all;
}

std::string torn_sentence(const Stair& stair, bool percentage) {
  return fmt::format(
      "From {} to {} one policy adds instances and another removes them: the larger group wins, and the group does not "
      "shrink there.",
      number_text(stair.from), of_metric(stair.to, percentage));
}

}  // namespace vend::preview
