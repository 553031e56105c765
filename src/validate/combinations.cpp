#include "combinations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

using document::Node;

constexpr std::size_t most_tries = 600;   // for one branch; beyond that it counts as unreachable
constexpr std::size_t fewer_tries = 60;   // where not all branches are wanted
constexpr std::size_t most_refusals = 8;  // of the template's own rules and constraints, for one branch

// The conditions around a branch, and what they must be.
using Goal = std::map<std::string, bool>;

class Goals {
 public:
  explicit Goals(const cfn::Template& t) {
    for (const Node* section : {&t.resources, &t.outputs}) {
      for (const document::Member& one : section->members()) {
        Goal around;
        const Node* condition = one.value.find("Condition");
        if (condition != nullptr && condition->is_string()) {
          around[condition->text()] = true;
          all_.insert(around);
        }
        walk(one.value, around);
      }
    }
  }

  const std::set<Goal>& all() const { return all_; }

 private:
  void walk(const Node& node, const Goal& around) {
    const std::optional<cfn::Function> function = cfn::as_function(node);
    if (function && function->name == "Fn::If" && function->argument->items().size() == 3 &&
        function->argument->items()[0].is_scalar()) {
      const std::string& name = function->argument->items()[0].text();
      for (bool value : {true, false}) {
        const auto known = around.find(name);
        if (known != around.end() && known->second != value) continue;
        Goal branch = around;
        branch[name] = value;
        all_.insert(branch);
        walk(function->argument->items()[value ? 1 : 2], branch);
      }
      return;
    }
    for (const Node& one : node.items()) walk(one, around);
    for (const document::Member& one : node.members()) walk(one.value, around);
  }

  std::set<Goal> all_;
};

// Which parameters decide a condition, and the values worth trying for each.
class Choices {
 public:
  Choices(const cfn::Template& t, const evaluate::Input& start, Branches which) : t_(t), start_(start), which_(which) {
    for (const document::Member& one : t.conditions.members()) literals(one.value);
  }

  std::vector<std::string> parameters_of(const Goal& goal) const {
    std::set<std::string> names, seen;
    for (const auto& [condition, value] : goal) collect(condition, names, seen);
    return {names.begin(), names.end()};
  }

  std::vector<std::string> values_of(const std::string& name) const {
    std::vector<std::string> values;
    auto add = [&](const std::string& value) {
      if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    };
    const Node& parameter = *t_.parameters.find(name);
    if (auto given = start_.parameters.find(name); given != start_.parameters.end())
      return {given->second};  // what was given stays
    const Node* fallback = parameter.find("Default");
    add(fallback != nullptr ? fallback->text() : "${" + name + "}");  // any value, when there is no default
    if (fallback != nullptr && which_ == Branches::undecided) return values;
    if (const Node* allowed = parameter.find("AllowedValues")) {
      for (const Node& one : allowed->items()) add(one.text());
      return values;
    }
    if (auto found = literals_.find(name); found != literals_.end()) {
      for (const std::string& one : found->second) add(one);
    }
    for (const char* bound : {"MinValue", "MaxValue"}) {
      if (const Node* limit = parameter.find(bound)) add(limit->text());
    }
    if (values.size() < 2) add("${" + name + "}");  // any other value
    return values;
  }

 private:
  void collect(const std::string& condition, std::set<std::string>& names, std::set<std::string>& seen) const {
    if (!seen.insert(condition).second) return;
    if (const Node* expression = t_.conditions.find(condition)) collect_from(*expression, names, seen);
  }

  void collect_from(const Node& node, std::set<std::string>& names, std::set<std::string>& seen) const {
    if (const std::optional<cfn::Function> function = cfn::as_function(node)) {
      if (function->name == "Condition") collect(function->argument->text(), names, seen);
      if (function->name == "Ref" && t_.parameters.find(function->argument->text()) != nullptr)
        names.insert(function->argument->text());
      if (function->name == "Fn::Sub") {
        const Node& text = function->argument->is_sequence() && !function->argument->empty()
                               ? function->argument->items()[0]
                               : *function->argument;
        for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
          if (part.is_reference && t_.parameters.find(part.text) != nullptr) names.insert(part.text);
        }
      }
    }
    for (const Node& one : node.items()) collect_from(one, names, seen);
    for (const document::Member& one : node.members()) collect_from(one.value, names, seen);
  }

  // Every text that stands beside a reference in a comparison is a value worth trying.
  void literals(const Node& node) {
    const std::optional<cfn::Function> function = cfn::as_function(node);
    if (function && (function->name == "Fn::Equals" || function->name == "Fn::Contains")) {
      std::set<std::string> names, seen;
      std::vector<std::string> texts;
      for (const Node& one : function->argument->items()) {
        if (one.is_scalar()) texts.push_back(one.text());
        if (one.is_sequence()) {
          for (const Node& item : one.items()) texts.push_back(item.text());
        }
        collect_from(one, names, seen);
      }
      for (const std::string& name : names) literals_[name].insert(texts.begin(), texts.end());
    }
    for (const Node& one : node.items()) literals(one);
    for (const document::Member& one : node.members()) literals(one.value);
  }

  const cfn::Template& t_;
  const evaluate::Input& start_;
  Branches which_;
  std::map<std::string, std::set<std::string>> literals_;
};

