// Parameters of the template, the machine and its surroundings.
#include <fmt/format.h>

#include "render/form/parameter_rows.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/aws/cloud_watch.hpp"
#include "vend/support/text.hpp"

namespace vend::render {

void template_information(Rows& rows) {
  rows.push_back({"1AAAATemplateVersion", "", Group::template_information, "Template version",
                  "Tells which template made this stack. v1.5.5 is accepted so that older parameter files still work.",
                  "String", "vend-1", one_of({"vend-1", "v1.5.5"})});
  rows.push_back({"1AAASourceProject", "", Group::template_information, "Where this template comes from",
                  "Shown in the stack's outputs. Put the address of your own repository here.", "String",
                  "GitLab runner template made with vend", text(200, ascii, "printable ASCII text")});
}

void platform(const Stack& stack, Rows& rows) {
  model::Platform system = stack.platform.value_or(model::Platform::amazon_linux_2023);
  rows.push_back({"1OSInstanceOSPlatform", "platform", Group::platform, "Operating system",
                  "Windows also needs a Windows image parameter (below) and a Windows configuration script.", "String",
                  model::facts(system).windows ? "Windows" : "Linux", one_of({"Linux", "Windows"})});
  rows.push_back({"1OSInstanceLinuxArch", "architecture", Group::platform, "Processor architecture",
                  "arm64 (Graviton) needs arm64 instance types and an arm64 image parameter. Windows is amd64 only.",
                  "String", std::string(to_string(stack.architecture)), one_of({"amd64", "arm64"})});
  rows.push_back({"9AWSRetrieveLatestAWSOSAmiIdFromSSM", "image_parameter", Group::platform,
                  "SSM parameter with the newest AWS image",
                  "Read at each stack update, so that an update brings the newest image. For Windows: "
                  "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base, or "
                  "...-Full-ECS_Optimized/image_id for docker.",
                  "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
                  stack.launch->image_parameter.empty()
                      ? model::latest_image_parameter(system, stack.architecture, stack.executor)
                      : stack.launch->image_parameter});
  rows.push_back({"1OSPeggedAMIID", "image", Group::platform, "Pinned image",
                  "AlwaysUseLatest takes the newest image from the SSM parameter above; an AMI id pins one.", "String",
                  stack.launch->image, text(21, "AlwaysUseLatest|ami-[0-9a-f]{8,17}", "AlwaysUseLatest or an AMI id")});
}

void network(const Stack& stack, Rows& rows) {
  const model::NetworkValues& net = *stack.network;
  const model::LaunchTemplateValues& launch = *stack.launch;
  std::string subnets = support::join(net.subnets, ",");
  std::string groups = support::join(net.security_groups, ",");
  if (net.pickers) {
    rows.push_back(
        {"4ASGSpecifyVPC", "network.vpc", Group::network, "VPC", "Where the instances run.", "AWS::EC2::VPC::Id", {}});
    rows.push_back({"4ASGSpecifySubnets",
                    "network.subnets",
                    Group::network,
                    "Subnets",
                    "Subnets of that VPC, best in two or more zones.",
                    "List<AWS::EC2::Subnet::Id>",
                    {}});
    rows.push_back({"4ASGSpecifySecurityGroups",
                    "network.security_groups",
                    Group::network,
                    "Security groups",
                    "They need to let the instances out; nothing needs to come in.",
                    "List<AWS::EC2::SecurityGroup::Id>",
                    {}});
  } else {
    rows.push_back({"4ASGSpecifyVPC", "network.vpc", Group::network, "VPC",
                    "DefaultVPC, or a VPC's id together with its subnets below.", "String", net.vpc,
                    text(21, "DefaultVPC|vpc-[0-9a-f]{8,17}", "DefaultVPC or a VPC id")});
    rows.push_back({"4ASGSpecifySubnets",
                    "network.subnets",
                    Group::network,
                    "Subnets",
                    "AllSubnets (the default VPC's default subnets), or subnet ids separated by commas.",
                    "String",
                    subnets.empty() ? "AllSubnets" : subnets,
                    {.pattern = "AllSubnets|subnet-[0-9a-f]{8,17}(,subnet-[0-9a-f]{8,17})*",
                     .description = "AllSubnets or subnet ids"}});
    rows.push_back(
        {"4ASGSpecifySecurityGroups",
         "network.security_groups",
         Group::network,
         "Security groups",
         "DefaultSG (the VPC's default one), CreateOneForMe (outgoing traffic only), or ids separated by commas.",
         "String",
         net.own_security_group ? "CreateOneForMe"
         : groups.empty()       ? "DefaultSG"
                                : groups,
         {.pattern = "DefaultSG|CreateOneForMe|sg-[0-9a-f]{8,17}(,sg-[0-9a-f]{8,17})*",
          .description = "DefaultSG, CreateOneForMe or security group ids"}});
  }
  rows.push_back({"4ASGPublicIp", "network.public_ip", Group::network, "Public addresses",
                  "subnet: as the subnet says. false needs a NAT gateway or endpoints.", "String", net.public_ip,
                  one_of({"subnet", "true", "false"})});
  rows.push_back({"3INSTMetadataHopLimit", "metadata_hop_limit", Group::network, "Metadata hop limit",
                  "1 keeps job containers away from the instance's role; 2 lets them use it.", "Number",
                  std::to_string(launch.metadata_hop_limit), number(1, 64)});
  rows.push_back({"3INSTHttpProxy", "proxy.http", Group::network, "Proxy",
                  "For everything that leaves the instance, http and https.", "String", launch.http_proxy,
                  text(128, "(https?://[-A-Za-z0-9._:/]+)?", "an http:// or https:// address or nothing")});
  rows.push_back({"3INSTNoProxy", "proxy.no_proxy", Group::network, "Hosts reached without the proxy",
                  "Comma separated; instance metadata never goes through it.", "String", launch.no_proxy,
                  text(128, "[-A-Za-z0-9._:/,*]*", "hosts, comma separated")});
  rows.push_back({"3INSTProxyJobs", "proxy.jobs", Group::network, "Jobs use the proxy, too", "", "String",
                  yes_no(launch.proxy_jobs), boolean});
  rows.push_back({"3INSTMetadataForJobs", "metadata_for_jobs", Group::network, "Jobs reach the metadata service",
                  "And with it the instance's role. false closes it as far as the system can.", "String",
                  yes_no(launch.metadata_for_jobs), boolean});
  rows.push_back({"9AWSSpecifiedIAMRoleNAME", "role.name", Group::network, "Role of the instances",
                  "CreateOneForMe, or the name of a role that has an instance profile of the same name.", "String",
                  launch.role, text(64, "[A-Za-z0-9+=,.@_-]+", "CreateOneForMe or a role's name")});
  rows.push_back({"9AWSExtraManagedPolicies",
                  "role.managed_policies",
                  Group::network,
                  "More managed policies for the role",
                  "ARNs, comma separated. Every job can use what they allow.",
                  "String",
                  support::join(launch.managed_policies, ","),
                  {.pattern = fmt::format("({0}(,{0})*)?", policy_arn), .description = "policy ARNs or nothing"}});
  rows.push_back({"9AWSRolePath", "role.path", Group::network, "Path of the role", "Begins and ends with a slash.",
                  "String", launch.role_path, text(128, "/([A-Za-z0-9+=,.@_-]+/)*", "a path such as /runners/")});
  rows.push_back({"9AWSPermissionsBoundary", "role.permissions_boundary", Group::network,
                  "Permissions boundary of the role", "ARN of a managed policy that caps the role.", "String",
                  launch.permissions_boundary, text(255, fmt::format("({})?", policy_arn), "a policy ARN or nothing")});
}

void maintenance(const Stack& stack, Rows& rows) {
  const model::UpdatePolicyValues& update = *stack.group->update;
  rows.push_back({"1OSPatchScope", "patch.scope", Group::maintenance, "Patches at boot",
                  "Installed before the runner registers, with one reboot if needed.", "String",
                  std::string(to_string(stack.launch->patch_scope)), one_of({"All", "SecurityOnly", "NoPatching"})});
  rows.push_back({"1OSLastManagedUpdate", "patch.last_managed_update", Group::maintenance, "Last managed update",
                  "Any text, such as a date. Changing it replaces all instances, and so brings the newest image, "
                  "patches and runner.",
                  "String", stack.launch->last_managed_update,
                  text(64, ascii, "at most 64 printable ASCII characters")});
  // One template has one of the two: CloudFormation refuses both beside each other.
  const bool refreshes = update.type == model::UpdateType::refresh;
  const char* in_place = refreshes ? "InstanceRefresh" : "RollingThroughInstances";
  rows.push_back({"4ASGUpdateType", "update.type", Group::maintenance, "How updates replace instances",
                  refreshes ? "An instance refresh; or a new group beside the old one, which then drains."
                            : "Rolling, in batches; or a new group beside the old one, which then drains.",
                  "String", update.type == model::UpdateType::replace ? "ReplaceEntireASG" : in_place,
                  one_of({in_place, "ReplaceEntireASG"})});
  rows.push_back({"4ASGUpdateMinInstancesInService", "update.min_in_service", Group::maintenance,
                  "Instances kept in service during updates", "Must be smaller than the largest size.", "Number",
                  std::to_string(update.min_in_service), number(0, 4999)});
  rows.push_back({"4ASGUpdateMaxBatchSize", "update.max_batch_size", Group::maintenance, "Instances replaced at a time",
                  "", "Number", std::to_string(update.max_batch_size), number(1, aws::auto_scaling::most_batch)});
}

void observability(const Stack& stack, Rows& rows) {
  const model::ObservabilityValues& seen = *stack.observability;
  rows.push_back({"7LOGToCloudWatch", "logs.enabled", Group::observability, "Send logs to CloudWatch",
                  "Boot and runner logs of every instance, in one log group.", "String",
                  yes_no(seen.log_retention_days > 0), boolean});
  std::vector<std::string> retention;
  retention.reserve(aws::cloud_watch::retention_days.size());
  for (int days : aws::cloud_watch::retention_days) retention.push_back(std::to_string(days));
  rows.push_back({"7LOGRetentionDays", "logs.retention_days", Group::observability, "Log retention (days)", "",
                  "Number", std::to_string(seen.log_retention_days > 0 ? seen.log_retention_days : 30),
                  one_of(std::move(retention))});
  rows.push_back({"7LOGKmsKey", "logs.kms_key", Group::observability, "Key for the logs",
                  "ARN of a customer managed KMS key that lets CloudWatch Logs use it. Empty: AWS's own key.", "String",
                  seen.log_kms_key, text(200, kms_key, "a KMS key's ARN or nothing")});
  rows.push_back({"7NOTIFYTopic", "notifications.topic", Group::observability, "SNS topic for notifications",
                  "ARN of an SNS topic that hears of launches, terminations and their errors. Empty: none.", "String",
                  seen.notification_topic,
                  text(255, "(arn:[-a-z]+:sns:[-a-z0-9]+:[0-9]{12}:[A-Za-z0-9_.-]+)?", "a topic's ARN or nothing")});
  rows.push_back({"7ALARMTopic", "alarms.topic", Group::observability, "Alarm topic",
                  "ARN of an SNS topic that hears when instances are missing, take no jobs, drain or boot too long. "
                  "Empty: no alarms.",
                  "String", seen.alarms.topic,
                  text(255, "(arn:[-a-z]+:sns:[-a-z0-9]+:[0-9]{12}:[A-Za-z0-9_.-]+)?", "a topic's ARN or nothing")});
  rows.push_back({"7DASHBOARDEnabled", "dashboard", Group::observability, "CloudWatch dashboard",
                  "Load, job slots, size, drains and disk of the group in one place.", "String", yes_no(seen.dashboard),
                  boolean});
}

void troubleshooting(const Stack& stack, Rows& rows) {
  rows.push_back({"8DBGKeypairName", "key_pair", Group::troubleshooting, "Key pair",
                  "For SSH or the Windows password. Session Manager needs none.", "String", stack.launch->key_pair,
                  text(255, ascii, "a key pair's name or nothing")});
  rows.push_back({"8DBGLoadTestSeconds", "load_test", Group::troubleshooting, "Load test (s)",
                  "Loads the CPUs for that long after an instance is up, to see the group scale. 0: none.", "Number",
                  std::to_string(stack.launch->load_test_seconds), number(0, 3600)});
}

}  // namespace vend::render
