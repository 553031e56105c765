// What an IAM policy allows.
#pragma once

#include <cstdint>
#include <string_view>

#include "validate/checks.hpp"

namespace vend::validate {

enum class Allowed : std::uint8_t { no, maybe, yes };

// Whether a policy document allows an action on anything at all. IAM compares actions without case; `maybe` when only
// a running stack knows. A Deny without a condition outweighs what the same document allows.
Allowed allows(const Node* document, std::string_view action);
// The same for a managed policy of AWS's own, by its ARN; `maybe` for policies of others.
Allowed managed_allows_drain(std::string_view arn);

}  // namespace vend::validate
