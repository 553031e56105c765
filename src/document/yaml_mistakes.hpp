// What is wrong with a text that is no YAML, in words for whoever wrote it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "document/tree_builder.hpp"

namespace vend::document {

// What libfyaml says; its lines count from 1, and its columns count characters.
struct YamlMistake {
  std::string_view words;
  int line = 0;
  int column = 0;
};

// The offsets of brackets that are open, outermost first; nothing for collections without.
using OpenBrackets = std::vector<std::optional<std::size_t>>;

[[noreturn]] void report_mistake(const YamlMistake& mistake, std::string_view text, const OpenBrackets& open,
                                 Reporter& reporter);

}  // namespace vend::document
