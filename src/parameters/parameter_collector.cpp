#include "parameters/parameter_collector.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vend::parameters {

void ParameterCollector::add(ParameterValue value) {
  const auto before = std::find_if(result.values.begin(), result.values.end(),
                                   [&](const ParameterValue& one) { return one.name == value.name; });
  if (before == result.values.end()) {
    result.values.push_back(std::move(value));
    return;
  }
  refuse("P012", value.mark, fmt::format("{} stands here and in line {}", value.name, before->mark.line),
         "keep one of them");
}

void ParameterCollector::refuse(std::string code, document::Mark mark, std::string message, std::string fix) {
  out_.push_back({support::Severity::error,
                  std::move(code),
                  {file_, mark.line, mark.column},
                  "",
                  std::move(message),
                  std::move(fix)});
}

}  // namespace vend::parameters
