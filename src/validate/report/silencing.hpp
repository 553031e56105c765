// Findings that a template itself leaves out.
#pragma once

#include <optional>
#include <string>

#include "vend/cfn/template.hpp"
#include "vend/validate/verdict.hpp"

namespace vend::validate {

// The section and the member of it that a path leads into.
std::string owner_of(const std::string& path);
// Nothing, where neither the resource that the finding is about nor the template leaves it out.
std::optional<Ignored> silenced_by(const cfn::Template& t, const support::Diagnostic& one);

}  // namespace vend::validate
