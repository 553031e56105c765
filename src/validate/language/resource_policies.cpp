// CreationPolicy and UpdatePolicy (CloudFormation user guide, resource attribute reference).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "validate/language/language.hpp"
#include "vend/aws/dated.hpp"
#include "vend/calendar/duration.hpp"
#include "vend/cfn/intrinsic.hpp"
#include "vend/support/text.hpp"

namespace vend::validate {
namespace {

// A member of an attribute and the members below it; none for a plain value.
struct KnownPolicy {
  std::string_view attribute, member;
  std::array<std::string_view, 7> below;
  std::array<std::string_view, 3> types;  // that have it (CFN, "CreationPolicy attribute", "UpdatePolicy attribute")
};
constexpr std::array<std::string_view, 3> groups = {"AWS::AutoScaling::AutoScalingGroup"};
constexpr std::array known_policies = {
    KnownPolicy{"CreationPolicy",
                "ResourceSignal",
                {"Count", "Timeout"},
                {"AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::Instance", "AWS::CloudFormation::WaitCondition"}},
    KnownPolicy{"CreationPolicy", "AutoScalingCreationPolicy", {"MinSuccessfulInstancesPercent"}, groups},
    KnownPolicy{"CreationPolicy", "StartFleet", {}, {"AWS::AppStream::Fleet"}},
    KnownPolicy{"UpdatePolicy",
                "AutoScalingRollingUpdate",
                {"MaxBatchSize", "MinActiveInstancesPercent", "MinInstancesInService", "MinSuccessfulInstancesPercent",
                 "PauseTime", "SuspendProcesses", "WaitOnResourceSignals"},
                groups},
    KnownPolicy{"UpdatePolicy", "AutoScalingReplacingUpdate", {"WillReplace"}, groups},
    KnownPolicy{"UpdatePolicy", "AutoScalingInstanceRefresh", {}, groups},  // since 2026-07 (CDK writes it)
    KnownPolicy{"UpdatePolicy", "AutoScalingScheduledAction", {"IgnoreUnmodifiedGroupSizeProperties"}, groups},
    KnownPolicy{"UpdatePolicy",
                "CodeDeployLambdaAliasUpdate",
                {"ApplicationName", "DeploymentGroupName", "BeforeAllowTrafficHook", "AfterAllowTrafficHook"},
                {"AWS::Lambda::Alias"}},
    KnownPolicy{"UpdatePolicy", "UseOnlineResharding", {}, {"AWS::ElastiCache::ReplicationGroup"}},
    KnownPolicy{
        "UpdatePolicy", "EnableVersionUpgrade", {}, {"AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"}},
    KnownPolicy{"UpdatePolicy", "StopBeforeUpdate", {}, {"AWS::AppStream::Fleet"}},
    KnownPolicy{"UpdatePolicy", "StartAfterUpdate", {}, {"AWS::AppStream::Fleet"}},
};
constexpr std::array<std::string_view, 9> processes = {
    "Launch",           "Terminate",         "HealthCheck",       "AZRebalance",
    "ReplaceUnhealthy", "AlarmNotification", "AddToLoadBalancer", "ScheduledActions",
    "InstanceRefresh"};

std::vector<std::string> names(std::string_view attribute) {
  std::vector<std::string> all;
  for (const KnownPolicy& one : known_policies) {
    if (one.attribute == attribute) all.emplace_back(one.member);
  }
  return all;
}

void check_below(const Resource& owner, const KnownPolicy& policy, const Node& value, Report& report) {
  if (policy.below[0].empty() || !value.is_mapping()) return;
  for (const document::Member& one : value.members()) {
    if (!is_one_of(one.key, policy.below))
      report.add("T014", one.mark, owner.path(policy.attribute),
                 fmt::format("{} has no attribute {}", policy.member, one.key), hint_of(one.key, policy.below));
  }
  for (const Node* one : items_of(value.find("SuspendProcesses"))) {
    if (one->is_scalar() && !is_symbolic(*one) && !is_one_of(one->text(), processes))
      report.add("T014", one->mark(), owner.path(policy.attribute), fmt::format("there is no process {}", one->text()),
                 hint_of(one->text(), processes));
  }
}

// Other types do not have it: what is meant does not happen.
void check_owner(const Resource& owner, const KnownPolicy& policy, const document::Member& one, Report& report) {
  if (!owner.type.starts_with("AWS::") || owner.type.ends_with("::MODULE") || is_one_of(owner.type, policy.types))
    return;
  std::vector<std::string> types;
  for (std::string_view each : policy.types) {
    if (!each.empty()) types.emplace_back(each);
  }
  report.add(
      "T014", one.mark, owner.path(policy.attribute),
      fmt::format("{} is for {}, and {} is an {}", policy.member, support::join(types, ", "), owner.id, owner.type),
      "remove it", support::Severity::warning);
}

// Of groups the rules about jobs say it.
void check_signal_time(const Resource& owner, Report& report) {
  const Node* time = at(owner.node, {"CreationPolicy", "ResourceSignal", "Timeout"});
  if (time == nullptr || is_symbolic(*time) || is_one_of(owner.type, groups)) return;
  if (!calendar::read_iso_duration(time->text()))
    report.add("J005", time->mark(), owner.path("CreationPolicy"),
               fmt::format("\"{}\" is not a duration", time->text()), "write it like PT15M");
}

void check_attribute(const Resource& owner, std::string_view attribute, Report& report) {
  const Node* policy = owner.node->find(attribute);
  if (policy == nullptr || !policy->is_mapping()) return;
  for (const document::Member& one : policy->members()) {
    const auto* known = std::find_if(known_policies.begin(), known_policies.end(), [&](const KnownPolicy& row) {
      return row.attribute == attribute && row.member == one.key;
    });
    if (known == known_policies.end()) {
      // AWS adds to them: what is no slip of a known one may be newer than this list.
      const std::string meant = hint(one.key, names(attribute));
      const std::string message = fmt::format("{} had no attribute {} on {}", attribute, one.key, aws::lists_taken);
      if (meant.empty()) {
        report.add_dated("T014", one.mark, owner.path(attribute), message);
      } else {
        report.add("T014", one.mark, owner.path(attribute), message, meant);
      }
    } else {
      check_below(owner, *known, one.value, report);
      check_owner(owner, *known, one, report);
    }
  }
}

// CloudFormation refuses the update (UpdatePolicy attribute: one way to exchange instances).
void check_pair(const Resource& owner, Report& report) {
  const Node* policy = owner.node->find("UpdatePolicy");
  if (policy == nullptr || policy->find("AutoScalingRollingUpdate") == nullptr) return;
  for (const document::Member& one : policy->members()) {
    if (one.key == "AutoScalingInstanceRefresh")
      report.add("T015", one.mark, owner.path("UpdatePolicy"),
                 "an instance refresh and a rolling update exclude each other: the update fails", "keep one of them");
  }
}

// Functions in DeletionPolicy and UpdateReplacePolicy, which the language leaves alone.
void check_kept(const Resolved& resolved, const Resource& owner, Report& report) {
  const Node* declared = resolved.t.resources.find(owner.id);
  for (std::string_view attribute : {"DeletionPolicy", "UpdateReplacePolicy"}) {
    const Node *written = declared != nullptr ? declared->find(attribute) : nullptr, *is = owner.node->find(attribute);
    if (written == nullptr || is == nullptr || !cfn::as_function(*written) || is_symbolic(*is)) continue;
    const std::string problem = kept_problem(attribute, owner.type, *is);
    if (!problem.empty())
      report.add("L024", is->mark(), owner.path(attribute), problem, "use Delete, Retain or Snapshot");
  }
}

}  // namespace

void check_resource_policies(const Resolved& resolved, Report& report) {
  for (const Resource& one : resolved.resources) {
    check_pair(one, report);
    check_kept(resolved, one, report);
    check_attribute(one, "CreationPolicy", report);
    check_signal_time(one, report);
    check_attribute(one, "UpdatePolicy", report);
  }
}

}  // namespace vend::validate
