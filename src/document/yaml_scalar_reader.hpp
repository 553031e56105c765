// Reads the scalars of YAML: each function takes the text at the cursor, which then stands behind it.
#pragma once

#include <string>

#include "document/yaml_cursor.hpp"

namespace vend::document {

// Thrown for corners of YAML that this reader leaves to yaml-cpp.
struct RareYaml {};

std::string read_single_quoted(YamlCursor& cursor);
std::string read_double_quoted(YamlCursor& cursor);

// A plain scalar of a block collection: its further lines stand deeper than `indent`.
std::string read_plain(YamlCursor& cursor, int indent);
// One in brackets or braces.
std::string read_flow_plain(YamlCursor& cursor);

// A literal or folded block, the cursor at | or >, inside a collection at column `indent` (-1: a document).
std::string read_block_scalar(YamlCursor& cursor, int indent);

// Whether `:` at the cursor ends a key rather than belonging to a text.
bool is_value_indicator(const YamlCursor& cursor, std::size_t ahead, bool flow);

}  // namespace vend::document
