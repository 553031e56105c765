// Where a value comes from: which parameters made it, and which led to its branch.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "validate/branches/combinations.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::validate {

class Origins {
 public:
  Origins(const cfn::Template& t, const evaluate::Input& input) : t_(t), input_(input) {}

  // Parameters that the function at that place names; none for a literal.
  std::set<std::string> parameters_at(document::Mark mark) const;
  // The conditions around a place; none outside of conditions.
  Goal goal_at(document::Mark mark) const;
  // The parameters that decide conditions.
  std::set<std::string> parameters_of(const Goal& goal) const;
  // Puts **** in place of what was entered for parameters with NoEcho, and of their defaults.
  void hide_secrets(std::string& text) const;
  // How a message shows the value that a parameter has: "Size=4", "Price is not ''"; empty where it has none.
  std::string shown(const std::string& name, const evaluate::Result& result, const Branch& branch) const;
  bool is_default(const std::string& name, const Branch& branch) const;

 private:
  using Place = std::pair<int, int>;  // line and column

  void index() const;
  const std::string* secret_of(const std::string& name) const;  // the value of a parameter with NoEcho; null for none
  void walk(const document::Node& node, const Goal& around) const;
  void place(document::Mark mark, const Goal& around) const;

  const cfn::Template& t_;
  const evaluate::Input& input_;
  // Made when they are first asked for: most templates have no findings.
  mutable std::map<Place, const document::Node*> calls_;
  mutable std::map<Place, std::size_t> branches_;
  mutable std::vector<Goal> goals_;
  mutable bool indexed_ = false;
};

}  // namespace vend::validate
