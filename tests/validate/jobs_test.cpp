// What templates do to running jobs: what must be said, and what must not, for each code that begins with J;
// hence the length.
#include <catch2/catch.hpp>
#include <map>

#include "vend/validate/check.hpp"

using namespace vend;

namespace {

std::string replaced(std::string text, const std::map<std::string, std::string>& with) {
  for (const auto& [from, to] : with) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  }
  return text;
}

// Codes of the rules about jobs, each once, without the remark on express mode.
std::string jobs_of(const std::string& text, support::Severity least = support::Severity::warning,
                    const std::map<std::string, std::string>& parameters = {}) {
  validate::Options options;
  options.input.parameters = parameters;
  std::string codes;
  for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options)) {
    UNSCOPED_INFO(support::to_text(one, text));
    if (!one.code.starts_with("J") || one.code == "J013" || one.severity < least) continue;
    if (codes.find(one.code) == std::string::npos) codes += (codes.empty() ? "" : " ") + one.code;
  }
  return codes;
}

const std::string group = R"(
Description: gitlab runners
Parameters:
  DrainLimit: {Type: Number, Default: 3600}
Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        IamInstanceProfile: {Name: !Ref Profile}
        UserData: {Fn::Base64: !Sub "#!/bin/sh\nDRAIN_LIMIT='${DrainLimit}' drain\ncfn-signal\n"}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
      Policies:
        - PolicyName: Drain
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - {Effect: Allow, Action: ['autoscaling:RecordLifecycleActionHeartbeat', 'autoscaling:CompleteLifecycleAction'], Resource: 'arn:*:autoscaling:*:*:autoScalingGroup:*'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    CreationPolicy: {ResourceSignal: {Timeout: PT15M}}
    UpdatePolicy:
      AutoScalingRollingUpdate: {WaitOnResourceSignals: true, PauseTime: PT15M, MinInstancesInService: 1}
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: boot, LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING', HeartbeatTimeout: 900}
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)";

const std::string actions =
    "Action: ['autoscaling:RecordLifecycleActionHeartbeat', 'autoscaling:CompleteLifecycleAction']";
const std::string drain_hook =
    "        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', "
    "HeartbeatTimeout: 600, DefaultResult: CONTINUE}\n";

}  // namespace

TEST_CASE("a group whose times fit has no findings", "[jobs]") {
  CHECK(jobs_of(group, support::Severity::info).empty());
}

TEST_CASE("times of hooks, updates and creations are held against each other", "[jobs]") {
  auto [from, to, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"HeartbeatTimeout: 600", "HeartbeatTimeout: 20", "J005"},
      {"HeartbeatTimeout: 600", "HeartbeatTimeout: 7201", "J005"},
      {"MinSize: '1'", "MinSize: '1'\n      MaxInstanceLifetime: 3600", "J005"},
      {"PauseTime: PT15M", "PauseTime: PT2H", "J005"},
      {"PauseTime: PT15M", "PauseTime: 15 minutes", "J005"},
      {"PauseTime: PT15M, ", "", "J005"},            // five minutes then
      {"PauseTime: PT15M", "PauseTime: PT10M", ""},  // a note only
      {"Timeout: PT15M", "Timeout: PT13H", "J005"},
      {"HeartbeatTimeout: 900", "HeartbeatTimeout: 600", ""},   // the role may renew it
      {"HeartbeatTimeout: 900", "HeartbeatTimeout: 1800", ""},  // a note only
  }));
  INFO(to);
  CHECK(jobs_of(replaced(group, {{from, to}})) == expected);
}

TEST_CASE("what a statement denies, a role may not do", "[jobs]") {
  const std::string allow = "              - {Effect: Allow, ";
  const auto with = [&](const std::string& statement) {
    return jobs_of(replaced(group, {{allow, "              - " + statement + "\n" + allow}}));
  };
  const std::string deny = "{Effect: Deny, Resource: '*', ";
  CHECK(with(deny + "Action: 's3:*'}").empty());
  CHECK(with(deny + "Action: 'autoscaling:*'}") == "J008 J012");
  CHECK(with(deny + "Action: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat']}") ==
        "J008 J012");
  // Only sometimes.
  CHECK(with(deny + "Action: '*', Condition: {StringEquals: {'aws:RequestedRegion': eu-west-1}}}").empty());
}

