// How an update goes for one group: its instances over time, and what acts on them meanwhile.
#pragma once

#include "diff/resources.hpp"
#include "vend/diff/diff.hpp"

namespace vend::diff {

// Fills moments, drain_seconds, at_once, meanwhile and failure of a group whose `rolls` and `jobs` are known.
void add_course(const Update& update, const Request& request, GroupChange& group);

}  // namespace vend::diff
