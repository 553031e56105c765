// Merging what somebody changed in a parameter file with what vend would write.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "vend/parameters/parameter_file.hpp"

namespace vend::parameters {

struct MergedParameters {
  ParameterFile file;
  std::vector<std::string> kept;        // values that somebody changed
  std::vector<std::string> added;       // new in the template
  std::vector<std::string> removed;     // no longer in the template, and nobody had changed them
  std::vector<ParameterValue> dropped;  // no longer in the template, with a value of somebody's
  std::vector<std::string> secret;      // the same of secrets, which stay in the file
};

// `mine` is what the file says, `base` what vend wrote last (several values where a run was stopped while it wrote),
// `fresh` what it would write now. A value that is not as vend wrote it stays, one that was taken out stays out.
// `is_secret` tells of a value without a parameter whether it is secret: such a value stays where it is.
MergedParameters merge_parameters(const ParameterFile& mine,
                                  const std::map<std::string, std::vector<std::string>>& base,
                                  const ParameterFile& fresh,
                                  const std::function<bool(const ParameterValue&)>& is_secret);

// Whether both give the same parameters the same values, in any order.
bool same_values(const ParameterFile& a, const ParameterFile& b);

}  // namespace vend::parameters
