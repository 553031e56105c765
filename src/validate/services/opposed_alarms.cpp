// Two alarms on one metric that move one group both ways at the same values: it swings.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "validate/checks.hpp"

namespace vend::validate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// What a step or simple policy does from its alarm's threshold on.
struct Effect {
  bool adds = false;
  double from = 0;  // beyond the threshold
};

std::optional<Effect> effect_of(const Node& policy) {
  if (text_at(&policy, {"AdjustmentType"}).find("Change") == std::string_view::npos) return std::nullopt;
  if (const std::optional<double> change = number_of(policy.find("ScalingAdjustment")))
    return *change == 0 ? std::nullopt : std::optional(Effect{*change > 0});
  std::optional<Effect> effect;
  double lowest = infinity, highest = -infinity;
  for (const Node* step : items_of(policy.find("StepAdjustments"))) {
    const std::optional<double> change = number_of(step->find("ScalingAdjustment"));
    if (!change || *change == 0 || (effect && effect->adds != (*change > 0))) return std::nullopt;
    effect = Effect{*change > 0};
    lowest = std::min(lowest, number_of(step->find("MetricIntervalLowerBound")).value_or(-infinity));
    highest = std::max(highest, number_of(step->find("MetricIntervalUpperBound")).value_or(infinity));
  }
  if (effect) effect->from = effect->adds ? std::max(lowest, 0.0) : std::min(highest, 0.0);
  return effect;
}

struct Pull {
  const Resource* alarm;
  const Resource* group;
  bool adds;
  double from;  // the value of the metric from which on the group moves
  bool with_it;
};

void take_pulls(const Resolved& resolved, const Resource& alarm, std::vector<Pull>& all) {
  const Node& p = *alarm.properties;
  const std::optional<double> threshold = number_of(p.find("Threshold"));
  const std::string_view compared = text_at(&p, {"ComparisonOperator"});
  if (!threshold || p.find("MetricName") == nullptr) return;
  for (const Node* action : items_of(p.find("AlarmActions"))) {
    const Resource* policy = resolved.referred_to(action);
    if (policy == nullptr || policy->type != "AWS::AutoScaling::ScalingPolicy") continue;
    const Resource* group = resolved.referred_to(policy->properties->find("AutoScalingGroupName"));
    const std::optional<Effect> effect = effect_of(*policy->properties);
    // More instances above a value and fewer below one; the other way round is something else.
    if (group == nullptr || !effect || !compared.starts_with(effect->adds ? "Greater" : "Less")) continue;
    all.push_back(
        {&alarm, group, effect->adds, *threshold + effect->from, compared.find("OrEqual") != std::string_view::npos});
  }
}

bool same_metric(const Resource& a, const Resource& b) {
  return std::ranges::all_of(std::initializer_list<std::string_view>{"Namespace", "MetricName", "Dimensions",
                                                                     "Statistic", "ExtendedStatistic", "Unit"},
                             [&](std::string_view key) {
                               const Node *one = a.properties->find(key), *other = b.properties->find(key);
                               return one == nullptr || other == nullptr ? one == other : *one == *other;
                             });
}

}  // namespace

void check_opposed_alarms(const Resolved& resolved, Report& report) {
  std::vector<Pull> pulls;
  for (const Resource* alarm : resolved.of_type("AWS::CloudWatch::Alarm")) take_pulls(resolved, *alarm, pulls);
  for (const Pull& out : pulls) {
    for (const Pull& in : pulls) {
      if (!out.adds || in.adds || out.group != in.group || !same_metric(*out.alarm, *in.alarm)) continue;
      if (out.from > in.from || (out.from == in.from && !(out.with_it && in.with_it))) continue;
      report.add("A012", in.alarm->properties->find("Threshold")->mark(), in.alarm->path("Properties.Threshold"),
                 fmt::format("{} removes instances of {} up to {:g}, and {} adds some from {:g} on: the group swings",
                             in.alarm->id, in.group->id, in.from, out.alarm->id, out.from),
                 "remove instances at a value well below the one that adds some");
    }
  }
}

}  // namespace vend::validate
