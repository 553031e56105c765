// gp3 volumes (EBS user guide, "General Purpose SSD volumes"; November 2026). AWS takes more of each since September
// 2025 (64 TiB, 80,000 IOPS, 2,000 MiB/s); what stands here is what every region and every tool takes.
#pragma once

namespace vend::aws::ebs {

inline constexpr int smallest_gib = 8;  // of our images
inline constexpr int largest_gib = 16'384;
inline constexpr int fewest_iops = 3'000;
inline constexpr int most_iops = 16'000;
inline constexpr int iops_for_each_gib = 500;  // beyond the fewest
inline constexpr int least_throughput = 125;   // MiB/s
inline constexpr int most_throughput = 1'000;
inline constexpr int iops_for_each_mib = 4;   // a quarter of a MiB/s for each IOPS
inline constexpr int windows_image_gib = 30;  // the size of AWS's Windows images

}  // namespace vend::aws::ebs
