// gp3 volumes (EBS user guide, "General Purpose SSD volumes"; November 2026): what AWS takes since September 2025.
#pragma once

namespace vend::aws::ebs {

inline constexpr int smallest_gib = 8;        // of our images
inline constexpr int largest_gib = 64 << 10;  // 64 TiB
inline constexpr int fewest_iops = 3'000;
inline constexpr int most_iops = 80'000;
inline constexpr int iops_for_each_gib = 500;  // beyond the fewest
inline constexpr int least_throughput = 125;   // MiB/s
inline constexpr int most_throughput = 2'000;
inline constexpr int iops_for_each_mib = 4;   // a quarter of a MiB/s for each IOPS
inline constexpr int windows_image_gib = 30;  // the size of AWS's Windows images

}  // namespace vend::aws::ebs