TEST_CASE("a launching hook that nothing renews must last as long as the stack waits", "[jobs]") {
  const std::map<std::string, std::string> nobody = {{actions, "Action: 's3:GetObject'"}};
  CHECK(jobs_of(replaced(group, nobody)) == "J008 J012");
  const std::string shorter = replaced(replaced(group, nobody), {{"HeartbeatTimeout: 900", "HeartbeatTimeout: 600"}});
  CHECK(jobs_of(shorter) == "J008 J011 J012");
  // A pause that waits for nobody is no limit.
  const std::string pauses =
      replaced(shorter, {{"WaitOnResourceSignals: true, ", ""}, {"Timeout: PT15M", "Timeout: PT10M"}});
  CHECK(jobs_of(pauses) == "J008 J012");
}

TEST_CASE("a drain cannot last longer than its hook", "[jobs]") {
  CHECK(jobs_of(group, support::Severity::warning, {{"DrainLimit", "60000"}}).empty());
  CHECK(jobs_of(group, support::Severity::warning, {{"DrainLimit", "60001"}}) == "J012");
  const std::string hook = replaced(group, {{"HeartbeatTimeout: 600", "HeartbeatTimeout: 7200"}});
  CHECK(jobs_of(hook, support::Severity::warning, {{"DrainLimit", "172800"}}).empty());
  CHECK(jobs_of(hook, support::Severity::warning, {{"DrainLimit", "172801"}}) == "J012");
  // Units in the name, and limits of something else.
  CHECK(jobs_of(replaced(group, {{"DRAIN_LIMIT='${DrainLimit}'", "MAX_DRAIN_HOURS=17"}})) == "J012");
  CHECK(jobs_of(replaced(group, {{"DRAIN_LIMIT='${DrainLimit}'", "MAX_DRAIN_HOURS=16"}})).empty());
  CHECK(jobs_of(replaced(group, {{"DRAIN_LIMIT='${DrainLimit}'", "CONNECTION_DRAIN_TIMEOUT=99999"}})).empty());
}

TEST_CASE("a limit of a drain is that of the groups that refer to it", "[jobs]") {
  // The groups whose drains last too long.
  const auto of = [](const std::string& text) {
    validate::Options options;
    options.input.parameters = {{"DrainLimit", "60001"}};
    std::string groups;
    for (const support::Diagnostic& one : validate::check_text(text, "t.yml", options)) {
      if (one.code == "J012") groups += one.path + " ";
    }
    return groups;
  };
  const std::string elsewhere = replaced(group, {{"DRAIN_LIMIT='${DrainLimit}' ", ""}});
  const std::string function =
      "  Drain: {Type: 'Custom::Drain', Properties: {ServiceToken: x, Group: !Ref G, Limit: !Ref DrainLimit}}\n";
  // The only group is what a function drains that has the limit.
  CHECK(of(elsewhere + function) == "Resources.G.Properties ");
  const std::string other = R"(  Second:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy: {AutoScalingReplacingUpdate: {WillReplace: true}}
    CreationPolicy: {ResourceSignal: {Timeout: PT15M}}
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)";
  // Of two groups it is neither's then, unless a script has it, or something that a script names.
  CHECK(of(elsewhere + other + function).empty());
  CHECK(of(group + other) == "Resources.G.Properties Resources.Second.Properties ");
  const std::string first_only = replaced(elsewhere, {{"LaunchTemplate: {LaunchTemplateId: !Ref LT",
                                                       "Tags: [{Key: !Ref Limit, Value: x, PropagateAtLaunch: true}]\n"
                                                       "      LaunchTemplate: {LaunchTemplateId: !Ref LT"}});
  const std::string limit =
      "  Limit: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: !Ref DrainLimit}}\n";
  CHECK(of(first_only + other + limit) == "Resources.G.Properties ");
}

