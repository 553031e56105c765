// Drawings of scaling, the form in text, the stack's name, and what a group needs of the account.
#include <catch2/catch.hpp>
#include <sstream>

#include "run_vend.hpp"
#include "vend/aws/instance_type.hpp"
#include "vend/support/text.hpp"
#include "vend/support/unicode.hpp"

namespace vend {

using Catch::Matchers::Contains;
using testing::Run;
using testing::run_vend;

namespace {

constexpr const char* group = R"(Resources:
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {MinSize: '1', MaxSize: '10', DesiredCapacity: '2', AvailabilityZones: [us-east-1a], LaunchTemplate: {LaunchTemplateId: !Ref Launch, Version: '1'}}
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties: {LaunchTemplateData: {InstanceType: m6a.xlarge, ImageId: ami-0123456789abcdef0}}
)";

std::string policy(const std::string& name, const std::string& comparison, int threshold,
                   const std::string& adjustments, const std::string& type = "ChangeInCapacity") {
  return "  " + name +
         ":\n    Type: AWS::AutoScaling::ScalingPolicy\n    Properties: {AutoScalingGroupName: !Ref Group, PolicyType: "
         "StepScaling, AdjustmentType: " +
         type + ", StepAdjustments: [" + adjustments + "]}\n  " + name +
         "Alarm:\n    Type: AWS::CloudWatch::Alarm\n    Properties: {Namespace: AWS/EC2, MetricName: "
         "CPUUtilization, Statistic: Average, Period: 60, EvaluationPeriods: 1, Dimensions: [{Name: "
         "AutoScalingGroupName, Value: !Ref Group}], Threshold: " +
         std::to_string(threshold) + ", ComparisonOperator: " + comparison + ", AlarmActions: [!Ref " + name + "]}\n";
}

std::string out(int threshold, const std::string& adjustment, const std::string& name = "Out",
                const std::string& type = "ChangeInCapacity") {
  return policy(name, "GreaterThanOrEqualToThreshold", threshold,
                "{MetricIntervalLowerBound: 0, ScalingAdjustment: " + adjustment + "}", type);
}
std::string in(int threshold) {
  return policy("In", "LessThanOrEqualToThreshold", threshold, "{MetricIntervalUpperBound: 0, ScalingAdjustment: -1}");
}

std::string at(int width, const std::string& text, const std::string& part) {
  std::istringstream input(text);
  std::ostringstream printed;
  std::ostringstream err;
  cli::Streams streams{input, printed, err};
  streams.width = width;
  cli::run({"preview", "-", "--show", part}, streams);
  return printed.str();
}

std::string scaling(const std::string& policies) { return at(80, group + policies, "scaling"); }

}  // namespace

TEST_CASE("of several policies on one metric the one with the largest group is drawn", "[preview]") {
  const std::string usual = scaling(out(60, "1") + in(20));
  CHECK_THAT(usual, Contains("  " + std::string(11, '-') + std::string(19, '.') + std::string(21, '1') + "\n"));
  // Both fire above 80: two more, not one, whichever stands first.
  for (const std::string& both : {out(60, "1") + out(80, "2", "More"), out(80, "2", "More") + out(60, "1")})
    CHECK_THAT(scaling(both + in(20)), Contains("1111111111"
                                                "22222222222\n") &&
                                           Contains("the one with the largest group counts"));
  // The size is 2: setting it to 3 adds one, half of it is one, and a quarter is still one (Auto Scaling rounds up to
  // it).
  CHECK_THAT(scaling(out(60, "3", "Set", "ExactCapacity")),
             Contains("...11111") && Contains("counted from 2 instances"));
  for (const char* share : {"50", "25"})
    CHECK_THAT(scaling(out(60, share, "Share", "PercentChangeInCapacity")),
               Contains("...11111") && Contains("counted from 2 instances"));
  CHECK_THAT(scaling(out(60, "1")), !Contains("counted from"));
}

