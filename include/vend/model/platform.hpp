// What an instance is: operating system, processor architecture, runner executor, and the names derived from them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace vend::model {

enum class Platform { amazon_linux_2, amazon_linux_2023, windows_2019, windows_2022, windows_2025 };
enum class Architecture { amd64, arm64 };
enum class Executor { docker, shell };

struct PlatformFacts {
  Platform platform;
  std::string_view name;   // in a spec: "amazon-linux-2023"
  std::string_view title;  // for people
  bool windows;
  std::string_view root_device;  // of AWS's images: /dev/xvda (Linux), /dev/sda1 (Windows)
};

inline constexpr std::array platforms = {
    PlatformFacts{Platform::amazon_linux_2, "amazon-linux-2", "Amazon Linux 2", false, "/dev/xvda"},
    PlatformFacts{Platform::amazon_linux_2023, "amazon-linux-2023", "Amazon Linux 2023", false, "/dev/xvda"},
    PlatformFacts{Platform::windows_2019, "windows-2019", "Windows Server 2019", true, "/dev/sda1"},
    PlatformFacts{Platform::windows_2022, "windows-2022", "Windows Server 2022", true, "/dev/sda1"},
    PlatformFacts{Platform::windows_2025, "windows-2025", "Windows Server 2025", true, "/dev/sda1"},
};

const PlatformFacts& facts(Platform platform);
std::optional<Platform> platform_from(std::string_view name);
std::string_view to_string(Architecture architecture);
std::string_view to_string(Executor executor);

// The public SSM parameter that holds AWS's newest image. Windows with the docker executor takes the ECS-optimized
// image, which has Docker installed (AWS: "ContainersLatest" images are gone since 2023).
std::string latest_image_parameter(Platform platform, Architecture architecture, Executor executor);

// The system of a public SSM parameter's image, as its name tells it ("Amazon Linux 2023", "Ubuntu"); empty: it does
// not. (Systems Manager user guide, "Working with public parameters"; November 2026.)
std::string_view image_system(std::string_view parameter);

// The image of jobs that name none: one that runs there.
std::string job_image(Platform platform);
inline constexpr std::string_view linux_job_image = "ruby";  // v1.5.5's default for both systems

// The prebuilt runner configuration script for the platform, such as "amazon-linux-2023-docker.sh".
std::string configuration_script(Platform platform, Executor executor);

}  // namespace vend::model
