#include "diff/form.hpp"

#include <fmt/format.h>

#include <array>

#include "diff/resources.hpp"
#include "vend/document/json_writer.hpp"

namespace vend::diff {
namespace {

struct Attribute {
  const char* name;
  const char* change;
};
// What does not change a stack (labels, descriptions) is not told.
constexpr std::array attributes = {Attribute{"Type", "type"},
                                   Attribute{"Default", "default"},
                                   Attribute{"AllowedValues", "constraint"},
                                   Attribute{"AllowedPattern", "constraint"},
                                   Attribute{"MinLength", "constraint"},
                                   Attribute{"MaxLength", "constraint"},
                                   Attribute{"MinValue", "constraint"},
                                   Attribute{"MaxValue", "constraint"},
                                   Attribute{"NoEcho", "secret"}};

std::optional<std::string> in_words(const Node* node) {
  if (node == nullptr) return std::nullopt;
  return node->is_scalar() ? node->text() : document::write_compact_json(*node);
}

bool equal(const Node* a, const Node* b) {
  if (a == nullptr || b == nullptr) return a == b;
  std::vector<Difference> differences;
  std::vector<Use> uses;
  compare_trees(*a, *b, "", differences, uses);
  return differences.empty();
}

std::string export_of(const Node* output) { return text_at(output, {"Export", "Name"}); }

}  // namespace

std::vector<ParameterChange> parameter_changes(const cfn::Template& before, const cfn::Template& after) {
  std::vector<ParameterChange> all;
  for (const document::Member& one : after.parameters.members()) {
    const Node* was = before.parameters.find(one.key);
    if (was == nullptr) {
      const Node* value = one.value.find("Default");
      all.push_back({one.key, "added", std::nullopt, in_words(value),
                     value == nullptr ? "it has no default: the update needs a value" : ""});
      continue;
    }
    for (const Attribute& attribute : attributes) {
      const Node *old_one = was->find(attribute.name), *new_one = one.value.find(attribute.name);
      if (equal(old_one, new_one)) continue;
      const bool is_default = std::string_view(attribute.name) == "Default";
      all.push_back(
          {one.key, attribute.change, in_words(old_one), in_words(new_one),
           is_default
               ? "the console and deploy keep the old value, update-stack takes the new one unless it is told otherwise"
               : attribute.name});
    }
  }
  for (const document::Member& one : before.parameters.members()) {
    if (after.parameters.find(one.key) == nullptr)
      all.push_back({one.key, "removed", in_words(one.value.find("Default")), std::nullopt, ""});
  }
  return all;
}

std::vector<OutputChange> output_changes(const evaluate::Result& before, const evaluate::Result& after) {
  std::vector<OutputChange> all;
  for (const document::Member& one : after.outputs.members()) {
    const Node* was = before.outputs.find(one.key);
    const std::string exported = export_of(&one.value), exported_before = export_of(was);
    if (was == nullptr) {
      all.push_back({one.key, "added", "", exported});
    } else if (exported != exported_before) {
      all.push_back({one.key, "export", exported_before, exported});
    } else if (!equal(was->find("Value"), one.value.find("Value"))) {
      all.push_back({one.key, "value", exported_before, exported});
    }
  }
  for (const document::Member& one : before.outputs.members()) {
    if (after.outputs.find(one.key) == nullptr) all.push_back({one.key, "removed", export_of(&one.value), ""});
  }
  return all;
}

}  // namespace vend::diff
