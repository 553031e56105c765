#include "vend/document/node.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <unordered_set>

namespace vend::document {

namespace {

// Above this many members a hash set finds duplicates; below, comparing every pair is faster.
constexpr std::size_t few_members = 16;

void refuse_duplicates(const std::vector<Member>& members) {
  const auto refuse = [](const std::string& key) { throw std::logic_error("duplicate key '" + key + "' in a mapping"); };
  if (members.size() <= few_members) {
    for (auto a = members.begin(); a != members.end(); ++a) {
      if (std::any_of(members.begin(), a, [&](const Member& b) { return b.key == a->key; })) refuse(a->key);
    }
    return;
  }
  std::unordered_set<std::string_view> seen;
  seen.reserve(members.size());
  for (const Member& member : members) {
    if (!seen.insert(member.key).second) refuse(member.key);
  }
}

}  // namespace

Node::Node(std::string text) : kind_(Kind::string), text_(std::move(text)) {}
Node::Node(std::string_view text) : kind_(Kind::string), text_(text) {}
Node::Node(const char* text) : kind_(Kind::string), text_(text) {}

Node Node::boolean(bool value) { return scalar(Kind::boolean, value ? "true" : "false"); }

Node Node::integer(std::int64_t value) { return scalar(Kind::integer, std::to_string(value)); }

Node Node::real(double value) {
  if (!std::isfinite(value)) throw std::logic_error("a node cannot hold infinity or NaN");
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  std::string text(digits.data(), end);
  // Without a point or an exponent it would read back as an integer.
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return scalar(Kind::real, std::move(text));
}

Node Node::scalar(Kind kind, std::string text) {
  if (kind == Kind::sequence || kind == Kind::mapping) throw std::logic_error("a collection is no scalar");
  Node node;
  node.kind_ = kind;
  node.text_ = std::move(text);
  return node;
}

Node Node::sequence(std::vector<Node> items) {
  Node node;
  node.kind_ = Kind::sequence;
  node.items_ = std::move(items);
  return node;
}

Node Node::mapping(std::vector<Member> members) {
  refuse_duplicates(members);
  Node node;
  node.kind_ = Kind::mapping;
  node.members_ = std::move(members);
  return node;
}

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members_) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

Node& Node::add(std::string key, Node value) {
  if (!is_mapping()) throw std::logic_error("a member can only be added to a mapping");
  if (find(key) != nullptr) throw std::logic_error("duplicate key '" + key + "' in a mapping");
  return members_.emplace_back(Member{std::move(key), std::move(value), {}}).value;
}

Node& Node::push(Node value) {
  if (!is_sequence()) throw std::logic_error("an item can only be added to a sequence");
  return items_.emplace_back(std::move(value));
}

bool operator==(const Node& a, const Node& b) {
  const auto same = [](const Member& x, const Member& y) { return x.key == y.key && x.value == y.value; };
  return a.kind_ == b.kind_ && a.text_ == b.text_ && a.tag_ == b.tag_ && a.items_ == b.items_ &&
         std::equal(a.members_.begin(), a.members_.end(), b.members_.begin(), b.members_.end(), same);
}

}  // namespace vend::document
