// Time zones with their daylight saving, from data of our own: the same schedule means the same on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vend::calendar {

using Seconds = std::int64_t;  // since 1970-01-01T00:00:00Z; a local time counts as if it were UTC
inline constexpr Seconds a_day = 86'400;

struct Date {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31

  bool operator==(const Date&) const = default;
};

Seconds midnight(const Date& date);
Date date_of(Seconds time);
int week_day(Seconds time);  // 0 is Sunday
// 2027-03-28 04:30
std::string to_text(Seconds time);
// YYYY-MM-DD; nothing for other texts and days that no calendar has.
std::optional<Date> read_date(std::string_view text);
// YYYY-MM-DDThh:mm:ssZ, the seconds optional; nothing for other texts and times that no calendar has.
std::optional<Seconds> read_time(std::string_view text);

class Zone {
 public:
  // What a POSIX rule says of the day of a change.
  struct Change {
    enum class Kind : std::uint8_t { week_day_of_month, day_of_year, day_without_leap } kind = Kind::week_day_of_month;
    int month = 0, week = 0, day = 0;  // week 5 is the last one
    int seconds = 7200;                // after local midnight; may be negative and beyond a day
  };

  // A rule of POSIX (TZ) such as CET-1CEST,M3.5.0,M10.5.0/3; nothing for other texts.
  static std::optional<Zone> from_rule(std::string_view rule);

  int offset_at(Seconds utc) const;  // seconds east of UTC
  Seconds to_local(Seconds utc) const { return utc + offset_at(utc); }
  // A time that the clocks skip is as late after the change as it would have been without one; of a time that comes
  // twice it is the first.
  Seconds to_utc(Seconds local) const;
  // When the offset changes next after `utc`, and the last offset before; nothing for zones without daylight saving.
  std::optional<Seconds> next_change(Seconds utc) const;
  bool has_daylight_saving() const { return daylight_ != standard_; }
  int standard_offset() const { return standard_; }
  int daylight_offset() const { return daylight_; }
  const Change& daylight_begins() const { return begin_; }
  const Change& daylight_ends() const { return end_; }

 private:
  friend std::optional<Zone> find_zone(std::string_view name);
  struct Moment {
    Seconds at;
    int offset;
  };

  int standard_ = 0;
  int daylight_ = 0;
  Change begin_, end_;           // of daylight saving
  std::vector<Moment> moments_;  // of zones that follow no rule; the rule holds after the last one
};

// Names of the IANA database (templates/time-zones.txt), sorted.
const std::vector<std::string>& zone_names();
// Nothing when there is no zone of this name.
std::optional<Zone> find_zone(std::string_view name);

}  // namespace vend::calendar
