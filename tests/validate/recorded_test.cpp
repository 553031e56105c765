// What AWS was seen to take and to refuse, each as a small template of our own: rows are what the service says, the
// code that vend says it with, and the template.
#include <algorithm>
#include <catch2/catch.hpp>

#include "vend/validate/check.hpp"

using namespace vend;

namespace {

using support::Severity;

struct Recorded {
  const char* words;  // AWS's, or what happened
  const char* code;   // "": it was deployed
  Severity least;     // how bad it is at least
  std::string text;
};

// The worst that is said with a code; nothing when it is not said.
std::optional<Severity> said(const support::Diagnostics& found, std::string_view code) {
  std::optional<Severity> worst;
  for (const support::Diagnostic& one : found) {
    if (one.code == code) worst = std::max(worst.value_or(Severity::info), one.severity);
  }
  return worst;
}

const std::string launch =
    "  L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: required}, "
    "ImageId: ami-0123456789abcdef0, InstanceType: m6i.large}}}\n";

std::string group(const std::string& attributes, const std::string& properties) {
  return "Resources:\n" + launch + "  G:\n    Type: AWS::AutoScaling::AutoScalingGroup\n" + attributes +
         "    Properties:\n      MinSize: '1'\n      MaxSize: '4'\n      VPCZoneIdentifier: "
         "[subnet-0123456789abcdef0]\n"
         "      LaunchTemplate: {LaunchTemplateId: !Ref L, Version: !GetAtt L.LatestVersionNumber}\n" +
         properties;
}

std::string mixed(const std::string& distribution, const std::string& overrides) {
  return "Resources:\n" + launch +
         "  G:\n    Type: AWS::AutoScaling::AutoScalingGroup\n    Properties:\n      MinSize: '1'\n      MaxSize: '4'\n"
         "      AvailabilityZones: !GetAZs ''\n      MixedInstancesPolicy:\n        InstancesDistribution: {" +
         distribution +
         "}\n        LaunchTemplate: {LaunchTemplateSpecification: {LaunchTemplateId: !Ref L, Version: !GetAtt "
         "L.LatestVersionNumber}, Overrides: [" +
         overrides + "]}\n";
}

std::string policy(const std::string& type, const std::string& statement) {
  return "Resources:\n  P:\n    Type: " + type +
         "\n    Properties: {Bucket: cache, PolicyDocument: {Version: '2012-10-17', Statement: [" + statement + "]}}\n";
}

const std::vector<Recorded>& recorded() {
  using enum Severity;
  static const std::vector<Recorded> rows = {
      {"weights are given to all or to none", "A037", error,
       mixed("OnDemandPercentageAboveBaseCapacity: 0",
             "{InstanceType: m6i.large, WeightedCapacity: '1'}, {InstanceType: m6i.xlarge}")},
      {"SpotInstancePools option is only available with the lowest-price allocation strategy", "A037", error,
       mixed("SpotAllocationStrategy: capacity-optimized, SpotInstancePools: 2",
             "{InstanceType: m6i.large}, {InstanceType: m5.large}")},
      {"prioritized with attributes", "A037", error,
       mixed("OnDemandAllocationStrategy: prioritized",
             "{InstanceRequirements: {VCpuCount: {Min: 2}, MemoryMiB: {Min: 4096}}}")},
      {"deployed with zones instead of subnets", "", info,
       mixed("OnDemandPercentageAboveBaseCapacity: 0", "{InstanceType: m6i.large}, {InstanceType: m5.large}")},
      {"AdjustmentType is required", "A038", error,
       "Resources: {P: {Type: AWS::AutoScaling::ScalingPolicy, Properties: {AutoScalingGroupName: g, "
       "ScalingAdjustment: "
       "1}}}\n"},
      {"step policies have no cooldown", "A038", warning,
       "Resources: {P: {Type: AWS::AutoScaling::ScalingPolicy, Properties: {AutoScalingGroupName: g, PolicyType: "
       "StepScaling, AdjustmentType: ChangeInCapacity, Cooldown: '60', StepAdjustments: [{MetricIntervalLowerBound: 0, "
       "ScalingAdjustment: 1}]}}}\n"},
      {"an action without a time", "A039", warning,
       "Resources: {S: {Type: AWS::AutoScaling::ScheduledAction, Properties: {AutoScalingGroupName: g, MinSize: "
       "1}}}\n"},
      {"more than the group allows", "A039", warning,
       group("", "") + "  S: {Type: AWS::AutoScaling::ScheduledAction, Properties: {AutoScalingGroupName: !Ref G, "
                       "DesiredCapacity: 9, "
                       "Recurrence: '0 8 * * *'}}\n"},
      {"The same resource type may not be specified more than once in tag specifications", "A040", error,
       "Resources: {L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {TagSpecifications: "
       "[{ResourceType: instance, Tags: [{Key: a, Value: b}]}, {ResourceType: instance, Tags: [{Key: c, Value: "
       "d}]}]}}}}\n"},
      {"the template itself is of type launch-template", "A040", error,
       "Resources: {L: {Type: AWS::EC2::LaunchTemplate, Properties: {TagSpecifications: [{ResourceType: instance, "
       "Tags: "
       "[{Key: a, Value: b}]}], LaunchTemplateData: {InstanceType: m6i.large}}}}\n"},
      {"Received 1 SUCCESS signal(s) out of 3", "J015", error,
       group("    CreationPolicy: {ResourceSignal: {Count: 3, Timeout: PT15M}}\n", "      DesiredCapacity: '1'\n")},
      {"Received 0 SUCCESS signal(s) out of 1", "J015", error,
       group("    CreationPolicy: {ResourceSignal: {Timeout: PT15M}}\n", "      DesiredCapacity: '0'\n")},
      {"Statement IDs (SID) must be alpha-numeric", "T012", error,
       policy("AWS::IAM::ManagedPolicy", "{Sid: read-only, Effect: Allow, Action: 's3:GetObject', Resource: '*'}")},
      {"Statement IDs (SID) in a single policy must be unique", "T012", error,
       policy("AWS::IAM::ManagedPolicy",
              "{Sid: A, Effect: Allow, Action: 's3:GetObject', Resource: '*'}, {Sid: A, Effect: Allow, Action: "
              "'s3:PutObject', Resource: '*'}")},
      {"deployed: a bucket's policy takes spaces", "", info,
       policy(
           "AWS::S3::BucketPolicy",
           "{Sid: Read only, Effect: Deny, Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::cache/*'}")},
      {"Action does not apply to any resource(s) in statement", "A044", error,
       policy("AWS::S3::BucketPolicy",
              "{Effect: Allow, Principal: {AWS: '111122223333'}, Action: 's3:GetObject', Resource: "
              "'arn:aws:s3:::cache'}")},
      {"deployed: both are named", "", info,
       policy("AWS::S3::BucketPolicy",
              "{Effect: Allow, Principal: {AWS: '111122223333'}, Action: ['s3:GetObject', 's3:ListBucket'], Resource: "
              "['arn:aws:s3:::cache', 'arn:aws:s3:::cache/*']}")},
      {"SSM Secure reference is not supported in: [AWS::Lambda::Function/Properties/Environment]", "A046", error,
       "Resources: {F: {Type: AWS::Lambda::Function, Properties: {Role: !Sub 'arn:${AWS::Partition}:iam::1:role/r', "
       "Environment: {Variables: {T: '{{resolve:ssm-secure:/t:1}}'}}, Handler: i.h, Runtime: python3.13, Code: "
       "{ZipFile: "
       "a}}}}\n"},
      {"deployed: a database's password", "", info,
       "Resources: {D: {Type: AWS::RDS::DBCluster, DeletionPolicy: Delete, Properties: {Engine: aurora-mysql, "
       "MasterUsername: me, MasterUserPassword: '{{resolve:ssm-secure:/p:1}}'}}}\n"},
      {"The Value field of every Outputs member must evaluate to a String", "L009", error,
       "Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: !GetAZs ''}}\n"},
      {"Every Mappings attribute must be a String or a List", "L034", error,
       "Mappings: {M: {a/b: {C: d}}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !FindInMap [M, "
       "a/b, "
       "C]}}}\n"},
      {"deployed: a list as a mapping's value", "", info,
       "Mappings: {M: {a-b: {C: [d, e]}}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Join ['', "
       "!FindInMap [M, a-b, C]]}}}\n"},
      {"UpdatePolicy must be an object", "T014", error,
       "Parameters: {U: {Type: String}}\nResources:\n" + launch +
           "  G: {Type: AWS::AutoScaling::AutoScalingGroup, UpdatePolicy: !Ref U, Properties: {MinSize: '1', MaxSize: "
           "'1', "
           "AvailabilityZones: !GetAZs '', LaunchTemplate: {LaunchTemplateId: !Ref L, Version: '1'}}}\n"},
      {"At least two subnets in two different Availability Zones must be specified", "A045", error,
       "Resources: {B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {SubnetMappings: [{SubnetId: "
       "subnet-0123456789abcdef0}]}}}\n"},
      {"deployed: a network load balancer in one", "", info,
       "Resources: {B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, Subnets: "
       "[subnet-0123456789abcdef0]}}}\n"},
      {"deployed: subnets that a parameter lists", "", info,
       "Parameters: {S: {Type: 'List<AWS::EC2::Subnet::Id>'}}\nResources: {B: {Type: "
       "AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: !Ref S}}}\n"},
      {"INSUFFICIENT_DATA", "A006", warning,
       "Resources: {A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/EC2, MetricName: CPUUtilization, "
       "Statistic: Average, Period: 30, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "
       "GreaterThanThreshold}}}\n"},
      {"INSUFFICIENT_DATA: the agent sends by the minute, to a namespace of its own", "A006", warning,
       "Resources: {A: {Type: AWS::CloudWatch::Alarm, Metadata: {agent: '{\"metrics\": {\"namespace\": \"Team/A\", "
       "\"metrics_collected\": {}}}'}, Properties: {Namespace: Team/A, MetricName: m, Statistic: Average, Period: 30, "
       "EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold}}}\n"},
      {"INSUFFICIENT_DATA: the agent sends to a namespace that a script ends", "A006", warning,
       "Resources: {A: {Type: AWS::CloudWatch::Alarm, Metadata: {agent: \"cat <<E\\n{'namespace':'team/$STACK', "
       "'metrics_collected': {}}\"}, Properties: {Namespace: team/a, MetricName: m, Statistic: Average, Period: 30, "
       "EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold}}}\n"},
      {"deployed: a metric of a namespace that begins in another way", "", info,
       "Resources: {A: {Type: AWS::CloudWatch::Alarm, Metadata: {agent: \"cat <<E\\n{'namespace':'team/$STACK', "
       "'metrics_collected': {}}\"}, Properties: {Namespace: other/team/, MetricName: m, Statistic: Average, Period: "
       "30, "
       "EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold}}}\n"},
      {"deployed: a metric that the agent does not send", "", info,
       "Resources: {A: {Type: AWS::CloudWatch::Alarm, Metadata: {agent: '{\"metrics\": {\"namespace\": \"Team/A\", "
       "\"metrics_collected\": {}}}'}, Properties: {Namespace: Team/B, MetricName: m, Statistic: Average, Period: 30, "
       "EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold}}}\n"},
      {"nothing starts an instance", "J020", warning,
       std::string(group("", "")).replace(group("", "").find("MinSize: '1'"), 12, "MinSize: '0'") +
           "  S: {Type: AWS::AutoScaling::ScheduledAction, Properties: {AutoScalingGroupName: !Ref G, MinSize: 0, "
           "DesiredCapacity: 0, Recurrence: '0 20 * * *'}}\n"},
  };
  return rows;
}

}  // namespace

TEST_CASE("what AWS was seen to refuse is found, and what it deployed is no error", "[validate]") {
  for (const Recorded& row : recorded()) {
    INFO(row.words);
    INFO(row.text);
    validate::Options options;
    options.input.environment.region_assumed = true;
    const support::Diagnostics found = validate::check_text(row.text, "t.yml", options);
    for (const support::Diagnostic& one : found) UNSCOPED_INFO(support::to_text(one));
    if (*row.code == '\0') {
      CHECK_FALSE(support::has_errors(found));
    } else {
      const std::optional<Severity> worst = said(found, row.code);
      REQUIRE(worst);
      CHECK(*worst >= row.least);
    }
  }
}
