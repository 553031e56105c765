#include "vend/model/platform.hpp"

#include <fmt/format.h>

#include <utility>

namespace vend::model {

const PlatformFacts& facts(Platform platform) { return platforms.at(static_cast<std::size_t>(platform)); }

std::optional<Platform> platform_from(std::string_view name) {
  for (const PlatformFacts& row : platforms) {
    if (row.name == name) return row.platform;
  }
  return std::nullopt;
}

std::string_view to_string(Architecture architecture) {
  return architecture == Architecture::amd64 ? "amd64" : "arm64";
}

std::string_view to_string(Executor executor) { return executor == Executor::docker ? "docker" : "shell"; }

std::string latest_image_parameter(Platform platform, Architecture architecture, Executor executor) {
  std::string_view processor = architecture == Architecture::arm64 ? "arm64" : "x86_64";
  switch (platform) {
    case Platform::amazon_linux_2:
      return fmt::format("/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-default-hvm-{}-gp2", processor);
    case Platform::amazon_linux_2023:
      return fmt::format("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{}", processor);
    case Platform::windows_2019:
    case Platform::windows_2022:
    case Platform::windows_2025:
      break;
  }
  std::string_view year = facts(platform).name.substr(8);
  return executor == Executor::docker
             ? fmt::format("/aws/service/ami-windows-latest/Windows_Server-{}-English-Full-ECS_Optimized/image_id",
                           year)
             : fmt::format("/aws/service/ami-windows-latest/Windows_Server-{}-English-Full-Base", year);
}

std::string_view image_system(std::string_view parameter) {
  constexpr std::pair<std::string_view, std::string_view> signs[] = {
      {"/al2023-", "Amazon Linux 2023"},
      {"amazon-linux-2023", "Amazon Linux 2023"},
      {"/amzn2-", "Amazon Linux 2"},
      {"/amazon-linux-2/", "Amazon Linux 2"},
      {"Windows_Server-2016", "Windows Server 2016"},
      {"Windows_Server-2019", "Windows Server 2019"},
      {"Windows_Server-2022", "Windows Server 2022"},
      {"Windows_Server-2025", "Windows Server 2025"},
      {"ubuntu", "Ubuntu"},
      {"/debian/", "Debian"},
      {"/bottlerocket/", "Bottlerocket"},
      {"/suse/", "SUSE Linux"},
  };
  if (!parameter.starts_with("/aws/service/")) return {};
  for (const auto& [sign, title] : signs) {
    if (parameter.find(sign) != std::string_view::npos) return title;
  }
  return {};
}

std::string job_image(Platform platform) {
  const PlatformFacts& row = facts(platform);
  // A container's Windows must be of the server's own version.
  return row.windows ? fmt::format("mcr.microsoft.com/windows/servercore:ltsc{}", row.name.substr(8))
                     : std::string(linux_job_image);
}

std::string configuration_script(Platform platform, Executor executor) {
  const PlatformFacts& row = facts(platform);
  return row.windows ? fmt::format("windows-{}.ps1", to_string(executor))
                     : fmt::format("{}-{}.sh", row.name, to_string(executor));
}

}  // namespace vend::model
