#include "vend/evaluate/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "parameters.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/cfn/parameter_file.hpp"
#include "vend/document/yaml.hpp"
#include "vend/support/text.hpp"

namespace vend::evaluate {
namespace {

using cfn::Function;

// Thrown inside; becomes a diagnostic of the resource or condition that asked.
struct Unresolvable {
  document::Mark mark;
  std::string message;
};

constexpr const char* hidden = "****";

class Evaluator {
 public:
  Evaluator(const cfn::Template& t, const Input& input, Result& result)
      : t_(t),
        input_(input),
        environment_(input.environment),
        hide_secrets_(input.hide_secrets),
        result_(result),
        rewriting_(t.rewriting()) {}

  void decide_conditions() {
    for (const document::Member& one : t_.conditions.members()) {
      if (!one.key.starts_with("Fn::")) guarded("Conditions." + one.key, [&] { condition(one.key, one.value.mark()); });
    }
  }

  void run() {
    decide_conditions();
    for (const document::Member& one : t_.rules.members())
      guarded("Rules." + one.key, [&] { rule(one.key, one.value); });
    for (const document::Member& one : t_.resources.members())
      guarded("Resources." + one.key, [&] { keep_existing(one, result_.resources); });
    for (const document::Member& one : t_.outputs.members())
      guarded("Outputs." + one.key, [&] { keep_existing(one, result_.outputs); });
  }

 private:
  using Resolved = std::optional<Node>;  // nothing: AWS::NoValue

  template <class Work>
  void guarded(std::string path, Work work) {
    path_ = std::move(path);
    try {
      work();
    } catch (const Unresolvable& problem) {
      report(problem);
    }
  }

  void report(const Unresolvable& problem) {
    result_.diagnostics.push_back({support::Severity::error,
                                   "F001",
                                   {t_.file, problem.mark.line, problem.mark.column},
                                   path_,
                                   problem.message,
                                   ""});
  }

  // A name that a macro may add is known only when it ran.
  std::string unknown(std::string_view name, document::Mark mark, std::string message) const {
    if (rewriting_ == cfn::Rewriting::none) throw Unresolvable{mark, std::move(message)};
    return fmt::format("${{{}}}", name);
  }

  void keep_existing(const document::Member& one, Node& into) {
    if (one.key.starts_with("Fn::")) return;  // Fn::ForEach and Fn::Transform stand for members that are not known here
    const Node* wanted = one.value.find("Condition");
    if (wanted != nullptr && wanted->is_string() && !condition(wanted->text(), wanted->mark())) return;
    if (Resolved resolved = resolve(one.value)) into.add(one.key, std::move(*resolved));
  }

  // Rules see what was entered: the name of an SSM parameter, not its value.
  void rule(const std::string& name, const Node& rule) {
    in_rules_ = true;
    check_rule(name, rule);
    in_rules_ = false;
  }

  void check_rule(const std::string& name, const Node& rule) {
    const Node* when = rule.find("RuleCondition");
    open_value_ = false;
    if (when != nullptr && (!truth(*when) || open_value_)) return;
    const Node* assertions = rule.find("Assertions");
    if (assertions == nullptr) return;
    for (const Node& one : assertions->items()) {
      const Node* assert = one.find("Assert");
      open_value_ = false;
      if (assert == nullptr || truth(*assert) || open_value_) continue;
      const Node* description = one.find("AssertDescription");
      result_.diagnostics.push_back(
          {support::Severity::error,
           "R001",
           {t_.file, one.mark().line, one.mark().column},
           "Rules." + name,
           description != nullptr ? description->text() : "an assertion of rule " + name + " fails",
           ""});
    }
  }

