// What the name of an instance type tells (EC2 user guide, "Amazon EC2 instance type naming conventions";
// November 2026).
#pragma once

#include <optional>
#include <string_view>

namespace vend::aws {

// FAMILY.SIZE, whatever families there are: m6i.large, u-6tb1.112xlarge, mac2-m2.metal. Whether AWS still offers it is
// not told.
bool is_instance_type(std::string_view text);
// The same as a regular expression, for a form.
inline constexpr std::string_view instance_type_pattern =
    "[a-z][a-z0-9-]+[.](nano|micro|small|medium|large|[0-9]*xlarge|metal[a-z0-9-]*)";

// Whether it has Arm processors: their names have a g behind the generation (m7g, c6gn, r8gd, t4g), except a1. Nothing
// for a text that has no family and generation.
std::optional<bool> is_arm64(std::string_view type);

// Processors of sizes whose name tells them: 2 of large, 4 of xlarge, 4 N of Nxlarge (EC2 user guide, tables of
// instance types), also 2 of t3, t3a and t4g below large. Nothing for bare metal and families that count otherwise.
std::optional<int> vcpus(std::string_view type);

// The families that share one quota of vCPUs, as Service Quotas names them: "Standard (A, C, D, H, I, M, R, T, Z)", "G
// and VT", ... (EC2 user guide, "Amazon EC2 instance type quotas"). Empty for families that it does not know.
std::string_view quota_of(std::string_view type);

// Whether it earns credits for its processors (t2, t3, t3a, t4g).
bool is_burstable(std::string_view type);

}  // namespace vend::aws
