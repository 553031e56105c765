// How the instances of a group end while an update runs, and what that does to their jobs.
#include "diff/ends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace vend::diff {
namespace {

End unless_aborted(const Update& update, const Resource& group, End end) {
  if (!aborts_jobs(update, group)) return end;
  return {Jobs::lost,
          "a hook holds old instances, but their scripts abort jobs when they drain (vending machine v1.5.5)"};
}

// Names of the terminating hooks in a group's own list; those without a name are left out.
std::set<std::string> own_hook_names(const Node* group) {
  std::set<std::string> names;
  const Node* list = at(group, {"Properties", "LifecycleHookSpecificationList"});
  if (list == nullptr) return names;
  for (const Node& hook : list->items()) {
    const std::string_view name = text_at(&hook, {"LifecycleHookName"});
    if (text_at(&hook, {"LifecycleTransition"}) == terminating && !name.empty()) names.emplace(name);
  }
  return names;
}

bool share_one(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) { return b.contains(one); });
}

// Hooks that are resources of their own, and hold the instances that the update ends.
End by_hooks(const Update& update, const Resource& group, const std::vector<const Resource*>& hooks) {
  const Resource* stays = nullptr;
  End end;
  for (const Resource* hook : hooks) {
    End one;
    if (old_one_goes(*hook))
      one = {Jobs::lost,
             hook->action == Action::remove
                 ? fmt::format("{} is deleted while instances still drain: their termination goes on at once", hook->id)
                 : fmt::format("{} is replaced: deleting the old hook ends the drains that it holds", hook->id)};
    else if (hook->action == Action::may_replace)
      one = {Jobs::may, fmt::format("{} may be replaced, which ends the drains that it holds", hook->id)};
    else if (hook->after != nullptr && text_at(hook->after, {"Properties", "LifecycleTransition"}) != terminating)
      one = {Jobs::may, fmt::format("{} no longer holds instances that end once it is updated", hook->id)};
    else if (stays == nullptr)
      stays = hook;
    if (one.jobs > end.jobs) end = one;
  }
  if (end.jobs == Jobs::kept)
    return unless_aborted(update, group,
                          {Jobs::kept, fmt::format("{} holds each old instance until its jobs have ended", stays->id)});
  const std::set<std::string> names = own_hook_names(group.after);
  std::set<std::string> going;
  for (const Resource* hook : hooks) going.emplace(text_at(hook->before, {"Properties", "LifecycleHookName"}));
  const bool held = stays != nullptr || has_own_hook(group.before) || (!names.empty() && !share_one(names, going));
  if (end.jobs == Jobs::lost && held && !aborts_jobs(update, group))
    return {Jobs::may, end.why + ", unless another hook holds them until their jobs have ended"};
  return end;
}

// A schedule or a scaling policy that may have changed the size of the group before the update; null for none.
const Resource* changes_size(const Update& update, const Resource& group) {
  for (const auto& [id, one] : update.resources()) {
    if ((one.type == "AWS::AutoScaling::ScheduledAction" || one.type == "AWS::AutoScaling::ScalingPolicy") &&
        one.before != nullptr && named_by(at(one.before, {"Properties", "AutoScalingGroupName"})) == group.id)
      return &one;
  }
  return nullptr;
}

}  // namespace
bool is_true(const Node* node) {
  return node != nullptr && document::to_bool(Node::scalar(Node::Kind::boolean, node->text())) == true;
}

bool aborts_jobs(const Update& update, const Resource& group) {
  const Resource* launch = launch_of(update, group);
  if (launch == nullptr || launch->before == nullptr) return false;
  const Node* data = at(launch->before, {"Properties", "LaunchTemplateData", "UserData"});
  if (data == nullptr) return false;
  const std::string text = plain_text(*data, "UserData");
  return text.find("gl-public-templates") != std::string::npos || text.find("gitlab-runner stop") != std::string::npos;
}

End one_by_one(const Update& update, const Resource& group) {
  if (has_own_hook(group.before) && has_own_hook(group.after)) {
    const std::set<std::string> before = own_hook_names(group.before), after = own_hook_names(group.after);
    if (!before.empty() && !after.empty() && !share_one(before, after))
      return unless_aborted(
          update, group,
          {Jobs::may, fmt::format("the terminating hook {} becomes {} before old instances go: what they "
                                  "do to hold the old one does not hold the new one longer than its "
                                  "heartbeat",
                                  *before.begin(), *after.begin())});
    return unless_aborted(
        update, group, {Jobs::kept, "the group's terminating hook holds each old instance until its jobs have ended"});
  }
  const std::vector<const Resource*> before = hooks_of(update, group.id, &Resource::before);
  if (!before.empty()) return by_hooks(update, group, before);
  if (has_own_hook(group.before))
    return {Jobs::lost, "the terminating hook leaves the group before its instances are replaced"};
  if (has_own_hook(group.after))
    return {Jobs::may, "the new terminating hook holds old instances, but these have no script that drains them"};
  if (!hooks_of(update, group.id, &Resource::after).empty())
    return {Jobs::lost, "the new terminating hook is made only after the group was updated"};
  return {Jobs::lost, "no terminating hook holds an old instance: its jobs die with it"};
}

