// The language: sections, names and attributes.
#include "validate/language/language.hpp"

#include <fmt/format.h>

#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/references.hpp"

namespace vend::validate {
namespace {

// CloudFormation user guide, "Template sections" and "Resource attribute reference".
constexpr std::array<std::string_view, 11> section_names = {"AWSTemplateFormatVersion",
                                                            "Description",
                                                            "Metadata",
                                                            "Parameters",
                                                            "Rules",
                                                            "Mappings",
                                                            "Conditions",
                                                            "Transform",
                                                            "Resources",
                                                            "Outputs",
                                                            "Hooks"};
// A resource's Description is taken, too, though the guide does not say so: many workshops' templates have one.
constexpr std::array<std::string_view, 11> resource_keys = {
    "Type",         "Properties",     "Condition",           "DependsOn", "Metadata",   "CreationPolicy",
    "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy", "Version",   "Description"};
constexpr std::array<std::string_view, 4> output_keys = {"Value", "Description", "Export", "Condition"};

// DeletionPolicy and UpdateReplacePolicy; Snapshot only where the user guide ("DeletionPolicy attribute") lists the
// type.
constexpr std::array<std::string_view, 10> snapshot_types = {
    "AWS::DocDB::DBCluster",          "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",        "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",           "AWS::Redshift::Cluster",
    "AWS::Neptune::DBInstance",       "AWS::MemoryDB::Cluster"};

}  // namespace

std::string kept_problem(std::string_view attribute, std::string_view type, const Node& value) {
  if (!value.is_scalar()) return fmt::format("{} is a text", attribute);
  const std::string& text = value.text();
  if (text == "Snapshot") return is_one_of(type, snapshot_types) ? "" : fmt::format("{} has no snapshots", type);
  const bool known =
      text == "Delete" || text == "Retain" || (text == "RetainExceptOnCreate" && attribute == "DeletionPolicy");
  return known ? "" : fmt::format("{} has no value \"{}\"", attribute, text);
}

namespace {

class Language {
 public:
  Language(const cfn::Template& t, const cfn::Template& written, Schemas& schemas, Report& report)
      : t_(t), written_(written), report_(report), rewriting_(t.rewriting()), functions_(t, schemas, report, uses_) {}

  void run() {
    sections();
    names();
    check_parameters(t_, report_);
    for (const document::Member& one : t_.conditions.members()) {
      if (one.key.starts_with("Fn::")) continue;
      functions_.check(one.value, "Conditions." + one.key, Place::condition, one.key);
    }
    for (const document::Member& one : t_.rules.members())
      functions_.check(one.value, "Rules." + one.key, Place::rule, one.key);
    literals_only(t_.parameters, "Parameters");
    if (t_.transform.is_null()) literals_only(t_.mappings, "Mappings");
    for (const document::Member& one : t_.resources.members()) resource(one);
    for (const document::Member& one : t_.outputs.members()) output(one);
    check_form(t_, report_);
    check_rules_section(t_, report_);
    check_exports(t_, report_);
    check_argument_kinds(t_, report_);
    check_plain_scalars(t_, report_);
    unused();
    if (rewriting_ == cfn::Rewriting::none) {
      find_circles(uses_.resources_to_resources, t_.resources, "Resources", "resources", report_);
      find_circles(uses_.conditions_to_conditions, t_.conditions, "Conditions", "conditions", report_);
    }
  }

 private:
  bool names_are_open() const { return rewriting_ != cfn::Rewriting::none; }

  // Sections that CloudFormation reads before it knows any function.
  void literals_only(const Node& section, const std::string& path) {
    if (section.find("Fn::Transform") != nullptr) return;  // a macro takes any function
    if (const std::optional<cfn::Function> function = cfn::as_function(section);
        function && is_function_name(function->name) && function->name != "Condition") {
      report_.add("L017", section.mark(), path,
                  fmt::format("{} cannot stand in {}", function->name, path.substr(0, path.find('.'))),
                  "write the value itself");
      return;
    }
    for (const Node& one : section.items()) literals_only(one, path);
    for (const document::Member& one : section.members()) literals_only(one.value, path + "." + one.key);
  }

