#include "vend/evaluate/loops.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "evaluate/evaluator.hpp"
#include "evaluate/parameters.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"

namespace vend::evaluate {
namespace {

constexpr std::string_view loop_key = "Fn::ForEach::";
// As many members as a template can have resources, many times over: beyond that it is no template any more.
constexpr std::size_t most_rounds = 20'000;

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// CloudFormation user guide, "Fn::ForEach": ${X} is the item, &{X} the same without what a logical id cannot have.
std::string filled(std::string text, const std::string& name, const std::string& item) {
  std::string letters = item;
  std::erase_if(letters, [](char c) { return !is_alphanumeric(c); });
  return support::replace_all(support::replace_all(std::move(text), "${" + name + "}", item), "&{" + name + "}",
                              letters);
}

bool has_loop(const Node& node) {
  return std::any_of(
             node.members().begin(), node.members().end(),
             [](const document::Member& one) { return one.key.starts_with(loop_key) || has_loop(one.value); }) ||
         std::any_of(node.items().begin(), node.items().end(), has_loop);
}

class Expansion {
 public:
  Expansion(const cfn::Template& t, const Input& input, Loops& told) : t_(t), input_(input), told_(told) {
    set_unchecked_parameters(t, input, result_);
  }

  Node expanded(const Node& node) {
    if (!has_loop(node)) return node;
    if (node.is_sequence()) {
      std::vector<Node> items;
      for (const Node& one : node.items()) items.push_back(expanded(one));
      return like(node, Node::sequence(std::move(items)));
    }
    Members members;
    for (const document::Member& one : node.members()) {
      if (one.key.starts_with(loop_key)) {
        unroll(one, members);
      } else {
        members.add({one.key, expanded(one.value), one.mark}, *this);
      }
    }
    return like(node, Node::mapping(std::move(members.all)));
  }

 private:
  // Keys are unique; a second one of the same name is told.
  struct Members {
    std::vector<document::Member> all;
    std::map<std::string, std::size_t> known;

    void add(document::Member one, Expansion& expansion) {
      const auto [found, is_new] = known.emplace(one.key, all.size());
      if (is_new) {
        all.push_back(std::move(one));
        return;
      }
      expansion.tell(one.mark, fmt::format("the loop makes {} twice", one.key), "let the name hold the loop's item");
    }
  };

  static Node like(const Node& node, Node made) {
    made.set_mark(node.mark());
    return made;
  }

  void tell(document::Mark mark, std::string message, std::string fix) {
    told_.diagnostics.push_back(
        {support::Severity::error, "F001", {t_.file, mark.line, mark.column}, "", std::move(message), std::move(fix)});
  }

  void leave(const document::Member& loop, Members& into) {
    ++told_.left;
    into.add(loop, *this);
  }

  void unroll(const document::Member& loop, Members& into) {
    const std::vector<Node>& parts = loop.value.items();
    if (parts.size() != 3 || !parts[0].is_scalar() || !parts[2].is_mapping()) {
      tell(loop.mark, fmt::format("{} takes a name, a list and a mapping", loop.key),
           "write [Name, [items], {'Key${Name}': value}]");
      return;
    }
    const std::string name = parts[0].written();
    if (t_.parameters.find(name) != nullptr || t_.resources.find(name) != nullptr)
      tell(parts[0].mark(), fmt::format("{} is the name of a parameter or resource, too", name),
           "rename the loop's item");
    const std::optional<std::vector<std::string>> items = items_of(parts[1]);
    if (!items) return leave(loop, into);
    for (const std::string& item : *items) {
      if (++rounds_ > most_rounds) return leave(loop, into);
      const Node body = expanded(filled_tree(parts[2], name, item));
      for (const document::Member& one : body.members()) into.add(one, *this);
    }
  }

  // Nothing when a part of the list is not known.
  std::optional<std::vector<std::string>> items_of(const Node& collection) {
    Result result = result_;
    const std::optional<Node> list = Evaluator(t_, input_, result).resolved(collection);
    if (!list || !list->is_sequence()) return std::nullopt;
    std::vector<std::string> items;
    for (const Node& one : list->items()) {
      if (!one.is_scalar() || !one.is_known()) return std::nullopt;
      items.push_back(one.text());
    }
    return items;
  }

  Node filled_tree(const Node& node, const std::string& name, const std::string& item) const {
    if (node.is_scalar()) {
      if (!node.is_string() || node.text().find('{') == std::string::npos) return node;
      Node text(filled(node.text(), name, item));
      text.set_quoted(node.quoted());
      return like(node, std::move(text));
    }
    if (const std::optional<cfn::Function> function = cfn::as_function(node);
        function && function->name == "Ref" && function->argument->is_scalar() && function->argument->text() == name) {
      return like(node, Node(item));
    }
    if (node.is_sequence()) {
      std::vector<Node> items;
      for (const Node& one : node.items()) items.push_back(filled_tree(one, name, item));
      return like(node, Node::sequence(std::move(items)));
    }
    std::vector<document::Member> members;
    for (const document::Member& one : node.members()) {
      std::string key = filled(one.key, name, item);
      const bool twice =
          std::any_of(members.begin(), members.end(), [&](const document::Member& other) { return other.key == key; });
      if (!twice) members.push_back({std::move(key), filled_tree(one.value, name, item), one.mark});
    }
    return like(node, Node::mapping(std::move(members)));
  }

  const cfn::Template& t_;
  const Input& input_;
  Loops& told_;
  Result result_;
  std::size_t rounds_ = 0;
};

}  // namespace

std::optional<cfn::Template> expand_loops(const cfn::Template& t, const Input& input, Loops& told) {
  if (t.transform.is_null() || !(has_loop(t.conditions) || has_loop(t.resources) || has_loop(t.outputs)))
    return std::nullopt;
  cfn::Template made = t;
  Expansion expansion(t, input, told);
  for (Node cfn::Template::*section : {&cfn::Template::conditions, &cfn::Template::resources, &cfn::Template::outputs})
    made.*section = expansion.expanded(t.*section);
  return made;
}

}  // namespace vend::evaluate
