#include "vend/model/schedule.hpp"

#include "model/problem_list.hpp"
#include "vend/calendar/cron.hpp"
#include "vend/calendar/zone.hpp"

namespace vend::model {

Problems check(const ScheduleValues& values) {
  ProblemList problems;
  problems.require(!values.cron.empty() || !values.start.empty(), "at", "is missing", "give a cron expression");
  if (!values.cron.empty()) {
    if (std::string problem = calendar::cron_problem(values.cron); !problem.empty()) problems.add("at", problem);
  }
  problems.require(values.min || values.max || values.desired, "desired", "is missing, and so are min and max",
                   "give at least one size");
  for (auto [setting, size] :
       {std::pair{"min", values.min}, std::pair{"max", values.max}, std::pair{"desired", values.desired}}) {
    problems.require(!size || *size >= 0, setting, "is negative");
  }
  problems.require(!values.min || !values.max || *values.min <= *values.max, "min", "is above max");
  problems.require(!values.min || !values.desired || *values.min <= *values.desired, "desired", "is below min");
  problems.require(!values.max || !values.desired || *values.desired <= *values.max, "desired", "is above max");
  for (auto [setting, time] : {std::pair{"start", &values.start}, std::pair{"end", &values.end}}) {
    problems.require(time->empty() || calendar::read_time(*time), setting, fmt::format("is \"{}\", not a time", *time),
                     "write it in UTC, like 2027-01-01T00:00:00Z");
  }
  const auto start = calendar::read_time(values.start), end = calendar::read_time(values.end);
  problems.require(!start || !end || *start < *end, "end", "is not after start");
  problems.require(values.timezone.size() <= 64 && !values.timezone.empty(), "timezone", "is not a time zone name");
  return problems.take();
}

}  // namespace vend::model
