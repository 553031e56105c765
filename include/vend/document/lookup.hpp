// Values deep in a tree, where the path may end early.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"

namespace vend::document {

using Path = std::initializer_list<std::string_view>;

// Where `root` has the value at `path` ("size.desired", "schedules.0.at"), or the nearest one above it. Line 0 when not
// even the first key is there.
Mark nearest_mark(const Node& root, std::string_view path);

// The node's place; `otherwise` for one that has none, and for no node.
inline Mark mark_of(const Node* node, Mark otherwise) {
  return node != nullptr ? node->mark().or_else(otherwise) : otherwise;
}

// Walks down mappings: at(node, {"A", "B"}) is node.A.B; null when something is missing, and for no node.
const Node* at(const Node* node, Path keys);
inline const Node* at(const Node& node, Path keys) { return at(&node, keys); }

// Its text, which lives as long as the tree; empty for none.
std::string_view text_at(const Node* node, Path keys);

// Items of a sequence; a single value stands for a list of one, as in policies and schemas. Empty for no node.
std::vector<const Node*> items_of(const Node* node);
// The texts among these; values that are not scalars are left out.
std::vector<std::string> texts_of(const Node* node);

// A number, or a text that is one; nothing for other nodes, and for none.
std::optional<double> number_of(const Node* node);

}  // namespace vend::document