bool met(const Goal& goal, const std::map<std::string, bool>& conditions) {
  return std::all_of(goal.begin(), goal.end(), [&](const auto& one) {
    const auto found = conditions.find(one.first);
    return found != conditions.end() && found->second == one.second;
  });
}

bool refused(const evaluate::Result& result) {
  return std::any_of(result.diagnostics.begin(), result.diagnostics.end(),
                     [](const support::Diagnostic& one) { return one.code.starts_with("P") || one.code == "R001"; });
}

std::string described(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : changes) {
    if (value.find("${") == std::string::npos)
      parts.push_back(fmt::format("{}={}", name, value.empty() ? "''" : value));
  }
  return support::join(parts, ", ");
}

std::string described(const std::map<std::string, bool>& conditions) {
  std::vector<std::string> parts;
  parts.reserve(conditions.size());
  for (const auto& [name, value] : conditions) parts.push_back(fmt::format("{} is {}", name, value));
  return support::join(parts, ", ");
}

bool is_open(const Goal& goal, const std::set<std::string>& undecided) {
  return std::any_of(goal.begin(), goal.end(), [&](const auto& one) { return undecided.contains(one.first); });
}

// Counts through all choices, the last parameter fastest; the first of every parameter is its default.
class Counter {
 public:
  explicit Counter(std::vector<std::vector<std::string>> values) : values_(std::move(values)), at_(values_.size(), 0) {}
  const std::string& value(std::size_t i) const { return values_[i][at_[i]]; }
  bool is_first(std::size_t i) const { return at_[i] == 0; }
  bool next() {
    for (std::size_t i = at_.size(); i-- > 0;) {
      if (++at_[i] < values_[i].size()) return true;
      at_[i] = 0;
    }
    return false;
  }

 private:
  std::vector<std::vector<std::string>> values_;
  std::vector<std::size_t> at_;
};

}  // namespace

void visit_branches(const cfn::Template& t, const evaluate::Input& start, Branches which, std::size_t most,
                    const std::function<void(const std::string& circumstances, const evaluate::Result&)>& visit) {
  const Choices choices(t, start, which);
  const evaluate::Result first = evaluate::evaluate(t, start);
  std::vector<std::map<std::string, bool>> visited = {first.conditions};
  const Goals goals(t);
  // The deepest branches first: their values often meet the shallow ones as well.
  std::vector<const Goal*> order;
  for (const Goal& goal : goals.all()) order.push_back(&goal);
  std::stable_sort(order.begin(), order.end(), [](const Goal* a, const Goal* b) { return a->size() > b->size(); });
  std::size_t extra = 0;
  for (const Goal* goal : order) {
    if (std::any_of(visited.begin(), visited.end(), [&](const auto& one) { return met(*goal, one); })) continue;
    const bool open = is_open(*goal, first.undecided);
    if (which == Branches::undecided && !open) continue;
    if (which == Branches::some && (open || ++extra > most)) continue;
    const std::size_t before = visited.size();
    const std::vector<std::string> names = choices.parameters_of(*goal);
    std::vector<std::vector<std::string>> values;
    values.reserve(names.size());
    for (const std::string& name : names) values.push_back(choices.values_of(name));
    Counter counter(std::move(values));
    std::size_t refusals = 0;
    const std::size_t tries_allowed = which == Branches::some ? fewer_tries : most_tries;
    for (std::size_t tries = 0; tries < tries_allowed && refusals < most_refusals; ++tries) {
      if (tries > 0 && !counter.next()) break;
      evaluate::Input input = start;
      std::map<std::string, std::string> changes;
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (!counter.is_first(i)) changes[names[i]] = counter.value(i);
      }
      for (const auto& [name, value] : changes) input.parameters[name] = value;
      if (!met(*goal, evaluate::conditions(t, input))) continue;
      const evaluate::Result result = evaluate::evaluate(t, input);
      if (refused(result)) {
        ++refusals;
        continue;
      }
      visited.push_back(result.conditions);
      visit(described(changes), result);
      break;
    }
    if (!open || visited.size() > before) continue;
    evaluate::Input input = start;
    for (const auto& [name, value] : *goal) {
      if (first.undecided.contains(name)) input.conditions[name] = value;
    }
    const evaluate::Result result = evaluate::evaluate(t, input);
    if (!met(*goal, result.conditions)) continue;
    visited.push_back(result.conditions);
    visit(described(input.conditions), result);
  }
}

}  // namespace vend::validate
