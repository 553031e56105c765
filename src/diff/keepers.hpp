// Which resources hold what nobody can make anew.
#pragma once

#include "diff/resources.hpp"

namespace vend::diff {

// Whether the data of the old one goes when it is deleted. A bucket's does not: one with objects is not deleted, but
// left behind. Secrets and keys can be restored for a while.
bool holds_data(const Resource& one);

}  // namespace vend::diff
