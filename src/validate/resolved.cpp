#include "validate/resolved.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vend::validate {

std::string Resource::path(std::string_view below) const {
  return fmt::format("Resources.{}{}{}", id, below.empty() ? "" : ".", below);
}

Resolved::Resolved(const cfn::Template& from, const evaluate::Result& evaluated) : t(from), result(evaluated) {
  static const Node none = Node::mapping();
  for (const document::Member& one : result.resources.members()) {
    const Node* properties = one.value.find("Properties");
    resources.push_back({one.key, text_at(&one.value, {"Type"}), &one.value,
                         properties != nullptr && properties->is_mapping() ? properties : &none});
  }
}

std::vector<const Resource*> Resolved::of_type(std::string_view type) const {
  std::vector<const Resource*> found;
  for (const Resource& one : resources) {
    if (one.type == type) found.push_back(&one);
  }
  return found;
}

const Resource* Resolved::referred_to(const Node* value) const {
  const document::Unknown* what = value != nullptr ? value->only_unknown() : nullptr;
  if (what == nullptr || what->kind != document::Unknown::Kind::resource) return nullptr;
  auto found =
      std::find_if(resources.begin(), resources.end(), [&](const Resource& one) { return one.id == what->name; });
  return found == resources.end() ? nullptr : &*found;
}

bool is_symbolic(const Node& value) {
  return !value.is_known() || value.text().find("{{resolve:") != std::string::npos;
}
bool is_symbolic(const Node* value) { return value != nullptr && is_symbolic(*value); }

}  // namespace vend::validate
