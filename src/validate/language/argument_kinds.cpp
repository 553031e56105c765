// What functions are given: lists where they take texts, texts where they take lists, conditions that compare nothing,
// and what cannot be known yet when they are called.
#include <fmt/format.h>

#include <algorithm>

#include "validate/language/language.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/cfn/references.hpp"

namespace vend::validate {

bool is_list_for_certain(const cfn::Template& t, const Node& node) {
  if (node.is_sequence()) return true;
  const std::optional<cfn::Function> call = cfn::as_function(node);
  if (!call) return false;
  if (call->name == "Fn::Split" || call->name == "Fn::GetAZs" || call->name == "Fn::Cidr") return true;
  if (call->name == "Fn::If" && call->argument->items().size() == 3)
    return is_list_for_certain(t, call->argument->items()[1]) && is_list_for_certain(t, call->argument->items()[2]);
  if (call->name != "Ref") return false;
  return cfn::is_list(t, call->argument->text());
}

bool is_text_for_certain(const cfn::Template& t, const Node& node) {
  if (node.is_scalar()) return !node.is_null();
  const std::optional<cfn::Function> call = cfn::as_function(node);
  if (!call) return false;
  if (call->name == "Fn::Sub" || call->name == "Fn::Join" || call->name == "Fn::Base64") return true;
  if (call->name == "Fn::If" && call->argument->items().size() == 3)
    return is_text_for_certain(t, call->argument->items()[1]) && is_text_for_certain(t, call->argument->items()[2]);
  if (call->name != "Ref") return false;
  const Node* parameter = t.parameters.find(call->argument->text());
  return parameter != nullptr && text_at(parameter, {"Type"}) != "" && !cfn::is_list(*parameter);
}

namespace {

class ArgumentKinds {
 public:
  ArgumentKinds(const cfn::Template& t, Report& report) : t_(t), report_(report) {}

  void check() {
    for (const document::Member& one : t_.conditions.members()) {
      const std::string path = "Conditions." + one.key;
      if (one.key.starts_with("Fn::")) continue;
      condition(one.value, one.mark, path, true);
      walk(one.value, path);
    }
    for (const document::Member& one : t_.resources.members()) walk(one.value, "Resources." + one.key);
    for (const document::Member& one : t_.outputs.members()) walk(one.value, "Outputs." + one.key);
  }

 private:
  void refuse(std::string_view code, const Node& at, const Node& otherwise, const std::string& path,
              std::string message, std::string fix) {
    report_.add(code, at.mark().or_else(otherwise.mark()), path, std::move(message), std::move(fix));
  }

  // "Conditions can only be boolean operations on parameters and other conditions"
  void condition(const Node& node, document::Mark mark, const std::string& path, bool whole) {
    const std::optional<cfn::Function> call = cfn::as_function(node);
    if (call && cfn::is_by_macro(node)) return;
    const bool open = call && (call->name == "Fn::Transform" || !is_function_name(call->name));
    if (open) return;  // named elsewhere, if it is a mistake
    const bool compares = call && (call->name == "Fn::Equals" || call->name == "Fn::Contains" ||
                                   call->name == "Fn::EachMemberIn" || call->name == "Fn::EachMemberEquals");
    const bool joins = call && (call->name == "Fn::And" || call->name == "Fn::Or" || call->name == "Fn::Not");
    if (joins) {
      for (const Node& one : call->argument->items()) condition(one, call->argument->mark(), path, false);
    }
    if (compares || joins || (call && call->name == "Condition")) return;
    if (!whole && document::to_bool(node)) return;
    if (node.is_null()) return;  // L018
    report_.add("L037", node.mark().or_else(mark), path,
                call ? fmt::format("{} is not a condition", call->name) : "a condition is expected here",
                "compare values with Fn::Equals, or name another condition",
                // Whether AWS takes a plain true or false here is not recorded.
                document::to_bool(node) ? std::optional(support::Severity::warning) : std::nullopt);
  }

  void walk(const Node& node, const std::string& path) {
    if (const std::optional<cfn::Function> call = cfn::as_function(node); call && !cfn::is_by_macro(*call->argument))
      function(call->name, *call->argument, path);
    for (const Node& one : node.items()) walk(one, path);
    for (const document::Member& one : node.members()) walk(one.value, path);
  }

