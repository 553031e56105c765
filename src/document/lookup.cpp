#include "vend/document/lookup.hpp"

namespace vend::document {

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

std::optional<double> number_of(const Node* node) {
  if (node == nullptr || !node->is_scalar() || node->text().empty()) return std::nullopt;
  return to_real(Node::scalar(Node::Kind::real, node->text()));
}

}  // namespace vend::document
