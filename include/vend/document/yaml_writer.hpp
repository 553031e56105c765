// YAML that every reader of YAML 1.1 and 1.2 understands alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"

namespace vend::document {

// Block style, two spaces, long texts as literal blocks, strings bare only where no reader can take them for
// anything else. Tags are written. Ends with a newline. Reading it back gives an equal tree, as far as the tree is one
// that reading can give: tagged scalars are texts, numbers and booleans have a text that is one.
// std::logic_error for a number or boolean whose text is none, and for text that is not UTF-8.
std::string write_yaml(const Node& node);

// A node that is written in a shorter way: a tag and the value behind it, which is `made` when that is set.
struct Short {
  std::string_view tag;
  const Node* value = nullptr;
  std::optional<Node> made;
};
using ShortForm = std::optional<Short> (*)(const Node&);

// A mapping of borrowed nodes, so that what is large need not be copied. `short_form`, when not null, is asked about
// every node without a tag. A level is `step` columns (1 to 9) further in; with a step of 1 every byte counts, and
// lists and mappings of scalars stand on one line, up to 180 characters instead of 90.
struct NamedNode {
  std::string_view key;
  const Node* value = nullptr;
};
std::string write_yaml(const std::vector<NamedNode>& members, ShortForm short_form, std::size_t step = 2);

}  // namespace vend::document
