// GitLab's side of a stack of ours: what runner_configs/ will register, read from what the instances get.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "preview/lookup.hpp"
#include "preview/parts.hpp"
#include "vend/aws/instance_type.hpp"
#include "vend/document/yaml_writer.hpp"
#include "vend/support/encoding.hpp"
#include "vend/support/text.hpp"

namespace vend::preview {
namespace {

using Values = std::map<std::string, std::string>;

// The lines NAME=VALUE or NAME:BASE64 of our UserData; empty for anybody else's.
Values values_of(const std::string& user_data) {
  Values values;
  for (const std::string_view line : support::split_lines(user_data)) {
    const std::size_t end = line.find_first_of("=:");
    if (end == 0 || end == std::string_view::npos) continue;
    const std::string name(line.substr(0, end));
    if (name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != std::string::npos) continue;
    const std::string text(line.substr(end + 1));
    values.emplace(name, line[end] == ':' ? support::base64_decode(text).value_or(text) : text);
  }
  for (const char* needed : {"STACK", "GITLAB_URL", "TOKEN_SOURCE", "RUNNER_TAGS", "SCRIPT"}) {
    if (!values.contains(needed)) return {};
  }
  return values;
}

std::string value(const Values& values, const char* name) {
  const auto found = values.find(name);
  return found != values.end() ? found->second : "";
}

struct Runner {
  bool windows = false;
  std::string executor;  // empty: not known
  std::string platform;  // empty: not known
};

constexpr std::array windows_years = {"2019", "2022", "2025"};

std::string base_name(const std::string& path) { return path.substr(path.find_last_of("/\\") + 1); }

// The name of the script that the instances run: its address ends with it, or the template's Mappings have its text
// under it.
std::string script_name(const cfn::Template& t, const Report& report, const Values& values) {
  const std::string script = value(values, "SCRIPT");
  if (script != "Embedded") return base_name(script);
  for (const document::Member& mapping : t.mappings.members()) {
    for (const document::Member& one : mapping.value.members()) {
      const Node* text = one.value.find("Text");
      if (text != nullptr && std::ranges::find(report.scripts, text->text(), &Script::text) != report.scripts.end())
        return one.key;
    }
  }
  return "";
}

// Scripts are called PLATFORM-EXECUTOR, and changed copies of them begin so: "amazon-linux-2023-docker-ours.sh".
Runner runner_called(std::string_view script) {
  Runner runner;
  for (const std::string_view executor : {"docker", "shell"}) {
    const std::size_t at = script.find(fmt::format("-{}", executor));
    if (at == std::string_view::npos) continue;
    const std::string_view platform = script.substr(0, at);
    if (platform == "windows") {
      runner.executor = executor == "docker" ? "docker-windows" : executor;
    } else if (platform.starts_with("amazon-linux-")) {
      runner.executor = executor;
      runner.platform = platform;
    }
  }
  return runner;
}

Runner runner_of(const cfn::Template& t, const Report& report, const Values& values) {
  Runner runner = runner_called(script_name(t, report, values));
  // EC2 knows by this line what is to run it (Amazon EC2 user guide, "Windows instance user data").
  runner.windows = report.user_data.front().text.starts_with("<powershell>");
  if (!runner.windows) return runner;
  std::string image;
  for (const document::Member& one : report.resources.members())
    image += text_at(one.value, {"Properties", "LaunchTemplateData", "ImageId"});
  for (const char* year : windows_years) {
    if (image.find(fmt::format("Windows_Server-{}-", year)) != std::string::npos)
      runner.platform = fmt::format("windows-{}", year);
  }
  return runner;
}

std::vector<std::string> user_tags(const std::string& text, bool windows) {
  std::vector<std::string> tags;
  std::string rest = text;
  if (windows) std::replace(rest.begin(), rest.end(), ';', ',');
  for (const std::string_view one : support::split(rest, ',')) {
    if (const std::string_view tag = support::trim(one); !tag.empty()) tags.emplace_back(tag);
  }
  return tags;
}

void add_tags(const Report& report, const Values& values, const Runner& runner, GitLab& gitlab) {
  const Group* group = report.groups.empty() ? nullptr : &report.groups.front();
  if (group == nullptr || group->all_on_demand())
    gitlab.tags.emplace_back("computetype-ondemand");
  else if (group->all_spot())
    gitlab.tags.emplace_back("computetype-spot");
  else
    gitlab.notes.emplace_back(
        "instances are spot or on demand: with a legacy registration token each adds computetype-spot or "
        "computetype-ondemand; one runner for all of them, as glrt- tokens have, can carry neither");
  if (runner.executor.empty()) {
    gitlab.notes.emplace_back("the executor and the tags that the configuration script adds are its own to say");
  } else {
    gitlab.tags.push_back("glexecutor-" + runner.executor);
    gitlab.tags.emplace_back(runner.windows ? "windows" : "linux");
    if (runner.platform.empty())
      gitlab.notes.emplace_back(
          "a tag with the Windows version of the pinned image comes besides, such as windows-2022");
    else
      gitlab.tags.push_back(runner.platform);
    bool arm64 = false;
    for (const document::Member& one : report.resources.members())
      arm64 = arm64 ||
              text_at(one.value, {"Properties", "LaunchTemplateData", "ImageId"}).find("arm64") != std::string::npos;
    if (group != nullptr && !group->instance_types.empty())
      arm64 = arm64 || aws::is_arm64(group->instance_types.front()).value_or(false);
    gitlab.tags.emplace_back(arm64 && !runner.windows ? "arm64" : "amd64");
  }
  if (value(values, "SCHEDULED") == "true") gitlab.tags.emplace_back("UsesAWSASGScheduledAvailability");
  for (std::string& tag : user_tags(value(values, "RUNNER_TAGS"), runner.windows))
    gitlab.tags.push_back(std::move(tag));
}

std::string job(const GitLab& gitlab, const Runner& runner, const Values& values) {
  Node steps = Node::mapping();
  const bool docker = runner.executor.starts_with("docker");
  if (docker) steps.add("image", value(values, "DOCKER_IMAGE"));
  Node tags = Node::sequence();
  for (const std::string& tag : gitlab.tags) tags.push(Node(tag));
  steps.add("tags", std::move(tags));
  const char* greeting = runner.windows
                             ? "Write-Output \"A job on $env:COMPUTERNAME, run by $env:CI_RUNNER_DESCRIPTION\""
                             : "echo \"A job on $(hostname), run by $CI_RUNNER_DESCRIPTION\"";
  steps.add("script", Node::sequence({Node(greeting)}));
  const std::string name = fmt::format("hello-{}-{}", runner.windows ? "windows" : "linux",
                                       runner.executor.empty() ? "runner"
                                       : docker                ? "docker"
                                                               : "shell");
  return document::write_yaml(Node::mapping({{name, std::move(steps)}}));
}

// POST /user/runners (GitLab's REST API, "Create a runner linked to a user"): answers with the glrt- token.
std::string api_call(const Report& report, const GitLab& gitlab, const Values& values) {
  std::string url = gitlab.url;
  while (url.ends_with('/')) url.pop_back();
  return fmt::format(
      "curl --fail --request POST {} \\\n"
      "  --header \"PRIVATE-TOKEN: $GITLAB_TOKEN\" \\\n"
      "  --data runner_type=group_type --data \"group_id=$GROUP_ID\" \\\n"
      "  --data-urlencode {} \\\n"
      "  --data run_untagged={} \\\n"
      "  --data-urlencode {}\n",
      support::shell_quote(url + "/api/v4/user/runners"),
      support::shell_quote("description=" + report.environment.stack_name),
      value(values, "RUN_UNTAGGED") == "true" ? "true" : "false",
      support::shell_quote("tag_list=" + support::join(gitlab.tags, ",")));
}

}  // namespace

std::optional<GitLab> gitlab(const cfn::Template& t, const Report& report) {
  if (report.user_data.empty()) return std::nullopt;
  const Values values = values_of(report.user_data.front().text);
  if (values.empty()) return std::nullopt;
  const Runner runner = runner_of(t, report, values);
  GitLab gitlab;
  gitlab.url = value(values, "GITLAB_URL");
  const bool account_is_assumed =
      std::find(report.assumed.begin(), report.assumed.end(), "account") != report.assumed.end();
  gitlab.runner_name = fmt::format("INSTANCE_ID-{}-N", account_is_assumed ? "ACCOUNT" : report.environment.account);
  gitlab.executor = runner.executor;
  add_tags(report, values, runner, gitlab);
  gitlab.job = job(gitlab, runner, values);
  gitlab.api_call = api_call(report, gitlab, values);
  return gitlab;
}

}  // namespace vend::preview
