// Conditions and rules: functions whose value is true or false.
#include <fmt/format.h>

#include <algorithm>

#include "evaluate/evaluator.hpp"

namespace vend::evaluate {

// Rules see what was entered: the name of an SSM parameter, not its value.
void Evaluator::rule(const std::string& name, const Node& rule) {
  const Node* when = rule.find("RuleCondition");
  open_value_ = false;
  if (when != nullptr && (!truth(*when) || open_value_)) return;
  const Node* assertions = rule.find("Assertions");
  if (assertions == nullptr) return;
  for (const Node& one : assertions->items()) {
    const Node* assert = one.find("Assert");
    open_value_ = false;
    if (assert == nullptr || truth(*assert) || open_value_) continue;
    const Node* description = one.find("AssertDescription");
    result_.diagnostics.push_back(
        {support::Severity::error,
         "R001",
         {t_.file, one.mark().line, one.mark().column},
         "Rules." + name,
         description != nullptr ? description->text() : "an assertion of rule " + name + " fails",
         ""});
  }
}

bool Evaluator::condition(const std::string& name, document::Mark mark) {
  if (auto known = result_.conditions.find(name); known != result_.conditions.end()) {
    open_value_ = open_value_ || result_.undecided.contains(name);
    return known->second;
  }
  if (auto given = input_.conditions.find(name); given != input_.conditions.end()) {
    result_.conditions.emplace(*given);
    return given->second;
  }
  const Node* expression = t_.conditions.find(name);
  if (expression == nullptr) {
    unknown(name, mark, fmt::format("there is no condition {}", name));
    open_value_ = true;
    return false;
  }
  if (!open_.insert(name).second) throw Unresolvable{mark, fmt::format("condition {} depends on itself", name)};
  const bool before = std::exchange(open_value_, false);
  bool value = false;
  try {
    value = truth(*expression);
  } catch (const Unresolvable& problem) {
    report(problem);
    open_value_ = true;
  }
  open_.erase(name);
  result_.conditions.emplace(name, value);
  if (open_value_) result_.undecided.insert(name);
  open_value_ = open_value_ || before;
  return value;
}

// Conditions and rules: functions whose value is true or false.
bool Evaluator::truth(const Node& node) {
  std::optional<cfn::Function> function = cfn::as_function(node);
  if (!function) {
    if (std::optional<bool> value = document::to_bool(node)) return *value;
    throw Unresolvable{node.mark(), "a condition is expected here"};
  }
  const Node& argument = *function->argument;
  if (function->name == "Condition") return condition(argument.written(), argument.mark());
  if (function->name == "Fn::Not") return !truth(item(argument, 0));
  if (function->name == "Fn::And" || function->name == "Fn::Or") {
    return every(argument, function->name == "Fn::And");
  }
  if (function->name == "Fn::Equals") {
    const Node a = value(item(argument, 0)), b = value(item(argument, 1));
    const bool equal = same(a, b);
    if (!equal && !(a.is_known() && b.is_known())) open_value_ = true;
    return equal;
  }
  if (function->name == "Fn::Contains") {
    Node list = value(item(argument, 0));
    Node wanted = value(item(argument, 1));
    for (const Node& one : list.items()) {
      if (same(one, wanted)) return true;
      if (!one.is_known()) open_value_ = true;
    }
    if (!list.is_known() || !wanted.is_known()) open_value_ = true;
    return false;
  }
  if (function->name == "Fn::EachMemberIn" || function->name == "Fn::EachMemberEquals")
    return each_member(argument, function->name == "Fn::EachMemberIn");
  throw Unresolvable{node.mark(), fmt::format("{} is not a condition", function->name)};
}

// And, or Or: one operand that is decided against `all` decides the whole.
bool Evaluator::every(const Node& argument, bool all) {
  const bool before = open_value_;
  bool result = all, open = before;
  for (const Node& one : argument.items()) {
    open_value_ = false;
    if (truth(one) != all) {
      if (!open_value_) {
        open_value_ = before;
        return !all;
      }
      result = !all;
    }
    open = open || open_value_;
  }
  open_value_ = open;
  return result;
}

bool Evaluator::each_member(const Node& argument, bool in) {
  const Node list = value(item(argument, 0)), wanted = value(item(argument, 1));
  return std::all_of(list.items().begin(), list.items().end(), [&](const Node& one) {
    if (!in) return same(one, wanted);
    return std::any_of(wanted.items().begin(), wanted.items().end(),
                       [&](const Node& other) { return same(one, other); });
  });
}

}  // namespace vend::evaluate
