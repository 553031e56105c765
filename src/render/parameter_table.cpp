// The rows of the parameter table. Names and accepted values that v1.5.5 of the Vending Machine had are kept; new rows
// follow its numbering. docs/migration.md lists the defaults that changed.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "form_schedules.hpp"
#include "vend/render/parameter.hpp"
#include "vend/support/text.hpp"

namespace vend::render {
namespace {

using model::RunnerStackValues;
using Rows = std::vector<Parameter>;
using Group = ParameterGroup;

// Printable ASCII, so that a value's length in characters is its length in bytes.
constexpr const char* ascii = "[ -~]*";

std::string yes_no(bool value) { return value ? "true" : "false"; }

Constraint one_of(std::vector<std::string> values) { return {.allowed = std::move(values)}; }
Constraint number(long lowest, long highest) { return {.min = lowest, .max = highest}; }
Constraint text(int longest, std::string pattern, std::string description) {
  return {.pattern = std::move(pattern), .max_length = longest, .description = std::move(description)};
}
const Constraint boolean = one_of({"true", "false"});

void template_information(Rows& rows) {
  rows.push_back({"1AAAATemplateVersion", "", Group::template_information, "Template version",
                  "Tells which template made this stack. v1.5.5 is accepted so that older parameter files still work.",
                  "String", "vend-1", one_of({"vend-1", "v1.5.5"})});
  rows.push_back({"1AAASourceProject", "", Group::template_information, "Where this template comes from",
                  "Shown in the stack's outputs. Put the address of your own repository here.", "String",
                  "GitLab runner template made with vend", text(200, ascii, "printable ASCII text")});
}

void platform(const RunnerStackValues& stack, Rows& rows) {
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

void gitlab(const RunnerStackValues& stack, Rows& rows) {
  const model::RunnerConfigValues& runner = *stack.runner;
  // Empty on the full form when a secret or parameter below holds it; a rule sees to it that one of them does.
  const Constraint token =
      stack.platform ? Constraint{.min_length = 5, .max_length = 2000, .description = "at least five characters"}
                     : text(2000, "(.{5,})?", "at least five characters, or nothing");
  rows.push_back(
      {"3GITLABRunnerInstanceURL", "gitlab.url", Group::gitlab, "GitLab address",
       "The GitLab instance that the runners serve, with its port if it has an unusual one.", "String", runner.url,
       text(128, "https?://[!#-&(-;=?A-\\[\\]-_a-~]+", "an http:// or https:// address without spaces or quotes")});
  rows.push_back({"3GITLABRunnerRegTokenList",
                  "",
                  Group::gitlab,
                  "Runner token(s)",
                  "One runner authentication token (glrt-...), or several separated by semicolons. Kept in a Secrets "
                  "Manager secret "
                  "that only the instances' role can read.",
                  "String",
                  {},
                  token,
                  true});
  rows.push_back({"3GITLABRunnerTokenSecretId", "gitlab.token.secret", Group::gitlab,
                  "Or: secret that holds the token(s)",
                  "Name or ARN of an existing Secrets Manager secret of this account and region; then leave the token "
                  "above empty.",
                  "String", runner.token.kind == model::TokenSource::Kind::secret ? runner.token.name : "",
                  text(160, "[-A-Za-z0-9/_+=.@:]*", "a secret's name or ARN")});
  rows.push_back(
      {"3GITLABRunnerTokenParameter", "gitlab.token.ssm_parameter", Group::gitlab,
       "Or: SSM parameter that holds the token(s)",
       "Name of an existing SecureString parameter of this account and region; then leave the token above empty.",
       "String", runner.token.kind == model::TokenSource::Kind::ssm_parameter ? runner.token.name : "",
       text(160, "[-A-Za-z0-9/_.]*", "a parameter's name")});
  rows.push_back({"3GITLABRunnerTokenKmsKey", "gitlab.token.kms_key", Group::gitlab, "Key that encrypts that secret",
                  "ARN of the customer managed KMS key of the secret or parameter. Empty: AWS's own key.", "String",
                  runner.token.kms_key,
                  text(200, "(arn:[-a-z]+:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-z0-9]+)?", "a KMS key's ARN or nothing")});
  rows.push_back(
      {"3GITLABRunnerTagList", "gitlab.tags", Group::gitlab, "Tags for jobs",
       "Comma separated. Runners add computetype-..., glexecutor-... and their platform. With glrt- tokens GitLab "
       "takes the tags from the runner's settings instead.",
       "String", support::join(runner.tags, ","),
       text(160, "[^\\x00-\\x1f\\x7f]*", "at most 160 characters on one line")});
  rows.push_back({"3GITLABRunnerUntaggedJobs", "gitlab.run_untagged", Group::gitlab, "Take jobs without tags",
                  "Only for legacy registration tokens; with glrt- tokens it is set in GitLab.", "String",
                  yes_no(runner.run_untagged), boolean});
  rows.push_back({"3GITLABRunnerLocked", "gitlab.locked", Group::gitlab, "Locked to its project",
                  "Only for legacy registration tokens; with glrt- tokens it is set in GitLab.", "String",
                  yes_no(runner.locked), boolean});
}

void runner_script(const RunnerStackValues& stack, Rows& rows) {
  const model::RunnerConfigValues& runner = *stack.runner;
  std::string script = runner.script;
  if (script.empty())
    script = stack.platform ? model::configuration_script(*stack.platform, stack.executor) : "Embedded";
  rows.push_back(
      {"3INSTConfigurationScript", "script.source", Group::runner, "Runner configuration script",
       "Embedded (docker on Amazon Linux 2023, shell on Windows), the name of a prebuilt script (such as "
       "amazon-linux-2023-shell.sh or windows-docker.ps1), an http(s):// or s3:// address, or a path on the instance.",
       "String", script,
       text(200, "[!#-&(-;=?-\\[\\]-_a-~]+", "a name, an address or a path without spaces and quotes")});
  rows.push_back(
      {"3INSTConfigurationScriptSHA256", "script.sha256", Group::runner, "SHA-256 of that script",
       "For a script from an address or path: it only runs if its content has this checksum. Empty: not checked.",
       "String", runner.script_sha256, text(64, "([0-9a-f]{64})?", "64 lower-case hexadecimal digits or nothing")});
  rows.push_back({"3GITLABRunnerVersion", "gitlab.version", Group::runner, "GitLab Runner version",
                  "latest, or a pinned version such as v19.4.0.", "String", runner.version,
                  text(16, "latest|v[0-9]+[.][0-9]+[.][0-9]+", "latest or vX.Y.Z")});
  rows.push_back({"3GITLABRunnerConcurrentJobs", "gitlab.concurrent", Group::runner, "Jobs at once on each instance",
                  "Enough of them let CPU or memory load, not this number, decide when to scale.", "Number",
                  std::to_string(runner.concurrent), number(1, 1000)});
}

void runner_docker(const RunnerStackValues& stack, Rows& rows) {
  const model::RunnerConfigValues& runner = *stack.runner;
  rows.push_back({"3GITLABRunnerDockerImage", "docker.image", Group::runner, "Default job image",
                  "For jobs that name no image. Docker executor only.", "String", runner.docker_image,
                  text(128, "[-A-Za-z0-9._:/@]+", "an image reference")});
  rows.push_back({"3GITLABRunnerDockerPrivileged", "docker.privileged", Group::runner, "Privileged containers",
                  "Needed for docker-in-docker. Lets every job become root on its instance.", "String",
                  yes_no(runner.docker_privileged), boolean});
  rows.push_back({"3GITLABRunnerDockerPullPolicy", "docker.pull_policy", Group::runner, "Image pull policy",
                  "if-not-present is quicker, but lets jobs use images that others pulled with their credentials.",
                  "String", runner.docker_pull_policy, one_of({"always", "if-not-present", "never"})});
  rows.push_back({"3GITLABRunnerDockerVolumes", "docker.volumes", Group::runner, "More volumes for job containers",
                  "Comma separated, such as /certs/client. /cache is always there.", "String",
                  support::join(runner.docker_volumes, ","),
                  text(128, "[-A-Za-z0-9._:/\\\\,]*", "paths, comma separated")});
  rows.push_back({"3GITLABRunnerRegistryMirror", "docker.registry_mirror", Group::runner, "Docker registry mirror",
                  "Address of a pull-through cache for Docker Hub. Empty: none.", "String", runner.registry_mirror,
                  text(128, "(https?://[-A-Za-z0-9._:/]+)?", "an http:// or https:// address or nothing")});
}

void runner_instance(const RunnerStackValues& stack, Rows& rows) {
  const model::CacheBucketValues& cache = *stack.runner->cache;
  using Kind = model::CacheBucketValues::Kind;
  std::string bucket = cache.kind == Kind::none ? "none" : cache.kind == Kind::own ? "CreateOneForMe" : cache.name;
  rows.push_back({"3GITLABRunnerS3CacheBucket",
                  "cache.bucket",
                  Group::runner,
                  "S3 bucket for job caches",
                  "CreateOneForMe, none, or the name of an existing bucket.",
                  "String",
                  bucket,
                  {.pattern = "CreateOneForMe|none|[a-z0-9][-a-z0-9.]{1,61}[a-z0-9]",
                   .max_length = 63,
                   .description = "CreateOneForMe, none or a bucket's name"}});
  rows.push_back({"3GITLABRunnerS3CacheExpirationDays", "cache.expiration_days", Group::runner,
                  "Days until cached objects expire", "For a bucket that the stack creates.", "Number",
                  std::to_string(cache.expiration_days), number(1, 3650)});
  rows.push_back({"3GITLABRunnerS3CacheShared", "cache.shared", Group::runner, "Share caches between runner tokens",
                  "Instances with the same token share their cache anyway.", "String", yes_no(cache.shared), boolean});
  const model::DiskValues& disk = *stack.launch->disk;
  rows.push_back({"3INSTEbsVolumeSize", "disk.size", Group::runner, "Disk size (GiB)",
                  "Encrypted gp3. Windows needs at least 30; docker runners want room for images.", "Number",
                  std::to_string(disk.size_gib), number(8, 16384)});
  rows.push_back({"3INSTEbsVolumeIops", "disk.iops", Group::runner, "Disk IOPS", "Up to 500 for each GiB.", "Number",
                  std::to_string(disk.iops), number(3000, 16000)});
  rows.push_back({"3INSTEbsVolumeThroughput", "disk.throughput", Group::runner, "Disk throughput (MiB/s)",
                  "At most a quarter of the IOPS.", "Number", std::to_string(disk.throughput_mib), number(125, 1000)});
  rows.push_back(
      {"3INSTEbsKmsKey", "disk.kms_key", Group::runner, "Key for the disk",
       "ARN of a customer managed KMS key that allows AWSServiceRoleForAutoScaling to use it. Empty: AWS's own key.",
       "String", disk.kms_key,
       text(200, "(arn:[-a-z]+:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-z0-9]+)?", "a KMS key's ARN or nothing")});
}

void group_sizes(const RunnerStackValues& stack, Rows& rows) {
  const model::AutoScalingGroupValues& group = *stack.group;
  rows.push_back({"4ASGDesiredCapacity", "size.desired", Group::group, "Instances wanted",
                  "1 gives a runner that respawns (warm HA), 2 or more give hot HA. Must lie between the smallest and "
                  "the largest size.",
                  "Number", std::to_string(group.desired), number(0, 5000)});
  rows.push_back({"4ASGMinSize", "size.min", Group::group, "Smallest size",
                  "Scaling in stops here; schedules may go below.", "Number", std::to_string(group.min),
                  number(0, 5000)});
  rows.push_back({"5ASGAutoScalingMaxSize", "size.max", Group::group, "Largest size",
                  "Must be larger than the instances kept in service during an update.", "Number",
                  std::to_string(group.max), number(1, 5000)});
  rows.push_back({"4ASGLifecycleHeartbeatSeconds", "hooks.heartbeat", Group::group, "Terminating hook heartbeat (s)",
                  "Instances renew it while they drain; one that died is given up after this time.", "Number",
                  std::to_string(group.terminating->heartbeat_seconds), number(30, 7200)});
  rows.push_back({"4ASGDrainLimitSeconds", "hooks.drain_limit", Group::group, "Longest drain (s)",
                  "An instance that is to go waits this long for its running jobs; at most 100 heartbeats.", "Number",
                  std::to_string(group.drain_limit_seconds), number(30, 172800)});
  rows.push_back({"4ASGMaxInstanceLifetimeSeconds", "max_instance_lifetime", Group::group,
                  "Replace instances after (s)", "0: never. Otherwise at least 86400 (a day).", "Number",
                  std::to_string(group.max_instance_lifetime_seconds), number(0, 31536000)});
  rows.push_back(
      {"5ASGSelfMonitorTerminationInterval", "monitor_interval", Group::group, "Look for termination every (min)",
       "How often instances ask whether they are to drain; 0 counts as 1. Spot notices are watched every few seconds "
       "anyway. "
       "Disabled: jobs are not waited for.",
       "String", group.monitor_interval_minutes == 0 ? "Disabled" : std::to_string(group.monitor_interval_minutes),
       one_of({"0", "1", "2", "3", "4", "5", "Disabled"})});
  rows.push_back({"4ASGProtectBusyInstances", "protect_busy", Group::group, "Protect busy instances from scale-in",
                  "While it has jobs an instance asks not to be chosen, so that idle ones go first.", "String",
                  yes_no(group.protect_busy_instances), boolean});
  for (std::size_t i = 0; i < std::max<std::size_t>(group.types.size(), 4); ++i) {
    // One type alone is out of capacity sooner or later, so the full template offers equals of the first.
    constexpr std::array more = {"m5.large", "m5d.large", "m5n.large", "c5.large"};
    std::string type = i < group.types.size() ? group.types[i].name : more.at(i);
    bool optional = i >= group.types.size() || !stack.platform;
    bool first = i == 0;
    rows.push_back(
        {fmt::format("5ASGInstanceType{}", i + 1), fmt::format("instances.{}", i), Group::group,
         fmt::format("Instance type {}", i + 1),
         first ? "Prefer current types of equal size without burst credits (no t2/t3/t4g): those confuse CPU scaling."
               : "More types give spot more pools to choose from.",
         "String", type,
         text(32, optional && !first ? "([a-z0-9-]+[.][a-z0-9-]+)?" : "[A-Za-z0-9-]+[.][A-Za-z0-9-]+",
              "an instance type such as m6i.large")});
  }
}

void schedules(const RunnerStackValues& stack, Rows& rows) {
  const FormSchedules form = form_schedules(stack);
  const std::string start = form.start != nullptr ? form.start->cron : "Disabled";
  const std::string stop = form.stop != nullptr ? form.stop->cron : "Disabled";
  const std::string zone = form.timezone;
  const std::string desired =
      std::to_string(form.start != nullptr ? *form.start->desired : std::max(1, stack.group->desired));
  Constraint cron = text(64, "Disabled|[0-9A-Za-z*,/-]+( [0-9A-Za-z*,/-]+){4}",
                         "Disabled or a five-field cron expression such as 0 19 * * MON-FRI");
  rows.push_back({"4ASGScheduledShutdownCron", "schedules.stop", Group::group, "Stop schedule (cron)",
                  "When the group goes to 0 instances: five fields, minute hour day month weekday, or Disabled.",
                  "String", stop, cron});
  rows.push_back({"4ASGScheduledStartupCron", "schedules.start", Group::group, "Start schedule (cron)",
                  "When the group comes back: five fields, or Disabled.", "String", start, cron});
  rows.push_back({"4ASGScheduledStartupDesiredInstances", "schedules.start.desired", Group::group,
                  "Instances at the scheduled start", "At least 1.", "Number", desired, number(1, 5000)});
  rows.push_back({"4ASGScheduleTimeZone", "schedules.timezone", Group::group, "Time zone of the schedules",
                  "An IANA name such as Europe/Berlin; follows daylight saving.", "String", zone,
                  text(64, "[A-Za-z0-9_+/-]+", "an IANA time zone name")});
}

void network(const RunnerStackValues& stack, Rows& rows) {
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
  rows.push_back({"3INSTMetadataHopLimit", "metadata_hop_limit", Group::network, "Metadata hop limit",
                  "1 keeps job containers away from the instance's role; 2 lets them use it.", "Number",
                  std::to_string(launch.metadata_hop_limit), number(1, 64)});
  rows.push_back({"3INSTHttpProxy", "proxy.http", Group::network, "Proxy",
                  "For everything that leaves the instance, http and https.", "String", launch.http_proxy,
                  text(128, "(https?://[-A-Za-z0-9._:/]+)?", "an http:// or https:// address or nothing")});
  rows.push_back({"3INSTNoProxy", "proxy.no_proxy", Group::network, "Hosts reached without the proxy",
                  "Comma separated; instance metadata never goes through it.", "String", launch.no_proxy,
                  text(128, "[-A-Za-z0-9._:/,*]*", "hosts, comma separated")});
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
                  {.pattern = "(arn:[-a-z]+:iam::[0-9a-z]+:policy/[^, ]+(,arn:[-a-z]+:iam::[0-9a-z]+:policy/[^, ]+)*)?",
                   .description = "policy ARNs or nothing"}});
  rows.push_back({"9AWSPermissionsBoundary", "role.permissions_boundary", Group::network,
                  "Permissions boundary of the role", "ARN of a managed policy that caps the role.", "String",
                  launch.permissions_boundary,
                  text(255, "(arn:[-a-z]+:iam::[0-9a-z]+:policy/[^, ]+)?", "a policy ARN or nothing")});
}

// The first CPU or memory policy with steps feeds the console form's one threshold each way.
const model::StepPolicyValues* form_policy(const RunnerStackValues& stack) {
  for (const model::ScalingPolicy& policy : stack.scaling) {
    if (const auto* steps = std::get_if<model::StepPolicy>(&policy)) {
      if ((*steps)->metric.kind != model::Metric::Kind::custom) return &**steps;
    }
  }
  return nullptr;
}

void autoscaling(const RunnerStackValues& stack, Rows& rows) {
  const model::StepPolicyValues* policy = form_policy(stack);
  bool enabled = stack.platform.has_value() && policy != nullptr;
  rows.push_back({"5ASGAutoScalingEnabled", "", Group::autoscaling, "Scale by load",
                  "Lets alarms on CPU or memory change the group's size.", "String", yes_no(enabled), boolean});
  rows.push_back({"5ASGAutoScalingMetricTypeToMonitor", "", Group::autoscaling, "Scale by",
                  "The group's average CPU or memory use.", "String",
                  policy != nullptr && policy->metric.kind == model::Metric::Kind::memory ? "Memory" : "CPU",
                  one_of({"CPU", "Memory"})});
  auto threshold = [&](const std::optional<model::ScalingAlarmValues>* alarm, double otherwise) {
    return fmt::format("{}", alarm != nullptr && *alarm ? (*alarm)->threshold : otherwise);
  };
  auto seconds = [&](const std::optional<model::ScalingAlarmValues>* alarm, int otherwise) {
    return std::to_string(alarm != nullptr && *alarm ? (*alarm)->seconds : otherwise);
  };
  const auto* out = policy != nullptr ? &policy->out : nullptr;
  const auto* in = policy != nullptr ? &policy->in : nullptr;
  Constraint percent = number(0, 100);
  Constraint period = {.allowed = alarm_periods(), .description = "10, 30 or whole minutes; 0 for the usual time"};
  rows.push_back({"5ASGAutoScalingSetScaleOutUtilizationThreshold", "scaling.out.at", Group::autoscaling,
                  "Scale out at (%)", "Leave room for peaks: not as high as for a machine of your own.", "Number",
                  threshold(out, 70), percent});
  rows.push_back({"5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds", "scaling.out.for", Group::autoscaling,
                  "... for (s)", "", "Number", seconds(out, 60), period});
  rows.push_back({"5ASGAutoScalingSetScaleInUtilizationThreshold", "scaling.in.at", Group::autoscaling,
                  "Scale in at (%)", "Must lie below the threshold for scaling out.", "Number", threshold(in, 40),
                  percent});
  rows.push_back({"5ASGAutoScalingSetScaleInUtilizationThresholdSeconds", "scaling.in.for", Group::autoscaling,
                  "... for (s)", "", "Number", seconds(in, 300), period});
  rows.push_back({"5ASGInstanceWarmupSeconds", "warmup", Group::autoscaling, "Warm-up (s)",
                  "A new instance does not count for scaling before; Windows takes about 600.", "Number",
                  std::to_string(stack.group->warmup_seconds), number(0, 3600)});
}

void spot(const RunnerStackValues& stack, Rows& rows) {
  const model::SpotMixValues& mix = *stack.group->spot;
  rows.push_back({"5SPOTOnDemandBaseCapacity", "spot.on_demand_base", Group::spot, "On-demand instances first",
                  "So many instances are on-demand before the percentage below counts.", "Number",
                  std::to_string(mix.on_demand_base), number(0, 5000)});
  rows.push_back({"5SPOTOnDemandPercentageAboveBaseCapacity", "spot.on_demand_percentage", Group::spot,
                  "On-demand share of the rest (%)", "0: all spot. 100: no spot.", "Number",
                  std::to_string(mix.on_demand_percentage), number(0, 100)});
  rows.push_back(
      {"5SPOTSpotAllocationStrategy", "spot.strategy", Group::spot, "Spot allocation strategy",
       "price-capacity-optimized suits most; lowest-price is interrupted most often.", "String",
       std::string(to_string(mix.strategy)),
       one_of({"price-capacity-optimized", "capacity-optimized", "capacity-optimized-prioritized", "lowest-price"})});
  rows.push_back({"5SPOTCapacityRebalance", "spot.capacity_rebalance", Group::spot,
                  "Replace spot instances at risk early",
                  "Starts a replacement when AWS warns, so that the old instance has more time to drain.", "String",
                  yes_no(mix.capacity_rebalance), boolean});
}

void maintenance(const RunnerStackValues& stack, Rows& rows) {
  const model::UpdatePolicyValues& update = *stack.group->update;
  rows.push_back({"1OSPatchScope", "patch.scope", Group::maintenance, "Patches at boot",
                  "Installed before the runner registers, with one reboot if needed.", "String",
                  std::string(to_string(stack.launch->patch_scope)), one_of({"All", "SecurityOnly", "NoPatching"})});
  rows.push_back({"1OSLastManagedUpdate", "patch.last_managed_update", Group::maintenance, "Last managed update",
                  "Any text, such as a date. Changing it replaces all instances, and so brings the newest image, "
                  "patches and runner.",
                  "String", stack.launch->last_managed_update,
                  text(64, ascii, "at most 64 printable ASCII characters")});
  rows.push_back({"4ASGUpdateType", "update.type", Group::maintenance, "How updates replace instances",
                  "Rolling, in batches; or a new group beside the old one, which then drains.", "String",
                  update.type == model::UpdateType::rolling ? "RollingThroughInstances" : "ReplaceEntireASG",
                  one_of({"RollingThroughInstances", "ReplaceEntireASG"})});
  rows.push_back({"4ASGUpdateMinInstancesInService", "update.min_in_service", Group::maintenance,
                  "Keep in service while updating", "Must be smaller than the largest size.", "Number",
                  std::to_string(update.min_in_service), number(0, 4999)});
  rows.push_back({"4ASGUpdateMaxBatchSize", "update.max_batch_size", Group::maintenance, "Replace at most at once", "",
                  "Number", std::to_string(update.max_batch_size), number(1, 100)});
}

void observability(const RunnerStackValues& stack, Rows& rows) {
  const model::ObservabilityValues& seen = *stack.observability;
  rows.push_back({"7LOGToCloudWatch", "logs.enabled", Group::observability, "Send logs to CloudWatch",
                  "Boot and runner logs of every instance, in one log group.", "String",
                  yes_no(seen.log_retention_days > 0), boolean});
  std::vector<std::string> retention;
  retention.reserve(model::log_retention_days.size());
  for (int days : model::log_retention_days) retention.push_back(std::to_string(days));
  rows.push_back({"7LOGRetentionDays", "logs.retention_days", Group::observability, "Keep them for (days)", "",
                  "Number", std::to_string(seen.log_retention_days > 0 ? seen.log_retention_days : 30),
                  one_of(std::move(retention))});
  rows.push_back({"7NOTIFYTopic", "notifications.topic", Group::observability, "Notify topic",
                  "ARN of an SNS topic that hears of launches, terminations and their errors. Empty: none.", "String",
                  seen.notification_topic,
                  text(255, "(arn:[-a-z]+:sns:[-a-z0-9]+:[0-9]{12}:[A-Za-z0-9_.-]+)?", "a topic's ARN or nothing")});
  rows.push_back({"7DASHBOARDEnabled", "dashboard", Group::observability, "CloudWatch dashboard",
                  "Load, size and disk of the group in one place.", "String", yes_no(seen.dashboard), boolean});
}

void troubleshooting(const RunnerStackValues& stack, Rows& rows) {
  rows.push_back({"8DBGKeypairName", "key_pair", Group::troubleshooting, "Key pair",
                  "For SSH or the Windows password. Session Manager needs none.", "String", stack.launch->key_pair,
                  text(255, ascii, "a key pair's name or nothing")});
  rows.push_back({"8DBGLoadTestSeconds", "load_test", Group::troubleshooting, "Load test for (s)",
                  "Loads the CPUs for that long after an instance is up, to see the group scale. 0: none.", "Number",
                  std::to_string(stack.launch->load_test_seconds), number(0, 3600)});
}

constexpr std::array structural_parameters = {"1AAAATemplateVersion",   "1AAASourceProject",
                                              "1OSInstanceOSPlatform",  "1OSInstanceLinuxArch",
                                              "5ASGAutoScalingEnabled", "5ASGAutoScalingMetricTypeToMonitor"};

constexpr std::array<std::pair<const char*, const char*>, 25> off_values = {{
    {"3GITLABRunnerTokenSecretId", ""},
    {"3GITLABRunnerTokenParameter", ""},
    {"3GITLABRunnerTokenKmsKey", ""},
    {"3INSTConfigurationScriptSHA256", ""},
    {"3GITLABRunnerUntaggedJobs", "false"},
    {"3GITLABRunnerDockerVolumes", ""},
    {"3GITLABRunnerRegistryMirror", ""},
    {"3GITLABRunnerS3CacheShared", "false"},
    {"3INSTEbsKmsKey", ""},
    {"4ASGMaxInstanceLifetimeSeconds", "0"},
    {"4ASGProtectBusyInstances", "false"},
    {"3INSTHttpProxy", ""},
    {"3INSTNoProxy", ""},
    {"9AWSExtraManagedPolicies", ""},
    {"9AWSPermissionsBoundary", ""},
    {"7NOTIFYTopic", ""},
    {"7DASHBOARDEnabled", "false"},
    {"8DBGKeypairName", ""},
    {"8DBGLoadTestSeconds", "0"},
    {"3GITLABRunnerDockerPrivileged", "false"},
    {"4ASGSpecifyVPC", "DefaultVPC"},
    {"3GITLABRunnerLocked", "true"},
    {"3INSTEbsVolumeIops", "3000"},
    {"3INSTEbsVolumeThroughput", "125"},
    {"3GITLABRunnerDockerPullPolicy", "always"},
}};

}  // namespace

