// The language: sections, names, references, functions and circles.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "checks.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"

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
constexpr std::array<std::string_view, 10> resource_keys = {
    "Type",           "Properties",   "Condition",      "DependsOn",           "Metadata",
    "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy", "Version"};
constexpr std::array<std::string_view, 12> parameter_keys = {
    "Type",      "Default",  "Description", "AllowedValues", "AllowedPattern",        "MinLength",
    "MaxLength", "MinValue", "MaxValue",    "NoEcho",        "ConstraintDescription", "Label"};
constexpr std::array<std::string_view, 4> output_keys = {"Value", "Description", "Export", "Condition"};
constexpr std::array<std::string_view, 8> pseudo_parameters = {
    "AWS::AccountId", "AWS::NotificationARNs", "AWS::NoValue",   "AWS::Partition",
    "AWS::Region",    "AWS::StackId",          "AWS::StackName", "AWS::URLSuffix"};

// Functions, how many arguments they take (0: any shape), and where they belong.
struct Shape {
  std::string_view name;
  std::size_t least = 0;
  std::size_t most = 0;
  bool truth = false;  // gives true or false: only in Conditions and Rules
};
constexpr std::array shapes = {
    Shape{"Fn::And", 2, 10, true},
    Shape{"Fn::Or", 2, 10, true},
    Shape{"Fn::Not", 1, 1, true},
    Shape{"Fn::Equals", 2, 2, true},
    Shape{"Fn::If", 3, 3},
    Shape{"Fn::FindInMap", 3, 4},
    Shape{"Fn::Join", 2, 2},
    Shape{"Fn::Select", 2, 2},
    Shape{"Fn::Split", 2, 2},
    Shape{"Fn::Cidr", 2, 3},
    Shape{"Fn::GetAtt", 0, 0},
    Shape{"Fn::Sub", 0, 0},
    Shape{"Fn::Base64", 0, 0},
    Shape{"Fn::GetAZs", 0, 0},
    Shape{"Fn::ImportValue", 0, 0},
    Shape{"Fn::Length", 0, 0},
    Shape{"Fn::ToJsonString", 0, 0},
    Shape{"Fn::Transform", 0, 0},
    Shape{"Ref", 0, 0},
    Shape{"Condition", 0, 0},
    Shape{"Fn::Contains", 2, 2, true},
    Shape{"Fn::EachMemberEquals", 2, 2, true},
    Shape{"Fn::EachMemberIn", 2, 2, true},
    Shape{"Fn::RefAll", 0, 0},
    Shape{"Fn::ValueOf", 2, 2},
    Shape{"Fn::ValueOfAll", 2, 2},
    Shape{"Fn::GetStackOutput", 0, 0},
};

std::vector<std::string> keys_of(const Node& mapping) {
  std::vector<std::string> keys;
  for (const document::Member& one : mapping.members()) keys.push_back(one.key);
  return keys;
}

std::string hint(std::string_view word, const std::vector<std::string>& candidates) {
  std::optional<std::string> meant = support::closest(word, candidates);
  return meant ? fmt::format("did you mean {}?", *meant) : "";
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t N>
std::string hint_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return hint(word, std::vector<std::string>(words.begin(), words.end()));
}

