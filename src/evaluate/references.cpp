// What a name stands for: parameters, pseudo parameters, resources, entries of mappings.
#include <fmt/format.h>

#include "evaluate/evaluator.hpp"
#include "vend/aws/partition.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/support/text.hpp"

namespace vend::evaluate {

Evaluator::Resolved Evaluator::reference(const std::string& name, document::Mark mark) {
  if (name == "AWS::NoValue") return std::nullopt;
  if (std::optional<std::string> known = pseudo(name)) return Node(*known);
  if (const Node* parameter = t_.parameters.find(name)) return parameter_value(name, *parameter, mark);
  if (t_.resources.find(name) != nullptr) return Node(fmt::format("${{{}}}", name));
  return Node(unknown(name, mark, fmt::format("there is nothing named {}", name)));
}

Evaluator::Resolved Evaluator::parameter_value(const std::string& name, const Node& parameter, document::Mark mark) {
  auto found = result_.parameters.find(name);
  if (found != result_.parameters.end() && found->second == "${" + name + "}") open_value_ = true;
  if (found == result_.parameters.end()) throw Unresolvable{mark, fmt::format("{} has no value", name)};
  const Node* type = parameter.find("Type");
  if (hide_secrets_ && !in_rules_ && open_.empty() && cfn::is_secret(parameter) && found->second != "${" + name + "}")
    return Node(cfn::hidden);
  std::string_view kind = type != nullptr ? std::string_view(type->text()) : "String";
  if (!in_rules_ && kind.starts_with("AWS::SSM::Parameter::Value"))
    return Node(fmt::format("${{resolve:{}}}", found->second));
  if (kind != "CommaDelimitedList" && !kind.starts_with("List<")) return Node(found->second);
  Node list = Node::sequence();
  for (std::string_view one : support::split(found->second, ',')) list.push(Node(support::trim(one)));
  return list;
}

std::optional<std::string> Evaluator::pseudo(std::string_view name) const {
  const Environment& e = environment_;
  if (name == "AWS::Region") return e.region;
  if (name == "AWS::AccountId") return e.account;
  if (name == "AWS::Partition") return aws::partition(e.region);
  if (name == "AWS::URLSuffix") return aws::url_suffix(e.region);
  if (name == "AWS::StackName") return e.stack_name;
  if (name == "AWS::NotificationARNs") return "${AWS::NotificationARNs}";
  if (name == "AWS::StackId") {
    return fmt::format("arn:{}:cloudformation:{}:{}:stack/{}/00000000-0000-0000-0000-000000000000",
                       aws::partition(e.region), e.region, e.account, e.stack_name);
  }
  return std::nullopt;
}

Evaluator::Resolved Evaluator::get_att(const Node& argument) {
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

Evaluator::Resolved Evaluator::find_in_map(const Node& argument) {
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
bool Evaluator::only_a_stack_knows(const Node& key) const {
  const std::optional<cfn::Function> function = cfn::as_function(key);
  if (!function) return false;
  const std::string& name = function->argument->text();
  if (function->name == "Ref" && (name == "AWS::AccountId" || name.starts_with("AWS::Stack"))) return true;
  if (function->name == "Ref" && name.starts_with("AWS::")) return environment_.region_assumed;
  return function->name != "Ref" && function->name != "Fn::If";
}

Evaluator::Resolved Evaluator::substitute(const Node& argument) {
  const Node& text = argument.is_sequence() ? item(argument, 0) : argument;
  const Node* variables = argument.is_sequence() ? &item(argument, 1) : nullptr;
  std::string out;
  for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
    if (!part.is_reference) {
      spend(part.text.size(), text.mark());
      out += part.text;
      continue;
    }
    const std::string name(support::trim(part.text));
    const Node* variable = variables != nullptr ? variables->find(name) : nullptr;
    const std::string filled = variable != nullptr ? value(*variable).text() : named(name, text.mark());
    spend(filled.size(), text.mark());
    out += filled;
  }
  return Node(std::move(out));
}

std::string Evaluator::named(const std::string& name, document::Mark mark) {
  std::size_t dot = name.find('.');
  if (dot == std::string::npos) {
    Resolved resolved = reference(name, mark);
    return resolved ? resolved->text() : "";
  }
  if (t_.resources.find(name.substr(0, dot)) == nullptr)
    return unknown(name, mark, fmt::format("there is no resource {}", name.substr(0, dot)));
  return fmt::format("${{{}}}", name);
}

}  // namespace vend::evaluate