  void function(std::string_view name, const Node& argument, const std::string& path) {
    const std::vector<Node>& items = argument.items();
    if (name == "Fn::Join" && items.size() == 2) {
      for (const Node& one : items[1].items()) {
        if (is_list_for_certain(t_, one))
          refuse("L016", one, argument, path, "Fn::Join has a list inside its list",
                 "join that list first, in a Fn::Join of its own");
      }
      if (is_call(items[1]) && is_text_for_certain(t_, items[1]))
        refuse("L016", items[1], argument, path, "Fn::Join takes a list of texts, and this is a text",
               "write the text itself, or make a list of it");
    }
    if (name == "Fn::Select" && items.size() == 2) {
      if (is_call(items[1]) && is_text_for_certain(t_, items[1]))
        refuse("L016", items[1], argument, path, "Fn::Select takes a list, and this is a text",
               "split it with Fn::Split first");
      const std::string& index = items[0].text();
      if (items[0].is_scalar() && !index.empty() && index.find_first_not_of("0123456789") != std::string::npos)
        refuse("L016", items[0], argument, path, fmt::format("Fn::Select takes an index first, and {} is none", index),
               "count entries from 0");
    }
    if (name == "Fn::Split" && items.size() == 2 && is_call(items[1]) && is_list_for_certain(t_, items[1]))
      refuse("L016", items[1], argument, path, "Fn::Split takes a text, and this is a list", "use the list as it is");
    if (name == "Fn::Base64" && is_call(argument) && is_list_for_certain(t_, argument))
      refuse("L016", argument, argument, path, "Fn::Base64 takes a text, and this is a list", "join it with Fn::Join");
    if (name == "Fn::Sub") sub(argument, path);
    if (name == "Fn::ImportValue") import(argument, path);
    if (name == "Fn::FindInMap" && !argument.is_scalar()) {
      for (std::size_t i = 0; i < std::min<std::size_t>(items.size(), 3); ++i)  // a fourth is a default
        no_resource(items[i], path, name, "mappings are read before resources exist");
    }
  }

  // "variable ... in Fn::Sub expression does not resolve to a string"
  void sub(const Node& argument, const std::string& path) {
    const bool has_variables = argument.is_sequence() && argument.items().size() == 2;
    const Node& text = has_variables ? argument.items()[0] : argument;
    const Node* variables = has_variables ? &argument.items()[1] : nullptr;
    std::set<std::string> met;
    if (text.is_scalar()) {
      for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
        const bool own = variables != nullptr && variables->find(part.text) != nullptr;
        if (part.is_reference && !own && cfn::is_list(t_, part.text) && met.insert(part.text).second)
          refuse("L016", text, argument, path, fmt::format("Fn::Sub fills in texts, and {} is a list", part.text),
                 fmt::format("give it a variable made with Fn::Join of {}", part.text));
      }
    }
    if (variables == nullptr) return;
    for (const document::Member& one : variables->members()) {
      if (is_list_for_certain(t_, one.value))
        refuse("L016", one.value, argument, path, fmt::format("Fn::Sub fills in texts, and {} is a list", one.key),
               "join it with Fn::Join");
    }
  }

  // "the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs"
  void import(const Node& name, const std::string& path) {
    no_resource(name, path, "Fn::ImportValue", "the name of an export is read before resources exist");
    own_export(name, path);
  }

  void no_resource(const Node& node, const std::string& path, std::string_view function, std::string_view why) {
    cfn::visit_references(node, [&](const cfn::Reference& one) {
      if (one.kind != cfn::Reference::Kind::condition && t_.parameters.find(one.name) == nullptr &&
          t_.resources.find(one.name) != nullptr)
        report_.add("L017", one.mark.or_else(node.mark()), path,
                    fmt::format("{} cannot depend on the resource {}: {}", function, one.name, why), "use a parameter");
    });
  }

  // A stack's exports exist when it is there: one that imports from itself cannot be made.
  void own_export(const Node& name, const std::string& path) {
    for (const document::Member& one : t_.outputs.members()) {
      const Node* exported = at(&one.value, {"Export", "Name"});
      // What only some stacks export, others import.
      if (exported != nullptr && *exported == name && one.value.find("Condition") == nullptr)
        refuse("L038", name, name, path, fmt::format("this imports what the template itself exports as {}", one.key),
               "use the value of that output");
    }
  }

  static bool is_call(const Node& node) { return cfn::as_function(node).has_value(); }

  const cfn::Template& t_;
  Report& report_;
};

}  // namespace

void check_argument_kinds(const cfn::Template& t, Report& report) {
  if (t.rewriting() != cfn::Rewriting::anything) ArgumentKinds(t, report).check();
}

}  // namespace vend::validate
