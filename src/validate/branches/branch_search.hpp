// Parameter values that lead to a branch.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "validate/branches/combinations.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::validate {

// The conditions around a branch, and what they must be.
using Goal = std::map<std::string, bool>;

using Changes = std::map<std::string, std::string>;  // of parameters, against the start

bool met(const Goal& goal, const std::map<std::string, bool>& conditions);

// Which parameters decide a condition, and the values worth trying for each.
class Choices {
 public:
  Choices(const cfn::Template& t, const evaluate::Input& start, Branches which);

  std::vector<std::string> parameters_of(const Goal& goal) const;
  std::vector<std::string> values_of(const std::string& name) const;

 private:
  void collect(const std::string& condition, std::set<std::string>& names, std::set<std::string>& seen) const;
  void collect_from(const document::Node& node, std::set<std::string>& names, std::set<std::string>& seen) const;
  void literals(const document::Node& node);

  const cfn::Template& t_;
  const evaluate::Input& start_;
  Branches which_;
  std::map<std::string, std::set<std::string>> literals_;
};

// Looks for values that lead to a goal.
class Search {
 public:
  Search(const cfn::Template& t, const evaluate::Input& start, Branches which)
      : t_(t), start_(start), which_(which), choices_(t, start, which) {}

  // One condition after the other, each by its own parameters: finds what hangs together loosely, however deep.
  std::optional<Changes> step_by_step(const Goal& goal) const;
  // Calls `visit` with all values of the goal's parameters, defaults first, until it is content; gives up after a
  // while.
  void try_all(const Goal& goal, const Changes& before, const std::function<bool(const Changes&)>& visit) const;
  evaluate::Input input(const Changes& changes) const;
  bool leads_to(const Changes& changes, const Goal& goal) const;

 private:
  const cfn::Template& t_;
  const evaluate::Input& start_;
  Branches which_;
  Choices choices_;
};

}  // namespace vend::validate
