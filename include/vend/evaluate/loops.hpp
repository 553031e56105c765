// Fn::ForEach of AWS::LanguageExtensions: what its loops stand for.
#pragma once

#include <cstddef>
#include <optional>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::evaluate {

struct Loops {
  std::size_t left = 0;  // loops over what is not known here, which stay in the template
  support::Diagnostics diagnostics;
};

// The template with its loops written out, in Conditions, Resources, Outputs and inside of resources, nested ones
// included; nothing for a template that has none. Every round keeps the places of the loop's body. A loop over a
// parameter takes its value, or its default.
std::optional<cfn::Template> expand_loops(const cfn::Template& t, const Input& input, Loops& told);

}  // namespace vend::evaluate
