#include "vend/spec/presets.hpp"

#include "vend/support/text.hpp"

namespace vend::spec {

std::vector<Preset> presets(const support::Assets& assets) {
  constexpr std::string_view directory = "templates/presets/";
  constexpr std::string_view extension = ".yml";
  std::vector<Preset> all;
  for (const std::string& path : assets.list(directory)) {
    if (!path.ends_with(extension)) continue;
    Preset preset;
    preset.name = path.substr(directory.size(), path.size() - directory.size() - extension.size());
    preset.text = std::string(assets.get(path));
    // The first comment that is no directive to an editor says what the preset is.
    for (std::string_view line : support::split_lines(preset.text)) {
      if (!line.starts_with("# ") || line.starts_with("# yaml-language-server")) continue;
      preset.summary = std::string(line.substr(2));
      break;
    }
    all.push_back(std::move(preset));
  }
  return all;
}

}  // namespace vend::spec
