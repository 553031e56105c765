#include "spec/time_zones.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/calendar/zone.hpp"
#include "vend/support/text.hpp"

namespace vend::spec {

void check_time_zone(Reading& reading, const Node& node, std::string_view path) {
  const std::vector<std::string>& zones = calendar::zone_names();
  if (std::find(zones.begin(), zones.end(), node.text()) != zones.end()) return;
  std::optional<std::string> meant = support::closest(node.text(), zones);
  reading.error("S007", node.mark(), path, fmt::format("there is no time zone \"{}\"", node.text()),
                meant ? fmt::format("did you mean {}?", *meant) : "use an IANA name such as Europe/Berlin");
}

}  // namespace vend::spec
