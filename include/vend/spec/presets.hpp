// Presets: specs to begin with, from templates/presets/.
#pragma once

#include <string>
#include <vector>

#include "vend/support/asset.hpp"

namespace vend::spec {

struct Preset {
  std::string name;     // "linux-docker-spot"
  std::string summary;  // one line
  std::string text;     // the whole spec, commented
};

// All presets, sorted by name.
std::vector<Preset> presets(const support::Assets& assets);

}  // namespace vend::spec
