// The values of a stack as a spec: of one made from the full template, or from the Vending Machine v1.5.5, whose
// parameters have the same names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/model/stack.hpp"

namespace vend::adopt {

struct Stack {
  std::map<std::string, std::string> values;  // by the parameters' names
  std::vector<std::string> hidden;            // parameters whose value nobody shows
};

// A spec whose template the stack has: the stack's values are laid over it.
struct Origin {
  document::Node spec;
  model::RunnerStack stack;
};

// What a spec does not say, and why.
struct Left {
  std::string parameter;
  std::string reason;  // a sentence without a full stop
};

struct Adopted {
  document::Node spec = document::Node::mapping();
  std::vector<Left> left;
  int known = 0;  // parameters that are ours; 0: the stack is of another kind
};

// Settings that are the spec's own defaults are left out. What the reader of specs refuses of it is taken out again.
Adopted adopt(const Stack& stack);
Adopted adopt(const Stack& stack, const Origin& origin);

}  // namespace vend::adopt
