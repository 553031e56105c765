// Parameter values from files and options.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace vend::cli {

// Reads any of the forms in use: a list of {ParameterKey, ParameterValue}, a list of "KEY=VALUE" texts, {"Parameters":
// {KEY: VALUE}}, or a mapping of its own; JSON or YAML. Then each KEY=VALUE of `given` wins. Throws UsageError.
std::map<std::string, std::string> read_parameter_values(const std::string& file,
                                                         const std::vector<std::string>& given);

}  // namespace vend::cli
