#include "time_zones.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/support/asset.hpp"
#include "vend/support/text.hpp"

namespace vend::spec {

void check_time_zone(Reading& reading, const Node& node, std::string_view path) {
  // An asset, not the machine's own database: the same spec is right or wrong everywhere.
  static const std::vector<std::string> zones = [] {
    support::Assets assets;
    std::vector<std::string> all;
    for (std::string_view line : support::split_lines(assets.get("templates/time-zones.txt"))) {
      if (!line.empty() && line.front() != '#') all.emplace_back(line);
    }
    return all;
  }();
  if (std::find(zones.begin(), zones.end(), node.text()) != zones.end()) return;
  std::optional<std::string> meant = support::closest(node.text(), zones);
  reading.error("S007", node.mark(), path, fmt::format("there is no time zone \"{}\"", node.text()),
                meant ? fmt::format("did you mean {}?", *meant) : "use an IANA name such as Europe/Berlin");
}

}  // namespace vend::spec
