#pragma once

#include <string>
#include <vector>

#include "vend/validate/check.hpp"

namespace vend::testing {

using Found = std::vector<std::string>;

// "SEVERITY CODE LINE" of all findings but notes.
inline Found found_in(const std::string& text, const std::string& file = "t.yml") {
  Found all;
  for (const support::Diagnostic& one : validate::check_text(text, file, {})) {
    if (one.severity != support::Severity::info)
      all.push_back(std::string(support::to_string(one.severity)) + " " + one.code + " " +
                    std::to_string(one.location.line));
  }
  return all;
}

}  // namespace vend::testing
