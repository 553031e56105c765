#include "vend/model/runner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/certificate.hpp"
#include "model/problem_list.hpp"
#include "model/script_place.hpp"
#include "vend/aws/names.hpp"
#include "vend/model/prebuilt_script.hpp"
#include "vend/support/text.hpp"
#include "vend/support/token.hpp"
#include "vend/support/unicode.hpp"

namespace vend::model {
namespace {

// latest, or the three numbers of a version.
bool is_version(std::string_view text) {
  if (text == "latest") return true;
  if (!text.starts_with('v')) return false;
  std::vector<std::string_view> parts = support::split(text.substr(1), '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part.size() <= 4 && support::is_digits(part) && (part.size() == 1 || part.front() != '0');
         });
}

// Before v16.0 `unregister` removes the whole runner from GitLab, for all instances, instead of the one manager.
bool is_old(std::string_view version) {
  if (version == "latest") return false;
  const std::string_view major = version.substr(1, version.find('.') - 1);
  return major.size() < 2 || (major.size() == 2 && major < "16");
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// Printable ASCII without what ends a quotation.
bool is_plain(std::string_view text) {
  return is_printable(text) && text.find_first_of("'\"\\<>`{|}") == std::string_view::npos;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool has_lines_only(std::string_view text) {  // no control characters but those that lay out a text
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
  });
}

void check_address(std::string_view url, ProblemList& problems) {
  problems.require(url.starts_with("https://") || url.starts_with("http://"), "gitlab.url",
                   fmt::format("is \"{}\", which is not an http:// or https:// address", url),
                   "write it like https://gitlab.com/");
  problems.require(url.find_first_of(" '\"\\<>`{|}") == std::string_view::npos, "gitlab.url",
                   "contains a character that an address cannot");
  problems.require(url.find('@') == std::string_view::npos, "gitlab.url", "contains a user name",
                   "leave credentials out");
  problems.text("gitlab.url", url, 128);
}

void check_token(const TokenSource& token, ProblemList& problems) {
  bool named = token.kind != TokenSource::Kind::parameter;
  problems.require(!named || !token.name.empty(), "gitlab.token", "names no secret");
  problems.text("gitlab.token", token.name, 160);
  problems.require(token.kms_key.empty() || token.kms_key.starts_with("arn:"), "gitlab.token.kms_key", "is not an ARN");
  problems.require(!support::is_runner_token(token.name), "gitlab.token",
                   "looks like a token itself, and a template is not a place for one",
                   "put the token into Secrets Manager and name the secret here");
}

void check_docker(const RunnerConfigValues& values, ProblemList& problems) {
  problems.text("docker.image", values.docker_image, 128);
  problems.text("docker.registry_mirror", values.registry_mirror, 128);
  std::string volumes = support::join(values.docker_volumes, ",");
  problems.text("docker.volumes", volumes, 128);
  bool known = values.docker_pull_policy == "always" || values.docker_pull_policy == "if-not-present" ||
               values.docker_pull_policy == "never";
  problems.require(known, "docker.pull_policy", fmt::format("is \"{}\"", values.docker_pull_policy),
                   "use always, if-not-present or never");
}

bool is_image(std::string_view text) {
  return !text.empty() && !text.starts_with('-') &&
         text.find_first_not_of("-._:/@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
             std::string_view::npos;
}

bool is_amount(std::string_view text) {  // 2 or 0.5, not 0
  const std::size_t dot = std::min(text.find('.'), text.size());
  const bool fraction = dot == text.size() || support::is_digits(text.substr(dot + 1));
  return text.size() <= 8 && support::is_digits(text.substr(0, dot)) && fraction &&
         text.find_first_of("123456789") != std::string_view::npos;
}

void check_docker_limits(const RunnerConfigValues& values, ProblemList& problems) {
  constexpr std::int64_t least_memory = 6 << 20;  // Docker takes no less
  const std::optional<std::int64_t> memory = docker_bytes(values.docker_memory);
  problems.require(values.docker_memory.empty() || memory, "docker.memory",
                   fmt::format("is \"{}\", which is not a size", values.docker_memory), "write it like 512m or 4g");
  problems.require(!memory || *memory >= least_memory, "docker.memory", "is below 6m, the least that Docker takes");
  const std::optional<std::int64_t> shared = docker_bytes(values.docker_shm_size);
  problems.require(values.docker_shm_size.empty() || (shared && *shared > 0), "docker.shm_size",
                   fmt::format("is \"{}\", which is not a size", values.docker_shm_size), "write it like 256m or 1g");
  problems.require(values.docker_cpus.empty() || is_amount(values.docker_cpus), "docker.cpus",
                   fmt::format("is \"{}\", which is not a number of processors", values.docker_cpus),
                   "write it like 2 or 0.5");
}

void check_docker_lists(const RunnerConfigValues& values, ProblemList& problems) {
  for (const std::string& one : values.docker_allowed_images) {
    problems.require(!one.empty() && is_plain(one) && one.find(',') == std::string::npos, "docker.allowed_images",
                     fmt::format("holds \"{}\", which is not a pattern of images", one),
                     "write it like ruby:* or registry.example.com/**, without blanks and commas");
  }
  for (const std::string& one : values.docker_preload) {
    problems.require(is_image(one), "docker.preload", fmt::format("holds \"{}\", which is not an image", one),
                     "write it like ruby:3.3");
  }
  problems.text("docker.allowed_images", support::join(values.docker_allowed_images, ","), 1'024);
  problems.text("docker.preload", support::join(values.docker_preload, ","), 1'024);
}

bool is_secret(std::string_view text) {
  return text.find_first_not_of("-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+=.@:") ==
         std::string_view::npos;
}

bool is_environment_key(std::string_view key) {
  return !key.empty() && !support::is_digits(key.substr(0, 1)) &&
         key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
             std::string_view::npos;
}

void check_environment(const RunnerConfigValues& values, ProblemList& problems) {
  std::size_t bytes = 0;
  for (const auto& [key, value] : values.environment) {
    const std::string setting = is_environment_key(key) ? "gitlab.environment." + key : "gitlab.environment";
    problems.require(is_environment_key(key), setting, fmt::format("has the key \"{}\"", key),
                     "use letters, digits and underscores, a letter or underscore first");
    problems.text(setting, value, 1'024);
    problems.require(value.find("glrt-") == std::string::npos, setting,
                     "looks like a runner token, and a template is not a place for one");
    bytes += key.size() + value.size() + 2;
  }
  problems.require(bytes <= 2'048, "gitlab.environment", fmt::format("has {} bytes, but at most 2048 fit", bytes),
                   "set variables in GitLab's CI/CD settings instead");
}

void check_download(std::string_view address, ProblemList& problems) {
  if (address.empty()) return;
  problems.text("runner_download", address, 128);
  problems.require(address.starts_with("https://") && is_plain(address) && address.size() > 8, "runner_download",
                   fmt::format("is \"{}\", which is not an https:// address", address),
                   "write it like https://mirror.example.com/gitlab-runner-downloads");
  problems.require(address.find('@') == std::string_view::npos, "runner_download", "contains a user name",
                   "let the mirror accept the instances by their address");
}

void check_source(std::string_view source, std::string_view sha256, const std::string& setting, ProblemList& problems) {
  problems.require(!is_web_address(source) || !sha256.empty(), setting,
                   "comes from an address without a checksum, so whoever holds the address runs code on every instance",
                   "give its sha256");
}

// What is neither an address nor a path is taken for a name; a mistyped name would silently run the default script.
void check_script(const RunnerConfigValues& values, ProblemList& problems) {
  const std::string& script = values.script;
  if (script.empty() || script == embedded_script || prebuilt_script(script)) return;
  if (is_script_name(script)) {
    std::vector<std::string> names{std::string(embedded_script)};
    for (const PrebuiltScript& one : prebuilt_scripts) names.emplace_back(one.name);
    const std::optional<std::string> meant = support::closest(script, names);
    problems.add("script.source",
                 fmt::format("is \"{}\", which is not a prebuilt script, an address or a path", script),
                 meant ? fmt::format("did you mean {}?", *meant) : fmt::format("use {}", support::join(names, ", ")));
    return;
  }
  check_place(script, "script.source", problems);
  check_source(script, values.script_sha256, "script.source", problems);
}

void check_step(const OwnStep& step, const std::string& name, ProblemList& problems) {
  const std::string setting = "script." + name;
  if (!step.text.empty()) {
    problems.require(step.source.empty(), setting, "is a text and has a source", "keep one of the two");
    problems.require(support::is_valid_utf8(step.text) && has_lines_only(step.text), setting,
                     "contains control characters or is not valid UTF-8");
    problems.not_resolved(setting, step.text);
    problems.require(step.text.size() <= 8'192, setting,
                     fmt::format("has {} bytes, but at most 8192 fit", step.text.size()),
                     "put it to an address and name that, with its sha256");
  }
  problems.require(step.sha256.empty() || !step.source.empty(), setting, "has a checksum but no source");
  problems.require(step.sha256.empty() || is_sha256(step.sha256), setting + ".sha256",
                   "is not a SHA-256 in lower-case hexadecimal");
  if (step.source.empty()) return;
  const std::string_view source = step.source;
  check_place(source, setting + ".source", problems);
  problems.text(setting + ".source", source, 200);
  problems.require(is_printable(source) && source.find_first_of("'\"`<>*?") == std::string_view::npos,
                   setting + ".source", "contains a blank, a quote or another character that it cannot");
  check_source(source, step.sha256, setting + ".source", problems);
}

}  // namespace

std::optional<std::int64_t> docker_bytes(std::string_view text) {
  constexpr std::string_view units = "bkmg";
  std::int64_t factor = 1;
  if (!text.empty() && !support::is_digits(text.substr(text.size() - 1))) {
    const std::size_t unit = units.find(static_cast<char>(text.back() | 0x20));
    if (unit == std::string_view::npos) return std::nullopt;
    factor <<= 10 * unit;
    text.remove_suffix(1);
  }
  if (!support::is_digits(text) || text.size() > 9) return std::nullopt;
  std::int64_t number = 0;
  for (char c : text) number = number * 10 + (c - '0');
  const std::int64_t bytes = number * factor;
  return bytes <= (std::int64_t{1} << 40) ? std::optional(bytes) : std::nullopt;  // a tebibyte: a slip of the hand
}

Problems check(const CacheBucketValues& values) {
  ProblemList problems;
  problems.require(values.kind != CacheBucketValues::Kind::given || aws::is_bucket_name(values.name), "cache.bucket",
                   fmt::format("is \"{}\", which is not a bucket name", values.name));
  problems.range("cache.expiration_days", values.expiration_days, 1, 3'650);
  return problems.take();
}

Problems check(const RunnerConfigValues& values) {
  ProblemList problems;
  check_address(values.url, problems);
  check_token(values.token, problems);
  std::string tags = support::join(values.tags, ",");
  problems.text("gitlab.tags", tags, 160);
  for (const std::string& tag : values.tags) {
    problems.require(!support::trim(tag).empty(), "gitlab.tags", "holds an empty tag");
    problems.require(tag.find(',') == std::string::npos, "gitlab.tags", fmt::format("holds \"{}\" with a comma", tag),
                     "make it two tags");
  }
  problems.range("gitlab.concurrent", values.concurrent, 1, 1'000);
  problems.require(is_version(values.version), "gitlab.version", fmt::format("is \"{}\"", values.version),
                   "use latest or a version such as v19.4.0");
  problems.require(
      !is_version(values.version) || !is_old(values.version), "gitlab.version",
      fmt::format("is {}, but before v16.0 an instance that goes removes the runner of all", values.version),
      "use latest or v16.0.0 and later");
  problems.text("script.source", values.script, 200);
  problems.require(values.script_sha256.empty() || is_sha256(values.script_sha256), "script.sha256",
                   "is not a SHA-256 in lower-case hexadecimal");
  check_script(values, problems);
  check_docker(values, problems);
  check_docker_limits(values, problems);
  check_docker_lists(values, problems);
  problems.require(!support::is_runner_token(values.docker_hub_secret), "docker.hub_secret",
                   "looks like a token itself, and a template is not a place for one");
  problems.require(is_secret(values.docker_hub_secret), "docker.hub_secret",
                   fmt::format("is \"{}\", which is not the name or ARN of a secret", values.docker_hub_secret));
  problems.text("docker.hub_secret", values.docker_hub_secret, 160);
  check_environment(values, problems);
  problems.range("gitlab.request_concurrency", values.request_concurrency, 1, 1'000);
  problems.range("gitlab.output_limit", values.output_limit_kib, 1, 999'999);
  check_certificate(values.ca_certificate, problems);
  check_download(values.download, problems);
  check_step(values.before, "before", problems);
  check_step(values.after, "after", problems);
  check_step(values.drain, "drain", problems);
  return problems.take();
}

}  // namespace vend::model
