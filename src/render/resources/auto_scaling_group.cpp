// The Auto Scaling group with its lifecycle hooks, instance types, spot mix and update policy.
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
  return map({{"LifecycleHookName", hook.name},
              {"LifecycleTransition",
               launching ? "autoscaling:EC2_INSTANCE_LAUNCHING" : "autoscaling:EC2_INSTANCE_TERMINATING"},
              {"HeartbeatTimeout",
               launching ? Node::integer(hook.heartbeat_seconds) : b.value("4ASGLifecycleHeartbeatSeconds")},
              // A boot that went silent is replaced; a drain that went silent lets the instance go.
              {"DefaultResult", launching ? "ABANDON" : "CONTINUE"}});
}

Node instance_type(Builder& b, std::size_t index) {
  std::string name = fmt::format("5ASGInstanceType{}", index + 1);
  if (!b.full()) return map({{"InstanceType", b.text(name)}});
  Node type = map({{"InstanceType", b.text(name)}});
  if (index == 0) return type;
  return b.choose(b.differs("Provided" + name, name, ""), std::move(type), no_value());
}

Node requirements(const model::InstanceRequirements& wanted) {
  auto range = [](int lowest, const std::optional<int>& highest) {
    return map({{"Min", Node::integer(lowest)}, {"Max", highest ? Node::integer(*highest) : no_value()}});
  };
  auto names = [](const std::vector<std::string>& all) {
    Node node = Node::sequence();
    for (const std::string& one : all) node.push(one);
    return all.empty() ? no_value() : node;
  };
  return map({{"VCpuCount", range(wanted.vcpu_min, wanted.vcpu_max)},
              {"MemoryMiB", range(wanted.memory_mib_min, wanted.memory_mib_max)},
              {"BurstablePerformance", wanted.burstable ? "included" : "excluded"},
              {"AllowedInstanceTypes", names(wanted.allowed)},
              {"ExcludedInstanceTypes", names(wanted.excluded)}});
}

Node overrides(Builder& b) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  Node all = Node::sequence();
  if (group.requirements) {
    all.push(map({{"InstanceRequirements", requirements(*group.requirements)}}));
    return all;
  }
  std::size_t count = b.full() ? std::max<std::size_t>(4, group.types.size()) : group.types.size();
  for (std::size_t i = 0; i < count; ++i) {
    Node type = instance_type(b, i);
    if (i < group.types.size() && group.types[i].weight)
      type.add("WeightedCapacity", std::to_string(*group.types[i].weight));
    all.push(std::move(type));
  }
  return all;
}

Node mixed_instances(Builder& b) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  Node launch = map({{"LaunchTemplateId", ref("ASGLaunchTemplate")},
                     {"Version", get_att("ASGLaunchTemplate", "LatestVersionNumber")}});
  Node distribution = map({{"OnDemandAllocationStrategy", group.requirements ? "lowest-price" : "prioritized"},
                           {"OnDemandBaseCapacity", b.value("5SPOTOnDemandBaseCapacity")},
                           {"OnDemandPercentageAboveBaseCapacity", b.value("5SPOTOnDemandPercentageAboveBaseCapacity")},
                           {"SpotAllocationStrategy", b.text("5SPOTSpotAllocationStrategy")}});
  return map(
      {{"InstancesDistribution", std::move(distribution)},
       {"LaunchTemplate", map({{"LaunchTemplateSpecification", std::move(launch)}, {"Overrides", overrides(b)}})}});
}

Node notifications(Builder& b) {
  Condition wanted = b.differs("NotifyTopic", "7NOTIFYTopic", "");
  if (wanted.is(false)) return no_value();
  Node types = list({"autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
                     "autoscaling:EC2_INSTANCE_TERMINATE", "autoscaling:EC2_INSTANCE_TERMINATE_ERROR"});
  return b.choose(wanted, list({map({{"TopicARN", b.text("7NOTIFYTopic")}, {"NotificationTypes", std::move(types)}})}),
                  no_value());
}

void put_placement(Builder& b, Node& properties) {
  if (b.stack().network->pickers) {
    properties.add("VPCZoneIdentifier", b.text("4ASGSpecifySubnets"));
    return;
  }
  // Without subnets the group uses the default subnets of the default VPC, one in each zone.
  Condition all = b.equals("UseAllSubnets", "4ASGSpecifySubnets", "AllSubnets");
  put(properties, "AvailabilityZones", b.choose(all, get_azs(), no_value()));
  if (!all.is(true))
    put(properties, "VPCZoneIdentifier", b.choose(all, no_value(), split(",", b.text("4ASGSpecifySubnets"))));
}

