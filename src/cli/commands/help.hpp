// `vend help`: of a command, a setting of the spec, or a code.
#pragma once

#include <string>

#include "cli/shared/command.hpp"

namespace vend::cli {

// Throws UsageError, with a suggestion, when there is nothing by that name.
ExitCode help_about(const std::string& topic, Context& context);

}  // namespace vend::cli
