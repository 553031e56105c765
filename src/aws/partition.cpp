#include "vend/aws/partition.hpp"

namespace vend::aws {

// AWS General Reference: the China and GovCloud regions are partitions of their own.
std::string partition(const std::string& region) {
  if (region.starts_with("cn-")) return "aws-cn";
  return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}

std::string url_suffix(const std::string& region) {
  return region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

}  // namespace vend::aws
