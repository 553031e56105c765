// From a runner group to a CloudFormation template.
#pragma once

#include "vend/cfn/template.hpp"
#include "vend/model/stack.hpp"
#include "vend/scripts/library.hpp"

namespace vend::render {

// Never fails for a stack that could be built, except when the library lacks the platform's script:
// scripts::ScriptError.
cfn::Template render(const model::RunnerStack& stack, const scripts::Library& library);

// Removes the parameters' help texts (labels stay), for a template that would otherwise be too large to deploy inline.
void drop_help(cfn::Template& t);

}  // namespace vend::render
