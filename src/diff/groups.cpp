#include "diff/groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace vend::diff {
namespace {

bool is_true(const Node* node) {
  return node != nullptr && document::to_bool(Node::scalar(Node::Kind::boolean, node->text())) == true;
}

// How an old instance ends while the update runs.
struct End {
  Jobs jobs = Jobs::kept;
  std::string why;
};

// The 2023 vending machine, whose scripts answer a termination by stopping the runner with SIGTERM: that aborts jobs.
bool aborts_jobs(const Update& update, const Resource& group) {
  const Resource* launch = launch_of(update, group);
  if (launch == nullptr || launch->before == nullptr) return false;
  const Node* data = at(launch->before, {"Properties", "LaunchTemplateData", "UserData"});
  if (data == nullptr) return false;
  const std::string text = plain_text(*data, "UserData");
  return text.find("gl-public-templates") != std::string::npos || text.find("gitlab-runner stop") != std::string::npos;
}

// Instances that Auto Scaling ends one by one: a rolling update, a refresh, scaling in.
End one_by_one(const Update& update, const Resource& group) {
  if (has_own_hook(group.before) && has_own_hook(group.after))
    return aborts_jobs(update, group)
               ? End{Jobs::lost,
                     "a hook holds old instances, but their scripts abort jobs when they drain (vending machine "
                     "v1.5.5)"}
               : End{Jobs::kept, "the group's terminating hook holds each old instance until its jobs have ended"};
  const std::vector<const Resource*> before = hooks_of(update, group.id, &Resource::before);
  for (const Resource* hook : before) {
    if (hook->action == Action::remove)
      return {Jobs::lost,
              fmt::format("{} is deleted while instances still drain: their termination goes on at once", hook->id)};
    if (hook->action == Action::replace)
      return {Jobs::lost, fmt::format("{} is replaced: deleting the old hook ends the drains that it holds", hook->id)};
    if (hook->action == Action::may_replace)
      return {Jobs::may, fmt::format("{} may be replaced, which ends the drains that it holds", hook->id)};
  }
  if (!before.empty())
    return aborts_jobs(update, group)
               ? End{Jobs::lost,
                     "a hook holds old instances, but their scripts abort jobs when they drain (vending machine "
                     "v1.5.5)"}
               : End{Jobs::kept,
                     fmt::format("{} holds each old instance until its jobs have ended", before.front()->id)};
  if (has_own_hook(group.before))
    return {Jobs::lost, "the terminating hook leaves the group before its instances are replaced"};
  if (has_own_hook(group.after))
    return {Jobs::may, "the new terminating hook holds old instances, but these have no script that drains them"};
  if (!hooks_of(update, group.id, &Resource::after).empty())
    return {Jobs::lost, "the new terminating hook is made only after the group was updated"};
  return {Jobs::lost, "no terminating hook holds an old instance: its jobs die with it"};
}

// The whole group is deleted in the cleanup.
End whole_group(const Update& update, const Resource& group) {
  if (has_own_hook(group.before)) {
    if (aborts_jobs(update, group))
      return {Jobs::lost, "old instances abort their jobs when they drain (vending machine v1.5.5)"};
    return {Jobs::kept,
            "the old group's terminating hook holds its instances while it is deleted, for 240 minutes at most"};
  }
  const std::vector<const Resource*> hooks = hooks_of(update, group.id, &Resource::before);
  if (hooks.empty()) return {Jobs::lost, "no terminating hook holds an old instance: its jobs die with it"};
  return {Jobs::lost, fmt::format("{} is deleted before the old group whose instances it holds", hooks.front()->id)};
}

End weakened(End end) {
  if (end.jobs == Jobs::lost) end.jobs = Jobs::may;
  return end;
}

// Sizes that the update lowers, or sets back to what the template says.
End from_sizes(const Update& update, const Resource& group) {
  const Node *old_properties = group.old_properties(), *new_properties = group.new_properties();
  auto lowered = [&](std::string_view name) {
    const std::optional<int> was = number_at(old_properties, {name}), is = number_at(new_properties, {name});
    return was && is && *is < *was;
  };
  std::string what;
  if (lowered("DesiredCapacity")) what = "DesiredCapacity falls";
  const std::optional<int> most = number_at(new_properties, {"MaxSize"});
  const std::optional<int> had = number_at(old_properties, {"DesiredCapacity"});
  if (what.empty() && lowered("MaxSize") && (!had || *most < *had)) what = "MaxSize falls";
  if (what.empty() && group.action == Action::update && at(new_properties, {"DesiredCapacity"}) != nullptr &&
      text_at(group.after, {"UpdatePolicy", "AutoScalingScheduledAction", "IgnoreUnmodifiedGroupSizeProperties"}) !=
          "true") {
    for (const auto& [id, one] : update.resources()) {
      if ((one.type == "AWS::AutoScaling::ScheduledAction" || one.type == "AWS::AutoScaling::ScalingPolicy") &&
          one.before != nullptr && named_by(at(one.before, {"Properties", "AutoScalingGroupName"})) == group.id)
        what = fmt::format("the update sets the size back that {} may have raised", id);
    }
  }
  if (what.empty() || is_true(at(old_properties, {"NewInstancesProtectedFromScaleIn"}))) return {};
  End end = weakened(one_by_one(update, group));
  if (end.jobs != Jobs::kept) end.why = what + ", and instances end: " + end.why;
  return end;
}

// Credentials that a running instance loses: it cannot complete or extend its hook any more.
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
    if (one != nullptr && (one->action == Action::replace || one->action == Action::remove))
      all.push_back(fmt::format("{} is {}: calls of instances that still run may fail once the old one is deleted",
                                name, one->action == Action::replace ? "replaced" : "removed"));
  }
  return all;
}

