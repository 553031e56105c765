// What CloudFormation makes of a YAML scalar without quotes. Its reader follows YAML 1.1, so that a text may become
// another one before any service sees it: 0300 arrives as 192, and a clock's 22:22 as 1342.
#pragma once

#include <string>
#include <string_view>

#include "vend/document/node.hpp"

namespace vend::document {

struct PlainScalar {
  Node::Kind kind = Node::Kind::string;
  std::string text;  // as a service gets it
};

// The type repository of YAML 1.1 (yaml.org/type: bool, int, float, null) as CloudFormation has it: y and n are texts,
// so are dates, and digits that begin with 0 and are not octal become a real number (tests on AWS, 2023: 012345678901
// arrives as 1.2345678901E10). Real numbers are written as Java does. A whole number beyond 64 bits keeps its digits.
PlainScalar plain_scalar(std::string_view text);

// Whether a service gets another text than the one that is written there.
bool is_rewritten(std::string_view text);

}  // namespace vend::document
