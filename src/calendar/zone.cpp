#include "vend/calendar/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>

#include "vend/support/asset.hpp"
#include "vend/support/text.hpp"

namespace vend::calendar {
namespace {

// Reads a POSIX rule from front to back; every step says whether it found what it wants.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool name() {
    const bool quoted = take('<');
    const std::size_t length = quoted ? rest_.find('>') : rest_.find_first_of("+-,0123456789");
    if (length == std::string_view::npos && quoted) return false;
    const std::size_t taken = std::min(length, rest_.size());
    rest_.remove_prefix(taken);
    return taken > 0 && (!quoted || take('>'));
  }

  bool number(int& into) {
    auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), into);
    if (error != std::errc() || into < 0) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }

  // [+-]hh[:mm[:ss]], in seconds
  bool time(int& into) {
    const int sign = take('-') ? -1 : 1;
    if (sign > 0) take('+');
    int hours = 0, minutes = 0, seconds = 0;
    if (!number(hours) || (take(':') && !number(minutes)) || (take(':') && !number(seconds))) return false;
    if (hours > 167 || minutes > 59 || seconds > 59) return false;  // RFC 8536, 3.3.1
    into = sign * ((hours * 60 + minutes) * 60 + seconds);
    return true;
  }

  bool change(Zone::Change& into) {
    using Kind = Zone::Change::Kind;
    if (take('M')) {
      if (!number(into.month) || !take('.') || !number(into.week) || !take('.') || !number(into.day)) return false;
      if (into.month < 1 || into.month > 12 || into.week < 1 || into.week > 5 || into.day > 6) return false;
    } else {
      into.kind = take('J') ? Kind::day_without_leap : Kind::day_of_year;
      if (!number(into.day) || into.day > 365 || (into.kind == Kind::day_without_leap && into.day == 0)) return false;
    }
    return !take('/') || time(into.seconds);
  }

 private:
  std::string_view rest_;
};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// Local midnight of the day of the change, plus its time.
Seconds moment(const Zone::Change& change, int year) {
  using Kind = Zone::Change::Kind;
  if (change.kind == Kind::day_of_year) return midnight({year, 1, 1}) + change.day * a_day + change.seconds;
  if (change.kind == Kind::day_without_leap) {
    const int leap = is_leap(year) && change.day >= 60 ? 1 : 0;
    return midnight({year, 1, 1}) + (change.day - 1 + leap) * a_day + change.seconds;
  }
  const Seconds first = midnight({year, change.month, 1});
  Seconds day = first + ((change.day - week_day(first) + 7) % 7 + (change.week - 1) * 7) * a_day;
  while (date_of(day).month != change.month) day -= 7 * a_day;
  return day + change.seconds;
}

// The line of time-zones.txt that begins with the name.
std::string_view line_of(std::string_view name) {
  static const support::Assets assets;
  const std::string_view all = assets.get("templates/time-zones.txt");
  if (name.empty() || name.front() == '#' || name.find_first_of(" \n") != std::string_view::npos) return {};
  const std::string start = "\n" + std::string(name) + " ";
  const std::size_t at = all.find(start);
  if (at == std::string_view::npos) return {};
  return all.substr(at + 1, all.find('\n', at + 1) - at - 1);
}

}  // namespace

Seconds midnight(const Date& date) {
  const std::chrono::year_month_day day{std::chrono::year(date.year),
                                        std::chrono::month(static_cast<unsigned>(date.month)),
                                        std::chrono::day(static_cast<unsigned>(date.day))};
  return std::chrono::sys_days(day).time_since_epoch().count() * a_day;
}

Date date_of(Seconds time) {
  const std::chrono::year_month_day day(
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(time))));
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

int week_day(Seconds time) {
  const std::chrono::sys_days day =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(time)));
  return static_cast<int>(std::chrono::weekday(day).c_encoding());
}

std::string to_text(Seconds time) {
  const Date date = date_of(time);
  const Seconds of_day = time - midnight(date);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", date.year, date.month, date.day, of_day / 3600,
                     of_day % 3600 / 60);
}

