#include "validate/resolved.hpp"

#include <fmt/format.h>

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
  for (const Resource& one : resources) {
    types_[one.type].push_back(&one);
    ids_.emplace(one.id, &one);
  }
  for (const Resource& one : resources) {
    for (const document::Member& property : one.properties->members()) {
      auto name = [&](const Node& value) {
        if (const Resource* target = referred_to(&value)) naming_[target].push_back({property.key, &one});
      };
      name(property.value);
      for (const Node& item : property.value.items()) name(item);
    }
  }
}

const std::vector<const Resource*>& Resolved::of_type(std::string_view type) const {
  static const std::vector<const Resource*> none;
  auto found = types_.find(type);
  return found == types_.end() ? none : found->second;
}

std::vector<const Resource*> Resolved::naming(const Resource& target, std::string_view property,
                                              std::string_view type) const {
  std::vector<const Resource*> found;
  auto all = naming_.find(&target);
  if (all == naming_.end()) return found;
  for (const Naming& one : all->second) {
    const bool again = !found.empty() && found.back() == one.by;
    if (one.property == property && one.by->type == type && !again) found.push_back(one.by);
  }
  return found;
}

const Resource* Resolved::referred_to(const Node* value) const {
  const document::Unknown* what = value != nullptr ? value->only_unknown() : nullptr;
  if (what == nullptr || what->kind != document::Unknown::Kind::resource) return nullptr;
  auto found = ids_.find(what->name);
  return found == ids_.end() ? nullptr : found->second;
}

bool is_symbolic(const Node& value) {
  return !value.is_known() || value.text().find("{{resolve:") != std::string::npos;
}
bool is_symbolic(const Node* value) { return value != nullptr && is_symbolic(*value); }

}  // namespace vend::validate
