// A CloudFormation template: its sections, each a mapping in the order in which it will be written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "vend/document/node.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::cfn {

using document::Node;

// What macros do to a template before CloudFormation sees its resources.
enum class Rewriting : std::uint8_t {
  none,     // nothing, or only functions that are known here (AWS::LanguageExtensions)
  added,    // resources and names appear: AWS's own transforms, Fn::ForEach, Fn::Transform, modules
  anything  // a macro of somebody's own may change every value
};

struct Template {
  std::string description;
  Node metadata = Node::mapping();
  Node parameters = Node::mapping();
  Node rules = Node::mapping();
  Node mappings = Node::mapping();
  Node conditions = Node::mapping();
  Node resources = Node::mapping();
  Node outputs = Node::mapping();
  Node transform;      // null when there is none
  std::string file;    // where it was read from; empty for a rendered one
  Node root;           // what was read, functions in long form; null for a rendered one
  bool dense = false;  // written with few spaces: YAML with one column for a level, JSON on one line

  Rewriting rewriting() const;

  // One tree, functions in long form; empty sections are left out.
  Node to_node() const;
};

enum class Format : std::uint8_t { yaml, json };

std::string write_yaml(const Template& t);  // functions in short form where YAML allows it
std::string write_json(const Template& t);
std::string write(const Template& t, Format format);

// Reads YAML or JSON text, or what `aws cloudformation get-template` prints, with the template in its TemplateBody.
// Reports syntax and sections that are no mappings; what else may be wrong is for `validate`.
std::optional<Template> read_template(std::string_view text, const std::string& file, support::Diagnostics& out);

}  // namespace vend::cfn
