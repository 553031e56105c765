// Which parameters with another value exchange the instances of a group.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "diff/resources.hpp"
#include "vend/cfn/template.hpp"

namespace vend::diff {

// Names of the parameters that both sides have, with different values.
std::set<std::string> changed_values(const evaluate::Result& before, const evaluate::Result& after);

// Puts the parameter whose value is another one at the beginning of a change's way to a group, with a reason. `t` is
// the new template.
void add_parameters(const cfn::Template& t, const std::set<std::string>& changed, const Update& update,
                    std::vector<GroupChange>& groups);

}  // namespace vend::diff
