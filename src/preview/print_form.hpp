// The form in text.
#pragma once

#include <string>

#include "vend/preview/layout.hpp"
#include "vend/preview/print.hpp"
#include "vend/preview/report.hpp"

namespace vend::preview {

// A value as one line; an empty one is shown to be there.
std::string shown(const std::string& value);

// Each question with its value and the name to type behind -p; what it takes and its help text where the form is asked
// for by name, and where a value is refused or missing.
void print_form(const Report& report, const View& view, Page& page);

}  // namespace vend::preview
