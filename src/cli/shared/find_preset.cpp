#include "cli/shared/find_preset.hpp"

#include <fmt/format.h>

#include "cli/shared/command.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::cli {

spec::Preset find_preset(const support::Assets& assets, const std::string& name) {
  std::vector<std::string> names;
  for (spec::Preset& preset : spec::presets(assets)) {
    if (preset.name == name) return std::move(preset);
    names.push_back(preset.name);
  }
  std::optional<std::string> meant = support::closest(name, names);
  throw UsageError(fmt::format("there is no preset \"{}\"; {}", support::escape_for_terminal(name),
                               meant ? fmt::format("did you mean {}?", *meant) : "`vend presets` lists them"));
}

}  // namespace vend::cli