void add_way(const Update& update, const Change& change, std::vector<std::string>& way) {
  if (change.source.empty() || std::find(way.begin(), way.end(), change.source) != way.end()) return;
  way.insert(way.begin(), change.source);
  const Resource* one = update.find(change.source);
  if (one == nullptr) return;
  for (const Change& further : one->changes) add_way(update, further, way);
}

void say_trigger(const Trigger& trigger, const Update& update, GroupChange& out) {
  const Change& change = *trigger.change;
  out.reasons.push_back(change.because.empty() ? fmt::format("{} changes", change.path)
                                               : fmt::format("{}: {}", change.path, change.because));
  out.through = {out.id};
  add_way(update, change, out.through);
}

void set_jobs(GroupChange& out, End end) {
  if (end.jobs > out.jobs) out.jobs = end.jobs;
  if (!end.why.empty() && std::find(out.reasons.begin(), out.reasons.end(), end.why) == out.reasons.end())
    out.reasons.push_back(std::move(end.why));
}

bool has_new_group(const Update& update) {
  return std::any_of(update.resources().begin(), update.resources().end(),
                     [](const auto& one) { return one.second.type == group_type && one.second.action == Action::add; });
}

void changed_group(const Update& update, const Resource& group, GroupChange& out) {
  const Node* policy = at(group.after, {"UpdatePolicy"});
  if (group.action == Action::replace || group.action == Action::may_replace) {
    const bool sure = group.action == Action::replace;
    out.rolls = sure ? Rolls::replacing : Rolls::may;
    if (const Trigger trigger = strongest(group, triggers_rolling); trigger.change != nullptr)
      say_trigger(trigger, update, out);
    End end = whole_group(update, group);
    if (!sure && at(policy, {"AutoScalingReplacingUpdate"}) != nullptr &&
        number_at(group.old_properties(), {"DesiredCapacity"}).value_or(0) == 0)
      out.reasons.push_back("without a running instance CloudFormation updates the group in place");
    set_jobs(out, sure ? end : weakened(end));
    return;
  }
  const bool rolling = at(policy, {"AutoScalingRollingUpdate"}) != nullptr;
  const bool refresh = at(policy, {"AutoScalingInstanceRefresh"}) != nullptr;
  Trigger trigger = refresh   ? strongest(group, triggers_refresh)
                    : rolling ? strongest(group, triggers_rolling)
                              : Trigger{};
  if (trigger.change != nullptr) {
    out.rolls = trigger.certainty == Certainty::may ? Rolls::may : refresh ? Rolls::refresh : Rolls::rolling;
    if (rolling) out.at_once = number_at(policy, {"AutoScalingRollingUpdate", "MaxBatchSize"}).value_or(1);
    say_trigger(trigger, update, out);
    const End end = one_by_one(update, group);
    set_jobs(out, out.rolls == Rolls::may ? weakened(end) : end);
  } else if (Trigger moved = strongest(group, may_trigger_rolling);
             moved.change != nullptr && (rolling || moved.change->path.find("MixedInstances") == std::string::npos)) {
    out.rolls = Rolls::may;
    say_trigger(moved, update, out);
    set_jobs(out, weakened(one_by_one(update, group)));
  } else if (Trigger unused = strongest(group, triggers_rolling); unused.change != nullptr) {
    say_trigger(unused, update, out);
    out.reasons.push_back("no update policy replaces instances: those that run stay as they are");
  }
  set_jobs(out, from_sizes(update, group));
}

GroupChange change_of(const Update& update, const Resource& group) {
  GroupChange out;
  out.id = group.id;
  out.aborts_jobs = aborts_jobs(update, group);
  const Node* properties = group.old_properties();
  out.instances = number_at(properties, {"DesiredCapacity"});
  if (!out.instances) out.instances = number_at(properties, {"MinSize"});
  if (group.action == Action::add) {
    out.instances.reset();
    out.reasons.push_back("the group is new");
    return out;
  }
  if (group.action == Action::remove) {
    out.through = {group.id};
    if (has_new_group(update)) out.rolls = Rolls::replacing;
    if (text_at(group.before, {"DeletionPolicy"}).starts_with("Retain")) {
      out.reasons.push_back("the group leaves the stack and stays as it is (DeletionPolicy)");
      out.rolls = Rolls::none;
      return out;
    }
    out.reasons.push_back("the group is deleted with all its instances");
    set_jobs(out, whole_group(update, group));
    return out;
  }
  changed_group(update, group, out);
  for (std::string& one : lost_credentials(update, group)) set_jobs(out, {Jobs::may, std::move(one)});
  return out;
}

}  // namespace

Trigger strongest(const Resource& group, bool (*triggers)(const Change&)) {
  Trigger found;
  for (const Change& change : group.changes) {
    if (triggers(change) && (found.change == nullptr || change.certainty > found.certainty))
      found = {&change, change.certainty};
  }
  return found;
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

std::vector<GroupChange> group_changes(const Update& update) {
  std::vector<GroupChange> all;
  for (const auto& [id, one] : update.resources()) {
    if (one.type == group_type) all.push_back(change_of(update, one));
  }
  return all;
}

}  // namespace vend::diff