bool is_alphanumeric(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

class Language {
 public:
  Language(const cfn::Template& t, Schemas& schemas, Report& report) : t_(t), schemas_(schemas), report_(report) {}

  void run() {
    sections();
    parameters();
    for (const document::Member& one : t_.conditions.members()) walk(one.value, "Conditions." + one.key, true);
    for (const document::Member& one : t_.rules.members()) walk(one.value, "Rules." + one.key, true);
    for (const document::Member& one : t_.resources.members()) resource(one);
    for (const document::Member& one : t_.outputs.members()) output(one);
    interface();
    unused();
    circles();
  }

 private:
  bool transformed() const { return !t_.transform.is_null(); }

  void sections() {
    if (!t_.root.is_null()) {
      for (const document::Member& one : t_.root.members()) {
        if (!is_one_of(one.key, section_names))
          report_.add("L002", one.mark, one.key, fmt::format("a template has no section {}", one.key),
                      hint_of(one.key, section_names));
      }
      const Node* version = t_.root.find("AWSTemplateFormatVersion");
      if (version != nullptr && version->text() != "2010-09-09") {
        report_.add("L003", version->mark(), "AWSTemplateFormatVersion",
                    fmt::format("\"{}\" is no version of the template format", version->text()),
                    "write '2010-09-09', the only one");
      }
      if (const Node* transform = t_.root.find("Transform"))
        report_.add("L019", transform->mark(), "Transform",
                    "transforms are not analysed: what they add is not checked");
    }
    if (t_.resources.empty())
      report_.add("L001", t_.resources.mark(), "Resources", "the template has no resources",
                  "add a Resources section with at least one");
    for (auto [name, section] : {std::pair{"Parameters", &t_.parameters},
                                 {"Conditions", &t_.conditions},
                                 {"Mappings", &t_.mappings},
                                 {"Resources", &t_.resources},
                                 {"Outputs", &t_.outputs}}) {
      if (transformed()) break;
      for (const document::Member& one : section->members()) {
        if (!is_alphanumeric(one.key) && !one.key.starts_with("Fn::ForEach::") &&
            std::string_view(name) != "Mappings") {
          report_.add("L004", one.mark, fmt::format("{}.{}", name, one.key),
                      fmt::format("the name {} has characters other than letters and digits", one.key),
                      "use A-Z, a-z and 0-9");
        }
      }
    }
  }

  void parameters() {
    for (const document::Member& one : t_.parameters.members()) {
      const std::string path = "Parameters." + one.key;
      for (const document::Member& member : one.value.members()) {
        if (!is_one_of(member.key, parameter_keys))
          report_.add("L005", member.mark, path + "." + member.key,
                      fmt::format("a parameter has no attribute {}", member.key), hint_of(member.key, parameter_keys));
      }
      const Node* type = one.value.find("Type");
      if (type == nullptr) {
        report_.add("L006", one.mark, path, fmt::format("parameter {} has no Type", one.key), "write `Type: String`");
      } else if (!known_parameter_type(type->text())) {
        report_.add("L006", type->mark(), path + ".Type", fmt::format("\"{}\" is no type of parameters", type->text()),
                    hint(type->text(), {"String", "Number", "CommaDelimitedList", "List<Number>", "List<String>"}));
      }
    }
  }

  static bool known_parameter_type(std::string_view type) {
    if (type == "String" || type == "Number" || type == "CommaDelimitedList") return true;
    if (type.starts_with("List<") && type.ends_with(">")) type = type.substr(5, type.size() - 6);
    return type == "Number" || type == "String" || type.starts_with("AWS::");
  }

  void resource(const document::Member& one) {
    const std::string path = "Resources." + one.key;
    if (one.key.starts_with("Fn::ForEach::")) return;
    current_ = one.key;
    if (!one.value.is_mapping()) {
      report_.add("L007", one.mark, path, fmt::format("resource {} is no mapping", one.key),
                  "give it a Type and Properties");
      return;
    }
    if (one.value.find("Type") == nullptr)
      report_.add("L007", one.mark, path, fmt::format("resource {} has no Type", one.key),
                  "write its type, such as AWS::S3::Bucket");
    for (const document::Member& member : one.value.members()) {
      if (!is_one_of(member.key, resource_keys) && !transformed()) {
        report_.add("L008", member.mark, path + "." + member.key,
                    fmt::format("a resource has no attribute {}", member.key), fix_of_attribute(member.key));
      }
    }
    if (const Node* condition = one.value.find("Condition")) use_condition(*condition, path + ".Condition");
    for (const Node* wanted : items_of(one.value.find("DependsOn"))) {
      if (t_.resources.find(wanted->text()) == nullptr) {
        report_.add("L011", wanted->mark(), path + ".DependsOn",
                    fmt::format("DependsOn names {}, but there is no such resource", wanted->text()),
                    hint(wanted->text(), keys_of(t_.resources)));
      } else {
        edges_[current_].insert(wanted->text());
      }
    }
    for (std::string_view part :
         {"Properties", "Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy"}) {
      const Node* node = one.value.find(part);
      if (node != nullptr) walk(*node, fmt::format("{}.{}", path, part), false);
    }
    current_.clear();
  }

  static std::string fix_of_attribute(std::string_view key) {
    const std::string close = hint_of(key, resource_keys);
    return close.empty() ? "properties belong below Properties" : close;
  }

  void output(const document::Member& one) {
    const std::string path = "Outputs." + one.key;
    if (one.key.starts_with("Fn::ForEach::")) return;
    if (!one.value.is_mapping() || one.value.find("Value") == nullptr)
      report_.add("L009", one.mark, path, fmt::format("output {} has no Value", one.key), "give it a Value");
    for (const document::Member& member : one.value.members()) {
      if (!is_one_of(member.key, output_keys))
        report_.add("L009", member.mark, path + "." + member.key,
                    fmt::format("an output has no attribute {}", member.key), hint_of(member.key, output_keys));
    }
    if (const Node* condition = one.value.find("Condition")) use_condition(*condition, path + ".Condition");
    for (std::string_view part : {"Value", "Export"}) {
      if (const Node* node = one.value.find(part)) walk(*node, fmt::format("{}.{}", path, part), false);
    }
  }

  void walk(const Node& node, const std::string& path, bool truth_allowed) {
    if (node.is_null() && !path.starts_with("Metadata") && node.mark().line > 0 &&
        path.find(".Metadata") == std::string::npos) {
      report_.add("L018", node.mark(), path, "this value is empty, and CloudFormation takes no null",
                  "give it a value or remove the key");
    }
    if (std::optional<cfn::Function> function = cfn::as_function(node);
        function && !(function->name == "Condition" && !function->argument->is_string())) {
      call(*function, node, path, truth_allowed);
      return;
    }
    std::size_t index = 0;
    for (const Node& one : node.items()) walk(one, fmt::format("{}.{}", path, index++), truth_allowed);
    for (const document::Member& one : node.members()) {
      if (one.key.starts_with("Fn::") && !one.key.starts_with("Fn::ForEach::") && node.members().size() > 1) {
        report_.add("L017", one.mark, path, fmt::format("{} must stand alone", one.key),
                    "move the members beside it elsewhere");
      }
      walk(one.value, path + "." + one.key, truth_allowed);
    }
  }

  void call(const cfn::Function& function, const Node& node, const std::string& path, bool truth_allowed) {
    const Node& argument = *function.argument;
    auto shape =
        std::find_if(shapes.begin(), shapes.end(), [&](const Shape& one) { return one.name == function.name; });
    if (shape == shapes.end()) {
      std::vector<std::string> names;
      for (const Shape& one : shapes) names.emplace_back(one.name);
      if (!function.name.starts_with("Fn::ForEach"))
        report_.add("L016", node.mark(), path, fmt::format("CloudFormation has no function {}", function.name),
                    hint(function.name, names));
      return;
    }
    if (shape->truth && !truth_allowed) {
      report_.add("L017", node.mark(), path, fmt::format("{} stands only in Conditions and Rules", function.name),
                  "name the condition in Conditions and use Fn::If here");
    }
    if (shape->least > 0 &&
        (!argument.is_sequence() || argument.items().size() < shape->least || argument.items().size() > shape->most)) {
      if (!(function.name == "Fn::Cidr" || function.name == "Fn::FindInMap") || argument.is_sequence()) {
        report_.add(
            "L016", node.mark(), path,
            fmt::format("{} takes {}", function.name,
                        shape->least == shape->most ? fmt::format("a list of {}", shape->least)
                                                    : fmt::format("a list of {} to {}", shape->least, shape->most)),
            "see the function's page in the CloudFormation user guide");
        return;
      }
    }
    if (function.name == "Ref") return use(argument.text(), argument.mark(), path, "Ref");
    if (function.name == "Condition") return use_condition(argument, path);
    if (function.name == "Fn::GetAtt") return get_att(argument, path);
    if (function.name == "Fn::Sub") return sub(argument, path);
    if (function.name == "Fn::FindInMap" && argument.is_sequence()) find_in_map(argument, path);
    if (function.name == "Fn::If") use_condition(argument.items()[0], path);
    std::size_t index = 0;
    if (!argument.is_sequence()) return walk(argument, path, truth_allowed);
    for (const Node& one : argument.items()) {
      if (function.name != "Fn::If" || index > 0) walk(one, path, truth_allowed);
      ++index;
    }
  }

  void use(const std::string& name, document::Mark mark, const std::string& path, std::string_view by) {
    if (is_one_of(name, pseudo_parameters)) return;
    if (t_.parameters.find(name) != nullptr) {
      used_.insert(name);
      return;
    }
    if (t_.resources.find(name) != nullptr) {
      depend(name, mark, path);
      return;
    }
    if (transformed() || has_loops()) return;
    std::vector<std::string> names = keys_of(t_.parameters);
    for (const std::string& one : keys_of(t_.resources)) names.push_back(one);
    for (std::string_view one : pseudo_parameters) names.emplace_back(one);
    report_.add(by == "Ref" ? "L010" : "L013", mark, path,
                fmt::format("{} names {}, but there is no such parameter or resource", by, name), hint(name, names));
  }

  void depend(const std::string& name, document::Mark mark, const std::string& path) {
    if (path.starts_with("Conditions.") || path.starts_with("Rules.")) {
      report_.add("L017", mark, path,
                  fmt::format("{} is a resource; conditions and rules are decided before resources exist", name),
                  "use a parameter");
    } else if (!current_.empty() && path.find(".Metadata") == std::string::npos) {
      edges_[current_].insert(name);
    }
  }

  void get_att(const Node& argument, const std::string& path) {
    std::string id, attribute;
    if (argument.is_sequence()) {
      if (argument.items().size() < 2) {
        report_.add("L016", argument.mark(), path, "Fn::GetAtt takes a resource and an attribute",
                    "write [Resource, Attribute]");
        return;
      }
      id = argument.items()[0].text();
      attribute = argument.items()[1].text();
      walk(argument.items()[1], path, false);
    } else {
      const std::size_t dot = argument.text().find('.');
      if (dot == std::string::npos) {
        report_.add("L016", argument.mark(), path, "Fn::GetAtt takes a resource and an attribute",
                    "write Resource.Attribute");
        return;
      }
      id = argument.text().substr(0, dot);
      attribute = argument.text().substr(dot + 1);
    }
    use_attribute(id, attribute, argument.mark(), path);
  }

  bool has_loops() const {
    return std::any_of(t_.resources.members().begin(), t_.resources.members().end(),
                       [](const document::Member& one) { return one.key.starts_with("Fn::ForEach::"); });
  }

  void use_attribute(const std::string& id, const std::string& attribute, document::Mark mark,
                     const std::string& path) {
    const Node* resource = t_.resources.find(id);
    if (resource == nullptr) {
      if (!transformed() && !has_loops())
        report_.add("L012", mark, path, fmt::format("there is no resource {}", id), hint(id, keys_of(t_.resources)));
      return;
    }
    depend(id, mark, path);
    const std::string_view type = text_at(resource, {"Type"});
    const Node* schema = schemas_.find(type);
    if (schema == nullptr || attribute.empty() || type == "AWS::CloudFormation::Stack" ||
        type.find("Custom") != std::string_view::npos)
      return;
    const std::string first = attribute.substr(0, attribute.find('.'));
    if (at(schema, {"properties", first}) != nullptr || attribute == "Arn") return;
    std::vector<std::string> names;
    for (const Node* one : items_of(schema->find("readOnlyProperties"))) {
      std::string name = one->text().substr(std::min<std::size_t>(one->text().size(), 12));
      std::replace(name.begin(), name.end(), '/', '.');
      if (name == attribute) return;
      names.push_back(std::move(name));
    }
    std::string fix = hint(attribute, names);
    if (fix.empty() && !names.empty()) fix = fmt::format("use one of {}", support::join(names, ", "));
    report_.add("L012", mark, path, fmt::format("{} ({}) has no attribute {}", id, type, attribute), fix);
  }

  void sub(const Node& argument, const std::string& path) {
    const Node* text = &argument;
    const Node* variables = nullptr;
    if (argument.is_sequence()) {
      if (argument.items().size() != 2 || !argument.items()[1].is_mapping()) {
        report_.add("L016", argument.mark(), path, "Fn::Sub takes a text, or a text and a mapping of variables",
                    "write [text, {Name: value}]");
        return;
      }
      text = &argument.items()[0];
      variables = &argument.items()[1];
    }
    std::set<std::string> met;
    for (const cfn::SubPart& part : cfn::parse_sub(text->text())) {
      if (!part.is_reference) continue;
      const std::string name(support::trim(part.text));
      met.insert(name);
      if (variables != nullptr && variables->find(name) != nullptr) continue;
      const std::size_t dot = name.find('.');
      if (!sub_name(name)) {
        report_.add("L013", text->mark(), path, fmt::format("${{{}}} is no name that Fn::Sub can fill in", name),
                    fmt::format("write ${{!{}}} if it is meant literally", name));
      } else if (dot == std::string::npos) {
        use(name, text->mark(), path, "Fn::Sub");
      } else {
        use_attribute(name.substr(0, dot), name.substr(dot + 1), text->mark(), path);
      }
    }
    if (variables == nullptr) return;
    for (const document::Member& one : variables->members()) {
      if (!met.contains(one.key))
        report_.add("L014", one.mark, path, fmt::format("the text of Fn::Sub does not use its variable {}", one.key),
                    "remove the variable, or use it");
      walk(one.value, path, false);
    }
  }

  static bool sub_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return is_alphanumeric(std::string_view(&c, 1)) || c == ':' || c == '.' || c == '_' || c == '-';
    });
  }

  void find_in_map(const Node& argument, const std::string& path) {
    const Node& map = argument.items()[0];
    if (!map.is_string()) {
      all_maps_ = true;
      return;
    }
    used_maps_.insert(map.text());
    const Node* found = t_.mappings.find(map.text());
    if (found == nullptr && !transformed()) {
      report_.add("L015", map.mark(), path, fmt::format("there is no mapping {}", map.text()),
                  hint(map.text(), keys_of(t_.mappings)));
      return;
    }
    if (found == nullptr || argument.items().size() > 3 || !argument.items()[1].is_scalar() ||
        found->find("Fn::Transform") != nullptr)
      return;
    const Node* top = found->find(argument.items()[1].text());
    if (top == nullptr) {
      report_.add("L015", argument.items()[1].mark(), path,
                  fmt::format("mapping {} has no key {}", map.text(), argument.items()[1].text()),
                  hint(argument.items()[1].text(), keys_of(*found)));
    } else if (argument.items()[2].is_scalar() && top->find(argument.items()[2].text()) == nullptr) {
      report_.add("L015", argument.items()[2].mark(), path,
                  fmt::format("{} of mapping {} has no key {}", argument.items()[1].text(), map.text(),
                              argument.items()[2].text()),
                  hint(argument.items()[2].text(), keys_of(*top)));
    }
  }

  void use_condition(const Node& name, const std::string& path) {
    if (!name.is_scalar()) {
      report_.add("L020", name.mark(), path, "a condition is named here by a text", "write the name of a condition");
      return;
    }
    used_conditions_.insert(name.text());
    if (path.starts_with("Conditions.")) condition_edges_[path.substr(11, path.find('.', 11) - 11)].insert(name.text());
    if (t_.conditions.find(name.text()) == nullptr && !transformed()) {
      report_.add("L020", name.mark(), path, fmt::format("there is no condition {}", name.text()),
                  hint(name.text(), keys_of(t_.conditions)));
    }
  }

  void interface() {
    const Node* interface = t_.metadata.find("AWS::CloudFormation::Interface");
    auto check = [&](const std::string& name, document::Mark mark, std::string_view part) {
      if (t_.parameters.find(name) == nullptr)
        report_.add("L021", mark, fmt::format("Metadata.AWS::CloudFormation::Interface.{}", part),
                    fmt::format("there is no parameter {}", name), hint(name, keys_of(t_.parameters)));
    };
    if (interface == nullptr) return;
    for (const Node* group : items_of(interface->find("ParameterGroups"))) {
      for (const Node* one : items_of(group->find("Parameters"))) check(one->text(), one->mark(), "ParameterGroups");
    }
    if (const Node* labels = interface->find("ParameterLabels")) {
      for (const document::Member& one : labels->members()) check(one.key, one.mark, "ParameterLabels");
    }
  }

  void unused() {
    if (transformed() || has_loops()) return;
    for (const document::Member& one : t_.parameters.members()) {
      if (!used_.contains(one.key))
        report_.add("L030", one.mark, "Parameters." + one.key, fmt::format("parameter {} is not used", one.key),
                    "remove it, or Ref it");
    }
    for (const document::Member& one : t_.conditions.members()) {
      if (!used_conditions_.contains(one.key))
        report_.add("L031", one.mark, "Conditions." + one.key, fmt::format("condition {} is not used", one.key),
                    "remove it");
    }
    for (const document::Member& one : t_.mappings.members()) {
      if (!all_maps_ && !used_maps_.contains(one.key) && one.key != "Fn::Transform")
        report_.add("L032", one.mark, "Mappings." + one.key, fmt::format("mapping {} is not used", one.key),
                    "remove it");
    }
  }

  using Edges = std::map<std::string, std::set<std::string>>;

  void circles() {
    find_circles(edges_, t_.resources, "Resources", "resources");
    find_circles(condition_edges_, t_.conditions, "Conditions", "conditions");
  }

  // Each circle is reported once, at its first member.
  void find_circles(const Edges& edges, const Node& section, std::string_view name, std::string_view what) {
    std::set<std::string> done;
    std::vector<std::string> trail;
    std::function<void(const std::string&)> visit = [&](const std::string& id) {
      auto open = std::find(trail.begin(), trail.end(), id);
      if (open != trail.end()) {
        std::vector<std::string> circle(open, trail.end());
        circle.push_back(id);
        document::Mark mark;
        for (const document::Member& one : section.members()) {
          if (one.key == id) mark = one.mark;
        }
        report_.add("L022", mark, fmt::format("{}.{}", name, id),
                    fmt::format("{} depend on each other in a circle: {}", what, support::join(circle, " -> ")),
                    "take one of the references out");
        return;
      }
      if (!done.insert(id).second) return;
      trail.push_back(id);
      if (auto found = edges.find(id); found != edges.end()) {
        for (const std::string& next : found->second) visit(next);
      }
      trail.pop_back();
    };
    for (const auto& [id, unused_targets] : edges) visit(id);
  }

  const cfn::Template& t_;
  Schemas& schemas_;
  Report& report_;
  std::string current_;  // the resource under way
  std::set<std::string> used_, used_conditions_, used_maps_;
  bool all_maps_ = false;
  Edges edges_, condition_edges_;
};

