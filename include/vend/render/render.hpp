// From a runner group to a CloudFormation template.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/model/stack.hpp"
#include "vend/scripts/library.hpp"

namespace vend::render {

// `spec`: what the stack was read from, if anything; what its settings become has their places then.
// Never fails for a stack that could be built, except when the library lacks the platform's script:
// scripts::ScriptError.
cfn::Template render(const model::RunnerStack& stack, const scripts::Library& library, const cfn::Node* spec = nullptr);

struct InlineTemplate {
  cfn::Template t;
  std::vector<std::string> baked_in;  // paths of the spec, in the order of the form
};

// What `render` makes, in at most `bytes` as `format`. What is too large is written with few spaces, then loses help
// texts of parameters, from the end of the form up and no more than needed, then the words for constraints, the labels,
// the form's groups; what the template does stays the same. When all this is not enough, settings are baked in as if
// the spec named them in `fixed`, again from the end of the form up and no more than needed; those that it names in
// `ask` stay. A stack that does not fit at all keeps everything.
InlineTemplate render_inline(const model::RunnerStack& stack, const scripts::Library& library, std::size_t bytes,
                             cfn::Format format = cfn::Format::yaml, const cfn::Node* spec = nullptr);

}  // namespace vend::render
