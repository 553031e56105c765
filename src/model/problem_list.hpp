// Helpers for the check() functions of the model.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "vend/calendar/duration.hpp"
#include "vend/model/checked.hpp"

namespace vend::model {

class ProblemList {
 public:
  void add(std::string_view setting, std::string message, std::string fix = {}, std::vector<std::string> others = {}) {
    problems_.push_back({std::string(setting), std::move(message), std::move(fix), std::move(others)});
  }
  void require(bool condition, std::string_view setting, std::string message, std::string fix = {},
               std::vector<std::string> others = {}) {
    if (!condition) add(setting, std::move(message), std::move(fix), std::move(others));
  }
  template <class Number>
  void range(std::string_view setting, Number value, Number lowest, Number highest) {
    if (value < lowest || value > highest) {
      add(setting, fmt::format("is {}, but must be {} to {}", value, lowest, highest));
    }
  }
  // The same for a time, in the units that a spec is written in.
  void seconds(std::string_view setting, int value, int lowest, int highest, std::string fix = {},
               std::vector<std::string> others = {}) {
    if (value >= lowest && value <= highest) return;
    add(setting,
        fmt::format("is {}, but must be {} to {}", calendar::short_duration(value), calendar::short_duration(lowest),
                    calendar::short_duration(highest)),
        std::move(fix), std::move(others));
  }
  // Free text that reaches an instance or AWS: no control characters, at most `length` characters, nothing that
  // CloudFormation would execute.
  void text(std::string_view setting, std::string_view value, std::size_t length);

  void not_resolved(std::string_view setting, std::string_view value);

  Problems take() { return std::move(problems_); }

 private:
  Problems problems_;
};

}  // namespace vend::model
