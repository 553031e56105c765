// Resources whose name their template chooses: a second one cannot have it while the first is there.
#include <algorithm>

#include "diff/resources.hpp"

namespace vend::diff {
namespace {

const Node* property(const Node* resource, const std::string& name) { return at(resource, {"Properties", name}); }

}  // namespace

// The property that names a resource of the type, if users may choose that name: then no second one can have it.
Update::Name Update::name_of(const std::string& type) {
  validate::Schema* schema = schemas_.find(type);
  // Records of other kinds share their name.
  if (schema == nullptr || type == "AWS::Route53::RecordSet") return {};
  const std::string kind = type.substr(type.rfind(':') + 1);
  const Node* keys = schema->root().find("primaryIdentifier");
  for (const std::string& path : of_type(type).create_only) {
    const std::string name = path.substr(std::string_view("Properties.").size());
    bool identifies = false;
    std::vector<std::string> within;  // a name that counts inside of another resource only, such as a hook's in a group
    if (keys != nullptr) {
      for (const Node& key : keys->items()) {
        const std::string one = key.text().substr(std::string_view("/properties/").size());
        if (one == name) {
          identifies = true;
        } else {
          within.push_back(one);
        }
      }
    }
    const bool says_so = name == "Name" || (name.ends_with("Name") && kind.ends_with(name.substr(0, name.size() - 4)));
    if ((identifies && within.empty()) || says_so) return {name, identifies ? within : std::vector<std::string>{}};
  }
  return {};
}

void Update::find_named_twice() {
  for (const auto& [id, one] : resources_) {
    if (one.action != Action::replace || text_at(one.before, {"Type"}) != one.type) continue;
    const Name name = name_of(one.type);
    if (name.property.empty()) continue;
    const std::vector<Change>& all = one.changes;
    const auto changes = [&](const std::string& key) {
      return std::any_of(all.begin(), all.end(),
                         [&](const Change& change) { return lies_in(change.path, "Properties." + key); });
    };
    const Node *was = property(one.before, name.property), *is = property(one.after, name.property);
    const bool elsewhere = std::any_of(name.within.begin(), name.within.end(), changes);
    // A name that refers to another resource only, such as a hook's group, is not this one's.
    if (was == nullptr || is == nullptr || changes(name.property) || elsewhere || !named_by(is).empty()) continue;
    const bool moves = std::ranges::any_of(all, [](const Change& change) {
      return change.effect >= Effect::may_replace &&
             (!change.source.empty() || !named_by(change.before).empty() || !named_by(change.after).empty());
    });
    (moves ? perhaps_named_twice_ : named_twice_).push_back(id);
  }
  for (const auto& [id, one] : resources_) {
    if (one.action != Action::add) continue;
    const Name name = name_of(one.type);
    const Node* is = name.property.empty() ? nullptr : property(one.after, name.property);
    if (is == nullptr || !named_by(is).empty()) continue;
    for (const auto& [other_id, other] : resources_) {
      if (other.action != Action::remove || other.type != one.type) continue;
      const Node *before = other.before, *after = one.after;
      const auto same = [&](const std::string& key) { return same_value(property(before, key), property(after, key)); };
      if (same(name.property) && std::all_of(name.within.begin(), name.within.end(), same))
        taken_names_.emplace_back(id, other_id);
    }
  }
}

}  // namespace vend::diff
