// The rules of validate and what is told about each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "vend/support/diagnostic.hpp"

namespace vend::validate {

struct Rule {
  std::string_view code;
  support::Severity severity;
  std::string_view title;
  std::string_view why;
};

// Whole templates, one that breaks the rule and the same mended; empty for a rule that none can show.
struct Examples {
  std::string_view failing;
  std::string_view passing;
};

std::span<const Rule> rules();  // by code
Examples examples(const Rule& rule);
const Rule* find_rule(std::string_view code);  // null when there is none
std::string explain(const Rule& rule);         // for a terminal
std::string rules_markdown();                  // docs/rules.md

}  // namespace vend::validate
