// Auto Scaling groups: sizes, types and the mix of spot and on demand.
#include <algorithm>
#include <cmath>

#include "preview/lookup.hpp"
#include "preview/parts.hpp"

namespace vend::preview {
namespace {

void add_type(Group& group, const std::string& type) {
  if (!type.empty() &&
      std::find(group.instance_types.begin(), group.instance_types.end(), type) == group.instance_types.end())
    group.instance_types.push_back(type);
}

// The launch template or launch configuration that a group names.
const Node* referred_to(const Node& resources, const Node* reference) {
  for (const document::Member& one : resources.members()) {
    if (refers_to(reference, one.key)) return &one.value;
  }
  return nullptr;
}

void add_overrides(Group& group, const Node& policy) {
  const Node* overrides = at(policy, {"LaunchTemplate", "Overrides"});
  if (overrides == nullptr) return;
  for (const Node& one : overrides->items()) {
    add_type(group, text_at(one, {"InstanceType"}));
    group.by_requirements = group.by_requirements || one.find("InstanceRequirements") != nullptr;
  }
}

void add_launch(Group& group, const Node& resources, const Node& properties) {
  const Node* policy = properties.find("MixedInstancesPolicy");
  const Node* launch = properties.find("LaunchTemplate");
  if (policy != nullptr) {
    add_overrides(group, *policy);
    group.mixed = true;
    group.on_demand_base = count_at(*policy, {"InstancesDistribution", "OnDemandBaseCapacity"}).value_or(0);
    group.on_demand_percentage =
        count_at(*policy, {"InstancesDistribution", "OnDemandPercentageAboveBaseCapacity"}).value_or(100);
    launch = at(*policy, {"LaunchTemplate", "LaunchTemplateSpecification"});
  }
  if (launch != nullptr) {
    const Node* found = referred_to(resources, at(*launch, {"LaunchTemplateId"}));
    if (found == nullptr) found = referred_to(resources, at(*launch, {"LaunchTemplateName"}));
    const Node* data = found != nullptr ? at(*found, {"Properties", "LaunchTemplateData"}) : nullptr;
    if (data == nullptr) return;
    if (group.instance_types.empty()) add_type(group, text_at(*data, {"InstanceType"}));
    group.by_requirements =
        group.by_requirements || (group.instance_types.empty() && data->find("InstanceRequirements") != nullptr);
    if (policy == nullptr && text_at(*data, {"InstanceMarketOptions", "MarketType"}) == "spot") {
      group.mixed = true;
      group.on_demand_percentage = 0;
    }
  }
  const Node* configuration = referred_to(resources, at(properties, {"LaunchConfigurationName"}));
  if (configuration == nullptr) return;
  add_type(group, text_at(*configuration, {"Properties", "InstanceType"}));
  if (at(*configuration, {"Properties", "SpotPrice"}) != nullptr) {
    group.mixed = true;
    group.on_demand_percentage = 0;
  }
}

}  // namespace

// EC2 Auto Scaling rounds the on-demand share up (user guide, "Set up allocation strategies").
int Group::on_demand_of(int size) const {
  if (!mixed) return size;
  const int base = std::min(on_demand_base, size);
  return base + ((size - base) * on_demand_percentage + 99) / 100;
}

std::vector<Group> groups(const Node& resources, const Request& request) {
  std::vector<Group> all;
  for (const document::Member& one : resources.members()) {
    if (text_at(one.value, {"Type"}) != "AWS::AutoScaling::AutoScalingGroup") continue;
    Group group;
    group.id = one.key;
    if (const Node* properties = one.value.find("Properties")) {
      group.min = count_at(*properties, {"MinSize"});
      group.max = count_at(*properties, {"MaxSize"});
      group.desired = count_at(*properties, {"DesiredCapacity"});
      if (properties->find("DesiredCapacity") == nullptr) group.desired = group.min;
      add_launch(group, resources, *properties);
    }
    add_scaling(group, resources);
    group.schedule = schedule(group, resources, request);
    group.sentences = sentences(group);
    all.push_back(std::move(group));
  }
  return all;
}

}  // namespace vend::preview
