// Subnets inside their VPC (VPC user guide, "Subnet CIDR blocks").
#include <fmt/format.h>

#include "validate/checks.hpp"
#include "vend/aws/limits.hpp"
#include "vend/support/ipv4_network.hpp"

namespace vend::validate {
namespace {

using support::Ipv4Network;

std::optional<Ipv4Network> network_of(const Node* node) {
  return node != nullptr && node->is_scalar() ? support::read_ipv4_network(node->text()) : std::nullopt;
}

void check_size(const Resource& owner, Report& report) {
  constexpr std::uint64_t least = 1U << (32 - aws::limits::smallest_subnet_prefix);
  constexpr std::uint64_t most = 1U << (32 - aws::limits::largest_subnet_prefix);
  const Node* block = owner.properties->find("CidrBlock");
  const std::optional<Ipv4Network> network = network_of(block);
  if (!network) return;
  if (network->size < least || network->size > most)
    report.add("A031", block->mark(), owner.path("Properties.CidrBlock"),
               fmt::format("{} is too {}", block->text(), network->size < least ? "small" : "large"),
               fmt::format("use a prefix between /{} and /{}", aws::limits::largest_subnet_prefix,
                           aws::limits::smallest_subnet_prefix));
}

struct Subnet {
  const Resource* resource;
  std::string_view vpc;
  Ipv4Network network;
};

bool has_more_networks(const Resolved& resolved, std::string_view vpc) {
  for (const Resource* one : resolved.of_type("AWS::EC2::VPCCidrBlock")) {
    if (text_at(one->properties, {"VpcId"}) == vpc || is_symbolic(one->properties->find("VpcId"))) return true;
  }
  return false;
}

}  // namespace

void check_networks(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    if (one.type == "AWS::EC2::VPC" || one.type == "AWS::EC2::Subnet") check_size(one, report);
  }
  std::vector<Subnet> known;
  for (const Resource* one : resolved.of_type("AWS::EC2::Subnet")) {
    const Node* block = one->properties->find("CidrBlock");
    const std::optional<Ipv4Network> network = network_of(block);
    const Node* vpc = one->properties->find("VpcId");
    if (!network || vpc == nullptr || !vpc->is_scalar()) continue;
    for (const Subnet& other : known) {
      if (other.vpc != vpc->text() || network->first > other.network.last() || other.network.first > network->last())
        continue;
      report.add("A031", block->mark(), one->path("Properties.CidrBlock"),
                 fmt::format("{} overlaps with {} of {}", block->text(),
                             text_at(other.resource->properties, {"CidrBlock"}), other.resource->id),
                 "give each subnet its own part of the VPC");
      break;
    }
    known.push_back({one, vpc->text(), *network});
    const Resource* owner = resolved.referred_to(vpc);
    if (owner == nullptr || owner->type != "AWS::EC2::VPC" || has_more_networks(resolved, vpc->text())) continue;
    const Node* whole_block = owner->properties->find("CidrBlock");
    const std::optional<Ipv4Network> whole = network_of(whole_block);
    if (whole && (network->first < whole->first || network->last() > whole->last()))
      report.add("A031", block->mark(), one->path("Properties.CidrBlock"),
                 fmt::format("{} is not inside {} of {}", block->text(), whole_block->text(), owner->id),
                 "choose a part of the VPC's network");
  }
}

}  // namespace vend::validate
