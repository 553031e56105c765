#include "diff/form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "diff/resources.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/support/text.hpp"

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

std::optional<std::string> default_of(const Node& parameter) {
  const Node* value = parameter.find("Default");
  if (value != nullptr && cfn::is_secret(parameter)) return cfn::hidden;
  return in_words(value);
}

bool equal(const Node* a, const Node* b) {
  if (a == nullptr || b == nullptr) return a == b;
  std::vector<Difference> differences;
  std::vector<Use> uses;
  compare_trees(*a, *b, "", differences, uses);
  return differences.empty();
}

// A parameter that is gone and asks for the same as a new one: the same type, limits and default, and the same words or
// a name that is close.
const document::Member* renamed(const document::Member& added, const cfn::Template& before,
                                const cfn::Template& after) {
  for (const document::Member& one : before.parameters.members()) {
    if (after.parameters.find(one.key) != nullptr) continue;
    const bool same = std::all_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
      return equal(one.value.find(attribute.name), added.value.find(attribute.name));
    });
    const Node *was = one.value.find("Description"), *is = added.value.find("Description");
    if (same && ((was != nullptr && equal(was, is)) || support::closest(added.key, {one.key}))) return &one;
  }
  return nullptr;
}

std::string export_of(const Node* output) { return std::string(text_at(output, {"Export", "Name"})); }

}  // namespace

std::vector<ParameterChange> parameter_changes(const cfn::Template& before, const cfn::Template& after) {
  std::vector<ParameterChange> all;
  for (const document::Member& one : after.parameters.members()) {
    const Node* was = before.parameters.find(one.key);
    if (was == nullptr) {
      const Node* value = one.value.find("Default");
      const document::Member* old = renamed(one, before, after);
      const std::string note =
          old != nullptr     ? fmt::format("it looks like {}, whose value the stack does not keep for it", old->key)
          : value == nullptr ? "it has no default: the update needs a value"
                             : "";
      all.push_back({one.key, "added", std::nullopt, default_of(one.value), note, old != nullptr ? old->key : ""});
      continue;
    }
    for (const Attribute& attribute : attributes) {
      const Node *old_one = was->find(attribute.name), *new_one = one.value.find(attribute.name);
      if (equal(old_one, new_one)) continue;
      const bool is_default = std::string_view(attribute.name) == "Default";
      all.push_back(
          {one.key, attribute.change, is_default ? default_of(*was) : in_words(old_one),
           is_default ? default_of(one.value) : in_words(new_one),
           is_default
               ? "the console and deploy keep the old value, update-stack takes the new one unless it is told otherwise"
               : attribute.name});
    }
  }
  for (const document::Member& one : before.parameters.members()) {
    if (after.parameters.find(one.key) == nullptr)
      all.push_back({one.key, "removed", default_of(one.value), std::nullopt, ""});
  }
  return all;
}

void mark_refused(const evaluate::Result& after, std::vector<ParameterChange>& changes) {
  for (const support::Diagnostic& one : after.diagnostics) {
    if (!one.code.starts_with('P') || one.severity != support::Severity::error) continue;
    for (ParameterChange& change : changes) {
      if (change.change == "constraint" && std::ranges::find(one.parameters, change.name) != one.parameters.end())
        change.note += ": the old value no longer meets it";
    }
  }
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
