// The Auto Scaling group with its lifecycle hooks, instance types, spot mix and update policy, and its fallback.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "render/builder.hpp"
#include "vend/aws/auto_scaling.hpp"

namespace vend::render {
namespace {

using namespace cfn;

Node hook(const model::LifecycleHookValues& hook, Builder& b) {
  bool launching = hook.transition == model::HookTransition::launching;
  return mapping_of({{"LifecycleHookName", hook.name},
                     {"LifecycleTransition",
                      launching ? "autoscaling:EC2_INSTANCE_LAUNCHING" : "autoscaling:EC2_INSTANCE_TERMINATING"},
                     {"HeartbeatTimeout",
                      launching ? Node::integer(hook.heartbeat_seconds) : b.value("4ASGLifecycleHeartbeatSeconds")},
                     // A boot that went silent is replaced; a drain that went silent lets the instance go, or keeps it,
                     // for which a hook must be abandoned (UG, "Configure instance retention").
                     {"DefaultResult", launching || b.stack().group->keep_failed_drains ? "ABANDON" : "CONTINUE"}});
}

Node instance_type(Builder& b, std::size_t index) {
  std::string name = fmt::format("5ASGInstanceType{}", index + 1);
  if (!b.full()) return mapping_of({{"InstanceType", b.text(name)}});
  Node type = mapping_of({{"InstanceType", b.text(name)}});
  if (index == 0) return type;
  return b.choose(b.differs("Provided" + name, name, ""), std::move(type), no_value());
}

Node requirements(const model::InstanceRequirements& wanted) {
  auto range = [](int lowest, const std::optional<int>& highest) {
    return mapping_of({{"Min", Node::integer(lowest)}, {"Max", highest ? Node::integer(*highest) : no_value()}});
  };
  auto names = [](const std::vector<std::string>& all) {
    Node node = Node::sequence();
    for (const std::string& one : all) node.push(one);
    return all.empty() ? no_value() : node;
  };
  return mapping_of({{"VCpuCount", range(wanted.vcpu_min, wanted.vcpu_max)},
                     {"MemoryMiB", range(wanted.memory_mib_min, wanted.memory_mib_max)},
                     {"BurstablePerformance", wanted.burstable ? "included" : "excluded"},
                     {"AllowedInstanceTypes", names(wanted.allowed)},
                     {"ExcludedInstanceTypes", names(wanted.excluded)}});
}

Node overrides(Builder& b) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  Node all = Node::sequence();
  if (group.requirements) {
    all.push(mapping_of({{"InstanceRequirements", requirements(*group.requirements)}}));
    return b.from("instances", std::move(all));
  }
  // The form of the full template has four; with weights the types are the spec's alone.
  const bool four = b.full() && !model::has_weights(group);
  const std::size_t count = four ? std::max<std::size_t>(4, group.types.size()) : group.types.size();
  for (std::size_t i = 0; i < count; ++i) {
    Node type = instance_type(b, i);
    if (i < group.types.size() && group.types[i].weight)
      type.add("WeightedCapacity", std::to_string(*group.types[i].weight));
    all.push(std::move(type));
  }
  return all;
}

// The group proper, and the one that steps in on demand when it gets no spot instances.
enum class Role { main, fallback };

Node mixed_instances(Builder& b, Role role) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  Node launch = mapping_of({{"LaunchTemplateId", ref("ASGLaunchTemplate")},
                            {"Version", get_att("ASGLaunchTemplate", "LatestVersionNumber")}});
  Node distribution = mapping_of({{"OnDemandAllocationStrategy", group.requirements ? "lowest-price" : "prioritized"}});
  if (role == Role::fallback) {
    distribution.add("OnDemandPercentageAboveBaseCapacity", Node::integer(100));
  } else {
    distribution.add("OnDemandBaseCapacity", b.value("5SPOTOnDemandBaseCapacity"));
    distribution.add("OnDemandPercentageAboveBaseCapacity", b.value("5SPOTOnDemandPercentageAboveBaseCapacity"));
    distribution.add("SpotAllocationStrategy", b.text("5SPOTSpotAllocationStrategy"));
  }
  return b.from("spot", mapping_of({{"InstancesDistribution", std::move(distribution)},
                                    {"LaunchTemplate", mapping_of({{"LaunchTemplateSpecification", std::move(launch)},
                                                                   {"Overrides", overrides(b)}})}}));
}

