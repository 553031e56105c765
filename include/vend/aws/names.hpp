// Names that AWS takes.
#pragma once

#include <string_view>

namespace vend::aws {

// Of a stack: a letter, then letters, digits and hyphens (CloudFormation API reference, CreateStack).
bool is_stack_name(std::string_view name);
// Of a region: us-east-1, us-gov-west-1, eusc-de-east-1 and those to come: words of small letters and a number.
bool is_region(std::string_view name);
// Of an account: twelve digits.
bool is_account(std::string_view name);

// Of a parameter: letters and digits, 255 at most (CloudFormation user guide, "Parameters").
bool is_logical_name(std::string_view name);

}  // namespace vend::aws
