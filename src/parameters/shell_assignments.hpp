// Parameter values as a shell's assignments.
#pragma once

#include <string_view>

#include "parameters/parameter_collector.hpp"

namespace vend::parameters {

bool looks_like_assignments(std::string_view text);
void read_assignments(std::string_view text, ParameterCollector& into);

}  // namespace vend::parameters
