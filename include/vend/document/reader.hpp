// YAML or JSON, whichever a text is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/document/read_limits.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::document {

// JSON when the first character that is no white space is '{' or '[' and it reads as JSON, otherwise YAML.
std::optional<Node> read_document(std::string_view text, const std::string& file, support::Diagnostics& out,
                                  const ReadLimits& limits = {});

}  // namespace vend::document
