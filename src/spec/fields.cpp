// One row for each setting of a spec, from which reader, JSON Schema, docs/spec.md and the order of `vend fmt` follow;
// hence the length.
#include "spec/fields.hpp"

#include <fmt/format.h>

#include "vend/aws/ebs.hpp"

namespace vend::spec {
namespace {

using Text = Access<std::string>;
using Number = Access<int>;
using Flag = Access<bool>;
using List = Access<std::vector<std::string>>;

constexpr std::string_view instances_schema = R"({
  "oneOf": [
    {"type": "array", "minItems": 1, "maxItems": 40, "items": {"oneOf": [
      {"type": "string"},
      {"type": "object", "additionalProperties": false, "required": ["type"],
       "properties": {"type": {"type": "string"}, "weight": {"type": "integer", "minimum": 1, "maximum": 999}}}]}},
    {"type": "object", "additionalProperties": false, "properties": {
      "vcpu": {"$ref": "#/definitions/range"}, "memory_mib": {"$ref": "#/definitions/range"},
      "allowed": {"type": "array", "items": {"type": "string"}}, "excluded": {"type": "array", "items": {"type": "string"}},
      "burstable": {"type": "boolean"}}}
  ]})";

constexpr std::string_view scaling_schema = R"({
  "type": "array", "maxItems": 20, "items": {"type": "object", "additionalProperties": false, "required": ["metric"],
    "properties": {"metric": {"$ref": "#/definitions/metric"}, "out": {"$ref": "#/definitions/alarm"},
      "in": {"$ref": "#/definitions/alarm"}, "target": {"type": "number"}, "scale_in": {"type": "boolean"}}}})";

constexpr std::string_view schedules_schema = R"({
  "oneOf": [{"const": "ask"}, {"type": "array", "maxItems": 125, "items": {"type": "object", "additionalProperties": false,
    "properties": {"at": {"type": "string"}, "timezone": {"type": "string"}, "min": {"type": "integer", "minimum": 0},
      "max": {"type": "integer", "minimum": 0}, "desired": {"type": "integer", "minimum": 0},
      "start": {"type": "string"}, "end": {"type": "string"}}}}]})";

constexpr std::string_view fallback_schema = R"({"type": "object", "additionalProperties": false, "required": ["max"],
    "properties": {"max": {"type": "integer", "minimum": 1}, "after": {"$ref": "#/definitions/duration"}}})";

constexpr std::string_view environment_schema =
    R"({"type": "object", "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
        "additionalProperties": {"type": ["string", "number", "boolean"]}})";

constexpr std::string_view step_schema = R"({"oneOf": [{"type": "string"}, {"type": "object",
  "additionalProperties": false, "required": ["source"],
  "properties": {"source": {"type": "string"}, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}}]})";

constexpr std::string_view step_type = "text or {source, sha256}";

void about_stack(std::vector<Field>& f) {
  f.push_back({"name", "Name of the template file and of the stack in the printed commands.",
               Text([](Draft& d) -> std::string& { return d.stack.name; })});
  f.push_back({"description", "Shown in the CloudFormation console.",
               Text([](Draft& d) -> std::string& { return d.stack.description; })});
  f.push_back({"platform",
               "Operating system of the instances. Without it the template is the full one, for all platforms.",
               Text([](Draft& d) -> std::string& { return d.platform; }),
               {"amazon-linux-2023", "amazon-linux-2", "windows-2025", "windows-2022", "windows-2019"}});
  f.push_back({"architecture",
               "Processor architecture; Windows is amd64 only.",
               Text([](Draft& d) -> std::string& { return d.architecture; }),
               {"amd64", "arm64"}});
  f.push_back({"executor",
               "How jobs run: in containers, or in a shell of the instance.",
               Text([](Draft& d) -> std::string& { return d.executor; }),
               {"docker", "shell"}});
}

