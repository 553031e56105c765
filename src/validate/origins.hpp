// Which parameters a value comes from.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::validate {

class Origins {
 public:
  Origins(const cfn::Template& t, const evaluate::Input& input) : t_(t), input_(input) {}

  // "Size='', Kind=a" for the parameters in the function at that place that have only their default; empty for a
  // literal and for values that were entered.
  std::string defaults_at(document::Mark mark) const;
  // Parameters that the function at that place names; none for a literal.
  std::set<std::string> parameters_at(document::Mark mark) const;

 private:
  void index(const document::Node& node) const;
  void collect(const document::Node& node, std::set<std::string>& into) const;

  const cfn::Template& t_;
  const evaluate::Input& input_;
  // Made when it is first asked for: most templates have no findings.
  mutable std::map<std::pair<int, int>, const document::Node*> calls_;
  mutable bool indexed_ = false;
};

}  // namespace vend::validate
