// --set PATH=VALUE.
#include "vend/spec/overlay.hpp"

#include <fmt/format.h>

#include <charconv>

#include "vend/document/yaml_reader.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend::spec {
namespace {

using document::Node;

// The member or entry of that name; a missing member is made. Null where nothing can be made.
Node* descend(Node& node, std::string_view key) {
  if (node.is_sequence()) {
    std::size_t index = 0;
    auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    bool whole = error == std::errc() && end == key.data() + key.size();
    return whole && index < node.items().size() ? &node.items()[index] : nullptr;
  }
  if (node.is_null()) node = Node::mapping();
  if (!node.is_mapping()) return nullptr;
  Node* found = node.find(key);
  return found != nullptr ? found : &node.add(std::string(key), Node());
}

// A value of the command line has no place in the spec's file; Reading then names --set.
void forget_places(Node& node) {
  node.set_mark({});
  if (node.is_sequence()) {
    for (Node& one : node.items()) forget_places(one);
  } else if (node.is_mapping()) {
    for (document::Member& one : node.members()) {
      one.mark = {};
      forget_places(one.value);
    }
  }
}

}  // namespace

void set(Node& root, std::string_view assignment, support::Diagnostics& out) {
  auto refuse = [&](std::string message, std::string fix) {
    out.push_back({support::Severity::error, "S009", {"--set", 0, 0}, "", std::move(message), std::move(fix)});
  };
  std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    refuse(fmt::format("\"{}\" is not PATH=VALUE", assignment),
           "write it like --set gitlab.url=https://gitlab.example.com/");
    return;
  }
  if (!support::is_valid_utf8(assignment)) {
    refuse(fmt::format("\"{}\" is not UTF-8 text", assignment), "");
    return;
  }
  support::Diagnostics problems;
  std::optional<Node> value = document::read_yaml(assignment.substr(equals + 1), "--set", problems);
  if (!value || !problems.empty()) {
    out.insert(out.end(), problems.begin(), problems.end());
    return;
  }
  std::string_view path = assignment.substr(0, equals);
  const bool append = path.ends_with('+');
  if (append) path.remove_suffix(1);
  Node* node = &root;
  for (std::string_view key : support::split(path, '.')) {
    node = descend(*node, key);
    if (node == nullptr) {
      refuse(fmt::format("there is no place for {}", path),
             "entries of a list are set by their number, from 0; instances+=m6a.large appends one, and "
             "instances=[m5.large, m6a.large] writes the whole list");
      return;
    }
  }
  forget_places(*value);
  if (!append) {
    *node = std::move(*value);
    return;
  }
  if (node->is_null()) *node = Node::sequence();
  if (!node->is_sequence()) {
    refuse(fmt::format("{} is not a list, and += appends to lists", path),
           fmt::format("write {}=[first, second]", path));
    return;
  }
  if (value->is_sequence()) {
    for (Node& one : value->items()) node->push(std::move(one));
  } else {
    node->push(std::move(*value));
  }
}

}  // namespace vend::spec
