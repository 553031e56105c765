// Parameter values against their declarations.
#pragma once

#include <map>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::evaluate {

// The effective values: given ones, otherwise defaults; every value checked, every mistake reported.
std::map<std::string, std::string> effective_parameters(const cfn::Template& t,
                                                        const std::map<std::string, std::string>& given,
                                                        support::Diagnostics& out);

}  // namespace vend::evaluate