TEST_CASE("thresholds the wrong way round are told", "[preview]") {
  CHECK_THAT(scaling(out(30, "1") + in(60)),
             Contains("From 30 to 60 % one policy adds instances and another removes them"));
  CHECK_THAT(scaling(out(70, "1") + in(30)), !Contains("one policy adds"));
}

TEST_CASE("a metric is a percentage by its name or its unit", "[preview]") {
  const auto with = [](const std::string& name, const std::string& unit = {}) {
    std::string text = out(60, "1");
    text.replace(text.find("CPUUtilization"), 14, name + (unit.empty() ? "" : ", Unit: " + unit));
    return scaling(text);
  };
  for (const char* name : {"disk_used_percent", "RequestUtilization", "CPUUtilization"})
    CHECK_THAT(with(name), Contains("at 60 % or above"));
  CHECK_THAT(with("Waiting", "Percent"), Contains("at 60 % or above"));
  for (const char* name : {"percent_of_jobs", "UtilizationCount", "Waiting"})
    CHECK_THAT(with(name), Contains("at 60 or above"));
}

TEST_CASE("target tracking is drawn", "[preview]") {
  const auto target = [](const std::string& value) {
    return "  Track:\n    Type: AWS::AutoScaling::ScalingPolicy\n    Properties: {AutoScalingGroupName: !Ref Group, "
           "PolicyType: TargetTrackingScaling, "
           "TargetTrackingConfiguration: {PredefinedMetricSpecification: {PredefinedMetricType: "
           "ASGAverageCPUUtilization}, "
           "TargetValue: " +
           value + "}}\n";
  };
  CHECK_THAT(scaling(target("60")), Contains("-----t11111") && Contains("is a target") && Contains("near 60 %"));
  // At the ends of the axis, too.
  CHECK_THAT(scaling(target("1")), Contains("t1111"));
  CHECK_THAT(scaling(target("100")), Contains("-----t\n"));
}

TEST_CASE("drawings fit narrow terminals", "[preview]") {
  const std::string scheduled =
      "  Up:\n    Type: AWS::AutoScaling::ScheduledAction\n    Properties: {AutoScalingGroupName: !Ref Group, "
      "Recurrence: '0 7 * * *', DesiredCapacity: 2}\n"
      "  Down:\n    Type: AWS::AutoScaling::ScheduledAction\n    Properties: {AutoScalingGroupName: !Ref Group, "
      "Recurrence: '0 19 * * *', MinSize: 0, DesiredCapacity: 0}\n";
  for (const int width : {40, 60, 80, 120, 200}) {
    for (const char* part :
         {"scaling", "schedule", "form", "conditions", "outputs", "tags", "stack", "life", "rights"}) {
      INFO(width << ' ' << part);
      const std::string drawn = at(width, group + out(60, "1") + in(20) + scheduled, part);
      for (std::string_view line : support::split_lines(drawn)) {
        INFO(line);
        CHECK(support::display_width(line) <= static_cast<std::size_t>(width));
      }
    }
  }
  CHECK_THAT(at(40, group + scheduled, "schedule"), Contains("Mon .......222222222222.....\n"));
}

TEST_CASE("an instance's life is drawn to scale, the stack and the rights are told", "[preview]") {
  const std::string life = run_vend({"preview", "--preset", "linux-docker-hot-ha", "--show", "life"}).out;
  // The hook with heartbeats holds an instance for 48 hours; the drain itself gives up before.
  CHECK_THAT(life, Contains("While it boots") && Contains("While it drains") && Contains("this ends it first"));
  std::size_t longest = 0, bars = 0;
  for (const std::string_view line : support::split_lines(life)) {
    const std::string_view bar = support::trim(line);
    if (bar.empty() || bar.find_first_not_of("#=") != std::string_view::npos) continue;
    ++bars;
    longest = std::max(longest, bar.size());
  }
  CHECK(bars >= 6);
  CHECK(longest == 60);
  const std::string rights = run_vend({"preview", "--preset", "linux-docker-hot-ha", "--show", "rights"}).out;
  CHECK_THAT(rights, Contains("WHO MAY DO WHAT") && Contains("ASGRebootRole may complete lifecycle action"));
  const std::string stack = run_vend({"preview", "--preset", "linux-docker-hot-ha", "--show", "stack"}).out;
  CHECK_THAT(stack,
             Contains("STACK") && Contains("InstanceASG  AWS::AutoScaling::AutoScalingGroup") && Contains("uses "));
  CHECK_THAT(run_vend({"preview"}).out, !Contains("STACK  (who") && Contains("WHO MAY DO WHAT"));
}

