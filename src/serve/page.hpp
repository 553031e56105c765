// The page itself: everything but what the script fills in.
#pragma once

#include <string>
#include <vector>

#include "serve/view.hpp"
#include "vend/serve/handler.hpp"
#include "vend/spec/presets.hpp"

namespace vend::serve {

std::string page_html(const Beginning& begin, const View& view, const std::vector<spec::Preset>& presets);

}  // namespace vend::serve
