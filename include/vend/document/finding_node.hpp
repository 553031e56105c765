// A finding as data, alike wherever the program gives one out as JSON.
#pragma once

#include <string_view>

#include "vend/document/node.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::document {

// severity, code, file, line, column, path, message, fix, in this order and always all of them; line and column are 0
// and texts empty where nothing is known. `file` is what a reader of the report calls the finding's file. Bytes that
// are not UTF-8 become escapes.
Node finding_node(const support::Diagnostic& finding, std::string_view file);

}  // namespace vend::document
