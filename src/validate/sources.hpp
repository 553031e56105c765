// Who says that a rule's finding is an error.
#pragma once

#include <string_view>

namespace vend::validate {

// AWS's words, a deployment that was recorded, or a schema; empty for a code that is no error of templates.
std::string_view source_of(std::string_view code);

}  // namespace vend::validate
