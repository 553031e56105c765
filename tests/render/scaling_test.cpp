// Scaling, fallback and alarms as templates say them.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "render/render_of.hpp"
#include "vend/aws/limits.hpp"
#include "vend/document/json_writer.hpp"
#include "vend/evaluate/evaluate.hpp"
#include "vend/support/text.hpp"

using namespace vend;
using document::Node;
using testing::library;
using testing::render_of;

namespace {

const Node& resource(const evaluate::Result& result, std::string_view id) {
  INFO(id);
  const Node* found = result.resources.find(id);
  REQUIRE(found != nullptr);
  return *found;
}

evaluate::Result evaluated(const std::string& spec, std::map<std::string, std::string> values = {}) {
  values.emplace("3GITLABRunnerRegTokenList", "glrt-token");
  evaluate::Input input{std::move(values), {}};
  input.environment.stack_name = "team-a";
  return evaluate::evaluate(render_of(spec), input);
}

std::string text_of(const Node& node, std::initializer_list<std::string_view> path) {
  const Node* at = &node;
  for (std::string_view key : path) {
    at = at->find(key);
    if (at == nullptr) return "";
  }
  return at->text();
}

}  // namespace

TEST_CASE("job slots are the same metric for alarms and targets, on Linux and Windows") {
  const std::string platform = GENERATE("platform: amazon-linux-2\n", "platform: windows-2022\n");
  const std::string executor = GENERATE("executor: docker\n", "executor: shell\n");
  const evaluate::Result result =
      evaluated(platform + executor +
                "fixed: true\nscaling: [{metric: slots, out: {at: 80}, in: {at: 20}}, {metric: slots, target: 60}]\n");
  for (const auto& [alarm, threshold, period] :
       {std::tuple{"HighUtilizationAlarm", "80", "60"}, std::tuple{"LowUtilizationAlarm", "20", "300"}}) {
    const Node& found = resource(result, alarm);
    CHECK(text_of(found, {"Properties", "Namespace"}) == "vend/team-a");
    CHECK(text_of(found, {"Properties", "MetricName"}) == "runner_slots_used_percent");
    CHECK(text_of(found, {"Properties", "Threshold"}) == threshold);
    CHECK(text_of(found, {"Properties", "Period"}) == period);
  }
  const Node& target = resource(result, "TargetTrackingPolicy2");
  CHECK(text_of(target, {"Properties", "TargetTrackingConfiguration", "CustomizedMetricSpecification", "MetricName"}) ==
        "runner_slots_used_percent");
  // Under that name the instances send it.
  for (const scripts::Script& script : library().all()) {
    if (script.loads.empty()) continue;
    INFO(script.name);
    const std::string both = script.text + library().find(script.loads)->text;
    for (const char* gauge :
         {"runner_slots_used_percent", "runner_takes_no_jobs", "runner_drain_seconds", "runner_jobs", "runner_slots"})
      CHECK(both.find(gauge) != std::string::npos);
  }
}

TEST_CASE("the full template's form chooses the metric and takes the old periods for a minute") {
  for (const auto& [choice, name_space, name] :
       {std::tuple{"CPU", "AWS/EC2", "CPUUtilization"}, std::tuple{"Memory", "vend/team-a", "mem_used_percent"},
        std::tuple{"Slots", "vend/team-a", "runner_slots_used_percent"}}) {
    for (const auto& [seconds, out, in] : {std::tuple{"0", "60", "300"}, std::tuple{"10", "60", "60"},
                                           std::tuple{"30", "60", "60"}, std::tuple{"120", "120", "120"}}) {
      const evaluate::Result result =
          evaluated("{}", {{"5ASGAutoScalingEnabled", "true"},
                           {"5ASGAutoScalingMetricTypeToMonitor", choice},
                           {"5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds", seconds},
                           {"5ASGAutoScalingSetScaleInUtilizationThresholdSeconds", seconds}});
      CHECK(text_of(resource(result, "HighUtilizationAlarm"), {"Properties", "Namespace"}) == name_space);
      CHECK(text_of(resource(result, "HighUtilizationAlarm"), {"Properties", "MetricName"}) == name);
      CHECK(text_of(resource(result, "HighUtilizationAlarm"), {"Properties", "Period"}) == out);
      CHECK(text_of(resource(result, "LowUtilizationAlarm"), {"Properties", "Period"}) == in);
    }
  }
}