TEST_CASE("the form names the parameter, what it takes and its help", "[preview]") {
  const Run run = run_vend({"preview", "--preset", "linux-docker-hot-ha", "--show", "form"});
  CHECK_THAT(run.out, Contains("FORM  (* changed") && Contains("3GITLABRunnerInstanceURL") && Contains("takes: ") &&
                          Contains("-p NAME=VALUE"));
  // In the whole report only what is to be typed.
  const Run whole = run_vend({"preview", "--preset", "linux-docker-hot-ha"});
  CHECK_THAT(whole.out, Contains("3GITLABRunnerInstanceURL") && Contains("--show form prints"));
}

TEST_CASE("the stack has the spec's name", "[preview]") {
  CHECK_THAT(run_vend({"preview", "-"}, "name: team-a\nplatform: amazon-linux-2023\n").out,
             Contains("team-a.cf.yml: stack team-a\n") && Contains("Assumed: region us-east-1 (--region), account"));
  CHECK_THAT(run_vend({"preview", "-", "--stack-name", "other"}, "name: team-a\nplatform: amazon-linux-2023\n").out,
             Contains("stack other\n"));
  const std::string unknown = run_vend({"preview", "-"}, group).out;
  CHECK_THAT(unknown, Contains("Assumed: stack gitlab-runners (--stack-name), region us-east-1 (--region)"));
  const std::string given =
      run_vend({"preview", "-", "--stack-name", "a", "--region", "eu-west-1", "--account", "210987654321"}, group).out;
  CHECK_THAT(given, Contains(": stack a, region eu-west-1, account 210987654321\n") && !Contains("Assumed"));
  CHECK_THAT(run_vend({"preview", "-", "--format", "json"}, group).out, Contains("\"assumed\": ["));
}

TEST_CASE("what a group needs: hours, vCPUs by quota, addresses", "[preview]") {
  const std::string whole = run_vend({"preview", "-"}, group).out;
  CHECK_THAT(whole, Contains("Instance hours of a week: 336 at the size it starts with"));
  CHECK_THAT(whole, Contains("40 of \"Running On-Demand Standard"));
  CHECK_THAT(whole, Contains("Addresses in the subnets: 10"));
  const std::string spot = run_vend({"preview", "--preset", "linux-docker-spot-fleet"}).out;
  CHECK_THAT(spot, Contains("400 of \"All Standard"));
}

TEST_CASE("vCPUs by the name of a type", "[aws]") {
  CHECK(aws::vcpus("m6a.large") == 2);
  CHECK(aws::vcpus("c5.24xlarge") == 96);
  CHECK(aws::vcpus("t3.micro") == 2);
  CHECK(aws::vcpus("g4dn.xlarge") == 4);
  CHECK_FALSE(aws::vcpus("t2.micro"));
  CHECK_FALSE(aws::vcpus("m5.metal"));
  CHECK_FALSE(aws::vcpus("hpc7a.12xlarge"));
  CHECK_FALSE(aws::vcpus("large"));
  CHECK(aws::quota_of("m6a.large") == "Standard (A, C, D, H, I, M, R, T, Z)");
  CHECK(aws::quota_of("g5.xlarge") == "G and VT");
  CHECK(aws::quota_of("p5.48xlarge").empty());
}

}  // namespace vend
