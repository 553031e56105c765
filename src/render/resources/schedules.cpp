// Scheduled actions. The first that goes to zero and the first that comes back are those of the console form.
#include <fmt/format.h>

#include <algorithm>

#include "render/builder.hpp"
#include "render/form/form_schedules.hpp"

namespace vend::render {
namespace {

Node size(const std::optional<int>& value) { return value ? Node::integer(*value) : cfn::no_value(); }

Node text_or_none(const std::string& value) { return value.empty() ? cfn::no_value() : Node(value); }

// Where the spec has it.
std::string place_of(const Builder& b, const model::ScheduleValues* schedule) {
  const std::vector<model::Schedule>& all = b.stack().schedules;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const model::Schedule& one) { return &*one == schedule; });
  return found == all.end() ? std::string() : fmt::format("schedules.{}", found - all.begin());
}

// One parameter serves both; a schedule in another zone keeps its own.
Node time_zone(Builder& b, const FormSchedules& form, const model::ScheduleValues* schedule) {
  const bool shared = schedule == nullptr || schedule->timezone == form.timezone;
  return shared ? b.text("4ASGScheduleTimeZone") : Node(schedule->timezone);
}

void add_form_schedule(Builder& b, bool stop) {
  Condition wanted = stop ? has_stop_schedule(b) : has_start_schedule(b);
  if (wanted.is(false)) return;
  const FormSchedules form = form_schedules(b.stack());
  const model::ScheduleValues* schedule = stop ? form.stop : form.start;
  Node properties = mapping_of({{"AutoScalingGroupName", cfn::ref("InstanceASG")}});
  if (stop) {
    properties.add("MinSize", Node::integer(0));
    properties.add("DesiredCapacity", Node::integer(0));
  } else {
    // The schedule that stops the group set its min to 0, so that this one sets it again.
    const bool given = schedule != nullptr && schedule->min;
    properties.add("MinSize", given ? Node::integer(*schedule->min) : b.value("4ASGMinSize"));
    properties.add("DesiredCapacity", b.value("4ASGScheduledStartupDesiredInstances"));
  }
  if (schedule != nullptr) {
    add_unless_none(properties, "MaxSize", size(schedule->max));
    add_unless_none(properties, "StartTime", text_or_none(schedule->start));
    add_unless_none(properties, "EndTime", text_or_none(schedule->end));
  }
  properties.add("Recurrence", b.text(stop ? "4ASGScheduledShutdownCron" : "4ASGScheduledStartupCron"));
  properties.add("TimeZone", time_zone(b, form, schedule));
  b.add({.id = stop ? "ScheduledActionDailyStop" : "ScheduledActionDailyStart",
         .type = "AWS::AutoScaling::ScheduledAction",
         .condition = wanted,
         .properties = std::move(properties),
         .place = place_of(b, schedule)});
}

}  // namespace

void add_schedules(Builder& b) {
  add_form_schedule(b, false);
  add_form_schedule(b, true);
  const FormSchedules form = form_schedules(b.stack());
  int index = 0;
  for (const model::Schedule& schedule : b.stack().schedules) {
    ++index;
    if (&*schedule == form.start || &*schedule == form.stop) continue;
    b.add({.id = fmt::format("ScheduledAction{}", index),
           .type = "AWS::AutoScaling::ScheduledAction",
           .properties =
               mapping_of({{"AutoScalingGroupName", cfn::ref("InstanceASG")},
                           {"MinSize", size(schedule->desired == 0 ? schedule->min.value_or(0) : schedule->min)},
                           {"MaxSize", size(schedule->max)},
                           {"DesiredCapacity", size(schedule->desired)},
                           {"Recurrence", text_or_none(schedule->cron)},
                           {"TimeZone", schedule->timezone},
                           {"StartTime", text_or_none(schedule->start)},
                           {"EndTime", text_or_none(schedule->end)}}),
           .place = fmt::format("schedules.{}", index - 1)});
  }
}

}  // namespace vend::render
