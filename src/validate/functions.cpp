// Functions: their shapes, where they may stand, and whether what they name exists.
#include <fmt/format.h>

#include <algorithm>

#include "language.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// CloudFormation user guide, "Pseudo parameters reference".
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

const Shape* shape_of(std::string_view name) {
  const auto* found = std::find_if(shapes.begin(), shapes.end(), [&](const Shape& one) { return one.name == name; });
  return found == shapes.end() ? nullptr : found;
}

bool sub_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return is_alphanumeric(std::string_view(&c, 1)) || c == ':' || c == '.' || c == '_' || c == '-';
  });
}

// Types whose attributes the template's author decides.
bool is_custom(std::string_view type) {
  return type == "AWS::CloudFormation::Stack" || type == "AWS::CloudFormation::CustomResource" ||
         type.starts_with("Custom::") || type == "AWS::ServiceCatalog::CloudFormationProvisionedProduct" ||
         type.ends_with("::MODULE");
}

// Where shells, other services and CloudFormation's helpers have a ${...} of their own.
bool has_other_substitution(std::string_view path) {
  for (std::string_view part : {"UserData", ".Metadata", "Definition", "BuildSpec", "Buildspec", "Dashboard", "ZipFile",
                                "Template", "Condition", "FunctionCode", "SwaggerBody", "Uri", "Content", "Body"}) {
    if (path.find(part) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> keys_of(const Node& mapping) {
  std::vector<std::string> keys;
  for (const document::Member& one : mapping.members()) keys.push_back(one.key);
  return keys;
}

std::string hint(std::string_view word, const std::vector<std::string>& candidates) {
  std::optional<std::string> meant = support::closest(word, candidates);
  return meant ? fmt::format("did you mean {}?", *meant) : "";
}

bool is_alphanumeric(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

bool is_pseudo_parameter(std::string_view name) { return is_one_of(name, pseudo_parameters); }
bool is_function_name(std::string_view name) { return shape_of(name) != nullptr; }

void Functions::check(const Node& node, const std::string& path, Place place, const std::string& owner) {
  place_ = place;
  owner_ = owner;
  walk(node, path);
  place_ = Place::resource;
}

void Functions::walk(const Node& node, const std::string& path) {
  if (node.is_null() && node.mark().line > 0 && path.find(".Metadata") == std::string::npos) {
    report_.add("L018", node.mark(), path, "this value is empty, and CloudFormation takes no null",
                "give it a value or remove the key");
  }
  if (node.is_string()) literal(node, path);
  if (std::optional<cfn::Function> function = cfn::as_function(node);
      function && !(function->name == "Condition" && (!function->argument->is_string() || place_ == Place::resource))) {
    return call(function->name, *function->argument, node, path);
  }
  std::size_t index = 0;
  for (const Node& one : node.items()) walk(one, fmt::format("{}.{}", path, index++));
  for (const document::Member& one : node.members()) {
    if (one.key.starts_with("Fn::ForEach::")) continue;
    const bool merges = one.key == "Fn::Transform";
    if (one.key.starts_with("Fn::") && !merges && node.members().size() > 1) {
      report_.add("L017", one.mark, path, fmt::format("{} must stand alone", one.key),
                  "move the members beside it elsewhere");
    }
    walk(one.value, path + "." + one.key);
  }
}

// A text that names a parameter or resource as Fn::Sub would.
void Functions::literal(const Node& node, const std::string& path) {
  if (place_ != Place::resource || node.text().find("${") == std::string::npos || has_other_substitution(path) ||
      names_are_open())
    return;
  for (const cfn::SubPart& part : cfn::parse_sub(node.text())) {
    if (!part.is_reference) continue;
    const std::string name = part.text.substr(0, part.text.find('.'));
    if (!is_pseudo_parameter(part.text) && t_.parameters.find(name) == nullptr && t_.resources.find(name) == nullptr)
      continue;
    report_.add("L026", node.mark(), path,
                fmt::format("${{{}}} stays as it is here: only Fn::Sub fills names in", part.text),
                "write !Sub before the text");
    return;
  }
}

bool Functions::shape_fits(std::string_view name, const Node& argument, const Node& node, const std::string& path) {
  const Shape* shape = shape_of(name);
  if (shape == nullptr) {
    std::vector<std::string> names;
    names.reserve(shapes.size());
    for (const Shape& one : shapes) names.emplace_back(one.name);
    report_.add("L016", node.mark(), path, fmt::format("CloudFormation has no function {}", name), hint(name, names));
    return false;
  }
  const bool decides = place_ == Place::condition || place_ == Place::rule;
  if (shape->truth && !decides && name != "Fn::Contains") {
    report_.add("L017", node.mark(), path, fmt::format("{} stands only in Conditions and Rules", name),
                "name the condition in Conditions and use Fn::If here");
  }
  if ((name == "Fn::Length" || name == "Fn::ToJsonString") && t_.transform.is_null()) {
    report_.add("L017", node.mark(), path, fmt::format("{} needs the transform AWS::LanguageExtensions", name),
                "add Transform: AWS::LanguageExtensions");
  }
  if (decides && (name == "Fn::GetAtt" || name == "Fn::ImportValue")) {
    report_.add("L017", node.mark(), path,
                fmt::format("{} cannot stand here: conditions and rules are decided before resources exist", name),
                "use a parameter");
    return false;
  }
  if (shape->least == 0) return true;
  const std::size_t count = argument.items().size();
  if (argument.is_sequence() ? count >= shape->least && count <= shape->most : argument.is_mapping()) return true;
  report_.add("L016", node.mark(), path,
              fmt::format("{} takes {}", name,
                          shape->least == shape->most ? fmt::format("a list of {}", shape->least)
                                                      : fmt::format("a list of {} to {}", shape->least, shape->most)),
              "see the function's page in the CloudFormation user guide");
  return false;
}

// Functions that want a text or a list in a certain place.
void Functions::argument_kinds(std::string_view name, const Node& argument, const std::string& path) {
  auto refuse = [&](const Node& one, std::string_view what) {
    report_.add("L016", one.mark().line > 0 ? one.mark() : argument.mark(), path,
                fmt::format("{} takes {}", name, what), "see the function's page in the CloudFormation user guide");
  };
  auto is_call = [](const Node& one) { return cfn::as_function(one).has_value(); };
  const std::vector<Node>& items = argument.items();
  if ((name == "Fn::Join" || name == "Fn::Split") && items.size() == 2) {
    if (!items[0].is_scalar()) refuse(items[0], "a literal delimiter first");
    if (name == "Fn::Join" && !items[1].is_sequence() && !is_call(items[1])) refuse(items[1], "a list of texts");
    if (name == "Fn::Split" && !items[1].is_scalar() && !is_call(items[1])) refuse(items[1], "a text to split");
  }
  if (name == "Fn::Select" && items.size() == 2) {
    if (!items[0].is_scalar() && !is_call(items[0])) refuse(items[0], "a number first");
    if (!items[1].is_sequence() && !is_call(items[1])) refuse(items[1], "a list to select from");
  }
  if ((name == "Fn::Base64" || name == "Fn::ImportValue" || name == "Fn::GetAZs") && !argument.is_scalar() &&
      !is_call(argument))
    refuse(argument, "a text");
}

void Functions::call(std::string_view name, const Node& argument, const Node& node, const std::string& path) {
  if (name.starts_with("Fn::ForEach::") || !shape_fits(name, argument, node, path)) return;
  argument_kinds(name, argument, path);
  if (name == "Ref") {
    if (!argument.is_scalar() || argument.is_null())
      return report_.add("L016", node.mark(), path, "Ref takes the name of a parameter or resource", "write the name");
    return use(argument.text(), argument.mark(), path, "Ref");
  }
  if (name == "Condition") return use_condition(argument, path);
  if (name == "Fn::GetAtt") return get_att(argument, path);
  if (name == "Fn::Sub") return sub(argument, path);
  if (name == "Fn::GetAZs" && argument.is_null()) return;  // what the YAML reader makes of !GetAZs without a text
  if (name == "Fn::FindInMap" && argument.is_sequence()) find_in_map(argument, path);
  if (name == "Fn::If" && argument.is_sequence()) use_condition(argument.items()[0], path);
  if (!argument.is_sequence()) return walk(argument, path);
  for (std::size_t i = name == "Fn::If" ? 1 : 0; i < argument.items().size(); ++i) walk(argument.items()[i], path);
}

void Functions::use(const std::string& name, document::Mark mark, const std::string& path, std::string_view by) {
  if (is_pseudo_parameter(name)) return;
  if (t_.parameters.find(name) != nullptr) {
    uses_.parameters.insert(name);
    return;
  }
  if (t_.resources.find(name) != nullptr) {
    depend(name, mark, path);
    return;
  }
  if (names_are_open()) return;
  std::vector<std::string> names = keys_of(t_.parameters);
  for (const std::string& one : keys_of(t_.resources)) names.push_back(one);
  for (std::string_view one : pseudo_parameters) names.emplace_back(one);
  report_.add(by == "Ref" ? "L010" : "L013", mark, path,
              fmt::format("{} names {}, but there is no such parameter or resource", by, name), hint(name, names));
}

void Functions::depend(const std::string& name, document::Mark mark, const std::string& path) {
  if (place_ == Place::condition || place_ == Place::rule) {
    report_.add("L017", mark, path,
                fmt::format("{} is a resource; conditions and rules are decided before resources exist", name),
                "use a parameter");
  } else if (!owner_.empty() && path.find(".Metadata") == std::string::npos) {
    uses_.resources_to_resources[owner_].insert(name);
  }
}

void Functions::get_att(const Node& argument, const std::string& path) {
  std::string id, attribute;
  if (argument.is_sequence()) {
    if (argument.items().size() < 2) {
      report_.add("L016", argument.mark(), path, "Fn::GetAtt takes a resource and an attribute",
                  "write [Resource, Attribute]");
      return;
    }
    id = argument.items()[0].text();
    attribute = argument.items()[1].text();
    walk(argument.items()[1], path);
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

void Functions::use_attribute(const std::string& id, const std::string& attribute, document::Mark mark,
                              const std::string& path) {
  const Node* resource = t_.resources.find(id);
  if (resource == nullptr) {
    if (!names_are_open())
      report_.add("L012", mark, path, fmt::format("there is no resource {}", id), hint(id, keys_of(t_.resources)));
    return;
  }
  depend(id, mark, path);
  const std::string_view type = text_at(resource, {"Type"});
  const std::optional<std::vector<std::string>> known = schemas_.attributes(type);
  if (!known || attribute.empty() || is_custom(type)) return;
  const std::string first = attribute.substr(0, attribute.find('.'));
  for (const std::string& one : *known) {
    if (one == attribute || one == first) return;
  }
  std::string fix = hint(attribute, *known);
  if (fix.empty() && !known->empty() && known->size() <= 12)
    fix = fmt::format("use one of {}", support::join(*known, ", "));
  report_.add("L012", mark, path, fmt::format("{} ({}) has no attribute {}", id, type, attribute), fix);
}

void Functions::sub(const Node& argument, const std::string& path) {
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
    walk(one.value, path);
  }
}

void Functions::find_in_map(const Node& argument, const std::string& path) {
  const Node& map = argument.items()[0];
  if (!map.is_string()) {
    uses_.all_mappings = true;
    return;
  }
  uses_.mappings.insert(map.text());
  const Node* found = t_.mappings.find(map.text());
  if (found == nullptr && !names_are_open()) {
    report_.add("L015", map.mark(), path, fmt::format("there is no mapping {}", map.text()),
                hint(map.text(), keys_of(t_.mappings)));
    return;
  }
  if (found == nullptr || argument.items().size() > 3 || found->find("Fn::Transform") != nullptr) return;
  if (!argument.items()[1].is_scalar()) {
    const Node& wanted = argument.items()[2];
    const std::vector<document::Member>& rows = found->members();
    if (wanted.is_scalar() && std::none_of(rows.begin(), rows.end(), [&](const document::Member& row) {
          return row.value.find(wanted.text()) != nullptr || row.key.starts_with("Fn::");
        })) {
      report_.add("L015", wanted.mark(), path,
                  fmt::format("nothing of mapping {} has a key {}", map.text(), wanted.text()),
                  rows.empty() ? "" : hint(wanted.text(), keys_of(rows.front().value)));
    }
    return;
  }
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

void Functions::use_condition(const Node& name, const std::string& path) {
  if (!name.is_scalar()) {
    report_.add("L020", name.mark(), path, "a condition is named here by a text", "write the name of a condition");
    return;
  }
  uses_.conditions.insert(name.text());
  if (place_ == Place::condition) uses_.conditions_to_conditions[owner_].insert(name.text());
  if (t_.conditions.find(name.text()) == nullptr && !names_are_open()) {
    report_.add("L020", name.mark(), path, fmt::format("there is no condition {}", name.text()),
                hint(name.text(), keys_of(t_.conditions)));
  }
}

}  // namespace vend::validate
