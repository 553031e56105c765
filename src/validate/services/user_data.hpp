// UserData of instances, launch templates and launch configurations.
#pragma once

#include <string>

#include "validate/checks.hpp"

namespace vend::validate {

// The resolved property; null when there is none.
const Node* user_data_of(const Node* properties);
// The same, of types that EC2 starts instances from; null for others.
const Node* ec2_user_data(const Resource& resource);
// Its text, decoded; empty when it is not known before a stack runs.
std::string user_data_text(const Resource& resource);

}  // namespace vend::validate
