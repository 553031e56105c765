// The one place that makes less of a finding than its rule says, for all rules alike.
#pragma once

#include "vend/support/diagnostic.hpp"

namespace vend::validate {

// What speaks for it that CloudFormation takes the template after all.
struct Doubts {
  bool nobody_entered = false;  // no values were given at all: whoever makes the stack will enter some
  bool is_default = false;      // it rests on a parameter's default, and the template is right for other values
  bool is_placeholder = false;  // on a default that is empty or waits to be replaced: <your bucket>, none
  bool was_emptied = false;     // on a value that was left empty, open or made up only to see another branch
  bool dated_list = false;      // only a list refuses it that was right on its day
};

// An error is what AWS refuses. Findings about what is written, sizes and a parameter's own declaration stay as they
// are; others become a warning or a note.
support::Severity lowered(const support::Diagnostic& finding, const Doubts& doubts);

// Defaults that wait to be replaced: empty, <your-bucket>, none, xxxx.
bool is_placeholder(std::string_view value);

}  // namespace vend::validate
