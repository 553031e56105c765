#include "render/form/form_schedules.hpp"

namespace vend::render {

FormSchedules form_schedules(const model::RunnerStackValues& stack) {
  FormSchedules form;
  for (const model::Schedule& one : stack.schedules) {
    // One that leaves the wish as it is, or runs once, is not what the form asks for.
    if (!one->desired || one->cron.empty()) continue;
    const model::ScheduleValues*& place = *one->desired == 0 ? form.stop : form.start;
    if (place == nullptr) place = &*one;
  }
  if (form.stop != nullptr) form.timezone = form.stop->timezone;
  if (form.start != nullptr) form.timezone = form.start->timezone;
  return form;
}

}  // namespace vend::render
