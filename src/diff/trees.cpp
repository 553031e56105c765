#include "diff/trees.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"

namespace vend::diff {
namespace {

bool same_functions(const Node& a, const Node& b) {
  const std::vector<document::Unknown>&were = a.unknowns(), &are = b.unknowns();
  if (were.empty() && are.empty()) return true;
  return std::equal(were.begin(), were.end(), are.begin(), are.end(),
                    [](const document::Unknown& one, const document::Unknown& other) {
                      return one.kind != document::Unknown::Kind::other || one.attribute == other.attribute;
                    });
}

bool same_text(const Node& a, const Node& b) {
  if (a.is_null() != b.is_null()) return false;
  const Node *was = a.decoded() != nullptr ? a.decoded() : &a, *is = b.decoded() != nullptr ? b.decoded() : &b;
  if (!same_functions(*was, *is)) return false;
  return a.text() == b.text() || (document::to_bool(a) && document::to_bool(a) == document::to_bool(b));
}

bool same_tree(const Node& a, const Node& b) {
  if (a.is_scalar() || b.is_scalar()) return a.is_scalar() && b.is_scalar() && same_text(a, b);
  if (a.is_sequence() != b.is_sequence()) return false;
  if (a.is_sequence()) {
    return a.items().size() == b.items().size() &&
           std::equal(a.items().begin(), a.items().end(), b.items().begin(), same_tree);
  }
  return a.members().size() == b.members().size() &&
         std::all_of(a.members().begin(), a.members().end(), [&](const document::Member& one) {
           const Node* other = b.find(one.key);
           return other != nullptr && same_tree(one.value, *other);
         });
}

// Dynamic references that name no version: CloudFormation reads these parameters when it updates a stack.
void collect_newest(const Node& value, const std::string& text, const std::string& path, std::vector<Use>& uses) {
  constexpr std::string_view begin = "{{resolve:ssm:";
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const std::size_t end = text.find("}}", at);
    if (end == std::string::npos) return;
    const std::string name = text.substr(at + begin.size(), end - at - begin.size());
    const std::size_t colon = name.rfind(':');
    if (colon == std::string::npos || !support::is_digits(std::string_view(name).substr(colon + 1)))
      uses.push_back({path, &value, {document::Unknown::Kind::stored, name, ""}});
  }
}

void collect_uses(const Node& value, const std::string& path, std::vector<Use>& uses) {
  if (value.is_scalar()) {
    const Node* text = value.decoded() != nullptr ? value.decoded() : &value;
    for (const document::Unknown& one : text->unknowns()) uses.push_back({path, &value, one});
    collect_newest(value, text->text(), path, uses);
    return;
  }
  for (std::size_t i = 0; i < value.items().size(); ++i)
    collect_uses(value.items()[i], fmt::format("{}[{}]", path, i), uses);
  for (const document::Member& one : value.members()) collect_uses(one.value, path + "." + one.key, uses);
}

// The pieces between placeholders of unknown values.
std::vector<std::string> pieces(const std::string& text, const std::set<std::string>& unknown) {
  std::vector<std::string> all = {""};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = text.compare(i, 2, "${") == 0 ? text.find('}', i) : std::string::npos;
    if (end != std::string::npos && unknown.contains(text.substr(i + 2, end - i - 2))) {
      all.emplace_back();
      i = end;
    } else {
      all.back() += text[i];
    }
  }
  return all;
}

bool fits(const std::string& text, const std::vector<std::string>& pattern) {
  if (pattern.size() < 2) return false;
  if (!text.starts_with(pattern.front())) return false;
  std::size_t at = pattern.front().size();
  for (std::size_t i = 1; i + 1 < pattern.size(); ++i) {
    at = text.find(pattern[i], at);
    if (at == std::string::npos) return false;
    at += pattern[i].size();
  }
  return text.size() >= at + pattern.back().size() && text.ends_with(pattern.back());
}

void compare_lists(const Node& before, const Node& after, const std::string& path, std::vector<Difference>& differences,
                   std::vector<Use>& uses) {
  const std::vector<Node>&old_items = before.items(), &new_items = after.items();
  const std::size_t shorter = std::min(old_items.size(), new_items.size());
  std::size_t head = 0, tail = 0;
  while (head < shorter && same_tree(old_items[head], new_items[head])) ++head;
  while (tail < shorter - head &&
         same_tree(old_items[old_items.size() - 1 - tail], new_items[new_items.size() - 1 - tail]))
    ++tail;
  auto at = [&](std::size_t index) { return fmt::format("{}[{}]", path, index); };
  for (std::size_t i = 0; i < head; ++i) collect_uses(new_items[i], at(i), uses);
  const std::size_t old_end = old_items.size() - tail, new_end = new_items.size() - tail;
  for (std::size_t i = head; i < std::max(old_end, new_end); ++i) {
    if (i < old_end && i < new_end) {
      compare_trees(old_items[i], new_items[i], at(i), differences, uses);
    } else {
      differences.push_back({at(i), i < old_end ? &old_items[i] : nullptr, i < new_end ? &new_items[i] : nullptr});
    }
  }
  for (std::size_t i = new_end; i < new_items.size(); ++i) collect_uses(new_items[i], at(i), uses);
}

}  // namespace

bool same_value(const Node* before, const Node* after) {
  if (before == nullptr || after == nullptr) return before == after;
  std::vector<Difference> differences;
  std::vector<Use> uses;
  compare_trees(*before, *after, "", differences, uses);
  return differences.empty();
}

std::set<std::string> named_in(const Node& value) {
  std::vector<Use> uses;
  collect_uses(value, "", uses);
  std::set<std::string> ids;
  for (const Use& one : uses) {
    if (one.what.kind == document::Unknown::Kind::resource) ids.insert(one.what.name);
  }
  return ids;
}

bool may_be_equal(const Difference& difference, const std::set<std::string>& unknown) {
  if (unknown.empty() || difference.before == nullptr || difference.after == nullptr) return false;
  if (!difference.before->is_scalar() || !difference.after->is_scalar()) return false;
  const std::string before = plain_text(*difference.before, difference.path),
                    after = plain_text(*difference.after, difference.path);
  return fits(after, pieces(before, unknown)) || fits(before, pieces(after, unknown));
}

std::string plain_text(const Node& value, std::string_view path) {
  if (const Node* text = value.decoded()) return text->text();
  if (path.ends_with("UserData")) {
    if (std::optional<std::string> text = support::base64_decode(value.text())) return *text;
  }
  return value.text();
}

void compare_trees(const Node& before, const Node& after, const std::string& path, std::vector<Difference>& differences,
                   std::vector<Use>& uses) {
  if (before.is_sequence() && after.is_sequence()) return compare_lists(before, after, path, differences, uses);
  if (before.is_mapping() && after.is_mapping()) {
    for (const document::Member& one : after.members()) {
      const std::string below = path + "." + one.key;
      if (const Node* was = before.find(one.key)) {
        compare_trees(*was, one.value, below, differences, uses);
      } else {
        differences.push_back({below, nullptr, &one.value});
      }
    }
    for (const document::Member& one : before.members()) {
      if (after.find(one.key) == nullptr) differences.push_back({path + "." + one.key, &one.value, nullptr});
    }
    return;
  }
  if (before.is_scalar() && after.is_scalar() && same_text(before, after)) return collect_uses(after, path, uses);
  differences.push_back({path, &before, &after});
}

}  // namespace vend::diff
