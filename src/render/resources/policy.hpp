// Pieces of IAM policies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/builder.hpp"

namespace vend::render {

// Allows the actions; `conditions` may be no_value().
Node statement(std::string sid, std::vector<Node> actions, Node resource, Node conditions = cfn::no_value());
// Stands where a statement has nothing to allow: what it names needs no permission. Leaving the place out by
// AWS::NoValue would do on AWS, but moto puts a null there and refuses the policy.
Node nothing_to_allow(std::string sid);
// The condition that a key is used on behalf of these services only, which keep what it encrypts.
Node via_services(const std::vector<std::string_view>& services);
Node document_of(std::vector<Node> statements);

}  // namespace vend::render
