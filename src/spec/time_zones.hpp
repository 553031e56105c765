// Names of the time zone database, so that a mistyped zone is found before AWS refuses it.
#pragma once

#include "spec/reading.hpp"

namespace vend::spec {

void check_time_zone(Reading& reading, const Node& node, std::string_view path);

}  // namespace vend::spec
