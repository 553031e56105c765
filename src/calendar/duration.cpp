#include "vend/calendar/duration.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace vend::calendar {

std::optional<int> read_short_duration(std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const int factor = unit.empty() || unit == "s" ? 1
                     : unit == "m"               ? 60
                     : unit == "h"               ? 3'600
                     : unit == "d"               ? 86'400
                                                 : 0;
  if (failed != std::errc() || factor == 0 || value < 0 || value > std::numeric_limits<int>::max() / factor)
    return std::nullopt;
  return value * factor;
}

std::string short_duration(int seconds) {
  if (seconds >= 3'600 && seconds % 3'600 == 0) return fmt::format("{}h", seconds / 3'600);
  if (seconds >= 60 && seconds % 60 == 0) return fmt::format("{}m", seconds / 60);
  return std::to_string(seconds);
}

std::optional<int> read_iso_duration(std::string_view text) {
  if (!text.starts_with("PT") || text.size() < 4) return std::nullopt;
  int total = 0, amount = 0;
  bool digits = false;
  for (char c : text.substr(2)) {
    if (c >= '0' && c <= '9') {
      if (amount > 100'000) return std::nullopt;
      amount = amount * 10 + (c - '0');
      digits = true;
      continue;
    }
    const int unit = c == 'H' ? 3'600 : c == 'M' ? 60 : c == 'S' ? 1 : 0;
    if (unit == 0 || !digits || amount > 1'000'000 / unit) return std::nullopt;
    total += amount * unit;
    amount = 0;
    digits = false;
  }
  return digits ? std::nullopt : std::optional(total);
}

std::string duration_in_words(std::int64_t seconds) {
  const auto counted = [](std::int64_t count, std::string_view unit) {
    return count == 0 ? fmt::format("no {}", unit) : fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
  };
  if (seconds % 3'600 == 0) return counted(seconds / 3'600, "hour");
  if (seconds % 60 == 0) return counted(seconds / 60, "minute");
  return counted(seconds, "second");
}

}  // namespace vend::calendar
