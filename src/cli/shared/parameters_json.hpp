// parameters.json beside a generated template: people fill it in, so writing it anew keeps what they changed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/shared/output_directory.hpp"
#include "vend/cfn/template.hpp"

namespace vend::cli {

// Adds parameters.json for the template to the directory, and parameters.removed.json when a changed value has no place
// any more. What was merged is told by the lines that are returned. A file that cannot be read as a list of
// {ParameterKey, ParameterValue} is left to OutputDirectory, which does not overwrite it.
std::vector<std::string> add_parameters_json(const cfn::Template& t, OutputDirectory& output);

}  // namespace vend::cli
