#include "vend/calendar/event_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "vend/calendar/cron.hpp"
#include "vend/support/text.hpp"

namespace vend::calendar {
namespace {

// One field of EventBridge's cron: a value, a range or a step, in lists; L, W and # where days are counted.
struct EventField {
  std::string_view name;
  int least, most;
  std::string_view words;  // names of the values, three letters each
};
constexpr std::array event_fields = {
    EventField{"minute", 0, 59, ""},
    EventField{"hour", 0, 23, ""},
    EventField{"day of the month", 1, 31, ""},
    EventField{"month", 1, 12, month_names},
    EventField{"day of the week", 1, 7, weekday_names},
    EventField{"year", 1970, 2199, ""},
};

bool is_value(std::string_view text, const EventField& field) {
  if (text.size() == 3 && !field.words.empty()) {
    std::string upper(text);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    const std::size_t at = field.words.find(upper);
    if (at != std::string_view::npos && at % 3 == 0) return true;
  }
  if (!support::is_digits(text) || text.size() > 4) return false;
  const int number = std::stoi(std::string(text));
  return number >= field.least && number <= field.most;
}

// aws-sdk-js#4212: cron(*/60 * * * ? *) is refused. Nobody says so of the other fields.
bool has_step(std::string_view one, const EventField& field) {
  const std::size_t slash = one.find('/');
  const std::string_view step = slash == std::string_view::npos ? "" : one.substr(slash + 1);
  return field.name != "minute" || !support::is_digits(step) || is_value(step, field);
}

bool is_field(std::string_view text, const EventField& field) {
  for (std::string_view one : support::split(text, ',')) {
    if (!has_step(one, field)) return false;
    // Days from the end, working days, the second Monday and the like are left to EventBridge.
    if (one.empty() || one.find_first_of("?*LW#") != std::string_view::npos) continue;
    one = one.substr(0, one.find('/'));
    for (std::string_view end : support::split(one, '-')) {
      if (!is_value(end, field)) return false;
    }
  }
  return true;
}

std::vector<std::string_view> fields_of(std::string_view text, std::size_t open) {
  std::vector<std::string_view> fields;
  for (std::string_view one : support::split(text.substr(open + 1, text.size() - open - 2), ' ')) {
    if (!one.empty()) fields.push_back(one);
  }
  return fields;
}

}  // namespace

std::string event_schedule_doubt(std::string_view text) {
  if (!text.starts_with("cron(") || !text.ends_with(")")) return {};
  const std::vector<std::string_view> fields = fields_of(text, 4);
  if (fields.size() != event_fields.size()) return {};
  // Deployed from aws-samples/serverless-patterns: cron(5, 0, 1, *, ?, *).
  if (std::any_of(fields.begin(), fields.end(), [](std::string_view one) { return one.ends_with(','); }))
    return "fields are parted by blanks, without commas";
  // Deployed from AWS's own solution aws-waf-security-automations: cron(* ? * * * *).
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i != 2 && i != 4 && fields[i] == "?") return fmt::format("the field {} takes no ?", event_fields[i].name);
  }
  return {};
}

std::string event_schedule_problem(std::string_view text, bool numbered) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(")")) return "it is neither rate(...) nor cron(...)";
  const std::string_view kind = text.substr(0, open);
  const std::vector<std::string_view> fields = fields_of(text, open);
  if (kind == "cron") {
    if (fields.size() != 6) return fmt::format("cron(...) has six fields, not {}", fields.size());
    if (!event_schedule_doubt(text).empty()) return {};
    if ((fields[2] == "?") == (fields[4] == "?")) return "either the day of the month or the day of the week must be ?";
    for (std::size_t i = 0; i < event_fields.size(); ++i) {
      if (!is_field(fields[i], event_fields[i]))
        return fmt::format("{} does not fit the field {}", fields[i], event_fields[i].name);
    }
    return {};
  }
  if (kind != "rate") return "it is neither rate(...) nor cron(...)";
  if (fields.size() != 2 || !support::is_digits(fields[0]) || fields[0] == "0")
    return "rate(...) has a number and a unit";
  constexpr std::array<std::string_view, 3> units = {"minute", "hour", "day"};
  std::string_view unit = fields[1];
  const bool plural = unit.ends_with("s");
  if (plural) unit.remove_suffix(1);
  if (std::find(units.begin(), units.end(), unit) == units.end()) return "the unit is minute, hour or day";
  if (numbered && plural == (fields[0] == "1"))
    return fields[0] == "1" ? "1 takes the unit without s" : "more than 1 takes the unit with s";
  return {};
}

}  // namespace vend::calendar
