#include "cli/shared/find_preset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

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
  std::vector<std::string> meant;  // those that begin so, or the one that was mistyped
  std::ranges::copy_if(names, std::back_inserter(meant),
                       [&](const std::string& one) { return !name.empty() && one.starts_with(name); });
  if (meant.empty()) {
    if (std::optional<std::string> closest = support::closest(name, names)) meant.push_back(std::move(*closest));
  }
  throw UsageError(fmt::format(
      "there is no preset \"{}\"; {}", support::escape_for_terminal(name),
      meant.empty() ? "`vend presets` lists them" : fmt::format("did you mean {}?", support::join(meant, ", "))));
}

}  // namespace vend::cli
