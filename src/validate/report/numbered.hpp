// A template that was made, not read, for the time of its check.
#pragma once

#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::validate {

// The checks tell nodes apart by their places, which a template that was made has none of; what was made from a setting
// has the setting's, as many other nodes may have. In this copy each node stands in a line of its own.
class Numbered {
 public:
  explicit Numbered(const cfn::Template& made);
  const cfn::Template& t() const { return t_; }
  // The place that the node of a finding had before, or the nearest node around it that had one; line 0 for none.
  void restore_place(support::Location& location) const;

 private:
  void number(document::Node& node, document::Mark around);
  document::Mark next(document::Mark before);

  cfn::Template t_;
  std::vector<document::Mark> places_;  // by line
};

}  // namespace vend::validate
