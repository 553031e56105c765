#include "validate/branches/origins.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/cfn/references.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::validate {

using document::Node;

namespace {

constexpr std::size_t most_listed = 4;
constexpr std::size_t longest_value = 40;

bool is_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string short_value(const std::string& value) {
  return value.empty() ? "''" : support::shortened(value, longest_value);
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

const std::string* Origins::secret_of(const std::string& name) const {
  const Node* parameter = t_.parameters.find(name);
  if (parameter == nullptr || !cfn::is_secret(*parameter)) return nullptr;
  const auto given = input_.parameters.find(name);
  const Node* fallback = parameter->find("Default");
  const std::string* value = given != input_.parameters.end() ? &given->second
                             : fallback != nullptr            ? &fallback->text()
                                                              : nullptr;
  return value != nullptr && !value->empty() ? value : nullptr;
}

void Origins::hide_secrets(std::string& text) const {
  constexpr std::string_view hidden = cfn::hidden;
  for (const document::Member& parameter : t_.parameters.members()) {
    const std::string* secret = secret_of(parameter.key);
    if (secret == nullptr) continue;
    // A default such as "password" is a word of messages, too: only what stands in quotes is the value then.
    const bool any_word = !input_.parameters.contains(parameter.key) && is_word(*secret);
    for (std::size_t at = text.find(*secret); at != std::string::npos; at = text.find(*secret, at)) {
      const bool in_quotes = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '"') % 2 == 1;
      if (!any_word || in_quotes) text.replace(at, secret->size(), hidden);
      at += any_word && !in_quotes ? secret->size() : hidden.size();
    }
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
  const std::string* secret = secret_of(name);
  const auto told = [&](const std::string& value) {
    return secret != nullptr && *secret == value ? std::string(cfn::hidden) : short_value(value);
  };
  if (const auto changed = branch.changes.find(name); changed != branch.changes.end()) {
    if (changed->second) return fmt::format("{}={}", name, told(*changed->second));
    const auto excluded = branch.excluded.find(name);
    if (excluded == branch.excluded.end()) return "";
    std::vector<std::string> others;
    for (const std::string& one : excluded->second) others.push_back(told(one));
    if (others.size() == 1) return fmt::format("{} is not {}", name, others.front());
    if (others.size() > most_listed) others.resize(most_listed);
    return fmt::format("{} is none of {}", name, support::join(others, ", "));
  }
  const auto value = result.parameters.find(name);
  if (value == result.parameters.end() || result.open.contains(name)) return "";
  const Node* type = t_.parameters.find(name)->find("Type");  // the name of a stored value decides nothing
  if (type != nullptr && type->text().starts_with("AWS::SSM::Parameter::Value")) return "";
  return fmt::format("{}={}", name, told(value->second));
}

}  // namespace vend::validate