std::vector<std::string> alarm_periods() {
  return {"0",   "10",  "30",  "60",  "120", "180",  "240",  "300", "360",
          "420", "480", "540", "600", "900", "1200", "1800", "3600"};
}

std::vector<Parameter> parameters(const model::RunnerStack& stack) {
  Rows rows;
  rows.reserve(96);
  template_information(rows);
  platform(*stack, rows);
  gitlab(*stack, rows);
  runner_script(*stack, rows);
  runner_docker(*stack, rows);
  runner_instance(*stack, rows);
  group_sizes(*stack, rows);
  schedules(*stack, rows);
  network(*stack, rows);
  autoscaling(*stack, rows);
  spot(*stack, rows);
  maintenance(*stack, rows);
  observability(*stack, rows);
  troubleshooting(*stack, rows);
  for (Parameter& row : rows) {
    row.structural =
        std::find(structural_parameters.begin(), structural_parameters.end(), row.name) != structural_parameters.end();
    auto off =
        std::find_if(off_values.begin(), off_values.end(), [&](const auto& pair) { return pair.first == row.name; });
    if (off != off_values.end()) row.off = off->second;
    row.on_request = row.name == "9AWSExtraManagedPolicies" || row.name == "9AWSPermissionsBoundary";
  }
  return rows;
}

}  // namespace vend::render
