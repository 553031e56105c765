#include "preview/staircase.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace vend::preview {
namespace {

// Between the bounds of steps, where nothing is inclusive or exclusive.
const Step* step_between(const StepScaling& scaling, double value) {
  if (scaling.above ? value < scaling.threshold : value > scaling.threshold) return nullptr;
  for (const Step& one : scaling.steps) {
    if ((!one.from || value > *one.from) && (!one.to || value < *one.to)) return &one;
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

Stair stair_at(const std::vector<const StepScaling*>& steps, double from, double to, int now) {
  Stair stair{from, to, 0, {}, false};
  bool adds = false, removes = false, any = false;
  for (const StepScaling* one : steps) {
    const Step* step = step_between(*one, (from + to) / 2);
    if (step == nullptr) continue;
    const int change = change_of(*one, *step, now);
    adds = adds || change > 0;
    removes = removes || change < 0;
    stair.change = any ? std::max(stair.change, change) : change;
    any = true;
    stair.policies.push_back(one->policy);
  }
  stair.torn = adds && removes;
  return stair;
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
  std::vector<const StepScaling*> steps;
  std::vector<double> bounds;
  for (const StepScaling& one : group.steps) {
    if (one.metric != metric) continue;
    steps.push_back(&one);
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
    Stair next = stair_at(steps, bounds[i], bounds[i + 1], drawing.now);
    Stair* last = drawing.stairs.empty() ? nullptr : &drawing.stairs.back();
    if (last != nullptr && last->change == next.change && last->policies == next.policies)
      last->to = next.to;
    else
      drawing.stairs.push_back(std::move(next));
  }
  return drawing;
}

}  // namespace

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

}  // namespace vend::preview
