// What is told about the rules of validate.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vend/support/codes.hpp"

namespace vend::validate {

using Rule = support::Code;

// Whole templates, one that breaks the rule and the same mended; empty for a rule that none can show.
struct Examples {
  std::string_view failing;
  std::string_view passing;
};

std::vector<Rule> rules();  // those of templates, by code
Examples examples(const Rule& rule);
std::string explain(const Rule& rule);  // for a terminal
std::string rules_markdown();           // docs/rules.md

}  // namespace vend::validate
