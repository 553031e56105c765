// Parameter values in a quick-create link (CloudFormation user guide, "Create quick-create links for stacks").
#pragma once

#include <string_view>

#include "parameters/parameter_collector.hpp"

namespace vend::parameters {

bool looks_like_link(std::string_view text);
void read_link(std::string_view text, ParameterCollector& into);

}  // namespace vend::parameters
