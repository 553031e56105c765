// Expressions of EventBridge: rate(5 minutes), cron(0 12 * * ? *) (user guide, "Creating a rule that runs on a
// schedule").
#pragma once

#include <string>
#include <string_view>

namespace vend::calendar {

// Why EventBridge would refuse `text`; empty when it would not. `numbered`: rules of EventBridge tell 1 minute from
// 2 minutes; EventBridge Scheduler takes both words for either.
std::string event_schedule_problem(std::string_view text, bool numbered);

// What AWS's words do not have in an expression that others deploy nevertheless; empty for nothing.
std::string event_schedule_doubt(std::string_view text);

}  // namespace vend::calendar
