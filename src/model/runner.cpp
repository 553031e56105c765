#include "vend/model/runner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "problem_list.hpp"
#include "vend/support/text.hpp"

namespace vend::model {
namespace {

bool is_version(std::string_view text) {
  if (text == "latest") return true;
  if (!text.starts_with('v')) return false;
  std::vector<std::string_view> parts = support::split(text.substr(1), '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part.size() <= 4 && support::is_digits(part);
         });
}

bool is_bucket_name(std::string_view text) {
  return text.size() >= 3 && text.size() <= 63 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos;
}

void check_address(std::string_view url, ProblemList& problems) {
  problems.require(url.starts_with("https://") || url.starts_with("http://"), "url",
                   fmt::format("is \"{}\", no http:// or https:// address", url), "write it like https://gitlab.com/");
  problems.require(url.find_first_of(" '\"\\<>`") == std::string_view::npos, "url",
                   "contains a character that an address cannot");
  problems.require(url.find('@') == std::string_view::npos, "url", "contains a user name", "leave credentials out");
  problems.text("url", url, 128);
}

void check_token(const TokenSource& token, ProblemList& problems) {
  bool named = token.kind != TokenSource::Kind::parameter;
  problems.require(!named || !token.name.empty(), "token", "names no secret");
  problems.text("token", token.name, 160);
  problems.require(token.kms_key.empty() || token.kms_key.starts_with("arn:"), "token.kms_key", "is no ARN");
  for (std::string_view prefix : {"glrt-", "GR1348941", "glrtr-"}) {
    problems.require(!token.name.starts_with(prefix), "token",
                     "looks like a token itself, and a template is no place for one",
                     "put the token into Secrets Manager and name the secret here");
  }
}

void check_docker(const RunnerConfigValues& values, ProblemList& problems) {
  problems.require(!values.docker_image.empty(), "docker.image", "is empty");
  problems.text("docker.image", values.docker_image, 128);
  problems.text("docker.registry_mirror", values.registry_mirror, 128);
  std::string volumes = support::join(values.docker_volumes, ",");
  problems.text("docker.volumes", volumes, 128);
  bool known = values.docker_pull_policy == "always" || values.docker_pull_policy == "if-not-present" ||
               values.docker_pull_policy == "never";
  problems.require(known, "docker.pull_policy", fmt::format("is \"{}\"", values.docker_pull_policy),
                   "use always, if-not-present or never");
}

}  // namespace

Problems check(const CacheBucketValues& values) {
  ProblemList problems;
  problems.require(values.kind != CacheBucketValues::Kind::given || is_bucket_name(values.name), "name",
                   fmt::format("is \"{}\", no bucket name", values.name));
  problems.range("expiration_days", values.expiration_days, 1, 3'650);
  return problems.take();
}

Problems check(const RunnerConfigValues& values) {
  ProblemList problems;
  check_address(values.url, problems);
  check_token(values.token, problems);
  std::string tags = support::join(values.tags, ",");
  problems.text("tags", tags, 160);
  for (const std::string& tag : values.tags) {
    problems.require(!support::trim(tag).empty(), "tags", "holds an empty tag");
    problems.require(tag.find(',') == std::string::npos, "tags", fmt::format("holds \"{}\" with a comma", tag),
                     "make it two tags");
  }
  problems.range("concurrent", values.concurrent, 1, 1'000);
  problems.require(is_version(values.version), "version", fmt::format("is \"{}\"", values.version),
                   "use latest or a version such as v19.4.0");
  problems.text("script", values.script, 200);
  bool hex = values.script_sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
  problems.require(values.script_sha256.empty() || (values.script_sha256.size() == 64 && hex), "script_sha256",
                   "is no SHA-256 in lower-case hexadecimal");
  check_docker(values, problems);
  return problems.take();
}

}  // namespace vend::model
