#include "document/yaml_nodes.hpp"

#include <algorithm>
#include <array>

#include "document/scalar.hpp"
#include "vend/document/plain_scalar.hpp"

namespace vend::document {

namespace {

constexpr std::string_view standard = "tag:yaml.org,2002:";

bool is_local(const std::string& tag) { return tag.size() > 1 && tag.front() == '!'; }

}  // namespace

void YamlNodes::refuse_tag(Mark mark, const std::string& tag) {
  reporter_.stop("D010", mark, "the tag '" + tag + "' is not known here");
}

Node YamlNodes::typed(Mark mark, const std::string& tag, std::string value) {
  if (!tag.starts_with(standard)) refuse_tag(mark, tag);
  const std::string_view type = std::string_view(tag).substr(standard.size());
  if (type == "str") return Node(std::move(value));
  constexpr std::array<std::pair<std::string_view, Node::Kind>, 4> types = {{{"int", Node::Kind::integer},
                                                                             {"float", Node::Kind::real},
                                                                             {"bool", Node::Kind::boolean},
                                                                             {"null", Node::Kind::null}}};
  const Node::Kind kind = resolve_plain(value);
  const bool fits = std::any_of(types.begin(), types.end(), [&](const auto& row) {
    return row.first == type && (row.second == kind || (type == "float" && kind == Node::Kind::integer));
  });
  if (!fits) refuse_tag(mark, tag);
  return Node::scalar(kind, std::move(value));
}

Node YamlNodes::plain(std::string value) const {
  const bool is_key = builder_.waits_for_key();
  if (scalars_ == Scalars::core || is_key) {
    const Node::Kind kind = resolve_plain(value);
    return Node::scalar(kind, std::move(value));
  }
  PlainScalar read = plain_scalar(value);
  const bool rewritten = read.kind != Node::Kind::null && read.text != value;
  Node node = Node::scalar(read.kind, std::move(read.text));
  if (rewritten) node.set_written(std::move(value));
  return node;
}

void YamlNodes::scalar(Mark mark, const std::string& tag, bool quoted, std::string value, Anchor anchor) {
  Node node;
  if (is_local(tag)) {
    node = Node(std::move(value));
    node.set_tag(tag);
  } else if (quoted || tag == "!") {
    node = Node(std::move(value));
  } else if (!tag.empty()) {
    node = typed(mark, tag, std::move(value));
  } else {
    node = plain(std::move(value));
  }
  if (node.is_null()) node = Node();  // null has no text
  node.set_mark(mark);
  node.set_quoted(quoted);
  builder_.scalar(std::move(node), anchor);
}

void YamlNodes::begin(Node collection, Mark mark, const std::string& tag, Anchor anchor) {
  if (is_local(tag)) {
    collection.set_tag(tag);
  } else if (!tag.empty() && tag != "!") {
    const std::string_view type = collection.is_sequence() ? "seq" : "map";
    if (!tag.starts_with(standard) || std::string_view(tag).substr(standard.size()) != type) refuse_tag(mark, tag);
  }
  collection.set_mark(mark);
  builder_.begin(std::move(collection), anchor);
}

}  // namespace vend::document
