#include <array>

#include "rules.hpp"

namespace vend::validate {
namespace {

using enum support::Severity;

constexpr std::array practice_table = {
    Rule{"A001", error, "Scaling steps with a gap or an overlap",
         "Auto Scaling refuses the policy when the stack is created.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  S:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties:
      AutoScalingGroupName: !Ref G
      PolicyType: StepScaling
      AdjustmentType: ChangeInCapacity
      StepAdjustments:
        - {MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1}
        - {MetricIntervalLowerBound: 20, ScalingAdjustment: 2}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  S:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties:
      AutoScalingGroupName: !Ref G
      PolicyType: StepScaling
      AdjustmentType: ChangeInCapacity
      StepAdjustments:
        - {MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1}
        - {MetricIntervalLowerBound: 10, ScalingAdjustment: 2}
)yaml"},
    Rule{"A002", error, "An alarm period that CloudWatch does not have",
         "Periods are 10, 20, 30 or a multiple of 60 seconds.",
         R"yaml(Resources:
  A:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Statistic: Average
      ComparisonOperator: GreaterThanThreshold
      Threshold: 70
      EvaluationPeriods: 1
      Period: 90
)yaml",
         R"yaml(Resources:
  A:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Statistic: Average
      ComparisonOperator: GreaterThanThreshold
      Threshold: 70
      EvaluationPeriods: 1
      Period: 60
)yaml"},
    Rule{"A003", error, "A schedule that is no cron line of five fields",
         "Auto Scaling takes Unix cron: minute, hour, day, month, day of the week. The six fields and `?` of "
         "EventBridge are refused.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  S:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, MinSize: 1, Recurrence: '0 25 * * MON-FRI'}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  S:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, MinSize: 1, Recurrence: '0 7 * * MON-FRI'}
)yaml"},
    Rule{"A004", error, "Two schedules of a group at the same minute", "Auto Scaling refuses the second.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  S:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, MinSize: 1, Recurrence: '0 7 * * *'}
  T:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, MinSize: 1, Recurrence: '0 7 * * *'}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  S:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, MinSize: 1, Recurrence: '0 7 * * *'}
  T:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, MinSize: 1, Recurrence: '0 8 * * *'}
)yaml"},
    Rule{"A005", error, "Sizes that contradict each other", "MinSize, DesiredCapacity and MaxSize must ascend.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      DesiredCapacity: '5'
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      DesiredCapacity: '3'
)yaml"},
    Rule{"A006", warning, "An alarm faster than its data",
         "Without detailed monitoring EC2 reports every 300 seconds; an alarm with a shorter period sees gaps and "
         "stays at INSUFFICIENT_DATA.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  A:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Statistic: Average
      ComparisonOperator: GreaterThanThreshold
      Threshold: 70
      EvaluationPeriods: 1
      Period: 60
      Dimensions: [{Name: AutoScalingGroupName, Value: !Ref G}]
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        Monitoring: {Enabled: true}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  A:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Statistic: Average
      ComparisonOperator: GreaterThanThreshold
      Threshold: 70
      EvaluationPeriods: 1
      Period: 60
      Dimensions: [{Name: AutoScalingGroupName, Value: !Ref G}]
)yaml"},
    Rule{"A007", warning, "Spot instances of one type only",
         "When AWS needs that type back, all instances go at once and none can be launched.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      MixedInstancesPolicy:
        InstancesDistribution: {OnDemandPercentageAboveBaseCapacity: 0, SpotAllocationStrategy: price-capacity-optimized}
        LaunchTemplate:
          LaunchTemplateSpecification: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
          Overrides: [{InstanceType: m6i.large}]
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      MixedInstancesPolicy:
        InstancesDistribution: {OnDemandPercentageAboveBaseCapacity: 0, SpotAllocationStrategy: price-capacity-optimized}
        LaunchTemplate:
          LaunchTemplateSpecification: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
          Overrides: [{InstanceType: m6i.large}, {InstanceType: m6a.large}]
)yaml"},
    Rule{"A008", warning, "Burstable instances scaled by CPU",
         "Without credits such instances are throttled: their CPU load stays low while work waits, or high while "
         "nothing is done.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        InstanceType: t3.large
        Monitoring: {Enabled: true}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  A:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Statistic: Average
      ComparisonOperator: GreaterThanThreshold
      Threshold: 70
      EvaluationPeriods: 1
      Period: 60
      Dimensions: [{Name: AutoScalingGroupName, Value: !Ref G}]
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        InstanceType: m6i.large
        Monitoring: {Enabled: true}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
  A:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Statistic: Average
      ComparisonOperator: GreaterThanThreshold
      Threshold: 70
      EvaluationPeriods: 1
      Period: 60
      Dimensions: [{Name: AutoScalingGroupName, Value: !Ref G}]
)yaml"},
    Rule{"A010", error, "Image and instance type of different architectures", "The instances cannot start.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}'
        InstanceType: m7g.large
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}'
        InstanceType: m7g.large
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
)yaml"},
    Rule{"A011", warning, "A group that can never have an instance", "MaxSize 0 blocks scaling without a word.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '0'
      MaxSize: '0'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
)yaml"},
    Rule{"A020", warning, "A secret parameter where it can be read",
         "NoEcho hides a value in the console's parameters only: UserData, Metadata and outputs show it to everybody "
         "who may describe them, and to every job on the instance.",
         R"yaml(Parameters: {Token: {Type: String, NoEcho: true}}
Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: !Sub '#!/bin/sh

          echo ${Token}'}
)yaml",
         R"yaml(Parameters: {Token: {Type: String, NoEcho: true}}
Resources:
  S: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: !Ref Token}}
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: !Sub '#!/bin/sh

          echo ${S}'}
)yaml"},
    Rule{"A021", warning, "Metadata without a token (IMDSv1)",
         "A request that a job or a web page makes an instance send can read the role's credentials.",
         R"yaml(Resources:
  LT: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {InstanceType: m6i.large}}}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
)yaml"},
    Rule{"A022", warning, "A policy that allows nearly everything", "Every job on the instance inherits the role.",
         R"yaml(Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'ssm:*', Resource: '*'}]}
)yaml",
         R"yaml(Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'ssm:GetParameter', Resource: 'arn:*:ssm:*:*:parameter/runner'}]}
)yaml"},
    Rule{"A023", warning, "A bucket that everybody can read",
         "Caches hold build results and what the build had around it.",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}
)yaml",
         R"yaml(Resources:
  B: {Type: AWS::S3::Bucket, Properties: {AccessControl: Private}}
)yaml"},
    Rule{"A024", info, "An ARN for one partition only", "arn:aws: does not exist in China and GovCloud.",
         R"yaml(Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::abc/*'}]}
)yaml",
         R"yaml(Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: !Sub 'arn:${AWS::Partition}:s3:::abc/*'}]}
)yaml"},
    Rule{"A025", warning, "A Lambda runtime that is deprecated",
         "AWS stops creating and then updating functions on it.",
         R"yaml(Resources:
  F: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.8, Handler: index.handler, Role: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/r', Code: {S3Bucket: abc, S3Key: f.zip}}}
)yaml",
         R"yaml(Resources:
  F: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.13, Handler: index.handler, Role: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/r', Code: {S3Bucket: abc, S3Key: f.zip}}}
)yaml"},
    Rule{"A026", warning, "An operating system at the end of its life", "No more security updates.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-default-hvm-x86_64-gp2}}'
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}'
)yaml"},
};

}  // namespace

std::span<const Rule> practice_rules() { return practice_table; }

}  // namespace vend::validate
