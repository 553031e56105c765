// A ZIP archive whose bytes depend on nothing but its files.
#pragma once

#include <string>
#include <vector>

#include "vend/product/product.hpp"

namespace vend::serve {

// Files are stored as they are, in their order, all of 1980-01-01, the first day that the format knows (PKWARE
// APPNOTE 6.3, 4.4.6). Shell scripts may be executed. Together below 4 GiB.
std::string zip(const std::vector<product::File>& files);

}  // namespace vend::serve
