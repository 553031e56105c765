// Parameter values against their declarations.
#pragma once

#include <map>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::evaluate {

// The effective values: given ones, otherwise defaults; every value checked, every mistake reported.
std::map<std::string, std::string> effective_parameters(const cfn::Template& t, const Input& input,
                                                        support::Diagnostics& out);

// The same without a look at constraints.
std::map<std::string, std::string> unchecked_parameters(const cfn::Template& t, const Input& input);

}  // namespace vend::evaluate
