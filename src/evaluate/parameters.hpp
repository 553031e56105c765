// Parameter values against their declarations.
#pragma once

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::evaluate {

// The effective values, and which parameters have none: given ones, otherwise defaults; every value checked, every
// mistake reported.
void set_parameters(const cfn::Template& t, const Input& input, Result& result);

// The same, without checking constraints.
void set_unchecked_parameters(const cfn::Template& t, const Input& input, Result& result);

}  // namespace vend::evaluate
