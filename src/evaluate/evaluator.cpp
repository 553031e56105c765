#include "evaluate/evaluator.hpp"

#include <fmt/format.h>

#include <functional>

#include "evaluate/parameters.hpp"
#include "vend/cfn/references.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"

namespace vend::evaluate {
namespace {

// {"Condition": {...}} of an IAM statement is data.
bool is_condition_attribute(const Node& node, const cfn::Function& function) {
  return function.name == "Condition" && (!function.argument->is_string() || node.members().size() != 1);
}

std::string_view short_name(std::string_view function) {
  return function.starts_with("Fn::") ? function.substr(4) : function;
}

}  // namespace

const Node& item(const Node& list, std::size_t index) {
  if (index >= list.items().size()) throw Unresolvable{list.mark(), "an argument is missing"};
  return list.items()[index];
}

bool same(const Node& a, const Node& b) {
  return a.is_scalar() && b.is_scalar() ? a.text() == b.text() && a.unknowns() == b.unknowns() : a == b;
}

Node open_value(std::string_view function) {
  return Node::unknown(fmt::format("${{{}}}", function), {document::Unknown::Kind::other, std::string(function), ""});
}

void Evaluator::decide(const std::set<std::string>& names) {
  for (const std::string& name : names) guarded("Conditions." + name, [&] { condition(name, {}); });
}

std::optional<bool> Evaluator::decided(const Node& expression) {
  open_value_ = false;
  try {
    const bool value = truth(expression);
    return open_value_ || !result_.diagnostics.empty() ? std::nullopt : std::optional(value);
  } catch (const Unresolvable&) {
    return std::nullopt;
  }
}

std::optional<Node> Evaluator::resolved(const Node& node) {
  try {
    Resolved found = resolve(node);
    return result_.diagnostics.empty() ? found : std::nullopt;
  } catch (const Unresolvable&) {
    return std::nullopt;
  }
}

void Evaluator::run() {
  for (const document::Member& one : t_.conditions.members()) {
    if (!one.key.starts_with("Fn::")) guarded("Conditions." + one.key, [&] { condition(one.key, one.value.mark()); });
  }
  in_rules_ = true;
  for (const document::Member& one : t_.rules.members()) guarded("Rules." + one.key, [&] { rule(one.key, one.value); });
  in_rules_ = false;
  for (const document::Member& one : t_.resources.members())
    guarded("Resources." + one.key, [&] { keep_existing(one, result_.resources); });
  result_.resources.index();
  for (const document::Member& one : t_.outputs.members())
    guarded("Outputs." + one.key, [&] { keep_existing(one, result_.outputs); });
}

void Evaluator::report(const Unresolvable& problem) {
  result_.diagnostics.push_back({support::Severity::error,
                                 "F001",
                                 {t_.file, problem.mark.line, problem.mark.column},
                                 path_,
                                 problem.message,
                                 ""});
}

Node Evaluator::unknown(const std::string& name, document::Mark mark, std::string message) const {
  if (rewriting_ == cfn::Rewriting::none) throw Unresolvable{mark, std::move(message)};
  return open_value(name);
}

void Evaluator::keep_existing(const document::Member& one, Node& into) {
  if (one.key.starts_with("Fn::")) return;  // Fn::ForEach and Fn::Transform stand for members that are not known here
  const Node* wanted = one.value.find("Condition");
  if (wanted != nullptr && wanted->is_scalar() && !condition(wanted->written(), wanted->mark())) return;
  if (Resolved resolved = resolve(one.value)) into.members().push_back({one.key, std::move(*resolved), {}});
}

Node Evaluator::value(const Node& node) {
  Resolved resolved = resolve(node);
  return resolved ? std::move(*resolved) : Node("");
}

Evaluator::Resolved Evaluator::resolve(const Node& node) {
  bool changed = false;
  return resolve(node, changed);
}

Evaluator::Resolved Evaluator::resolve(const Node& node, bool& changed) {
  if (node.is_scalar()) return node;
  if (std::optional<cfn::Function> function = cfn::as_function(node);
      function && !is_condition_attribute(node, *function)) {
    changed = true;
    Resolved resolved = called(*function, node.mark());
    if (resolved && resolved->mark() == document::Mark{}) resolved->set_mark(node.mark());
    return resolved;
  }
  std::optional<Node> copy;  // from the first child on that changes
  auto copy_until = [&](std::size_t index) {
    if (copy) return;
    copy = node.is_sequence() ? Node::sequence() : Node::mapping();
    copy->set_mark(node.mark());
    if (node.is_sequence())
      copy->items().assign(node.items().begin(), node.items().begin() + static_cast<std::ptrdiff_t>(index));
    else
      copy->members().assign(node.members().begin(), node.members().begin() + static_cast<std::ptrdiff_t>(index));
  };
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    bool child_changed = false;
    Resolved resolved = resolve(node.items()[i], child_changed);
    if (child_changed) copy_until(i);
    if (copy && resolved) copy->items().push_back(std::move(*resolved));
  }
  for (std::size_t i = 0; i < node.members().size(); ++i) {
    const document::Member& one = node.members()[i];
    bool child_changed = false;
    Resolved resolved = resolve(one.value, child_changed);
    if (child_changed) copy_until(i);
    if (copy && resolved) copy->members().push_back({one.key, std::move(*resolved), one.mark});
  }
  if (!copy) return node;
  changed = true;
  return std::move(*copy);
}

