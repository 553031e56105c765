#include "vend/document/node.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <system_error>
#include <unordered_set>

namespace vend::document {

namespace {

void refuse_duplicates(const std::vector<Member>& members) {
  const auto refuse = [](const std::string& key) {
    throw std::logic_error("duplicate key '" + key + "' in a mapping");
  };
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
  if (kind == Kind::sequence || kind == Kind::mapping) throw std::logic_error("a collection is not a scalar");
  Node node;
  node.kind_ = kind;
  node.text_ = std::move(text);
  return node;
}

Node Node::sequence(std::vector<Node> items) {
  Node node;
  node.kind_ = Kind::sequence;
  if (!items.empty()) node.own().items = std::move(items);
  return node;
}

Node Node::mapping() { return mapping(std::vector<Member>()); }

Node Node::mapping(std::vector<Member> members) {
  refuse_duplicates(members);
  Node node;
  node.kind_ = Kind::mapping;
  if (!members.empty()) node.own().members = std::move(members);
  return node;
}

struct Node::Facts {
  std::vector<Unknown> unknowns;
  std::optional<Node> decoded;
  std::optional<std::string> written;
};

Node::Facts& Node::own_facts() {
  if (!facts_)
    facts_ = std::make_shared<Facts>();
  else if (facts_.use_count() > 1)
    facts_ = std::make_shared<Facts>(*facts_);
  return *facts_;
}

Node Node::unknown(std::string placeholder, Unknown what) {
  Node node(std::move(placeholder));
  what.offset = 0;
  what.size = node.text_.size();
  node.own_facts().unknowns.push_back(std::move(what));
  return node;
}

const std::vector<Unknown>& Node::unknowns() const {
  static const std::vector<Unknown> none;
  return facts_ ? facts_->unknowns : none;
}

const Unknown* Node::only_unknown() const {
  const std::vector<Unknown>& all = unknowns();
  return all.size() == 1 && all.front().offset == 0 && all.front().size == text_.size() ? &all.front() : nullptr;
}

void Node::append(const Node& more) {
  if (!is_string()) throw std::logic_error("only a text can be appended to");
  for (Unknown one : more.unknowns()) {
    one.offset += text_.size();
    own_facts().unknowns.push_back(std::move(one));
  }
  text_ += more.text_;
}

const Node* Node::decoded() const { return facts_ && facts_->decoded ? &*facts_->decoded : nullptr; }
void Node::set_decoded(Node text) { own_facts().decoded = std::move(text); }

const std::string& Node::written() const { return facts_ && facts_->written ? *facts_->written : text_; }
void Node::set_written(std::string text) { own_facts().written = std::move(text); }

const Node* Node::find(std::string_view key) const {
  if (children_ && children_->index) {
    const auto found = children_->index->find(key);
    return found == children_->index->end() ? nullptr : &children_->members[found->second].value;
  }
  for (const Member& member : members()) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

void Node::index() {
  if (std::as_const(*this).members().size() <= few_members) return;
  Children& mine = own();
  Children::Index index;
  index.reserve(mine.members.size());
  for (std::size_t i = 0; i < mine.members.size(); ++i) index.emplace(mine.members[i].key, i);
  mine.index = std::make_unique<const Children::Index>(std::move(index));
}

Node* Node::find(std::string_view key) {
  if (std::as_const(*this).find(key) == nullptr) return nullptr;
  own();
  return const_cast<Node*>(std::as_const(*this).find(key));
}

std::vector<Node>& Node::items() { return own().items; }
std::vector<Member>& Node::members() { return own().members; }

Node::Children& Node::own() {
  if (!children_)
    children_ = std::make_shared<Children>();
  else if (children_.use_count() > 1)
    children_ = std::make_shared<Children>(*children_);
  children_->index.reset();
  return *children_;
}

Node& Node::add(std::string key, Node value) {
  if (!is_mapping()) throw std::logic_error("a member can only be added to a mapping");
  if (std::as_const(*this).find(key) != nullptr) throw std::logic_error("duplicate key '" + key + "' in a mapping");
  return own().members.emplace_back(Member{std::move(key), std::move(value), {}}).value;
}

Node& Node::push(Node value) {
  if (!is_sequence()) throw std::logic_error("an item can only be added to a sequence");
  return own().items.emplace_back(std::move(value));
}

bool operator==(const Node& a, const Node& b) {
  if (a.kind_ != b.kind_ || a.text_ != b.text_ || a.tag_ != b.tag_ || a.unknowns() != b.unknowns()) return false;
  if (a.children_ == b.children_) return true;
  const auto same = [](const Member& x, const Member& y) { return x.key == y.key && x.value == y.value; };
  return a.items() == b.items() &&
         std::equal(a.members().begin(), a.members().end(), b.members().begin(), b.members().end(), same);
}

std::optional<bool> to_bool(const Node& node) {
  if (node.kind() != Node::Kind::boolean) return std::nullopt;
  const char first = node.text().front();
  const char second = node.text()[1];
  return first == 't' || first == 'T' || first == 'y' || first == 'Y' ||
         ((first == 'o' || first == 'O') && (second == 'n' || second == 'N'));
}

std::optional<std::int64_t> to_integer(const Node& node) {
  if (node.kind() != Node::Kind::integer) return std::nullopt;
  std::string_view text = node.text();
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0o")) {
    base = text[1] == 'x' ? 16 : 8;
    text.remove_prefix(2);
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> to_real(const Node& node) {
  if (const auto whole = to_integer(node)) return static_cast<double>(*whole);
  if (node.kind() != Node::Kind::real && node.kind() != Node::Kind::integer) return std::nullopt;
  std::string_view text = node.text();
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace vend::document
