// Auto Scaling: steps, alarms, sizes and instance types.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "validate/checks.hpp"
#include "vend/aws/cloud_watch.hpp"
#include "vend/aws/instance_type.hpp"

namespace vend::validate {
namespace {

// --- steps (EC2 Auto Scaling user guide, "Step adjustments")

struct Step {
  double lower, upper;
  document::Mark mark;
};

// API reference, PutScalingPolicy: steps that begin below the threshold begin nowhere, steps above it end nowhere.
void check_ends(const Step& first, const Step& last, const std::string& path, Report& report) {
  if (first.lower < 0 && !std::isinf(first.lower))
    report.add("A001", first.mark, path, fmt::format("below {:g} no step says what to do", first.lower),
               "leave MetricIntervalLowerBound of the lowest step out");
  if (last.upper > 0 && !std::isinf(last.upper))
    report.add("A001", last.mark, path, fmt::format("above {:g} no step says what to do", last.upper),
               "leave MetricIntervalUpperBound of the highest step out");
}

void check_steps(const Resource& policy, Report& report) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<Step> steps;
  const Node* list = policy.properties->find("StepAdjustments");
  if (list == nullptr || !list->is_sequence()) return;
  for (const Node& one : list->items()) {
    const Node *lower = one.find("MetricIntervalLowerBound"), *upper = one.find("MetricIntervalUpperBound");
    if ((lower != nullptr && !number_of(lower)) || (upper != nullptr && !number_of(upper))) return;  // known only later
    steps.push_back({number_of(lower).value_or(-infinity), number_of(upper).value_or(infinity), one.mark()});
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.lower < b.lower; });
  const std::string path = policy.path("Properties.StepAdjustments");
  if (!steps.empty()) check_ends(steps.front(), steps.back(), path, report);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (std::isinf(steps[i].lower) && std::isinf(steps[i].upper))
      report.add("A001", steps[i].mark, path, "the step has neither a lower nor an upper bound",
                 "add MetricIntervalLowerBound: 0 to scale out");
    if (steps[i].lower >= steps[i].upper)
      report.add("A001", steps[i].mark, path,
                 fmt::format("a step from {:g} to {:g} is empty", steps[i].lower, steps[i].upper),
                 "the lower bound must be below the upper one");
    if (i == 0) continue;
    if (steps[i].lower < steps[i - 1].upper)
      report.add("A001", steps[i].mark, path, fmt::format("steps overlap at {:g}", steps[i].lower),
                 "let each step begin where the one before ends");
    if (steps[i].lower > steps[i - 1].upper)
      report.add("A001", steps[i].mark, path,
                 fmt::format("no step from {:g} to {:g}", steps[i - 1].upper, steps[i].lower),
                 "let each step begin where the one before ends");
  }
}

// --- alarms

const Node* group_of_alarm(const Resource& alarm) {
  for (const Node* one : items_of(alarm.properties->find("Dimensions"))) {
    if (text_at(one, {"Name"}) == "AutoScalingGroupName") return one->find("Value");
  }
  return nullptr;
}

const Resource* launch_template_of(const Resolved& resolved, const Resource& group) {
  const Node* id = at(group.properties, {"LaunchTemplate", "LaunchTemplateId"});
  if (id == nullptr)
    id = at(group.properties,
            {"MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification", "LaunchTemplateId"});
  return resolved.referred_to(id);
}

constexpr std::string_view interval_key = "collection_interval", namespace_key = "namespace";
constexpr std::string_view usual_namespace = "CWAgent";

// Whether a text in the tree configures the CloudWatch agent, whether it sends to the namespace that is asked about,
// and whether one lets it send more often than by the minute.
struct AgentSettings {
  std::string_view name_space;
  bool found = false, fast = false, sends_there = name_space == usual_namespace;

  void take_namespace(std::string_view known) {
    sends_there = sends_there || name_space == known || (known.ends_with('/') && name_space.starts_with(known));
  }
  // Up to what a script fills in: "namespace":"vend/'$STACK'".
  void look_for_namespace(std::string_view text) {
    for (std::size_t at = text.find(namespace_key); at != std::string_view::npos;
         at = text.find(namespace_key, at + 1)) {
      const std::string_view rest = text.substr(at + namespace_key.size());
      const char quote = rest.empty() ? ' ' : rest.front();
      if (quote != '"' && quote != '\'') continue;
      const std::size_t begin = rest.find(quote, 1);
      if (begin == std::string_view::npos) continue;
      take_namespace(rest.substr(begin + 1, rest.find_first_of("\"'$", begin + 1) - begin - 1));
    }
  }

