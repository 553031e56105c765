// Parameter values that lead to every branch of a template.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::validate {

enum class Branches { undecided, some, all };

// Calls `visit` with values, on top of those of `start`, so that together with `start` itself every branch of every
// Fn::If and every conditional resource is met, nested ones with the conditions around them. Branches that no values
// lead to, given the parameters' constraints and the template's Rules, are left out, unless only a running stack
// decides them: then they are taken for true and for false. With `undecided`, parameters that have a value keep it.
// With `some`, only branches that the defaults leave out are visited, and at most `most` of them.
// `visit` gets what differs from `start` as text, and the result of the evaluation.
void visit_branches(const cfn::Template& t, const evaluate::Input& start, Branches which, std::size_t most,
                    const std::function<void(const std::string& circumstances, const evaluate::Result&)>& visit);

}  // namespace vend::validate
