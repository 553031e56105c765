// An example for every section of a spec that has settings below it, or values that are no plain text. A test reads
// each of them as a spec, and finds a section without one.
#pragma once

#include <span>
#include <string_view>

namespace vend::spec {

struct Example {
  std::string_view section;
  std::string_view text;  // YAML
};

std::span<const Example> examples();  // in the order of the reference

}  // namespace vend::spec
