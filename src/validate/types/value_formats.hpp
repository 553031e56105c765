// Values of a certain make: ids and ARNs, as literals and as references to other resources.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "validate/checks.hpp"

namespace vend::validate {

// Whether a literal is what a schema's `format` names; true for formats that nobody here knows.
bool has_format(std::string_view text, std::string_view format);

// What is wrong with a value that is nothing but a reference, such as a role's name where an ARN is wanted; nothing if
// it may be right.
std::optional<std::string> wrong_reference(const Resolved& resolved, const Node& value, std::string_view format);

// Whether a value is nothing but a reference to one text: a resource, or a parameter that is no list.
bool is_single_text(const Resolved& resolved, const Node& value);

}  // namespace vend::validate
