// Scheduled actions. The first schedule to zero and the first one back are those of the console form.
#include <fmt/format.h>

#include "builder.hpp"

namespace vend::render {
namespace {

Node size(const std::optional<int>& value) { return value ? Node::integer(*value) : cfn::no_value(); }

Node text_or_none(const std::string& value) { return value.empty() ? cfn::no_value() : Node(value); }

const model::ScheduleValues* first(const model::RunnerStackValues& stack, bool stop) {
  for (const model::Schedule& schedule : stack.schedules) {
    if ((schedule->desired.value_or(1) == 0) == stop && !schedule->cron.empty()) return &*schedule;
  }
  return nullptr;
}

Node time_zone(Builder& b, const model::ScheduleValues* schedule) {
  // One parameter serves both; a schedule in another zone keeps its own.
  std::string shared = "Etc/UTC";
  if (const auto* any = first(b.stack(), true)) shared = any->timezone;
  if (const auto* any = first(b.stack(), false)) shared = any->timezone;
  return schedule == nullptr || schedule->timezone == shared ? b.text("4ASGScheduleTimeZone")
                                                             : Node(schedule->timezone);
}

void add_form_schedule(Builder& b, bool stop) {
  Condition wanted = stop ? has_stop_schedule(b) : has_start_schedule(b);
  if (wanted.is(false)) return;
  const model::ScheduleValues* schedule = first(b.stack(), stop);
  Node properties = map({{"AutoScalingGroupName", cfn::ref("InstanceASG")}});
  if (stop) {
    properties.add("MinSize", Node::integer(0));
    properties.add("DesiredCapacity", Node::integer(0));
  } else {
    properties.add("MinSize", Node::integer(schedule != nullptr ? schedule->min.value_or(1) : 1));
    properties.add("DesiredCapacity", b.value("4ASGScheduledStartupDesiredInstances"));
  }
  if (schedule != nullptr) {
    put(properties, "MaxSize", size(schedule->max));
    put(properties, "StartTime", text_or_none(schedule->start));
    put(properties, "EndTime", text_or_none(schedule->end));
  }
  properties.add("Recurrence", b.text(stop ? "4ASGScheduledShutdownCron" : "4ASGScheduledStartupCron"));
  properties.add("TimeZone", time_zone(b, schedule));
  b.add({.id = stop ? "ScheduledActionDailyStop" : "ScheduledActionDailyStart",
         .type = "AWS::AutoScaling::ScheduledAction",
         .condition = wanted,
         .properties = std::move(properties)});
}

}  // namespace

void add_schedules(Builder& b) {
  add_form_schedule(b, false);
  add_form_schedule(b, true);
  int index = 0;
  for (const model::Schedule& schedule : b.stack().schedules) {
    ++index;
    if (&*schedule == first(b.stack(), true) || &*schedule == first(b.stack(), false)) continue;
    b.add({.id = fmt::format("ScheduledAction{}", index),
           .type = "AWS::AutoScaling::ScheduledAction",
           .properties = map({{"AutoScalingGroupName", cfn::ref("InstanceASG")},
                              {"MinSize", size(schedule->min)},
                              {"MaxSize", size(schedule->max)},
                              {"DesiredCapacity", size(schedule->desired)},
                              {"Recurrence", text_or_none(schedule->cron)},
                              {"TimeZone", schedule->timezone},
                              {"StartTime", text_or_none(schedule->start)},
                              {"EndTime", text_or_none(schedule->end)}})});
  }
}

}  // namespace vend::render
