// What must hold of any input before it is parsed.
#pragma once

#include <string>
#include <string_view>

#include "document/tree_builder.hpp"
#include "vend/document/read_limits.hpp"

namespace vend::document {

// The text without its byte order mark. Reports and stops at more than `limits.bytes` bytes, UTF-16, bytes that are not
// UTF-8, and control characters other than tab and line ends.
std::string_view check_source(std::string_view text, Reporter& reporter, const ReadLimits& limits);

// Carriage returns are line ends, too; places stay the same without them.
std::string with_unix_line_ends(std::string_view text);

// The place of a byte.
Mark mark_at(std::string_view text, std::size_t offset);

}  // namespace vend::document
