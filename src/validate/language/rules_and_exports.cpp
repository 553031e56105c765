// Sections that are read before any function is: rules, descriptions, and the names of exports.
#include <fmt/format.h>

#include <algorithm>

#include "validate/language/language.hpp"
#include "vend/cfn/references.hpp"

namespace vend::validate {
namespace {

constexpr std::array<std::string_view, 2> rule_keys = {"RuleCondition", "Assertions"};
constexpr std::array<std::string_view, 2> assertion_keys = {"Assert", "AssertDescription"};

void check_description(const Node* description, const std::string& path, std::string_view code, Report& report) {
  if (description == nullptr || description->is_scalar()) return;
  report.add(code, description->mark(), path, "a description is a text, without functions", "write the text itself");
}

// "The Name field of every Export member must not depend on any resources, imported values, or Fn::GetAZs"
std::string_view late_function(const Node& node) {
  if (const std::optional<cfn::Function> call = cfn::as_function(node);
      call && (call->name == "Fn::ImportValue" || call->name == "Fn::GetAZs"))
    return call->name;
  for (const Node& one : node.items()) {
    if (const std::string_view found = late_function(one); !found.empty()) return found;
  }
  for (const document::Member& one : node.members()) {
    if (const std::string_view found = late_function(one.value); !found.empty()) return found;
  }
  return {};
}

// User guide, "Outputs": letters, digits, colons and hyphens, and nothing that a resource has to exist for.
void check_export(const Node& name, const std::string& path, const cfn::Template& t, Report& report) {
  const auto odd = [](char c) { return c != ':' && c != '-' && !is_alphanumeric(std::string_view(&c, 1)); };
  if (name.is_scalar() && !is_symbolic(name) && std::ranges::any_of(name.text(), odd))
    report.add("L009", name.mark(), path,
               fmt::format("the exported name \"{}\" has other characters than letters, digits, : and -", name.text()),
               "rename it");
  if (const std::string_view called = late_function(name); !called.empty())
    report.add("L009", name.mark(), path, fmt::format("the exported name depends on {}", called),
               "build it of parameters and AWS::StackName");
  cfn::visit_references(name, [&](const cfn::Reference& used) {
    if (used.kind == cfn::Reference::Kind::condition || t.resources.find(used.name) == nullptr) return;
    report.add("L009", name.mark(), path, fmt::format("the exported name depends on the resource {}", used.name),
               "build it of parameters and AWS::StackName");
  });
}

// AWS's own transforms (user guide, "Transform reference"); macros of an account have names without AWS::.
void check_transforms(const cfn::Template& t, Report& report) {
  constexpr std::array<std::string_view, 9> known = {
      "AWS::Serverless-2016-10-31",     "AWS::LanguageExtensions", "AWS::Include",
      "AWS::CodeDeployBlueGreen",       "AWS::CodeStar",           "AWS::SecretsManager-2020-07-23",
      "AWS::SecretsManager-2024-09-16", "AWS::ServiceCatalog",     "AWS::CloudFormation::Modules"};
  for (const Node* one : items_of(&t.transform)) {
    const Node* name = one->is_mapping() ? one->find("Name") : one;
    if (name == nullptr || !name->is_scalar() || !name->text().starts_with("AWS::") || is_one_of(name->text(), known))
      continue;
    report.add("L019", name->mark(), "Transform", fmt::format("AWS had no transform {} in 2026", name->text()),
               hint_of(name->text(), known), support::Severity::warning);
  }
}

}  // namespace

void check_rules_section(const cfn::Template& t, Report& report) {
  check_transforms(t, report);
  check_description(t.root.find("Description"), "Description", "L036", report);
  for (const document::Member& rule : t.rules.members()) {
    const std::string path = "Rules." + rule.key;
    if (rule.key.starts_with("Fn::") || !rule.value.is_mapping()) continue;
    for (const document::Member& one : rule.value.members()) {
      if (!is_one_of(one.key, rule_keys))
        report.add("L036", one.mark, path + "." + one.key, fmt::format("a rule has no attribute {}", one.key),
                   hint_of(one.key, rule_keys), support::Severity::warning);
    }
    const Node* assertions = rule.value.find("Assertions");
    if (assertions == nullptr)
      report.add("L036", rule.mark, path, fmt::format("the rule {} has no Assertions", rule.key), "add them");
    for (const Node* one : items_of(assertions)) {
      if (!one->is_mapping()) continue;
      if (one->find("Assert") == nullptr)
        report.add("L036", one->mark(), path + ".Assertions", "an assertion has no Assert", "add it");
      for (const document::Member& each : one->members()) {
        // AWS's own samples have some, so that this may be taken.
        if (!is_one_of(each.key, assertion_keys))
          report.add("L036", each.mark, path + ".Assertions", fmt::format("an assertion has no attribute {}", each.key),
                     hint_of(each.key, assertion_keys), support::Severity::warning);
      }
    }
  }
}

void check_exports(const cfn::Template& t, Report& report) {
  for (const document::Member& one : t.outputs.members()) {
    const std::string path = "Outputs." + one.key;
    check_description(one.value.find("Description"), path + ".Description", "L009", report);
    if (const Node* name = at(&one.value, {"Export", "Name"})) check_export(*name, path + ".Export.Name", t, report);
  }
}

}  // namespace vend::validate
