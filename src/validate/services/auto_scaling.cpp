// What EC2 Auto Scaling refuses of groups, policies and schedules although the schema takes it.
#include "vend/aws/auto_scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "validate/language/language.hpp"
#include "vend/calendar/zone.hpp"

namespace vend::validate {
namespace {

namespace group_limits = aws::auto_scaling;

const Resource* template_of_group(const Resolved& resolved, const Resource& group) {
  const Node* id = at(group.properties, {"LaunchTemplate", "LaunchTemplateId"});
  if (id == nullptr)
    id = at(group.properties,
            {"MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification", "LaunchTemplateId"});
  const Resource* found = resolved.referred_to(id);
  return found != nullptr && found->type == "AWS::EC2::LaunchTemplate" ? found : nullptr;
}

// --- a mixed instances policy and what it stands on (API reference, MixedInstancesPolicy and what is below it)

class Mixed {
 public:
  Mixed(const Resource& group, const Node& policy, Report& report) : group_(group), policy_(policy), report_(report) {}

  void check(const Resource* launch) const {
    if (launch != nullptr) check_market(*launch);
    check_overrides();
    check_distribution();
  }

 private:
  void add(const Node& where, std::string message, std::string fix) const {
    report_.add("A037", where.mark().or_else(policy_.mark()), group_.path("Properties.MixedInstancesPolicy"),
                std::move(message), std::move(fix));
  }

  void check_market(const Resource& launch) const {
    if (const Node* market = at(launch.properties, {"LaunchTemplateData", "InstanceMarketOptions"}))
      add(*market,
          fmt::format("{} asks for spot instances itself, and {} has a mixed instances policy", launch.id, group_.id),
          "remove InstanceMarketOptions; InstancesDistribution decides");
  }

  void check_overrides() const {
    const Node* list = at(&policy_, {"LaunchTemplate", "Overrides"});
    if (list == nullptr || !list->is_sequence()) return;
    const std::vector<Node>& rows = list->items();
    const auto has_weight = [](const Node& row) { return row.find("WeightedCapacity") != nullptr; };
    const auto weighted = std::count_if(rows.begin(), rows.end(), has_weight);
    if (weighted > 0 && static_cast<std::size_t>(weighted) < rows.size()) {
      const auto without = std::find_if_not(rows.begin(), rows.end(), has_weight);
      add(*without, fmt::format("{} of {} overrides have a WeightedCapacity", weighted, rows.size()),
          "give all of them one, or none");
    }
    std::size_t types = 0;
    for (const Node& row : rows) {
      if (row.find("InstanceType") != nullptr) ++types;
      if (row.find("InstanceType") != nullptr && row.find("InstanceRequirements") != nullptr)
        add(row, "an override has both an InstanceType and InstanceRequirements", "keep one of them");
    }
    if (types > group_limits::instance_type_overrides)
      add(*list, fmt::format("there are {} instance types", types),
          fmt::format("list {} at most", group_limits::instance_type_overrides));
  }

  bool has_requirements() const {
    const std::vector<const Node*> rows = items_of(at(&policy_, {"LaunchTemplate", "Overrides"}));
    return std::any_of(rows.begin(), rows.end(),
                       [](const Node* row) { return row->find("InstanceRequirements") != nullptr; });
  }

  void check_distribution() const {
    const Node* distribution = policy_.find("InstancesDistribution");
    if (distribution == nullptr) return;
    const Node* spot = distribution->find("SpotAllocationStrategy");
    const Node* pools = distribution->find("SpotInstancePools");
    if (pools != nullptr && spot != nullptr && !is_symbolic(*spot) && spot->text() != "lowest-price")
      add(*pools, fmt::format("SpotInstancePools is given with the strategy {}", spot->text()),
          "remove it: only lowest-price has pools");
    if (!has_requirements()) return;
    const Node* on_demand = distribution->find("OnDemandAllocationStrategy");
    if (on_demand != nullptr && on_demand->text() == "prioritized")
      add(*on_demand, "instances that are chosen by their attributes have no priorities", "use lowest-price");
    if (spot != nullptr && spot->text() == "capacity-optimized-prioritized")
      add(*spot, "instances that are chosen by their attributes have no priorities",
          "use price-capacity-optimized or capacity-optimized");
  }

