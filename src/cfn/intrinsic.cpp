#include "vend/cfn/intrinsic.hpp"

#include <algorithm>
#include <array>

#include "vend/support/text.hpp"

namespace vend::cfn {
namespace {

Node call(std::string_view name, Node argument) {
  Node node = Node::mapping();
  node.add(std::string(name), std::move(argument));
  return node;
}

// Short tags and the functions they stand for (CloudFormation user guide, intrinsic function reference).
struct Tag {
  std::string_view tag;
  std::string_view function;
};

constexpr std::array tags = {
    Tag{"!Ref", "Ref"},
    Tag{"!Condition", "Condition"},
    Tag{"!GetAtt", "Fn::GetAtt"},
    Tag{"!Sub", "Fn::Sub"},
    Tag{"!Join", "Fn::Join"},
    Tag{"!Split", "Fn::Split"},
    Tag{"!Select", "Fn::Select"},
    Tag{"!Base64", "Fn::Base64"},
    Tag{"!FindInMap", "Fn::FindInMap"},
    Tag{"!GetAZs", "Fn::GetAZs"},
    Tag{"!If", "Fn::If"},
    Tag{"!Equals", "Fn::Equals"},
    Tag{"!Not", "Fn::Not"},
    Tag{"!And", "Fn::And"},
    Tag{"!Or", "Fn::Or"},
    Tag{"!ImportValue", "Fn::ImportValue"},
    Tag{"!Cidr", "Fn::Cidr"},
    Tag{"!Transform", "Fn::Transform"},
    Tag{"!Length", "Fn::Length"},
    Tag{"!ToJsonString", "Fn::ToJsonString"},
    Tag{"!ForEach", "Fn::ForEach"},
    Tag{"!Contains", "Fn::Contains"},
    Tag{"!EachMemberEquals", "Fn::EachMemberEquals"},
    Tag{"!EachMemberIn", "Fn::EachMemberIn"},
    Tag{"!RefAll", "Fn::RefAll"},
    Tag{"!ValueOf", "Fn::ValueOf"},
    Tag{"!ValueOfAll", "Fn::ValueOfAll"},
};

std::string_view function_of(std::string_view tag) {
  auto found = std::find_if(tags.begin(), tags.end(), [&](const Tag& row) { return row.tag == tag; });
  return found == tags.end() ? std::string_view() : found->function;
}

std::string_view tag_of(std::string_view function) {
  auto found = std::find_if(tags.begin(), tags.end(), [&](const Tag& row) { return row.function == function; });
  return found == tags.end() ? std::string_view() : found->tag;
}

// "Resource.Attribute.Part" of the short form is [Resource, Attribute.Part] of the long one.
Node get_att_argument(const Node& node) {
  std::size_t dot = node.text().find('.');
  if (!node.is_string() || dot == std::string::npos) return node;
  Node id(node.text().substr(0, dot));
  Node attribute(node.text().substr(dot + 1));
  id.set_mark(node.mark());
  attribute.set_mark(node.mark());
  Node pair = Node::sequence({std::move(id), std::move(attribute)});
  pair.set_mark(node.mark());
  return pair;
}

}  // namespace

Node ref(std::string_view name) { return call("Ref", Node(name)); }
Node get_att(std::string_view logical_id, std::string_view attribute) {
  return call("Fn::GetAtt", Node::sequence({Node(logical_id), Node(attribute)}));
}
Node sub(std::string text) { return call("Fn::Sub", Node(std::move(text))); }
Node sub(std::string text, Node variables) {
  return call("Fn::Sub", Node::sequence({Node(std::move(text)), std::move(variables)}));
}
Node join(std::string_view delimiter, std::vector<Node> parts) {
  return call("Fn::Join", Node::sequence({Node(delimiter), Node::sequence(std::move(parts))}));
}
Node split(std::string_view delimiter, Node text) {
  return call("Fn::Split", Node::sequence({Node(delimiter), std::move(text)}));
}
Node select(int index, Node from) {
  return call("Fn::Select", Node::sequence({Node::integer(index), std::move(from)}));
}
Node base64(Node text) { return call("Fn::Base64", std::move(text)); }
Node find_in_map(std::string_view map, Node top_key, Node second_key) {
  return call("Fn::FindInMap", Node::sequence({Node(map), std::move(top_key), std::move(second_key)}));
}
Node get_azs() { return call("Fn::GetAZs", Node("")); }
Node if_(std::string_view condition, Node then, Node otherwise) {
  Node arguments = Node::sequence({Node(condition)});
  arguments.push(std::move(then));
  arguments.push(std::move(otherwise));
  return call("Fn::If", std::move(arguments));
}
Node equals(Node a, Node b) { return call("Fn::Equals", Node::sequence({std::move(a), std::move(b)})); }
Node not_(Node condition) { return call("Fn::Not", Node::sequence({std::move(condition)})); }
Node and_(std::vector<Node> conditions) { return call("Fn::And", Node::sequence(std::move(conditions))); }
Node or_(std::vector<Node> conditions) { return call("Fn::Or", Node::sequence(std::move(conditions))); }
Node condition(std::string_view name) { return call("Condition", Node(name)); }
Node no_value() { return ref("AWS::NoValue"); }

std::optional<Function> as_function(const Node& node) {
  if (!node.is_mapping() || node.members().size() != 1) return std::nullopt;
  const document::Member& only = node.members().front();
  bool function = only.key == "Ref" || only.key == "Condition" || only.key.starts_with("Fn::");
  if (!function) return std::nullopt;
  return Function{only.key, &only.value};
}

bool is_by_macro(const Node& node) { return node.find("Fn::Transform") != nullptr; }

void expand_tags(Node& node, const std::string& file, support::Diagnostics& out) {
  if (node.is_sequence() && !node.empty()) {
    for (Node& item : node.items()) expand_tags(item, file, out);
  } else if (node.is_mapping() && !node.empty()) {
    for (document::Member& member : node.members()) expand_tags(member.value, file, out);
  }
  if (node.tag().empty()) return;
  std::string_view function = function_of(node.tag());
  if (function.empty()) {
    std::vector<std::string> known;
    known.reserve(tags.size());
    for (const Tag& row : tags) known.emplace_back(row.tag);
    out.push_back({support::Severity::error,
                   "C001",
                   {file, node.mark().line, node.mark().column},
                   "",
                   "CloudFormation has no function " + node.tag(),
                   "use one of its functions, or quote the text"});
    node.set_tag({});
    return;
  }
  document::Mark mark = node.mark();
  Node argument = std::move(node);
  argument.set_tag({});
  if (function == "Fn::GetAtt") argument = get_att_argument(argument);
  node = call(function, std::move(argument));
  node.set_mark(mark);
  node.members().front().mark = mark;
}

std::optional<document::Short> short_form(const Node& node) {
  const std::optional<Function> function = as_function(node);
  // Condition stays long: moto reads the short form as a function that it does not know.
  if (!function || function->name == "Condition") return std::nullopt;
  const std::string_view tag = tag_of(function->name);
  const Node& argument = *function->argument;
  if (tag.empty() || !argument.tag().empty() || short_form(argument)) return std::nullopt;
  document::Short result{tag, &argument, std::nullopt};
  if (function->name == "Fn::GetAtt" && argument.items().size() == 2 && argument.items()[0].is_string() &&
      argument.items()[1].is_string())
    result.made = Node(argument.items()[0].text() + "." + argument.items()[1].text());
  return result;
}

std::vector<SubPart> parse_sub(std::string_view text) {
  std::vector<SubPart> parts;
  std::string literal;
  std::size_t literal_at = 0;
  auto flush = [&](std::size_t next) {
    if (!literal.empty()) parts.push_back({false, std::move(literal), literal_at});
    literal.clear();
    literal_at = next;
  };
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t open = text.find("${", at);
    std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      literal.append(text.substr(at));
      break;
    }
    literal.append(text.substr(at, open - at));
    std::string_view name = text.substr(open + 2, close - open - 2);
    if (name.starts_with('!')) {
      literal.append("${").append(name.substr(1)).append("}");
    } else {
      flush(open);
      parts.push_back({true, std::string(support::trim(name)), open});
      literal_at = close + 1;
    }
    at = close + 1;
  }
  flush(text.size());
  return parts;
}

// Walks over the text as parse_sub() does, which takes all between a brace and the one that closes it for one name.
std::string escape_sub(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t open = text.find("${");
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;  // without a closing brace it is no reference
    out.append(text.substr(0, open)).append("${!").append(text.substr(open + 2, close - open - 1));
    text.remove_prefix(close + 1);
  }
  return out.append(text);
}

}  // namespace vend::cfn
