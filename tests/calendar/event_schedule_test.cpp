// Expressions of EventBridge: what it takes, and the reason for what it refuses.
#include "vend/calendar/event_schedule.hpp"

#include <catch2/catch.hpp>

namespace vend::calendar {

TEST_CASE("schedules that EventBridge takes have no problem", "[calendar]") {
  for (const char* fine :
       {"rate(1 minute)", "rate(5 minutes)", "rate(1 hour)", "rate(24 hours)", "rate(7 days)", "cron(0 12 * * ? *)",
        "cron(15 10 ? * 6L 2027-2030)", "cron(0/15 8-17 ? * MON-FRI *)", "cron(0 0 1,15 jan,Jul ? *)",
        "cron(59 23 31 12 ? 2199)", "cron(0 0 ? * 2#1 *)", "cron(0 0 L * ? 1970)", "cron( 0  0 ? * 1-7 * )"}) {
    INFO(fine);
    CHECK(event_schedule_problem(fine, true).empty());
    CHECK(event_schedule_problem(fine, false).empty());
  }
}

TEST_CASE("what EventBridge refuses has its reason", "[calendar]") {
  struct Case {
    const char* text;
    const char* problem;
  };
  for (const Case& one : {Case{"", "it is neither rate(...) nor cron(...)"},
                          Case{"5 minutes", "it is neither rate(...) nor cron(...)"},
                          Case{"rate(5 minutes", "it is neither rate(...) nor cron(...)"},
                          Case{"every(5 minutes)", "it is neither rate(...) nor cron(...)"},
                          Case{"rate(minutes)", "rate(...) has a number and a unit"},
                          Case{"rate(0 minutes)", "rate(...) has a number and a unit"},
                          Case{"rate(-1 minutes)", "rate(...) has a number and a unit"},
                          Case{"rate(5 10 minutes)", "rate(...) has a number and a unit"},
                          Case{"rate(5 weeks)", "the unit is minute, hour or day"},
                          Case{"rate(5 s)", "the unit is minute, hour or day"},
                          Case{"cron(0 12 * * ?)", "cron(...) has six fields, not 5"},
                          Case{"cron(0 12 * * ? * *)", "cron(...) has six fields, not 7"},
                          Case{"cron(0 12 * * * *)", "either the day of the month or the day of the week must be ?"},
                          Case{"cron(0 12 ? * ? *)", "either the day of the month or the day of the week must be ?"},
                          Case{"cron(60 12 * * ? *)", "60 does not fit the field minute"},
                          Case{"cron(0 24 * * ? *)", "24 does not fit the field hour"},
                          Case{"cron(0 12 32 * ? *)", "32 does not fit the field day of the month"},
                          Case{"cron(0 12 0 * ? *)", "0 does not fit the field day of the month"},
                          Case{"cron(0 12 * 13 ? *)", "13 does not fit the field month"},
                          Case{"cron(0 12 * ANJ ? *)", "ANJ does not fit the field month"},
                          Case{"cron(0 12 ? * 0 *)", "0 does not fit the field day of the week"},
                          Case{"cron(0 12 ? * 8 *)", "8 does not fit the field day of the week"},
                          Case{"cron(0 12 ? * MON-8 *)", "MON-8 does not fit the field day of the week"},
                          Case{"cron(0 12 * * ? 1969)", "1969 does not fit the field year"},
                          Case{"cron(0 12 * * ? 2200)", "2200 does not fit the field year"},
                          Case{"cron(*/60 * * * ? *)", "*/60 does not fit the field minute"},
                          Case{"cron(0,61 12 * * ? *)", "0,61 does not fit the field minute"}}) {
    INFO(one.text);
    CHECK(event_schedule_problem(one.text, true) == one.problem);
    CHECK(event_schedule_problem(one.text, false) == one.problem);
  }
}

TEST_CASE("what others deploy against EventBridge's words is a doubt", "[calendar]") {
  for (const auto& [text, doubt] : {std::pair{"cron(5, 0, 1, *, ?, *)", "fields are parted by blanks, without commas"},
                                    std::pair{"cron(* ? * * * *)", "the field hour takes no ?"},
                                    std::pair{"cron(0 12 * ? * *)", "the field month takes no ?"}}) {
    INFO(text);
    CHECK(event_schedule_problem(text, true).empty());
    CHECK(event_schedule_doubt(text) == doubt);
  }
  for (const char* clear : {"cron(0 12 * * ? *)", "cron(0,30 12 ? * 2,3 *)", "cron(0 12 * * * *)", "rate(5 minutes)",
                            "cron(5, 0)", "cron", ")", ""}) {
    INFO(clear);
    CHECK(event_schedule_doubt(clear).empty());
  }
}

TEST_CASE("rules of EventBridge tell one from several, its Scheduler does not", "[calendar]") {
  for (const auto& [text, problem] : {std::pair{"rate(1 minutes)", "1 takes the unit without s"},
                                      std::pair{"rate(5 minute)", "more than 1 takes the unit with s"},
                                      std::pair{"rate(10 day)", "more than 1 takes the unit with s"}}) {
    INFO(text);
    CHECK(event_schedule_problem(text, true) == problem);
    CHECK(event_schedule_problem(text, false).empty());
  }
}

}  // namespace vend::calendar
