// Cron as EC2 Auto Scaling takes it in Recurrence: the five fields of Unix (ScheduledAction, API reference).
#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>

namespace vend::calendar {

// As cron expressions write them, three letters each, from January and from Sunday on.
inline constexpr std::string_view month_names = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
inline constexpr std::string_view weekday_names = "SUNMONTUEWEDTHUFRISAT";

struct Cron {
  std::bitset<60> minutes;
  std::bitset<24> hours;
  std::bitset<32> days;      // of the month; bits 1 to 31
  std::bitset<13> months;    // bits 1 to 12
  std::bitset<7> week_days;  // 0 is Sunday
  // A field that begins with `*` leaves the day to the other one; when both name days, either is enough (crontab(5)).
  bool any_day = false;
  bool any_week_day = false;

  bool falls_on(int month, int day, int week_day) const;
  // Whether it runs every week at the same times.
  bool is_weekly() const { return any_day && days.count() == 31 && months.count() == 12; }
};

// Why `text` is no five-field cron expression, as words that follow its name ("has 4 fields ..."); empty when it is
// one.
std::string cron_problem(std::string_view text);
// Nothing when cron_problem() has something to say.
std::optional<Cron> read_cron(std::string_view text);

}  // namespace vend::calendar
