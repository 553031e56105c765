#include "validate/branches/combinations.hpp"

#include <algorithm>
#include <set>

#include "validate/branches/solver.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/references.hpp"
#include "vend/support/codes.hpp"

namespace vend::validate {
namespace {

using document::Node;

constexpr std::size_t most_steps = 20'000;  // of the search for one branch
constexpr std::size_t steps_to_join = 50;   // to take one more branch along
constexpr std::size_t most_goals = 20'000;

class Goals {
 public:
  explicit Goals(const cfn::Template& t) : t_(t) {
    for (const Node* section : {&t.resources, &t.outputs}) {
      for (const document::Member& one : section->members()) {
        Goal around;
        const Node* condition = one.value.find("Condition");
        if (condition != nullptr && condition->is_scalar()) {
          const std::string& name = condition->written();
          add({{name, false}});
          around[name] = true;
          add(around);
        }
        walk(one.value, around);
      }
    }
  }

  const std::set<Goal>& all() const { return all_; }
  std::size_t left_out() const { return left_out_; }

 private:
  void add(Goal goal) {
    if (all_.size() < most_goals) {
      all_.insert(std::move(goal));
    } else if (!all_.contains(goal)) {
      ++left_out_;
    }
  }

  void walk(const Node& node, const Goal& around) {
    const std::optional<cfn::Function> function = cfn::as_function(node);
    if (function && function->name == "Fn::If" && function->argument->items().size() == 3 &&
        function->argument->items()[0].is_scalar()) {
      const std::string& name = function->argument->items()[0].written();
      for (bool value : {true, false}) {
        const auto known = around.find(name);
        if (known != around.end() && known->second != value) continue;
        Goal branch = around;
        branch[name] = value;
        add(branch);
        walk(function->argument->items()[value ? 1 : 2], branch);
      }
      return;
    }
    if (function) {
      for (const cfn::Reference& one : cfn::references_of(*function)) without(one, around);
    }
    for (const Node& one : node.items()) walk(one, around);
    for (const document::Member& one : node.members()) walk(one.value, around);
  }

  // What is named here may not exist.
  void without(const cfn::Reference& one, const Goal& around) {
    if (one.kind == cfn::Reference::Kind::condition) return;
    const Node* named = t_.resources.find(one.name);
    const Node* condition = named != nullptr ? named->find("Condition") : nullptr;
    if (condition == nullptr || !condition->is_scalar() || around.contains(condition->written())) return;
    Goal goal = around;
    goal[condition->written()] = false;
    add(std::move(goal));
  }

  const cfn::Template& t_;
  std::set<Goal> all_;
  std::size_t left_out_ = 0;
};

bool is_open(const Goal& goal, const std::set<std::string>& undecided) {
  return std::any_of(goal.begin(), goal.end(), [&](const auto& one) { return undecided.contains(one.first); });
}

}  // namespace

bool is_refused(const evaluate::Result& result, const evaluate::Result& first) {
  return std::any_of(result.diagnostics.begin(), result.diagnostics.end(), [&](const support::Diagnostic& one) {
    const support::Concern concern = support::concern_of(one.code);
    if (concern != support::Concern::rule && concern != support::Concern::parameter) return false;
    return std::none_of(first.diagnostics.begin(), first.diagnostics.end(), [&](const support::Diagnostic& known) {
      return known.code == one.code && known.path == one.path && known.message == one.message;
    });
  });
}

bool met(const Goal& goal, const std::map<std::string, bool>& conditions) {
  return std::all_of(goal.begin(), goal.end(), [&](const auto& one) {
    const auto found = conditions.find(one.first);
    return found != conditions.end() && found->second == one.second;
  });
}

evaluate::Input input_of(const evaluate::Input& start, const Branch& branch) {
  evaluate::Input input = start;
  for (const auto& [name, value] : branch.changes) {
    if (value) {
      input.parameters[name] = *value;
    } else {
      input.open.insert(name);
    }
  }
  if (branch.open) input.conditions.insert(branch.conditions.begin(), branch.conditions.end());
  return input;
}

std::size_t visit_branches(const cfn::Template& t, const evaluate::Input& start, const evaluate::Result& first,
                           Branches which, std::size_t most,
                           const std::function<void(const Branch& branch, const evaluate::Result& result)>& visit) {
  const Goals goals(t);
  std::vector<const Goal*> pending;
  for (const Goal& goal : goals.all()) {
    const bool open = is_open(goal, first.undecided);
    if ((which == Branches::undecided && !open) || (which == Branches::some && open)) continue;
    if (!met(goal, first.conditions)) pending.push_back(&goal);
  }
  // The deepest branches first: their values often meet the shallow ones as well.
  std::stable_sort(pending.begin(), pending.end(), [](const Goal* a, const Goal* b) { return a->size() > b->size(); });
  if (pending.empty() || (which == Branches::some && most == 0)) return pending.size();
  const Formulas formulas(t, start, which);
  Solver solver(formulas);
  std::size_t given_up = which == Branches::all ? goals.left_out() : 0, visits = 0;
  std::vector<const Goal*> next;
  auto evaluated = [&](Branch& branch) {
    branch = solver.found();
    return evaluate::evaluate(t, input_of(start, branch));
  };
  while (!pending.empty()) {
    const Goal& goal = *pending.front();
    solver.reset();
    bool with_rules = false;
    Solver::Answer answer = solver.meet(goal, with_rules, most_steps);
    std::optional<evaluate::Result> result;
    Branch branch;
    if (answer == Solver::Answer::yes) result = evaluated(branch);
    if (result && is_refused(*result, first) && !t.rules.empty()) {
      with_rules = true;
      solver.reset();
      answer = solver.meet(goal, with_rules, most_steps);
      result.reset();
      if (answer == Solver::Answer::yes) result = evaluated(branch);
    }
    if (answer == Solver::Answer::unknown) ++given_up;
    if (!result || is_refused(*result, first) || !met(goal, result->conditions)) {
      pending.erase(pending.begin());
      continue;
    }
    if (which == Branches::some && ++visits > most) return given_up + pending.size();
    for (std::size_t i = 1; i < pending.size(); ++i) solver.meet(*pending[i], with_rules, steps_to_join);
    Branch joined;
    if (evaluate::Result more = evaluated(joined); !is_refused(more, first) && met(goal, more.conditions)) {
      branch = std::move(joined);
      result = std::move(more);
    }
    visit(branch, *result);
    next.clear();
    for (std::size_t i = 1; i < pending.size(); ++i) {
      if (!met(*pending[i], result->conditions)) next.push_back(pending[i]);
    }
    pending.swap(next);
  }
  return given_up;
}

}  // namespace vend::validate
