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

// "Kind=a, Size=3"
std::string listed(const Changes& values) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : values) {
    if (parts.size() == most_listed) return fmt::format("{} and more", support::join(parts, ", "));
    parts.push_back(fmt::format("{}={}", name, short_value(value)));
  }
  return support::join(parts, ", ");
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
      if (condition != nullptr && condition->is_string()) around[condition->text()] = true;
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
      branch[function->argument->items()[0].text()] = value;
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

void Origins::collect(const Node& node, Values& into) const {
  auto add = [&](const std::string& name) {
    const Node* parameter = t_.parameters.find(name);
    if (parameter == nullptr) return;
    const Node* fallback = parameter->find("Default");
    if (const auto given = input_.parameters.find(name); given != input_.parameters.end()) {
      into.entered.emplace(name, cfn::is_secret(*parameter) ? cfn::hidden : given->second);
    } else if (fallback != nullptr) {
      into.defaults.emplace(name, fallback->text());
    } else {
      into.open.emplace(name, "");
    }
  };
  cfn::visit_references(node, [&](const cfn::Reference& one) {
    if (one.kind == cfn::Reference::Kind::name) add(one.name);
  });
}

Origins::Values Origins::values_at(document::Mark mark) const {
  index();
  const auto found = calls_.find({mark.line, mark.column});
  if (found == calls_.end() || mark.line == 0) return {};
  Values values;
  collect(*found->second, values);
  return values;
}

std::string Origins::Values::text() const {
  std::vector<std::string> parts;
  if (!entered.empty()) parts.push_back(listed(entered));
  if (!defaults.empty()) parts.push_back("the default " + listed(defaults));
  return support::join(parts, " and ");
}

void Origins::hide_secrets(std::string& text) const {
  constexpr std::string_view hidden = cfn::hidden;
  for (const auto& [name, value] : input_.parameters) {
    const Node* parameter = t_.parameters.find(name);
    if (parameter == nullptr || value.empty() || value == "${" + name + "}" || !cfn::is_secret(*parameter)) continue;
    for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value, at + hidden.size()))
      text.replace(at, value.size(), hidden);
  }
}

std::string Origins::branch_at(document::Mark mark, const evaluate::Result& result) const {
  index();
  const auto found = branches_.find({mark.line, mark.column});
  if (found == branches_.end()) return {};
  const Goal& around = goals_[found->second];
  return met(around, result.conditions) ? decided_by(around, result) : std::string();
}

std::string Origins::decided_by(const Goal& goal, const evaluate::Result& result) const {
  Changes values;
  for (const std::string& name : Choices(t_, input_, Branches::all).parameters_of(goal)) {
    const auto value = result.parameters.find(name);
    if (value == result.parameters.end() || value->second == "${" + name + "}") continue;
    const bool secret = input_.parameters.contains(name) && cfn::is_secret(*t_.parameters.find(name));
    values.emplace(name, secret ? cfn::hidden : value->second);
  }
  if (!values.empty()) return listed(values);
  std::vector<std::string> parts;
  for (const auto& [name, value] : goal) parts.push_back(fmt::format("{} is {}", name, value));
  if (parts.size() > most_listed) parts.resize(most_listed);
  return support::join(parts, ", ");
}

}  // namespace vend::validate
