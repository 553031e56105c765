// What an update changes on the form and in the outputs of a stack.
#pragma once

#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/diff/report.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::diff {

std::vector<ParameterChange> parameter_changes(const cfn::Template& before, const cfn::Template& after);
// Adds to the changes what values that are kept no longer fit: `after` tells of them.
void mark_refused(const evaluate::Result& after, std::vector<ParameterChange>& changes);
// By name, in the order of `after`. Names of exports are resolved.
std::vector<OutputChange> output_changes(const evaluate::Result& before, const evaluate::Result& after);

}  // namespace vend::diff
