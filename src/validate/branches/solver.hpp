// Finds values of parameters for which conditions are as wanted: from the conditions back to the comparisons that
// decide them, and from there to the values.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "validate/branches/combinations.hpp"
#include "validate/branches/formula.hpp"

namespace vend::validate {

class Solver {
 public:
  explicit Solver(const Formulas& formulas);

  enum class Answer { yes, no, unknown };  // unknown: given up after many steps
  void reset();
  // Narrows what was found so far, so that the goal is met as well. What `no` or `unknown` leave is as before.
  Answer meet(const Goal& goal, bool with_rules, std::size_t most_steps);
  // Values for what was found: those of the start wherever they are still possible.
  Branch found();

 private:
  using Wanted = std::pair<std::size_t, bool>;  // a formula, and what it must be
  using Domain = std::vector<bool>;             // by value of a variable

  struct Change {
    bool of_condition = false;
    std::size_t index = 0;
    Domain before;
  };

  Answer solve(std::vector<Wanted> wanted);
  bool settle(std::vector<Wanted>& wanted, std::vector<Wanted>& choices);
  bool narrow(std::size_t variable, const std::vector<std::int8_t>& truths, bool value);
  bool narrow_to(std::size_t variable, const Domain& domain);
  bool propagate(std::vector<Wanted>& wanted, std::vector<Wanted>& choices);
  Answer try_rows(const Wanted& choice, const std::vector<Wanted>& rest);
  int value(std::size_t formula);  // 0, 1, or 2 while it is not decided
  int computed(const Formula& formula);
  void undo(std::size_t mark);

  const Formulas& formulas_;
  std::vector<Domain> domains_;
  std::vector<std::int8_t> conditions_;  // 0, 1; 2 while nothing is wanted of it
  std::vector<Change> trail_;
  // Of conditions, while nothing was narrowed since.
  std::vector<std::pair<std::size_t, int>> known_;
  std::size_t version_ = 1;
  std::size_t steps_left_ = 0;
};

}  // namespace vend::validate