Evaluator::Resolved Evaluator::called(const cfn::Function& function, document::Mark mark) {
  try {
    Resolved resolved = call(function.name, *function.argument, mark);
    return resolved ? tell_arguments(std::move(*resolved), function) : std::move(resolved);
  } catch (const Unresolvable& problem) {
    report(problem);
    return open_value("?");
  }
}

// Two functions that cannot be resolved here stand for the same value only where they were given the same.
Node Evaluator::tell_arguments(Node resolved, const cfn::Function& function) const {
  const document::Unknown* what = resolved.only_unknown();
  if (what == nullptr || what->kind != document::Unknown::Kind::other || !what->attribute.empty()) return resolved;
  if (!short_name(what->name).starts_with(short_name(function.name))) return resolved;  // one of its arguments is it
  const Node& argument = *function.argument;
  std::string given = document::write_compact_json(argument);
  cfn::visit_references(argument, [&](const cfn::Reference& one) {
    if (const auto found = result_.parameters.find(one.name); found != result_.parameters.end())
      given += "\n" + found->second;
    if (const auto found = result_.conditions.find(one.name);
        one.kind == cfn::Reference::Kind::condition && found != result_.conditions.end())
      given += found->second ? "\ntrue" : "\nfalse";
  });
  if (what->name == "FindInMap" && !argument.items().empty()) {
    if (const Node* map = t_.mappings.find(argument.items().front().text()))
      given += "\n" + document::write_compact_json(*map);
  }
  Node told = Node::unknown(resolved.text(), {what->kind, what->name, std::to_string(std::hash<std::string>()(given))});
  told.set_mark(resolved.mark());
  return told;
}

Evaluator::Resolved Evaluator::call(std::string_view name, const Node& argument, document::Mark mark) {
  if (cfn::is_by_macro(argument)) return open_value(name);
  if (name == "Ref") {
    const std::optional<std::string> named = name_of(argument);
    return named ? reference(*named, argument.mark()) : open_value(name);
  }
  if (name == "Condition") return Node::boolean(condition(argument.written(), argument.mark()));
  if (name == "Fn::If") {
    const bool before = open_value_;
    const bool chosen = condition(item(argument, 0).written(), argument.mark());
    open_value_ = before;
    return resolve(item(argument, chosen ? 1 : 2));
  }
  if (name == "Fn::Sub") return substitute(argument);
  if (name == "Fn::Join") return join(argument);
  if (name == "Fn::Split") return split(argument);
  if (name == "Fn::Select") return select(argument);
  if (name == "Fn::Base64") {
    const Node text = value(argument);
    spend(text.text().size(), mark);
    Node encoded(support::base64_encode(text.text()));
    encoded.set_decoded(text);
    return encoded;
  }
  if (name == "Fn::FindInMap") return find_in_map(argument);
  if (name == "Fn::GetAtt") return get_att(argument);
  if (name == "Fn::GetAZs") return zones(value(argument).text());
  if (name == "Fn::RefAll" || name == "Fn::ValueOf" || name == "Fn::ValueOfAll") return asked_of_aws(name);
  if (name == "Fn::Cidr") return cidr(argument);
  if (name == "Fn::Transform" || name == "Fn::GetStackOutput") return open_value(name);
  if (name == "Fn::ImportValue") return open_value("ImportValue:" + value(argument).text());
  if (name == "Fn::Length") return length(argument);
  if (name == "Fn::ToJsonString") return to_json(argument);
  if (name == "Fn::Equals" || name == "Fn::Not" || name == "Fn::And" || name == "Fn::Or") {
    Node whole = Node::mapping();
    whole.add(std::string(name), argument);
    return Node::boolean(truth(whole));
  }
  return unknown(std::string(name), mark, fmt::format("{} is not resolved here", name));
}

}  // namespace vend::evaluate
