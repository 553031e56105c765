// Resources whose name their template chooses: a second one cannot have it while the first is there.
#include <algorithm>

#include "diff/resources.hpp"

namespace vend::diff {

// The property that names a resource of the type, if users may choose that name: then no second one can have it.
std::string Update::name_of(const std::string& type) {
  validate::Schema* schema = schemas_.find(type);
  // Records of other kinds share their name.
  if (schema == nullptr || type == "AWS::Route53::RecordSet") return "";
  const std::string kind = type.substr(type.rfind(':') + 1);
  const Node* keys = schema->root().find("primaryIdentifier");
  for (const std::string& path : of_type(type).create_only) {
    const std::string name = path.substr(std::string_view("Properties.").size());
    const bool identifies =
        keys != nullptr && keys->items().size() == 1 && keys->items().front().text() == "/properties/" + name;
    const bool says_so = name == "Name" || (name.ends_with("Name") && kind.ends_with(name.substr(0, name.size() - 4)));
    if (identifies || says_so) return path;
  }
  return "";
}

std::vector<std::string> Update::find_named_twice() {
  std::vector<std::string> all;
  for (const auto& [id, one] : resources_) {
    if (one.action != Action::replace || text_at(one.before, {"Type"}) != one.type) continue;
    const std::string path = name_of(one.type);
    if (path.empty()) continue;
    const std::string name = path.substr(std::string_view("Properties.").size());
    const Node *was = at(one.before, {"Properties", name}), *is = at(one.after, {"Properties", name});
    const bool kept = std::none_of(one.changes.begin(), one.changes.end(),
                                   [&](const Change& change) { return lies_in(change.path, path); });
    // A name that refers to another resource only, such as a hook's group, is not this one's.
    if (was != nullptr && is != nullptr && kept && named_by(is).empty()) all.push_back(id);
  }
  return all;
}

}  // namespace vend::diff
