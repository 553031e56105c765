// Functions over texts and lists.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "evaluate/evaluator.hpp"
#include "vend/document/json_writer.hpp"

namespace vend::evaluate {

namespace {

constexpr std::size_t most_zones = 8;  // no region has more
// Sixteen times the size of the largest template: functions that make more text than that are stopped.
constexpr std::size_t most_made = std::size_t{16} << 20U;

}  // namespace

void Evaluator::spend(std::size_t bytes, document::Mark mark) {
  made_ += bytes;
  if (made_ > most_made) throw Unresolvable{mark, "the functions of this template make more than 16 MB of text"};
}

// Rules can ask AWS about the attributes of a parameter's value.
Evaluator::Resolved Evaluator::asked_of_aws(std::string_view name) {
  open_value_ = true;
  return open_value(name);
}

namespace {

// The part of a text between two offsets, with the unknown parts in it.
Node piece(const Node& text, std::size_t begin, std::size_t end) {
  Node out("");
  std::size_t at = begin;
  for (const document::Unknown& one : text.unknowns()) {
    if (one.offset < begin || one.offset >= end) continue;
    out.append(Node(text.text().substr(at, one.offset - at)));
    out.append(Node::unknown(text.text().substr(one.offset, one.size), one));
    at = one.offset + one.size;
  }
  out.append(Node(text.text().substr(at, end - at)));
  return out;
}

// Ids, names and ARNs contain no commas; of any other unknown part nobody knows what it contains.
bool may_hold(const document::Unknown& part, const std::string& delimiter) {
  return part.kind != document::Unknown::Kind::resource || delimiter != ",";
}

bool all_known(const Node& node) {
  return node.is_known() && std::all_of(node.items().begin(), node.items().end(), all_known) &&
         std::all_of(node.members().begin(), node.members().end(),
                     [](const document::Member& one) { return all_known(one.value); });
}

}  // namespace

Evaluator::Resolved Evaluator::join(const Node& argument) {
  Node parts = value(item(argument, 1));
  if (parts.is_scalar() && !parts.is_known()) return parts;  // a list that only a running stack knows
  Node out("");
  for (std::size_t i = 0; i < parts.items().size(); ++i) {
    const std::string& delimiter = item(argument, 0).text();
    spend(delimiter.size() + parts.items()[i].text().size(), argument.mark());
    if (i > 0) out.append(Node(delimiter));
    out.append(parts.items()[i]);
  }
  return out;
}

Evaluator::Resolved Evaluator::split(const Node& argument) {
  const Node whole = value(item(argument, 1));
  const std::string& text = whole.text();
  const std::string& delimiter = item(argument, 0).text();
  if (delimiter.empty()) throw Unresolvable{argument.mark(), "Fn::Split needs a delimiter"};
  Node parts = Node::sequence();
  std::size_t from = 0;
  // Splits up to the first part that may become several parts: from there on nobody knows how many there are.
  std::size_t end = text.size();
  for (const document::Unknown& one : whole.unknowns()) {
    if (may_hold(one, delimiter)) end = std::min(end, one.offset);
  }
  auto inside = [&](std::size_t at) {
    return std::any_of(whole.unknowns().begin(), whole.unknowns().end(),
                       [&](const document::Unknown& one) { return at >= one.offset && at < one.offset + one.size; });
  };
  for (std::size_t at = text.find(delimiter); at < end; at = text.find(delimiter, std::max(from, at + 1))) {
    if (inside(at)) continue;
    parts.push(piece(whole, from, at));
    from = at + delimiter.size();
  }
  parts.push(end < text.size() ? open_value("Split") : piece(whole, from, text.size()));
  return parts;
}

Evaluator::Resolved Evaluator::select(const Node& argument) {
  const Node wanted = value(item(argument, 0));
  const std::string& index_text = wanted.text();
  std::size_t index = 0;
  auto [end, error] = std::from_chars(index_text.data(), index_text.data() + index_text.size(), index);
  const std::optional<cfn::Function> inner = cfn::as_function(item(argument, 1));
  if (inner && inner->name == "Fn::GetAZs" && error == std::errc() && index < most_zones)
    return zone(value(*inner->argument).text(), index);
  Node list = value(item(argument, 1));
  if (list.is_scalar() && !list.is_known()) return list;
  const bool open = !std::all_of(list.items().begin(), list.items().end(), all_known);
  if (!wanted.is_known() || (open && error == std::errc() && index >= list.items().size())) return open_value("Select");
  if (error != std::errc() || end != index_text.data() + index_text.size() || index >= list.items().size()) {
    throw Unresolvable{argument.mark(),
                       fmt::format("Fn::Select cannot take entry {} of {}", index_text, list.items().size())};
  }
  return list.items()[index];
}

// A list that is a parameter without a value, or split from what is not known, may have any length.
Evaluator::Resolved Evaluator::length(const Node& argument) {
  const Node list = value(argument);
  const bool open =
      list.is_scalar() ? !list.is_known() : std::any_of(list.items().begin(), list.items().end(), [&](const Node& one) {
        const document::Unknown* what = one.only_unknown();
        return what != nullptr && !argument.is_sequence() && what->kind != document::Unknown::Kind::resource;
      });
  if (open) return open_value("Fn::Length");
  return Node::integer(static_cast<std::int64_t>(list.items().size()));
}

Evaluator::Resolved Evaluator::to_json(const Node& argument) {
  const Node tree = value(argument);
  const std::string text = document::write_compact_json(tree);
  if (all_known(tree)) return Node(text);
  return Node::unknown(text, {document::Unknown::Kind::other, "Fn::ToJsonString", ""});
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
