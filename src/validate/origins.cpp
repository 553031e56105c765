#include "origins.hpp"

#include <fmt/format.h>

#include <vector>

#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {

using document::Node;

void Origins::index(const Node& node) const {
  if (const std::optional<cfn::Function> function = cfn::as_function(node)) {
    // What cannot be resolved is told at the function's argument.
    for (document::Mark mark : {node.mark(), function->argument->mark()})
      calls_.emplace(std::pair{mark.line, mark.column}, &node);
  }
  for (const Node& one : node.items()) index(one);
  for (const document::Member& one : node.members()) index(one.value);
}

void Origins::collect(const Node& node, std::set<std::string>& into) const {
  if (const std::optional<cfn::Function> function = cfn::as_function(node)) {
    if (function->name == "Ref") into.insert(function->argument->text());
    if (function->name == "Fn::Sub") {
      const Node& argument = *function->argument;
      const Node& text = argument.is_sequence() && !argument.empty() ? argument.items()[0] : argument;
      for (const cfn::SubPart& part : cfn::parse_sub(text.text())) {
        if (part.is_reference) into.insert(std::string(support::trim(part.text)));
      }
    }
  }
  for (const Node& one : node.items()) collect(one, into);
  for (const document::Member& one : node.members()) collect(one.value, into);
}

std::set<std::string> Origins::parameters_at(document::Mark mark) const {
  if (!indexed_) {
    for (const Node* section : {&t_.resources, &t_.outputs, &t_.conditions}) index(*section);
  }
  indexed_ = true;
  std::set<std::string> names;
  const auto found = calls_.find({mark.line, mark.column});
  if (found == calls_.end() || mark.line == 0) return names;
  collect(*found->second, names);
  std::erase_if(names, [&](const std::string& name) { return t_.parameters.find(name) == nullptr; });
  return names;
}

std::string Origins::defaults_at(document::Mark mark) const {
  std::vector<std::string> parts;
  for (const std::string& name : parameters_at(mark)) {
    const Node* fallback = t_.parameters.find(name)->find("Default");
    if (fallback == nullptr || input_.parameters.contains(name)) continue;
    parts.push_back(fmt::format("{}={}", name, fallback->text().empty() ? "''" : fallback->text()));
  }
  return support::join(parts, ", ");
}

}  // namespace vend::validate
