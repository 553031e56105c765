// ShellCheck, when it is installed.
#pragma once

#include <string>
#include <vector>

#include "vend/validate/validate.hpp"

namespace vend::cli {

bool has_shellcheck();
// Errors and warnings of ShellCheck; nothing when it cannot be run.
std::vector<validate::ShellFinding> run_shellcheck(const std::string& script);

}  // namespace vend::cli
