// The libraries that read documents.
#pragma once

#include <vector>

#include "vend/support/library_version.hpp"

namespace vend::document {

std::vector<support::LibraryVersion> libraries();

}  // namespace vend::document
