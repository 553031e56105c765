#include "validate/branches/formula.hpp"

#include <algorithm>
#include <set>

#include "vend/cfn/parameter.hpp"
#include "vend/cfn/references.hpp"

namespace vend::validate {

using document::Node;

namespace {

constexpr std::size_t most_combinations = 4096;  // of the values of one comparison's parameters

// All parameters that an expression names, through conditions as well.
void collect_parameters(const cfn::Template& t, const Node& node, std::set<std::string>& names,
                        std::set<std::string>& seen) {
  cfn::visit_references(node, [&](const cfn::Reference& one) {
    if (one.kind == cfn::Reference::Kind::condition && seen.insert(one.name).second) {
      if (const Node* other = t.conditions.find(one.name)) collect_parameters(t, *other, names, seen);
    }
    if (one.kind == cfn::Reference::Kind::name && t.parameters.find(one.name) != nullptr) names.insert(one.name);
  });
}

std::set<std::string> parameters_in(const cfn::Template& t, const Node& node) {
  std::set<std::string> names, seen;
  collect_parameters(t, node, names, seen);
  return names;
}

}  // namespace

Formulas::Formulas(const cfn::Template& t, const evaluate::Input& start, Branches which)
    : t_(t), start_(start), which_(which), decider_(t, start) {
  collect_literals(t.conditions);
  collect_literals(t.rules);
  for (const document::Member& one : t.conditions.members()) {
    condition_indices_.emplace(one.key, condition_names_.size());
    condition_names_.push_back(one.key);
  }
  for (const document::Member& one : t.conditions.members()) conditions_.push_back(compile(one.value));
  for (const document::Member& one : t.rules.members()) rules_.push_back(compile_rule(one.value));
}

std::size_t Formulas::condition(std::string_view name) const {
  const auto found = condition_indices_.find(name);
  return found == condition_indices_.end() ? none : found->second;
}

// Every text that stands beside a parameter in a comparison.
void Formulas::collect_literals(const Node& node) {
  const std::optional<cfn::Function> function = cfn::as_function(node);
  if (function && (function->name == "Fn::Equals" || function->name == "Fn::Contains" ||
                   function->name == "Fn::EachMemberIn" || function->name == "Fn::EachMemberEquals")) {
    std::vector<std::string> texts;
    for (const Node& one : function->argument->items()) {
      if (one.is_scalar()) texts.push_back(one.text());
      for (const Node& item : one.items()) {
        if (item.is_scalar()) texts.push_back(item.text());
      }
    }
    for (const std::string& name : parameters_in(t_, *function->argument)) {
      std::vector<std::string>& known = literals_[name];
      for (const std::string& one : texts) {
        if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
      }
    }
  }
  for (const Node& one : node.items()) collect_literals(one);
  for (const document::Member& one : node.members()) collect_literals(one.value);
}

std::size_t Formulas::variable(const std::string& name) {
  const auto [found, is_new] = variable_indices_.emplace(name, variables_.size());
  if (is_new) variables_.push_back({name, values_of(name)});
  return found->second;
}

std::vector<Choice> Formulas::values_of(const std::string& name) const {
  if (const auto given = start_.parameters.find(name); given != start_.parameters.end()) return {given->second};
  const document::Member& parameter = *std::find_if(t_.parameters.members().begin(), t_.parameters.members().end(),
                                                    [&](const document::Member& one) { return one.key == name; });
  const Node* fallback = parameter.value.find("Default");
  if (start_.previous.contains(name) || (fallback != nullptr && !fallback->is_scalar())) fallback = nullptr;
  std::vector<Choice> values;
  auto add = [&](const Choice& value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  };
  if (fallback != nullptr) add(fallback->text());
  if (fallback != nullptr && which_ == Branches::undecided) return values;
  if (const Node* allowed = parameter.value.find("AllowedValues")) {
    for (const Node& one : allowed->items()) add(one.text());
    if (values.empty()) add(std::nullopt);
    return values;
  }
  const auto literals = literals_.find(name);
  if (fallback == nullptr) add(std::nullopt);
  if (literals != literals_.end()) {
    for (const std::string& one : literals->second) {
      if (evaluate::is_allowed(parameter, one)) add(one);
    }
  }
  add(std::nullopt);
  return values;
}

std::size_t Formulas::add(Formula one) {
  formulas_.push_back(std::move(one));
  return formulas_.size() - 1;
}

std::size_t Formulas::constant(bool value) {
  Formula one;
  one.kind = Formula::Kind::constant;
  one.value = value;
  return add(std::move(one));
}

std::size_t Formulas::compile(const Node& expression) {
  const std::optional<cfn::Function> function = cfn::as_function(expression);
  if (!function) {
    const std::optional<bool> value = document::to_bool(expression);
    return value ? constant(*value) : add({});
  }
  const Node& argument = *function->argument;
  if (function->name == "Condition") {
    Formula one;
    one.kind = Formula::Kind::condition;
    one.index = condition(argument.text());
    return one.index == none ? add({}) : add(std::move(one));
  }
  if (function->name == "Fn::And") return compile_list(argument, Formula::Kind::all);
  if (function->name == "Fn::Or") return compile_list(argument, Formula::Kind::any);
  if (function->name == "Fn::Not" && argument.items().size() == 1) {
    Formula one;
    one.kind = Formula::Kind::negation;
    one.operands = {compile(argument.items()[0])};
    return add(std::move(one));
  }
  if (function->name == "Fn::Equals" && argument.items().size() == 2) return compile_equals(expression, argument);
  if (function->name == "Fn::Contains" && argument.items().size() == 2) return compile_contains(expression, argument);
  return by_trying(expression);
}

std::size_t Formulas::compile_list(const Node& operands, Formula::Kind kind) {
  Formula one;
  one.kind = kind;
  for (const Node& each : operands.items()) one.operands.push_back(compile(each));
  return add(std::move(one));
}

std::string Formulas::only_parameter(const Node& expression) const {
  const std::optional<cfn::Function> function = cfn::as_function(expression);
  if (!function || function->name != "Ref" || !function->argument->is_scalar()) return "";
  const Node* parameter = t_.parameters.find(function->argument->text());
  const Node* type = parameter != nullptr ? parameter->find("Type") : nullptr;
  if (type == nullptr || cfn::is_list(*parameter) || type->text().starts_with("AWS::SSM::Parameter::Value")) return "";
  return function->argument->text();
}

// Most conditions compare one parameter with one text.
std::size_t Formulas::compile_equals(const Node& expression, const Node& operands) {
  for (std::size_t side : {0U, 1U}) {
    const std::string name = only_parameter(operands.items()[side]);
    const Node& other = operands.items()[1 - side];
    if (name.empty() || !other.is_scalar()) continue;
    Formula one;
    one.kind = Formula::Kind::membership;
    one.index = variable(name);
    for (const Choice& value : variables_[one.index].values) one.truths.push_back(value == other.text() ? 1 : 0);
    return add(std::move(one));
  }
  return by_trying(expression);
}

std::size_t Formulas::compile_contains(const Node& expression, const Node& operands) {
  const Node& list = operands.items()[0];
  const std::string name = only_parameter(operands.items()[1]);
  const bool literal = list.is_sequence() && std::all_of(list.items().begin(), list.items().end(),
                                                         [](const Node& one) { return one.is_scalar(); });
  if (name.empty() || !literal) return by_trying(expression);
  Formula one;
  one.kind = Formula::Kind::membership;
  one.index = variable(name);
  for (const Choice& value : variables_[one.index].values) {
    one.truths.push_back(
        std::any_of(list.items().begin(), list.items().end(), [&](const Node& each) { return value == each.text(); })
            ? 1
            : 0);
  }
  return add(std::move(one));
}

std::size_t Formulas::by_trying(const Node& expression) {
  Formula one;
  std::size_t count = 1;
  for (const std::string& name : parameters_in(t_, expression)) {
    one.operands.push_back(variable(name));
    count *= std::max<std::size_t>(variables_[one.operands.back()].values.size(), 1);
    if (count > most_combinations) return add({});
  }
  if (one.operands.empty()) {
    const std::optional<bool> value = decider_.truth(expression, {});
    return value ? constant(*value) : add({});
  }
  evaluate::Decider::Values values;
  for (std::size_t row = 0; row < count; ++row) {
    std::size_t rest = row;
    for (std::size_t i = one.operands.size(); i-- > 0;) {
      const Variable& variable = variables_[one.operands[i]];
      values[variable.name] = variable.values[rest % variable.values.size()];
      rest /= variable.values.size();
    }
    const std::optional<bool> truth = decider_.truth(expression, values);
    one.truths.push_back(!truth ? 2 : *truth ? 1 : 0);
  }
  one.kind = one.operands.size() == 1 ? Formula::Kind::membership : Formula::Kind::table;
  if (one.kind == Formula::Kind::membership) one.index = one.operands.front();
  return add(std::move(one));
}

// Not its condition, or all of its assertions.
std::size_t Formulas::compile_rule(const Node& rule) {
  Formula assertions;
  assertions.kind = Formula::Kind::all;
  if (const Node* list = rule.find("Assertions")) {
    for (const Node& one : list->items()) {
      if (const Node* assertion = one.find("Assert")) assertions.operands.push_back(compile(*assertion));
    }
  }
  const Node* when = rule.find("RuleCondition");
  if (when == nullptr) return add(std::move(assertions));
  Formula otherwise;
  otherwise.kind = Formula::Kind::negation;
  otherwise.operands = {compile(*when)};
  Formula either;
  either.kind = Formula::Kind::any;
  either.operands = {add(std::move(otherwise)), add(std::move(assertions))};
  return add(std::move(either));
}

}  // namespace vend::validate
