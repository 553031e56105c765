// JSON, written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"

namespace vend::document {

// JSON with two spaces. Numbers that JSON has no spelling for (0123, 0x1F, .inf) become strings, so that no digit is
// lost. std::logic_error for tags, which JSON cannot hold, and for text that is not UTF-8.
std::string write_json(const Node& node);
// The same without any white space and without a newline at its end.
std::string write_compact_json(const Node& node);

// A text of anybody's as a node that can be written: bytes that are not UTF-8 become escapes, as on a terminal.
Node writable(std::string_view text);
Node writable(const std::vector<std::string>& texts);

}  // namespace vend::document
