#include "vend/cfn/template.hpp"

#include <algorithm>
#include <array>

#include "vend/cfn/intrinsic.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/reader.hpp"
#include "vend/document/yaml_writer.hpp"

namespace vend::cfn {
namespace {

struct Section {
  std::string_view name;
  Node Template::*node;
};

constexpr std::array sections = {
    Section{"Metadata", &Template::metadata},     Section{"Parameters", &Template::parameters},
    Section{"Rules", &Template::rules},           Section{"Mappings", &Template::mappings},
    Section{"Conditions", &Template::conditions}, Section{"Resources", &Template::resources},
    Section{"Outputs", &Template::outputs},
};

Rewriting of_macro(const Node& macro) {
  const Node* name = macro.is_mapping() ? macro.find("Name") : &macro;
  if (name == nullptr || !name->text().starts_with("AWS::")) return Rewriting::anything;
  return name->text() == "AWS::LanguageExtensions" ? Rewriting::none : Rewriting::added;
}

bool adds_members(const Node& section) {
  return std::any_of(section.members().begin(), section.members().end(), [](const document::Member& one) {
    const Node* type = one.value.find("Type");
    return one.key.starts_with("Fn::") || (type != nullptr && type->text().ends_with("::MODULE"));
  });
}

}  // namespace

Rewriting Template::rewriting() const {
  Rewriting most = Rewriting::none;
  auto raise = [&](Rewriting one) { most = std::max(most, one); };
  if (transform.is_sequence()) {
    for (const Node& one : transform.items()) raise(of_macro(one));
  } else if (!transform.is_null()) {
    raise(of_macro(transform));
  }
  for (const Node* section : {&parameters, &mappings, &conditions, &resources, &outputs}) {
    if (adds_members(*section)) raise(Rewriting::added);
  }
  if (root.find("Fn::Transform") != nullptr) raise(Rewriting::added);
  return most;
}

Node Template::to_node() const {
  Node node = Node::mapping();
  node.add("AWSTemplateFormatVersion", "2010-09-09");
  if (!description.empty()) node.add("Description", description);
  if (!transform.is_null()) node.add("Transform", transform);
  for (const Section& section : sections) {
    if (!(this->*section.node).empty()) node.add(std::string(section.name), this->*section.node);
  }
  return node;
}

std::string write_yaml(const Template& t) {
  const Node version("2010-09-09"), description(t.description);
  std::vector<document::NamedNode> members = {{"AWSTemplateFormatVersion", &version}};
  if (!t.description.empty()) members.push_back({"Description", &description});
  if (!t.transform.is_null()) members.push_back({"Transform", &t.transform});
  for (const Section& section : sections) {
    if (!(t.*section.node).empty()) members.push_back({section.name, &(t.*section.node)});
  }
  return document::write_yaml(members, short_form, t.dense ? 1 : 2);
}

std::string write_json(const Template& t) {
  return t.dense ? document::write_compact_json(t.to_node()) + "\n" : document::write_json(t.to_node());
}

std::string write(const Template& t, Format format) { return format == Format::yaml ? write_yaml(t) : write_json(t); }

std::optional<Template> read_template(std::string_view text, const std::string& file, support::Diagnostics& out) {
  std::optional<Node> root = document::read_document(
      text, file, out, {.duplicates = document::Duplicates::last_wins, .scalars = document::Scalars::yaml_1_1});
  if (!root) return std::nullopt;
  // `aws cloudformation get-template --query TemplateBody` prints the template's text as one JSON string.
  if (root->is_string() && root->text().find("Resources") != std::string::npos &&
      text.find('"') != std::string_view::npos && root->text().size() < text.size())
    return read_template(root->text(), file, out);
  if (!root->is_mapping()) {
    out.push_back({support::Severity::error,
                   "C002",
                   {file, root->mark().line, root->mark().column},
                   "",
                   "a template is a mapping of sections",
                   "begin with AWSTemplateFormatVersion and Resources"});
    return std::nullopt;
  }
  // What `aws cloudformation get-template` prints: the template as a tree, or as its text.
  if (const Node* body = root->find("TemplateBody"); body != nullptr && root->find("Resources") == nullptr) {
    if (body->is_string()) return read_template(body->text(), file, out);
    Node inner = *body;
    *root = std::move(inner);
  }
  expand_tags(*root, file, out);
  Template result;
  result.file = file;
  if (const Node* description = root->find("Description")) result.description = description->text();
  if (const Node* transform = root->find("Transform")) result.transform = *transform;
  for (const Section& section : sections) {
    Node* node = root->find(section.name);
    if (node == nullptr) continue;
    if (!node->is_mapping()) {
      out.push_back({support::Severity::error,
                     "C003",
                     {file, node->mark().line, node->mark().column},
                     std::string(section.name),
                     std::string(section.name) + " is not a mapping",
                     ""});
      continue;
    }
    node->index();
    result.*section.node = *node;
  }
  result.root = std::move(*root);
  return result;
}

}  // namespace vend::cfn
