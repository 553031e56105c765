// The forms of parameter files that are neither JSON nor YAML.
#pragma once

#include "vend/cfn/parameter_file.hpp"

namespace vend::cfn {

// Collects values, and refuses a name that is there already.
class ParameterCollector {
 public:
  ParameterCollector(std::string file, support::Diagnostics& out) : file_(std::move(file)), out_(out) {}

  void add(ParameterValue value);
  void refuse(std::string code, document::Mark mark, std::string message, std::string fix);

  ParameterFile result;

 private:
  std::string file_;
  support::Diagnostics& out_;
};

bool looks_like_assignments(std::string_view text);
void read_assignments(std::string_view text, ParameterCollector& into);

bool looks_like_link(std::string_view text);
void read_link(std::string_view text, ParameterCollector& into);

}  // namespace vend::cfn
