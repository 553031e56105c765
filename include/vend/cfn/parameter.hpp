// What the declaration of a parameter says.
#pragma once

#include "vend/document/node.hpp"

namespace vend::cfn {

// Whether it hides the value: NoEcho, true or "true".
bool is_secret(const document::Node& parameter);

}  // namespace vend::cfn
