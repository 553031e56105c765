// What CloudWatch takes (API reference of CloudWatch, PutMetricAlarm, and of CloudWatch Logs, PutRetentionPolicy;
// November 2026).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace vend::aws::cloud_watch {

// Seconds that an alarm looks at together: a day, or a week where a period is an hour or longer.
constexpr long longest_evaluation(long period) { return period < 3'600 ? 86'400 : 604'800; }

// Whether an alarm takes the period, in seconds: 10, 20, 30 or a multiple of 60.
constexpr bool is_alarm_period(long seconds) {
  return seconds == 10 || seconds == 20 || seconds == 30 || (seconds >= 60 && seconds % 60 == 0);
}

// Characters. Metric, Dimension: ASCII without control characters; a namespace and a dimension's name do not begin with
// a colon, and a dimension has something that is no blank.
inline constexpr std::size_t metric_name = 255;  // also a namespace's and a dimension's name
inline constexpr std::size_t dimension_value = 1'024;
inline constexpr std::array<std::string_view, 5> statistics = {"Average", "Minimum", "Maximum", "Sum", "SampleCount"};

inline constexpr int minute = 60;  // seconds between the values of a metric that is not stored with high resolution

inline constexpr int basic_monitoring = 300;  // seconds between the values of an instance without detailed monitoring

// Days that CloudWatch Logs keeps events for.
inline constexpr std::array retention_days = {1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                              365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};

}  // namespace vend::aws::cloud_watch
