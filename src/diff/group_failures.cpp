// Why CloudFormation refuses an update of a group, or undoes it.
#include <fmt/format.h>

#include "diff/groups.hpp"
#include "vend/aws/auto_scaling.hpp"
#include "vend/calendar/duration.hpp"

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

// AWS, UpdatePolicy attribute: how long a rolling update may wait for a batch.
void add_impossible_waits(const std::string& id, const Node* rolling, std::vector<std::string>& all) {
  const std::string_view text = text_at(rolling, {"PauseTime"});
  const std::optional<int> pause = calendar::read_iso_duration(text);
  if (pause && *pause > aws::auto_scaling::longest_pause)
    all.push_back(fmt::format("{} has a PauseTime of {}, and CloudFormation takes {} at most", id, text,
                              calendar::duration_in_words(aws::auto_scaling::longest_pause)));
}

}  // namespace

// AWS, UpdatePolicy attribute.
Failures group_failures(const Update& update) {
  Failures all;
  for (const auto& [id, one] : update.resources()) {
    if (one.type != group_type || one.after == nullptr || one.action == Action::unchanged) continue;
    add_impossible_sizes(one, all.sure);
    const Node* policy = at(one.after, {"UpdatePolicy"});
    const Node* rolling = at(policy, {"AutoScalingRollingUpdate"});
    add_impossible_waits(id, rolling, all.sure);
    if (one.before == nullptr) continue;
    if (rolling != nullptr && at(policy, {"AutoScalingInstanceRefresh"}) != nullptr)
      all.sure.push_back(fmt::format(
          "{} has both AutoScalingRollingUpdate and AutoScalingInstanceRefresh, which CloudFormation refuses", id));
    const std::optional<int> least = number_at(rolling, {"MinInstancesInService"}),
                             most = number_at(one.after, {"Properties", "MaxSize"});
    const Trigger trigger = strongest(one, may_trigger_rolling), rolls = strongest(one, triggers_rolling);
    const bool is_sure = rolls.change != nullptr && rolls.certainty == Certainty::sure;
    // A replacing update comes first, and keeps no instance in service.
    if (rolling == nullptr || !least || !most || *least < *most || one.action == Action::replace) continue;
    if (!is_sure && rolls.change == nullptr && trigger.change == nullptr) continue;
    (is_sure ? all.sure : all.may)
        .push_back(fmt::format("{} keeps {} in service during an update, but MaxSize {} leaves no room to replace one",
                               id, *least == 1 ? "1 instance" : fmt::format("{} instances", *least), *most));
  }
  return all;
}

}  // namespace vend::diff