// No metric counts launches that fail: Auto Scaling tells the alarms' topic itself.
Node notifications(Builder& b) {
  const Condition notifies = b.differs("NotifyTopic", "7NOTIFYTopic", ""), alarms = has_alarms(b);
  const Condition either = b.any_of("Notifies", {notifies, alarms});
  Node all = Node::sequence();
  auto add = [&](const Condition& wanted, std::string_view topic, std::vector<Node> types) {
    if (wanted.is(false)) return;
    Node one = mapping_of({{"TopicARN", b.text(topic)}, {"NotificationTypes", sequence_of(std::move(types))}});
    const bool alone = wanted.known == either.known && wanted.name == either.name;
    all.push(alone ? std::move(one) : b.choose(wanted, std::move(one), no_value()));
  };
  add(notifies, "7NOTIFYTopic",
      {"autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "autoscaling:EC2_INSTANCE_TERMINATE",
       "autoscaling:EC2_INSTANCE_TERMINATE_ERROR"});
  add(alarms, "7ALARMTopic", {"autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "autoscaling:EC2_INSTANCE_TERMINATE_ERROR"});
  return all.items().empty() ? no_value() : b.choose(either, std::move(all), no_value());
}

void put_placement(Builder& b, Node& properties) {
  if (b.stack().network->pickers) {
    properties.add("VPCZoneIdentifier", b.text("4ASGSpecifySubnets"));
    return;
  }
  // Without subnets the group uses the default subnets of the default VPC, one in each zone.
  Condition all = b.equals("UseAllSubnets", "4ASGSpecifySubnets", "AllSubnets");
  add_unless_none(properties, "AvailabilityZones", b.choose(all, get_azs(), no_value()));
  if (!all.is(true))
    add_unless_none(properties, "VPCZoneIdentifier",
                    b.choose(all, no_value(), split(",", b.text("4ASGSpecifySubnets"))));
}

Node tag(std::string key, Node value) {
  return mapping_of({{"Key", std::move(key)}, {"Value", std::move(value)}, {"PropagateAtLaunch", Node::boolean(true)}});
}

Node tags(Builder& b) {
  Node all = Node::sequence();
  if (!has_own_name(b)) all.push(tag("Name", sub("${AWS::StackName}")));
  all.push(tag("GitLabRunnerStack", ref("AWS::StackId")));
  all.push(tag("LAST_CF_PATCH_RUN", b.text("1OSLastManagedUpdate")));
  for (const model::Tag& one : b.stack().tags) all.push(b.from("tags", tag(one.key, Node(one.value))));
  return all;
}

Node max_lifetime(Builder& b) {
  Condition limited = b.differs("LimitLifetime", "4ASGMaxInstanceLifetimeSeconds", "0");
  return limited.is(false) ? no_value() : b.choose(limited, b.value("4ASGMaxInstanceLifetimeSeconds"), no_value());
}

// 100 is what CloudFormation takes without it.
Node min_success(const model::UpdatePolicyValues& update) {
  return update.min_success_percentage == 100 ? no_value() : Node::integer(update.min_success_percentage);
}

Node rolling_update(Builder& b, Role role) {
  const model::UpdatePolicyValues& update = *b.stack().group->update;
  Node suspended =
      sequence_of({"HealthCheck", "ReplaceUnhealthy", "AZRebalance", "AlarmNotification", "ScheduledActions"});
  // The fallback has no instance most of the time.
  Node kept = role == Role::fallback ? Node::integer(0) : b.value("4ASGUpdateMinInstancesInService");
  return mapping_of({{"MinInstancesInService", std::move(kept)},
                     {"MaxBatchSize", b.value("4ASGUpdateMaxBatchSize")},
                     {"PauseTime", fmt::format("PT{}M", std::min(aws::auto_scaling::longest_pause / 60,
                                                                 update.boot_timeout_minutes))},
                     {"WaitOnResourceSignals", Node::boolean(true)},
                     {"MinSuccessfulInstancesPercent", min_success(update)},
                     {"SuspendProcesses", std::move(suspended)}});
}

// Instances that are protected are replaced, too: their terminating hook waits for their jobs, and by default a refresh
// would wait an hour for the protection to end and then fail (API reference, RefreshPreferences).
Node instance_refresh(const model::UpdatePolicyValues& update) {
  return mapping_of({{"Strategy", "Rolling"},
                     {"Preferences", mapping_of({{"MinHealthyPercentage", Node::integer(update.min_healthy_percentage)},
                                                 {"MaxHealthyPercentage", Node::integer(update.max_healthy_percentage)},
                                                 {"ScaleInProtectedInstances", "Refresh"},
                                                 {"SkipMatching", Node::boolean(true)}})}});
}

Node update_policy(Builder& b, Role role) {
  const model::UpdatePolicyValues& update = *b.stack().group->update;
  Condition replaces = b.equals("ReplaceEntireASG", "4ASGUpdateType", "ReplaceEntireASG");
  Node will_replace = b.choose(replaces, Node::boolean(true), Node::boolean(false));
  Node policy = Node::mapping();
  policy.add("AutoScalingReplacingUpdate", mapping_of({{"WillReplace", std::move(will_replace)}}));
  const bool refreshes = update.type == model::UpdateType::refresh;
  if (refreshes && !replaces.is(true)) policy.add("AutoScalingInstanceRefresh", instance_refresh(update));
  if (!refreshes && !replaces.is(true)) policy.add("AutoScalingRollingUpdate", rolling_update(b, role));
  policy.add("AutoScalingScheduledAction", mapping_of({{"IgnoreUnmodifiedGroupSizeProperties", Node::boolean(true)}}));
  return b.from("update", std::move(policy));
}

// What a drain needs must outlive the group, since hooks also fire when the stack is deleted.
Node depends_on(Builder& b) {
  constexpr std::array ids = {"RunnerPolicy"};
  Node all = Node::sequence();
  for (const char* id : ids) {
    if (b.has(id)) all.push(id);
  }
  return all;
}

// A group with its sizes: both drain alike, by the same hooks and what these need.
Resource group_of(Builder& b, Role role, Node sizes) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  Node properties = std::move(sizes);
  put_placement(b, properties);
  properties.add("MixedInstancesPolicy", mixed_instances(b, role));
  if (role == Role::main)
    properties.add("CapacityRebalance", b.choose(b.equals("RebalanceCapacity", "5SPOTCapacityRebalance", "true"),
                                                 Node::boolean(true), Node::boolean(false)));
  Node hooks = sequence_of({hook(*group.launching, b), b.choose(drains(b), hook(*group.terminating, b), no_value())});
  properties.add("LifecycleHookSpecificationList", std::move(hooks));
  properties.add("DefaultInstanceWarmup", b.value("5ASGInstanceWarmupSeconds"));
  add_unless_none(properties, "MaxInstanceLifetime", max_lifetime(b));
  // Replacements start before what they replace goes.
  properties.add("InstanceMaintenancePolicy", mapping_of({{"MinHealthyPercentage", Node::integer(100)},
                                                          {"MaxHealthyPercentage", Node::integer(200)}}));
  if (group.zones == model::ZoneDistribution::balanced_only)
    properties.add("AvailabilityZoneDistribution",
                   mapping_of({{"CapacityDistributionStrategy", std::string(to_string(group.zones))}}));
  if (group.keep_failed_drains && !drains(b).is(false))
    properties.add("InstanceLifecyclePolicy",
                   mapping_of({{"RetentionTriggers", mapping_of({{"TerminateHookAbandon", "retain"}})}}));
  properties.add("MetricsCollection", sequence_of({mapping_of({{"Granularity", "1Minute"}})}));
  add_unless_none(properties, "NotificationConfigurations", notifications(b));
  properties.add("Tags", tags(b));
  Resource resource{.id = role == Role::fallback ? fallback_group : main_group,
                    .type = "AWS::AutoScaling::AutoScalingGroup"};
  resource.attributes.add("DependsOn", depends_on(b));
  resource.attributes.add("UpdatePolicy", update_policy(b, role));
  resource.properties = std::move(properties);
  // What ends instances without a drain is told at what leaves the hook out.
  if (drains(b).is(false)) resource.place = "monitor_interval";
  return resource;
}

}  // namespace

