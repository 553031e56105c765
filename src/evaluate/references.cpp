// What a name stands for: parameters, pseudo parameters, resources, entries of mappings.
#include <fmt/format.h>

#include "evaluate/evaluator.hpp"
#include "vend/aws/partition.hpp"
#include "vend/cfn/parameter.hpp"
#include "vend/support/text.hpp"

namespace vend::evaluate {

Evaluator::Resolved Evaluator::reference(const std::string& name, document::Mark mark) {
  if (name == "AWS::NoValue") return std::nullopt;
  if (Resolved known = pseudo(name)) return known;
  if (const Node* parameter = t_.parameters.find(name)) return parameter_value(name, *parameter, mark);
  if (t_.resources.find(name) != nullptr)
    return Node::unknown(fmt::format("${{{}}}", name), {document::Unknown::Kind::resource, name, ""});
  return unknown(name, mark, fmt::format("there is nothing named {}", name));
}

Evaluator::Resolved Evaluator::parameter_value(const std::string& name, const Node& parameter, document::Mark mark) {
  auto found = result_.parameters.find(name);
  const bool open = result_.open.contains(name);
  open_value_ = open_value_ || open;
  if (found == result_.parameters.end()) throw Unresolvable{mark, fmt::format("{} has no value", name)};
  const Node* type = parameter.find("Type");
  if (hide_secrets_ && !in_rules_ && open_.empty() && !open && cfn::is_secret(parameter))
    return Node::unknown(cfn::hidden, {document::Unknown::Kind::secret, name, ""});
  std::string_view kind = type != nullptr ? std::string_view(type->text()) : "String";
  if (!in_rules_ && kind.starts_with("AWS::SSM::Parameter::Value"))
    return Node::unknown(fmt::format("${{resolve:{}}}", found->second),
                         {document::Unknown::Kind::stored, found->second, ""});
  const bool is_list = cfn::is_list_type(kind);
  if (open) {
    const Node any = Node::unknown(found->second, {document::Unknown::Kind::parameter, name, ""});
    return is_list ? Node::sequence({any}) : any;
  }
  if (!is_list) return Node(found->second);
  Node list = Node::sequence();
  for (std::string_view one : support::split(found->second, ',')) list.push(Node(support::trim(one)));
  return list;
}

Evaluator::Resolved Evaluator::pseudo(std::string_view name) const {
  const Environment& e = environment_;
  if (name == "AWS::Region") return e.region;
  if (name == "AWS::AccountId") return e.stack_assumed ? open_value(name) : e.account;
  if (name == "AWS::Partition") return aws::partition(e.region);
  if (name == "AWS::URLSuffix") return aws::url_suffix(e.region);
  if (name == "AWS::StackName") return e.stack_assumed ? open_value(name) : e.stack_name;
  if (name == "AWS::NotificationARNs") return open_value(name);
  if (name == "AWS::StackId") {
    if (e.stack_assumed) return open_value(name);
    return fmt::format("arn:{}:cloudformation:{}:{}:stack/{}/00000000-0000-0000-0000-000000000000",
                       aws::partition(e.region), e.region, e.account, e.stack_name);
  }
  return std::nullopt;
}

std::optional<std::string> Evaluator::name_of(const Node& node) {
  if (node.is_scalar()) return node.text();
  const Node made = value(node);
  return made.is_known() ? std::optional(made.text()) : std::nullopt;
}

Evaluator::Resolved Evaluator::get_att(const Node& argument) {
  std::string id, attribute;
  if (argument.is_sequence()) {
    const std::optional<std::string> named = name_of(item(argument, 0));
    if (!named) return open_value("Fn::GetAtt");
    id = *named;
    attribute = value(item(argument, 1)).text();
  } else {
    id = argument.text().substr(0, argument.text().find('.'));
    attribute = argument.text().substr(std::min(argument.text().size(), id.size() + 1));
  }
  if (t_.resources.find(id) == nullptr)
    return unknown(id + "." + attribute, argument.mark(), fmt::format("there is no resource {}", id));
  return Node::unknown(fmt::format("${{{}.{}}}", id, attribute), {document::Unknown::Kind::resource, id, attribute});
}

namespace {

// Fn::Transform stands for members that are not known here.
bool brings_more(const Node* mapping) { return mapping != nullptr && cfn::is_by_macro(*mapping); }

}  // namespace

Evaluator::Resolved Evaluator::find_in_map(const Node& argument) {
  const Node map_name = value(item(argument, 0)), top_key = value(item(argument, 1)),
             second_key = value(item(argument, 2));
  if (!map_name.is_known() || !top_key.is_known() || !second_key.is_known()) return open_value("FindInMap");
  // Keys of mappings keep the spelling of the template, and so do the arguments that name them.
  const std::string &map = map_name.written(), &top = top_key.written(), &second = second_key.written();
  const Node* node = t_.mappings.find(map);
  if (brings_more(node)) return open_value("FindInMap");
  if (node != nullptr) node = node->find(top);
  if (brings_more(node) && node->find(second) == nullptr) return open_value("FindInMap");
  if (node != nullptr) node = node->find(second);
  if (node != nullptr) return *node;
  if (argument.items().size() > 3) {
    if (const Node* fallback = item(argument, 3).find("DefaultValue")) return resolve(*fallback);
  }
  for (std::size_t i = 0; i < 3; ++i) {
    if (only_a_stack_knows(argument.items()[i])) return open_value("FindInMap");
  }
  return unknown("FindInMap", argument.mark(), fmt::format("mapping {} has no {}.{}", map, top, second));
}

// The account, the stack and the region (unless it was given) are assumed here: a mapping may be made for other ones.
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
  if (cfn::is_by_macro(text)) return open_value("Fn::Sub");
  Node out("");
  for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
    if (!part.is_reference) {
      spend(part.text.size(), text.mark());
      out.append(Node(part.text));
      continue;
    }
    const std::string name(support::trim(part.text));
    const Node* variable = variables != nullptr ? variables->find(name) : nullptr;
    const Resolved filled = variable != nullptr      ? value(*variable)
                            : brings_more(variables) ? Resolved(open_value(name))
                                                     : value_named(name, text.mark());
    if (!filled) continue;
    spend(filled->text().size(), text.mark());
    out.append(*filled);
  }
  return out;
}

Evaluator::Resolved Evaluator::value_named(const std::string& name, document::Mark mark) {
  std::size_t dot = name.find('.');
  if (dot == std::string::npos) return reference(name, mark);
  if (t_.resources.find(name.substr(0, dot)) == nullptr)
    return unknown(name, mark, fmt::format("there is no resource {}", name.substr(0, dot)));
  return Node::unknown(fmt::format("${{{}}}", name),
                       {document::Unknown::Kind::resource, name.substr(0, dot), name.substr(dot + 1)});
}

}  // namespace vend::evaluate
