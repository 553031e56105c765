#include "cli/shared/version.hpp"

namespace vend::cli {

std::string_view version() { return VEND_VERSION; }

}  // namespace vend::cli
