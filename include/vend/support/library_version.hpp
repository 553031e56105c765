// Libraries that are linked into the program, for `vend version --json` and the notices of a package.
#pragma once

#include <string>
#include <vector>

namespace vend::support {

struct LibraryVersion {
  std::string name;
  std::string version;
  std::string licence;  // SPDX
};

// Those of this layer, and the C and C++ libraries.
std::vector<LibraryVersion> libraries();

}  // namespace vend::support