void add_auto_scaling_group(Builder& b) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  Resource main = group_of(b, Role::main,
                           mapping_of({{"MinSize", b.text("4ASGMinSize")},
                                       {"MaxSize", b.text("5ASGAutoScalingMaxSize")},
                                       {"DesiredCapacity", b.text("4ASGDesiredCapacity")}}));
  // Instances signal, not units of capacity; CloudFormation cannot divide, so that with weights the size is known here.
  Node count = model::has_weights(group) ? Node::integer(model::fewest_instances(group, group.desired))
                                         : b.value("4ASGDesiredCapacity");
  Node creation = mapping_of(
      {{"ResourceSignal", mapping_of({{"Count", std::move(count)},
                                      {"Timeout", fmt::format("PT{}M", group.update->boot_timeout_minutes)}})}});
  if (Node percent = min_success(*group.update); !is_no_value(percent))
    creation.add("AutoScalingCreationPolicy", mapping_of({{"MinSuccessfulInstancesPercent", std::move(percent)}}));
  main.attributes.add("CreationPolicy", std::move(creation));
  b.add(std::move(main));
  if (!group.spot->fallback) return;
  b.add(group_of(
      b, Role::fallback,
      mapping_of(
          {{"MinSize", "0"}, {"MaxSize", std::to_string(group.spot->fallback->max)}, {"DesiredCapacity", "0"}})));
}

}  // namespace vend::render
