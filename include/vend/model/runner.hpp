// The GitLab side: registration, jobs, cache.
#pragma once

#include <string>
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
};
Problems check(const CacheBucketValues& values);
using CacheBucket = Checked<CacheBucketValues>;

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
  std::string docker_image = "ruby";
  bool docker_privileged = false;
  std::vector<std::string> docker_volumes;
  std::string docker_pull_policy = "always";  // always, if-not-present, never
  std::string registry_mirror;
  CacheBucket cache{CacheBucketValues{}};
};
Problems check(const RunnerConfigValues& values);
using RunnerConfig = Checked<RunnerConfigValues>;

}  // namespace vend::model