  void sections() {
    if (!t_.root.is_null()) {
      for (const document::Member& one : t_.root.members()) {
        if (!is_one_of(one.key, section_names) && !(one.key == "Globals" && names_are_open()) &&
            one.key != "Fn::Transform")
          report_.add("L002", one.mark, one.key, fmt::format("a template has no section {}", one.key),
                      hint_of(one.key, section_names));
      }
      const Node* version = t_.root.find("AWSTemplateFormatVersion");
      if (version != nullptr && version->text() != "2010-09-09") {
        report_.add("L003", version->mark(), "AWSTemplateFormatVersion",
                    fmt::format("\"{}\" is not a version of the template format", version->text()),
                    "write '2010-09-09', the only one");
      }
      if (const Node* transform = t_.root.find("Transform"); transform != nullptr && names_are_open())
        report_.add("L019", transform->mark(), "Transform",
                    "transforms are not analysed: what they add is not checked");
    }
    if (t_.resources.empty())
      report_.add("L001", t_.resources.mark(), "Resources", "the template has no resources",
                  "add a Resources section with at least one");
    for (auto [name, section] :
         {std::pair{"Parameters", &t_.parameters}, {"Resources", &t_.resources}, {"Outputs", &t_.outputs}}) {
      for (const document::Member& one : section->members()) {
        if (!is_alphanumeric(one.key) && !one.key.starts_with("Fn::")) {
          report_.add("L004", one.mark, fmt::format("{}.{}", name, one.key),
                      fmt::format("the name {} has characters other than letters and digits", one.key),
                      "use A-Z, a-z and 0-9");
        }
      }
    }
    // The user guide says it of mappings as well; no refusal is known.
    for (const document::Member& one : t_.mappings.members()) {
      if (!is_alphanumeric(one.key) && !one.key.starts_with("Fn::"))
        report_.add("L004", one.mark, "Mappings." + one.key,
                    fmt::format("the name {} has characters other than letters and digits", one.key),
                    "use A-Z, a-z and 0-9", support::Severity::warning);
    }
  }

  void names() {
    // Of conditions CloudFormation takes a few more characters (templates of AWS and CheckPoint are deployed with
    // them).
    for (const document::Member& one : t_.conditions.members()) {
      std::string name = one.key;
      std::erase_if(name, [](char c) { return std::string_view("&_-.").find(c) != std::string_view::npos; });
      if (!name.empty() && !is_alphanumeric(name) && !one.key.starts_with("Fn::"))
        report_.add("L004", one.mark, "Conditions." + one.key,
                    fmt::format("the name {} has characters other than letters and digits", one.key),
                    "use A-Z, a-z, 0-9, and - . _ &");
    }
    for (const Node* section : {&t_.conditions, &t_.resources, &t_.outputs}) {
      for (const document::Member& one : section->members()) {
        if (one.key.starts_with("Fn::ForEach::") && t_.transform.is_null())
          report_.add("L017", one.mark, one.key, "Fn::ForEach needs the transform AWS::LanguageExtensions",
                      "add Transform: AWS::LanguageExtensions");
      }
    }
    for (const document::Member& one : t_.resources.members()) {
      if (t_.parameters.find(one.key) != nullptr)
        report_.add("L025", one.mark, "Resources." + one.key,
                    fmt::format("{} is the name of a parameter, too", one.key), "rename one of them");
    }
  }

  void resource(const document::Member& one) {
    const std::string path = "Resources." + one.key;
    if (one.key.starts_with("Fn::")) return;
    if (!one.value.is_mapping()) {
      report_.add("L007", one.mark, path, fmt::format("resource {} is not a mapping", one.key),
                  "give it a Type and Properties");
      return;
    }
    const bool by_macro = one.value.find("Fn::Transform") != nullptr;  // which may bring the rest
    if (one.value.find("Type") == nullptr && !by_macro)
      report_.add("L007", one.mark, path, fmt::format("resource {} has no Type", one.key),
                  "write its type, such as AWS::S3::Bucket");
    if (const Node* type = one.value.find("Type");
        type != nullptr && !type->is_scalar() && !cfn::is_by_macro(*type) && rewriting_ != cfn::Rewriting::anything)
      report_.add("L007", type->mark().or_else(one.mark), path + ".Type",
                  fmt::format("the Type of {} is not a text: it takes no function", one.key),
                  "write the type, such as AWS::S3::Bucket");
    for (const document::Member& member : one.value.members()) {
      if (!is_one_of(member.key, resource_keys) && member.key != "Fn::Transform" && !names_are_open()) {
        report_.add("L008", member.mark, path + "." + member.key,
                    fmt::format("a resource has no attribute {}", member.key), fix_of_attribute(member.key));
      }
    }
    if (const Node* condition = one.value.find("Condition")) functions_.use_condition(*condition, path + ".Condition");
    for (const Node* wanted : items_of(one.value.find("DependsOn"))) {
      if (t_.resources.find(wanted->text()) == nullptr) {
        if (names_are_open()) continue;
        report_.add("L011", wanted->mark(), path + ".DependsOn",
                    fmt::format("DependsOn names {}, but there is no such resource", wanted->text()),
                    hint(wanted->text(), keys_of(t_.resources)));
      } else {
        uses_.resources_to_resources[one.key].insert(wanted->text());
      }
    }
    for (std::string_view part : {"Fn::Transform", "Properties", "Metadata", "CreationPolicy", "UpdatePolicy",
                                  "DeletionPolicy", "UpdateReplacePolicy"}) {
      const Node* node = one.value.find(part);
      if (node != nullptr) functions_.check(*node, fmt::format("{}.{}", path, part), Place::resource, one.key);
    }
    for (std::string_view part : {"DeletionPolicy", "UpdateReplacePolicy"}) {
      if (const Node* policy = one.value.find(part)) keeping(one.value, part, *policy, path);
    }
  }