void about_gitlab(std::vector<Field>& f) {
  f.push_back(
      {"gitlab.url", "Address of the GitLab instance.", Text([](Draft& d) -> std::string& { return d.runner.url; })});
  f.push_back({"gitlab.token.secret",
               "Name or ARN of a Secrets Manager secret with the runner token(s). Without any token setting the "
               "console form asks for the token.",
               Text([](Draft& d) -> std::string& { return d.token_secret; })});
  f.push_back({"gitlab.token.ssm_parameter", "Name of an SSM SecureString parameter with the runner token(s).",
               Text([](Draft& d) -> std::string& { return d.token_parameter; })});
  f.push_back({"gitlab.token.kms_key", "ARN of the customer managed key that encrypts it.",
               Text([](Draft& d) -> std::string& { return d.runner.token.kms_key; })});
  f.push_back({"gitlab.tags", "Tags that jobs ask for. With glrt- tokens they are set in GitLab instead.",
               List([](Draft& d) -> std::vector<std::string>& { return d.runner.tags; })});
  f.push_back({"gitlab.concurrent", "Jobs at once on each instance.",
               Number([](Draft& d) -> int& { return d.runner.concurrent; })});
  f.push_back({"gitlab.version", "GitLab Runner version: latest or vX.Y.Z.",
               Text([](Draft& d) -> std::string& { return d.runner.version; })});
  f.push_back({"gitlab.run_untagged", "Take jobs without tags (legacy registration tokens only).",
               Flag([](Draft& d) -> bool& { return d.runner.run_untagged; })});
  f.push_back({"gitlab.locked", "Lock the runner to its project (legacy registration tokens only).",
               Flag([](Draft& d) -> bool& { return d.runner.locked; })});
  f.push_back({"gitlab.environment", "Variables of every job: {KEY: value}. Every job can read them, so no secrets.",
               Structure{"mapping", environment_schema}});
  f.push_back({"gitlab.request_concurrency", "Requests for new jobs that a runner may have open at once.",
               Number([](Draft& d) -> int& { return d.runner.request_concurrency; })});
  f.push_back({"gitlab.output_limit", "Largest log of a job in KiB; what is longer is cut.",
               Number([](Draft& d) -> int& { return d.runner.output_limit_kib; })});
  f.push_back({"gitlab.ca_certificate",
               "PEM text of the certificate(s) of a private authority that signed GitLab's certificate.",
               Text([](Draft& d) -> std::string& { return d.runner.ca_certificate; })});
  f.push_back({"runner_download",
               "https:// address of a mirror of GitLab Runner's downloads; there lies VERSION/release.sha256.",
               Text([](Draft& d) -> std::string& { return d.runner.download; })});
  f.push_back({"docker.image", "Image of jobs that name none: ruby, on Windows servercore of the server's version.",
               Text([](Draft& d) -> std::string& { return d.runner.docker_image; })});
  f.push_back({"docker.privileged", "Privileged containers; every job is then root on its instance.",
               Flag([](Draft& d) -> bool& { return d.runner.docker_privileged; })});
  f.push_back({"docker.volumes", "More volumes of job containers.",
               List([](Draft& d) -> std::vector<std::string>& { return d.runner.docker_volumes; })});
  f.push_back({"docker.pull_policy",
               "When images are pulled.",
               Text([](Draft& d) -> std::string& { return d.runner.docker_pull_policy; }),
               {"always", "if-not-present", "never"}});
  f.push_back({"docker.registry_mirror", "Address of a pull-through cache for Docker Hub.",
               Text([](Draft& d) -> std::string& { return d.runner.registry_mirror; })});
  f.push_back({"docker.allowed_images",
               "Patterns of the images that jobs may use, such as ruby:* or registry.example.com/**; none: any image.",
               List([](Draft& d) -> std::vector<std::string>& { return d.runner.docker_allowed_images; })});
  f.push_back({"docker.memory", "Most memory of a job's container, such as 512m or 4g; empty: no limit.",
               Text([](Draft& d) -> std::string& { return d.runner.docker_memory; })});
  f.push_back({"docker.cpus", "Most processors of a job's container, such as 2 or 0.5; empty: no limit.",
               Text([](Draft& d) -> std::string& { return d.runner.docker_cpus; })});
  f.push_back({"docker.shm_size", "Shared memory of a job's container, such as 256m (Linux only).",
               Text([](Draft& d) -> std::string& { return d.runner.docker_shm_size; })});
  f.push_back({"docker.preload", "Images pulled while an instance boots; one that cannot be pulled stops nothing.",
               List([](Draft& d) -> std::vector<std::string>& { return d.runner.docker_preload; })});
  f.push_back({"docker.ecr",
               "Jobs pull from this account's and region's ECR and from public.ecr.aws with the instance's role.",
               Flag([](Draft& d) -> bool& { return d.runner.docker_ecr; })});
  f.push_back({"docker.hub_secret",
               "Name or ARN of a Secrets Manager secret {\"username\": ..., \"password\": ...} for Docker Hub.",
               Text([](Draft& d) -> std::string& { return d.runner.docker_hub_secret; })});
  f.push_back({"script.source",
               "Runner configuration script: empty for the platform's own, a prebuilt name, an http(s):// or s3:// "
               "address, or a path on the instance.",
               Text([](Draft& d) -> std::string& { return d.runner.script; })});
  f.push_back({"script.sha256",
               "Checksum of a script from an address or path; one from an http(s):// address needs it.",
               Text([](Draft& d) -> std::string& { return d.runner.script_sha256; })});
  f.push_back({"script.before", "A step of your own before the runner registers; when it fails, the boot fails.",
               Structure{step_type, step_schema}});
  f.push_back({"script.after", "A step of your own after the runner registered; when it fails, the boot fails.",
               Structure{step_type, step_schema}});
  f.push_back({"script.drain",
               "A step of your own when an instance goes, after its jobs; it has five minutes and stops nothing.",
               Structure{step_type, step_schema}});
  f.push_back({"cache.bucket",
               "own (the stack makes a bucket), none, or the name of an existing bucket of the stack's region.",
               Text([](Draft& d) -> std::string& { return d.bucket; })});
  f.push_back({"cache.expiration_days", "Days until objects of an own bucket expire.",
               Number([](Draft& d) -> int& { return d.cache.expiration_days; })});
  f.push_back({"cache.kms_key", "ARN of the customer managed KMS key of the bucket, own or existing.",
               Text([](Draft& d) -> std::string& { return d.cache.kms_key; })});
  f.push_back(
      {"cache.shared", "Share caches between runner tokens.", Flag([](Draft& d) -> bool& { return d.cache.shared; })});
}

