// What functions name: whether it exists, and who uses it.
#include <fmt/format.h>

#include <algorithm>

#include "validate/language/language.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// CloudFormation user guide, "Pseudo parameters reference".
constexpr std::array<std::string_view, 8> pseudo_parameters = {
    "AWS::AccountId", "AWS::NotificationARNs", "AWS::NoValue",   "AWS::Partition",
    "AWS::Region",    "AWS::StackId",          "AWS::StackName", "AWS::URLSuffix"};

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
    if (is_made(argument.items()[0])) return walk(argument, path);
    if (!argument.items()[0].is_scalar()) {
      report_.add("L016", argument.items()[0].mark(), path, "Fn::GetAtt takes the name of a resource first",
                  "write the name");
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

// One broken text is one mistake, however many names of it are wrong.
void Functions::sub(const Node& argument, const std::string& path) {
  const Node* text = &argument;
  const Node* variables = nullptr;
  if (argument.is_sequence() && argument.items().size() == 2 && argument.items()[1].is_mapping()) {
    text = &argument.items()[0];
    variables = &argument.items()[1];
  }
  if (cfn::is_by_macro(*text)) {
    walk(*text, path);
    if (variables != nullptr) walk(*variables, path);
    return;
  }
  if (!text->is_scalar()) {
    report_.add("L016", argument.mark(), path, "Fn::Sub takes a text, or a text and a mapping of variables",
                "write [text, {Name: value}]");
    return;
  }
  std::set<std::string> met;
  std::vector<std::string> unreadable, unknown;
  for (const cfn::SubPart& part : cfn::parse_sub(text->text())) {
    if (!part.is_reference) continue;
    const std::string name(support::trim(part.text));
    if (!met.insert(name).second || (variables != nullptr && variables->find(name) != nullptr)) continue;
    const std::size_t dot = name.find('.');
    const std::string id = name.substr(0, dot);
    const bool exists = t_.resources.find(id) != nullptr ||
                        (dot == std::string::npos && (t_.parameters.find(id) != nullptr || is_pseudo_parameter(id)));
    if (!sub_name(name)) {
      unreadable.push_back(fmt::format("${{{}}}", name));
    } else if (!exists && variables != nullptr && cfn::is_by_macro(*variables)) {
      continue;  // it may be one of those
    } else if (!exists && !names_are_open()) {
      if (std::find(unknown.begin(), unknown.end(), id) == unknown.end()) unknown.push_back(id);
    } else if (dot == std::string::npos) {
      use(name, text->mark(), path, "Fn::Sub");
    } else {
      use_attribute(id, name.substr(dot + 1), text->mark(), path);
    }
  }
  tell_of_sub(*text, path, unreadable, unknown);
  if (variables == nullptr) return;
  for (const document::Member& one : variables->members()) {
    if (!met.contains(one.key) && one.key != "Fn::Transform" && unknown.empty() && unreadable.empty())
      report_.add("L014", one.mark, path, fmt::format("the text of Fn::Sub does not use its variable {}", one.key),
                  "remove the variable, or use it");
    walk(one.value, path);
  }
}

void Functions::tell_of_sub(const Node& text, const std::string& path, std::vector<std::string> unreadable,
                            std::vector<std::string> unknown) {
  static constexpr std::size_t named = 5;
  const auto listed = [](std::vector<std::string>& names) {
    const bool more = names.size() > named;
    names.resize(std::min(names.size(), named));
    return support::join(names, ", ") + (more ? ", ..." : "");
  };
  if (!unreadable.empty()) {
    const bool one = unreadable.size() == 1;
    const std::string first = unreadable.front().substr(2, unreadable.front().size() - 3);
    report_.add(
        "L013", text.mark(), path,
        fmt::format("{} {} that Fn::Sub can fill in", listed(unreadable), one ? "is not a name" : "are not names"),
        fmt::format("write ${{!{}}} if it is meant literally", first));
  } else if (!unknown.empty()) {
    std::vector<std::string> names = keys_of(t_.parameters);
    for (const std::string& one : keys_of(t_.resources)) names.push_back(one);
    for (std::string_view one : pseudo_parameters) names.emplace_back(one);
    const std::string fix = hint(unknown.front(), names);
    const bool one = unknown.size() == 1;
    report_.add("L013", text.mark(), path,
                fmt::format("Fn::Sub names {}, but there {}", listed(unknown),
                            one ? "is no such parameter or resource" : "are no such parameters or resources"),
                fix);
  }
}

// What a mapping lacks is one mistake of a resource, however often it looks there.
void Functions::missing_in_map(document::Mark mark, const std::string& path, std::string message, std::string fix) {
  if (missing_.insert(owner_ + ' ' + message).second)
    report_.add("L015", mark, path, std::move(message), std::move(fix));
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
    missing_in_map(map.mark(), path, fmt::format("there is no mapping {}", map.text()),
                   hint(map.text(), keys_of(t_.mappings)));
    return;
  }
  if (found == nullptr || argument.items().size() > 3 || found->find("Fn::Transform") != nullptr) return;
  // A function there is a mistake of its own, or a macro's to rewrite.
  if (std::ranges::any_of(found->members(),
                          [](const document::Member& row) { return cfn::as_function(row.value).has_value(); }))
    return;
  const auto written = [&](std::size_t i) -> const std::string& { return argument.items()[i].written(); };
  if (!argument.items()[1].is_scalar()) {
    const Node& wanted = argument.items()[2];
    const std::vector<document::Member>& rows = found->members();
    if (wanted.is_scalar() && std::none_of(rows.begin(), rows.end(), [&](const document::Member& row) {
          return row.value.find(wanted.written()) != nullptr || row.key.starts_with("Fn::");
        })) {
      missing_in_map(wanted.mark(), path,
                     fmt::format("nothing of mapping {} has a key {}", map.text(), wanted.written()),
                     rows.empty() ? "" : hint(wanted.written(), keys_of(rows.front().value)));
    }
    return;
  }
  const Node* top = found->find(written(1));
  if (top == nullptr) {
    missing_in_map(argument.items()[1].mark(), path, fmt::format("mapping {} has no key {}", map.text(), written(1)),
                   hint(written(1), keys_of(*found)));
  } else if (argument.items()[2].is_scalar() && top->find(written(2)) == nullptr &&
             top->find("Fn::Transform") == nullptr) {
    missing_in_map(argument.items()[2].mark(), path,
                   fmt::format("{} of mapping {} has no key {}", written(1), map.text(), written(2)),
                   hint(written(2), keys_of(*top)));
  }
}

void Functions::use_condition(const Node& name, const std::string& path) {
  if (!name.is_scalar()) {
    report_.add("L020", name.mark(), path, "a condition is named here by a text", "write the name of a condition");
    return;
  }
  uses_.conditions.insert(name.written());
  if (place_ == Place::condition) uses_.conditions_to_conditions[owner_].insert(name.written());
  if (t_.conditions.find(name.written()) == nullptr && !names_are_open()) {
    report_.add("L020", name.mark(), path, fmt::format("there is no condition {}", name.written()),
                hint(name.written(), keys_of(t_.conditions)));
  }
}

}  // namespace vend::validate
