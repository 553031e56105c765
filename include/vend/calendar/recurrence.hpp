// When a schedule runs.
#pragma once

#include <optional>
#include <vector>

#include "vend/calendar/cron.hpp"
#include "vend/calendar/zone.hpp"

namespace vend::calendar {

// The next `count` times after `utc` at which the clocks of the zone show what the expression asks for, as UTC; fewer
// when there are fewer in the next eight years (30 February never comes, 29 February sometimes only after eight years).
std::vector<Seconds> next_runs(const Cron& cron, const Zone& zone, Seconds utc, std::size_t count);

// Minutes of the week, from Monday 00:00 on, at which a weekly expression (Cron::is_weekly) runs.
std::vector<int> minutes_of_week(const Cron& cron);
inline constexpr int week = 7 * 24 * 60;  // minutes

}  // namespace vend::calendar
