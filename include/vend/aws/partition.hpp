// Partitions: AWS, and the clouds beside it that have names and addresses of their own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vend::aws {

// Regions whose names begin alike belong to one partition.
struct PartitionFacts {
  std::string_view regions;  // what their names begin with
  std::string_view name;     // in ARNs
  std::string_view suffix;   // of the names of its services, AWS::URLSuffix
  std::string_view console;  // address of the console; empty where none is public
};

// Of a region's family; nothing for a family that is not known here (or no region's name at all).
std::optional<PartitionFacts> partition_of(std::string_view region);

// Of a region: aws, aws-cn, aws-us-gov, ...; a family that is not known counts as one of aws.
std::string partition(const std::string& region);
// What the names of its services end in: amazonaws.com.
std::string url_suffix(const std::string& region);

// Whether a host's name ends as the names of a partition's services do.
bool is_url_suffix(std::string_view host);

// The one partition whose service principals do not end as its services' names do: EC2's is ec2.amazonaws.com there,
// and IAM refuses ec2.amazonaws.eu (pulumi-eks#2341).
inline constexpr std::string_view sovereign_partition = "aws-eusc";
inline constexpr std::string_view sovereign_ec2_host = "ec2.amazonaws.eu";
inline constexpr std::string_view sovereign_ec2_principal = "ec2.amazonaws.com";

}  // namespace vend::aws
