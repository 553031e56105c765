// Pictures of characters that every terminal has.
#pragma once

#include "vend/preview/layout.hpp"
#include "vend/preview/report.hpp"

namespace vend::preview {

// Seven lines, a character for half an hour (a quarter on wide pages, an hour on narrow ones): the number of instances,
// '.' for none, '+' above 9.
void draw_week(const Schedule& schedule, Page& page);
// The percentages of each metric on one line, as all policies together act: how many instances are added (1 to 9, + for
// more), that some are taken away (-), and targets (t). Where one policy adds and another takes away, it says so. Below
// it the steps of each policy.
void draw_steps(const Group& group, Page& page);
// Who waits for an instance while it boots and while it drains: bars to scale, each with its end in words.
void draw_life(const Life& life, Page& page);

}  // namespace vend::preview
