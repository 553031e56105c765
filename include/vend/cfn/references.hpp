// What an expression refers to.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/cfn/intrinsic.hpp"

namespace vend::cfn {

struct Reference {
  enum class Kind : std::uint8_t {
    name,       // Ref, ${Name} of Fn::Sub: a parameter, a resource or a pseudo parameter
    attribute,  // Fn::GetAtt, ${Name.Attribute}
    condition   // Condition, the first argument of Fn::If
  };
  Kind kind = Kind::name;
  std::string name;
  std::string attribute;  // empty but for attributes
  document::Mark mark;    // of the text that names it
};

// What this one function names itself; what stands in its arguments is not looked at. Names that a Fn::Sub has
// variables for are its own.
std::vector<Reference> references_of(const Function& function);

// Everything that is named in a tree, in its order.
void visit_references(const Node& node, const std::function<void(const Reference&)>& visit);

}  // namespace vend::cfn
