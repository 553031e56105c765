// Which preset a template was made from.
#pragma once

#include <optional>
#include <string>

#include "vend/adopt/adopt.hpp"
#include "vend/cfn/template.hpp"
#include "vend/support/asset.hpp"

namespace vend::cli {

// Whether its form asks for what only the full template and v1.5.5 ask for; others have settings baked in.
bool is_full_form(const cfn::Template& t);

struct PresetOrigin {
  std::string name;
  adopt::Origin origin;
};
// The preset whose template this is, as this version of vend renders it, whatever the defaults of its form; nothing for
// others.
std::optional<PresetOrigin> preset_of(const cfn::Template& t, const support::Assets& assets);

}  // namespace vend::cli
