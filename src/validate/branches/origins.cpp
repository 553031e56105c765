#include "validate/branches/origins.hpp"

#include <fmt/format.h>

#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/cfn/references.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {

using document::Node;

namespace {

constexpr std::size_t most_listed = 4;
constexpr std::size_t longest_value = 40;

std::string short_value(const std::string& value) {
  if (value.empty()) return "''";
  return value.size() <= longest_value ? value : value.substr(0, longest_value - 3) + "...";
}

// All parameters that a condition depends on.
void collect_parameters(const cfn::Template& t, const std::string& condition, std::set<std::string>& names,
                        std::set<std::string>& seen) {
  const Node* expression = seen.insert(condition).second ? t.conditions.find(condition) : nullptr;
  if (expression == nullptr) return;
  cfn::visit_references(*expression, [&](const cfn::Reference& one) {
    if (one.kind == cfn::Reference::Kind::condition) collect_parameters(t, one.name, names, seen);
    if (one.kind == cfn::Reference::Kind::name && t.parameters.find(one.name) != nullptr) names.insert(one.name);
  });
}

}  // namespace

void Origins::index() const {
  if (indexed_) return;
  indexed_ = true;
  walk(t_.conditions, {});
  for (const Node* section : {&t_.resources, &t_.outputs}) {
    for (const document::Member& one : section->members()) {
      const Node* condition = one.value.find("Condition");
      Goal around;
      if (condition != nullptr && condition->is_string()) around[condition->written()] = true;
      place(one.mark, around);
      walk(one.value, around);
    }
  }
}

void Origins::place(document::Mark mark, const Goal& around) const {
  if (around.empty() || mark.line == 0) return;
  if (goals_.empty() || goals_.back() != around) goals_.push_back(around);
  branches_.emplace(Place{mark.line, mark.column}, goals_.size() - 1);
}

void Origins::walk(const Node& node, const Goal& around) const {
  place(node.mark(), around);
  const std::optional<cfn::Function> function = cfn::as_function(node);
  if (function) {
    // What cannot be resolved is told at the function's argument.
    for (document::Mark mark : {node.mark(), function->argument->mark()})
      calls_.emplace(Place{mark.line, mark.column}, &node);
  }
  if (function && function->name == "Fn::If" && function->argument->items().size() == 3 &&
      function->argument->items()[0].is_scalar()) {
    for (bool value : {true, false}) {
      Goal branch = around;
      branch[function->argument->items()[0].written()] = value;
      walk(function->argument->items()[value ? 1 : 2], branch);
    }
    return;
  }
  for (const Node& one : node.items()) walk(one, around);
  for (const document::Member& one : node.members()) {
    place(one.mark, around);
    walk(one.value, around);
  }
}

std::set<std::string> Origins::parameters_at(document::Mark mark) const {
  index();
  std::set<std::string> names;
  const auto found = calls_.find({mark.line, mark.column});
  if (found == calls_.end() || mark.line == 0) return names;
  cfn::visit_references(*found->second, [&](const cfn::Reference& one) {
    if (one.kind == cfn::Reference::Kind::name && t_.parameters.find(one.name) != nullptr) names.insert(one.name);
  });
  return names;
}

void Origins::hide_secrets(std::string& text) const {
  constexpr std::string_view hidden = cfn::hidden;
  for (const document::Member& parameter : t_.parameters.members()) {
    if (!cfn::is_secret(parameter.value)) continue;
    const auto given = input_.parameters.find(parameter.key);
    if (given == input_.parameters.end() || given->second.empty()) continue;
    const std::string& value = given->second;
    for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value, at + hidden.size()))
      text.replace(at, value.size(), hidden);
  }
}

Goal Origins::goal_at(document::Mark mark) const {
  index();
  const auto found = branches_.find({mark.line, mark.column});
  return found == branches_.end() ? Goal() : goals_[found->second];
}

std::set<std::string> Origins::parameters_of(const Goal& goal) const {
  std::set<std::string> names, seen;
  for (const auto& [condition, unused_value] : goal) collect_parameters(t_, condition, names, seen);
  return names;
}

bool Origins::is_default(const std::string& name, const Branch& branch) const {
  const Node* parameter = t_.parameters.find(name);
  return parameter != nullptr && parameter->find("Default") != nullptr && !input_.parameters.contains(name) &&
         !input_.previous.contains(name) && !branch.changes.contains(name);
}

std::string Origins::shown(const std::string& name, const evaluate::Result& result, const Branch& branch) const {
  if (const auto changed = branch.changes.find(name); changed != branch.changes.end()) {
    if (changed->second) return fmt::format("{}={}", name, short_value(*changed->second));
    const auto excluded = branch.excluded.find(name);
    if (excluded == branch.excluded.end()) return "";
    std::vector<std::string> others;
    for (const std::string& one : excluded->second) others.push_back(short_value(one));
    if (others.size() == 1) return fmt::format("{} is not {}", name, others.front());
    if (others.size() > most_listed) others.resize(most_listed);
    return fmt::format("{} is none of {}", name, support::join(others, ", "));
  }
  const auto value = result.parameters.find(name);
  if (value == result.parameters.end() || result.open.contains(name)) return "";
  const Node* type = t_.parameters.find(name)->find("Type");  // the name of a stored value decides nothing
  if (type != nullptr && type->text().starts_with("AWS::SSM::Parameter::Value")) return "";
  const bool secret = input_.parameters.contains(name) && cfn::is_secret(*t_.parameters.find(name));
  return fmt::format("{}={}", name, secret ? cfn::hidden : short_value(value->second));
}

}  // namespace vend::validate
