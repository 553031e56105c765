// Node: a tree of values that know their place in the file they were read from.
//
// Both YAML and JSON are read into it and written from it. Scalars keep their text exactly as written, so that an
// account number with leading zeros or a version such as 1.10 survives. Mappings keep their order.
//
// A node is a value. Copies share their children until one of them is changed, so copying a tree is cheap; whoever
// holds a pointer into a tree must not change that tree meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace vend::document {

// Counted from 1; 0 when the node was not read from a file.
struct Mark {
  int line = 0;
  int column = 0;

  // The place of another node for one that has none.
  Mark or_else(Mark other) const { return line > 0 ? *this : other; }

  bool operator==(const Mark&) const = default;
};

class Node;

struct Member;

// A part of a scalar that is not known. The text holds a placeholder there, which is for people only: a text that looks
// like one is none.
struct Unknown {
  enum class Kind : std::uint8_t {
    parameter,  // that has no value here
    resource,   // an id or attribute that AWS gives
    stored,     // the value of an SSM parameter
    secret,     // known, and not to be shown
    other
  };
  Kind kind = Kind::other;
  std::string name;        // of the parameter, resource or SSM parameter
  std::string attribute;   // of the resource; of a function: what tells its arguments from others
  std::size_t offset = 0;  // of the placeholder in the text, bytes
  std::size_t size = 0;

  bool operator==(const Unknown&) const = default;
};

// Up to so many members comparing every pair finds a duplicate key sooner than a hash table does.
inline constexpr std::size_t few_members = 16;

class Node {
 public:
  enum class Kind : std::uint8_t { null, boolean, integer, real, string, sequence, mapping };

  Node();  // null
  Node(const Node& other);
  Node(Node&& other) noexcept;
  Node& operator=(const Node& other);
  Node& operator=(Node&& other) noexcept;
  ~Node();
  Node(std::string text);       // NOLINT(google-explicit-constructor): a string is a node
  Node(std::string_view text);  // NOLINT(google-explicit-constructor)
  Node(const char* text);       // NOLINT(google-explicit-constructor)
  static Node boolean(bool value);
  static Node integer(std::int64_t value);
  static Node real(double value);  // shortest text that reads back equal
  static Node scalar(Kind kind, std::string text);
  static Node sequence(std::vector<Node> items = {});
  static Node mapping();
  static Node mapping(std::vector<Member> members);  // refuses duplicate keys: std::logic_error

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_string() const { return kind_ == Kind::string; }
  bool is_sequence() const { return kind_ == Kind::sequence; }
  bool is_mapping() const { return kind_ == Kind::mapping; }
  bool is_scalar() const { return !is_sequence() && !is_mapping(); }

  const std::string& text() const { return text_; }  // scalars; empty otherwise
  const std::vector<Node>& items() const;
  const std::vector<Member>& members() const;
  std::vector<Node>& items();
  std::vector<Member>& members();
  bool empty() const { return is_sequence() ? items().empty() : members().empty(); }

  // Null when this is no mapping or has no such key. It looks at one member after the other, unless there is an index.
  const Node* find(std::string_view key) const;
  // For a large mapping that is asked often. Whatever may change its members takes the index away.
  void index();
  Node* find(std::string_view key);
  // Appends a member; a key that is there already is a mistake of the program: std::logic_error.
  Node& add(std::string key, Node value);
  Node& push(Node value);

  // The whole scalar is not known.
  static Node unknown(std::string placeholder, Unknown what);
  bool is_known() const { return unknowns().empty(); }
  const std::vector<Unknown>& unknowns() const;  // from left to right
  const Unknown* only_unknown() const;           // the one that is the whole text; null for other texts
  void append(const Node& more);                 // to a text, another text with what is unknown in it
  // The text that was encoded into this one, when that is known (Fn::Base64); null otherwise.
  const Node* decoded() const;
  void set_decoded(Node text);
  // What a YAML file has here, where it means another text to CloudFormation (plain_scalar.hpp); the text otherwise.
  const std::string& written() const;
  void set_written(std::string text);

  // The local tag a YAML file gave the node, such as "!Ref"; empty for none. cfn turns these into functions.
  const std::string& tag() const { return tag_; }
  void set_tag(std::string tag) { tag_ = std::move(tag); }
  // Whether a YAML file wrote the scalar in quotes or as a block: then it is a string whatever it looks like.
  bool quoted() const { return quoted_; }
  void set_quoted(bool quoted) { quoted_ = quoted; }

  Mark mark() const { return mark_; }
  void set_mark(Mark mark) { mark_ = mark; }

  // Equal kind, text, unknown parts, tag, items and members in the same order. Marks and quoting do not count.
  friend bool operator==(const Node& a, const Node& b);

 private:
  struct Children;
  struct Facts;  // about a scalar; most have none
  Facts& own_facts();
  Children& own();  // children that no copy shares, for changing them

  Kind kind_ = Kind::null;
  bool quoted_ = false;
  Mark mark_;
  std::string text_;
  std::string tag_;
  std::shared_ptr<Children> children_;  // null for scalars and while there are none
  std::shared_ptr<Facts> facts_;        // null while there are none
};

// The value of a boolean in any of its YAML spellings (true, Yes, OFF, ...); nothing for other nodes.
std::optional<bool> to_bool(const Node& node);
// The value of a whole number in decimal, 0x or 0o spelling; nothing for other nodes and beyond 64 bits.
std::optional<std::int64_t> to_integer(const Node& node);
// The value of an integer or real number; nothing for other nodes, infinity and NaN.
std::optional<double> to_real(const Node& node);

struct Member {
  std::string key;
  Node value;
  Mark mark;  // of the key
};

struct Node::Children {
  using Index = std::unordered_map<std::string_view, std::size_t>;  // keys and positions of the members

  std::vector<Node> items;
  std::vector<Member> members;
  std::unique_ptr<const Index> index;  // null while there is none

  Children() = default;
  Children(const Children& other) : items(other.items), members(other.members) {}
  Children& operator=(const Children&) = delete;
  ~Children() = default;
};

// Only here are Member and Children complete, which a Node is made of.
inline Node::Node() = default;
inline Node::Node(const Node& other) = default;
inline Node::Node(Node&& other) noexcept = default;
inline Node& Node::operator=(const Node& other) = default;
inline Node& Node::operator=(Node&& other) noexcept = default;
inline Node::~Node() = default;

inline const std::vector<Node> no_items;
inline const std::vector<Member> no_members;

// Asked for so often that calls would be a tenth of all time.
inline const std::vector<Node>& Node::items() const { return children_ ? children_->items : no_items; }
inline const std::vector<Member>& Node::members() const { return children_ ? children_->members : no_members; }

}  // namespace vend::document
