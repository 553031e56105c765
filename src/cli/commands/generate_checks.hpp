// What generate finds about a template that it made, beside the rules of validate.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/support/asset.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::cli {

// G001, G002: larger than AWS takes. `file` is named by the findings: the spec's, or "(template)".
support::Diagnostics too_large(const std::string& file, std::size_t template_bytes, std::size_t user_data_bytes);
// G004: what the schemas here do not know, others may refuse.
support::Diagnostics new_features_of(const std::string& file, const support::Assets& assets, const cfn::Template& t);
// G003: the form no longer asks for these settings. Launched stacks that give them values of their own must know.
support::Diagnostics no_longer_asked(const std::string& file, const std::vector<std::string>& settings);

}  // namespace vend::cli
