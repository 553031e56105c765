#include "validate/branches/solver.hpp"

#include <algorithm>

namespace vend::validate {

Solver::Solver(const Formulas& formulas) : formulas_(formulas), known_(formulas.conditions(), {0, 2}) { reset(); }

void Solver::reset() {
  domains_.clear();
  for (const Variable& one : formulas_.variables()) domains_.emplace_back(one.values.size(), true);
  conditions_.assign(formulas_.conditions(), 2);
  trail_.clear();
  ++version_;
}

void Solver::undo(std::size_t mark) {
  while (trail_.size() > mark) {
    Change change = std::move(trail_.back());
    trail_.pop_back();
    if (change.of_condition) {
      conditions_[change.index] = 2;
    } else {
      domains_[change.index] = std::move(change.before);
    }
  }
  ++version_;
}

Solver::Answer Solver::meet(const Goal& goal, bool with_rules, std::size_t most_steps) {
  std::vector<Wanted> wanted;
  std::vector<std::pair<std::size_t, bool>> named;
  for (const auto& [name, value] : goal) {
    const std::size_t index = formulas_.condition(name);
    if (index == Formulas::none) return Answer::no;
    if (conditions_[index] != 2 && (conditions_[index] == 1) != value) return Answer::no;
    named.emplace_back(index, value);
  }
  const std::size_t mark = trail_.size();
  for (const auto& [index, value] : named) {
    if (conditions_[index] != 2) continue;
    conditions_[index] = value ? 1 : 0;
    trail_.push_back({true, index, {}});
    wanted.emplace_back(formulas_.of_condition(index), value);
  }
  if (with_rules) {
    for (std::size_t one : formulas_.rules()) wanted.emplace_back(one, true);
  }
  ++version_;
  steps_left_ = most_steps;
  const Answer answer = solve(std::move(wanted));
  if (answer != Answer::yes) undo(mark);
  return answer;
}

bool Solver::narrow_to(std::size_t variable, const Domain& domain) {
  Domain& now = domains_[variable];
  if (now == domain) return true;
  if (std::find(domain.begin(), domain.end(), true) == domain.end()) return false;
  trail_.push_back({false, variable, now});
  now = domain;
  ++version_;
  return true;
}

bool Solver::narrow(std::size_t variable, const std::vector<std::int8_t>& truths, bool value) {
  Domain domain = domains_[variable];
  for (std::size_t i = 0; i < domain.size(); ++i)
    domain[i] = domain[i] && (truths[i] == 2 || (truths[i] == 1) == value);
  return narrow_to(variable, domain);
}

int Solver::value(std::size_t index) {
  const Formula& formula = formulas_[index];
  if (formula.kind != Formula::Kind::condition) return computed(formula);
  if (conditions_[formula.index] != 2) return conditions_[formula.index];
  auto& [version, known] = known_[formula.index];
  if (version == version_) return known;
  version = version_;
  known = 2;  // also what a condition that depends on itself finds
  const int found = value(formulas_.of_condition(formula.index));
  known_[formula.index].second = found;
  return found;
}

int Solver::computed(const Formula& formula) {
  switch (formula.kind) {
    case Formula::Kind::constant:
      return formula.value ? 1 : 0;
    case Formula::Kind::negation: {
      const int inner = value(formula.operands.front());
      return inner == 2 ? 2 : 1 - inner;
    }
    case Formula::Kind::all:
    case Formula::Kind::any: {
      const int decides = formula.kind == Formula::Kind::any ? 1 : 0;
      int result = 1 - decides;
      for (std::size_t one : formula.operands) {
        const int each = value(one);
        if (each == decides) return decides;
        if (each == 2) result = 2;
      }
      return result;
    }
    case Formula::Kind::membership: {
      int result = -1;
      const Domain& domain = domains_[formula.index];
      for (std::size_t i = 0; i < domain.size(); ++i) {
        if (!domain[i]) continue;
        if (formula.truths[i] == 2 || (result != -1 && result != formula.truths[i])) return 2;
        result = formula.truths[i];
      }
      return result == -1 ? 2 : result;
    }
    case Formula::Kind::table: {
      std::size_t row = 0;
      for (std::size_t one : formula.operands) {
        const Domain& domain = domains_[one];
        const auto first = std::find(domain.begin(), domain.end(), true);
        if (first == domain.end() || std::find(first + 1, domain.end(), true) != domain.end()) return 2;
        row = row * domain.size() + static_cast<std::size_t>(first - domain.begin());
      }
      return formula.truths[row];
    }
    default:
      return 2;
  }
}

// Does what has only one way; what has several ways is left in `choices`.
bool Solver::settle(std::vector<Wanted>& wanted, std::vector<Wanted>& choices) {
  while (!wanted.empty()) {
    const auto [index, want] = wanted.back();
    wanted.pop_back();
    const Formula& formula = formulas_[index];
    switch (formula.kind) {
      case Formula::Kind::constant:
        if (formula.value != want) return false;
        break;
      case Formula::Kind::open:
        break;
      case Formula::Kind::condition: {
        std::int8_t& known = conditions_[formula.index];
        if (known != 2) {
          if ((known == 1) != want) return false;
          break;
        }
        known = want ? 1 : 0;
        trail_.push_back({true, formula.index, {}});
        ++version_;
        wanted.emplace_back(formulas_.of_condition(formula.index), want);
        break;
      }
      case Formula::Kind::negation:
        wanted.emplace_back(formula.operands.front(), !want);
        break;
      case Formula::Kind::membership:
        if (!narrow(formula.index, formula.truths, want)) return false;
        break;
      case Formula::Kind::all:
      case Formula::Kind::any:
        if ((formula.kind == Formula::Kind::all) == want) {
          for (std::size_t one : formula.operands) wanted.emplace_back(one, want);
          break;
        }
        choices.emplace_back(index, want);
        break;
      case Formula::Kind::table:
        choices.emplace_back(index, want);
        break;
    }
  }
  return true;
}

// What the rest has decided needs no choice any more; a choice with one way left is none.
bool Solver::propagate(std::vector<Wanted>& wanted, std::vector<Wanted>& choices) {
  std::vector<Wanted> open;
  for (const Wanted& one : choices) {
    const Formula& formula = formulas_[one.first];
    if (formula.kind == Formula::Kind::table) {
      open.push_back(one);
      continue;
    }
    std::vector<std::size_t> ways;
    bool done = false;
    for (std::size_t operand : formula.operands) {
      const int now = value(operand);
      done = done || now == (one.second ? 1 : 0);
      if (now == 2) ways.push_back(operand);
    }
    if (done) continue;
    if (ways.empty()) return false;
    if (ways.size() == 1) {
      wanted.emplace_back(ways.front(), one.second);
    } else {
      open.push_back(one);
    }
  }
  choices = std::move(open);
  return true;
}

Solver::Answer Solver::solve(std::vector<Wanted> wanted) {
  std::vector<Wanted> choices;
  do {
    if (!settle(wanted, choices) || !propagate(wanted, choices)) return Answer::no;
  } while (!wanted.empty());
  if (choices.empty()) return Answer::yes;
  const Wanted choice = choices.back();
  choices.pop_back();
  if (formulas_[choice.first].kind == Formula::Kind::table) return try_rows(choice, choices);
  bool gave_up = false;
  for (std::size_t operand : formulas_[choice.first].operands) {
    if (value(operand) != 2) continue;
    if (steps_left_ == 0) return Answer::unknown;
    --steps_left_;
    const std::size_t mark = trail_.size();
    std::vector<Wanted> next = choices;
    next.emplace_back(operand, choice.second);
    const Answer answer = solve(std::move(next));
    if (answer == Answer::yes) return answer;
    gave_up = gave_up || answer == Answer::unknown;
    undo(mark);
  }
  return gave_up ? Answer::unknown : Answer::no;
}

Solver::Answer Solver::try_rows(const Wanted& choice, const std::vector<Wanted>& rest) {
  const Formula& table = formulas_[choice.first];
  bool gave_up = false;
  for (std::size_t row = 0; row < table.truths.size(); ++row) {
    if (table.truths[row] != 2 && (table.truths[row] == 1) != choice.second) continue;
    std::size_t left = row;
    std::vector<std::pair<std::size_t, std::size_t>> values;
    bool possible = true;
    for (std::size_t i = table.operands.size(); i-- > 0;) {
      const std::size_t size = domains_[table.operands[i]].size();
      values.emplace_back(table.operands[i], left % size);
      possible = possible && domains_[table.operands[i]][left % size];
      left /= size;
    }
    if (!possible) continue;
    if (steps_left_ == 0) return Answer::unknown;
    --steps_left_;
    const std::size_t mark = trail_.size();
    for (const auto& [variable, at] : values) {
      Domain only(domains_[variable].size(), false);
      only[at] = true;
      narrow_to(variable, only);
    }
    const Answer answer = solve(rest);
    if (answer == Answer::yes) return answer;
    gave_up = gave_up || answer == Answer::unknown;
    undo(mark);
  }
  return gave_up ? Answer::unknown : Answer::no;
}

Branch Solver::found() {
  Branch branch;
  bool open = false;
  for (std::size_t i = 0; i < domains_.size(); ++i) {
    const Variable& variable = formulas_.variables()[i];
    const Domain& domain = domains_[i];
    const bool touched = std::find(domain.begin(), domain.end(), false) != domain.end();
    const auto first = static_cast<std::size_t>(std::find(domain.begin(), domain.end(), true) - domain.begin());
    const Choice& value = variable.values[first];
    if (touched && !value) {
      open = true;
      for (std::size_t k = 0; k < domain.size(); ++k) {
        if (!domain[k] && variable.values[k]) branch.excluded[variable.name].push_back(*variable.values[k]);
      }
    }
    if (first > 0 || (touched && !value)) branch.changes.emplace(variable.name, value);
  }
  // What these values do not decide is taken as it is wanted.
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    if (conditions_[i] == 2) continue;
    branch.conditions.emplace(formulas_.condition_name(i), conditions_[i] == 1);
    open = open || computed(formulas_[formulas_.of_condition(i)]) == 2;
  }
  branch.open = open;
  return branch;
}

}  // namespace vend::validate
