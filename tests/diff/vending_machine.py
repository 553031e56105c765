"""A stand-in for the template of v1.5.5, as JSON on standard output, and `values()` of three of its stacks.

What it imitates: the parameters as they were declared (../render/vending-machine-v1.5.5.json, read off the original), the logical ids, types and
conditions of its resources, what an update looks at of them (names, paths, hooks, the update policy, how the bucket gets its name, the custom
resources), and that its scripts answer a termination with `gitlab-runner stop`, which aborts jobs. What it cannot show: the texts of the
original's scripts and policies, tags and descriptions, which are another's and are not needed to tell what an update does. It was held beside
the original by hand once: the same resources are added, removed, replaced and updated, and the same is said of the jobs.
"""
import json
import pathlib
import sys

DECLARED = pathlib.Path(__file__).resolve().parents[1] / "render" / "vending-machine-v1.5.5.json"
# What an old instance runs when its group ends it (and what it is found by).
DRAIN = """while sleep 5; do
  [ "$(curl -s "$IMDS/latest/meta-data/autoscaling/target-lifecycle-state")" = Terminated ] || continue
  gitlab-runner stop
  gitlab-runner unregister --all-runners
  aws autoscaling complete-lifecycle-action --lifecycle-action-result CONTINUE --lifecycle-hook-name instance-terminating \\
    --instance-id "$INSTANCE" --auto-scaling-group-name "$GROUP"
  exit
done
"""


def ref(name):
    return {"Ref": name}


def att(name, attribute):
    return {"Fn::GetAtt": [name, attribute]}


def unless_empty(number):
    name = f"5ASGInstanceType{number}"
    return {"Fn::If": [f"Provided{name}", {"InstanceType": ref(name)}, ref("AWS::NoValue")]}


def policy(name, *actions):
    return {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"ManagedPolicyName": {"Fn::Sub": "${AWS::StackName}-" + name}, "PolicyDocument": {
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}}}


def schedule(cron, **sizes):
    return {"Type": "AWS::AutoScaling::ScheduledAction", "Properties": {"AutoScalingGroupName": ref("InstanceASG"), "Recurrence": ref(cron), **sizes}}


def scaling(adjustment):
    return {"Type": "AWS::AutoScaling::ScalingPolicy", "Condition": "ConfigureAutoscaling", "Properties": {
        "AutoScalingGroupName": ref("InstanceASG"), "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity",
        "StepAdjustments": [{"MetricIntervalLowerBound" if adjustment > 0 else "MetricIntervalUpperBound": 0, "ScalingAdjustment": adjustment}]}}


def alarm(direction, policy_id, operator):
    form = f"5ASGAutoScalingSetScale{direction}UtilizationThreshold"
    return {"Type": "AWS::CloudWatch::Alarm", "Condition": "ConfigureAutoscaling", "Properties": {
        "Namespace": "AWS/EC2", "MetricName": "CPUUtilization", "Statistic": "Average", "EvaluationPeriods": 1, "Period": ref(form + "Seconds"), "Threshold": ref(form),
        "ComparisonOperator": operator, "AlarmActions": [ref(policy_id)], "Dimensions": [{"Name": "AutoScalingGroupName", "Value": ref("InstanceASG")}]}}


def function(text):
    return {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "index.handler", "Runtime": "python3.9", "Role": att("CFCustomResourceLambdaRole", "Arn"),
                                                            "Code": {"ZipFile": text}}}


