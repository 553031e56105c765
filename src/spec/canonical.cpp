#include "spec/canonical.hpp"

#include <algorithm>
#include <vector>

#include "spec/fields.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/support/text.hpp"

namespace vend::spec {

using document::Member;
using document::Node;

namespace {

const Field* field_at(const std::string& path) {
  const auto row = std::ranges::find(fields(), path, &Field::path);
  return row == fields().end() ? nullptr : &*row;
}

}  // namespace

std::string below(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : std::string(path) + "." + std::string(key);
}

std::size_t rank(const std::string& path) {
  const std::vector<Field>& all = fields();
  const auto at =
      std::ranges::find_if(all, [&](const Field& one) { return one.path == path || one.path.starts_with(path + "."); });
  return static_cast<std::size_t>(at - all.begin());
}

bool is_section(const std::string& path) {
  return path.empty() ||
         std::ranges::any_of(fields(), [&](const Field& one) { return one.path.starts_with(path + "."); });
}

Node canonical(const Node& node, const std::string& path) {
  const Field* field = field_at(path);
  if (field == nullptr || node.quoted()) return Node::scalar(node.kind(), node.text());
  if (std::holds_alternative<Access<bool>>(field->target)) {
    if (const std::optional<bool> value = document::to_bool(node)) return Node::boolean(*value);
  }
  if (field->unit == Unit::seconds && !node.text().ends_with('d')) {
    if (const std::optional<int> seconds = calendar::read_short_duration(node.text())) {
      const std::string text = calendar::short_duration(*seconds);
      return support::is_digits(text) ? Node::integer(*seconds) : Node(text);
    }
  }
  return Node::scalar(node.kind(), node.text());
}

Node meaning(const Node& node, const std::string& path) {
  if (node.is_sequence()) {
    Node list = Node::sequence();
    for (const Node& one : node.items()) list.push(meaning(one, path + ".0"));
    return list;
  }
  if (!node.is_mapping()) return canonical(node, path);
  std::vector<const Member*> sorted;
  for (const Member& one : node.members()) sorted.push_back(&one);
  std::ranges::stable_sort(sorted, {},
                           [&](const Member* one) { return std::pair(rank(below(path, one->key)), one->key); });
  Node mapping = Node::mapping();
  for (const Member* one : sorted) mapping.add(one->key, meaning(one->value, below(path, one->key)));
  return mapping;
}

}  // namespace vend::spec