  // What happens to a resource that goes or is replaced.
  void keeping(const Node& resource, std::string_view part, const Node& policy, const std::string& path) {
    if (cfn::as_function(policy)) return;  // what it becomes is looked at then (deployed on AWS, 2026-01-23)
    const std::string problem = kept_problem(part, text_at(&resource, {"Type"}), policy);
    if (!problem.empty())
      report_.add("L024", policy.mark(), fmt::format("{}.{}", path, part), problem, "use Delete, Retain or Snapshot");
  }

  static std::string fix_of_attribute(std::string_view key) {
    const std::string close = hint_of(key, resource_keys);
    return close.empty() ? "properties belong below Properties" : close;
  }

  void output(const document::Member& one) {
    const std::string path = "Outputs." + one.key;
    if (one.key.starts_with("Fn::")) return;
    if (!one.value.is_mapping() || one.value.find("Value") == nullptr)
      report_.add("L009", one.mark, path, fmt::format("output {} has no Value", one.key), "give it a Value");
    for (const document::Member& member : one.value.members()) {
      if (!is_one_of(member.key, output_keys))
        report_.add("L009", member.mark, path + "." + member.key,
                    fmt::format("an output has no attribute {}", member.key), hint_of(member.key, output_keys));
    }
    if (const Node* condition = one.value.find("Condition")) functions_.use_condition(*condition, path + ".Condition");
    if (const Node* exported = one.value.find("Export"); exported != nullptr && exported->find("Name") == nullptr)
      report_.add("L009", exported->mark(), path + ".Export",
                  fmt::format("the export of output {} has no Name", one.key), "write {Name: ...}");
    for (std::string_view part : {"Value", "Export"}) {
      if (const Node* node = one.value.find(part))
        functions_.check(*node, fmt::format("{}.{}", path, part), Place::output, "");
    }
  }

  // Loops have been expanded by now, and nobody knows what an included file uses.
  void uses_of_loops() {
    if (&t_ == &written_) return;
    uses_.all_mappings = true;
    for (const Node* section : {&written_.conditions, &written_.resources, &written_.outputs}) {
      cfn::visit_references(*section, [&](const cfn::Reference& one) {
        (one.kind == cfn::Reference::Kind::condition ? uses_.conditions : uses_.parameters).insert(one.name);
      });
    }
  }

  static bool has_macro(const Node& node) {
    return node.find("Fn::Transform") != nullptr || std::any_of(node.items().begin(), node.items().end(), has_macro) ||
           std::any_of(node.members().begin(), node.members().end(),
                       [](const document::Member& one) { return has_macro(one.value); });
  }

  void unused() {
    if (names_are_open() || has_macro(t_.root.is_null() ? t_.resources : t_.root)) return;
    uses_of_loops();
    for (const document::Member& one : t_.parameters.members()) {
      if (!uses_.parameters.contains(one.key))
        report_.add("L030", one.mark, "Parameters." + one.key, fmt::format("parameter {} is not used", one.key),
                    "remove it, or Ref it");
    }
    for (const document::Member& one : t_.conditions.members()) {
      if (!uses_.conditions.contains(one.key))
        report_.add("L031", one.mark, "Conditions." + one.key, fmt::format("condition {} is not used", one.key),
                    "remove it");
    }
    for (const document::Member& one : t_.mappings.members()) {
      if (!uses_.all_mappings && !uses_.mappings.contains(one.key) && one.key != "Fn::Transform")
        report_.add("L032", one.mark, "Mappings." + one.key, fmt::format("mapping {} is not used", one.key),
                    "remove it");
    }
  }

  const cfn::Template& t_;
  const cfn::Template& written_;
  Report& report_;
  cfn::Rewriting rewriting_;
  Uses uses_;
  Functions functions_;
};

}  // namespace

void check_language(const cfn::Template& t, const cfn::Template& written, Schemas& schemas, Report& report) {
  Language(t, written, schemas, report).run();
}

}  // namespace vend::validate