def machine(user_data=DRAIN):
    declared = json.loads(DECLARED.read_text(encoding="utf-8"))["full"]
    equals = lambda name, value: {"Fn::Equals": [ref(name), value]}
    differs = lambda name, value: {"Fn::Not": [equals(name, value)]}
    conditions = {
        "ReplaceEntireASG": equals("4ASGUpdateType", "ReplaceEntireASG"), "UseLatestAMI": equals("1OSPeggedAMIID", "AlwaysUseLatest"),
        "BuildInstanceRoleToUse": equals("9AWSSpecifiedIAMRoleNAME", "CreateOneForMe"), "ConfigureAutoscaling": equals("5ASGAutoScalingEnabled", "true"),
        "UseKeypair": differs("8DBGKeypairName", ""), "EnableSelfTerminationMonitoring": differs("5ASGSelfMonitorTerminationInterval", "Disabled"),
        "CreateS3Bucket": equals("3GITLABRunnerS3CacheBucket", "CreateOneForMe"), "CreateStartSchedule": differs("4ASGScheduledStartupCron", "Disabled"),
        "CreateStopSchedule": differs("4ASGScheduledShutdownCron", "Disabled"),
    } | {f"Provided5ASGInstanceType{n}": differs(f"5ASGInstanceType{n}", "") for n in range(1, 5)}
    launch = {"LaunchTemplateId": ref("ASGLaunchTemplate"), "Version": att("ASGLaunchTemplate", "LatestVersionNumber")}
    hook = lambda name, way: {"LifecycleHookName": name, "LifecycleTransition": "autoscaling:EC2_INSTANCE_" + way, "HeartbeatTimeout": 3600}
    resources = {
        "ASGInstanceProfile": {"Type": "AWS::IAM::InstanceProfile", "Condition": "BuildInstanceRoleToUse", "Properties": {"Path": "/", "Roles": [ref("ASGRebootRole")]}},
        "ASGSelfAccessPolicy": policy("ASGSelfAccessPolicy", "autoscaling:CompleteLifecycleAction", "autoscaling:DescribeAutoScalingInstances"),
        "EC2SelfAccessPolicy": policy("EC2SelfAccessPolicy", "ec2:CreateTags"),
        "ASGBucketPolicy": policy("ASGBucketPolicy", "s3:GetObject", "s3:PutObject"),
        "ASGRebootRole": {"Type": "AWS::IAM::Role", "Condition": "BuildInstanceRoleToUse", "Properties": {
            "Path": "/", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["ec2.amazonaws.com"]}}]},
            "ManagedPolicyArns": [{"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/${AWS::StackName}-" + name} for name in ("ASGSelfAccessPolicy", "EC2SelfAccessPolicy", "ASGBucketPolicy")]}},
        "ASGBucket": {"Type": "AWS::S3::Bucket", "Condition": "CreateS3Bucket", "Properties": {"BucketName": att("S3BucketNameLower", "OutputString")}},
        "InstanceASG": {
            "Type": "AWS::AutoScaling::AutoScalingGroup",
            "CreationPolicy": {"ResourceSignal": {"Timeout": "PT45M", "Count": ref("4ASGDesiredCapacity")}, "AutoScalingCreationPolicy": {"MinSuccessfulInstancesPercent": 75}},
            "UpdatePolicy": {
                "AutoScalingRollingUpdate": {"MaxBatchSize": ref("4ASGUpdateMaxBatchSize"), "MinInstancesInService": ref("4ASGUpdateMinInstancesInService"),
                                             "MinSuccessfulInstancesPercent": 75, "WaitOnResourceSignals": True, "PauseTime": "PT0M30S",
                                             "SuspendProcesses": ["HealthCheck", "ReplaceUnhealthy", "AZRebalance", "AlarmNotification", "ScheduledActions"]},
                "AutoScalingReplacingUpdate": {"WillReplace": {"Fn::If": ["ReplaceEntireASG", True, False]}}},
            "Properties": {
                "MinSize": "1", "MaxSize": ref("5ASGAutoScalingMaxSize"), "DesiredCapacity": ref("4ASGDesiredCapacity"), "HealthCheckGracePeriod": 3,
                "AvailabilityZones": {"Fn::Split": [",", att("LookupVPCInfo", "OrderedZoneIdList")]}, "VPCZoneIdentifier": {"Fn::Split": [",", att("LookupVPCInfo", "OrderedSubnetIdList")]},
                "MixedInstancesPolicy": {
                    "LaunchTemplate": {"LaunchTemplateSpecification": launch, "Overrides": [unless_empty(n) for n in range(1, 5)]},
                    "InstancesDistribution": {"SpotAllocationStrategy": ref("5SPOTSpotAllocationStrategy"), "OnDemandAllocationStrategy": "prioritized",
                                              "OnDemandBaseCapacity": ref("5SPOTOnDemandBaseCapacity"),
                                              "OnDemandPercentageAboveBaseCapacity": ref("5SPOTOnDemandPercentageAboveBaseCapacity")}},
                "LifecycleHookSpecificationList": [hook("instance-patching-reboot", "LAUNCHING"),
                                                   {"Fn::If": ["EnableSelfTerminationMonitoring", hook("instance-terminating", "TERMINATING"), ref("AWS::NoValue")]}]}},
        "ScheduledActionDailyStart": schedule("4ASGScheduledStartupCron", DesiredCapacity=ref("4ASGScheduledStartupDesiredInstances"), MinSize=1) | {"Condition": "CreateStartSchedule"},
        "ScheduledActionDailyStop": schedule("4ASGScheduledShutdownCron", DesiredCapacity=0, MinSize=0) | {"Condition": "CreateStopSchedule"},
        "ScaleDownPolicy": scaling(-1), "ScaleUpPolicy": scaling(1),
        "LowUtilizationAlarm": alarm("In", "ScaleDownPolicy", "LessThanOrEqualToThreshold"),
        "HighUtilizationAlarm": alarm("Out", "ScaleUpPolicy", "GreaterThanOrEqualToThreshold"),
        "ASGLaunchTemplate": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {
            "ImageId": {"Fn::If": ["UseLatestAMI", ref("9AWSRetrieveLatestAWSOSAmiIdFromSSM"), ref("1OSPeggedAMIID")]}, "InstanceType": "t2.micro",
            "IamInstanceProfile": {"Fn::If": ["BuildInstanceRoleToUse", {"Arn": att("ASGInstanceProfile", "Arn")}, {"Name": ref("9AWSSpecifiedIAMRoleNAME")}]},
            "KeyName": {"Fn::If": ["UseKeypair", ref("8DBGKeypairName"), ref("AWS::NoValue")]}, "SecurityGroupIds": {"Fn::Split": [",", att("LookupVPCInfo", "SgIdList")]},
            "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeType": "gp2", "VolumeSize": ref("3INSTEbsVolumeSize")}}],
            "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2}, "UserData": {"Fn::Base64": {"Fn::Join": ["", [
                "#!/bin/bash\nCACHE=", {"Fn::If": ["CreateS3Bucket", ref("ASGBucket"), ref("3GITLABRunnerS3CacheBucket")]}, "\n", user_data]]}}}}},
        "LowerCasePlusRandomLambda": function("lower"), "VPCInfoLambda": function("look"),
        "CFCustomResourceLambdaRole": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, "Path": "/"}},
        "LookupVPCInfo": {"Type": "Custom::VPCInfo", "Properties": {"ServiceToken": att("VPCInfoLambda", "Arn"), "VpcId": ref("4ASGSpecifyVPC"), "SecurityGroups": ref("4ASGSpecifySecurityGroups"),
                                                                    "Subnets": ref("4ASGSpecifySubnets")}},
        "S3BucketNameLower": {"Type": "Custom::Lowercase", "Properties": {"ServiceToken": att("LowerCasePlusRandomLambda", "Arn"), "InputString": ref("AWS::StackName")}},
    }
    return {"AWSTemplateFormatVersion": "2010-09-09", "Parameters": declared, "Conditions": conditions, "Resources": resources}