void about_group(std::vector<Field>& f) {
  f.push_back({"size.min", "Smallest number of instances.", Number([](Draft& d) -> int& { return d.group.min; })});
  f.push_back({"size.desired", "Instances at the start; without it 1, or the nearest that size.min and size.max allow.",
               Number([](Draft& d) -> int& { return d.group.desired; })});
  f.push_back({"size.max", "Largest number; larger than update.min_in_service.",
               Number([](Draft& d) -> int& { return d.group.max; })});
  f.push_back({"instances",
               "Instance types in order of preference, up to 40, each plain or {type, weight}; or what they need, as a "
               "mapping instead of a list, {vcpu: "
               "{min, max}, memory_mib: {min, max}, allowed, excluded, burstable}. m6g.large for arm64.",
               Structure{"list or requirements", instances_schema}});
  f.push_back({"spot.on_demand_base", "On-demand instances that come first.",
               Number([](Draft& d) -> int& { return d.spot.on_demand_base; })});
  f.push_back({"spot.on_demand_percentage", "On-demand share of the rest: 0 all spot, 100 no spot.",
               Number([](Draft& d) -> int& { return d.spot.on_demand_percentage; })});
  f.push_back({"spot.strategy",
               "How spot pools are chosen.",
               Text([](Draft& d) -> std::string& { return d.strategy; }),
               {"price-capacity-optimized", "capacity-optimized", "capacity-optimized-prioritized", "lowest-price"}});
  f.push_back({"spot.capacity_rebalance", "Replace spot instances that AWS warns about, early.",
               Flag([](Draft& d) -> bool& { return d.spot.capacity_rebalance; })});
  f.push_back({"spot.fallback",
               "A second group of the same launch template, on demand, of 0 to max instances, for spot instances that "
               "could not be launched for that time (after, 10m), and no longer: {max, after}.",
               Structure{"{max, after}", fallback_schema}});
  f.push_back(
      {"hooks.heartbeat",
       "Heartbeat of the lifecycle hooks, 30 s to 2 h. The launching hook has at least the larger of ten minutes and a "
       "third of update.boot_timeout.",
       Number([](Draft& d) -> int& { return d.heartbeat_seconds; }),
       {},
       Unit::seconds});
  f.push_back({"hooks.drain_limit",
               "How long an instance that is being terminated waits for its jobs; at most the smaller of 48 h and 100 "
               "heartbeats, which also "
               "shortens the default.",
               Number([](Draft& d) -> int& { return d.group.drain_limit_seconds; }),
               {},
               Unit::seconds});
  f.push_back({"drain.keep_failed",
               "An instance whose drain was not completed stays, with its jobs, until somebody ends it; it costs money "
               "and does not count as capacity.",
               Flag([](Draft& d) -> bool& { return d.group.keep_failed_drains; })});
  f.push_back({"update.type",
               "rolling replaces in batches; refresh lets Auto Scaling replace instances one after another (needs "
               "CloudFormation since 2026-07-09); replace makes a new group first.",
               Text([](Draft& d) -> std::string& { return d.update_type; }),
               {"rolling", "refresh", "replace"}});
  f.push_back({"update.min_success_percentage",
               "Of the instances that boot when the stack is made or updated so many per cent must succeed.",
               Number([](Draft& d) -> int& { return d.update.min_success_percentage; })});
  f.push_back({"update.min_healthy_percentage",
               "refresh: so much of the wanted size stays in service; 100 starts a replacement first.",
               Number([](Draft& d) -> int& { return d.update.min_healthy_percentage; })});
  f.push_back({"update.max_healthy_percentage",
               "refresh: so large the group may become meanwhile; at most 100 above min_healthy_percentage.",
               Number([](Draft& d) -> int& { return d.update.max_healthy_percentage; })});
  f.push_back({"update.min_in_service", "rolling: instances that stay in service during an update.",
               Number([](Draft& d) -> int& { return d.update.min_in_service; })});
  f.push_back({"update.max_batch_size", "rolling: instances replaced at once.",
               Number([](Draft& d) -> int& { return d.update.max_batch_size; })});
  f.push_back(
      {"update.boot_timeout",
       "How long a new instance may take until it signals, in whole minutes; at most an hour for rolling updates.",
       Number([](Draft& d) -> int& { return d.boot_timeout_seconds; }),
       {},
       Unit::seconds});
  f.push_back({"zone_distribution",
               "balanced-best-effort goes to another zone when one has no capacity; balanced-only waits for it.",
               Text([](Draft& d) -> std::string& { return d.zones; }),
               {"balanced-best-effort", "balanced-only"}});
  f.push_back({"warmup",
               "A new instance does not count for scaling before.",
               Number([](Draft& d) -> int& { return d.group.warmup_seconds; }),
               {},
               Unit::seconds});
  f.push_back({"max_instance_lifetime",
               "Replace instances after this time, a day or more; 0 never.",
               Number([](Draft& d) -> int& { return d.group.max_instance_lifetime_seconds; }),
               {},
               Unit::seconds});
  f.push_back({"monitor_interval",
               "How often an instance checks whether it must drain: 1 to 5 minutes. 0: never; then the group has no "
               "terminating hook, and terminated instances take their jobs with them.",
               Number([](Draft& d) -> int& { return d.monitor_interval_seconds; }),
               {},
               Unit::seconds});
  f.push_back({"protect_busy", "Instances with jobs protect themselves from scale-in.",
               Flag([](Draft& d) -> bool& { return d.group.protect_busy_instances; })});
  f.push_back({"scaling",
               "Scaling policies: {metric, out: {at, for, periods, steps}, in: {...}} or {metric, target, scale_in}. "
               "metric is slots (percent of the job slots in use), cpu, memory, or {namespace, name, statistic, "
               "dimensions}.",
               Structure{"list of policies", scaling_schema}});
  f.push_back({"schedules",
               "Scheduled sizes: {at (cron), timezone, min, max, desired, start, end}; start and end are times in UTC "
               "(2027-01-01T00:00:00Z), and the sizes are set at start as well. A desired beyond size.max needs a max. "
               "ask: the console form asks for a start and a stop schedule.",
               Structure{"list of schedules or ask", schedules_schema}});
}