TEST_CASE("a stack's metrics have a namespace of their own, and its role writes to no other") {
  const std::string name_space = "vend/team-a";
  const std::string spec = GENERATE(as<std::string>(), "name: team-a\n", "platform: amazon-linux-2023\n",
                                    "platform: windows-2022\nexecutor: shell\n");
  const evaluate::Result result = evaluated(
      spec +
      "scaling: [{metric: memory, out: {at: 80}}, {metric: slots, out: {at: 80}, in: {at: 20}}, {metric: slots, "
      "target: 60}]\ndashboard: true\nalarms: {topic: \"arn:aws:sns:us-east-1:123456789012:t\"}\n"
      "spot: {on_demand_percentage: 0, fallback: {max: 2}}\n");
  std::size_t of_stack = 0, of_aws = 0;
  const std::function<void(const Node&)> look = [&](const Node& node) {
    for (const document::Member& one : node.members()) {
      if (one.key == "Namespace") {
        INFO(one.value.text());
        CHECK((one.value.text() == name_space || one.value.text().starts_with("AWS/")));
        (one.value.text() == name_space ? of_stack : of_aws) += 1;
      }
      if (one.key == "cloudwatch:namespace") CHECK(one.value.text() == name_space);
      if (one.key == "DashboardBody") CHECK(one.value.text().find("[\"" + name_space + "\"") != std::string::npos);
      CHECK(one.value.text().find("CWAgent") == std::string::npos);
      look(one.value);
    }
    for (const Node& one : node.items()) look(one);
  };
  look(result.resources);
  CHECK(of_stack >= 6);
  CHECK(of_aws >= 2);
  for (const scripts::Script& script : library().all()) {
    if (script.loads.empty()) continue;
    INFO(script.name);
    const std::string both = script.text + library().find(script.loads)->text;
    const bool windows = script.name.starts_with("windows");
    const std::string in_agent = windows ? "'namespace':'vend/$STACK'" : R"("namespace":"vend/'$STACK'")";
    CHECK(both.find(in_agent) != std::string::npos);
    const std::string call = "put-metric-data --namespace ";
    std::size_t calls = 0;
    for (std::size_t at = both.find(call); at != std::string::npos; at = both.find(call, at + 1), ++calls)
      CHECK(both.substr(at + call.size(), 13) == R"("vend/$STACK")");
    CHECK(calls == 1);
  }
}

TEST_CASE("no alarm of any spec is faster than its metric, and each default is among the offered values") {
  for (const char* spec : {"{}", "platform: amazon-linux-2023\nscaling: [{metric: slots, out: {at: 70, for: 25m}}]\n",
                           "scaling: [{metric: cpu, out: {at: 70, for: 2h}, in: {at: 30, for: 7m}}]\n"}) {
    INFO(spec);
    const cfn::Template t = render_of(spec);
    for (const document::Member& one : t.parameters.members()) {
      const Node *allowed = one.value.find("AllowedValues"), *given = one.value.find("Default");
      if (allowed == nullptr || given == nullptr) continue;
      INFO(one.key);
      CHECK(std::ranges::any_of(allowed->items(), [&](const Node& value) { return value.text() == given->text(); }));
    }
    const bool full = t.parameters.find("5ASGAutoScalingEnabled") != nullptr;
    const evaluate::Result result =
        evaluated(spec, full ? std::map<std::string, std::string>{{"5ASGAutoScalingEnabled", "true"}}
                             : std::map<std::string, std::string>{});
    CHECK(result.diagnostics.empty());
  }
}

TEST_CASE("a fallback on demand drains as its group does, and its alarms count what is missing") {
  const evaluate::Result result = evaluated(
      "platform: amazon-linux-2023\nspot: {on_demand_percentage: 0, fallback: {max: 4, after: 7m}}\n"
      "instances: [m5.large, m6i.large]\ntags: {team: a}\n");
  const Node &main = resource(result, "InstanceASG"), &fallback = resource(result, "FallbackASG");
  for (const char* same : {"LifecycleHookSpecificationList", "Tags", "DefaultInstanceWarmup", "AvailabilityZones"}) {
    INFO(same);
    REQUIRE(main.find("Properties")->find(same) != nullptr);
    CHECK(*main.find("Properties")->find(same) == *fallback.find("Properties")->find(same));
  }
  CHECK(*main.find("DependsOn") == *fallback.find("DependsOn"));
  CHECK(text_of(fallback, {"Properties", "MaxSize"}) == "4");
  CHECK(text_of(fallback, {"Properties", "DesiredCapacity"}) == "0");
  CHECK(text_of(fallback, {"Properties", "MixedInstancesPolicy", "InstancesDistribution",
                           "OnDemandPercentageAboveBaseCapacity"}) == "100");
  CHECK(fallback.find("CreationPolicy") == nullptr);
  for (const auto& [alarm, policy, sign] :
       {std::tuple{"SpotMissingAlarm", "FallbackUpPolicy", 1}, std::tuple{"SpotBackAlarm", "FallbackDownPolicy", -1}}) {
    CHECK(text_of(resource(result, alarm), {"Properties", "Threshold"}) == std::to_string(sign));
    CHECK(text_of(resource(result, alarm), {"Properties", "EvaluationPeriods"}) == "7");
    // Never more at once than are missing.
    const Node& steps = *resource(result, policy).find("Properties")->find("StepAdjustments");
    for (const Node& step : steps.items()) {
      const Node* near = step.find(sign > 0 ? "MetricIntervalLowerBound" : "MetricIntervalUpperBound");
      REQUIRE(near != nullptr);
      CHECK(std::abs(std::stoi(step.find("ScalingAdjustment")->text())) == std::abs(std::stoi(near->text())) + 1);
    }
  }
  const std::string text = document::write_json(result.resources);
  CHECK(text.find("autoScalingGroupName/team-a-FallbackASG-*") != std::string::npos);
  CHECK(render_of("platform: amazon-linux-2023\n").resources.find("FallbackASG") == nullptr);
}

