// Decides single expressions of conditions and rules for values that change.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"

namespace vend::evaluate {

class Decider {
 public:
  // By parameter; nothing: any value that it may get.
  using Values = std::map<std::string, std::optional<std::string>>;

  // Both must live as long as this.
  Decider(const cfn::Template& t, const Input& input);
  // Nothing where these values do not decide it, or it cannot be resolved.
  std::optional<bool> truth(const cfn::Node& expression, const Values& values);

 private:
  const cfn::Template& t_;
  const Input& input_;
  Result start_;
  Result now_;  // start_ but for the values under way
};

}  // namespace vend::evaluate
