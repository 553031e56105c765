// A finding does not hang on what stands before or behind: each template that breaks a rule, with the resources of the
// one that passes beside its own, in both orders.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/template.hpp"
#include "vend/validate/check.hpp"
#include "vend/validate/rules.hpp"

using namespace vend;
using cfn::Node;
using document::Member;

namespace {

// A template whose names have more behind them, wherever they stand.
class Renamed {
 public:
  Renamed(const cfn::Template& t, std::string behind) : names_(names_of(t)), behind_(std::move(behind)), t_(t) {
    for (Node* section : {&t_.parameters, &t_.mappings, &t_.conditions, &t_.resources}) {
      std::vector<Member> members = section->members();
      for (Member& one : members) {
        one.key = other(one.key);
        one.value = section == &t_.resources ? resource(one.value) : renamed(one.value);
      }
      *section = Node::mapping(std::move(members));
    }
  }
  const cfn::Template& get() const { return t_; }

 private:
  static std::set<std::string> names_of(const cfn::Template& t) {
    std::set<std::string> all;
    for (const Node* section : {&t.parameters, &t.mappings, &t.conditions, &t.resources}) {
      for (const Member& one : section->members()) all.insert(one.key);
    }
    return all;
  }
  std::string other(const std::string& name) const {
    const std::string first = name.substr(0, name.find('.'));
    return names_.contains(first) ? first + behind_ + name.substr(first.size()) : name;
  }
  std::string sub(const std::string& text) const {
    std::string all;
    for (const cfn::SubPart& part : cfn::parse_sub(text))
      all += part.is_reference ? "${" + other(part.text) + "}" : cfn::escape_sub(part.text);
    return all;
  }
  // The first of a list, or the text itself.
  template <class Change>
  static Node with_first(const Node& node, Change change) {
    if (!node.is_sequence()) return node.is_string() ? Node(change(node.text())) : node;
    std::vector<Node> items = node.items();
    if (!items.empty() && items.front().is_string()) items.front() = Node(change(items.front().text()));
    return Node::sequence(std::move(items));
  }
  Node renamed(const Node& node) const {
    const auto change = [this](const std::string& name) { return other(name); };
    if (node.is_sequence()) {
      std::vector<Node> items;
      for (const Node& one : node.items()) items.push_back(renamed(one));
      return Node::sequence(std::move(items));
    }
    if (!node.is_mapping()) return node;
    std::vector<Member> members = node.members();
    for (Member& one : members) one.value = renamed(one.value);
    if (const std::optional<cfn::Function> function = cfn::as_function(node)) {
      Node& argument = members.front().value;
      if (function->name == "Fn::Sub") argument = with_first(argument, [this](const auto& text) { return sub(text); });
      for (const char* name : {"Ref", "Condition", "Fn::GetAtt", "Fn::If", "Fn::FindInMap"}) {
        if (function->name == name) argument = with_first(argument, change);
      }
    }
    return Node::mapping(std::move(members));
  }
  Node resource(const Node& node) const {
    if (!node.is_mapping()) return node;
    std::vector<Member> members = node.members();
    for (Member& one : members) {
      if (one.key == "Condition") {
        one.value = Node(other(one.value.text()));
      } else if (one.key == "DependsOn" && one.value.is_sequence()) {
        std::vector<Node> items;
        for (const Node& name : one.value.items()) items.emplace_back(other(name.text()));
        one.value = Node::sequence(std::move(items));
      } else if (one.key == "DependsOn") {
        one.value = Node(other(one.value.text()));
      } else {
        one.value = renamed(one.value);
      }
    }
    return Node::mapping(std::move(members));
  }

  std::set<std::string> names_;
  std::string behind_;
  cfn::Template t_;
};

cfn::Template both(const cfn::Template& first, const cfn::Template& second) {
  cfn::Template all = first;
  for (Node cfn::Template::*section :
       {&cfn::Template::parameters, &cfn::Template::mappings, &cfn::Template::conditions, &cfn::Template::resources}) {
    for (const Member& one : (second.*section).members()) (all.*section).add(one.key, one.value);
  }
  return all;
}

std::set<std::string> types_of(const cfn::Template& t) {
  std::set<std::string> all;
  for (const Member& one : t.resources.members()) {
    const Node* type = one.value.is_mapping() ? one.value.find("Type") : nullptr;
    if (type != nullptr) all.insert(type->text());
  }
  return all;
}

using Found = std::multiset<std::string>;

// What is said of this code.
Found said(const cfn::Template& t, std::string_view code) {
  Found all;
  for (const support::Diagnostic& one : validate::check_text(cfn::write_yaml(t), "t.yml", {})) {
    if (one.code == code) all.insert(one.path + ": " + one.message);
  }
  return all;
}

std::optional<cfn::Template> read(std::string_view text) {
  support::Diagnostics found;
  std::optional<cfn::Template> t = cfn::read_template(text, "t.yml", found);
  // What is written again is to be what was read.
  if (!found.empty() || !t || t->rewriting() != cfn::Rewriting::none) return std::nullopt;
  return t;
}

}  // namespace

TEST_CASE("what is found does not hang on its neighbours", "[validate][neighbours]") {
  // About a template without any; and who may end a drain is looked for in the whole template.
  const std::set<std::string_view> about_all = {"L001", "J008"};
  struct Pair {
    std::string_view code;
    cfn::Template bad, good;
    std::set<std::string> types;
  };
  std::vector<Pair> pairs;
  for (const validate::Rule& rule : validate::rules()) {
    const auto [failing, passing] = validate::examples(rule);
    const std::optional<cfn::Template> bad = read(failing), good = read(passing);
    if (!bad || !good || about_all.contains(rule.code)) continue;
    pairs.push_back({rule.code, *bad, Renamed(*good, "Of" + std::string(rule.code)).get(), types_of(*bad)});
  }
  int tried = 0;
  for (const Pair& one : pairs) {
    const Found alone = said(one.bad, one.code);
    if (alone.empty()) continue;  // of the text, not of the tree
    ++tried;
    INFO(one.code);
    cfn::Template beside;
    for (const Pair& other : pairs) {
      const std::set<std::string> types = types_of(other.good);
      if (std::ranges::any_of(types, [&](const std::string& type) { return one.types.contains(type); }))
        beside = both(beside, other.good);
    }
    cfn::Template behind = both(beside, one.bad);
    behind.outputs = one.bad.outputs;
    behind.metadata = one.bad.metadata;
    behind.rules = one.bad.rules;
    behind.description = one.bad.description;
    Found expected = said(beside, one.code);
    expected.insert(alone.begin(), alone.end());
    CHECK(said(behind, one.code) == expected);
    CHECK(said(both(one.bad, beside), one.code) == expected);
  }
  CHECK(tried > 100);
}
