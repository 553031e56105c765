// The report in a few sentences.
#pragma once

#include "vend/diff/report.hpp"

namespace vend::diff {

// Fills `summary` from all that the report says.
void summarize(Report& report);

}  // namespace vend::diff
