// What each parameter makes a difference to: the links between a value and what it causes.
#include <algorithm>
#include <map>
#include <set>

#include "preview/parts.hpp"
#include "vend/cfn/references.hpp"

namespace vend::preview {
namespace {

using Names = std::set<std::string, std::less<>>;

// Everything that a tree names, and what the conditions among it name.
class Named {
 public:
  explicit Named(const cfn::Template& t) : t_(t) {}

  const Names& of_condition(const std::string& name) {
    const auto known = conditions_.find(name);
    if (known != conditions_.end()) return known->second;
    Names& names = conditions_[name];  // empty while it is looked at: conditions in a circle end
    Names found;
    if (const Node* expression = t_.conditions.find(name)) found = of(*expression);
    names = std::move(found);
    return names;
  }

  Names of(const Node& tree) {
    Names names;
    cfn::visit_references(tree, [&](const cfn::Reference& one) {
      if (one.kind != cfn::Reference::Kind::condition) {
        names.insert(one.name);
      } else {
        const Names& more = of_condition(one.name);
        names.insert(more.begin(), more.end());
      }
    });
    // The attribute of a resource is a name, not a function.
    if (const Node* condition = tree.find("Condition"); condition != nullptr && condition->is_scalar()) {
      const Names& more = of_condition(condition->text());
      names.insert(more.begin(), more.end());
    }
    return names;
  }

 private:
  const cfn::Template& t_;
  std::map<std::string, Names, std::less<>> conditions_;
};

}  // namespace

void add_effects(const cfn::Template& t, Report& report) {
  Named named(t);
  std::map<std::string, std::vector<std::string>, std::less<>> decides, reaches;
  for (const Condition& one : report.conditions) {
    for (const std::string& name : named.of_condition(one.name)) decides[name].push_back(one.name);
  }
  for (const document::Member& one : t.resources.members()) {
    for (const std::string& name : named.of(one.value)) reaches[name].push_back(one.key);
  }
  for (FieldGroup& group : report.form) {
    for (Field& field : group.fields) {
      field.decides = decides[field.name];
      field.reaches = reaches[field.name];
    }
  }
}

}  // namespace vend::preview