def values(number):
    """Parameter values of three stacks: the defaults, a group that scales on spot, a Windows group with schedules that replaces itself whole."""
    common = {"3GITLABRunnerRegTokenList": "glrt-aaaaaaaaaaaaaaaaaaaa", "3GITLABRunnerTagList": "a,b", "5ASGInstanceType2": "", "5ASGInstanceType3": "", "5ASGInstanceType4": "",
              "8DBGKeypairName": ""}
    sets = [{"4ASGDesiredCapacity": "4"},
            {"5ASGAutoScalingEnabled": "true", "5ASGAutoScalingSetScaleOutUtilizationThreshold": "70", "5ASGAutoScalingSetScaleInUtilizationThreshold": "40",
             "5SPOTOnDemandPercentageAboveBaseCapacity": "0", "5ASGInstanceType2": "m5a.large", "5ASGInstanceType3": "m5d.large", "5ASGInstanceType4": "m5n.large"},
            {"1OSInstanceOSPlatform": "Windows", "4ASGUpdateType": "ReplaceEntireASG", "4ASGScheduledStartupCron": "0 7 * * MON-FRI", "3GITLABRunnerS3CacheBucket": "none",
             "9AWSRetrieveLatestAWSOSAmiIdFromSSM": "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
             "3INSTConfigurationScript": "https://gl-public-templates.s3.us-west-2.amazonaws.com/cfn/v1.5.5/runner_configs/windows-1903-ec2-shell-runner.ps1"}]
    return common | sets[number]


if __name__ == "__main__":
    json.dump(machine(), sys.stdout, indent=1)