  const Resource& group_;
  const Node& policy_;
  Report& report_;
};

void check_places(const Resource& group, Report& report) {
  constexpr std::array<std::string_view, 5> places = {"VPCZoneIdentifier", "AvailabilityZones", "AvailabilityZoneIds",
                                                      "InstanceId", "Fn::Transform"};
  if (std::any_of(places.begin(), places.end(),
                  [&](std::string_view one) { return group.properties->find(one) != nullptr; }))
    return;
  report.add("T007", group.node->mark(), group.path("Properties"),
             fmt::format("{} has neither subnets nor zones to start instances in", group.id),
             "add VPCZoneIdentifier, or AvailabilityZones for a default VPC");
}

// --- scaling policies (API reference, PutScalingPolicy)

void check_policy_parts(const Resource& policy, Report& report) {
  const Node& p = *policy.properties;
  const Node* type = p.find("PolicyType");
  if (p.find("Fn::Transform") != nullptr || (type != nullptr && is_symbolic(*type))) return;
  const std::string_view kind = type != nullptr ? std::string_view(type->text()) : "SimpleScaling";
  const document::Mark mark = document::mark_of(type, policy.node->mark());
  auto wants = [&](std::string_view name) {
    if (p.find(name) == nullptr)
      report.add("A038", mark, policy.path("Properties"),
                 fmt::format("{} is a policy of type {} and has no {}", policy.id, kind, name),
                 fmt::format("add {}", name));
  };
  auto lacks = [&](std::string_view name) {
    if (const Node* one = p.find(name))
      report.add("A038", one->mark().or_else(mark), policy.path("Properties"),
                 fmt::format("{} is a policy of type {} and has {}", policy.id, kind, name),
                 "remove it, or change PolicyType", support::Severity::warning);
  };
  if (kind == "SimpleScaling") {
    wants("AdjustmentType");
    wants("ScalingAdjustment");
    lacks("StepAdjustments");
    lacks("TargetTrackingConfiguration");
  } else if (kind == "StepScaling") {
    wants("AdjustmentType");
    wants("StepAdjustments");
    lacks("ScalingAdjustment");
    lacks("Cooldown");
  } else if (kind == "TargetTrackingScaling") {
    wants("TargetTrackingConfiguration");
    lacks("StepAdjustments");
    lacks("ScalingAdjustment");
  } else if (kind == "PredictiveScaling") {
    wants("PredictiveScalingConfiguration");
  }
  const Node* steps = p.find("StepAdjustments");
  if (steps != nullptr && steps->items().size() > group_limits::step_adjustments)
    report.add("A038", steps->mark(), policy.path("Properties.StepAdjustments"),
               fmt::format("{} has {} steps", policy.id, steps->items().size()),
               fmt::format("a policy has {} at most", group_limits::step_adjustments));
}

// --- schedules (API reference, PutScheduledUpdateGroupAction)

// Such as 2027-03-28T07:00:00Z; nothing for anything else.
std::optional<std::string_view> utc_time(const Node* node) {
  if (node == nullptr || !node->is_scalar()) return std::nullopt;
  const std::string& text = node->text();
  const bool fits = text.size() >= 16 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
                    (text.ends_with('Z') || text.size() == 19);
  return fits ? std::optional(std::string_view(text).substr(0, 16)) : std::nullopt;
}

void check_action(const Resolved& resolved, const Resource& action, std::optional<std::int64_t> now, Report& report) {
  const Node& p = *action.properties;
  if (p.find("Fn::Transform") != nullptr) return;
  auto has = [&](std::string_view name) { return p.find(name) != nullptr; };
  if (!has("MinSize") && !has("MaxSize") && !has("DesiredCapacity"))
    report.add("A039", action.node->mark(), action.path("Properties"), fmt::format("{} changes no size", action.id),
               "give MinSize, MaxSize or DesiredCapacity");
  if (!has("Recurrence") && !has("StartTime"))
    report.add("A039", action.node->mark(), action.path("Properties"), fmt::format("{} has no time", action.id),
               "give Recurrence or StartTime", support::Severity::warning);
  const Node* start = p.find("StartTime");
  const auto begin = utc_time(start), end = utc_time(p.find("EndTime"));
  if (begin && end && *begin >= *end)
    report.add("A039", start->mark(), action.path("Properties.StartTime"),
               fmt::format("{} starts at {} and ends at {}", action.id, *begin, *end), "exchange them",
               support::Severity::warning);
  if (begin && now && *begin < std::string_view(calendar::to_text(*now)).substr(0, 16))
    report.add(
        "A039", start->mark(), action.path("Properties.StartTime"),
        fmt::format("{} starts at {}, which has passed: Auto Scaling takes no such action when the stack is made",
                    action.id, *begin),
        "give a time to come, or Recurrence alone", support::Severity::warning);
  if (start != nullptr && has("Recurrence"))
    report.add("A039", start->mark(), action.path("Properties.StartTime"),
               fmt::format("{} also runs once at its StartTime, whatever its Recurrence says", action.id), "",
               support::Severity::info);
  const Resource* group = resolved.referred_to(p.find("AutoScalingGroupName"));
  if (group == nullptr || has("MaxSize")) return;
  const std::optional<double> most = number_of(group->properties->find("MaxSize"));
  const Node* desired = p.find("DesiredCapacity");
  if (const std::optional<double> wanted = number_of(desired); most && wanted && *wanted > *most)
    report.add("A039", desired->mark(), action.path("Properties.DesiredCapacity"),
               fmt::format("{} wants {:g} instances, and {} has {:g} at most", action.id, *wanted, group->id, *most),
               "raise MaxSize, of the group or with this action", support::Severity::warning);
}

}  // namespace

void check_auto_scaling(const Resolved& resolved, std::optional<std::int64_t> now, Report& report) {
  for (const Resource* group : resolved.of_type("AWS::AutoScaling::AutoScalingGroup")) {
    const Resource* launch = template_of_group(resolved, *group);
    const Node* mixed = group->properties->find("MixedInstancesPolicy");
    check_places(*group, report);
    if (mixed != nullptr && mixed->is_mapping()) Mixed(*group, *mixed, report).check(launch);
  }
  for (const Resource* policy : resolved.of_type("AWS::AutoScaling::ScalingPolicy"))
    check_policy_parts(*policy, report);
  for (const Resource* action : resolved.of_type("AWS::AutoScaling::ScheduledAction"))
    check_action(resolved, *action, now, report);
}

}  // namespace vend::validate
