// The form with inputs.
#pragma once

#include <string>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/preview/report.hpp"

namespace vend::serve {

// Each field's `name` is its parameter's. A secret's value is not in it, and what its constraints are is, for the
// browser to check.
std::string form_html(const std::vector<preview::FieldGroup>& form, const cfn::Template& t);

}  // namespace vend::serve
