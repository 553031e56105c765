#include "validate/branches/branch_search.hpp"

#include <algorithm>

#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/references.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {

using document::Node;

namespace {

constexpr std::size_t most_tries = 600;  // for one branch; beyond that it counts as unreachable
constexpr std::size_t fewer_tries = 60;  // where not all branches are wanted

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

bool met(const Goal& goal, const std::map<std::string, bool>& conditions) {
  return std::all_of(goal.begin(), goal.end(), [&](const auto& one) {
    const auto found = conditions.find(one.first);
    return found != conditions.end() && found->second == one.second;
  });
}

Choices::Choices(const cfn::Template& t, const evaluate::Input& start, Branches which)
    : t_(t), start_(start), which_(which) {
  for (const document::Member& one : t.conditions.members()) literals(one.value);
}

std::vector<std::string> Choices::parameters_of(const Goal& goal) const {
  std::set<std::string> names, seen;
  for (const auto& [condition, value] : goal) collect(condition, names, seen);
  return {names.begin(), names.end()};
}

std::vector<std::string> Choices::values_of(const std::string& name) const {
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

void Choices::collect(const std::string& condition, std::set<std::string>& names, std::set<std::string>& seen) const {
  if (!seen.insert(condition).second) return;
  if (const Node* expression = t_.conditions.find(condition)) collect_from(*expression, names, seen);
}

void Choices::collect_from(const Node& node, std::set<std::string>& names, std::set<std::string>& seen) const {
  cfn::visit_references(node, [&](const cfn::Reference& one) {
    if (one.kind == cfn::Reference::Kind::condition) collect(one.name, names, seen);
    if (one.kind == cfn::Reference::Kind::name && t_.parameters.find(one.name) != nullptr) names.insert(one.name);
  });
}

// Every text that stands beside a reference in a comparison is a value worth trying.
void Choices::literals(const Node& node) {
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

std::optional<Changes> Search::step_by_step(const Goal& goal) const {
  Changes changes;
  Goal so_far;
  for (const auto& one : goal) {
    so_far.insert(one);
    if (leads_to(changes, so_far)) continue;
    std::optional<Changes> next;
    try_all({one}, changes, [&](const Changes& tried) {
      if (leads_to(tried, so_far)) next = tried;
      return next.has_value();
    });
    if (!next) return std::nullopt;
    changes = std::move(*next);
  }
  return changes;
}

void Search::try_all(const Goal& goal, const Changes& before, const std::function<bool(const Changes&)>& visit) const {
  const std::vector<std::string> names = choices_.parameters_of(goal);
  std::vector<std::vector<std::string>> values;
  values.reserve(names.size());
  for (const std::string& name : names) values.push_back(choices_.values_of(name));
  Counter counter(std::move(values));
  const std::size_t allowed = which_ == Branches::some ? fewer_tries : most_tries;
  for (std::size_t tries = 0; tries < allowed; ++tries) {
    if (tries > 0 && !counter.next()) return;
    Changes changes = before;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (counter.is_first(i))
        changes.erase(names[i]);
      else
        changes[names[i]] = counter.value(i);
    }
    if (visit(changes)) return;
  }
}

evaluate::Input Search::input(const Changes& changes) const {
  evaluate::Input input = start_;
  for (const auto& [name, value] : changes) input.parameters[name] = value;
  return input;
}

bool Search::leads_to(const Changes& changes, const Goal& goal) const {
  std::set<std::string> names;
  for (const auto& [name, value] : goal) names.insert(name);
  return met(goal, evaluate::conditions(t_, input(changes), names));
}

}  // namespace vend::validate
