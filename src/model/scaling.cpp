#include "vend/model/scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "model/problem_list.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/aws/cloud_watch.hpp"
#include "vend/aws/limits.hpp"

namespace vend::model {
namespace {

static_assert(2 * most_scaling_policies <= aws::auto_scaling::scaling_policies);

// Characters of ASCII, one at least that is no blank. ProblemList::text tells control characters.
bool is_word(std::string_view text) {
  return text.find_first_not_of(' ') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A namespace's, a metric's or a dimension's.
void check_name(std::string_view name, std::string_view setting, ProblemList& problems) {
  if (name.empty() && setting != "metric.dimensions") {
    problems.add(setting, "is missing");
    return;
  }
  problems.text(setting, name, aws::cloud_watch::metric_name);
  problems.require(is_word(name) && !name.starts_with(':'), setting,
                   fmt::format("has \"{}\", which is not a name that CloudWatch takes", name),
                   "use letters, digits and signs of ASCII, no colon at the beginning");
}

void check_metric(const Metric& metric, ProblemList& problems) {
  if (metric.kind != Metric::Kind::custom) return;
  check_name(metric.name_space, "metric.namespace", problems);
  check_name(metric.name, "metric.name", problems);
  const auto& known = aws::cloud_watch::statistics;
  problems.require(std::find(known.begin(), known.end(), metric.statistic) != known.end(), "metric.statistic",
                   fmt::format("is \"{}\", none that an alarm takes here", metric.statistic),
                   "use Average, Minimum, Maximum, Sum or SampleCount");
  std::set<std::string> seen;
  for (const auto& [name, value] : metric.dimensions) {
    check_name(name, "metric.dimensions", problems);
    problems.require(seen.insert(name).second, "metric.dimensions", fmt::format("names {} twice", name));
    problems.text("metric.dimensions", value, aws::cloud_watch::dimension_value);
    problems.require(is_word(value), "metric.dimensions",
                     fmt::format("has a value for {} that is empty or not ASCII", name));
  }
  problems.require(metric.dimensions.size() <= aws::limits::alarm_dimensions, "metric.dimensions",
                   fmt::format("has more than {} entries", aws::limits::alarm_dimensions));
}

void append(Problems problems, std::string_view prefix, ProblemList& all) {
  for (Problem& problem : problems) {
    all.add(fmt::format("{}.{}", prefix, problem.setting), std::move(problem.message), std::move(problem.fix));
  }
}

}  // namespace

Problems check_alarm(const ScalingAlarmValues& values, ScalingDirection direction, Metric::Kind metric) {
  ProblemList problems;
  bool out = direction == ScalingDirection::out;
  const int minute = aws::cloud_watch::minute;
  const bool minutes = values.seconds >= minute && values.seconds % minute == 0;
  if (metric == Metric::Kind::custom) {
    problems.require(aws::cloud_watch::is_alarm_period(values.seconds), "for",
                     fmt::format("is {} s, but an alarm's period is 10, 20, 30 or a multiple of 60", values.seconds));
  } else {
    problems.require(minutes, "for",
                     fmt::format("is {} s, but this metric comes once a minute: a shorter alarm would lapse into "
                                 "INSUFFICIENT_DATA",
                                 values.seconds),
                     "use a multiple of 60");
  }
  problems.require(values.evaluation_periods >= 1, "periods", "is below 1");
  const long longest = aws::cloud_watch::longest_evaluation(values.seconds);
  problems.require(static_cast<long>(values.seconds) * values.evaluation_periods <= longest, "periods",
                   fmt::format("makes {} s in all, but at most {} are allowed",
                               static_cast<long>(values.seconds) * values.evaluation_periods, longest));
  problems.require(!values.steps.empty() && values.steps.size() <= aws::auto_scaling::step_adjustments, "steps",
                   fmt::format("needs 1 to {} entries", aws::auto_scaling::step_adjustments));
  problems.require(values.steps.empty() || values.steps.front().from == 0, "steps",
                   "does not begin at 0: a gap beside the threshold would scale nothing", "let the first step be 0");
  for (std::size_t i = 0; i < values.steps.size(); ++i) {
    const Step& step = values.steps[i];
    problems.require(step.change != 0 && (step.change > 0) == out, "steps",
                     fmt::format("has the change {:+}, but {}", step.change,
                                 out ? "scaling out adds instances" : "scaling in removes instances"));
    if (i == 0) continue;
    bool away = out ? step.from > values.steps[i - 1].from : step.from < values.steps[i - 1].from;
    problems.require(away, "steps",
                     fmt::format("overlap: {} does not lie beyond {}", step.from, values.steps[i - 1].from),
                     out ? "order them upwards, each once" : "order them downwards (0, -10, ...), each once");
  }
  return problems.take();
}

Problems check(const StepPolicyValues& values) {
  ProblemList problems;
  check_metric(values.metric, problems);
  problems.require(values.out || values.in, "out", "is missing, and so is in", "give at least one of the two");
  if (values.out) append(check_alarm(*values.out, ScalingDirection::out, values.metric.kind), "out", problems);
  if (values.in) append(check_alarm(*values.in, ScalingDirection::in, values.metric.kind), "in", problems);
  if (values.out && values.in) {
    problems.require(values.in->threshold < values.out->threshold, "in.at",
                     fmt::format("is {}, not below out.at ({}): the group would swing", values.in->threshold,
                                 values.out->threshold));
  }
  if (values.metric.kind != Metric::Kind::custom) {
    if (values.out) problems.range("out.at", values.out->threshold, 0.0, 100.0);
    if (values.in) problems.range("in.at", values.in->threshold, 0.0, 100.0);
  }
  return problems.take();
}

Problems check(const TargetTrackingValues& values) {
  ProblemList problems;
  check_metric(values.metric, problems);
  problems.require(values.target > 0, "target", "must be above 0");
  if (values.metric.kind != Metric::Kind::custom) problems.range("target", values.target, 1.0, 100.0);
  return problems.take();
}

}  // namespace vend::model
