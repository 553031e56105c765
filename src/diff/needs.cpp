#include "diff/needs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "diff/groups.hpp"
#include "vend/document/json_writer.hpp"

namespace vend::diff {
namespace {

struct Need {
  std::string_view type;
  std::string_view loss;
};
constexpr std::array needs = {
    Need{"AWS::IAM::Role", "their calls of AWS fail: the hook can neither be renewed nor completed"},
    Need{"AWS::IAM::InstanceProfile", "their calls of AWS fail: the hook can neither be renewed nor completed"},
    Need{"AWS::IAM::Policy", "what it allows is refused to them"},
    Need{"AWS::IAM::RolePolicy", "what it allows is refused to them"},
    Need{"AWS::IAM::ManagedPolicy", "what it allows is refused to them"},
    Need{"AWS::EC2::SecurityGroup", "EC2 refuses to delete it while they use it, and it is left behind"},
    Need{"AWS::S3::Bucket", "their jobs no longer reach its objects"},
    Need{"AWS::SecretsManager::Secret", "they can no longer read it"},
    Need{"AWS::Logs::LogGroup", "what they log from then on is lost"},
};

// Also for stacks of others, which run no jobs of GitLab.
constexpr const char* pause_runners = "see to it that no new job starts (in GitLab: pause the runners)";

// Everything that an instance of the old launch template uses: what the template names, what that names, and the
// policies that hang on its role.
std::set<std::string> used_by(const Update& update, const Resource& launch) {
  std::set<std::string> all;
  std::vector<const Resource*> open = {&launch};
  while (!open.empty()) {
    const Resource* one = open.back();
    open.pop_back();
    if (one->before == nullptr || !all.insert(one->id).second) continue;
    // What those resources use in turn, such as the role of a Lambda function, is not used by the instance.
    if (one->type.starts_with("AWS::Lambda::") || one->type.starts_with("Custom::") ||
        one->type.starts_with("AWS::CloudFormation::"))
      continue;
    for (const std::string& id : named_in(*one->before)) {
      const Resource* other = update.find(id);
      if (other != nullptr && other->type != group_type) open.push_back(other);
    }
    if (one->type != "AWS::IAM::Role") continue;
    for (const auto& [id, other] : update.resources()) {
      const Node* roles = at(other.before, {"Properties", "Roles"});
      if (!other.type.starts_with("AWS::IAM::") || roles == nullptr) continue;
      if (named_in(*roles).contains(one->id)) open.push_back(&other);
    }
  }
  return all;
}

// Whether policies on one side let an instance hold its hook; what is not written here (managed policies of AWS, roles
// of others) is taken to do so.
bool allows_hook(const Update& update, const std::set<std::string>& ids, const Node* Resource::*side) {
  for (const std::string& id : ids) {
    const Resource* one = update.find(id);
    const Node* node = one != nullptr ? one->*side : nullptr;
    if (node == nullptr || !one->type.starts_with("AWS::IAM::")) continue;
    const std::string text = document::write_compact_json(*node);
    for (std::string_view action : {"autoscaling:RecordLifecycleActionHeartbeat", "autoscaling:CompleteLifecycleAction",
                                    "autoscaling:*", "\"Action\":\"*\""}) {
      if (text.find(action) != std::string::npos) return true;
    }
  }
  return false;
}

bool gives_credentials(const Need& need) { return need.type == needs[0].type || need.type == needs[1].type; }

// A role or profile goes while the instances stay: only a group that rolls gets rid of those that have it.
void add_lost_credentials(const Update& update, const std::set<std::string>& used, GroupChange& group) {
  std::vector<std::string> gone;
  for (const Need& need : needs) {
    for (const std::string& id : used) {
      const Resource* one = update.find(id);
      if (!gives_credentials(need) || one == nullptr || one->type != need.type || !old_one_goes(*one)) continue;
      group.losses.push_back(fmt::format("{} is {} while instances have it: {}", id,
                                         one->action == Action::remove ? "deleted" : "replaced", need.loss));
      gone.push_back(id);
    }
  }
  if (gone.empty()) return;
  group.steps.push_back(fmt::format(
      "keep {} in the new template, add the new role with an instance profile of its own, let the launch template name "
      "that, and update: the group has to roll",
      fmt::join(gone, ", ")));
  group.steps.emplace_back("wait until no instance of the old launch template is left");
  group.steps.push_back(fmt::format("take {} out in a second update", fmt::join(gone, ", ")));
}

void add_losses(const Update& update, const std::set<std::string>& used, GroupChange& group) {
  std::vector<std::string> gone;
  for (const Need& need : needs) {
    for (const std::string& id : used) {
      const Resource* one = update.find(id);
      if (one == nullptr || one->type != need.type || !old_one_goes(*one)) continue;
      group.losses.push_back(fmt::format("{} is {} while old instances may still drain: {}", id,
                                         one->action == Action::remove ? "deleted" : "replaced", need.loss));
      gone.push_back(id);
    }
  }
  if (allows_hook(update, used, &Resource::before) && !allows_hook(update, used, &Resource::after)) {
    group.losses.emplace_back(
        "the new permissions no longer let an instance renew or complete its hook: drains end when "
        "their heartbeat does");
    if (group.jobs == Jobs::kept) group.jobs = Jobs::may;
    group.reasons.push_back(group.losses.back());
  }
  if (gone.empty()) return;
  group.steps.push_back(
      fmt::format("keep {} in the new template, beside what takes its place, and update", fmt::join(gone, ", ")));
  group.steps.emplace_back("wait until no instance of the old launch template is left");
  group.steps.push_back(fmt::format("take {} out in a second update", fmt::join(gone, ", ")));
}

// How to make the update without losing jobs.
void add_steps(const Update& update, GroupChange& group) {
  if (group.jobs == Jobs::kept) return;
  if (group.aborts_jobs) {
    group.steps = {pause_runners, "wait until none of their jobs runs", "update", "resume the runners"};
    return;
  }
  const auto moving = [](const Resource* hook) {
    return hook->action == Action::remove || hook->action == Action::replace;
  };
  const std::vector<const Resource*> hooks = hooks_of(update, group.id, &Resource::before);
  if (std::any_of(hooks.begin(), hooks.end(), moving)) {
    group.steps.emplace_back(
        "first only add a terminating hook to LifecycleHookSpecificationList, under a name of its "
        "own, and keep the old one");
    group.steps.emplace_back("then change what replaces the instances");
    group.steps.emplace_back("when they are gone, take the old hook out");
  } else if (group.steps.empty()) {
    group.steps = {pause_runners, "wait until none of their jobs runs", "update", "resume the runners"};
  }
}

// A hook that moves from a resource of its own into the group keeps its name: the cleanup deletes it by that name.
void add_moved_hook(const Update& update, const Resource& group, GroupChange& out) {
  const Node* list = at(group.new_properties(), {"LifecycleHookSpecificationList"});
  if (list == nullptr) return;
  for (const Resource* hook : hooks_of(update, group.id, &Resource::before)) {
    if (hook->action != Action::remove) continue;
    const std::string_view name = text_at(hook->before, {"Properties", "LifecycleHookName"});
    for (const Node& one : list->items()) {
      if (!name.empty() && text_at(&one, {"LifecycleHookName"}) == name)
        out.reasons.push_back(
            fmt::format("{} is deleted by its name in the cleanup, and so is the group's new hook {}, "
                        "which has the same: give that another name",
                        hook->id, name));
    }
  }
}

}  // namespace

void add_needs(const Update& update, GroupChange& group) {
  const Resource* resource = update.find(group.id);
  if (resource == nullptr || resource->before == nullptr) return;
  add_moved_hook(update, *resource, group);
  const Resource* launch = launch_of(update, *resource);
  if (launch != nullptr && group.rolls != Rolls::none) add_losses(update, used_by(update, *launch), group);
  if (launch != nullptr && group.rolls == Rolls::none && resource->action != Action::remove)
    add_lost_credentials(update, used_by(update, *launch), group);
  add_steps(update, group);
}

}  // namespace vend::diff
