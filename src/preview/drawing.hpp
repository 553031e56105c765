// Pictures of characters that every terminal has.
#pragma once

#include "vend/preview/layout.hpp"
#include "vend/preview/report.hpp"

namespace vend::preview {

// Seven lines, a character for half an hour (a quarter on wide pages): the number of instances, '.' for none, '+'
// above 9.
void draw_week(const Schedule& schedule, Page& page);
// The percentages of a metric on one line: what each adds (+1), removes (-1) or leaves as it is (.).
void draw_steps(const std::vector<StepScaling>& scaling, Page& page);

}  // namespace vend::preview
