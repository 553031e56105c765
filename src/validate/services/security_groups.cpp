// Rules of EC2's security groups: protocols and their ports.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/language/language.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// EC2 API reference, IpPermission: these protocols have ports, or a type and a code.
void check_ports(const Resource& owner, const Node& rule, Report& report) {
  constexpr std::array<std::string_view, 6> protocols = {"tcp", "udp", "icmp", "6", "17", "1"};
  const Node* protocol = rule.find("IpProtocol");
  if (protocol == nullptr || !is_one_of(protocol->text(), protocols)) return;
  for (std::string_view name : {"FromPort", "ToPort"}) need(owner, rule, name, *protocol, report);
}

void check_values(const Resource& owner, const Node& rule, Report& report) {
  constexpr std::array<std::string_view, 6> protocols = {"tcp", "udp", "icmp", "icmpv6", "-1", "all"};
  const Node* protocol = rule.find("IpProtocol");
  if (protocol != nullptr && protocol->is_scalar() && !is_symbolic(*protocol) &&
      !support::is_digits(protocol->text())) {
    std::string lower = protocol->text();
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!is_one_of(lower, protocols))
      report.add("T005", protocol->mark(), owner.path("Properties"),
                 fmt::format("\"{}\" is not a protocol", protocol->text()),
                 "use tcp, udp, icmp, icmpv6, -1 for all, or a number");
  }
  const Node *from = rule.find("FromPort"), *to = rule.find("ToPort");
  for (const Node* port : {from, to}) {
    if (port == nullptr || !support::is_digits(port->text())) continue;
    const std::optional<double> number = number_of(port);
    if (number && *number <= 65535) continue;
    report.add("T006", port->mark(), owner.path("Properties"),
               fmt::format("there is no port {}", port->text().substr(0, 12)), "at most 65535");
  }
  if (from == nullptr || to == nullptr || !support::is_digits(from->text()) || !support::is_digits(to->text())) return;
  if (text_at(&rule, {"IpProtocol"}).starts_with("icmp")) return;             // there they are type and code
  const std::optional<double> first = number_of(from), last = number_of(to);  // nothing for four hundred digits
  if (first && last && *first > *last)
    report.add("T006", from->mark(), owner.path("Properties"),
               fmt::format("FromPort {} is above ToPort {}", from->text(), to->text()), "exchange them");
}

void check_rule(const Resource& owner, const Node& rule, Report& report) {
  check_ports(owner, rule, report);
  check_values(owner, rule, report);
}

}  // namespace

void check_security_groups(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (one.type == "AWS::EC2::SecurityGroupIngress" || one.type == "AWS::EC2::SecurityGroupEgress")
      check_rule(one, *one.properties, report);
    if (one.type != "AWS::EC2::SecurityGroup") continue;
    for (std::string_view list : {"SecurityGroupIngress", "SecurityGroupEgress"}) {
      for (const Node* rule : items_of(one.properties->find(list))) check_rule(one, *rule, report);
    }
  }
}

}  // namespace vend::validate
