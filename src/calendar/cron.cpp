#include "vend/calendar/cron.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>

#include "vend/support/text.hpp"

namespace vend::calendar {
namespace {

struct Field {
  std::string_view name;
  int lowest;
  int highest;
  std::string_view names;  // three letters each, from `lowest` (months) or 0 (days) on
};

constexpr std::array fields = {
    Field{"minute", 0, 59, ""},
    Field{"hour", 0, 23, ""},
    Field{"day of month", 1, 31, ""},
    Field{"month", 1, 12, month_names},
    Field{"day of week", 0, 7, weekday_names},
};

std::optional<int> number(std::string_view text) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int> value_of(std::string_view text, const Field& field) {
  if (text.size() == 3 && !field.names.empty()) {
    std::string upper(text);
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    for (std::size_t at = 0; at + 3 <= field.names.size(); at += 3) {
      if (field.names.substr(at, 3) == upper) return field.lowest + static_cast<int>(at / 3);
    }
  }
  return number(text);
}

using Bits = std::bitset<60>;

// Sets the bits of the values that one entry (between commas) stands for; returns what is wrong with it, if anything.
std::string read_part(std::string_view part, const Field& field, Bits& bits) {
  std::string_view range = part;
  int step = 1;
  const std::size_t slash = part.find('/');
  if (slash != std::string_view::npos) {
    range = part.substr(0, slash);
    const std::string_view digits = part.substr(slash + 1);
    step = number(digits).value_or(0);
    if (step < 1 || step > field.highest) {
      return fmt::format("has the step \"{}\" in the {} field, which must be 1 to {}", digits, field.name,
                         field.highest);
    }
  }
  int from = field.lowest, to = field.highest;
  if (range != "*") {
    const std::size_t dash = range.find('-');
    const std::string_view first = range.substr(0, dash);
    const std::string_view last = dash == std::string_view::npos ? first : range.substr(dash + 1);
    for (auto [text, into] : {std::pair{first, &from}, std::pair{last, &to}}) {
      const std::optional<int> value = value_of(text, field);
      if (!value || *value < field.lowest || *value > field.highest) {
        return fmt::format("has \"{}\" in the {} field, which takes {} to {}{}", text, field.name, field.lowest,
                           field.highest,
                           field.names.empty() ? "" : " or names such as " + std::string(field.names.substr(3, 3)));
      }
      *into = *value;
    }
    if (from > to) return fmt::format("has the range {} in the {} field backwards", range, field.name);
    // 5/15 is 5 and then every 15, as in most crons.
    if (slash != std::string_view::npos && dash == std::string_view::npos) to = field.highest;
  }
  for (int value = from; value <= to; value += step) bits.set(static_cast<std::size_t>(value));
  return {};
}

template <std::size_t Size>
std::bitset<Size> narrow(const Bits& bits) {
  std::bitset<Size> result;
  for (std::size_t i = 0; i < Size; ++i) result[i] = bits[i];
  return result;
}

std::string read(std::string_view text, Cron& cron) {
  if (text.find('?') != std::string_view::npos || text.starts_with("cron("))
    return "is an EventBridge expression; a schedule takes five-field Unix cron such as 0 7 * * MON-FRI";
  std::vector<std::string_view> words;
  for (std::string_view word : support::split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  if (words.size() != fields.size())
    return fmt::format("has {} fields instead of five (minute hour day-of-month month day-of-week)", words.size());
  std::array<Bits, fields.size()> bits;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::string_view part : support::split(words[i], ',')) {
      if (std::string problem = read_part(part, fields.at(i), bits.at(i)); !problem.empty()) return problem;
    }
  }
  cron.minutes = bits[0];
  cron.hours = narrow<24>(bits[1]);
  cron.days = narrow<32>(bits[2]);
  cron.months = narrow<13>(bits[3]);
  if (bits[4][7]) bits[4].set(0);  // 7 is Sunday, too
  cron.week_days = narrow<7>(bits[4]);
  cron.any_day = words[2].starts_with('*');
  cron.any_week_day = words[4].starts_with('*');
  return {};
}

}  // namespace

bool Cron::falls_on(int month, int day, int week_day) const {
  if (!months[static_cast<std::size_t>(month)]) return false;
  const bool by_day = days[static_cast<std::size_t>(day)], by_week_day = week_days[static_cast<std::size_t>(week_day)];
  return any_day || any_week_day ? by_day && by_week_day : by_day || by_week_day;
}

std::string cron_problem(std::string_view text) {
  Cron cron;
  return read(text, cron);
}

std::optional<Cron> read_cron(std::string_view text) {
  Cron cron;
  if (!read(text, cron).empty()) return std::nullopt;
  return cron;
}

}  // namespace vend::calendar