TEST_CASE("a limit of a drain is known by its name, and its unit with it", "[jobs]") {
  // The hook lasts 60,000 s, which are 1,000 minutes, or 16 hours and more.
  const auto [name, longest] = GENERATE(table<std::string, int>({
      {"DRAIN_LIMIT", 60000},
      {"MAX_DRAIN", 60000},
      {"DRAIN_TIMEOUT", 60000},
      {"LONGEST_DRAIN", 60000},
      {"DRAIN_SECONDS", 60000},
      {"DRAIN_LIMIT_MINUTES", 1000},
      {"DRAIN_TIMEOUT_HOURS", 16},
      {"drain_limit_minutes", 1000},
      {"DRAIN", 0},
      {"DRAIN_LIMIT_MILLIS", 0},
      {"TARGET_DRAIN_LIMIT", 0},
      {"ELB_DRAIN_LIMIT", 0},
      {"DRAIN_POLL_SECONDS", 0},
      {"DRAIN_INTERVAL_SECONDS", 0},
      {"CONNECTION_DRAIN_SECONDS", 0},
      {"LIMIT", 0},
  }));
  CAPTURE(name);
  const auto with = [&, &name = name](int value) {
    return jobs_of(replaced(group, {{"DRAIN_LIMIT='${DrainLimit}'", name + "=" + std::to_string(value)}}));
  };
  CHECK(with(longest != 0 ? longest : 60000).empty());
  CHECK(with(longest != 0 ? longest + 1 : 99999) == (longest != 0 ? "J012" : ""));
}

TEST_CASE("who may renew a hook is read as IAM reads it", "[jobs]") {
  auto [action, fine] = GENERATE(table<std::string, bool>({
      {"Action: '*'", true},
      {"Action: 'autoscaling:*'", true},
      {"Action: ['autoscaling:Record*', 'autoscaling:Complete*']", true},
      {"Action: 'AutoScaling:recordlifecycleactionheartbea?'", true},
      {"Action: 'autoscaling:*LifecycleAction*'", true},
      {"NotAction: 'iam:*'", true},
      {"NotAction: 'autoscaling:*'", false},
      {"Action: 'autoscaling:Describe*'", false},
      {"Action: 'ec2:*'", false},
  }));
  INFO(action);
  CHECK((jobs_of(replaced(group, {{actions, action}})).find("J008") == std::string::npos) == fine);
}

TEST_CASE("managed policies, other roles and answers from elsewhere raise no alarm", "[jobs]") {
  const std::string without = replaced(group, {{actions, "Action: 's3:GetObject'"}, {"Default: 3600", "Default: 600"}});
  const std::string role = "AssumeRolePolicyDocument:";
  auto with_managed = [&](const std::string& arn) {
    return jobs_of(replaced(without, {{role, "ManagedPolicyArns: ['" + arn + "']\n      " + role}}));
  };
  CHECK(with_managed("arn:aws:iam::aws:policy/AutoScalingFullAccess").empty());
  CHECK(with_managed("arn:aws-us-gov:iam::aws:policy/AdministratorAccess").empty());
  CHECK(with_managed("arn:aws:iam::123456789012:policy/Drain").empty());
  CHECK(with_managed("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore") == "J008");
  CHECK(jobs_of(replaced(without, {{"{Name: !Ref Profile}", "{Name: made-elsewhere}"}})).empty());
  CHECK(jobs_of(replaced(without, {{"        IamInstanceProfile: {Name: !Ref Profile}\n", ""}})) == "J008");
  CHECK(jobs_of(replaced(without,
                         {{"HeartbeatTimeout: 600",
                           "NotificationTargetARN: 'arn:aws:sqs:eu-west-1:123456789012:q', HeartbeatTimeout: 600"}}))
            .empty());
  const std::string answering =
      "  Answer:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Version: '2012-10-17', "
      "Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]}\n      "
      "Policies: [{PolicyName: Answer, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: "
      "'autoscaling:CompleteLifecycleAction', Resource: 'arn:*:autoscaling:*'}]}}]\n";
  CHECK(jobs_of(without + answering).empty());
}

