#include "cli/commands/import_origin.hpp"

#include <algorithm>
#include <vector>

#include "vend/diff/diff.hpp"
#include "vend/product/product.hpp"
#include "vend/scripts/library.hpp"
#include "vend/spec/presets.hpp"

namespace vend::cli {
namespace {

using document::Node;

std::vector<std::string> names_in(const Node& section) {
  std::vector<std::string> names;
  for (const document::Member& one : section.members()) names.push_back(one.key);
  std::sort(names.begin(), names.end());
  return names;
}

// Whether both make the same resources of the values that `t` has.
bool same_resources(const cfn::Template& t, const cfn::Template& other, const support::Assets& assets) {
  if (names_in(t.resources) != names_in(other.resources) || names_in(t.parameters) != names_in(other.parameters))
    return false;
  diff::Request request;
  request.before.t = &t;
  request.after.t = &other;
  for (const document::Member& one : t.parameters.members()) {
    if (const Node* value = one.value.find("Default")) {
      request.before.parameters[one.key] = value->text();
    } else {
      request.before.previous.insert(one.key);
    }
  }
  return diff::compare(request, assets).resources.empty();
}

}  // namespace

bool is_full_form(const cfn::Template& t) { return t.parameters.find("1OSInstanceOSPlatform") != nullptr; }

std::optional<PresetOrigin> preset_of(const cfn::Template& t, const support::Assets& assets) {
  const scripts::Library library(assets);
  for (const spec::Preset& preset : spec::presets(assets)) {
    const product::Spec read = product::read_spec(preset.name, preset.text);
    if (!read.stack) continue;
    // What does not fit into a request is baked in, and JSON is longer than YAML.
    for (const cfn::Format format : {cfn::Format::yaml, cfn::Format::json}) {
      if (same_resources(t, product::template_of(*read.stack, library, format).t, assets))
        return PresetOrigin{preset.name, {read.root, *read.stack}};
    }
  }
  return std::nullopt;
}

}  // namespace vend::cli
