// What parameters of the form and settings of a spec call differently.
#pragma once

#include <optional>
#include <string_view>

namespace vend::adopt {

// Whether a setting is a list; its parameter is a text with commas.
bool is_list(std::string_view path);
// The spec's word for a parameter's value; an empty one leaves the setting out. Nothing where both are the same.
std::optional<std::string_view> word_of(std::string_view parameter, std::string_view value);
// Carried over by code of its own, or not a matter of the stack.
bool is_special(std::string_view parameter);

}  // namespace vend::adopt
