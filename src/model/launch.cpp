#include "vend/model/launch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/problem_list.hpp"
#include "vend/aws/ebs.hpp"
#include "vend/aws/limits.hpp"

namespace vend::model {
namespace {

bool all_hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

// An identifier such as ami-0abc or subnet-0abc: the prefix and 8 to 17 hexadecimal digits.
bool is_id(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  std::string_view digits = text.substr(prefix.size());
  return digits.size() >= 8 && digits.size() <= 17 && all_hex(digits);
}

// SSM, PutParameter: letters, digits and _.-/; a label or version may stand behind a colon. An image's id is none.
bool is_parameter_name(std::string_view text) {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view name = text.substr(0, colon), label = text.substr(colon);
  return text.empty() ||
         (!name.empty() && name.size() <= aws::limits::parameter_name && !is_id(name, "ami-") &&
          name.find_first_not_of(std::string(allowed) + "/") == std::string_view::npos &&
          (label.empty() || (label.size() > 1 && label.find_first_not_of(allowed, 1) == std::string_view::npos)));
}

// Each once: the service refuses what is named twice.
void check_once(const std::vector<std::string>& all, std::string_view setting, ProblemList& problems) {
  std::set<std::string_view> seen;
  for (const std::string& one : all)
    problems.require(seen.insert(one).second, setting, fmt::format("names {} twice", one), "remove one");
}

void check_proxy(const LaunchTemplateValues& values, ProblemList& problems) {
  if (values.http_proxy.empty()) return;
  problems.text("proxy.http", values.http_proxy, 128);
  problems.require(values.http_proxy.starts_with("http://") || values.http_proxy.starts_with("https://"), "proxy.http",
                   "is not an http:// or https:// address");
  problems.require(values.http_proxy.find('@') == std::string::npos, "proxy.http",
                   "contains a user name or password, which every job could read",
                   "let the proxy accept the instances by their address");
}

}  // namespace

std::string_view to_string(PatchScope scope) {
  switch (scope) {
    case PatchScope::all:
      return "All";
    case PatchScope::security_only:
      return "SecurityOnly";
    case PatchScope::none:
      break;
  }
  return "NoPatching";
}

std::string_view to_string(InstanceStore use) {
  switch (use) {
    case InstanceStore::docker:
      return "docker";
    case InstanceStore::builds:
      return "builds";
    case InstanceStore::none:
      break;
  }
  return "none";
}

Problems check(const DiskValues& values) {
  ProblemList problems;
  problems.range("disk.size", values.size_gib, aws::ebs::smallest_gib, aws::ebs::largest_gib);
  problems.range("disk.iops", values.iops, aws::ebs::fewest_iops, aws::ebs::most_iops);
  problems.range("disk.throughput", values.throughput_mib, aws::ebs::least_throughput, aws::ebs::most_throughput);
  problems.require(values.iops <= aws::ebs::fewest_iops || values.iops <= aws::ebs::iops_for_each_gib * values.size_gib,
                   "disk.iops",
                   fmt::format("is more than {} for each GiB of {} GiB", aws::ebs::iops_for_each_gib, values.size_gib),
                   "raise size or lower iops", {"disk.size"});
  problems.require(values.throughput_mib * aws::ebs::iops_for_each_mib <= values.iops, "disk.throughput",
                   fmt::format("needs at least {} IOPS", values.throughput_mib * aws::ebs::iops_for_each_mib),
                   "raise iops or lower throughput", {"disk.iops"});
  problems.require(values.kms_key.empty() || values.kms_key.starts_with("arn:"), "disk.kms_key", "is not an ARN");
  return problems.take();
}

Problems check(const LaunchTemplateValues& values) {
  ProblemList problems;
  problems.require(values.image == "AlwaysUseLatest" || is_id(values.image, "ami-"), "image",
                   fmt::format("is \"{}\", neither AlwaysUseLatest nor an AMI id", values.image));
  problems.require(is_parameter_name(values.image_parameter), "image_parameter",
                   fmt::format("is \"{}\", which is not the name of an SSM parameter", values.image_parameter),
                   "write it like /aws/service/..., or name an image with image: ami-...");
  problems.range("metadata_hop_limit", values.metadata_hop_limit, 1, 64);
  problems.seconds("load_test", values.load_test_seconds, 0, 3'600);
  problems.text("patch.last_managed_update", values.last_managed_update, 64);
  problems.text("key_pair", values.key_pair, 255);
  problems.require(!values.role.empty(), "role.name", "is empty", "write CreateOneForMe or a role's name");
  problems.require(values.role.find(':') == std::string::npos, "role.name", "is an ARN, but the role's name is wanted");
  problems.require(
      values.role == "CreateOneForMe" ||
          (values.managed_policies.empty() && values.permissions_boundary.empty() && values.role_path == "/"),
      "role.name", "is given, so managed policies, a permissions boundary and a path cannot be added to it here");
  for (const std::string& policy : values.managed_policies) {
    problems.require(policy.starts_with("arn:"), "role.managed_policies",
                     fmt::format("holds \"{}\", which is not an ARN", policy));
  }
  check_once(values.managed_policies, "role.managed_policies", problems);
  problems.require(values.permissions_boundary.empty() || values.permissions_boundary.starts_with("arn:"),
                   "role.permissions_boundary", "is not an ARN");
  check_proxy(values, problems);
  problems.text("proxy.no_proxy", values.no_proxy, 128);
  return problems.take();
}

Problems check(const NetworkValues& values) {
  ProblemList problems;
  bool default_vpc = values.vpc == "DefaultVPC";
  problems.require(default_vpc || is_id(values.vpc, "vpc-"), "network.vpc",
                   fmt::format("is \"{}\", neither DefaultVPC nor a VPC id", values.vpc));
  problems.require(default_vpc || !values.subnets.empty() || values.pickers, "network.subnets",
                   "is missing: without subnets instances start in the default VPC", "list subnets of the VPC",
                   {"network.vpc"});
  for (const std::string& subnet : values.subnets) {
    problems.require(is_id(subnet, "subnet-"), "network.subnets",
                     fmt::format("holds \"{}\", which is not a subnet id", subnet));
  }
  for (const std::string& group : values.security_groups) {
    problems.require(is_id(group, "sg-"), "network.security_groups",
                     fmt::format("holds \"{}\", which is not a security group id", group));
  }
  check_once(values.subnets, "network.subnets", problems);
  check_once(values.security_groups, "network.security_groups", problems);
  problems.require(values.security_groups.size() <= 5, "network.security_groups", "has more than five entries");
  problems.require(!values.own_security_group || values.security_groups.empty(), "network.security_groups",
                   "stands beside an own security group", "keep one of the two");
  problems.require(!values.own_security_group || !values.pickers, "network.own_security_group",
                   "stands beside pickers, with which the form asks for existing groups", "keep one of the two");
  return problems.take();
}

}  // namespace vend::model
