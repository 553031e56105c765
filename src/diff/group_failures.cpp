// Why CloudFormation refuses an update of a group, or undoes it.
#include <fmt/format.h>

#include "diff/groups.hpp"

namespace vend::diff {
namespace {

// Auto Scaling, API: CreateAutoScalingGroup and UpdateAutoScalingGroup.
void add_impossible_sizes(const Resource& group, std::vector<std::string>& all) {
  const Node* properties = group.new_properties();
  const std::optional<int> least = number_at(properties, {"MinSize"}), most = number_at(properties, {"MaxSize"}),
                           desired = number_at(properties, {"DesiredCapacity"});
  if (least && most && *least > *most)
    all.push_back(fmt::format("{} would have MinSize {} above MaxSize {}", group.id, *least, *most));
  else if (desired && ((least && *desired < *least) || (most && *desired > *most)))
    all.push_back(fmt::format("{} would have DesiredCapacity {} outside of its sizes", group.id, *desired));
}

}  // namespace

// AWS, UpdatePolicy attribute.
std::vector<std::string> group_failures(const Update& update) {
  std::vector<std::string> all;
  for (const auto& [id, one] : update.resources()) {
    if (one.type != group_type || one.after == nullptr || one.action == Action::unchanged) continue;
    add_impossible_sizes(one, all);
    if (one.before == nullptr) continue;
    const Node* policy = at(one.after, {"UpdatePolicy"});
    const Node* rolling = at(policy, {"AutoScalingRollingUpdate"});
    if (rolling != nullptr && at(policy, {"AutoScalingInstanceRefresh"}) != nullptr)
      all.push_back(fmt::format(
          "{} has both AutoScalingRollingUpdate and AutoScalingInstanceRefresh, which CloudFormation refuses", id));
    const std::optional<int> least = number_at(rolling, {"MinInstancesInService"}),
                             most = number_at(one.after, {"Properties", "MaxSize"});
    const Trigger trigger = strongest(one, triggers_rolling);
    if (rolling != nullptr && least && most && *least >= *most && trigger.change != nullptr &&
        trigger.certainty == Certainty::sure)
      all.push_back(
          fmt::format("{} keeps {} instances in service during an update, but MaxSize {} leaves no room to replace one",
                      id, *least, *most));
  }
  return all;
}

}  // namespace vend::diff
