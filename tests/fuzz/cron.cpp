// Any text as a cron expression: read_cron and cron_problem agree, and its runs are in order.
#include "vend/calendar/cron.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "vend/calendar/recurrence.hpp"
#include "vend/calendar/zone.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::optional<vend::calendar::Cron> cron = vend::calendar::read_cron(text);
  if (cron.has_value() != vend::calendar::cron_problem(text).empty()) std::abort();
  if (!cron) return 0;
  static const std::optional<vend::calendar::Zone> zone = vend::calendar::find_zone("Europe/Berlin");
  vend::calendar::Seconds last = 0;
  for (vend::calendar::Seconds run : vend::calendar::next_runs(*cron, *zone, 1'800'000'000, 3)) {
    if (run <= last) std::abort();
    last = run;
  }
  return 0;
}