void about_instances(std::vector<Field>& f) {
  f.push_back(
      {"disk.size", "Disk size in GiB (encrypted gp3).", Number([](Draft& d) -> int& { return d.disk.size_gib; })});
  static const std::string iops = fmt::format("Disk IOPS, {} to {}.", aws::ebs::fewest_iops, aws::ebs::most_iops);
  f.push_back({"disk.iops", iops, Number([](Draft& d) -> int& { return d.disk.iops; })});
  static const std::string throughput =
      fmt::format("Disk throughput in MiB/s, {} to {}.", aws::ebs::least_throughput, aws::ebs::most_throughput);
  f.push_back({"disk.throughput", throughput, Number([](Draft& d) -> int& { return d.disk.throughput_mib; })});
  f.push_back({"disk.kms_key", "ARN of a customer managed key for the disk.",
               Text([](Draft& d) -> std::string& { return d.disk.kms_key; })});
  f.push_back({"disk.instance_store",
               "What the NVMe disks of instance types that have some are used for: Docker's data, or builds of the "
               "shell executor.",
               Text([](Draft& d) -> std::string& { return d.instance_store; }),
               {"none", "docker", "builds"}});
  f.push_back({"network.vpc", "DefaultVPC or a VPC id.", Text([](Draft& d) -> std::string& { return d.network.vpc; })});
  f.push_back({"network.subnets", "Subnet ids; none: the default subnets of the default VPC.",
               List([](Draft& d) -> std::vector<std::string>& { return d.network.subnets; })});
  f.push_back({"network.security_groups", "Security group ids; none: the VPC's default group.",
               List([](Draft& d) -> std::vector<std::string>& { return d.network.security_groups; })});
  f.push_back({"network.own_security_group",
               "The stack makes a security group that lets everything out and nothing in.",
               Flag([](Draft& d) -> bool& { return d.network.own_security_group; })});
  f.push_back({"network.public_ip",
               "Whether instances get public addresses: as the subnet says, true, or false (they then need a NAT "
               "gateway or endpoints).",
               Text([](Draft& d) -> std::string& { return d.network.public_ip; }),
               {"subnet", "true", "false"}});
  f.push_back({"network.pickers", "The console form offers lists of VPCs, subnets and security groups.",
               Flag([](Draft& d) -> bool& { return d.network.pickers; })});
  f.push_back({"metadata_hop_limit", "1 keeps job containers away from the instance's role, 2 lets them use it.",
               Number([](Draft& d) -> int& { return d.launch.metadata_hop_limit; })});
  f.push_back({"metadata_for_jobs",
               "Jobs reach the instance's metadata, and with it the role; false closes it as far as the system can.",
               Flag([](Draft& d) -> bool& { return d.launch.metadata_for_jobs; })});
  f.push_back({"role.name", "CreateOneForMe, or a role with an instance profile of the same name.",
               Text([](Draft& d) -> std::string& { return d.launch.role; })});
  f.push_back({"role.managed_policies", "ARNs of more managed policies for the own role.",
               List([](Draft& d) -> std::vector<std::string>& { return d.launch.managed_policies; })});
  f.push_back({"role.path", "Path of the own role, such as /runners/.",
               Text([](Draft& d) -> std::string& { return d.launch.role_path; })});
  f.push_back({"role.permissions_boundary", "ARN of a policy that caps the own role.",
               Text([](Draft& d) -> std::string& { return d.launch.permissions_boundary; })});
  f.push_back({"patch.scope",
               "Patches installed at boot, with at most one reboot.",
               Text([](Draft& d) -> std::string& { return d.patch_scope; }),
               {"none", "security_only", "all"}});
  f.push_back({"patch.last_managed_update", "Any text; a new one replaces all instances.",
               Text([](Draft& d) -> std::string& { return d.launch.last_managed_update; })});
  f.push_back(
      {"image", "AlwaysUseLatest or an AMI id.", Text([](Draft& d) -> std::string& { return d.launch.image; })});
  f.push_back({"image_parameter", "SSM parameter with the image; empty: AWS's newest for the platform.",
               Text([](Draft& d) -> std::string& { return d.launch.image_parameter; })});
  f.push_back({"key_pair", "EC2 key pair; Session Manager needs none.",
               Text([](Draft& d) -> std::string& { return d.launch.key_pair; })});
  f.push_back(
      {"proxy.http", "Proxy for http and https.", Text([](Draft& d) -> std::string& { return d.launch.http_proxy; })});
  f.push_back({"proxy.no_proxy", "Hosts reached without the proxy, comma separated.",
               Text([](Draft& d) -> std::string& { return d.launch.no_proxy; })});
  f.push_back({"proxy.jobs", "Jobs use the proxy, too.", Flag([](Draft& d) -> bool& { return d.launch.proxy_jobs; })});
  f.push_back({"windows.job_user", "Jobs run as a local user instead of SYSTEM (Windows, shell executor).",
               Flag([](Draft& d) -> bool& { return d.runner.windows.job_user; })});
  f.push_back({"windows.long_paths", "Paths of more than 260 characters, also for git (Windows).",
               Flag([](Draft& d) -> bool& { return d.runner.windows.long_paths; })});
  f.push_back({"windows.defender_exclusions", "Defender leaves out builds and Docker's data (Windows).",
               Flag([](Draft& d) -> bool& { return d.runner.windows.defender_exclusions; })});
  f.push_back({"windows.job_object", "Processes of a job end with it: FF_USE_WINDOWS_JOB_OBJECT (Windows).",
               Flag([](Draft& d) -> bool& { return d.runner.windows.job_object; })});
  f.push_back({"load_test",
               "Load the CPUs for so long after the start, to see the group scale; at most an hour.",
               Number([](Draft& d) -> int& { return d.launch.load_test_seconds; }),
               {},
               Unit::seconds});
}

