// The table of rules.
#pragma once

#include <span>
#include <string_view>

#include "vend/support/diagnostic.hpp"

namespace vend::validate {

struct RuleRow {
  std::string_view code;
  support::Severity severity;
  std::string_view title;
  std::string_view why;
};

std::span<const RuleRow> rule_table();

}  // namespace vend::validate
