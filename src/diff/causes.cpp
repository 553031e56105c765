// Which parameters with another value change a property.
#include "diff/causes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string_view>

#include "vend/cfn/references.hpp"
#include "vend/support/text.hpp"

namespace vend::diff {
namespace {

// As far down the path of a resolved property as the template writes the same mappings and lists: below a function the
// whole function counts. Null where the template does not have the property at all.
const Node* reached(const Node& resource, std::string_view path) {
  const Node* node = &resource;
  while (!path.empty()) {
    if (path.front() == '.') path.remove_prefix(1);
    if (path.starts_with('[')) break;  // what Fn::If and AWS::NoValue leave out moves the items
    const Node* below = nullptr;
    std::size_t length = 0;
    for (const document::Member& one : node->members()) {
      if (path.starts_with(one.key) && one.key.size() >= length) {
        below = &one.value;
        length = one.key.size();
      }
    }
    if (below == nullptr) {
      const bool function =
          std::any_of(node->members().begin(), node->members().end(),
                      [](const document::Member& one) { return one.key == "Ref" || one.key.starts_with("Fn::"); });
      return function || !node->is_mapping() ? node : nullptr;
    }
    node = below;
    path.remove_prefix(length);
  }
  return node;
}

}  // namespace

std::set<std::string> changed_values(const evaluate::Result& before, const evaluate::Result& after) {
  std::set<std::string> names;
  for (const auto& [name, value] : after.parameters) {
    const auto was = before.parameters.find(name);
    if (was != before.parameters.end() && was->second != value) names.insert(name);
  }
  return names;
}

namespace {

// Which of the `changed` parameters the expression behind a property names, directly or through conditions; in the
// order in which it names them.
std::vector<std::string> parameters_behind(const cfn::Template& t, const Resource& resource, std::string_view path,
                                           const std::set<std::string>& changed) {
  std::vector<std::string> found;
  const Node* written = t.resources.find(resource.id);
  if (written == nullptr || changed.empty()) return found;
  std::set<std::string> seen;
  const std::function<void(const Node&)> look = [&](const Node& node) {
    cfn::visit_references(node, [&](const cfn::Reference& one) {
      if (one.kind == cfn::Reference::Kind::attribute || !seen.insert(one.name).second) return;
      if (one.kind == cfn::Reference::Kind::name && changed.contains(one.name)) found.push_back(one.name);
      const Node* condition = one.kind == cfn::Reference::Kind::condition ? t.conditions.find(one.name) : nullptr;
      if (condition != nullptr) look(*condition);
    });
  };
  if (const Node* expression = reached(*written, path)) look(*expression);
  return found;
}

}  // namespace

void add_parameters(const cfn::Template& t, const std::set<std::string>& changed, const Update& update,
                    std::vector<GroupChange>& groups) {
  for (GroupChange& group : groups) {
    const Resource* first = group.through.empty() ? nullptr : update.find(group.through.front());
    if (first == nullptr) continue;
    for (const Change& change : first->changes) {
      if (!change.because.empty()) continue;
      const std::vector<std::string> names = parameters_behind(t, *first, change.path, changed);
      if (names.empty()) continue;
      if (group.through.front() == first->id) group.through.insert(group.through.begin(), names.front());
      group.reasons.push_back(
          fmt::format("{} of {} changes with {}", change.path, first->id, support::join(names, ", ")));
    }
  }
}

}  // namespace vend::diff
