// YAML: reading with places, and writing what every YAML 1.1 and 1.2 reader understands alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::document {

struct ReadLimits {
  std::size_t bytes = 4U << 20U;   // a template body is at most 1 MB (AWS, CloudFormation quotas)
  int depth = 200;                 // nesting
  std::size_t nodes = 1'000'000;   // counted after aliases are expanded, so that alias bombs stop early
};

// Reads one YAML document. Resolves plain scalars by the YAML 1.2 core schema plus the 1.1 booleans that
// CloudFormation's reader knows; aliases and merge keys are expanded. Reports through `out`, with places: syntax errors,
// duplicate keys, keys that are no scalars, invalid UTF-8, tabs, NUL bytes, several documents, limits. Returns nothing
// when there was an error that leaves no usable tree. A byte order mark and Windows line ends are accepted.
std::optional<Node> read_yaml(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits = {});

// Reads JSON the same way, duplicate keys refused.
std::optional<Node> read_json(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits = {});

// JSON when the first character that is no white space is '{' or '[', otherwise YAML.
std::optional<Node> read_document(std::string_view text, const std::string& file, support::Diagnostics& out,
                                  const ReadLimits& limits = {});

// Block style, two spaces, long texts as literal blocks, strings bare only where no reader can take them for
// anything else. Tags are written. Ends with a newline. Reading it back gives an equal tree.
std::string write_yaml(const Node& node);

// JSON with two spaces; tags are not representable: std::logic_error.
std::string write_json(const Node& node);

}  // namespace vend::document
