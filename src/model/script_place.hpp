// Where a script or a step of one's own comes from.
#pragma once

#include <string>
#include <string_view>

#include "model/problem_list.hpp"

namespace vend::model {

bool is_web_address(std::string_view text);  // http:// or https://
bool needs_windows(std::string_view text);   // a path with a drive, or of another machine

// An address (http, https), an object (s3://BUCKET/KEY) or a whole path: of anything else an instance would take its
// own script instead.
void check_place(std::string_view source, const std::string& setting, ProblemList& problems);

}  // namespace vend::model