TEST_CASE("a start from the form brings the group's own smallest size back") {
  const evaluate::Result result =
      evaluated("platform: amazon-linux-2023\nsize: {min: 3, desired: 4, max: 9}\nschedules: ask\n",
                {{"4ASGScheduledStartupCron", "0 7 * * *"}, {"4ASGScheduledShutdownCron", "0 19 * * *"}});
  CHECK(text_of(resource(result, "ScheduledActionDailyStart"), {"Properties", "MinSize"}) == "3");
  CHECK(text_of(resource(result, "ScheduledActionDailyStop"), {"Properties", "MinSize"}) == "0");
}

TEST_CASE("a log group survives a failed creation, and is not in the next one's way") {
  const evaluate::Result result = evaluated("platform: amazon-linux-2023\n");
  const Node& group = resource(result, "RunnerLogGroup");
  CHECK(text_of(group, {"DeletionPolicy"}) == "Retain");
  CHECK(text_of(group, {"UpdateReplacePolicy"}) == "Retain");
  CHECK(text_of(group, {"Properties", "LogGroupName"}).empty());
}

TEST_CASE("an update by instance refresh stands alone") {
  const Node refresh =
      *render_of("platform: amazon-linux-2023\nupdate: {type: refresh}\n").resources.find("InstanceASG");
  const Node& policy = *refresh.find("UpdatePolicy");
  CHECK(policy.find("AutoScalingRollingUpdate") == nullptr);
  CHECK(text_of(policy, {"AutoScalingInstanceRefresh", "Preferences", "ScaleInProtectedInstances"}) == "Refresh");
  const Node rolling =
      *render_of("platform: amazon-linux-2023\nupdate: {min_success_percentage: 80}\n").resources.find("InstanceASG");
  CHECK(text_of(rolling, {"UpdatePolicy", "AutoScalingRollingUpdate", "MinSuccessfulInstancesPercent"}) == "80");
  CHECK(text_of(rolling, {"CreationPolicy", "AutoScalingCreationPolicy", "MinSuccessfulInstancesPercent"}) == "80");
  CHECK(rolling.find("UpdatePolicy")->find("AutoScalingInstanceRefresh") == nullptr);
  const Node kept = *render_of("platform: amazon-linux-2023\ndrain: {keep_failed: true}\nfixed: true\n")
                         .resources.find("InstanceASG");
  CHECK(text_of(kept, {"Properties", "InstanceLifecyclePolicy", "RetentionTriggers", "TerminateHookAbandon"}) ==
        "retain");
  for (const Node& hook : kept.find("Properties")->find("LifecycleHookSpecificationList")->items())
    CHECK(text_of(hook, {"DefaultResult"}) == "ABANDON");
}

TEST_CASE("alarms are for a topic, and of metrics that the group has") {
  const evaluate::Result result = evaluated(
      "platform: windows-2022\nalarms: {topic: 'arn:aws:sns:eu-central-1:123456789012:a', no_jobs: 10m, drain: 2h, "
      "boot: 20m}\n");
  for (const char* id : {"BelowDesiredAlarm", "TakesNoJobsAlarm", "LongDrainAlarm", "SlowBootAlarm"})
    CHECK(resource(result, id).find("Properties")->find("AlarmActions")->items().front().text() ==
          "arn:aws:sns:eu-central-1:123456789012:a");
  CHECK(text_of(resource(result, "TakesNoJobsAlarm"), {"Properties", "EvaluationPeriods"}) == "10");
  CHECK(text_of(resource(result, "LongDrainAlarm"), {"Properties", "Threshold"}) == "7200");
  CHECK(text_of(resource(result, "SlowBootAlarm"), {"Properties", "Threshold"}) == "1200");
  CHECK(resource(result, "InstanceASG").find("Properties")->find("NotificationConfigurations") != nullptr);
  CHECK(render_of("platform: windows-2022\n").resources.find("BelowDesiredAlarm") == nullptr);
}
