// What an update changes on the form and in the outputs of a stack.
#pragma once

#include <vector>

#include "diff/resources.hpp"
#include "vend/cfn/template.hpp"
#include "vend/diff/report.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::diff {

std::vector<ParameterChange> parameter_changes(const cfn::Template& before, const cfn::Template& after);
// Adds to the changes what values that are kept no longer fit: `after` tells of them.
void mark_refused(const evaluate::Result& after, std::vector<ParameterChange>& changes);
// What the outputs of both sides are for `update`; their values are shown as `shown_before` and `shown_after` have
// them.
struct Outputs {
  const Node &before, &after, &shown_before, &shown_after;
};
// By name, in the order of the new template. Names of exports are resolved.
std::vector<OutputChange> output_changes(const Update& update, const Outputs& outputs);

// Other regions than `region` for which a mapping of the new template has something else than the old one has.
std::vector<std::string> other_regions(const cfn::Template& before, const cfn::Template& after,
                                       std::string_view region);

}  // namespace vend::diff