TEST_CASE("what a drain needs must outlive the group", "[jobs]") {
  // A profile and a role that are named by their names are no dependencies.
  const std::string named = replaced(
      group, {{"{Name: !Ref Profile}", "{Name: runners}"},
              {"Properties: {Roles: [!Ref Role]}", "Properties: {InstanceProfileName: runners, Roles: [!Ref Role]}"}});
  CHECK(jobs_of(named) == "J009");
  CHECK(jobs_of(replaced(named, {{"  G:\n    Type:", "  G:\n    DependsOn: Profile\n    Type:"}})).empty());
  const std::string retained = replaced(
      group, {{"  G:\n    Type:", "  G:\n    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n    Type:"}});
  CHECK(jobs_of(retained) == "J009");
}

TEST_CASE("what ends instances without a hook is said, and what does not end them is not", "[jobs]") {
  const std::string bare = replaced(
      group,
      {{drain_hook, ""},
       {"    UpdatePolicy:\n", ""},
       {"      AutoScalingRollingUpdate: {WaitOnResourceSignals: true, PauseTime: PT15M, MinInstancesInService: 1}\n",
        ""}});
  CHECK(jobs_of(bare) == "J001");  // rebalancing between zones
  const std::string one_zone = replaced(bare, {{"!GetAZs ''", "[!Select [0, !GetAZs '']]"}});
  CHECK(jobs_of(one_zone).empty());
  const std::string schedule =
      "  S: {Type: AWS::AutoScaling::ScheduledAction, Properties: {AutoScalingGroupName: !Ref G, Recurrence: '0 7 * * "
      "*', ";
  CHECK(jobs_of(one_zone + schedule + "MinSize: 2}}\n").empty());
  CHECK(jobs_of(one_zone + schedule + "DesiredCapacity: 1}}\n") == "J001");
  const std::string is_protected =
      replaced(bare, {{"MinSize: '1'", "NewInstancesProtectedFromScaleIn: true\n      MinSize: '1'"}});
  CHECK(jobs_of(is_protected + schedule + "DesiredCapacity: 1}}\n").empty());
}

TEST_CASE("scheduled actions of the group itself disturb its rolling update, those of another do not", "[jobs]") {
  const auto action = [](const std::string& id, const std::string& of) {
    return "  " + id + ": {Type: AWS::AutoScaling::ScheduledAction, Properties: {AutoScalingGroupName: " + of +
           ", Recurrence: '0 20 * * *', MinSize: 2}}\n";
  };
  CHECK(jobs_of(group + action("A", "elsewhere")).empty());
  CHECK(jobs_of(group + action("A", "!Ref G")) == "J018");
  CHECK(jobs_of(group + action("A", "elsewhere") + action("B", "!Ref G")) == "J018");
}

TEST_CASE("signals may come from software of the image that has the permission", "[jobs]") {
  const std::string silent = replaced(group, {{"cfn-signal", "true"}});
  CHECK(jobs_of(silent) == "J006");
  CHECK(jobs_of(replaced(silent, {{"'autoscaling:CompleteLifecycleAction']",
                                   "'autoscaling:CompleteLifecycleAction', 'cloudformation:SignalResource']"}}))
            .empty());
}

TEST_CASE("a hook as a resource of its own is deleted before its group", "[jobs]") {
  const std::string apart =
      replaced(group, {{drain_hook, ""}}) +
      "  H: {Type: AWS::AutoScaling::LifecycleHook, Properties: {AutoScalingGroupName: !Ref G, LifecycleTransition: "
      "'autoscaling:EC2_INSTANCE_TERMINATING', DefaultResult: CONTINUE}}\n";
  CHECK(jobs_of(apart).empty());
  CHECK(jobs_of(apart, support::Severity::info) == "J014");
  CHECK(jobs_of(replaced(apart, {{"      AutoScalingRollingUpdate: {WaitOnResourceSignals: true, PauseTime: PT15M, "
                                  "MinInstancesInService: 1}",
                                  "      AutoScalingReplacingUpdate: {WillReplace: true}"}})) == "J014");
}

