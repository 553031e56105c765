// Settings in the tree of a spec, by their paths.
#pragma once

#include <string>
#include <string_view>

#include "vend/adopt/adopt.hpp"
#include "vend/document/node.hpp"

namespace vend::adopt {

using document::Node;

Node typed(const std::string& value);    // a boolean or number where the text is one
Node list_of(const std::string& value);  // of a text with commas; empty items are left out
// Sets a.b.c, making the mappings on the way.
void set(Node& root, std::string_view path, Node value);
// Takes out a.b.c, and mappings that are empty then. Whether there was something to take out.
bool take_out(Node& root, std::string_view path);
// The reader of specs knows what a stack cannot be; what it refuses is left out with its reason.
void leave_out_refused(Adopted& adopted);

}  // namespace vend::adopt
