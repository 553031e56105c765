// A template as somebody reviews it: what it asks, what it becomes when nothing is changed on the form, and what each
// condition changes about that.
//
// Values are resolved, conditions applied, UserData decoded. A value stands on one line where it fits. A tree is told
// whole, or by what is different from another.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "vend/cfn/template.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"

namespace vend::testing {

struct TreeLine {
  std::size_t indent = 0;  // columns
  std::string path;        // of the value: "InstanceASG.MinSize"
  std::string label;       // what stands before the value: "MinSize: ", "- "
  std::string value;
};
using TreeLines = std::vector<TreeLine>;

// A value on one line. Functions are as in mathematics: Equals(Platform, Linux).
inline std::string on_one_line(const document::Node& node) {
  if (node.is_scalar()) return node.text().empty() ? "''" : node.text();
  std::vector<std::string> parts;
  for (const document::Node& one : node.items()) parts.push_back(on_one_line(one));
  if (node.is_sequence()) return "[" + support::join(parts, ", ") + "]";
  const std::vector<document::Member>& members = node.members();
  if (members.size() == 1 && (members[0].key == "Ref" || members[0].key == "Condition"))
    return on_one_line(members[0].value);
  if (members.size() == 1 && members[0].key.starts_with("Fn::")) {
    const std::string arguments = on_one_line(members[0].value);
    return members[0].key.substr(4) + (members[0].value.is_sequence()
                                           ? "(" + arguments.substr(1, arguments.size() - 2) + ")"
                                           : "(" + arguments + ")");
  }
  for (const document::Member& one : members) parts.push_back(one.key + ": " + on_one_line(one.value));
  return "{" + support::join(parts, ", ") + "}";
}

// NAME:BASE64, as UserData carries free texts, is told decoded.
inline std::string decoded_value(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos ||
      line.substr(0, colon).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != std::string_view::npos)
    return std::string(line);
  const std::optional<std::string> value = support::base64_decode(line.substr(colon + 1));
  return value ? fmt::format("{}: {}", line.substr(0, colon), *value) : std::string(line);
}

inline void add_lines(const document::Node& node, std::size_t indent, const std::string& path, const std::string& label,
                      TreeLines& lines) {
  constexpr std::size_t width = 118;
  const document::Node& value = node.decoded() != nullptr ? *node.decoded() : node;
  const std::string line = on_one_line(value);
  const bool several_lines = line.find('\n') != std::string::npos;
  if (!several_lines && (value.is_scalar() || indent + label.size() + line.size() <= width)) {
    lines.push_back({indent, path, label, line});
    return;
  }
  if (label != "- " || !value.is_mapping()) lines.push_back({indent, "", std::string(support::trim(label)), ""});
  if (value.is_scalar()) {
    for (const std::string_view one : support::split_lines(value.text()))
      lines.push_back({indent + 2, path, "", decoded_value(one)});
  }
  for (std::size_t i = 0; i < value.items().size(); ++i)
    add_lines(value.items()[i], indent + 2, fmt::format("{}[{}]", path, i), "- ", lines);
  const std::size_t first = lines.size();
  for (const document::Member& one : value.members())
    add_lines(one.value, indent + 2, path + "." + one.key, one.key + ": ", lines);
  if (label == "- " && first < lines.size()) {
    lines[first].indent = indent;
    lines[first].label.insert(0, label);
  }
}

inline TreeLines tree_lines(const evaluate::Result& result) {
  TreeLines lines;
  for (const document::Member& resource : result.resources.members()) {
    lines.push_back({0, resource.key, resource.key + ": ", resource.value.find("Type")->text()});
    for (const document::Member& one : resource.value.members()) {
      if (one.key == "Type") continue;
      if (one.key != "Properties") {
        add_lines(one.value, 2, resource.key + "." + one.key, one.key + ": ", lines);
        continue;
      }
      for (const document::Member& property : one.value.members())
        add_lines(property.value, 2, resource.key + "." + property.key, property.key + ": ", lines);
    }
  }
  for (const document::Member& one : result.outputs.members())
    add_lines(*one.value.find("Value"), 0, "output " + one.key, "output " + one.key + " = ", lines);
  return lines;
}

inline std::string text_of(const TreeLines& lines) {
  std::string text;
  for (const TreeLine& one : lines) text += std::string(one.indent, ' ') + one.label + one.value + "\n";
  return text;
}

