#include <array>

#include "rules.hpp"

namespace vend::validate {
namespace {

using enum support::Severity;

constexpr std::array job_table = {
    Rule{"J001", warning, "Instances that end in the middle of their jobs",
         "Scaling in, updates, schedules, rebalancing and lifetimes end instances. Only a terminating hook gives a "
         "runner the time to finish its jobs.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      CapacityRebalance: true
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      CapacityRebalance: true
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml"},
    Rule{"J002", warning, "A terminating hook that abandons",
         "The instance goes either way, but ABANDON (also the default) skips the other hooks.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: ABANDON}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml"},
    Rule{"J003", warning, "A launching hook that lets a failed boot in",
         "With CONTINUE an instance that never became ready counts as capacity.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: boot, LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: boot, LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING', HeartbeatTimeout: 600, DefaultResult: ABANDON}
)yaml"},
    Rule{"J004", error, "An update that keeps more instances than the group can have",
         "A rolling update needs room: MinInstancesInService below MaxSize.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy:
      AutoScalingRollingUpdate: {MinInstancesInService: 4}
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy:
      AutoScalingRollingUpdate: {MinInstancesInService: 3}
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml"},
    Rule{"J005", error, "Times that cannot work",
         "PauseTime is at most one hour and a creation waits at most twelve; a pause shorter than a boot fails every "
         "update.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy:
      AutoScalingRollingUpdate: {WaitOnResourceSignals: true, PauseTime: PT0M30S}
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy:
      AutoScalingRollingUpdate: {WaitOnResourceSignals: true, PauseTime: PT20M}
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml"},
    Rule{"J006", warning, "The stack waits for signals that nothing sends",
         "Creation fails when the time is over, although the instances run.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          echo hello'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    CreationPolicy: {ResourceSignal: {Count: 1, Timeout: PT20M}}
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
        UserData: {Fn::Base64: '#!/bin/sh

          cfn-signal -e 0 --stack s --resource G'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    CreationPolicy: {ResourceSignal: {Count: 1, Timeout: PT20M}}
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
)yaml"},
    Rule{"J007", warning, "Updates that reset the sizes",
         "A stack update sets DesiredCapacity back to the template's value, against schedules and scaling, and ends "
         "busy instances.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
      DesiredCapacity: '1'
  S:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, MinSize: 1, Recurrence: '0 7 * * *'}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy: {AutoScalingScheduledAction: {IgnoreUnmodifiedGroupSizeProperties: true}}
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
      DesiredCapacity: '1'
  S:
    Type: AWS::AutoScaling::ScheduledAction
    Properties: {AutoScalingGroupName: !Ref G, MinSize: 1, Recurrence: '0 7 * * *'}
)yaml"},
    Rule{"J008", warning, "A drain that may not ask for more time",
         "The hook ends after HeartbeatTimeout unless the instance may record a heartbeat; long jobs are cut off.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
        IamInstanceProfile: {Name: !Ref Profile}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
        IamInstanceProfile: {Name: !Ref Profile}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
      Policies: [{PolicyName: Drain, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: ['autoscaling:RecordLifecycleActionHeartbeat', 'autoscaling:CompleteLifecycleAction'], Resource: !Sub 'arn:${AWS::Partition}:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/${AWS::StackName}-*'}]}}]
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml"},
    Rule{"J009", warning, "A policy that goes before the group that needs it",
         "On deletion of the stack the hooks still run; without the policy they cannot be completed, and the deletion "
         "waits until they time out.",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
        IamInstanceProfile: {Name: !Ref Profile}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
  Drain:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: ['autoscaling:RecordLifecycleActionHeartbeat', 'autoscaling:CompleteLifecycleAction'], Resource: !Sub 'arn:${AWS::Partition}:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/${AWS::StackName}-*'}]}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml",
         R"yaml(Resources:
  LT:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        MetadataOptions: {HttpTokens: required}
        UserData: {Fn::Base64: '#!/bin/sh

          gitlab-runner run && cfn-signal -e 0'}
        IamInstanceProfile: {Name: !Ref Profile}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
  Drain:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: ['autoscaling:RecordLifecycleActionHeartbeat', 'autoscaling:CompleteLifecycleAction'], Resource: !Sub 'arn:${AWS::Partition}:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/${AWS::StackName}-*'}]}
  G:
    Type: AWS::AutoScaling::AutoScalingGroup
    DependsOn: [Drain]
    Properties:
      MinSize: '1'
      MaxSize: '4'
      AvailabilityZones: !GetAZs ''
      LaunchTemplate: {LaunchTemplateId: !Ref LT, Version: !GetAtt LT.LatestVersionNumber}
      LifecycleHookSpecificationList:
        - {LifecycleHookName: drain, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 600, DefaultResult: CONTINUE}
)yaml"},
};

}  // namespace

std::span<const Rule> job_rules() { return job_table; }

}  // namespace vend::validate
