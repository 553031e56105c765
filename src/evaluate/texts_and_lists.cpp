// Functions over texts and lists.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "evaluate/evaluator.hpp"

namespace vend::evaluate {

namespace {

constexpr std::size_t most_zones = 8;  // no region has more
// Sixteen times the largest template: what functions make of it beyond that is no template any more.
constexpr std::size_t most_made = std::size_t{16} << 20U;

}  // namespace

void Evaluator::spend(std::size_t bytes, document::Mark mark) {
  made_ += bytes;
  if (made_ > most_made) throw Unresolvable{mark, "the functions of this template make more than 16 MB of text"};
}

// Rules can ask AWS about the attributes of a parameter's value.
Evaluator::Resolved Evaluator::asked_of_aws(std::string_view name) {
  open_value_ = true;
  return Node(fmt::format("${{{}}}", name));
}

Evaluator::Resolved Evaluator::join(const Node& argument) {
  Node parts = value(item(argument, 1));
  if (parts.is_scalar() && is_symbolic(parts)) return parts;  // a list that only a running stack knows
  std::string out;
  for (std::size_t i = 0; i < parts.items().size(); ++i) {
    const std::string& delimiter = item(argument, 0).text();
    spend(delimiter.size() + parts.items()[i].text().size(), argument.mark());
    if (i > 0) out += delimiter;
    out += parts.items()[i].text();
  }
  return Node(std::move(out));
}

Evaluator::Resolved Evaluator::split(const Node& argument) {
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

Evaluator::Resolved Evaluator::select(const Node& argument) {
  std::string index_text = value(item(argument, 0)).text();
  std::size_t index = 0;
  auto [end, error] = std::from_chars(index_text.data(), index_text.data() + index_text.size(), index);
  const std::optional<cfn::Function> inner = cfn::as_function(item(argument, 1));
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

// How many zones a region has is AWS's to say; three stand for them.
Node Evaluator::zones(const std::string& region) {
  Node list = Node::sequence();
  for (std::size_t i = 0; i < 3; ++i) list.push(zone(region, i));
  return list;
}

Node Evaluator::zone(const std::string& region, std::size_t index) const {
  return Node((region.empty() ? environment_.region : region) + static_cast<char>('a' + index));
}

}  // namespace vend::evaluate
