// Lists that age: what AWS has given up, as of `lists_taken`.
#pragma once

#include <array>
#include <string_view>

namespace vend::aws {

inline constexpr std::string_view lists_taken = "2026-11-24";

// Lambda developer guide, "Runtimes", and the tables of cfn-lint 1.51: deprecated.
inline constexpr std::array<std::string_view, 5> old_runtimes = {"nodejs16.x", "nodejs18.x", "python3.8", "python3.9",
                                                                 "dotnet6"};

// Of these AWS has created none since February 2024 at the latest (the same guide, "Block function create").
inline constexpr std::array<std::string_view, 20> gone_runtimes = {
    "nodejs",    "nodejs4.3", "nodejs6.10", "nodejs8.10",    "nodejs10.x",    "nodejs12.x",   "nodejs14.x",
    "python2.7", "python3.6", "python3.7",  "ruby2.5",       "ruby2.7",       "java7",        "java8",
    "node4.3",   "go1.x",     "provided",   "dotnetcore1.0", "dotnetcore2.1", "dotnetcore3.1"};

// Paths of public image parameters whose platform is no longer supported (Amazon Linux 2 FAQ; Windows AMI history).
struct OldImage {
  std::string_view part;
  std::string_view what;
};
inline constexpr std::array old_images = {
    OldImage{"amzn2-ami", "Amazon Linux 2 reached its end of support on 2026-06-30"},
    OldImage{"amzn-ami", "Amazon Linux 1 reached its end of life on 2023-12-31"},
    OldImage{"ContainersLatest", "AWS stopped these images in 2023"},
    OldImage{"Windows_Server-2016", "Windows Server 2016 reaches its end of support on 2027-01-12"},
};

}  // namespace vend::aws
