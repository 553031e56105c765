// What a spec may ask for, and what it means for who holds the instances.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "spec/reading.hpp"
#include "vend/model/prebuilt_script.hpp"
#include "vend/support/text.hpp"
#include "vend/support/token.hpp"

namespace vend::spec {
namespace {

// The host's side of HOST:CONTAINER[:MODE], with Windows' drive letter; of a volume without a host's side nothing.
std::string_view host_path(std::string_view volume) {
  const char first = volume.empty() ? ' ' : static_cast<char>(volume.front() | 0x20);
  const bool drive =
      volume.size() > 2 && first >= 'a' && first <= 'z' && volume[1] == ':' && (volume[2] == '\\' || volume[2] == '/');
  const std::size_t colon = volume.find(':', drive ? 2 : 0);
  return colon == std::string_view::npos ? std::string_view() : volume.substr(0, colon);
}

// The folders that lead there, with . and .. resolved; of Windows in small letters, as it compares them.
std::vector<std::string> folders_of(std::string_view path) {
  const bool drive = path.size() > 1 && path[1] == ':';
  std::vector<std::string> folders;
  std::string one;
  const auto end_one = [&] {
    if (one == ".." && !folders.empty()) folders.pop_back();
    if (!one.empty() && one != "." && one != "..") folders.push_back(one);
    one.clear();
  };
  for (char c : path) {
    if (c == '/' || c == '\\') {
      end_one();
    } else {
      one += drive && c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
  }
  end_one();
  return folders;
}

// Whether the first is the second or lies above it.
bool holds(const std::vector<std::string>& above, const std::vector<std::string>& below) {
  return above.size() <= below.size() && std::equal(above.begin(), above.end(), below.begin());
}

bool touches(const std::vector<std::string>& folders, std::initializer_list<std::string_view> places) {
  return std::any_of(places.begin(), places.end(), [&](std::string_view one) {
    const std::vector<std::string> place = folders_of(one);
    return holds(folders, place) || holds(place, folders);
  });
}

// What holds the runner's token, or processes, disks and sockets of others: to read it is enough.
bool has_secrets(const std::vector<std::string>& folders) {
  return touches(folders, {"/etc/gitlab-runner", "/etc/vend", "/root", "/proc", "/var/lib/vend", "/var/lib/cloud",
                           "/var/lib/docker", "/run/containerd", "/var/run/containerd", "c:/programdata/vend"}) ||
         (folders.size() == 1 && folders.front() == "dev");
}

// What runs as root, or tells what does: who writes there is root.
bool is_system(const std::vector<std::string>& folders) {
  return touches(folders, {"/bin", "/boot", "/etc", "/lib", "/lib64", "/opt/aws", "/sbin", "/usr", "/var/lib/dnf",
                           "c:/windows", "c:/program files", "c:/program files (x86)", "c:/programdata"});
}

bool is_read_only(std::string_view volume) {
  const std::string_view mode = volume.substr(volume.rfind(':') + 1);
  const std::vector<std::string_view> words = support::split(mode, ',');
  return std::find(words.begin(), words.end(), "ro") != words.end();
}

void warn_of_volumes(Reading& r, const model::RunnerConfigValues& runner) {
  for (std::size_t i = 0; i < runner.docker_volumes.size(); ++i) {
    std::string_view path = host_path(runner.docker_volumes[i]);
    const std::string at = fmt::format("docker.volumes.{}", i);
    if (path.empty()) continue;
    const std::vector<std::string> folders = folders_of(path);
    if (path.find("docker.sock") != std::string_view::npos || path.find("docker_engine") != std::string_view::npos ||
        path.find("containerd.sock") != std::string_view::npos || folders == folders_of("/run") ||
        folders == folders_of("/var/run")) {
      r.warn_at("S011", at,
                "docker.volumes gives jobs the Docker daemon: every job can be root on its instance, with the role, "
                "the runner token and the other jobs",
                "build images without the daemon, or give such runners to people you trust");
    } else if (has_secrets(folders)) {
      r.warn_at("S011", at,
                fmt::format("docker.volumes gives jobs {} of the instance: every job can read the runner token and "
                            "become root there",
                            path),
                "give the one folder that jobs need");
    } else if (is_system(folders) && !is_read_only(runner.docker_volumes[i])) {
      r.warn_at(
          "S011", at,
          fmt::format("docker.volumes lets jobs write to {} of the instance: every job can become root there, and "
                      "then read the runner token",
                      path),
          "put :ro behind it, or give the one folder that jobs need");
    }
  }
}

void warn_of_addresses(Reading& r, const model::RunnerConfigValues& runner) {
  if (runner.url.starts_with("http://")) {
    r.warn_at("S011", "gitlab.url",
              "gitlab.url is not encrypted: who is on the way reads the runner token, and what jobs fetch and push",
              "use https://");
  }
  if (runner.registry_mirror.starts_with("http://")) {
    r.warn_at("S011", "docker.registry_mirror",
              "docker.registry_mirror is not encrypted: who is on the way can give jobs other images", "use https://");
  }
  const std::pair<std::string_view, const std::string*> sources[] = {{"script.source", &runner.script},
                                                                     {"script.before", &runner.before.source},
                                                                     {"script.after", &runner.after.source},
                                                                     {"script.drain", &runner.drain.source}};
  for (const auto& [path, source] : sources) {
    if (source->starts_with("http://") && !model::prebuilt_script(*source)) {
      r.warn_at("S011", path,
                fmt::format("{} comes over a connection that is not encrypted: the checksum keeps others from "
                            "changing it, not from reading it",
                            path),
                "use https://");
    }
  }
  if (model::is_old_address(runner.script) && !model::prebuilt_script(runner.script)) {
    r.warn_at("S012", "script.source",
              "script.source is one of v1.5.5's scripts without a counterpart here: it reads other values than ours "
              "are, and signals to nobody, so that the stack rolls back",
              "leave script.source out for the platform's own script, or adapt that script (docs/own-scripts.md)");
  }
}

// In what a template is made of, whether it reaches it as it is or encoded.
void warn_of_secrets(Reading& r, const Node& node) {
  if (const std::string_view what = node.is_scalar() ? support::secret_in(node.text()) : ""; !what.empty())
    r.warn("A042", node.mark(), fmt::format("{} stands here in plain text", what),
           "revoke it, and let the instance read a secret of Secrets Manager instead");
  for (const Node& one : node.items()) warn_of_secrets(r, one);
  for (const document::Member& one : node.members()) warn_of_secrets(r, one.value);
}

}  // namespace

void warn_of_openings(Reading& r, const model::RunnerStackValues& stack) {
  const model::RunnerConfigValues& runner = *stack.runner;
  const bool docker = !stack.platform || stack.executor == model::Executor::docker;
  const bool windows = stack.platform && model::facts(*stack.platform).windows;
  if (runner.docker_privileged && docker && !windows) {
    r.warn_at("S011", "docker.privileged",
              "docker.privileged lets every job be root on its instance, with the role, the runner token and the other "
              "jobs",
              "leave it out unless jobs run docker-in-docker, and give such runners to people you trust");
  }
  if (docker) warn_of_volumes(r, runner);
  if (stack.launch->metadata_hop_limit > 1) {
    r.warn_at("S011", "metadata_hop_limit",
              fmt::format("metadata_hop_limit {} lets containers of jobs reach the metadata service where nothing else "
                          "closes it: with the role they read the runner token, too",
                          stack.launch->metadata_hop_limit),
              "leave it at 1, and give jobs roles of their own (id_tokens of GitLab)");
  }
  if (stack.launch->metadata_for_jobs) {
    r.warn_at("S011", "metadata_for_jobs",
              "metadata_for_jobs gives every job the instance's role, and with it the runner token",
              "give jobs roles of their own (id_tokens of GitLab)");
  }
  for (std::size_t i = 0; i < stack.launch->managed_policies.size(); ++i) {
    const std::string& policy = stack.launch->managed_policies[i];
    for (std::string_view all : {"/AdministratorAccess", "/PowerUserAccess", "/IAMFullAccess"}) {
      if (!policy.ends_with(all)) continue;
      r.warn_at("S011", fmt::format("role.managed_policies.{}", i),
                fmt::format("{} gives whoever reaches the role, which a job on the instance may, nearly all of the "
                            "account",
                            all.substr(1)),
                "allow what jobs need, or give jobs roles of their own (id_tokens of GitLab)");
    }
  }
  warn_of_addresses(r, runner);
  warn_of_secrets(r, r.root());
}

}  // namespace vend::spec
