#include "render/form/form_schedules.hpp"

namespace vend::render {

FormSchedules form_schedules(const model::RunnerStackValues& stack) {
  FormSchedules form;
  for (const model::Schedule& one : stack.schedules) {
    // A schedule that does not set the desired size, or that runs only once, is not one of the two that the form asks
    // for.
    if (!one->desired || one->cron.empty()) continue;
    const model::ScheduleValues*& place = *one->desired == 0 ? form.stop : form.start;
    if (place == nullptr) place = &*one;
  }
  if (form.stop != nullptr) form.timezone = form.stop->timezone;
  if (form.start != nullptr) form.timezone = form.start->timezone;
  return form;
}

}  // namespace vend::render
