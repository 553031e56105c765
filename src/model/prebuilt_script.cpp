#include "vend/model/prebuilt_script.hpp"

#include <algorithm>

namespace vend::model {

bool is_old_address(std::string_view source) {
  return std::any_of(old_hosts.begin(), old_hosts.end(),
                     [&](std::string_view host) { return source.starts_with(host); });
}

std::optional<std::string_view> prebuilt_script(std::string_view source) {
  const std::size_t folder = is_old_address(source) ? source.find(old_folder) : std::string_view::npos;
  const bool old = folder != std::string_view::npos;
  const std::string_view name = old ? source.substr(folder + old_folder.size()) : source;
  for (const PrebuiltScript& one : prebuilt_scripts) {
    if (old && !one.in_v1_5_5) continue;
    if (name == one.name || (old && !one.old_name.empty() && name == one.old_name)) return one.name;
  }
  return std::nullopt;
}

bool is_script_name(std::string_view source) { return source.find_first_of("/\\") == std::string_view::npos; }

}  // namespace vend::model