TEST_CASE("a group that goes to zero comes back, or it is said") {
  const std::string metric = GENERATE("Namespace: AWS/EC2, MetricName: CPUUtilization",
                                      "Namespace: CWAgent, MetricName: runner_slots_used_percent");
  const std::string scaled =
      replaced(group, {{"MinSize: '1'", "MinSize: '0'\n      DesiredCapacity: '1'"},
                       {"MinInstancesInService: 1}",
                        "MinInstancesInService: 0, SuspendProcesses: [AlarmNotification, ScheduledActions]}\n"
                        "      AutoScalingScheduledAction: {IgnoreUnmodifiedGroupSizeProperties: true}"}}) +
      R"(
  Out:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties: {AutoScalingGroupName: !Ref G, PolicyType: StepScaling, AdjustmentType: ChangeInCapacity, StepAdjustments: [{MetricIntervalLowerBound: 0, ScalingAdjustment: 1}]}
  Busy:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Dimensions: [{Name: AutoScalingGroupName, Value: !Ref G}]
      ComparisonOperator: GreaterThanThreshold
      Threshold: 70
      EvaluationPeriods: 1
      Period: 300
      Statistic: Average
      AlarmActions: [!Ref Out]
      )" +
      metric.substr(0, metric.find(',')) + "\n      " + metric.substr(metric.find(',') + 2) + "\n";
  const std::string start = R"(
  Morning:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, Recurrence: 0 7 * * *, )";
  CHECK(jobs_of(scaled) == "J020");
  CHECK(jobs_of(scaled + start + "DesiredCapacity: 2}\n").empty());
  CHECK(jobs_of(scaled + start + "MinSize: 1}\n").empty());
  CHECK(jobs_of(scaled + start + "MaxSize: 9}\n") == "J020");
  CHECK(jobs_of(replaced(scaled, {{"MinSize: '0'", "MinSize: '1'"}})).empty());
  // The queue's length is there without instances; and nobody else calls the policy of an alarm.
  CHECK(jobs_of(replaced(scaled, {{"{Name: AutoScalingGroupName, Value: !Ref G}", "{Name: Queue, Value: jobs}"}}))
            .empty());
  CHECK(jobs_of(replaced(scaled, {{"      AlarmActions: [!Ref Out]\n", ""}})).empty());
  // Without policies somebody else sets the size: an autoscaler of another place.
  CHECK(jobs_of(replaced(group, {{"MinSize: '1'", "MinSize: '0'"},
                                 {"MinInstancesInService: 1", "MinInstancesInService: 0"},
                                 {"{ResourceSignal: {Timeout", "{ResourceSignal: {Count: 0, Timeout"}}))
            .empty());
  // Target tracking makes its own alarm on the same metric.
  const std::string tracked =
      replaced(group, {{"MinSize: '1'", "MinSize: '0'\n      DesiredCapacity: '1'"},
                       {"MinInstancesInService: 1}",
                        "MinInstancesInService: 0, SuspendProcesses: [AlarmNotification, ScheduledActions]}\n"
                        "      AutoScalingScheduledAction: {IgnoreUnmodifiedGroupSizeProperties: true}"}}) +
      R"(
  Track:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties: {AutoScalingGroupName: !Ref G, PolicyType: TargetTrackingScaling, TargetTrackingConfiguration: {TargetValue: 50, PredefinedMetricSpecification: {PredefinedMetricType: ASGAverageCPUUtilization}}}
)";
  CHECK(jobs_of(tracked) == "J020");
}

TEST_CASE("a stop schedule without a start") {
  auto with = [](const std::string& sizes, const std::string& more = "") {
    return replaced(group, {{"MinInstancesInService: 1}",
                             "MinInstancesInService: 1, SuspendProcesses: [ScheduledActions]}"}}) +
           "  Night:\n    Type: AWS::AutoScaling::ScheduledAction\n    Properties: {AutoScalingGroupName: !Ref G, "
           "Recurrence: 0 19 * * *, " +
           sizes + "}\n" + more;
  };
  CHECK(jobs_of(with("MinSize: 0, DesiredCapacity: 0")) == "J020");
  CHECK(jobs_of(with("DesiredCapacity: 0")).empty());  // the group keeps to its MinSize
  CHECK(jobs_of(
            with("MinSize: 0, DesiredCapacity: 0",
                 "  Day:\n    Type: AWS::AutoScaling::ScheduledAction\n    Properties: {AutoScalingGroupName: !Ref G, "
                 "Recurrence: 0 7 * * *, DesiredCapacity: 1}\n"))
            .empty());
}
