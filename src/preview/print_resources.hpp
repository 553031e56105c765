// Resources in text.
#pragma once

#include "vend/preview/layout.hpp"
#include "vend/preview/print.hpp"
#include "vend/preview/report.hpp"

namespace vend::preview {

// What exists with its properties, then what is not created. Metadata is shown of a resource that is asked for by name.
void print_resources(const Report& report, const View& view, Page& page);

}  // namespace vend::preview
