#include "parameters/parameter_collector.hpp"

#include <fmt/format.h>

namespace vend::parameters {

void ParameterCollector::add(ParameterValue value) {
  const auto [before, is_new] = lines_.emplace(value.name, value.mark.line);
  if (is_new) {
    result.values.push_back(std::move(value));
    return;
  }
  refuse("P012", value.mark, fmt::format("{} stands here and in line {}", value.name, before->second),
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
