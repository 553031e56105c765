#include "adopt/settings.hpp"

#include <algorithm>

#include "vend/spec/reader.hpp"
#include "vend/support/text.hpp"

namespace vend::adopt {

Node typed(const std::string& value) {
  if (value == "true" || value == "false") return Node::boolean(value == "true");
  const bool number = support::is_digits(value) && value.size() < 10 && (value == "0" || value.front() != '0');
  return number ? Node::scalar(Node::Kind::integer, value) : Node(value);
}

Node list_of(const std::string& value) {
  Node list = Node::sequence();
  for (std::string_view one : support::split(value, ',')) {
    if (!support::trim(one).empty()) list.push(Node(support::trim(one)));
  }
  return list;
}

void set(Node& root, std::string_view path, Node value) {
  Node* node = &root;
  const std::vector<std::string_view> keys = support::split(path, '.');
  for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
    Node* below = node->find(keys[i]);
    node = below != nullptr ? below : &node->add(std::string(keys[i]), Node::mapping());
  }
  if (Node* there = node->find(keys.back())) {
    *there = std::move(value);
  } else {
    node->add(std::string(keys.back()), std::move(value));
  }
}

bool take_out(Node& root, std::string_view path) {
  const std::size_t dot = path.find('.');
  const std::string_view key = path.substr(0, dot);
  std::vector<document::Member>& members = root.members();
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const document::Member& one) { return one.key == key; });
  if (found == members.end()) return false;
  if (dot != std::string_view::npos && found->value.is_mapping()) {
    const bool taken = take_out(found->value, path.substr(dot + 1));
    if (!taken || !found->value.members().empty()) return taken;
  }
  members.erase(found);
  return true;
}

void leave_out_refused(Adopted& adopted) {
  for (int round = 0; round < 50; ++round) {
    support::Diagnostics found;
    if (spec::read(adopted.spec, "spec", found)) return;
    const auto error = std::find_if(found.begin(), found.end(), [](const support::Diagnostic& one) {
      return one.severity == support::Severity::error;
    });
    if (error == found.end()) return;
    const std::string path = error->path.empty() ? adopted.spec.members().back().key : error->path;
    adopted.left.push_back({path, error->message + (error->fix.empty() ? "" : ": " + error->fix)});
    // What is missing cannot be taken out: then what is around it, which asks for it.
    std::string_view around = path;
    while (!take_out(adopted.spec, around)) {
      if (around.find('.') == std::string_view::npos) return;
      around = around.substr(0, around.rfind('.'));
    }
  }
}

}  // namespace vend::adopt
