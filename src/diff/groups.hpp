// What an update does to the instances of Auto Scaling groups and to the jobs that run on them.
#pragma once

#include <vector>

#include "diff/resources.hpp"

namespace vend::diff {

std::vector<GroupChange> group_changes(const Update& update);
// The change of a group that begins an exchange of instances, the surest one; null for none.
struct Trigger {
  const Change* change = nullptr;
  Certainty certainty = Certainty::may;
  bool (*triggers)(const Change&) = nullptr;
};
Trigger strongest(const Resource& group, bool (*triggers)(const Change&));

// The launch template or configuration that a group has before the update; null where it is none of the stack's.
const Resource* launch_of(const Update& update, const Resource& group);
// Hooks that hold instances that go, resources of their own, as `side` (Resource::before or after) has them.
std::vector<const Resource*> hooks_of(const Update& update, const std::string& group, const Node* Resource::*side);
bool has_own_hook(const Node* group);

// Why CloudFormation refuses an update of a group, or undoes it.
struct Failures {
  std::vector<std::string> sure, may;
};
Failures group_failures(const Update& update);

}  // namespace vend::diff