std::optional<Date> read_date(std::string_view text) {
  Date date;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (auto [from, length, into] :
       {std::tuple{0, 4, &date.year}, std::tuple{5, 2, &date.month}, std::tuple{8, 2, &date.day}}) {
    auto [end, error] = std::from_chars(text.data() + from, text.data() + from + length, *into);
    if (error != std::errc() || end != text.data() + from + length) return std::nullopt;
  }
  if (date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
  if (date_of(midnight(date)) != date) return std::nullopt;
  return date;
}

std::optional<Seconds> read_time(std::string_view text) {
  const std::optional<Date> date = read_date(text.substr(0, 10));
  if (!date || (text.size() != 17 && text.size() != 20) || text[10] != 'T' || text.back() != 'Z') return std::nullopt;
  Seconds time = midnight(*date);
  constexpr std::tuple<std::size_t, int, int> parts[] = {{11, 24, 3'600}, {14, 60, 60}, {17, 60, 1}};
  for (const auto& [from, limit, unit] : parts) {
    if (from + 2 >= text.size()) break;  // no seconds
    int value = -1;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + from + 2, value);
    if (error != std::errc() || end != text.data() + from + 2 || value < 0 || value >= limit) return std::nullopt;
    if (from != 11 && text[from - 1] != ':') return std::nullopt;
    time += value * unit;
  }
  return time;
}

std::optional<Zone> Zone::from_rule(std::string_view rule) {
  Zone zone;
  RuleReader reader(rule);
  int west = 0;
  if (!reader.name() || !reader.time(west)) return std::nullopt;
  zone.standard_ = zone.daylight_ = -west;
  if (reader.at_end()) return zone;
  if (!reader.name()) return std::nullopt;
  zone.daylight_ = zone.standard_ + 3600;
  if (!reader.take(',')) {
    if (!reader.time(west) || !reader.take(',')) return std::nullopt;
    zone.daylight_ = -west;
  }
  if (!reader.change(zone.begin_) || !reader.take(',') || !reader.change(zone.end_) || !reader.at_end())
    return std::nullopt;
  return zone;
}

int Zone::offset_at(Seconds utc) const {
  if (!moments_.empty() && utc < moments_.back().at) {
    int offset = moments_.front().offset;
    for (const Moment& one : moments_) {
      if (one.at > utc) break;
      offset = one.offset;
    }
    return offset;
  }
  if (!has_daylight_saving()) return standard_;
  // South of the equator daylight saving runs over the turn of the year.
  const int year = date_of(utc + standard_).year;
  const Seconds begin = moment(begin_, year) - standard_, end = moment(end_, year) - daylight_;
  const bool daylight = begin < end ? utc >= begin && utc < end : utc >= begin || utc < end;
  return daylight ? daylight_ : standard_;
}

Seconds Zone::to_utc(Seconds local) const {
  // The offset a day before and a day after are the only ones that can hold.
  const Seconds before = local - offset_at(local - 2 * a_day), after = local - offset_at(local + 2 * a_day);
  if (to_local(before) == local) return before;
  return to_local(after) == local ? after : before;
}

std::optional<Seconds> Zone::next_change(Seconds utc) const {
  for (const Moment& one : moments_) {
    if (one.at > utc) return one.at;
  }
  if (!has_daylight_saving()) return std::nullopt;
  const int year = date_of(utc + standard_).year;
  Seconds nearest = std::numeric_limits<Seconds>::max();
  for (int y = year - 1; y <= year + 1; ++y) {
    for (const Seconds at : {moment(begin_, y) - standard_, moment(end_, y) - daylight_}) {
      if (at > utc && offset_at(at) != offset_at(at - 1)) nearest = std::min(nearest, at);
    }
  }
  return nearest;
}

const std::vector<std::string>& zone_names() {
  static const std::vector<std::string> names = [] {
    const support::Assets assets;
    std::vector<std::string> all;
    for (std::string_view line : support::split_lines(assets.get("templates/time-zones.txt"))) {
      if (!line.empty() && line.front() != '#') all.emplace_back(line.substr(0, line.find(' ')));
    }
    return all;
  }();
  return names;
}

std::optional<Zone> find_zone(std::string_view name) {
  const std::vector<std::string_view> words = support::split(line_of(name), ' ');
  if (words.size() < 2) return std::nullopt;
  std::optional<Zone> zone = Zone::from_rule(words[1]);
  for (std::size_t i = 2; zone && i < words.size(); ++i) {
    Zone::Moment one{};
    const std::size_t equals = std::min(words[i].find('='), words[i].size());
    std::from_chars(words[i].data(), words[i].data() + equals, one.at);
    std::from_chars(words[i].data() + equals + 1, words[i].data() + words[i].size(), one.offset);
    zone->moments_.push_back(one);
  }
  return zone;
}

}  // namespace vend::calendar