inline std::string difference_text(const TreeLines& before, const TreeLines& after) {
  const auto told = [](const TreeLines& lines, const TreeLines& others, const std::string& sign) {
    std::set<std::string> known;
    for (const TreeLine& one : others) known.insert(one.path + (one.value.empty() ? "" : ": ") + one.value);
    std::string text;
    for (const TreeLine& one : lines) {
      const std::string line = one.path + (one.value.empty() ? "" : ": ") + one.value;
      if (!one.path.empty() && !known.contains(line)) text += "  " + sign + line + "\n";
    }
    return text;
  };
  return told(before, after, "- ") + told(after, before, "+ ");
}

// What a parameter says to people; docs/parameters.md has it.
inline const std::set<std::string> help = {"Description", "ConstraintDescription"};

struct AcceptedTree {
  std::string description;
  TreeLines form;  // the questions in their groups, with defaults and constraints
  TreeLines rules;
  TreeLines stack;                             // when nothing is changed on the form
  std::map<std::string, std::string> changes;  // "With UseGivenVpc: Not(...)" -> what is different then
};

inline AcceptedTree accepted_tree(const cfn::Template& t) {
  AcceptedTree tree{t.description, {}, {}, {}, {}};
  for (const document::Node& group :
       t.metadata.find("AWS::CloudFormation::Interface")->find("ParameterGroups")->items()) {
    const std::string label = group.find("Label")->find("default")->text();
    tree.form.push_back({0, label, label, ""});
    for (const document::Node& name : group.find("Parameters")->items()) {
      document::Node rest = document::Node::mapping();
      std::string fallback;
      for (const document::Member& one : t.parameters.find(name.text())->members()) {
        if (one.key == "Default") fallback = on_one_line(one.value);
        if (!help.contains(one.key) && one.key != "Default") rest.add(one.key, one.value);
      }
      tree.form.push_back({2, name.text(), name.text() + (fallback.empty() ? "" : " = "), fallback});
      tree.form.push_back({6, name.text(), "", on_one_line(rest)});
    }
  }
  for (const document::Member& one : t.rules.members()) add_lines(one.value, 0, one.key, one.key + ": ", tree.rules);
  evaluate::Input input;
  input.assume_missing = true;
  const evaluate::Result result = evaluate::evaluate(t, input);
  for (const support::Diagnostic& one : result.diagnostics) FAIL_CHECK(support::to_text(one));
  tree.stack = tree_lines(result);
  for (const document::Member& one : t.conditions.members()) {
    const bool holds = result.conditions.at(one.key);
    evaluate::Input other = input;
    other.conditions[one.key] = !holds;
    TreeLines condition;
    add_lines(one.value, 0, "", fmt::format("{} {}: ", holds ? "Without" : "With", one.key), condition);
    tree.changes[text_of(condition)] = difference_text(tree.stack, tree_lines(evaluate::evaluate(t, other)));
  }
  return tree;
}

inline std::string whole_text(const AcceptedTree& tree) {
  std::string text = tree.description + "\n\n== The form\n" + text_of(tree.form) + "\n== Its rules\n" +
                     text_of(tree.rules) + "\n== The stack, when nothing is changed on the form\n" +
                     text_of(tree.stack);
  for (const auto& [condition, change] : tree.changes) text += "\n== " + condition + change;
  return text;
}

// What `name`, another tree, leaves to tell.
inline std::string text_beside(const std::string& name, const AcceptedTree& known, const AcceptedTree& tree) {
  std::string text = tree.description + "\n\nAs " + name + ", but for\n";
  const auto part = [&](const std::string& title, const TreeLines& before, const TreeLines& after) {
    const std::string difference = difference_text(before, after);
    if (!difference.empty()) text += "\n== " + title + "\n" + difference;
  };
  part("The form", known.form, tree.form);
  part("Its rules", known.rules, tree.rules);
  part("The stack, when nothing is changed on the form", known.stack, tree.stack);
  for (const auto& [condition, change] : known.changes) {
    if (!tree.changes.contains(condition)) text += "\n== There is no: " + condition;
  }
  for (const auto& [condition, change] : tree.changes) {
    const auto same = known.changes.find(condition);
    if (same == known.changes.end() || same->second != change) text += "\n== " + condition + change;
  }
  return text;
}

}  // namespace vend::testing
