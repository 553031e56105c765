#include "vend/evaluate/evaluate.hpp"

#include <utility>

#include "evaluate/evaluator.hpp"
#include "evaluate/parameters.hpp"

namespace vend::evaluate {

Result evaluate(const cfn::Template& t, const Input& input) {
  Result result;
  result.parameters = effective_parameters(t, input, result.diagnostics);
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
  result.parameters = unchecked_parameters(t, input);
  Evaluator(t, input, result).decide(names);
  return std::move(result.conditions);
}

}  // namespace vend::evaluate
