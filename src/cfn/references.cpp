#include "vend/cfn/references.hpp"

namespace vend::cfn {
namespace {

using Kind = Reference::Kind;

// NAME or NAME.ATTRIBUTE.
Reference dotted(std::string_view text, document::Mark mark) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return {Kind::name, std::string(text), "", mark};
  return {Kind::attribute, std::string(text.substr(0, dot)), std::string(text.substr(dot + 1)), mark};
}

std::vector<Reference> of_get_att(const Node& argument) {
  if (!argument.is_sequence()) {
    Reference one = dotted(argument.text(), argument.mark());
    one.kind = Kind::attribute;
    return {std::move(one)};
  }
  if (argument.empty() || !argument.items()[0].is_scalar()) return {};
  const std::vector<Node>& items = argument.items();
  return {{Kind::attribute, items[0].text(), items.size() > 1 ? items[1].text() : "", items[0].mark()}};
}

std::vector<Reference> of_sub(const Node& argument) {
  const bool list = argument.is_sequence() && !argument.empty();
  const Node& text = list ? argument.items()[0] : argument;
  const Node* variables = list && argument.items().size() > 1 ? &argument.items()[1] : nullptr;
  std::vector<Reference> all;
  for (const SubPart& part : parse_sub(text.text())) {
    if (!part.is_reference || (variables != nullptr && variables->find(part.text) != nullptr)) continue;
    all.push_back(dotted(part.text, text.mark()));
  }
  return all;
}

}  // namespace

std::vector<Reference> references_of(const Function& function) {
  const Node& argument = *function.argument;
  if (function.name == "Ref" && argument.is_scalar()) return {{Kind::name, argument.text(), "", argument.mark()}};
  if (function.name == "Condition" && argument.is_scalar())
    return {{Kind::condition, argument.text(), "", argument.mark()}};
  if (function.name == "Fn::If" && !argument.items().empty() && argument.items()[0].is_scalar())
    return {{Kind::condition, argument.items()[0].text(), "", argument.items()[0].mark()}};
  if (function.name == "Fn::GetAtt") return of_get_att(argument);
  if (function.name == "Fn::Sub") return of_sub(argument);
  return {};
}

void visit_references(const Node& node, const std::function<void(const Reference&)>& visit) {
  if (const std::optional<Function> function = as_function(node)) {
    for (const Reference& one : references_of(*function)) visit(one);
  }
  for (const Node& one : node.items()) visit_references(one, visit);
  for (const document::Member& one : node.members()) visit_references(one.value, visit);
}

}  // namespace vend::cfn
