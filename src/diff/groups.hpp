// What an update does to the instances of Auto Scaling groups and to the jobs that run on them.
#pragma once

#include <vector>

#include "diff/resources.hpp"

namespace vend::diff {

std::vector<GroupChange> group_changes(const Update& update);
// Why CloudFormation refuses an update of a group, or undoes it.
std::vector<std::string> group_failures(const Update& update);

}  // namespace vend::diff
