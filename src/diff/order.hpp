// The order of CloudFormation's actions, and what only changes its logical id.
#pragma once

#include <vector>

#include "diff/resources.hpp"
#include "vend/diff/report.hpp"

namespace vend::diff {

// What is named comes before what names it; cleanup comes last and goes the other way round.
std::vector<Step> order_of(const Update& update, const Report& report);

// Sets renamed_from of an added resource whose type and properties are those of a removed one.
void mark_renamed(const Update& update, std::vector<ResourceChange>& changes);

}  // namespace vend::diff
