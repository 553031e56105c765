// The GitLab side: registration, jobs, cache.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vend/model/checked.hpp"

namespace vend::model {

// Where instances get the runner token(s) from.
struct TokenSource {
  enum class Kind { parameter, secret, ssm_parameter } kind = Kind::parameter;
  std::string name;     // of the secret (name or ARN) or of the SecureString parameter
  std::string kms_key;  // ARN of a customer key that encrypts it; may be empty
};

struct CacheBucketValues {
  enum class Kind { none, own, given } kind = Kind::own;
  std::string name;          // given only
  int expiration_days = 30;  // own only, 1 or more
  bool shared = false;       // between different runner tokens
  std::string kms_key;       // ARN of the key that encrypts the bucket; empty: S3's own
};
Problems check(const CacheBucketValues& values);
using CacheBucket = Checked<CacheBucketValues>;

// A step of one's own beside the script's phases: its text, or where it lies and its checksum.
struct OwnStep {
  std::string text;    // travels in the template; at most 8,192 bytes
  std::string source;  // http(s):// (with a checksum), s3://, or a path on the instance
  std::string sha256;  // of what lies at `source`

  bool given() const { return !text.empty() || !source.empty(); }
};

// What only Windows has.
struct WindowsOptions {
  bool job_user = false;  // jobs run as a local user instead of SYSTEM
  bool long_paths = false;
  bool defender_exclusions = false;
  bool job_object = false;  // FF_USE_WINDOWS_JOB_OBJECT

  bool any() const { return job_user || long_paths || defender_exclusions || job_object; }
};

struct RunnerConfigValues {
  std::string url = "https://gitlab.com/";
  TokenSource token;
  std::vector<std::string> tags;
  int concurrent = 10;
  std::string version = "latest";  // or vX.Y.Z
  bool run_untagged = false;
  bool locked = true;
  std::string script;  // empty: the platform's prebuilt one; else an address, path or prebuilt name
  std::string script_sha256;
  std::vector<std::pair<std::string, std::string>> environment;  // of every job; together at most 2,048 bytes
  int request_concurrency = 1;                                   // requests for jobs at once
  int output_limit_kib = 4'096;                                  // of a job's log
  std::string ca_certificate;                                    // PEM, of the authority that signed GitLab's
  std::string download;                                          // a mirror of GitLab Runner's downloads
  OwnStep before, after, drain;
  WindowsOptions windows;
  std::string docker_image;  // empty: the platform's own, job_image()
  bool docker_privileged = false;
  std::vector<std::string> docker_volumes;
  std::string docker_pull_policy = "always";  // always, if-not-present, never
  std::string registry_mirror;
  std::vector<std::string> docker_allowed_images;  // patterns; none: any image
  std::vector<std::string> docker_preload;         // images pulled at boot
  std::string docker_memory;                       // such as 512m or 4g; empty: no limit
  std::string docker_cpus;                         // such as 0.5
  std::string docker_shm_size;                     // such as 256m
  bool docker_ecr = false;                         // log in to this account's and region's ECR
  std::string docker_hub_secret;                   // name or ARN of a secret {"username", "password"}
  CacheBucket cache{CacheBucketValues{}};
};
Problems check(const RunnerConfigValues& values);

// Bytes of a size as Docker writes it (512m, 4g); nothing when it is no size or too large a one.
std::optional<std::int64_t> docker_bytes(std::string_view text);
using RunnerConfig = Checked<RunnerConfigValues>;

}  // namespace vend::model
