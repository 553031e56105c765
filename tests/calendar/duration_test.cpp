#include "vend/calendar/duration.hpp"

#include <catch2/catch.hpp>

using namespace vend::calendar;

TEST_CASE("durations of a spec", "[calendar][duration]") {
  CHECK(read_short_duration("90") == 90);
  CHECK(read_short_duration("90s") == 90);
  CHECK(read_short_duration("5m") == 300);
  CHECK(read_short_duration("2h") == 7200);
  CHECK(read_short_duration("1d") == 86400);
  CHECK(read_short_duration("0") == 0);
  for (const char* bad : {"", "m", "-1", "+1", "1.5h", "5 m", "5min", "1w", "5m5", "99999999999", "99999d"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_short_duration(bad).has_value());
  }
  for (const int seconds : {0, 59, 60, 90, 3'600, 5'400, 86'400})
    CHECK(read_short_duration(short_duration(seconds)) == seconds);
}

TEST_CASE("durations of CloudFormation", "[calendar][duration]") {
  CHECK(read_iso_duration("PT15M") == 900);
  CHECK(read_iso_duration("PT1H30M10S") == 5410);
  CHECK(read_iso_duration("PT0S") == 0);
  for (const char* bad : {"", "PT", "15M", "PT15", "PTM", "P1D", "PT1D", "pt15m", "PT-5M", "PT99999999999H", "PT1M "}) {
    CAPTURE(bad);
    CHECK_FALSE(read_iso_duration(bad).has_value());
  }
}

TEST_CASE("durations in words", "[calendar][duration]") {
  CHECK(duration_in_words(1) == "1 second");
  CHECK(duration_in_words(90) == "90 seconds");
  CHECK(duration_in_words(60) == "1 minute");
  CHECK(duration_in_words(7'200) == "2 hours");
  CHECK(duration_in_words(0) == "no hour");
}
