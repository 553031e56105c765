#include "preview/lookup.hpp"

#include <cmath>

namespace vend::preview {

std::string text_at(const Node& node, Path path) { return std::string(document::text_at(&node, path)); }

std::optional<double> number_at(const Node& node, Path path) { return document::number_of(at(node, path)); }

std::optional<int> count_at(const Node& node, Path path) {
  const std::optional<double> number = number_at(node, path);
  if (!number || std::abs(*number) > 1e9) return std::nullopt;
  return static_cast<int>(std::lround(*number));
}

bool is_true_at(const Node& node, Path path) { return text_at(node, path) == "true"; }

bool refers_to(const Node* value, std::string_view id) {
  const document::Unknown* what = value != nullptr ? value->only_unknown() : nullptr;
  return what != nullptr && what->kind == document::Unknown::Kind::resource && what->name == id;
}

}  // namespace vend::preview
