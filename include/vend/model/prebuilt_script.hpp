// Values of script.source that mean a script of ours: Embedded, its name, or the address at which v1.5.5 of the Vending
// Machine had the script that it replaces.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "vend/model/platform.hpp"

namespace vend::model {

struct PrebuiltScript {
  std::string_view name;
  bool windows;
  bool in_v1_5_5;             // v1.5.5 had a script for the same
  std::string_view old_name;  // where v1.5.5 called it otherwise
};

// The last of each system is what Embedded means on the full template's form.
inline constexpr std::array prebuilt_scripts = {
    PrebuiltScript{"amazon-linux-2-docker.sh", false, true, ""},
    PrebuiltScript{"amazon-linux-2-shell.sh", false, true, ""},
    PrebuiltScript{"amazon-linux-2023-shell.sh", false, false, ""},
    PrebuiltScript{"amazon-linux-2023-docker.sh", false, false, ""},
    PrebuiltScript{"windows-docker.ps1", true, true, "windows-docker-windows.ps1"},
    PrebuiltScript{"windows-shell.ps1", true, true, ""},
};
inline constexpr std::string_view embedded_script = "Embedded";

// What the addresses of v1.5.5's scripts begin with: its bucket, by whatever name of S3 in whatever region, and its
// project (cf.yml:250 to 255 of v1.5.5, and its twelve easy buttons). Behind each follow a path and `old_folder`.
inline constexpr std::array old_hosts = {
    std::string_view("https://gl-public-templates.s3"),
    std::string_view("https://gitlab.com/guided-explorations/"),
};
inline constexpr std::string_view old_folder = "/runner_configs/";

// Whether v1.5.5 kept its scripts there.
bool is_old_address(std::string_view source);
// The script of ours that the value means; nothing for scripts from elsewhere, Embedded, and "".
std::optional<std::string_view> prebuilt_script(std::string_view source);
// Whether the value is neither an address nor a path, and so must be a name that is known here.
bool is_script_name(std::string_view source);

}  // namespace vend::model
