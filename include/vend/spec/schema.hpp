// The format of a spec, for editors and for people; both come from the rows of fields.
#pragma once

#include <string>

namespace vend::spec {

// The JSON Schema (draft 7) of the format.
std::string json_schema();

// docs/spec.md.
std::string markdown();

}  // namespace vend::spec
