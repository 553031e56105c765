// Our own parser for YAML as people write it.
//
// yaml-cpp 0.7 needs 10 ms for a template of 130 KB and misreads a tagged block in a list (`- !Sub |`). This parser
// reads everything but rare corners (complex keys, directives, verbatim tags, tags and anchors of keys); for those it
// throws RareYaml, and the reader takes yaml-cpp.
#pragma once

#include <string>
#include <string_view>

#include "document/yaml_nodes.hpp"

namespace vend::document {

// Reads the one document in `text` (LF line ends). Throws ReadingStopped or RareYaml.
void parse_yaml(std::string_view text, YamlNodes& nodes, Reporter& reporter);

}  // namespace vend::document
