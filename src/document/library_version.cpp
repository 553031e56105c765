#include "vend/document/library_version.hpp"

#include <fmt/format.h>
#include <libfyaml.h>

#include <nlohmann/json.hpp>

namespace vend::document {

std::vector<support::LibraryVersion> libraries() {
  return {
      {"libfyaml", fy_library_version(), "MIT"},
      {"nlohmann-json",
       fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH),
       "MIT"}};
}

}  // namespace vend::document
