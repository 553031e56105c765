// Parameter values that lead to every branch of a template.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::validate {

enum class Branches : std::uint8_t { undecided, some, all };

// Conditions, and what they must be.
using Goal = std::map<std::string, bool>;
bool met(const Goal& goal, const std::map<std::string, bool>& conditions);

// A parameter's value; nothing: any that the template does not name.
using Choice = std::optional<std::string>;

// Values that lead to a branch, against the start.
struct Branch {
  std::map<std::string, Choice> changes;
  std::map<std::string, std::vector<std::string>> excluded;  // of any value: those that it is not
  Goal conditions;                                           // that were wanted
  bool open = false;  // the values alone do not decide them: they are taken as wanted
};

evaluate::Input input_of(const evaluate::Input& start, const Branch& branch);

// Whether the template's own constraints or Rules refuse values. What they say of the start as well does not count.
bool is_refused(const evaluate::Result& result, const evaluate::Result& first);

// Calls `visit` with values, on top of those of `start`, so that together with `start` itself every branch of every
// Fn::If is met, nested ones with the conditions around them, every conditional resource and output both ways, and
// every reference to one with and without it. One visit meets as many of them as go together. Branches that no values
// lead to, given the parameters' constraints and the template's Rules, are left out, unless only a running stack
// decides them: then they are taken for true and for false. With `undecided`, parameters that have a value keep it.
// With `some`, only branches that the defaults leave out are visited, with at most `most` visits.
// Tells how many branches were given up: too many ways lead there to try them all, or there were too many visits.
std::size_t visit_branches(const cfn::Template& t, const evaluate::Input& start, const evaluate::Result& first,
                           Branches which, std::size_t most,
                           const std::function<void(const Branch& branch, const evaluate::Result& result)>& visit);

}  // namespace vend::validate
