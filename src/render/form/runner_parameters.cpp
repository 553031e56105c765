// Parameters of the runner and of the instance that it runs on.
#include <algorithm>
#include <cstdint>
#include <optional>

#include "render/form/parameter_rows.hpp"
#include "vend/aws/ebs.hpp"
#include "vend/aws/limits.hpp"
#include "vend/aws/names.hpp"
#include "vend/model/prebuilt_script.hpp"
#include "vend/support/text.hpp"
#include "vend/support/token.hpp"

namespace vend::render {

namespace {

// If somebody pastes the token itself into the field for its secret, this pattern refuses it before it is stored
// anywhere.
std::string secret_name() {
  return std::string(support::no_runner_token) + "(arn:[-a-z]+:secretsmanager:[-a-z0-9:]+:secret:)?[-A-Za-z0-9/_+=.@]*";
}
std::string parameter_name() { return std::string(support::no_runner_token) + "[-A-Za-z0-9/_.]*"; }
constexpr const char* not_a_token = "a secret's name or ARN; the token itself belongs into the secret";

constexpr std::string_view object = "s3://[-a-z0-9.]+/[-A-Za-z0-9._/=+@]+";

// Embedded, a prebuilt script's name, an address or a whole path: for anything else an instance would take its own.
std::string script_sources() {
  std::string names(model::embedded_script);
  for (const model::PrebuiltScript& one : model::prebuilt_scripts) {
    names += '|';
    for (char c : one.name) names += c == '.' ? std::string("[.]") : std::string(1, c);
  }
  return names + "|(https?://|/|[A-Za-z]:[/\\\\]|\\\\\\\\)[!#-&(-;=?-_a-z~]+|" + std::string(object);
}

std::string docker_number_of_bytes(const std::string& size) {
  const std::optional<std::int64_t> bytes = model::docker_bytes(size);
  return bytes ? std::to_string(*bytes) : "";
}

// At least as long as the value in the spec.
Constraint list_of(const std::string& value, std::string pattern, std::string description) {
  return text(std::max(128, static_cast<int>(value.size())), std::move(pattern), std::move(description));
}

void step(Rows& rows, const std::string& name, const std::string& path, const model::OwnStep& step,
          const std::string& when) {
  rows.push_back(
      {"3INSTStep" + name, path, Group::runner, "Own step " + when,
       "An http(s):// or s3:// address, or a path on the instance. Empty: none.", "String", step.source,
       text(200,
            "(https?://[!#-&(-;=?A-\\[\\]-_a-z~]+|" + std::string(object) + "|(/|[A-Za-z]:\\\\)[-A-Za-z0-9._/\\\\]+)?",
            "an address, a path or nothing")});
  rows.push_back({"3INSTStep" + name + "SHA256", path + ".sha256", Group::runner, "SHA-256 of that step",
                  "It only runs if its content has this checksum. Needed for http(s).", "String", step.sha256,
                  text(64, "([0-9a-f]{64})?", "64 lower-case hexadecimal digits or nothing")});
}

}  // namespace

void gitlab(const Stack& stack, Rows& rows) {
  const model::RunnerConfigValues& runner = *stack.runner;
  // Empty on the full form when a secret or parameter below holds it; a rule sees to it that one of them does.
  const Constraint token = stack.platform
                               ? Constraint{.pattern = "(?!.*\\{\\{resolve:).*",
                                            .min_length = 5,
                                            .max_length = 2000,
                                            .description = "at least five characters"}
                               : text(2000, "((?!.*\\{\\{resolve:).{5,})?", "at least five characters, or nothing");
  rows.push_back({"3GITLABRunnerInstanceURL", "gitlab.url", Group::gitlab, "GitLab address",
                  "The GitLab instance that the runners serve, with its port if it has an unusual one.", "String",
                  runner.url, text(128, web_address, "an http:// or https:// address without spaces or quotes")});
  rows.push_back({"3GITLABRunnerRegTokenList",
                  "",
                  Group::gitlab,
                  "Runner token(s)",
                  "One runner authentication token (glrt-...), or several separated by semicolons. Kept in a Secrets "
                  "Manager secret that only the instances' role can read, at boot: after a new token roll them with a "
                  "new last managed update.",
                  "String",
                  {},
                  token,
                  true});
  rows.push_back({"3GITLABRunnerTokenSecretId", "gitlab.token.secret", Group::gitlab,
                  "Or: secret that holds the token(s)",
                  "Name or ARN of an existing Secrets Manager secret of this account and region; then leave the token "
                  "above empty.",
                  "String", runner.token.kind == model::TokenSource::Kind::secret ? runner.token.name : "",
                  text(160, secret_name(), not_a_token)});
  rows.push_back(
      {"3GITLABRunnerTokenParameter", "gitlab.token.ssm_parameter", Group::gitlab,
       "Or: SSM parameter that holds the token(s)",
       "Name of an existing SecureString parameter of this account and region; then leave the token above empty.",
       "String", runner.token.kind == model::TokenSource::Kind::ssm_parameter ? runner.token.name : "",
       text(160, parameter_name(), "a parameter's name; the token itself belongs into the parameter")});
  rows.push_back(
      {"3GITLABRunnerTokenKmsKey", "gitlab.token.kms_key", Group::gitlab, "Key that encrypts that secret",
       "ARN of the customer managed KMS key of the secret, created or existing, or parameter. Empty: AWS's own key.",
       "String", runner.token.kms_key, text(200, kms_key, "a KMS key's ARN or nothing")});
  rows.push_back(
      {"3GITLABRunnerTagList", "gitlab.tags", Group::gitlab, "Tags for jobs",
       "Comma separated. Runners add computetype-..., glexecutor-... and their platform. With glrt- tokens GitLab "
       "takes the tags from the runner's settings instead.",
       "String", support::join(runner.tags, ","),
       text(160, "(?![^\\x00-\\x1f\\x7f]*\\{\\{resolve:)[^\\x00-\\x1f\\x7f]*", "at most 160 characters on one line")});
  rows.push_back(
      {"3GITLABRunnerCACertificate",
       "gitlab.ca_certificate",
       Group::gitlab,
       "Certificate of a private authority",
       "PEM text of the certificate(s) that signed GitLab's; a field of one line may turn its line breaks into "
       "blanks. Empty: none.",
       "String",
       runner.ca_certificate,
       {.pattern = "(\\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*)*",
        .max_length = 4096,
        .description = "certificates in PEM form, or nothing"}});
  rows.push_back({"3GITLABRunnerUntaggedJobs", "gitlab.run_untagged", Group::gitlab, "Take jobs without tags",
                  "Only for legacy registration tokens; with glrt- tokens it is set in GitLab.", "String",
                  yes_no(runner.run_untagged), boolean});
  rows.push_back({"3GITLABRunnerLocked", "gitlab.locked", Group::gitlab, "Locked to its project",
                  "Only for legacy registration tokens; with glrt- tokens it is set in GitLab.", "String",
                  yes_no(runner.locked), boolean});
}

void runner_script(const Stack& stack, Rows& rows) {
  const model::RunnerConfigValues& runner = *stack.runner;
  std::string script = runner.script;
  if (script.empty())
    script = stack.platform ? model::configuration_script(*stack.platform, stack.executor) : "Embedded";
  rows.push_back(
      {"3INSTConfigurationScript", "script.source", Group::runner, "Runner configuration script",
       "Embedded (docker on Amazon Linux 2023, shell on Windows), the name of a prebuilt script (such as "
       "amazon-linux-2023-shell.sh or windows-docker.ps1), an http(s):// or s3:// address, or a path on the instance.",
       "String", script,
       text(200, script_sources(),
            "Embedded, a prebuilt script's name, an address, or a path without spaces and quotes")});
  rows.push_back(
      {"3INSTConfigurationScriptSHA256", "script.sha256", Group::runner, "SHA-256 of that script",
       "For a script from an address or path: it only runs if its content has this checksum. Empty: not checked.",
       "String", runner.script_sha256, text(64, "([0-9a-f]{64})?", "64 lower-case hexadecimal digits or nothing")});
  rows.push_back({"3GITLABRunnerVersion", "gitlab.version", Group::runner, "GitLab Runner version",
                  "latest, or a pinned version such as v19.4.0.", "String", runner.version,
                  text(16, "latest|v(1[6-9]|[2-9][0-9]|[1-9][0-9]{2,3})[.](0|[1-9][0-9]{0,3})[.](0|[1-9][0-9]{0,3})",
                       "latest, or v16.0.0 and later")});
  rows.push_back({"3GITLABRunnerConcurrentJobs", "gitlab.concurrent", Group::runner, "Jobs at once on each instance",
                  "Enough of them let CPU or memory load, not this number, decide when to scale.", "Number",
                  std::to_string(runner.concurrent), number(1, 1000)});
  rows.push_back({"3GITLABRunnerRequestConcurrency", "gitlab.request_concurrency", Group::runner,
                  "Requests for jobs at once", "That a runner may have open.", "Number",
                  std::to_string(runner.request_concurrency), number(1, 1000)});
  rows.push_back({"3GITLABRunnerOutputLimit", "gitlab.output_limit", Group::runner, "Largest log of a job (KiB)",
                  "What is longer is cut.", "Number", std::to_string(runner.output_limit_kib), number(1, 999999)});
  rows.push_back({"3GITLABRunnerDownload", "runner_download", Group::runner, "Mirror of GitLab Runner's downloads",
                  "Its https:// address. Empty: GitLab's own.", "String", runner.download,
                  text(128, "(https://[-A-Za-z0-9._:/~]+)?", "an https:// address or nothing")});
  step(rows, "Before", "script.before", runner.before, "before registration");
  step(rows, "After", "script.after", runner.after, "after registration");
  step(rows, "Drain", "script.drain", runner.drain, "at the drain");
  rows.push_back({"3INSTWindowsJobUser", "windows.job_user", Group::runner, "Jobs as a user instead of SYSTEM",
                  "Windows with the shell executor.", "String", yes_no(runner.windows.job_user), boolean});
  rows.push_back({"3INSTWindowsLongPaths", "windows.long_paths", Group::runner, "Long paths",
                  "Windows: paths of more than 260 characters, also for git.", "String",
                  yes_no(runner.windows.long_paths), boolean});
  rows.push_back({"3INSTWindowsDefenderExclusions", "windows.defender_exclusions", Group::runner,
                  "Defender leaves out builds", "Windows: builds and Docker's data are not scanned.", "String",
                  yes_no(runner.windows.defender_exclusions), boolean});
  rows.push_back({"3INSTWindowsJobObject", "windows.job_object", Group::runner, "End a job's processes with it",
                  "Windows: FF_USE_WINDOWS_JOB_OBJECT.", "String", yes_no(runner.windows.job_object), boolean});
}

void runner_docker(const Stack& stack, Rows& rows) {
  const model::RunnerConfigValues& runner = *stack.runner;
  rows.push_back(
      {"3GITLABRunnerDockerImage", "docker.image", Group::runner, "Default job image",
       "For jobs that name no image. Docker executor only. On Windows, ruby means servercore of its version.", "String",
       !runner.docker_image.empty() ? runner.docker_image
                                    : model::job_image(stack.platform.value_or(model::Platform::amazon_linux_2023)),
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
  const std::string allowed = support::join(runner.docker_allowed_images, ",");
  rows.push_back({"3GITLABRunnerDockerAllowedImages", "docker.allowed_images", Group::runner,
                  "Images that jobs may use", "Patterns, comma separated, such as ruby:*. Empty: any image.", "String",
                  allowed, list_of(allowed, "[!#-&(-;=?-\\[\\]-_a-z~]*", "patterns of images, comma separated")});
  rows.push_back({"3GITLABRunnerDockerMemory", "docker.memory", Group::runner, "Most memory of a container",
                  "Such as 512m or 4g. Empty: no limit.", "String", runner.docker_memory,
                  text(10, "([1-9][0-9]*[bkmgBKMG]?)?", "a size such as 4g, or nothing")});
  rows.push_back({"3GITLABRunnerDockerCpus", "docker.cpus", Group::runner, "Most processors of a container",
                  "Such as 2 or 0.5. Empty: no limit.", "String", runner.docker_cpus,
                  text(8, "([0-9]+([.][0-9]+)?)?", "a number such as 0.5, or nothing")});
  rows.push_back({"3GITLABRunnerDockerShmSize", "docker.shm_size", Group::runner,
                  "Shared memory of a container (bytes)", "Linux only. Empty: Docker's 64 MiB.", "String",
                  docker_number_of_bytes(runner.docker_shm_size),
                  text(13, "([1-9][0-9]*)?", "a number of bytes or nothing")});
  const std::string preload = support::join(runner.docker_preload, ",");
  rows.push_back({"3GITLABRunnerDockerPreload", "docker.preload", Group::runner, "Images pulled at boot",
                  "Comma separated. One that cannot be pulled stops nothing.", "String", preload,
                  list_of(preload, "[-A-Za-z0-9._:/@,]*", "images, comma separated")});
  rows.push_back({"3GITLABRunnerDockerEcr", "docker.ecr", Group::runner, "Pull from ECR with the role",
                  "Jobs pull from this account's and region's ECR and from public.ecr.aws.", "String",
                  yes_no(runner.docker_ecr), boolean});
  rows.push_back({"3GITLABRunnerDockerHubSecret", "docker.hub_secret", Group::runner, "Secret for Docker Hub",
                  "Name or ARN of a Secrets Manager secret {\"username\": ..., \"password\": ...}. Empty: none.",
                  "String", runner.docker_hub_secret, text(160, secret_name(), not_a_token)});
}

void runner_instance(const Stack& stack, Rows& rows) {
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
                  {.pattern = "CreateOneForMe|none|" + std::string(aws::bucket_name_pattern),
                   .max_length = static_cast<int>(aws::limits::bucket_name),
                   .description = "CreateOneForMe, none or a bucket's name"}});
  rows.push_back({"3GITLABRunnerS3CacheExpirationDays", "cache.expiration_days", Group::runner,
                  "Days until cached objects expire", "For a bucket that the stack creates.", "Number",
                  std::to_string(cache.expiration_days), number(1, 3650)});
  rows.push_back({"3GITLABRunnerS3CacheShared", "cache.shared", Group::runner, "Share caches between runner tokens",
                  "Instances with the same token share their cache anyway.", "String", yes_no(cache.shared), boolean});
  rows.push_back({"3GITLABRunnerS3CacheKmsKey", "cache.kms_key", Group::runner, "Key for the caches",
                  "ARN of the customer managed KMS key of the bucket, created or existing. Empty: S3's own keys.",
                  "String", cache.kms_key, text(200, kms_key, "a KMS key's ARN or nothing")});
  const model::DiskValues& disk = *stack.launch->disk;
  rows.push_back({"3INSTEbsVolumeSize", "disk.size", Group::runner, "Disk size (GiB)",
                  "Encrypted gp3. Windows needs at least 30; docker runners want room for images.", "Number",
                  std::to_string(disk.size_gib), number(aws::ebs::smallest_gib, aws::ebs::largest_gib)});
  rows.push_back({"3INSTEbsVolumeIops", "disk.iops", Group::runner, "Disk IOPS", "Up to 500 for each GiB.", "Number",
                  std::to_string(disk.iops), number(aws::ebs::fewest_iops, aws::ebs::most_iops)});
  rows.push_back({"3INSTEbsVolumeThroughput", "disk.throughput", Group::runner, "Disk throughput (MiB/s)",
                  "At most a quarter of the IOPS.", "Number", std::to_string(disk.throughput_mib),
                  number(aws::ebs::least_throughput, aws::ebs::most_throughput)});
  rows.push_back(
      {"3INSTEbsKmsKey", "disk.kms_key", Group::runner, "Key for the disk",
       "ARN of a customer managed KMS key that allows AWSServiceRoleForAutoScaling to use it. Empty: AWS's own key.",
       "String", disk.kms_key, text(200, kms_key, "a KMS key's ARN or nothing")});
  rows.push_back({"3INSTInstanceStore", "disk.instance_store", Group::runner, "Use of the instance's own disks",
                  "NVMe disks of types that have some: docker for Docker's data, builds for the shell executor's.",
                  "String", std::string(to_string(disk.instance_store)), one_of({"none", "docker", "builds"})});
}

}  // namespace vend::render
