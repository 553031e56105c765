// References to resources that the conditions leave out, and outputs that are no texts.
#include <fmt/format.h>

#include <map>

#include "validate/checks.hpp"

namespace vend::validate {
namespace {

class Existence {
 public:
  Existence(const Resolved& resolved, Report& report) : resolved_(resolved), report_(report) {}

  void look(const Node& node, const std::string& path) const {
    names_in(node, path);
    if (const Node* text = node.decoded()) names_in(*text, path);
    for (const Node& one : node.items()) look(one, path);
    for (const document::Member& one : node.members()) look(one.value, path);
  }

 private:
  void names_in(const Node& node, const std::string& path) const {
    for (const document::Unknown& one : node.unknowns()) {
      if (one.kind != document::Unknown::Kind::resource) continue;
      const std::string& name = one.name;
      const Node* declared = resolved_.t.resources.find(name);
      const Node* condition = declared != nullptr ? declared->find("Condition") : nullptr;
      if (condition == nullptr || resolved_.result.resources.find(name) != nullptr ||
          resolved_.t.conditions.find(condition->written()) == nullptr ||
          resolved_.result.undecided.contains(condition->written()))
        continue;
      report_.add_because({{condition->written(), false}}, "L023", node.mark(), path,
                          fmt::format("{} does not exist here: its condition {} is false", name, condition->written()),
                          "put the same condition around this use");
    }
  }

  const Resolved& resolved_;
  Report& report_;
};

}  // namespace

void check_existence(const Resolved& resolved, Report& report) {
  const Existence existence(resolved, report);
  for (const Resource& one : resolved.resources) {
    existence.look(*one.properties, one.path("Properties"));
    for (std::string_view attribute :
         {"Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy"}) {
      if (const Node* node = one.node->find(attribute)) existence.look(*node, one.path(attribute));
    }
  }
  std::map<std::string, std::string> exports;
  for (const document::Member& one : resolved.result.outputs.members()) {
    const Node* name = at(&one.value, {"Export", "Name"});
    if (name != nullptr && name->is_scalar() && !name->text().empty()) {
      const auto [first, is_new] = exports.emplace(name->text(), one.key);
      if (!is_new)
        report.add("L025", name->mark().or_else(one.mark), "Outputs." + one.key + ".Export",
                   fmt::format("{} exports the same name as {}", one.key, first->second), "give each its own");
    }
    const Node* value = one.value.find("Value");
    if (value == nullptr) continue;
    existence.look(*value, "Outputs." + one.key + ".Value");
    if (!value->is_scalar())
      report.add("L009", value->mark().or_else(one.mark), "Outputs." + one.key + ".Value",
                 fmt::format("the value of output {} is not a text", one.key), "join the items with Fn::Join");
  }
}

}  // namespace vend::validate
