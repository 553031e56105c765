// Functions over texts and lists.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "evaluate/evaluator.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/document/lookup.hpp"
#include "vend/support/ipv4_network.hpp"

namespace vend::evaluate {

namespace {

constexpr std::size_t most_zones = 8;  // no region has more
constexpr int most_networks = 256;     // of one Fn::Cidr (CloudFormation user guide, "Fn::Cidr")
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
  out.set_mark(text.mark());
  return out;
}

std::optional<std::int64_t> as_count(const Node& node) {
  if (!node.is_known() || !node.is_scalar()) return std::nullopt;
  std::int64_t number = 0;
  const std::string& text = node.text();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// Ids, names and ARNs contain no commas; of any other unknown part nobody knows what it contains.
bool may_hold(const document::Unknown& part, const std::string& delimiter) {
  return part.kind != document::Unknown::Kind::resource || delimiter != ",";
}

// A text of entries that nobody knows: no longer the list itself.
Node joined(const Node& list) {
  const document::Unknown* what = list.only_unknown();
  if (what == nullptr || what->kind != document::Unknown::Kind::parameter) return list;
  return Node::unknown(list.text(), {what->kind, what->name, "Fn::Join"});
}

[[noreturn]] void refuse_kind(const Node& argument, std::string_view function, bool list_wanted) {
  throw Unresolvable{argument.mark(), fmt::format("{} takes a {}, and this is a {}", function,
                                                  list_wanted ? "list" : "text", list_wanted ? "text" : "list")};
}

bool all_known(const Node& node) {
  return node.is_known() && std::all_of(node.items().begin(), node.items().end(), all_known) &&
         std::all_of(node.members().begin(), node.members().end(),
                     [](const document::Member& one) { return all_known(one.value); });
}

}  // namespace

Evaluator::Resolved Evaluator::join(const Node& argument) {
  Node parts = value(item(argument, 1));
  if (parts.is_scalar() && !parts.is_known()) return joined(parts);  // a list that only a running stack knows
  if (parts.is_scalar()) refuse_kind(argument, "Fn::Join", true);
  Node out("");
  for (std::size_t i = 0; i < parts.items().size(); ++i) {
    const std::string& delimiter = item(argument, 0).text();
    spend(delimiter.size() + parts.items()[i].text().size(), argument.mark());
    if (i > 0) out.append(Node(delimiter));
    out.append(parts.items()[i]);
  }
  return item(argument, 1).is_sequence() ? out : joined(out);
}

Evaluator::Resolved Evaluator::split(const Node& argument) {
  const Node whole = value(item(argument, 1));
  if (whole.is_sequence()) refuse_kind(argument, "Fn::Split", false);
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
  const std::string_view known = std::string_view(text).substr(0, end);
  for (std::size_t at = known.find(delimiter); at != std::string_view::npos; at = known.find(delimiter, from)) {
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
  if (list.is_scalar()) refuse_kind(argument, "Fn::Select", true);
  // What Fn::Cidr gives is as long as it was told, whatever the networks are.
  const bool open =
      !(inner && inner->name == "Fn::Cidr") && !std::all_of(list.items().begin(), list.items().end(), all_known);
  if (!wanted.is_known() || (open && error == std::errc() && index >= list.items().size())) return open_value("Select");
  if (error != std::errc() || end != index_text.data() + index_text.size() || index >= list.items().size()) {
    throw Unresolvable{argument.mark(),
                       fmt::format("Fn::Select cannot take entry {} of {}", index_text, list.items().size())};
  }
  return list.items()[index];
}

// The network of a VPC is what its own property says.
Node Evaluator::network_of(const Node& node) {
  Node block = value(node);
  const document::Unknown* what = block.only_unknown();
  if (what == nullptr || what->kind != document::Unknown::Kind::resource || what->attribute != "CidrBlock")
    return block;
  const Node* vpc = t_.resources.find(what->name);
  if (vpc == nullptr || document::text_at(vpc, {"Type"}) != "AWS::EC2::VPC") return block;
  const Node* written = document::at(vpc, {"Properties", "CidrBlock"});
  const std::optional<cfn::Function> call =
      written != nullptr ? cfn::as_function(*written) : std::optional<cfn::Function>();
  const bool plain = written != nullptr &&
                     (written->is_scalar() || (call && call->name == "Ref") || (call && call->name == "Fn::FindInMap"));
  return plain ? value(*written) : block;
}

// Networks of version 4 are worked out; of others, and of what only a stack knows, their number is known at least.
Evaluator::Resolved Evaluator::cidr(const Node& argument) {
  const Node block = network_of(item(argument, 0)), count = value(item(argument, 1));
  const bool sized = argument.items().size() > 2;
  const Node bits = sized ? value(argument.items()[2]) : Node::integer(8);
  const std::optional<std::int64_t> wanted = as_count(count), host_bits = as_count(bits);
  if (count.is_known() && (!wanted || *wanted < 1 || *wanted > most_networks))
    throw Unresolvable{argument.mark(),
                       fmt::format("Fn::Cidr makes 1 to {} networks, not {}", most_networks, count.text())};
  if (bits.is_known() && (!host_bits || *host_bits < 1 || *host_bits > 128))
    throw Unresolvable{argument.mark(), fmt::format("Fn::Cidr takes 1 to 128 bits, not {}", bits.text())};
  if (!wanted) return open_value("Fn::Cidr");
  const bool other = block.text().find(':') != std::string::npos;
  const std::optional<support::Ipv4Network> network =
      block.is_known() && !other ? support::read_ipv4_network(block.text()) : std::nullopt;
  if (block.is_known() && !other && !network)
    throw Unresolvable{argument.mark(), fmt::format("Fn::Cidr cannot divide {}, which is not a network", block.text())};
  if (!block.is_known() && host_bits && *host_bits > 32 && sized) return open_value("Fn::Cidr");
  Node list = Node::sequence();
  if (!network || !host_bits) {
    const std::string given = document::write_compact_json(argument);
    for (std::int64_t i = 0; i < *wanted; ++i)
      list.push(Node::unknown("${Fn::Cidr}", {document::Unknown::Kind::other, "Cidr", fmt::format("{}:{}", i, given)}));
    return list;
  }
  const std::uint64_t size = *host_bits > 32 ? 0 : std::uint64_t{1} << static_cast<unsigned>(*host_bits);
  if (size == 0 || size * static_cast<std::uint64_t>(*wanted) > network->size)
    throw Unresolvable{argument.mark(), fmt::format("{} has no room for {} network{} of {} bits", block.text(), *wanted,
                                                    *wanted == 1 ? "" : "s", *host_bits)};
  for (std::int64_t i = 0; i < *wanted; ++i) {
    const std::uint64_t at = network->first + size * static_cast<std::uint64_t>(i);
    list.push(Node(fmt::format("{}.{}.{}.{}/{}", at >> 24U & 255U, at >> 16U & 255U, at >> 8U & 255U, at & 255U,
                               32 - *host_bits)));
  }
  return list;
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
