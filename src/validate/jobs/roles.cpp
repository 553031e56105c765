// The role of the instances: whether it may renew and complete a hook, and for as long as the group needs it.
#include <fmt/format.h>

#include <algorithm>

#include "validate/jobs/jobs.hpp"
#include "validate/services/policy_actions.hpp"

namespace vend::validate {
namespace {

constexpr std::string_view renew = "autoscaling:RecordLifecycleActionHeartbeat";
constexpr std::string_view complete = "autoscaling:CompleteLifecycleAction";

const Resource* named_or_called(const Resolved& resolved, const Node* value, std::string_view type,
                                std::string_view name_key) {
  if (value == nullptr) return nullptr;
  if (const Resource* one = resolved.referred_to(value)) return one->type == type ? one : nullptr;
  for (const Resource* one : resolved.of_type(type)) {
    const Node* name = one->properties->find(name_key);
    if (name != nullptr && !name->text().empty() && name->text() == value->text()) return one;
  }
  return nullptr;
}

const Node* profile_reference(const Resource& launch) {
  if (launch.type == "AWS::AutoScaling::LaunchConfiguration") return launch.properties->find("IamInstanceProfile");
  const Node* profile = at(launch.properties, {"LaunchTemplateData", "IamInstanceProfile"});
  const Node* name = at(profile, {"Name"});
  return name != nullptr ? name : profile != nullptr && profile->is_mapping() ? profile->find("Arn") : profile;
}

// What the instances may do, as far as this template tells.
struct Access {
  const Resource* profile = nullptr;
  const Resource* role = nullptr;
  std::vector<const Resource*> policies;  // resources of their own that are attached to the role
  Allowed renews = Allowed::maybe;
};

bool is_policy(const Resource& one) {
  return one.type == "AWS::IAM::ManagedPolicy" || one.type == "AWS::IAM::Policy" || one.type == "AWS::IAM::RolePolicy";
}

std::vector<const Resource*> attached(const Resolved& resolved, const Resource& role) {
  std::vector<const Resource*> found;
  for (const Resource& one : resolved.resources) {
    if (!is_policy(one)) continue;
    std::vector<const Node*> roles = items_of(one.properties->find("Roles"));
    if (const Node* name = one.properties->find("RoleName")) roles.push_back(name);
    if (std::any_of(roles.begin(), roles.end(), [&](const Node* name) {
          return named_or_called(resolved, name, "AWS::IAM::Role", "RoleName") == &role;
        }))
      found.push_back(&one);
  }
  for (const Node* arn : items_of(role.properties->find("ManagedPolicyArns"))) {
    if (const Resource* one = resolved.referred_to(arn)) found.push_back(one);
  }
  return found;
}

Allowed role_allows(const Resolved& resolved, const Resource& role, const std::vector<const Resource*>& policies,
                    std::string_view action) {
  Allowed found = Allowed::no;
  for (const Node* inline_policy : items_of(role.properties->find("Policies")))
    found = std::max(found, allows(inline_policy->find("PolicyDocument"), action));
  for (const Resource* policy : policies)
    found = std::max(found, allows(policy->properties->find("PolicyDocument"), action));
  for (const Node* arn : items_of(role.properties->find("ManagedPolicyArns"))) {
    if (resolved.referred_to(arn) == nullptr) found = std::max(found, managed_allows_drain(arn->text()));
  }
  return found;
}

Access access_of(const JobGroup& jobs) {
  Access access;
  if (jobs.launch == nullptr ||
      (jobs.launch->type != "AWS::EC2::LaunchTemplate" && jobs.launch->type != "AWS::AutoScaling::LaunchConfiguration"))
    return access;
  const Node* reference = profile_reference(*jobs.launch);
  if (reference == nullptr) {
    // No profile, no credentials, unless the template's data is not known here.
    const Node* data = jobs.launch->properties->find("LaunchTemplateData");
    if (jobs.launch->type != "AWS::EC2::LaunchTemplate" || (data != nullptr && data->is_mapping()))
      access.renews = Allowed::no;
    return access;
  }
  access.profile = named_or_called(jobs.resolved, reference, "AWS::IAM::InstanceProfile", "InstanceProfileName");
  if (access.profile == nullptr) return access;
  const std::vector<const Node*> roles = items_of(access.profile->properties->find("Roles"));
  if (roles.empty()) return access;
  access.role = named_or_called(jobs.resolved, roles.front(), "AWS::IAM::Role", "RoleName");
  if (access.role == nullptr) return access;
  access.policies = attached(jobs.resolved, *access.role);
  access.renews = role_allows(jobs.resolved, *access.role, access.policies, renew);
  return access;
}

// A function, a pipeline or a machine elsewhere that hears of the hook and answers it.
bool is_answered_elsewhere(const JobGroup& jobs, const Access& access) {
  if (std::any_of(jobs.terminating.begin(), jobs.terminating.end(),
                  [](const Hook& hook) { return hook.node->find("NotificationTargetARN") != nullptr; }))
    return true;
  return std::any_of(jobs.resolved.resources.begin(), jobs.resolved.resources.end(), [&](const Resource& one) {
    if (one.type == "AWS::IAM::Role" && &one != access.role)
      return role_allows(jobs.resolved, one, {}, complete) == Allowed::yes;
    return is_policy(one) && access.role != nullptr &&
           std::find(access.policies.begin(), access.policies.end(), &one) == access.policies.end() &&
           allows(one.properties->find("PolicyDocument"), complete) == Allowed::yes;
  });
}

void check_renewal(const JobGroup& jobs, const Access& access, Report& report) {
  if (access.renews != Allowed::no || is_answered_elsewhere(jobs, access)) return;
  const Resource& where = access.role != nullptr ? *access.role : *jobs.launch;
  report.add("J008", where.node->mark(), where.path(),
             fmt::format("{} may not extend the terminating hook of {}: a drain is cut off at its first timeout",
                         access.role != nullptr ? "the role" : "an instance without a role", jobs.group.id),
             "allow autoscaling:RecordLifecycleActionHeartbeat and CompleteLifecycleAction on the group");
}

bool is_kept(const Resource& one) { return text_at(one.node, {"DeletionPolicy"}).starts_with("Retain"); }

// On deletion CloudFormation goes against the order of the dependencies.
void check_order(const JobGroup& jobs, const Access& access, Report& report) {
  if (access.role == nullptr) return;
  const std::set<std::string> before = dependencies(jobs.resolved.t, jobs.group.id);
  auto check = [&](const Resource& one, std::string_view what) {
    if (is_kept(one)) return;
    if (is_kept(jobs.group)) {
      report.add("J009", one.node->mark(), one.path(),
                 fmt::format("deleting the stack keeps {} (DeletionPolicy), but not this {}, which its drains need",
                             jobs.group.id, what),
                 fmt::format("give {} the same DeletionPolicy", one.id));
    } else if (!before.contains(one.id)) {
      report.add(
          "J009", one.node->mark(), one.path(),
          fmt::format("when the stack is deleted, this {} may go before {}, whose drains need it", what, jobs.group.id),
          fmt::format("add {} to DependsOn of {}", one.id, jobs.group.id));
    }
  };
  auto drains = [](const Node* document) {
    return allows(document, complete) == Allowed::yes || allows(document, renew) == Allowed::yes;
  };
  bool needed = false;
  for (const Node* inline_policy : items_of(access.role->properties->find("Policies")))
    needed = needed || drains(inline_policy->find("PolicyDocument"));
  for (const Resource* policy : access.policies) {
    if (!drains(policy->properties->find("PolicyDocument"))) continue;
    needed = true;
    check(*policy, "policy");
  }
  if (!needed) return;
  check(*access.role, "role");
  check(*access.profile, "instance profile");
}

}  // namespace

bool may_heartbeat(const JobGroup& jobs) { return access_of(jobs).renews != Allowed::no; }

void check_role(const JobGroup& jobs, Report& report) {
  if (jobs.terminating.empty()) return;
  const Access access = access_of(jobs);
  check_renewal(jobs, access, report);
  check_order(jobs, access, report);
}

}  // namespace vend::validate
