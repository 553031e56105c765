// What a group needs of the account before it can be as large as it may become.
#pragma once

#include <string>
#include <vector>

#include "vend/preview/report.hpp"

namespace vend::preview {

// Instance hours of a week, vCPUs of the EC2 quotas, addresses in the subnets; a sentence for each that can be told.
std::vector<std::string> needs(const Group& group);

}  // namespace vend::preview