Node tag(std::string key, Node value) {
  return map({{"Key", std::move(key)}, {"Value", std::move(value)}, {"PropagateAtLaunch", Node::boolean(true)}});
}

Node tags(Builder& b) {
  Node all = list({tag("Name", sub("${AWS::StackName}")), tag("GitLabRunnerStack", ref("AWS::StackId")),
                   tag("LAST_CF_PATCH_RUN", b.text("1OSLastManagedUpdate"))});
  for (const model::Tag& one : b.stack().tags) all.push(tag(one.key, Node(one.value)));
  return all;
}

Node max_lifetime(Builder& b) {
  Condition limited = b.differs("LimitLifetime", "4ASGMaxInstanceLifetimeSeconds", "0");
  return limited.is(false) ? no_value() : b.choose(limited, b.value("4ASGMaxInstanceLifetimeSeconds"), no_value());
}

Node update_policy(Builder& b) {
  const model::UpdatePolicyValues& update = *b.stack().group->update;
  Node suspended = list({"HealthCheck", "ReplaceUnhealthy", "AZRebalance", "AlarmNotification", "ScheduledActions"});
  Node rolling =
      map({{"MinInstancesInService", b.value("4ASGUpdateMinInstancesInService")},
           {"MaxBatchSize", b.value("4ASGUpdateMaxBatchSize")},
           {"PauseTime",
            fmt::format("PT{}M", std::min(aws::auto_scaling::longest_pause / 60, update.boot_timeout_minutes))},
           {"WaitOnResourceSignals", Node::boolean(true)},
           {"SuspendProcesses", std::move(suspended)}});
  Condition replaces = b.equals("ReplaceEntireASG", "4ASGUpdateType", "ReplaceEntireASG");
  Node will_replace = b.choose(replaces, Node::boolean(true), Node::boolean(false));
  Node policy = Node::mapping();
  policy.add("AutoScalingReplacingUpdate", map({{"WillReplace", std::move(will_replace)}}));
  if (!replaces.is(true)) policy.add("AutoScalingRollingUpdate", std::move(rolling));
  policy.add("AutoScalingScheduledAction", map({{"IgnoreUnmodifiedGroupSizeProperties", Node::boolean(true)}}));
  return policy;
}

// What a drain needs must outlive the group, since hooks also fire when the stack is deleted.
Node depends_on(Builder& b) {
  constexpr std::array ids = {"ASGSelfAccessPolicy", "EC2SelfAccessPolicy", "ASGBucketPolicy"};
  Node all = Node::sequence();
  for (const char* id : ids) {
    if (b.has(id)) all.push(id);
  }
  return all;
}

}  // namespace

void add_auto_scaling_group(Builder& b) {
  const model::AutoScalingGroupValues& group = *b.stack().group;
  Node properties = map({{"MinSize", b.text("4ASGMinSize")},
                         {"MaxSize", b.text("5ASGAutoScalingMaxSize")},
                         {"DesiredCapacity", b.text("4ASGDesiredCapacity")}});
  put_placement(b, properties);
  properties.add("MixedInstancesPolicy", mixed_instances(b));
  properties.add("CapacityRebalance", b.choose(b.equals("RebalanceCapacity", "5SPOTCapacityRebalance", "true"),
                                               Node::boolean(true), Node::boolean(false)));
  Node hooks = list({hook(*group.launching, b), b.choose(drains(b), hook(*group.terminating, b), no_value())});
  properties.add("LifecycleHookSpecificationList", std::move(hooks));
  properties.add("DefaultInstanceWarmup", b.value("5ASGInstanceWarmupSeconds"));
  put(properties, "MaxInstanceLifetime", max_lifetime(b));
  // Replacements start before what they replace goes.
  properties.add("InstanceMaintenancePolicy",
                 map({{"MinHealthyPercentage", Node::integer(100)}, {"MaxHealthyPercentage", Node::integer(200)}}));
  properties.add("MetricsCollection", list({map({{"Granularity", "1Minute"}})}));
  put(properties, "NotificationConfigurations", notifications(b));
  properties.add("Tags", tags(b));

  Node signal = map({{"Count", b.value("4ASGDesiredCapacity")},
                     {"Timeout", fmt::format("PT{}M", group.update->boot_timeout_minutes)}});
  Resource resource{.id = "InstanceASG", .type = "AWS::AutoScaling::AutoScalingGroup"};
  resource.attributes.add("DependsOn", depends_on(b));
  resource.attributes.add("CreationPolicy", map({{"ResourceSignal", std::move(signal)}}));
  resource.attributes.add("UpdatePolicy", update_policy(b));
  resource.properties = std::move(properties);
  b.add(std::move(resource));
}

}  // namespace vend::render