  bool condition(const std::string& name, document::Mark mark) {
    if (auto known = result_.conditions.find(name); known != result_.conditions.end()) {
      open_value_ = open_value_ || result_.undecided.contains(name);
      return known->second;
    }
    if (auto given = input_.conditions.find(name); given != input_.conditions.end()) {
      result_.conditions.emplace(*given);
      return given->second;
    }
    const Node* expression = t_.conditions.find(name);
    if (expression == nullptr) {
      unknown(name, mark, fmt::format("there is no condition {}", name));
      open_value_ = true;
      return false;
    }
    if (!open_.insert(name).second) throw Unresolvable{mark, fmt::format("condition {} depends on itself", name)};
    const bool before = std::exchange(open_value_, false);
    bool value = false;
    try {
      value = truth(*expression);
    } catch (const Unresolvable& problem) {
      report(problem);
      open_value_ = true;
    }
    open_.erase(name);
    result_.conditions.emplace(name, value);
    if (open_value_) result_.undecided.insert(name);
    open_value_ = open_value_ || before;
    return value;
  }

  // Conditions and rules: functions whose value is true or false.
  bool truth(const Node& node) {
    std::optional<Function> function = cfn::as_function(node);
    if (!function) {
      if (std::optional<bool> value = document::to_bool(node)) return *value;
      throw Unresolvable{node.mark(), "a condition is expected here"};
    }
    const Node& argument = *function->argument;
    if (function->name == "Condition") return condition(argument.text(), argument.mark());
    if (function->name == "Fn::Not") return !truth(item(argument, 0));
    if (function->name == "Fn::And" || function->name == "Fn::Or") {
      return every(argument, function->name == "Fn::And");
    }
    if (function->name == "Fn::Equals") {
      const Node a = value(item(argument, 0)), b = value(item(argument, 1));
      const bool equal = same(a, b);
      if (!equal && (is_symbolic(a) || is_symbolic(b))) open_value_ = true;
      return equal;
    }
    if (function->name == "Fn::Contains") {
      Node list = value(item(argument, 0));
      Node wanted = value(item(argument, 1));
      for (const Node& one : list.items()) {
        if (same(one, wanted)) return true;
      }
      return false;
    }
    if (function->name == "Fn::EachMemberIn" || function->name == "Fn::EachMemberEquals")
      return each_member(argument, function->name == "Fn::EachMemberIn");
    throw Unresolvable{node.mark(), fmt::format("{} is no condition", function->name)};
  }

  // And, or Or: one operand that is decided against `all` decides the whole.
  bool every(const Node& argument, bool all) {
    const bool before = open_value_;
    bool result = all, open = before;
    for (const Node& one : argument.items()) {
      open_value_ = false;
      if (truth(one) != all) {
        if (!open_value_) {
          open_value_ = before;
          return !all;
        }
        result = !all;
      }
      open = open || open_value_;
    }
    open_value_ = open;
    return result;
  }

  bool each_member(const Node& argument, bool in) {
    const Node list = value(item(argument, 0)), wanted = value(item(argument, 1));
    return std::all_of(list.items().begin(), list.items().end(), [&](const Node& one) {
      if (!in) return same(one, wanted);
      return std::any_of(wanted.items().begin(), wanted.items().end(),
                         [&](const Node& other) { return same(one, other); });
    });
  }

  // CloudFormation compares texts: true and "true" are equal.
  static bool same(const Node& a, const Node& b) {
    return a.is_scalar() && b.is_scalar() ? a.text() == b.text() : a == b;
  }

  static const Node& item(const Node& list, std::size_t index) {
    if (index >= list.items().size()) throw Unresolvable{list.mark(), "an argument is missing"};
    return list.items()[index];
  }

  Node value(const Node& node) {
    Resolved resolved = resolve(node);
    return resolved ? std::move(*resolved) : Node("");
  }

  // A tree without functions is returned as it is, sharing everything.
  Resolved resolve(const Node& node) {
    bool changed = false;
    return resolve(node, changed);
  }

