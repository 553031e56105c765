// The rows of the parameter table, one function for one part of the console form, in the order of the form. Names and
// accepted values that v1.5.5 of the Vending Machine had are kept; new rows follow its numbering. docs/migration.md
// lists the defaults that changed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "vend/render/parameter_table.hpp"

namespace vend::render {

using Rows = std::vector<Parameter>;
using Stack = model::RunnerStackValues;

// platform_parameters.cpp
void template_information(Rows& rows);
void platform(const Stack& stack, Rows& rows);
// runner_parameters.cpp
void gitlab(const Stack& stack, Rows& rows);
void runner_script(const Stack& stack, Rows& rows);
void runner_docker(const Stack& stack, Rows& rows);
void runner_instance(const Stack& stack, Rows& rows);
// group_parameters.cpp
void group_sizes(const Stack& stack, Rows& rows);
void schedules(const Stack& stack, Rows& rows);
void autoscaling(const Stack& stack, Rows& rows);
void spot(const Stack& stack, Rows& rows);
// platform_parameters.cpp
void network(const Stack& stack, Rows& rows);
void maintenance(const Stack& stack, Rows& rows);
void observability(const Stack& stack, Rows& rows);
void troubleshooting(const Stack& stack, Rows& rows);

// What rows are made of.
using Group = ParameterGroup;

// CloudFormation would replace {{resolve:...}} in a value by the secret that it names: no pattern lets it through.
// Printable ASCII, so that a value's length in characters is its length in bytes.
inline constexpr const char* ascii = "(?![ -~]*\\{\\{resolve:)[ -~]*";
// The characters of an address, without the at sign of a user's name, quotes and braces.
inline constexpr const char* web_address = "https?://[!#-&(-;=?A-\\[\\]-_a-z~]+";
inline constexpr const char* kms_key = "(arn:[-a-z]+:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-z0-9]+)?";
inline constexpr const char* policy_arn = "arn:[-a-z]+:iam::[0-9a-z]+:policy/[-A-Za-z0-9+=.@_/]+";

inline std::string yes_no(bool value) { return value ? "true" : "false"; }
inline Constraint one_of(std::vector<std::string> values) { return {.allowed = std::move(values)}; }
inline Constraint number(long lowest, long highest) { return {.min = lowest, .max = highest}; }
inline Constraint text(int longest, std::string pattern, std::string description) {
  return {.pattern = std::move(pattern), .max_length = longest, .description = std::move(description)};
}
inline const Constraint boolean = one_of({"true", "false"});

}  // namespace vend::render
