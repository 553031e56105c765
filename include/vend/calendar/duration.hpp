// Lengths of time in the spellings that are met: a spec's, CloudFormation's, and words. All in seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vend::calendar {

// A spec's: 90, 90s, 5m, 2h, 1d. Nothing for other texts, and for more than 68 years.
std::optional<int> read_short_duration(std::string_view text);
std::string short_duration(int seconds);  // in the largest of h, m and none that fits

// ISO 8601 as CloudFormation takes it: PT1H30M10S. Nothing for other texts, and beyond eleven days or so.
std::optional<int> read_iso_duration(std::string_view text);

// "1 minute", "90 seconds", "2 hours", "no second".
std::string duration_in_words(std::int64_t seconds);

}  // namespace vend::calendar
