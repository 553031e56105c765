// The program's version, which stands once, in CMakeLists.txt.
#pragma once

#include <string_view>

namespace vend::cli {

std::string_view version();

}  // namespace vend::cli
