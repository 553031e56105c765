#pragma once

#include <string>

#include "vend/spec/presets.hpp"

namespace vend::cli {

// Throws UsageError, with a suggestion, when there is no such preset.
spec::Preset find_preset(const support::Assets& assets, const std::string& name);

}  // namespace vend::cli
