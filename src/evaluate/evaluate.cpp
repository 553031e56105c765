#include "vend/evaluate/evaluate.hpp"

#include <utility>

#include "evaluate/evaluator.hpp"
#include "evaluate/parameters.hpp"
#include "vend/evaluate/loops.hpp"

namespace vend::evaluate {

Result evaluate(const cfn::Template& t, const Input& input) {
  Result result;
  Loops loops;
  if (const std::optional<cfn::Template> expanded = expand_loops(t, input, loops)) {
    result.diagnostics = std::move(loops.diagnostics);
    set_parameters(*expanded, input, result);
    Evaluator(*expanded, input, result).run();
    return result;
  }
  set_parameters(t, input, result);
  Evaluator(t, input, result).run();
  return result;
}

std::map<std::string, bool> conditions(const cfn::Template& t, const Input& input) {
  std::set<std::string> names;
  for (const document::Member& one : t.conditions.members()) {
    if (!one.key.starts_with("Fn::")) names.insert(one.key);
  }
  return conditions(t, input, names);
}

std::map<std::string, bool> conditions(const cfn::Template& t, const Input& input, const std::set<std::string>& names) {
  Result result;
  set_unchecked_parameters(t, input, result);
  Evaluator(t, input, result).decide(names);
  return std::move(result.conditions);
}

}  // namespace vend::evaluate
