// The values of a parameter file while it is read.
#pragma once

#include <string>
#include <unordered_map>

#include "vend/parameters/parameter_file.hpp"

namespace vend::parameters {

// Collects values, and refuses a name that is there already.
class ParameterCollector {
 public:
  ParameterCollector(std::string file, support::Diagnostics& out) : file_(std::move(file)), out_(out) {}

  void add(ParameterValue value);
  void refuse(std::string code, document::Mark mark, std::string message, std::string fix);

  ParameterFile result;

 private:
  std::string file_;
  std::unordered_map<std::string, int> lines_;  // where a name stands
  support::Diagnostics& out_;
};

}  // namespace vend::parameters
