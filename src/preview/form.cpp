// The form as the console shows it: groups and labels from AWS::CloudFormation::Interface, the rest at the end.
#include <set>

#include "preview/lookup.hpp"
#include "preview/parts.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

std::string quoted_list(const Node& values) {
  std::vector<std::string> all;
  for (const Node& one : values.items()) all.push_back(one.text().empty() ? "nothing" : one.text());
  return support::join(all, ", ");
}

// The bounds in words: "at least 3", "1 to 5"; empty when there are none.
std::string range(const Node& parameter, const char* lowest, const char* highest) {
  const std::string from = text_at(parameter, {lowest}), to = text_at(parameter, {highest});
  if (!from.empty() && !to.empty()) return from + " to " + to;
  if (!from.empty()) return "at least " + from;
  return to.empty() ? "" : "at most " + to;
}

std::string constraint(const Node& parameter) {
  std::vector<std::string> parts;
  if (const Node* allowed = parameter.find("AllowedValues")) parts.push_back("one of " + quoted_list(*allowed));
  if (const std::string numbers = range(parameter, "MinValue", "MaxValue"); !numbers.empty()) parts.push_back(numbers);
  const std::string words = text_at(parameter, {"ConstraintDescription"});
  if (const std::string length = range(parameter, "MinLength", "MaxLength"); words.empty() && !length.empty())
    parts.push_back(length + " characters");
  const std::string pattern = text_at(parameter, {"AllowedPattern"});
  if (!words.empty()) parts.push_back(words);
  if (words.empty() && !pattern.empty()) parts.push_back("matches " + pattern);
  return support::join(parts, "; ");
}

Field field(const cfn::Template& t, const document::Member& parameter, const evaluate::Input& input,
            const evaluate::Result& result) {
  Field field;
  field.name = parameter.key;
  field.label = text_at(t.metadata, {"AWS::CloudFormation::Interface", "ParameterLabels", parameter.key, "default"});
  field.description = text_at(parameter.value, {"Description"});
  field.type = text_at(parameter.value, {"Type"});
  field.constraint = constraint(parameter.value);
  field.secret = cfn::is_secret(t, parameter.key);
  field.given = input.parameters.contains(parameter.key);
  const bool kept = !field.given && input.previous.contains(parameter.key);
  if (const Node* fallback = parameter.value.find("Default")) field.default_value = fallback->text();
  if (const Node* allowed = parameter.value.find("AllowedValues")) {
    for (const Node& one : allowed->items()) field.allowed.push_back(one.text());
  }
  field.missing = !field.given && !kept && !field.default_value;
  const auto value = result.parameters.find(parameter.key);
  if (value != result.parameters.end()) field.value = value->second;
  field.changed = field.given && (!field.default_value || field.value != *field.default_value);
  if (field.secret && !field.missing) field.value = cfn::hidden;
  if (field.secret && field.default_value) field.default_value = cfn::hidden;
  for (const support::Diagnostic& one : result.diagnostics) {
    if (one.path == "Parameters." + parameter.key || one.path == "Parameters." + parameter.key + ".Default")
      field.problems.push_back(one.fix.empty() ? one.message : one.message + "; " + one.fix);
  }
  return field;
}

}  // namespace

std::vector<FieldGroup> form(const cfn::Template& t, const evaluate::Input& input, const evaluate::Result& result) {
  std::vector<FieldGroup> groups;
  std::set<std::string> seen;
  auto add = [&](FieldGroup& group, std::string_view name) {
    for (const document::Member& parameter : t.parameters.members()) {
      if (parameter.key == name && seen.insert(parameter.key).second)
        group.fields.push_back(field(t, parameter, input, result));
    }
  };
  if (const Node* listed = at(t.metadata, {"AWS::CloudFormation::Interface", "ParameterGroups"})) {
    for (const Node& one : listed->items()) {
      FieldGroup group{text_at(one, {"Label", "default"}), {}};
      if (const Node* names = one.find("Parameters")) {
        for (const Node& name : names->items()) add(group, name.text());
      }
      if (!group.fields.empty()) groups.push_back(std::move(group));
    }
  }
  FieldGroup rest{groups.empty() ? "Parameters" : "Other parameters", {}};
  for (const document::Member& parameter : t.parameters.members()) add(rest, parameter.key);
  if (!rest.fields.empty()) groups.push_back(std::move(rest));
  return groups;
}

}  // namespace vend::preview
