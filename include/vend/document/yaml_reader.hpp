// YAML, read with places.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/document/read_limits.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::document {

// Reads one YAML document into a tree. Reports through `out`, with places. Returns nothing when there was an error that
// leaves no usable tree; a tree returned with errors lacks what was wrong (the second of two equal keys). A byte order
// mark and Windows line ends are accepted; an empty document is null.
//
// Plain scalars resolve by the YAML 1.2 core schema, plus yes, no, on and off in the three spellings of true and false:
// CloudFormation's YAML 1.1 reader takes them for booleans, so they are booleans here, too, with the text as written.
// y and n are texts. Null has no text. A scalar with a local tag (!Ref 123) is always a text. Aliases and merge keys
// are expanded; explicit members win over merged ones, which come last. Of the tags `!!` the basic types are known.
std::optional<Node> read_yaml(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits = {});

}  // namespace vend::document
