#include <catch2/catch.hpp>
#include <cstdlib>
#include <ctime>

#include "vend/calendar/recurrence.hpp"
#include "vend/support/asset.hpp"
#include "vend/support/text.hpp"

namespace vend::calendar {
namespace {

// The C library's view of a zone's rule, as long as it lives.
class CLibraryZone {
 public:
  explicit CLibraryZone(const std::string& rule) {
    const char* old = std::getenv("TZ");
    had_ = old != nullptr;
    if (had_) old_ = old;
    setenv("TZ", rule.c_str(), 1);
    tzset();
  }
  ~CLibraryZone() {
    had_ ? setenv("TZ", old_.c_str(), 1) : unsetenv("TZ");
    tzset();
  }
  CLibraryZone(const CLibraryZone&) = delete;
  CLibraryZone& operator=(const CLibraryZone&) = delete;

  static long offset_at(Seconds utc) {
    const std::time_t time = utc;
    std::tm local{};
    localtime_r(&time, &local);
    return local.tm_gmtoff;
  }

 private:
  bool had_ = false;
  std::string old_;
};

std::vector<std::string> runs(const char* cron, const char* zone, const char* from, std::size_t count = 3) {
  std::vector<std::string> texts;
  for (const Seconds run : next_runs(*read_cron(cron), *find_zone(zone), midnight(*read_date(from)), count))
    texts.push_back(to_text(run));
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("cron fields become the values they stand for", "[calendar]") {
  const Cron cron = *read_cron("*/20 8-18/5 1,15 JAN-mar 5-7");
  CHECK(cron.minutes.count() == 3);
  CHECK((cron.minutes[0] && cron.minutes[20] && cron.minutes[40]));
  CHECK((cron.hours.count() == 3 && cron.hours[8] && cron.hours[13] && cron.hours[18]));
  CHECK((cron.days.count() == 2 && cron.days[1] && cron.days[15]));
  CHECK((cron.months.count() == 3 && cron.months[1] && cron.months[3] && !cron.months[4]));
  CHECK((cron.week_days.count() == 3 && cron.week_days[5] && cron.week_days[6] && cron.week_days[0]));
  CHECK_FALSE(cron.is_weekly());
  CHECK(read_cron("0 7 * * MON-FRI")->is_weekly());
  CHECK_FALSE(read_cron("0 7 */2 * *")->is_weekly());
}

TEST_CASE("texts that are no cron are told why", "[calendar]") {
  for (const char* bad : {"", "0 7 * *", "0 7 * * * *", "60 7 * * *", "0 24 * * *", "0 7 0 * *", "0 7 32 * *",
                          "0 7 * 13 *", "0 7 * * 8", "0 7 * * FUN", "*/0 * * * *", "9-5 * * * *", "0 7 ? * MON",
                          "cron(0 7 * * ? *)", "a * * * *", "1, * * * *", "-1 * * * *", "1- * * * *"}) {
    INFO(bad);
    CHECK_FALSE(cron_problem(bad).empty());
    CHECK_FALSE(read_cron(bad).has_value());
  }
}

TEST_CASE("day of month and day of week: either is enough when both are named", "[calendar]") {
  CHECK(runs("0 0 13 * FRI", "Etc/UTC", "2027-08-01", 3) ==
        Texts{"2027-08-06 00:00", "2027-08-13 00:00", "2027-08-20 00:00"});
  CHECK(runs("0 0 13 * *", "Etc/UTC", "2027-08-01", 2) == Texts{"2027-08-13 00:00", "2027-09-13 00:00"});
  // A field that begins with a star restricts the other one instead.
  CHECK(runs("0 0 */2 * MON", "Etc/UTC", "2027-08-01", 2) == Texts{"2027-08-09 00:00", "2027-08-23 00:00"});
}

TEST_CASE("rare days are found, days that never come end the search", "[calendar]") {
  CHECK(runs("0 12 29 2 *", "Etc/UTC", "2026-11-24", 2) == Texts{"2028-02-29 12:00", "2032-02-29 12:00"});
  CHECK(runs("0 12 30 2 *", "Etc/UTC", "2026-11-24").empty());
}

TEST_CASE("runs follow daylight saving", "[calendar]") {
  // Clocks in Berlin go forward on 2027-03-28 and back on 2027-10-31.
  CHECK(runs("0 7 * * *", "Europe/Berlin", "2027-03-27") ==
        Texts{"2027-03-27 06:00", "2027-03-28 05:00", "2027-03-29 05:00"});
  CHECK(runs("0 7 * * *", "Europe/Berlin", "2027-10-30") ==
        Texts{"2027-10-30 05:00", "2027-10-31 06:00", "2027-11-01 06:00"});
  // 02:30 does not exist on the first day and comes twice on the second.
  CHECK(runs("30 2 * * *", "Europe/Berlin", "2027-03-27") ==
        Texts{"2027-03-27 01:30", "2027-03-28 01:30", "2027-03-29 00:30"});
  CHECK(runs("30 2 * * *", "Europe/Berlin", "2027-10-30") ==
        Texts{"2027-10-30 00:30", "2027-10-31 00:30", "2027-11-01 01:30"});
  // South of the equator, half hours, and daylight saving of half an hour.
  CHECK(runs("0 7 * * *", "Australia/Lord_Howe", "2027-04-02") ==
        Texts{"2027-04-02 20:00", "2027-04-03 20:30", "2027-04-04 20:30"});
  CHECK(runs("0 0 * * *", "Asia/Kolkata", "2027-01-01", 1) == Texts{"2027-01-01 18:30"});
  CHECK(runs("0 7 * * MON-FRI", "America/New_York", "2027-03-12") ==
        Texts{"2027-03-12 12:00", "2027-03-15 11:00", "2027-03-16 11:00"});
}

TEST_CASE("zones without a rule have their changes listed", "[calendar]") {
  CHECK(find_zone("Asia/Gaza")->offset_at(midnight({2027, 1, 15})) == 7200);
  CHECK(find_zone("Asia/Gaza")->offset_at(midnight({2027, 8, 1})) == 10800);
  CHECK(find_zone("Asia/Gaza")->offset_at(midnight({2060, 12, 1})) == 7200);  // after the list the rule holds
}

TEST_CASE("every zone's rule means what the C library takes it for", "[calendar]") {
  const support::Assets assets;
  std::size_t seen = 0;
  for (std::string_view line : support::split_lines(assets.get("templates/time-zones.txt"))) {
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string_view> words = support::split(line, ' ');
    INFO(std::string(line).substr(0, 80));
    REQUIRE(find_zone(words[0]).has_value());
    const std::optional<Zone> zone = Zone::from_rule(words[1]);
    REQUIRE(zone.has_value());
    const CLibraryZone theirs{std::string(words[1])};
    std::size_t different = 0;
    for (Seconds at = midnight({2026, 12, 1}); at < midnight({2029, 2, 1}); at += 3 * 3600)
      different += zone->offset_at(at) != CLibraryZone::offset_at(at) ? 1 : 0;
    CHECK(different == 0);
    // To the second around a change.
    if (const std::optional<Seconds> change = zone->next_change(midnight({2027, 1, 1}))) {
      CHECK(zone->offset_at(*change) == CLibraryZone::offset_at(*change));
      CHECK(zone->offset_at(*change - 1) == CLibraryZone::offset_at(*change - 1));
      CHECK(zone->offset_at(*change) != zone->offset_at(*change - 1));
    }
    ++seen;
  }
  CHECK(seen == zone_names().size());
  CHECK(seen > 590);
}

TEST_CASE("local times become UTC and back, except those that the clocks skip", "[calendar]") {
  for (const char* name : {"Europe/Berlin", "Europe/Dublin", "America/Nuuk", "Pacific/Chatham", "Etc/UTC"}) {
    const Zone zone = *find_zone(name);
    std::size_t skipped = 0;
    for (Seconds local = midnight({2027, 1, 1}); local < midnight({2028, 1, 1}); local += 1800) {
      if (zone.to_local(zone.to_utc(local)) != local) ++skipped;
    }
    INFO(name);
    CHECK(skipped == (zone.has_daylight_saving() ? 2 : 0));
  }
}

TEST_CASE("rules and dates that are none", "[calendar]") {
  for (const char* bad : {"", "CET", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x",
                          "<+03-3", "CET-999", "CET-1CEST,M3.6.0,M10.5.0"}) {
    INFO(bad);
    CHECK_FALSE(Zone::from_rule(bad).has_value());
  }
  CHECK(Zone::from_rule("EST5EDT,J60/0,300")->has_daylight_saving());
  for (const char* bad : {"2027-02-29", "2027-13-01", "2027-1-1", "2027-00-10", "20270101", "", "2027-01-0x"})
    CHECK_FALSE(read_date(bad).has_value());
  CHECK(read_date("2028-02-29") == Date{2028, 2, 29});
  CHECK_FALSE(find_zone("Europe/Berlin CET-1").has_value());
  CHECK_FALSE(find_zone("#").has_value());
  CHECK_FALSE(find_zone("Mars/Base").has_value());
}

TEST_CASE("minutes of the week count from Monday", "[calendar]") {
  CHECK(minutes_of_week(*read_cron("30 7 * * MON,SUN")) == std::vector<int>{450, 6 * 1440 + 450});
  CHECK(minutes_of_week(*read_cron("*/1 * * * *")).size() == week);
}

}  // namespace vend::calendar
