// The rows of the rule table, group by group.
#pragma once

#include <span>

#include "vend/validate/validate.hpp"

namespace vend::validate {

std::span<const Rule> reading_rules();   // D, C, P, R, F
std::span<const Rule> language_rules();  // L
std::span<const Rule> type_rules();      // T, Q
std::span<const Rule> practice_rules();  // A
std::span<const Rule> job_rules();       // J

}  // namespace vend::validate
