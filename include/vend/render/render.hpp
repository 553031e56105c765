// From a runner group to a CloudFormation template.
#pragma once

#include <cstddef>

#include "vend/cfn/template.hpp"
#include "vend/model/stack.hpp"
#include "vend/scripts/library.hpp"

namespace vend::render {

// Never fails for a stack that could be built, except when the library lacks the platform's script:
// scripts::ScriptError.
cfn::Template render(const model::RunnerStack& stack, const scripts::Library& library);

// Makes a template smaller that would be too large to deploy inline: levels become one column wide, then the help texts
// of parameters go, from the end of the form up and no more than needed, then the words for constraints, the labels,
// last the form's groups. What the template does stays the same. `bytes` is the most that it may have as YAML.
void shorten_to(cfn::Template& t, std::size_t bytes);

}  // namespace vend::render
