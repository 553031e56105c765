// What is wrong with a text that is no JSON, in words for whoever wrote it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "document/tree_builder.hpp"

namespace vend::document {

enum class JsonPlace : std::uint8_t { at_begin, behind_bracket, behind_key, behind_value };

// What was read last before the mistake.
struct JsonProgress {
  JsonPlace place = JsonPlace::at_begin;
  char bracket = '\0';  // that is to close the innermost collection; none outside of all
  std::size_t end = 0;
};

[[noreturn]] void report_json_mistake(const JsonProgress& progress, std::string_view text, Reporter& reporter);

}  // namespace vend::document
