// Intrinsic functions of CloudFormation, as trees in their long form ({"Ref": "X"}, {"Fn::Sub": ...}).
//
// Inside the program functions are always long; read_template() turns the short tags of YAML into it, write_yaml()
// turns them back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vend/document/node.hpp"
#include "vend/document/yaml_writer.hpp"
#include "vend/support/diagnostic.hpp"

namespace vend::cfn {

using document::Node;

Node ref(std::string_view name);
Node get_att(std::string_view logical_id, std::string_view attribute);
Node sub(std::string text);
Node sub(std::string text, Node variables);
Node join(std::string_view delimiter, std::vector<Node> parts);
Node split(std::string_view delimiter, Node text);
Node select(int index, Node list);
Node base64(Node text);
Node find_in_map(std::string_view map, Node top_key, Node second_key);
Node get_azs();
Node if_(std::string_view condition, Node then, Node otherwise);
Node equals(Node a, Node b);
Node not_(Node condition);
Node and_(std::vector<Node> conditions);  // 2 to 10 (AWS, condition functions)
Node or_(std::vector<Node> conditions);   // 2 to 10
Node condition(std::string_view name);
Node no_value();

// A mapping with one member whose key is Ref, Condition or Fn::something.
struct Function {
  std::string_view name;
  const Node* argument = nullptr;
};
std::optional<Function> as_function(const Node& node);
// Whether a macro brings the rest of it (Fn::Transform): nobody knows here what it will be.
bool is_by_macro(const Node& node);

// Short tags become long functions, in place. Reports tags that CloudFormation does not know.
void expand_tags(Node& node, const std::string& file, support::Diagnostics& out);
// The short tag of a long function, for write_yaml(). Nothing where YAML cannot hold one, since the argument carries a
// tag of its own.
std::optional<document::Short> short_form(const Node& node);

// Fn::Sub text: `${Name}` and `${Name.Attribute}` are references, with or without blanks inside the braces;
// `${!Literal}` stands for `${Literal}`.
struct SubPart {
  bool is_reference = false;
  std::string text;        // the literal text, or the name between the braces
  std::size_t offset = 0;  // of the part in the source text, bytes
};
std::vector<SubPart> parse_sub(std::string_view text);
// Writes `${` as `${!`, so that Fn::Sub leaves the text as it is.
std::string escape_sub(std::string_view text);

}  // namespace vend::cfn
