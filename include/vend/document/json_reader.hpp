// JSON, read with places.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/document/read_limits.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::document {

// Reads JSON (RFC 8259) the same way: strings are quoted scalars, numbers keep their text, duplicate keys are refused.
std::optional<Node> read_json(std::string_view text, const std::string& file, support::Diagnostics& out,
                              const ReadLimits& limits = {});

}  // namespace vend::document
