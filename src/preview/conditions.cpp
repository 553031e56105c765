// Conditions, each with its reason: for an Or that is true the operand that makes it true, for one that is false all
// operands.
#include <fmt/format.h>

#include <algorithm>

#include "preview/parts.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/parameter.hpp"

namespace vend::preview {
namespace {

// Gives every operand of a condition a name of its own, so that the evaluator tells its value.
void name_operands(const std::string& name, const Node& expression, Node& named) {
  named.add(name, expression);
  const std::optional<cfn::Function> function = cfn::as_function(expression);
  if (!function || (function->name != "Fn::And" && function->name != "Fn::Or" && function->name != "Fn::Not")) return;
  int index = 0;
  for (const Node& operand : function->argument->items())
    name_operands(fmt::format("{}/{}", name, index++), operand, named);
}

class Reasons {
 public:
  Reasons(const cfn::Template& t, const evaluate::Input& input, const evaluate::Result& result)
      : t_(t), input_(input), result_(result) {
    cfn::Template operands;
    operands.parameters = t.parameters;
    operands.mappings = t.mappings;
    for (const document::Member& one : t.conditions.members()) name_operands(one.key, one.value, operands.conditions);
    values_ = evaluate::conditions(operands, input);
  }

  std::vector<std::string> of(const document::Member& condition) {
    facts_.clear();
    open_.clear();
    explain(condition.key, condition.value);
    return facts_;
  }

 private:
  void explain(const std::string& name, const Node& expression) {
    const std::optional<cfn::Function> function = cfn::as_function(expression);
    if (!function) return;
    const Node& argument = *function->argument;
    if (function->name == "Condition") {
      const Node* other = t_.conditions.find(argument.text());
      if (other == nullptr || std::find(open_.begin(), open_.end(), argument.text()) != open_.end()) return;
      open_.push_back(argument.text());
      explain(argument.text(), *other);
    } else if (function->name == "Fn::Not" || function->name == "Fn::And" || function->name == "Fn::Or") {
      explain_operands(name, *function);
    } else {
      add_facts(argument);
    }
  }

  void explain_operands(const std::string& name, const cfn::Function& function) {
    // One operand decides an And that is false and an Or that is true.
    const bool deciding = function.name == "Fn::Or";
    const bool one_is_enough = function.name != "Fn::Not" && value(name) == deciding;
    int index = 0;
    for (const Node& operand : function.argument->items()) {
      const std::string operand_name = fmt::format("{}/{}", name, index++);
      if (one_is_enough && value(operand_name) != deciding) continue;
      explain(operand_name, operand);
      if (one_is_enough) return;
    }
  }

  bool value(const std::string& name) const {
    const auto found = values_.find(name);
    return found != values_.end() && found->second;
  }

  void add_facts(const Node& node) {
    for (const Node& one : node.items()) add_facts(one);
    for (const document::Member& one : node.members()) {
      if (one.key == "Ref" && one.value.is_scalar())
        add_fact(one.value.text());
      else
        add_facts(one.value);
    }
  }

  void add_fact(const std::string& name) {
    std::string fact;
    if (name == "AWS::Region") {
      fact = fmt::format("AWS::Region is \"{}\"", input_.environment.region);
    } else if (const auto found = result_.parameters.find(name); found != result_.parameters.end()) {
      const bool missing = result_.open.contains(name);
      fact = missing                    ? fmt::format("{} has no value yet", name)
             : found->second.empty()    ? fmt::format("{} is empty", name)
             : cfn::is_secret(t_, name) ? fmt::format("{} is given", name)
                                        : fmt::format("{} is \"{}\"", name, found->second);
    } else {
      fact = name;
    }
    if (std::find(facts_.begin(), facts_.end(), fact) == facts_.end()) facts_.push_back(std::move(fact));
  }

  const cfn::Template& t_;
  const evaluate::Input& input_;
  const evaluate::Result& result_;
  std::map<std::string, bool> values_;
  std::vector<std::string> facts_;
  std::vector<std::string> open_;  // conditions that were explained on the way
};

}  // namespace

std::vector<Condition> conditions(const cfn::Template& t, const evaluate::Input& input,
                                  const evaluate::Result& result) {
  Reasons reasons(t, input, result);
  std::vector<Condition> all;
  for (const document::Member& one : t.conditions.members()) {
    const auto value = result.conditions.find(one.key);
    if (value != result.conditions.end()) all.push_back({one.key, value->second, reasons.of(one)});
  }
  return all;
}

}  // namespace vend::preview