void about_operations(std::vector<Field>& f) {
  f.push_back({"logs.enabled", "Send boot and runner logs to CloudWatch Logs.",
               Flag([](Draft& d) -> bool& { return d.logs; })});
  f.push_back({"logs.retention_days", "How long they are kept.",
               Number([](Draft& d) -> int& { return d.observability.log_retention_days; })});
  f.push_back({"logs.kms_key", "ARN of a customer managed KMS key that lets CloudWatch Logs use it.",
               Text([](Draft& d) -> std::string& { return d.observability.log_kms_key; })});
  f.push_back({"notifications.topic", "ARN of an SNS topic for launches, terminations and their errors.",
               Text([](Draft& d) -> std::string& { return d.observability.notification_topic; })});
  f.push_back({"alarms.topic",
               "ARN of an SNS topic that hears of launches that fail and of the alarms below; none: no alarms.",
               Text([](Draft& d) -> std::string& { return d.observability.alarms.topic; })});
  f.push_back({"alarms.below_desired",
               "Fewer instances in service than wanted for so long, in whole minutes.",
               Number([](Draft& d) -> int& { return d.observability.alarms.below_desired_seconds; }),
               {},
               Unit::seconds});
  f.push_back({"alarms.no_jobs",
               "An instance in service that takes no jobs for so long, in whole minutes.",
               Number([](Draft& d) -> int& { return d.observability.alarms.no_jobs_seconds; }),
               {},
               Unit::seconds});
  f.push_back({"alarms.drain",
               "A drain that lasts so long; without it half of hooks.drain_limit, where that is not above 4 h.",
               Number([](Draft& d) -> int& { return d.observability.alarms.drain_seconds; }),
               {},
               Unit::seconds});
  f.push_back({"alarms.boot",
               "A boot that took so long, until the runner's registration was reported.",
               Number([](Draft& d) -> int& { return d.observability.alarms.boot_seconds; }),
               {},
               Unit::seconds});
  f.push_back({"dashboard", "A CloudWatch dashboard: load, job slots, waits, sizes, drains, boots, disk.",
               Flag([](Draft& d) -> bool& { return d.observability.dashboard; })});
  f.push_back(
      {"tags", "Tags of the group and its instances.",
       Structure{
           "mapping",
           R"({"type": "object", "maxProperties": 40, "additionalProperties": {"type": ["string", "number", "boolean"]}})"}});
  f.push_back({"fixed",
               "What the console form does not ask for: true for everything that has a value, or a list of paths of "
               "this table (a path covers all below it).",
               Structure{"true or list of paths",
                         R"({"oneOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]})"}});
  f.push_back(
      {"ask",
       "The opposite of fixed: the console form asks for these paths (and for the token), all else is baked in. "
       "With both, the longer path wins.",
       Structure{"list of paths", R"({"type": "array", "items": {"type": "string"}})"}});
}

}  // namespace

const std::vector<Field>& fields() {
  static const std::vector<Field> all = [] {
    std::vector<Field> f;
    about_stack(f);
    about_gitlab(f);
    about_group(f);
    about_instances(f);
    about_operations(f);
    return f;
  }();
  return all;
}

}  // namespace vend::spec
