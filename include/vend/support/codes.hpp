// The one registry of diagnostic codes: what each means, how bad it is, and what it is about, which decides what else
// is done with a finding. `vend explain` prints it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "vend/support/diagnostic.hpp"

namespace vend::support {

enum class Concern : std::uint8_t {
  text,       // what is written, whatever the parameters are
  parameter,  // a parameter's value against its declaration
  rule,       // of the template's Rules: a note where nobody has entered values yet
  language,   // functions and names: once for all values; a function that is refused here needs no `resolution` as well
  resolution,  // a function that leads to nothing for these values
  existence,   // a resource that these values leave out
  value,       // what a property is: no error where it is only a parameter's default
  practice,    // what services refuse, or do with jobs; its errors are no errors where a value is only a default
  size,        // what is too large
  script,      // lines of UserData
  spec,        // a runner group's description
  file,        // a parameter file
  program      // the command itself
};

struct Code {
  std::string_view code;
  Severity severity;  // unless a finding has a reason for another
  Concern concern;
  std::string_view title;
  std::string_view why;
};

std::span<const Code> codes();                 // in order
const Code* find_code(std::string_view code);  // null when there is none
Concern concern_of(std::string_view code);     // `program` for codes that are none of ours

// Whether validate looks for it in templates.
constexpr bool is_of_templates(Concern concern) {
  return concern != Concern::spec && concern != Concern::file && concern != Concern::program;
}

}  // namespace vend::support
