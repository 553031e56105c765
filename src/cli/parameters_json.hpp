// parameters.json beside a generated template: people fill it in, so writing it anew keeps what they changed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "output_directory.hpp"
#include "vend/cfn/parameter_file.hpp"
#include "vend/cfn/template.hpp"

namespace vend::cli {

struct MergedParameters {
  cfn::ParameterFile file;
  std::vector<std::string> kept;             // values that somebody changed
  std::vector<std::string> added;            // new in the template
  std::vector<std::string> removed;          // no longer in the template, and nobody had changed them
  std::vector<cfn::ParameterValue> dropped;  // no longer in the template, with a value of somebody's
};

// `mine` is what the file says, `base` what vend wrote last, `fresh` what it would write now. A value that is not as
// vend wrote it stays, one that was taken out stays out.
MergedParameters merge_parameters(const cfn::ParameterFile& mine, const std::map<std::string, std::string>& base,
                                  const cfn::ParameterFile& fresh);

// Adds parameters.json for the template to the directory, and parameters.removed.json when a changed value has no place
// any more. What was merged is told by the lines that are returned. A file that cannot be read as a list of
// {ParameterKey, ParameterValue} is left to OutputDirectory, which does not overwrite it.
std::vector<std::string> add_parameters_json(const cfn::Template& t, OutputDirectory& output);

}  // namespace vend::cli
