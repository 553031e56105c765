// Partitions: AWS, and the clouds beside it that have names and addresses of their own.
#pragma once

#include <string>

namespace vend::aws {

// Of a region: aws, aws-cn or aws-us-gov.
std::string partition(const std::string& region);
// What the names of its services end in: amazonaws.com.
std::string url_suffix(const std::string& region);

}  // namespace vend::aws
