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

// Makes a template smaller that would be too large to deploy inline: first without the parameters' help texts, then
// without the words for their constraints, their labels, last
// without the form's groups. What the template does stays the same. `bytes` is
// the most that it may have.
void shorten_to(cfn::Template& t, std::size_t bytes);

}  // namespace vend::render
