#include "vend/calendar/recurrence.hpp"

#include <algorithm>

namespace vend::calendar {
namespace {

constexpr int days_ahead = 8 * 366;

template <class Each>
void times_of_day(const Cron& cron, Each each) {
  for (std::size_t hour = 0; hour < cron.hours.size(); ++hour) {
    if (!cron.hours[hour]) continue;
    for (std::size_t minute = 0; minute < cron.minutes.size(); ++minute) {
      if (cron.minutes[minute]) each(static_cast<int>(hour * 60 + minute));
    }
  }
}

}  // namespace

std::vector<Seconds> next_runs(const Cron& cron, const Zone& zone, Seconds utc, std::size_t count) {
  std::vector<Seconds> runs;
  const Seconds start = midnight(date_of(zone.to_local(utc))) - a_day;
  for (int i = 0; i < days_ahead && runs.size() < count; ++i) {
    const Seconds day = start + i * a_day;
    const Date date = date_of(day);
    if (!cron.falls_on(date.month, date.day, week_day(day))) continue;
    std::vector<Seconds> today;
    times_of_day(cron, [&](int minute) { today.push_back(zone.to_utc(day + minute * 60)); });
    std::sort(today.begin(), today.end());  // a skipped time may come to lie behind a later one
    for (const Seconds run : today) {
      if (run > utc && (runs.empty() || run > runs.back()) && runs.size() < count) runs.push_back(run);
    }
  }
  return runs;
}

std::vector<int> minutes_of_week(const Cron& cron) {
  std::vector<int> minutes;
  for (int day = 0; day < 7; ++day) {
    if (!cron.week_days[static_cast<std::size_t>((day + 1) % 7)]) continue;
    times_of_day(cron, [&](int minute) { minutes.push_back(day * 24 * 60 + minute); });
  }
  return minutes;
}

}  // namespace vend::calendar
