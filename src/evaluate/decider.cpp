#include "vend/evaluate/decider.hpp"

#include "evaluate/evaluator.hpp"
#include "evaluate/parameters.hpp"

namespace vend::evaluate {

Decider::Decider(const cfn::Template& t, const Input& input) : t_(t), input_(input) {
  set_unchecked_parameters(t, input, start_);
  now_.parameters = start_.parameters;
  now_.open = start_.open;
}

std::optional<bool> Decider::truth(const cfn::Node& expression, const Values& values) {
  for (const auto& [name, value] : values) {
    now_.parameters[name] = value ? *value : "${" + name + "}";
    if (value) {
      now_.open.erase(name);
    } else {
      now_.open.insert(name);
    }
  }
  const std::optional<bool> found = Evaluator(t_, input_, now_).decided(expression);
  for (const auto& [name, value] : values) {
    now_.parameters[name] = start_.parameters[name];
    now_.open.erase(name);
    if (start_.open.contains(name)) now_.open.insert(name);
  }
  now_.conditions.clear();
  now_.undecided.clear();
  now_.diagnostics.clear();
  return found;
}

}  // namespace vend::evaluate
