// How a script in UserData registers a GitLab Runner.
#include <fmt/format.h>

#include <array>
#include <cctype>

#include "validate/services/user_data.hpp"

namespace vend::validate {
namespace {

// gitlab-runner 19.4, commands/register.go: these flags end it with FATAL beside a token that begins with glrt-.
void check_registration(const Resource& resource, const std::string& text, document::Mark mark, Report& report) {
  constexpr std::array<std::string_view, 7> refused = {"--tag-list",        "--run-untagged", "--locked=false",
                                                       "--locked false",    "--access-level", "--maximum-timeout",
                                                       "--maintenance-note"};
  for (std::size_t at = text.find("register"); at != std::string::npos; at = text.find("register", at + 1)) {
    if (at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0) continue;  // unregister
    // The command goes on behind a backslash or a backtick.
    std::size_t end = text.find('\n', at);
    while (end != std::string::npos && (text[end - 1] == '\\' || text[end - 1] == '`')) end = text.find('\n', end + 1);
    const std::string_view command = std::string_view(text).substr(at, end - at);
    const std::size_t token = command.find("--token");
    const bool in_view =
        command.find("glrt-") != std::string_view::npos || text.find("CI_SERVER_TOKEN=glrt-") != std::string::npos;
    if (token == std::string_view::npos && !in_view) continue;
    for (std::string_view flag : refused) {
      if (command.find(flag) == std::string_view::npos) continue;
      report.add("U005", mark, resource.path("Properties.UserData"),
                 fmt::format("gitlab-runner register is given {} and {}", flag,
                             in_view ? "a token that begins with glrt-: it ends with FATAL"
                                     : "--token: with a token that begins with glrt- it ends with FATAL"),
                 "make this setting in GitLab, where the runner was created",
                 in_view ? std::nullopt : std::optional(support::Severity::info));
      return;
    }
  }
}

}  // namespace

void check_registrations(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    const Node* declared = resolved.t.resources.find(one.id);
    const Node* written = user_data_of(declared != nullptr ? declared->find("Properties") : nullptr);
    if (written != nullptr && ec2_user_data(one) != nullptr)
      check_registration(one, user_data_text(one), written->mark(), report);
  }
}

}  // namespace vend::validate
