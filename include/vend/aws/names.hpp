// Names that AWS takes.
#pragma once

#include <string_view>

namespace vend::aws {

// Of a stack: a letter, then letters, digits and hyphens (CloudFormation API reference, CreateStack).
bool is_stack_name(std::string_view name);

}  // namespace vend::aws
