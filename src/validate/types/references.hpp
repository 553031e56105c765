// What a reference to a resource gives, against what a place takes: an ARN, a name, an id or an address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "validate/checks.hpp"

namespace vend::validate {

struct WrongKind {
  std::string message, fix;
};

// What is wrong with a value that is nothing but Ref or Fn::GetAtt of a resource, at a place of another resource
// (`path`: below Properties, entries of lists as numbers); nothing if it may be right. `schema`: of the place.
std::optional<WrongKind> wrong_kind(const Resolved& resolved, const Node& value, const Resource& owner,
                                    std::string_view path, const Node& schema, Schemas& schemas);

// Whether a value is nothing but Ref or Fn::GetAtt that give one text for certain: neither a list nor a number.
bool is_one_text(const Resolved& resolved, const Node& value);

}  // namespace vend::validate
