// What an old instance needs until its last job has ended, and what of it the update takes away.
#pragma once

#include "diff/resources.hpp"
#include "vend/diff/report.hpp"

namespace vend::diff {

// Fills losses and steps of a group; its jobs become uncertain where its instances lose the right to hold their hook.
void add_needs(const Update& update, GroupChange& group);

}  // namespace vend::diff