  Resolved resolve(const Node& node, bool& changed) {
    if (node.is_scalar()) return node;
    if (std::optional<Function> function = cfn::as_function(node);
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

  // One value that cannot be resolved leaves the rest of its resource to be looked at.
  Resolved called(const Function& function, document::Mark mark) {
    try {
      return call(function.name, *function.argument, mark);
    } catch (const Unresolvable& problem) {
      report(problem);
      return Node("${?}");
    }
  }

  // {"Condition": {...}} of an IAM statement is data.
  static bool is_condition_attribute(const Node& node, const Function& function) {
    return function.name == "Condition" && (!function.argument->is_string() || node.members().size() != 1);
  }

  Resolved call(std::string_view name, const Node& argument, document::Mark mark) {
    if (name == "Ref") return reference(argument.text(), argument.mark());
    if (name == "Condition") return Node::boolean(condition(argument.text(), argument.mark()));
    if (name == "Fn::If") {
      const bool before = open_value_;
      const bool chosen = condition(item(argument, 0).text(), argument.mark());
      open_value_ = before;
      return resolve(item(argument, chosen ? 1 : 2));
    }
    if (name == "Fn::Sub") return substitute(argument);
    if (name == "Fn::Join") return join(argument);
    if (name == "Fn::Split") return split(argument);
    if (name == "Fn::Select") return select(argument);
    if (name == "Fn::Base64") return Node(support::base64_encode(value(argument).text()));
    if (name == "Fn::FindInMap") return find_in_map(argument);
    if (name == "Fn::GetAtt") return get_att(argument);
    if (name == "Fn::GetAZs") return zones(value(argument).text());
    if (name == "Fn::RefAll" || name == "Fn::ValueOf" || name == "Fn::ValueOfAll") return asked_of_aws(name);
    if (name == "Fn::Cidr" || name == "Fn::Transform" || name == "Fn::GetStackOutput")
      return Node(fmt::format("${{{}}}", name));
    if (name == "Fn::ImportValue") return Node(fmt::format("${{ImportValue:{}}}", value(argument).text()));
    if (name == "Fn::Length") return Node::integer(static_cast<std::int64_t>(value(argument).items().size()));
    if (name == "Fn::ToJsonString") return Node(document::write_compact_json(value(argument)));
    if (name == "Fn::Equals" || name == "Fn::Not" || name == "Fn::And" || name == "Fn::Or") {
      Node whole = Node::mapping();
      whole.add(std::string(name), argument);
      return Node::boolean(truth(whole));
    }
    return Node(unknown(name, mark, fmt::format("{} is not resolved here", name)));
  }

  // Rules can ask AWS about the attributes of a parameter's value.
  Resolved asked_of_aws(std::string_view name) {
    open_value_ = true;
    return Node(fmt::format("${{{}}}", name));
  }

  Resolved reference(const std::string& name, document::Mark mark) {
    if (name == "AWS::NoValue") return std::nullopt;
    if (std::optional<std::string> known = pseudo(name)) return Node(*known);
    if (const Node* parameter = t_.parameters.find(name)) return parameter_value(name, *parameter, mark);
    if (t_.resources.find(name) != nullptr) return Node(fmt::format("${{{}}}", name));
    return Node(unknown(name, mark, fmt::format("there is nothing named {}", name)));
  }

  Resolved parameter_value(const std::string& name, const Node& parameter, document::Mark mark) {
    auto found = result_.parameters.find(name);
    if (found != result_.parameters.end() && found->second == "${" + name + "}") open_value_ = true;
    if (found == result_.parameters.end()) throw Unresolvable{mark, fmt::format("{} has no value", name)};
    const Node* type = parameter.find("Type");
    if (hide_secrets_ && !in_rules_ && open_.empty() && cfn::is_secret(parameter) && found->second != "${" + name + "}")
      return Node(hidden);
    std::string_view kind = type != nullptr ? std::string_view(type->text()) : "String";
    if (!in_rules_ && kind.starts_with("AWS::SSM::Parameter::Value"))
      return Node(fmt::format("${{resolve:{}}}", found->second));
    if (kind != "CommaDelimitedList" && !kind.starts_with("List<")) return Node(found->second);
    Node list = Node::sequence();
    for (std::string_view one : support::split(found->second, ',')) list.push(Node(support::trim(one)));
    return list;
  }

  std::optional<std::string> pseudo(std::string_view name) const {
    const Environment& e = environment_;
    if (name == "AWS::Region") return e.region;
    if (name == "AWS::AccountId") return e.account;
    if (name == "AWS::Partition") return partition(e.region);
    if (name == "AWS::URLSuffix") return url_suffix(e.region);
    if (name == "AWS::StackName") return e.stack_name;
    if (name == "AWS::NotificationARNs") return "${AWS::NotificationARNs}";
    if (name == "AWS::StackId") {
      return fmt::format("arn:{}:cloudformation:{}:{}:stack/{}/00000000-0000-0000-0000-000000000000",
                         partition(e.region), e.region, e.account, e.stack_name);
    }
    return std::nullopt;
  }

  Resolved substitute(const Node& argument) {
    const Node& text = argument.is_sequence() ? item(argument, 0) : argument;
    const Node* variables = argument.is_sequence() ? &item(argument, 1) : nullptr;
    std::string out;
    for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
      if (!part.is_reference) {
        out += part.text;
        continue;
      }
      const std::string name(support::trim(part.text));
      const Node* variable = variables != nullptr ? variables->find(name) : nullptr;
      out += variable != nullptr ? value(*variable).text() : named(name, text.mark());
    }
    return Node(std::move(out));
  }

  std::string named(const std::string& name, document::Mark mark) {
    std::size_t dot = name.find('.');
    if (dot == std::string::npos) {
      Resolved resolved = reference(name, mark);
      return resolved ? resolved->text() : "";
    }
    if (t_.resources.find(name.substr(0, dot)) == nullptr)
      return unknown(name, mark, fmt::format("there is no resource {}", name.substr(0, dot)));
    return fmt::format("${{{}}}", name);
  }

  static bool is_symbolic(const Node& node) {
    return node.text().find("${") != std::string::npos || node.text().find(hidden) != std::string::npos;
  }

  Resolved join(const Node& argument) {
    Node parts = value(item(argument, 1));
    if (parts.is_scalar() && is_symbolic(parts)) return parts;  // a list that only a running stack knows
    std::string out;
    for (std::size_t i = 0; i < parts.items().size(); ++i) {
      if (i > 0) out += item(argument, 0).text();
      out += parts.items()[i].text();
    }
    return Node(std::move(out));
  }

  Resolved split(const Node& argument) {
    std::string text = value(item(argument, 1)).text();
    const std::string& delimiter = item(argument, 0).text();
    if (delimiter.empty()) throw Unresolvable{argument.mark(), "Fn::Split needs a delimiter"};
    Node parts = Node::sequence();
    std::size_t from = 0;
    for (std::size_t at = text.find(delimiter); at != std::string::npos; at = text.find(delimiter, from)) {
      parts.push(Node(text.substr(from, at - from)));
      from = at + delimiter.size();
    }
    parts.push(Node(text.substr(from)));
    return parts;
  }

  Resolved select(const Node& argument) {
    std::string index_text = value(item(argument, 0)).text();
    std::size_t index = 0;
    auto [end, error] = std::from_chars(index_text.data(), index_text.data() + index_text.size(), index);
    const std::optional<Function> inner = cfn::as_function(item(argument, 1));
    if (inner && inner->name == "Fn::GetAZs" && error == std::errc() && index < most_zones)
      return zone(value(*inner->argument).text(), index);
    Node list = value(item(argument, 1));
    if (list.is_scalar() && is_symbolic(list)) return list;
    const bool open =
        std::any_of(list.items().begin(), list.items().end(), [](const Node& one) { return is_symbolic(one); });
    if (is_symbolic(Node(index_text)) || (open && error == std::errc() && index >= list.items().size()))
      return Node("${Select}");
    if (error != std::errc() || end != index_text.data() + index_text.size() || index >= list.items().size()) {
      throw Unresolvable{argument.mark(),
                         fmt::format("Fn::Select cannot take entry {} of {}", index_text, list.items().size())};
    }
    return list.items()[index];
  }

  Resolved find_in_map(const Node& argument) {
    std::string map = value(item(argument, 0)).text(), top = value(item(argument, 1)).text(),
                second = value(item(argument, 2)).text();
    for (const std::string* key : {&map, &top, &second}) {
      if (key->find("${") != std::string::npos) return Node("${FindInMap}");
    }
    const Node* node = t_.mappings.find(map);
    if (node != nullptr) node = node->find(top);
    if (node != nullptr) node = node->find(second);
    if (node != nullptr) return *node;
    if (argument.items().size() > 3) {
      if (const Node* fallback = item(argument, 3).find("DefaultValue")) return resolve(*fallback);
    }
    for (std::size_t i = 0; i < 3; ++i) {
      if (only_a_stack_knows(argument.items()[i])) return Node("${FindInMap}");
    }
    return Node(unknown("FindInMap", argument.mark(), fmt::format("mapping {} has no {}.{}", map, top, second)));
  }

  // Account, stack and, unless somebody said which, region: a mapping may be made for others than those assumed here.
  bool only_a_stack_knows(const Node& key) const {
    const std::optional<Function> function = cfn::as_function(key);
    if (!function) return false;
    const std::string& name = function->argument->text();
    if (function->name == "Ref" && (name == "AWS::AccountId" || name.starts_with("AWS::Stack"))) return true;
    if (function->name == "Ref" && name.starts_with("AWS::")) return environment_.region_assumed;
    return function->name != "Ref" && function->name != "Fn::If";
  }

  Resolved get_att(const Node& argument) {
    std::string id, attribute;
    if (argument.is_sequence()) {
      id = item(argument, 0).text();
      attribute = value(item(argument, 1)).text();
    } else {
      id = argument.text().substr(0, argument.text().find('.'));
      attribute = argument.text().substr(std::min(argument.text().size(), id.size() + 1));
    }
    if (t_.resources.find(id) == nullptr)
      return Node(unknown(id + "." + attribute, argument.mark(), fmt::format("there is no resource {}", id)));
    return Node(fmt::format("${{{}.{}}}", id, attribute));
  }

  // How many zones a region has is AWS's to say; three stand for them.
  Node zones(const std::string& region) {
    Node list = Node::sequence();
    for (std::size_t i = 0; i < 3; ++i) list.push(zone(region, i));
    return list;
  }

  static constexpr std::size_t most_zones = 8;  // no region has more
  Node zone(const std::string& region, std::size_t index) const {
    return Node((region.empty() ? environment_.region : region) + static_cast<char>('a' + index));
  }

  const cfn::Template& t_;
  const Input& input_;
  const Environment& environment_;
  const bool hide_secrets_;
  Result& result_;
  cfn::Rewriting rewriting_;
  std::string path_;            // what is under way
  std::set<std::string> open_;  // conditions under way
  bool in_rules_ = false;
  bool open_value_ = false;  // whether a condition or rule asked for what may have any value
};

}  // namespace

// AWS General Reference: the China and GovCloud regions are partitions of their own.
std::string partition(const std::string& region) {
  if (region.starts_with("cn-")) return "aws-cn";
  return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}

std::string url_suffix(const std::string& region) {
  return region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

Result evaluate(const cfn::Template& t, const Input& input) {
  Result result;
  result.parameters = effective_parameters(t, input, result.diagnostics);
  Evaluator(t, input, result).run();
  return result;
}

std::map<std::string, bool> conditions(const cfn::Template& t, const Input& input) {
  Result result;
  result.parameters = unchecked_parameters(t, input);
  Evaluator(t, input, result).decide_conditions();
  return std::move(result.conditions);
}

}  // namespace vend::evaluate
