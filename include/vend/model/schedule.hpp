// A scheduled change of the group's sizes.
#pragma once

#include <optional>
#include <string>

#include "vend/model/checked.hpp"

namespace vend::model {

struct ScheduleValues {
  std::string cron;                  // five fields, Unix cron (EC2 Auto Scaling, Recurrence); empty with `start` only
  std::string timezone = "Etc/UTC";  // IANA name; follows daylight saving
  std::optional<int> min;            // at least one of the three
  std::optional<int> max;
  std::optional<int> desired;
  // ISO 8601 UTC, such as 2027-01-01T00:00:00Z; may be empty. The action is performed at `start` itself as well,
  // whatever `cron` says (EC2 Auto Scaling, PutScheduledUpdateGroupAction).
  std::string start;
  std::string end;  // after start
};
Problems check(const ScheduleValues& values);
using Schedule = Checked<ScheduleValues>;

}  // namespace vend::model