  void look_at(const std::string& text) {
    found = found || text.find("metrics_collected") != std::string::npos;
    for (std::size_t at = text.find(interval_key); at != std::string::npos; at = text.find(interval_key, at + 1)) {
      const std::size_t digit = text.find_first_of("0123456789", at);
      if (digit == std::string::npos || digit > at + interval_key.size() + 8) continue;
      const std::size_t end = text.find_first_not_of("0123456789", digit);
      const std::string number = text.substr(digit, std::min(end, text.size()) - digit);
      fast = fast || (number.size() < 3 && std::stoi(number) < aws::cloud_watch::minute);
    }
    look_for_namespace(text);
  }
  void look_into(const Node& node) {
    look_at(node.text());
    for (const Node& one : node.items()) look_into(one);
    for (const document::Member& one : node.members()) {
      found = found || one.key == "metrics_collected";
      if (one.key == namespace_key) take_namespace(one.value.text());
      look_at(one.key.ends_with(interval_key) ? one.key + ":" + one.value.text() : one.key);
      look_into(one.value);
    }
  }
};

// What the CloudWatch agent sends, where its configuration is in the template.
bool agent_sends_by_the_minute(std::string_view name_space, const cfn::Template& t) {
  AgentSettings agent{.name_space = name_space};
  for (const Node* section : {&t.resources, &t.mappings}) agent.look_into(*section);
  return agent.found && !agent.fast && agent.sends_there;
}

void check_alarms(const Resolved& resolved, Report& report) {
  for (const Resource* alarm : resolved.of_type("AWS::CloudWatch::Alarm")) {
    const Node& p = *alarm->properties;
    const Node* period_node = p.find("Period");
    const std::optional<double> period = number_of(period_node);
    if (!period) continue;
    if (!aws::cloud_watch::is_alarm_period(static_cast<long>(*period))) {
      report.add("A002", period_node->mark(), alarm->path("Properties.Period"),
                 fmt::format("an alarm's period is 10, 20, 30 or a multiple of 60 seconds, not {:g}", *period),
                 "use 60");
      continue;
    }
    const std::string_view name_space = text_at(&p, {"Namespace"});
    // PutMetricAlarm: periods below a minute are for metrics of high resolution, which AWS's own are not.
    if (*period < aws::cloud_watch::minute &&
        (name_space.starts_with("AWS/") || agent_sends_by_the_minute(name_space, resolved.t))) {
      report.add(
          "A006", period_node->mark(), alarm->path("Properties.Period"),
          fmt::format("{} tells its metrics once a minute at most: with a period of {:g} seconds the alarm stays at "
                      "INSUFFICIENT_DATA",
                      name_space, *period),
          "use 60 or more");
      continue;
    }
    const Resource* group = resolved.referred_to(group_of_alarm(*alarm));
    if (group == nullptr || group->type != "AWS::AutoScaling::AutoScalingGroup" || name_space != "AWS/EC2" ||
        *period >= aws::cloud_watch::basic_monitoring)
      continue;
    const Resource* launch = launch_template_of(resolved, *group);
    if (launch == nullptr || launch->type != "AWS::EC2::LaunchTemplate") continue;
    const Node* detailed = at(launch->properties, {"LaunchTemplateData", "Monitoring", "Enabled"});
    if (detailed == nullptr || detailed->text() == "false") {
      report.add("A006", period_node->mark(), alarm->path("Properties.Period"),
                 fmt::format("data comes every {} seconds, since {} has no detailed monitoring",
                             aws::cloud_watch::basic_monitoring, launch->id),
                 fmt::format("enable Monitoring in the launch template, or use a period of {}",
                             aws::cloud_watch::basic_monitoring));
    }
  }
}

// --- groups

std::vector<const Node*> instance_types(const Resolved& resolved, const Resource& group) {
  std::vector<const Node*> types;
  for (const Node* one : items_of(at(group.properties, {"MixedInstancesPolicy", "LaunchTemplate", "Overrides"}))) {
    if (const Node* type = one->find("InstanceType")) types.push_back(type);
    if (one->find("InstanceRequirements") != nullptr) return {};
  }
  if (!types.empty()) return types;
  const Resource* launch = launch_template_of(resolved, group);
  const Node* type = launch != nullptr ? at(launch->properties, {"LaunchTemplateData", "InstanceType"}) : nullptr;
  if (type != nullptr) types.push_back(type);
  return types;
}

bool wants_spot(const Resolved& resolved, const Resource& group) {
  const std::optional<double> share = number_of(
      at(group.properties, {"MixedInstancesPolicy", "InstancesDistribution", "OnDemandPercentageAboveBaseCapacity"}));
  if (share) return *share < 100;
  const Resource* launch = launch_template_of(resolved, group);
  return launch != nullptr &&
         text_at(launch->properties, {"LaunchTemplateData", "InstanceMarketOptions", "MarketType"}) == "spot";
}

