// What the name of an instance type tells (EC2 user guide, "Amazon EC2 instance type naming conventions"; November
// 2026).
#pragma once

#include <optional>
#include <string_view>

namespace vend::aws {

// FAMILY.SIZE, whatever families there are: m6i.large, u-6tb1.112xlarge, mac2-m2.metal. Whether AWS still offers it is
// not told.
bool is_instance_type(std::string_view text);

// Whether it has Arm processors: their names have a g behind the generation (m7g, c6gn, r8gd, t4g), except a1. Nothing
// for a text that has no family and generation.
std::optional<bool> is_arm64(std::string_view type);

// Whether it earns credits for its processors (t2, t3, t3a, t4g).
bool is_burstable(std::string_view type);

}  // namespace vend::aws
