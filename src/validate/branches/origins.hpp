// Where a value comes from: which parameters made it, and which led to its branch.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "validate/branches/branch_search.hpp"
#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::validate {

class Origins {
 public:
  Origins(const cfn::Template& t, const evaluate::Input& input) : t_(t), input_(input) {}

  // Parameters in the function at that place, with the values that they have; none for a literal.
  struct Values {
    Changes entered, defaults;
    Changes open;              // parameters that have neither, which a branch may have given a value
    std::string text() const;  // "Kind=a and the default Size=''"
  };
  Values values_at(document::Mark mark) const;
  // "Kind=a, Size=3": the parameters that decided the conditions around a place; empty outside of conditions, and in a
  // branch that these values do not lead to.
  std::string branch_at(document::Mark mark, const evaluate::Result& result) const;
  // The same for conditions that are known by name.
  std::string decided_by(const Goal& goal, const evaluate::Result& result) const;
  // Puts **** in place of what was entered for parameters with NoEcho.
  void hide_secrets(std::string& text) const;

 private:
  using Place = std::pair<int, int>;  // line and column

  void index() const;
  void walk(const document::Node& node, const Goal& around) const;
  void place(document::Mark mark, const Goal& around) const;
  void collect(const document::Node& node, Values& into) const;

  const cfn::Template& t_;
  const evaluate::Input& input_;
  // Made when they are first asked for: most templates have no findings.
  mutable std::map<Place, const document::Node*> calls_;
  mutable std::map<Place, std::size_t> branches_;
  mutable std::vector<Goal> goals_;
  mutable bool indexed_ = false;
};

}  // namespace vend::validate
