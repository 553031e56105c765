// Pictures of characters that every terminal has.
#pragma once

#include "vend/preview/layout.hpp"
#include "vend/preview/report.hpp"

namespace vend::preview {

// Seven lines, a character for half an hour (a quarter on wide pages, an hour on narrow ones): the number of instances,
// '.' for none, '+' above 9.
void draw_week(const Schedule& schedule, Page& page);
// The percentages of each metric on one line, as all policies together act: what is added (1 to 9, + for more), taken
// away (-), set (=), changed by a share (%), or kept near a target (t). Of several that fire at once Auto Scaling takes
// the one that leaves the largest group. Where one adds and another takes away at the same value, it says so.
void draw_steps(const std::vector<StepScaling>& scaling, const std::vector<TargetTracking>& targets, Page& page);

}  // namespace vend::preview