End whole_group(const Update& update, const Resource& group) {
  if (group.action == Action::replace && !old_one_goes(group))
    return {Jobs::kept, "the old group stays outside of the stack, with its instances (UpdateReplacePolicy)"};
  if (has_own_hook(group.before)) {
    if (aborts_jobs(update, group))
      return {Jobs::lost, "old instances abort their jobs when they drain (vending machine v1.5.5)"};
    return {Jobs::kept,
            "the old group's terminating hook holds its instances while it is deleted, for 240 minutes at most"};
  }
  const std::vector<const Resource*> hooks = hooks_of(update, group.id, &Resource::before);
  if (hooks.empty()) return {Jobs::lost, "no terminating hook holds an old instance: its jobs die with it"};
  if (!old_one_goes(*hooks.front()) && hooks.front()->action == Action::remove)
    return {Jobs::kept, fmt::format("{} stays outside of the stack and holds them", hooks.front()->id)};
  return {Jobs::lost, fmt::format("{} is deleted before the old group whose instances it holds", hooks.front()->id)};
}

End weakened(End end) {
  if (end.jobs == Jobs::lost) end.jobs = Jobs::may;
  return end;
}

End from_sizes(const Update& update, const Resource& group, std::string& what) {
  const Node *old_properties = group.old_properties(), *new_properties = group.new_properties();
  auto lowered = [&](std::string_view name) {
    const std::optional<int> was = number_at(old_properties, {name}), is = number_at(new_properties, {name});
    if (!was || !is || *is >= *was) return false;
    what = fmt::format("{} falls from {} to {}", name, *was, *is);
    return true;
  };
  const Resource* actor = changes_size(update, group);
  bool sure = actor == nullptr;
  lowered("DesiredCapacity");
  const std::optional<int> most = number_at(new_properties, {"MaxSize"});
  const std::optional<int> had = number_at(old_properties, {"DesiredCapacity"});
  if (what.empty() && (!had || !most || *most < *had) && lowered("MaxSize")) sure = sure && had.has_value();
  if (what.empty() && actor != nullptr && group.action == Action::update &&
      at(new_properties, {"DesiredCapacity"}) != nullptr &&
      !is_true(at(group.after, {"UpdatePolicy", "AutoScalingScheduledAction", "IgnoreUnmodifiedGroupSizeProperties"})))
    what = fmt::format("the update sets the size back that {} may have raised", actor->id);
  if (is_true(at(old_properties, {"NewInstancesProtectedFromScaleIn"}))) what.clear();
  if (what.empty()) return {};
  const End one = one_by_one(update, group);
  End end = sure ? one : weakened(one);
  end.why = what + ", and instances end: " + end.why;
  return end;
}

std::vector<std::string> lost_credentials(const Update& update, const Resource& group) {
  std::vector<std::string> all;
  const Resource* launch = launch_of(update, group);
  if (launch == nullptr || launch->before == nullptr) return all;
  std::string profile;
  for (const Node* value : {at(launch->before, {"Properties", "LaunchTemplateData", "IamInstanceProfile", "Arn"}),
                            at(launch->before, {"Properties", "LaunchTemplateData", "IamInstanceProfile", "Name"}),
                            at(launch->before, {"Properties", "IamInstanceProfile"})}) {
    if (profile.empty()) profile = named_by(value);
  }
  std::vector<std::string> names = {profile};
  if (const Resource* one = update.find(profile); one != nullptr && one->before != nullptr) {
    if (const Node* roles = at(one->before, {"Properties", "Roles"})) {
      for (const Node& role : roles->items()) names.push_back(named_by(&role));
    }
  }
  for (const std::string& name : names) {
    const Resource* one = name.empty() ? nullptr : update.find(name);
    if (one != nullptr && old_one_goes(*one))
      all.push_back(fmt::format("{} is {}: calls of instances that still run may fail once the old one is deleted",
                                name, one->action == Action::replace ? "replaced" : "removed"));
  }
  return all;
}

// A terminating hook in the group's own list.
bool has_own_hook(const Node* group) {
  const Node* list = at(group, {"Properties", "LifecycleHookSpecificationList"});
  if (list == nullptr) return false;
  return std::any_of(list->items().begin(), list->items().end(),
                     [](const Node& hook) { return text_at(&hook, {"LifecycleTransition"}) == terminating; });
}

// A terminating hook that is a resource of its own, on the side that `node_of` picks.
std::vector<const Resource*> hooks_of(const Update& update, const std::string& group, const Node* Resource::*side) {
  std::vector<const Resource*> all;
  for (const auto& [id, one] : update.resources()) {
    const Node* node = one.*side;
    if (one.type == hook_type && node != nullptr &&
        text_at(node, {"Properties", "LifecycleTransition"}) == terminating &&
        named_by(at(node, {"Properties", "AutoScalingGroupName"})) == group)
      all.push_back(&one);
  }
  return all;
}

// The launch template (or configuration) of a group on the old side.
const Resource* launch_of(const Update& update, const Resource& group) {
  const Node* properties = group.old_properties();
  for (const Node* name :
       {at(properties, {"LaunchTemplate", "LaunchTemplateId"}),
        at(properties, {"LaunchTemplate", "LaunchTemplateName"}),
        at(properties, {"MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification", "LaunchTemplateId"}),
        at(properties, {"MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification", "LaunchTemplateName"}),
        at(properties, {"LaunchConfigurationName"})}) {
    if (const std::string id = named_by(name); !id.empty()) return update.find(id);
  }
  return nullptr;
}

}  // namespace vend::diff
