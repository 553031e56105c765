// Values deep in a resolved tree; nothing where the path ends early or a value is not of the kind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vend/document/lookup.hpp"

namespace vend::preview {

using document::at;
using document::Node;
using document::Path;

std::string text_at(const Node& node, Path path);  // empty for none
std::optional<double> number_at(const Node& node, Path path);
std::optional<int> count_at(const Node& node, Path path);
bool is_true_at(const Node& node, Path path);

// Whether a value is the resource's Ref or one of its attributes.
bool refers_to(const Node* value, std::string_view id);

}  // namespace vend::preview
