// What a group needs of the account before it can be as large as it may become.
#pragma once

#include <string>
#include <vector>

#include "vend/preview/report.hpp"

namespace vend::preview {

// The instance hours of a week, the vCPUs that count against EC2 quotas, the addresses in the subnets: a sentence for
// each that is known.
std::vector<std::string> needs(const Group& group);

}  // namespace vend::preview
