#include "diff/form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "diff/resources.hpp"
#include "vend/aws/dated.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/support/codes.hpp"
#include "vend/support/text.hpp"

namespace vend::diff {
namespace {

struct Attribute {
  const char* name;
  const char* change;
};
// Labels and descriptions do not change a stack, so that their changes are not reported.
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

// A parameter that is gone and asks for the same as a new one: the same type, limits and default, and the same words or
// a name that is close.
const document::Member* renamed(const document::Member& added, const cfn::Template& before,
                                const cfn::Template& after) {
  for (const document::Member& one : before.parameters.members()) {
    if (after.parameters.find(one.key) != nullptr) continue;
    const bool same = std::all_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
      return same_value(one.value.find(attribute.name), added.value.find(attribute.name));
    });
    const Node *was = one.value.find("Description"), *is = added.value.find("Description");
    if (same && ((was != nullptr && same_value(was, is)) || support::closest(added.key, {one.key}))) return &one;
  }
  return nullptr;
}

// Why a value with the same text is another value after the update; empty when it is the same, or may be.
std::string because_of(const Update& update, const Node* value) {
  if (value == nullptr) return "";
  std::vector<Difference> differences;
  std::vector<Use> uses;
  compare_trees(*value, *value, "", differences, uses);
  for (const Use& use : uses) {
    std::string because;
    if (update.value_changes(use.what, because) == Certainty::sure) return because;
  }
  return "";
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
      if (same_value(old_one, new_one)) continue;
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
    if (support::concern_of(one.code) != support::Concern::parameter || one.severity != support::Severity::error)
      continue;
    for (ParameterChange& change : changes) {
      if (change.change == "constraint" && std::ranges::find(one.parameters, change.name) != one.parameters.end())
        change.note += ": the old value no longer meets it";
    }
  }
}

std::vector<std::string> other_regions(const cfn::Template& before, const cfn::Template& after,
                                       std::string_view region) {
  std::vector<std::string> all;
  for (const document::Member& map : after.mappings.members()) {
    const Node* was = before.mappings.find(map.key);
    if (was == nullptr || !map.value.is_mapping()) continue;
    for (const document::Member& one : map.value.members()) {
      const bool elsewhere = one.key != region && std::ranges::find(aws::regions, one.key) != aws::regions.end();
      if (elsewhere && !same_value(was->find(one.key), &one.value) && std::ranges::find(all, one.key) == all.end())
        all.push_back(one.key);
    }
  }
  return all;
}

std::vector<OutputChange> output_changes(const Update& update, const Outputs& outputs) {
  std::vector<OutputChange> all;
  const auto value = [](const Node& shown, const std::string& name) {
    return in_words(at(shown.find(name), {"Value"}));
  };
  for (const document::Member& one : outputs.after.members()) {
    const Node* was = outputs.before.find(one.key);
    OutputChange change;
    change.name = one.key;
    change.exported_after = export_of(&one.value);
    change.exported_before = export_of(was);
    change.before = value(outputs.shown_before, one.key);
    change.after = value(outputs.shown_after, one.key);
    const bool exported_anew = was != nullptr && change.exported_after != change.exported_before;
    const bool other = was != nullptr && !same_value(was->find("Value"), one.value.find("Value"));
    if (was != nullptr && !other) change.because = because_of(update, one.value.find("Value"));
    if (was == nullptr) {
      change.change = "added";
    } else if (exported_anew) {
      change.change = "export";
    } else if (other || !change.because.empty()) {
      change.change = "value";
    } else {
      continue;
    }
    all.push_back(std::move(change));
  }
  for (const document::Member& one : outputs.before.members()) {
    if (outputs.after.find(one.key) != nullptr) continue;
    all.push_back({one.key, "removed", export_of(&one.value), "", value(outputs.shown_before, one.key), {}, ""});
  }
  return all;
}

}  // namespace vend::diff
