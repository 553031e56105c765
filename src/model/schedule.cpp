#include "vend/model/schedule.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "problem_list.hpp"
#include "vend/support/text.hpp"

namespace vend::model {
namespace {

struct CronField {
  std::string_view name;
  int lowest;
  int highest;
  std::string_view names;  // three letters each, from `lowest` (months) or 0 (days) on
};

constexpr std::array cron_fields = {
    CronField{"minute", 0, 59, ""},
    CronField{"hour", 0, 23, ""},
    CronField{"day of month", 1, 31, ""},
    CronField{"month", 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"},
    CronField{"day of week", 0, 7, "SUNMONTUEWEDTHUFRISAT"},
};

std::optional<int> cron_value(std::string_view text, const CronField& field) {
  if (text.size() == 3 && !field.names.empty()) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    for (std::size_t at = 0; at + 3 <= field.names.size(); at += 3) {
      if (field.names.substr(at, 3) == upper) return field.lowest + static_cast<int>(at / 3);
    }
  }
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string part_problem(std::string_view part, const CronField& field) {
  std::string_view range = part;
  if (std::size_t slash = part.find('/'); slash != std::string_view::npos) {
    range = part.substr(0, slash);
    int step = 0;
    std::string_view digits = part.substr(slash + 1);
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), step);
    if (error != std::errc() || end != digits.data() + digits.size() || step < 1 || step > field.highest) {
      return fmt::format("has the step \"{}\" in the {} field, which must be 1 to {}", digits, field.name,
                         field.highest);
    }
  }
  if (range == "*") return {};
  std::size_t dash = range.find('-');
  std::string_view from_text = range.substr(0, dash);
  std::string_view to_text = dash == std::string_view::npos ? from_text : range.substr(dash + 1);
  std::optional<int> from = cron_value(from_text, field);
  std::optional<int> to = cron_value(to_text, field);
  for (auto [text, value] : {std::pair{from_text, from}, std::pair{to_text, to}}) {
    if (!value || *value < field.lowest || *value > field.highest) {
      return fmt::format("has \"{}\" in the {} field, which takes {} to {}{}", text, field.name, field.lowest,
                         field.highest,
                         field.names.empty() ? "" : " or names such as " + std::string(field.names.substr(3, 3)));
    }
  }
  if (*from > *to) return fmt::format("has the range {} in the {} field backwards", range, field.name);
  return {};
}

}  // namespace

std::string cron_problem(std::string_view text) {
  if (text.find('?') != std::string_view::npos || text.starts_with("cron(")) {
    return "is an EventBridge expression; a schedule takes five-field Unix cron such as 0 7 * * MON-FRI";
  }
  std::vector<std::string_view> words;
  for (std::string_view word : support::split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  if (words.size() != cron_fields.size()) {
    return fmt::format("has {} fields instead of five (minute hour day-of-month month day-of-week)", words.size());
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::string_view part : support::split(words[i], ',')) {
      if (std::string problem = part_problem(part, cron_fields.at(i)); !problem.empty()) return problem;
    }
  }
  return {};
}

Problems check(const ScheduleValues& values) {
  ProblemList problems;
  problems.require(!values.cron.empty() || !values.start.empty(), "at", "is missing", "give a cron expression");
  if (!values.cron.empty()) {
    if (std::string problem = cron_problem(values.cron); !problem.empty()) problems.add("at", problem);
  }
  problems.require(values.min || values.max || values.desired, "desired", "is missing, and so are min and max",
                   "give at least one size");
  for (auto [field, size] :
       {std::pair{"min", values.min}, std::pair{"max", values.max}, std::pair{"desired", values.desired}}) {
    problems.require(!size || *size >= 0, field, "is negative");
  }
  problems.require(!values.min || !values.max || *values.min <= *values.max, "min", "is above max");
  problems.require(!values.min || !values.desired || *values.min <= *values.desired, "desired", "is below min");
  problems.require(!values.max || !values.desired || *values.desired <= *values.max, "desired", "is above max");
  problems.require(values.timezone.size() <= 64 && !values.timezone.empty(), "timezone", "is no time zone name");
  return problems.take();
}

}  // namespace vend::model
