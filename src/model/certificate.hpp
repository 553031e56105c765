// The certificates of an authority of one's own.
#pragma once

#include <string_view>

#include "model/problem_list.hpp"

namespace vend::model {

// One or more certificates in PEM form, and nothing else that a PEM file may hold; an empty text is none.
void check_certificate(std::string_view text, ProblemList& problems);

}  // namespace vend::model