std::optional<bool> is_arm(const Node& type) { return is_symbolic(type) ? std::nullopt : aws::is_arm64(type.text()); }

bool scales_on_cpu(const Resolved& resolved, const Resource& group) {
  auto is_of_group = [&](const Node* name) {
    const Resource* named = resolved.referred_to(name);
    return named != nullptr && named->id == group.id;
  };
  for (const Resource* alarm : resolved.of_type("AWS::CloudWatch::Alarm")) {
    if (is_of_group(group_of_alarm(*alarm)) && text_at(alarm->properties, {"MetricName"}) == "CPUUtilization")
      return true;
  }
  for (const Resource* policy : resolved.of_type("AWS::AutoScaling::ScalingPolicy")) {
    if (is_of_group(policy->properties->find("AutoScalingGroupName")) &&
        text_at(policy->properties, {"TargetTrackingConfiguration", "PredefinedMetricSpecification",
                                     "PredefinedMetricType"}) == "ASGAverageCPUUtilization") {
      return true;
    }
  }
  return false;
}

void check_architecture(const Resolved& resolved, const Resource& group, const std::vector<const Node*>& types,
                        Report& report) {
  const Resource* launch = launch_template_of(resolved, group);
  const std::string_view image =
      launch != nullptr ? text_at(launch->properties, {"LaunchTemplateData", "ImageId"}) : std::string_view();
  const bool arm = image.find("arm64") != std::string_view::npos;
  if (!arm && image.find("x86_64") == std::string_view::npos) return;
  for (const Node* type : types) {
    const std::optional<bool> found = is_arm(*type);
    if (found && *found != arm) {
      report.add("A010", type->mark(), group.path("Properties"),
                 fmt::format("{} has {} processors, but the image {} is for {}", type->text(), *found ? "Arm" : "x86",
                             image, arm ? "Arm" : "x86"),
                 "choose image and types of one architecture");
    }
  }
}

void check_group(const Resolved& resolved, const Resource& group, Report& report) {
  const Node& p = *group.properties;
  const std::optional<double> least = number_of(p.find("MinSize")), most = number_of(p.find("MaxSize")),
                              wanted = number_of(p.find("DesiredCapacity"));
  if (least && most && *least > *most)
    report.add("A005", p.find("MinSize")->mark(), group.path("Properties.MinSize"),
               fmt::format("MinSize {:g} is above MaxSize {:g}", *least, *most), "swap them");
  if (wanted && ((least && *wanted < *least) || (most && *wanted > *most))) {
    report.add("A005", p.find("DesiredCapacity")->mark(), group.path("Properties.DesiredCapacity"),
               fmt::format("DesiredCapacity {:g} is outside MinSize {} and MaxSize {}", *wanted,
                           least ? fmt::format("{:g}", *least) : "?", most ? fmt::format("{:g}", *most) : "?"),
               "choose one between them");
  }
  if (most && *most == 0)
    report.add("A011", p.find("MaxSize")->mark(), group.path("Properties.MaxSize"),
               fmt::format("{} never has an instance: its MaxSize is 0", group.id), "give it at least 1");
  const std::vector<const Node*> types = instance_types(resolved, group);
  std::set<std::string> different;
  for (const Node* type : types) different.insert(type->text());
  if (wants_spot(resolved, group) && different.size() == 1 && !is_symbolic(*types.front())) {
    report.add("A007", types.front()->mark(), group.path("Properties"),
               fmt::format("all spot instances are of type {}: when AWS runs out of it, there are none",
                           types.front()->text()),
               "give several types in MixedInstancesPolicy.LaunchTemplate.Overrides");
  }
  check_architecture(resolved, group, types, report);
  for (const Node* type : types) {
    if (aws::is_burstable(type->text()) && scales_on_cpu(resolved, group)) {
      report.add(
          "A008", type->mark(), group.path("Properties"),
          fmt::format("{} is throttled without credits, so CPU load says little about the work to do", type->text()),
          "use types without burst credits, such as m6i or m7g");
      break;
    }
  }
}

}  // namespace

void check_scaling(const Resolved& resolved, Report& report) {
  for (const Resource* policy : resolved.of_type("AWS::AutoScaling::ScalingPolicy")) check_steps(*policy, report);
  check_alarms(resolved, report);
  for (const Resource* group : resolved.of_type("AWS::AutoScaling::AutoScalingGroup"))
    check_group(resolved, *group, report);
}

}  // namespace vend::validate