void collect(const cfn::Template& t, const Node& node, std::set<std::string>& into) {
  auto add = [&](std::string_view name) {
    name = name.substr(0, name.find('.'));
    if (t.resources.find(name) != nullptr) into.emplace(name);
  };
  if (std::optional<cfn::Function> function = cfn::as_function(node)) {
    const Node& argument = *function->argument;
    if (function->name == "Ref") add(argument.text());
    if (function->name == "Fn::GetAtt")
      add(argument.is_sequence() && !argument.empty() ? argument.items()[0].text() : argument.text());
    if (function->name == "Fn::Sub") {
      const Node& text = argument.is_sequence() && !argument.empty() ? argument.items()[0] : argument;
      for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
        if (part.is_reference) add(part.text);
      }
    }
  }
  for (const Node& one : node.items()) collect(t, one, into);
  for (const document::Member& one : node.members()) collect(t, one.value, into);
}

}  // namespace

std::set<std::string> dependencies(const cfn::Template& t, const std::string& id) {
  std::set<std::string> all;
  std::vector<std::string> open = {id};
  while (!open.empty()) {
    const std::string one = std::move(open.back());
    open.pop_back();
    const Node* resource = t.resources.find(one);
    if (resource == nullptr) continue;
    std::set<std::string> direct;
    if (const Node* properties = resource->find("Properties")) collect(t, *properties, direct);
    for (const Node* wanted : items_of(resource->find("DependsOn"))) direct.insert(wanted->text());
    for (const std::string& next : direct) {
      if (all.insert(next).second) open.push_back(next);
    }
  }
  return all;
}

void check_language(const cfn::Template& t, Schemas& schemas, Report& report) { Language(t, schemas, report).run(); }

}  // namespace vend::validate
