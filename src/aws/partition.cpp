#include "vend/aws/partition.hpp"

#include <algorithm>
#include <array>

namespace vend::aws {
namespace {

constexpr std::string_view commercial = "https://console.aws.amazon.com";

// botocore's partitions.json of 2026-05 (families and suffixes), AWS General Reference (consoles). Where the names of
// two families begin alike, the longer one stands first.
constexpr std::array partitions = {
    PartitionFacts{"us-gov-", "aws-us-gov", "amazonaws.com", "https://console.amazonaws-us-gov.com"},
    PartitionFacts{"us-isob-", "aws-iso-b", "sc2s.sgov.gov", ""},
    PartitionFacts{"us-isof-", "aws-iso-f", "csp.hci.ic.gov", ""},
    PartitionFacts{"us-iso-", "aws-iso", "c2s.ic.gov", ""},
    PartitionFacts{"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk", ""},
    PartitionFacts{"eusc-", sovereign_partition, "amazonaws.eu", "https://console.amazonaws-eusc.eu"},
    PartitionFacts{"cn-", "aws-cn", "amazonaws.com.cn", "https://console.amazonaws.cn"},
    PartitionFacts{"us-", "aws", "amazonaws.com", commercial},
    PartitionFacts{"eu-", "aws", "amazonaws.com", commercial},
    PartitionFacts{"ap-", "aws", "amazonaws.com", commercial},
    PartitionFacts{"sa-", "aws", "amazonaws.com", commercial},
    PartitionFacts{"ca-", "aws", "amazonaws.com", commercial},
    PartitionFacts{"me-", "aws", "amazonaws.com", commercial},
    PartitionFacts{"af-", "aws", "amazonaws.com", commercial},
    PartitionFacts{"il-", "aws", "amazonaws.com", commercial},
    PartitionFacts{"mx-", "aws", "amazonaws.com", commercial},
};

}  // namespace

std::optional<PartitionFacts> partition_of(std::string_view region) {
  const auto* found = std::find_if(partitions.begin(), partitions.end(),
                                   [&](const PartitionFacts& row) { return region.starts_with(row.regions); });
  return found != partitions.end() ? std::optional(*found) : std::nullopt;
}

bool is_url_suffix(std::string_view host) {
  return std::any_of(partitions.begin(), partitions.end(), [&](const PartitionFacts& row) {
    return host.size() > row.suffix.size() && host.ends_with(row.suffix) &&
           host[host.size() - row.suffix.size() - 1] == '.';
  });
}

std::string partition(const std::string& region) {
  const std::optional<PartitionFacts> found = partition_of(region);
  return std::string(found ? found->name : "aws");
}

std::string url_suffix(const std::string& region) {
  const std::optional<PartitionFacts> found = partition_of(region);
  return std::string(found ? found->suffix : "amazonaws.com");
}

}  // namespace vend::aws
