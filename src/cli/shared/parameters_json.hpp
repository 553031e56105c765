// NAME.parameters.json beside a generated template: people fill it in, so writing it anew keeps what they changed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/shared/output_directory.hpp"
#include "vend/cfn/template.hpp"
#include "vend/parameters/parameter_file.hpp"

namespace vend::cli {

// Adds NAME.parameters.json with these values to the directory, and NAME.parameters.removed.json when a changed value
// has no place any more; both for their owner alone. Of a folder of vend 1.0, where all stacks shared parameters.json,
// that file is taken over when no other stack was there. What was merged is told by the lines that are returned. A file
// that cannot be read as a list of {ParameterKey, ParameterValue} is left to OutputDirectory, which does not overwrite
// it.
std::vector<std::string> add_parameters_json(const std::string& stack, const parameters::ParameterFile& fresh,
                                             OutputDirectory& output);

// The scripts of `stacks` that their instances run no longer (another platform, a script of one's own). Of vend 1.0,
// where the scripts of all stacks lay in one folder: those go when every stack that wrote them is among `stacks`.
void retire_old_scripts(const std::vector<std::string>& stacks, OutputDirectory& output);

// Whether a path has the name of what `generate` writes beside a template (also that of 1.0): values and the manifest,
// which nobody expects a check of.
bool lies_beside_templates(const std::string& path);

}  // namespace vend::cli
