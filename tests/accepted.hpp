// What the program prints against what was looked at and accepted. After a wanted change `make golden` rewrites it:
// read what changed.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "file_text.hpp"

namespace vend::testing {

inline void check_accepted(const std::filesystem::path& path, const std::string& is) {
  INFO(path << "; after a wanted change: make golden");
  if (std::getenv("UPDATE_GOLDEN") != nullptr) write_text(path, is);
  REQUIRE(std::filesystem::exists(path));
  CHECK(file_text(path) == is);
}

}  // namespace vend::testing
