// Names that AWS takes, as looked up in November 2026.
#pragma once

#include <string_view>

namespace vend::aws {

// Of a stack: a letter, then letters, digits and hyphens (CloudFormation API reference, CreateStack).
bool is_stack_name(std::string_view name);
// Of a region: us-east-1, us-gov-west-1, eusc-de-east-1 and those to come: words of small letters and a number.
bool is_region(std::string_view name);
// Of an account: twelve digits.
bool is_account(std::string_view name);

// Of a bucket for objects (S3 user guide, "General purpose bucket naming rules").
bool is_bucket_name(std::string_view name);
// The same as a regular expression, without ^ and $, for CloudFormation's AllowedPattern, where each byte counts: it
// lets through what no bucket is called anyway: two points together, addresses, what S3 keeps for itself.
inline constexpr std::string_view bucket_name_pattern = "[a-z0-9][-a-z0-9.]{1,61}[a-z0-9]";

// Of a parameter: letters and digits, 255 at most (CloudFormation user guide, "Parameters").
bool is_logical_name(std::string_view name);

}  // namespace vend::aws
