#include "vend/validate/severity.hpp"

#include <algorithm>
#include <array>

#include "vend/support/codes.hpp"

namespace vend::validate {
namespace {

using support::Concern;
using support::Severity;

// What other parameter values would make right.
bool depends_on_values(const support::Diagnostic& one) {
  const Concern concern = support::concern_of(one.code);
  return concern == Concern::value || concern == Concern::resolution || concern == Concern::existence ||
         (concern == Concern::practice && one.severity == Severity::error);
}

}  // namespace

bool is_placeholder(std::string_view value) {
  constexpr std::array<std::string_view, 4> begins = {"none", "None", "Enter", "your"};
  constexpr std::array<std::string_view, 6> signs = {"<", "xxx", "XXX", "REPLACE", "CHANGE", "change"};
  auto has = [&](std::string_view one) { return value.find(one) != std::string_view::npos; };
  return value.empty() ||
         std::any_of(begins.begin(), begins.end(), [&](std::string_view one) { return value.starts_with(one); }) ||
         std::any_of(signs.begin(), signs.end(), has);
}

support::Severity lowered(const support::Diagnostic& finding, const Doubts& doubts) {
  Severity most = finding.severity;
  if (doubts.dated_list) most = std::min(most, Severity::warning);
  if (support::concern_of(finding.code) == Concern::rule && doubts.nobody_entered) most = Severity::info;
  if (!depends_on_values(finding)) return most;
  if (doubts.is_default) most = std::min(most, Severity::warning);
  if (doubts.is_placeholder || doubts.was_emptied) most = Severity::info;
  return most;
}

}  // namespace vend::validate
