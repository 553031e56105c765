#include "vend/document/lookup.hpp"

#include <charconv>

namespace vend::document {
namespace {

const Node* below(const Node& node, std::string_view key) {
  if (!node.is_sequence()) return node.find(key);
  std::size_t index = node.items().size();
  std::from_chars(key.data(), key.data() + key.size(), index);
  return index < node.items().size() ? &node.items()[index] : nullptr;
}

}  // namespace

Mark nearest_mark(const Node& root, std::string_view path) {
  const Node* node = &root;
  Mark mark;
  while (!path.empty()) {
    const std::size_t end = path.find('.');
    node = below(*node, path.substr(0, end));
    if (node == nullptr) break;
    mark = node->mark();
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
  }
  return mark;
}

const Node* at(const Node* node, Path keys) {
  for (std::string_view key : keys) {
    if (node == nullptr) return nullptr;
    node = node->find(key);
  }
  return node;
}

std::string_view text_at(const Node* node, Path keys) {
  const Node* found = at(node, keys);
  return found != nullptr ? std::string_view(found->text()) : std::string_view();
}

std::vector<const Node*> items_of(const Node* node) {
  if (node == nullptr) return {};
  if (!node->is_sequence()) return {node};
  std::vector<const Node*> items;
  for (const Node& one : node->items()) items.push_back(&one);
  return items;
}

std::vector<std::string> texts_of(const Node* node) {
  std::vector<std::string> texts;
  for (const Node* one : items_of(node)) {
    if (one->is_scalar()) texts.push_back(one->text());
  }
  return texts;
}

std::optional<double> number_of(const Node* node) {
  if (node == nullptr || !node->is_scalar() || node->text().empty()) return std::nullopt;
  return to_real(Node::scalar(Node::Kind::real, node->text()));
}

}  // namespace vend::document
