// Settings that the command line gives, laid over a spec.
#pragma once

#include <string_view>

#include "vend/document/node.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::spec {

// Applies `PATH=VALUE` to a spec before it is read: keys separated by dots, list entries by number; VALUE is YAML.
// Missing mappings on the way are made. `PATH+=VALUE` appends to a list: one entry, or those of a list.
void set(document::Node& root, std::string_view assignment, support::Diagnostics& out);

}  // namespace vend::spec
