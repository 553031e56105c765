// The two schedules that the console form asks for.
#pragma once

#include <string>
#include <vector>

#include "vend/model/stack.hpp"

namespace vend::render {

struct FormSchedules {
  const model::ScheduleValues* start = nullptr;  // the first that wants instances; null for none
  const model::ScheduleValues* stop = nullptr;   // the first that wants none
  std::string timezone = "Etc/UTC";              // of both, as far as the form is concerned
};
FormSchedules form_schedules(const model::RunnerStackValues& stack);

}  // namespace vend::render
