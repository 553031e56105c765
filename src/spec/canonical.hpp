// What a spec says, whatever its order and spelling.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"

namespace vend::spec {

std::string below(std::string_view path, std::string_view key);  // "size.min"
// Where a setting or section stands in the reference; behind all for what is unknown.
std::size_t rank(const std::string& path);
// Whether settings stand below the path, so that the order of its keys is ours to choose.
bool is_section(const std::string& path);

// A scalar in canonical spelling, as a node that reading it gives.
document::Node canonical(const document::Node& node, const std::string& path);
// The node at `path` in canonical order and spelling. Two specs that say the same have equal ones.
document::Node meaning(const document::Node& node, const std::string& path);

}  // namespace vend::spec
