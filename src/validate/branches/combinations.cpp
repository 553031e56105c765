#include "validate/branches/combinations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "validate/branches/branch_search.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/codes.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

using document::Node;

constexpr std::size_t most_refusals = 8;  // of the template's own rules and constraints, for one branch

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

// Constraints and rules of the template against these values. What is wrong with a default is wrong everywhere.
bool refused(const evaluate::Result& result, const evaluate::Result& first) {
  return std::any_of(result.diagnostics.begin(), result.diagnostics.end(), [&](const support::Diagnostic& one) {
    const support::Concern concern = support::concern_of(one.code);
    if (concern == support::Concern::rule) return true;
    return concern == support::Concern::parameter &&
           std::none_of(first.diagnostics.begin(), first.diagnostics.end(), [&](const support::Diagnostic& known) {
             return known.code == one.code && known.path == one.path && known.message == one.message;
           });
  });
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

}  // namespace

void visit_branches(const cfn::Template& t, const evaluate::Input& start, Branches which, std::size_t most,
                    const std::function<void(const std::string& circumstances, const evaluate::Result&)>& visit) {
  const Search search(t, start, which);
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
    std::size_t refusals = 0;
    auto visit_with = [&](const Changes& changes) {
      const evaluate::Result result = evaluate::evaluate(t, search.input(changes));
      if (refused(result, first)) return ++refusals >= most_refusals;
      visited.push_back(result.conditions);
      visit(described(changes), result);
      return true;
    };
    if (const std::optional<Changes> found = search.step_by_step(*goal); found) visit_with(*found);
    if (visited.size() == before) {
      search.try_all(*goal, {},
                     [&](const Changes& changes) { return search.leads_to(changes, *goal) && visit_with(changes); });
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
