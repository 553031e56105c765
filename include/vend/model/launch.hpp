// How an instance is launched: image, disk, metadata service, role, network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vend/aws/ebs.hpp"
#include "vend/model/checked.hpp"

namespace vend::model {

// What the instance type's own NVMe disks are used for, where it has some.
enum class InstanceStore { none, docker, builds };
std::string_view to_string(InstanceStore use);

// A gp3 volume within the limits of aws/ebs.hpp: IOPS at most 500 a GiB, MiB/s at most 0.25 for each IOPS.
struct DiskValues {
  int size_gib = 30;
  int iops = aws::ebs::fewest_iops;
  int throughput_mib = 125;
  std::string kms_key;  // ARN; empty = AWS's own key. Volumes are always encrypted
  InstanceStore instance_store = InstanceStore::none;
};
Problems check(const DiskValues& values);
using Disk = Checked<DiskValues>;

enum class PatchScope { all, security_only, none };
std::string_view to_string(PatchScope scope);  // All, SecurityOnly, NoPatching

struct LaunchTemplateValues {
  std::string image = "AlwaysUseLatest";  // or an AMI id
  std::string image_parameter;            // SSM parameter; empty = the platform's latest
  Disk disk{DiskValues{}};
  int metadata_hop_limit = 1;  // 1: job containers cannot reach the role; 2: they can (1 to 64)
  std::string key_pair;
  std::string role = "CreateOneForMe";  // or the name of a role with an instance profile of the same name
  std::vector<std::string> managed_policies;
  std::string permissions_boundary;
  std::string role_path = "/";
  PatchScope patch_scope = PatchScope::none;
  std::string last_managed_update = "none";
  std::string http_proxy;
  std::string no_proxy;
  bool proxy_jobs = true;          // jobs get the proxy, too
  bool metadata_for_jobs = false;  // jobs reach the metadata service, and so the role
  int load_test_seconds = 0;       // 0 = none, at most 3,600
};
Problems check(const LaunchTemplateValues& values);
using LaunchTemplate = Checked<LaunchTemplateValues>;

struct NetworkValues {
  std::string vpc = "DefaultVPC";
  std::vector<std::string> subnets;          // empty: all default subnets of the default VPC
  std::vector<std::string> security_groups;  // empty: the VPC's default one, or an own one
  bool own_security_group = false;
  std::string public_ip = "subnet";  // subnet, true, false
  bool pickers = false;              // the console form offers lists of subnets and groups instead of text fields
};
Problems check(const NetworkValues& values);
using Network = Checked<NetworkValues>;

}  // namespace vend::model
