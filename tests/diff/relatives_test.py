"""More updates in the form of table_test.py: relatives of its rows, each decided from AWS's pages before vend was asked. A table, so a long file.

Among them: what a launch template's version is named by, mixed instances, hooks that change in each way, values that AWS keeps elsewhere, templates
that say the same in other words, and resources that a group needs or that need a group.
"""
import copy

from table_test import (API, CLEANUP, GONE, HOOKS, NEW_IMAGE, NO_HOOK, NO_POLICY, REFRESH, REPLACE, ROLL, SCHEMA, TERMINATING, UPDATE_POLICY, actor, all_of, configuration, data,
                        group, hook, mixed, moved, policy, put, run, section)

PARAMETERS = "Parameters, CloudFormation user guide"
REFERENCES = "Dynamic references, CloudFormation user guide"
VALUES = "Return values of the type, CloudFormation template reference"
STACKS = "Stack updates, CloudFormation user guide"
LANGUAGE = "Intrinsic functions, CloudFormation template reference"
LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING"
ANSWERS = "Custom resource response objects, CloudFormation user guide"


def resource(name, kind, properties=None, **attributes):
    return put(name, {"Type": kind, **attributes, **({"Properties": properties} if properties else {})})


def condition(value):
    return section("Conditions", "Wanted", value)


def in_group(**more):
    return group("LifecycleHookSpecificationList", [{"LifecycleHookName": "drain", "LifecycleTransition": TERMINATING, **more}])


def each(names):
    def edit(template):
        template["Transform"] = "AWS::LanguageExtensions"
        template["Resources"]["Fn::ForEach::Topics"] = ["Name", names, {"Topic${Name}": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Name"}}}}]
    return edit


def unrolled(template):
    del template["Resources"]["Fn::ForEach::Topics"]
    for name in "ab":
        resource(f"Topic{name}", "AWS::SNS::Topic", {"TopicName": name})(template)


def second_group(template):
    template["Resources"]["Other"] = copy.deepcopy(template["Resources"]["Group"])


def arm_override(template):
    resource("Arm", "AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"ImageId": "ami-1"}})(template)
    mixed(["m5.large"])(template)
    template["Resources"]["Group"]["Properties"]["MixedInstancesPolicy"]["LaunchTemplate"]["Overrides"].append({
        "InstanceType": "m6g.large", "LaunchTemplateSpecification": {"LaunchTemplateId": {"Ref": "Arm"}, "Version": {"Fn::GetAtt": ["Arm", "LatestVersionNumber"]}}})


def version(value):
    return group("LaunchTemplate/Version", value)


def two_launches(color):
    """The group's launch template is one of two, by a condition over a mapping."""
    def choice(name):
        return {"LaunchTemplateId": {"Ref": name}, "Version": {"Fn::GetAtt": [name, "LatestVersionNumber"]}}
    return all_of(put("Launch", None), section("Mappings", "Color", {"now": {"is": color}}), section("Conditions", "Blue", {"Fn::Equals": [{"Fn::FindInMap": ["Color", "now", "is"]}, "blue"]}),
                  section("Conditions", "Green", {"Fn::Not": [{"Condition": "Blue"}]}), group("LaunchTemplate", {"Fn::If": ["Blue", choice("One"), choice("Two")]}),
                  resource("One", "AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"ImageId": "ami-1"}}, Condition="Blue"),
                  resource("Two", "AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"ImageId": "ami-2"}}, Condition="Green"))


def script(text):
    return data("UserData", {"Fn::Base64": text})


SIZES_ZERO = all_of(group("MinSize", "0"), group("DesiredCapacity", "0"))
LATEST = {"Fn::GetAtt": ["Launch", "LatestVersionNumber"]}
FIREWALL = all_of(resource("Firewall", "AWS::EC2::SecurityGroup", {"GroupDescription": "a", "VpcId": "vpc-0aaaaaaa"}), data("SecurityGroupIds", [{"Ref": "Firewall"}]))
ALARM = resource("Alarm", "AWS::CloudWatch::Alarm", {"MetricName": "a", "Namespace": "n", "Statistic": "Average", "Period": 60, "Threshold": 1, "EvaluationPeriods": 1,
                                                     "ComparisonOperator": "GreaterThanThreshold"})
LOUDER = put("Alarm/Properties/Threshold", 2)
MAY_HOLD = {"Statement": [{"Effect": "Allow", "Action": ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"], "Resource": "*"}]}
RIGHTS = resource("Rights", "AWS::IAM::Policy", {"PolicyName": "p", "Roles": [{"Ref": "Role"}], "PolicyDocument": MAY_HOLD})
TARGETS = all_of(resource("Targets", "AWS::ElasticLoadBalancingV2::TargetGroup", {"Port": 80, "Protocol": "HTTP", "VpcId": "vpc-0aaaaaaa"}), group("TargetGroupARNs", [{"Ref": "Targets"}]))
SECRET = all_of(resource("Secret", "AWS::SecretsManager::Secret", {"Name": "a"}), script({"Fn::Sub": "#!/bin/bash\n/opt/start --secret ${Secret}\n"}))
LOOKED_UP = resource("Lookup", "Custom::Image", {"ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:image", "Channel": "1"})
OTHER_CHANNEL = put("Lookup/Properties/Channel", "2")
MAY_ROLL = {"updated": ["Lookup"], "may_update": ["Group", "Launch"], "rolls": "may", "jobs": {"kept", "may"}}
KEY = resource("Key", "AWS::KMS::Key", {"KeyPolicy": {"Statement": []}})
USER_DATA = "#!/bin/bash\n/opt/start --bucket ${Bucket} --log ${Log}\n"

# Name, edits of both sides, edits of the new side, what is said, why, source.
ROWS = [
    # By what the group names a version
    ("version-dollar-latest", version("$Latest"), NEW_IMAGE, {"updated": ["Launch"]}, "the group's property stays: only instances that start later are of the new version", UPDATE_POLICY),
    ("version-by-sub", version({"Fn::Sub": "${Launch.LatestVersionNumber}"}), NEW_IMAGE, ROLL, "the same number in another function", VALUES),
    ("version-1-to-latest", version("1"), version(LATEST), {"updated": ["Group"], "rolls": {"rolling", "may"}}, "it may be version 1", UPDATE_POLICY),
    ("version-default-to-latest", version({"Fn::GetAtt": ["Launch", "DefaultVersionNumber"]}), version(LATEST), {"updated": ["Group"], "rolls": {"rolling", "may"}}, "they may be the same",
     UPDATE_POLICY),
    ("version-described", None, put("Launch/Properties/VersionDescription", "second"), ROLL, "a version has a description", "AWS::EC2::LaunchTemplate"),
    ("override-launch-template", arm_override, put("Arm/Properties/LaunchTemplateData/ImageId", "ami-2"), {"updated": ["Arm", "Group"], "rolls": {"may", "rolling"}},
     "whether an override alone rolls is not documented", UPDATE_POLICY),
    ("override-launch-template-refresh", all_of(arm_override, REFRESH), put("Arm/Properties/LaunchTemplateData/ImageId", "ami-2"), {"updated": ["Arm", "Group"], "rolls": "refresh"},
     "MixedInstancesPolicy begins a refresh", UPDATE_POLICY),
    ("to-mixed-rolling", None, mixed(["m5.large"]), {"updated": ["Group"], "rolls": "rolling"}, "LaunchTemplate leaves the group", UPDATE_POLICY),
    ("to-mixed-replacing", REPLACE, mixed(["m5.large"]), GONE | {"updated": []}, "LaunchTemplate leaves the group", UPDATE_POLICY),
    ("launch-by-condition", two_launches("blue"), two_launches("green"), {"added": ["Two"], "removed": ["One"], "cleanup": ["One"], "updated": ["Group"], "rolls": "rolling"},
     "another launch template", UPDATE_POLICY),
    ("two-groups", second_group, NEW_IMAGE, {"updated": ["Group", "Launch", "Other"], "rolls": "rolling"}, "both name the launch template", UPDATE_POLICY),
    ("configuration-replacing-empty", all_of(configuration("m5.large"), REPLACE, SIZES_ZERO), configuration("m5.xlarge"),
     {"replaced": ["Group", "Launch"], "cleanup": ["Group", "Launch"], "rolls": "replacing", "jobs": {"kept", "may"}}, "a launch configuration replaces the group in any case",
     "cloudformation-coverage-roadmap#1475"),
    ("rolling-waits", policy({"AutoScalingRollingUpdate": {"WaitOnResourceSignals": "true", "PauseTime": "PT30M", "MinSuccessfulInstancesPercent": 50}}), NEW_IMAGE, ROLL,
     "signals change the pace only", UPDATE_POLICY),
    ("rolling-keeps-more-than-fit", None, all_of(group("MaxSize", "4"), policy({"AutoScalingRollingUpdate": {"MinInstancesInService": "7"}}), NEW_IMAGE),
     ROLL | {"rolls": "none", "fails": True}, "MinInstancesInService must be less than MaxSize", UPDATE_POLICY),
    ("rolling-no-instance", SIZES_ZERO, NEW_IMAGE, ROLL | {"rolls": {"rolling", "none"}}, "nothing runs by the template's sizes", UPDATE_POLICY),
    ("policy-taken-out-with-roll", None, all_of(NO_POLICY, NEW_IMAGE), ROLL | {"rolls": "none"}, "the new template's policy counts", UPDATE_POLICY),
    # Sizes
    ("desired-down-while-ignored", all_of(NO_HOOK, actor, policy({"AutoScalingScheduledAction": {"IgnoreUnmodifiedGroupSizeProperties": True}})), group("DesiredCapacity", "2"),
     {"updated": ["Group"], "jobs": {"may", "lost"}}, "only sizes that the template leaves alone are ignored", UPDATE_POLICY),
    ("min-up", group("DesiredCapacity", None), group("MinSize", "3"), {"updated": ["Group"]}, "instances are added", API),
    ("min-above-desired", None, group("MinSize", "5"), {"updated": ["Group"], "fails": True}, "DesiredCapacity within the sizes", API),
    ("desired-no-longer-said", NO_HOOK, group("DesiredCapacity", None), {"updated": ["Group"]}, "the size stays", API),
    # Hooks
    ("group-hook-longer", in_group(HeartbeatTimeout=60), in_group(HeartbeatTimeout=600), {"updated": ["Group"]}, "in place", "AWS::AutoScaling::AutoScalingGroup"),
    ("group-hook-other-result", in_group(DefaultResult="CONTINUE"), all_of(in_group(DefaultResult="ABANDON"), NEW_IMAGE), ROLL, "both results end the instance", HOOKS),
    ("own-hook-other-result", all_of(NO_HOOK, hook(DefaultResult="CONTINUE")), hook(DefaultResult="ABANDON"), {"updated": ["Hook"]}, "in place", "AWS::AutoScaling::LifecycleHook"),
    ("group-hook-comes-alone", NO_HOOK, in_group(), {"updated": ["Group"]}, "no instance ends", HOOKS),
    ("own-hook-comes-alone", NO_HOOK, hook(), {"added": ["Hook"]}, "no instance ends", HOOKS),
    ("own-hook-goes-alone", all_of(NO_HOOK, hook()), put("Hook", None), {"removed": ["Hook"], "cleanup": ["Hook"], "jobs": {"kept", "may"}}, "no instance ends but one that drains already", HOOKS),
    ("group-hook-turns", None, all_of(group("LifecycleHookSpecificationList", [{"LifecycleHookName": "drain", "LifecycleTransition": LAUNCHING}]), NEW_IMAGE), ROLL | {"jobs": "lost"},
     "it holds instances that start", HOOKS),
    ("own-hook-turns", all_of(NO_HOOK, hook()), all_of(hook(LifecycleTransition=LAUNCHING), NEW_IMAGE), ROLL | {"updated": ["Group", "Hook", "Launch"], "jobs": {"may", "lost"}},
     "it is updated after the group, while instances drain", HOOKS),
    ("launching-hook", group("LifecycleHookSpecificationList", [{"LifecycleHookName": "boot", "LifecycleTransition": LAUNCHING}]), NEW_IMAGE, ROLL | {"jobs": "lost"},
     "it holds instances that start", HOOKS),
    # Another group
    ("group-gets-a-name", None, group("AutoScalingGroupName", "g"), GONE | {"updated": []}, "create-only", SCHEMA),
    ("group-loses-its-name", group("AutoScalingGroupName", "g"), group("AutoScalingGroupName", None), GONE | {"updated": []}, "create-only", SCHEMA),
    ("group-moves-with-its-name", group("AutoScalingGroupName", "g"), moved("Group", "Runners"),
     {"added": ["Runners"], "removed": ["Group"], "cleanup": ["Group"], "rolls": {"replacing", "none"}, "fails": True}, "the name is taken until the cleanup", STACKS),
    ("group-moves-and-stays", all_of(group("AutoScalingGroupName", "g"), put("Group/DeletionPolicy", "Retain")), moved("Group", "Runners"),
     {"added": ["Runners"], "removed": ["Group"], "fails": True}, "the old one leaves the stack with its name", CLEANUP),
    ("group-moves-without-hook", NO_HOOK, moved("Group", "Runners"), {"added": ["Runners"], "removed": ["Group"], "cleanup": ["Group"], "rolls": {"replacing", "none"}, "jobs": "lost"},
     "the old one goes with its instances", STACKS),
    ("warm-pool-follows", all_of(REPLACE, resource("Pool", "AWS::AutoScaling::WarmPool", {"AutoScalingGroupName": {"Ref": "Group"}, "MinSize": 1})), NEW_IMAGE,
     GONE | {"replaced": ["Group", "Pool"], "cleanup": ["Group", "Pool"]}, "create-only name of the group", SCHEMA),
    ("group-in-place", None, all_of(group("HealthCheckType", "ELB"), group("TerminationPolicies", ["OldestInstance"]), group("CapacityRebalance", True),
                                    group("InstanceMaintenancePolicy", {"MinHealthyPercentage": 90, "MaxHealthyPercentage": 110})), {"updated": ["Group"]}, "none of them begins a roll", UPDATE_POLICY),
    ("creation-policy", None, put("Group/CreationPolicy", {"ResourceSignal": {"Count": 1}}), {"updated": ["Group"]}, "it is of a creation", "CreationPolicy attribute"),
    # Conditions, defaults, and other words for the same
    ("turned-on-by-default", all_of(section("Parameters", "On", {"Type": "String", "Default": "no"}), condition({"Fn::Equals": [{"Ref": "On"}, "yes"]}),
                                    resource("Extra", "AWS::SNS::Topic", Condition="Wanted")), section("Parameters", "On", {"Type": "String", "Default": "yes"}), {"may_add": ["Extra"]},
     "a stack may keep the old value", PARAMETERS),
    ("map-of-another-region", all_of(section("Mappings", "Image", {"us-east-1": {"id": "ami-1"}, "eu-west-1": {"id": "ami-2"}}), data("ImageId", {"Fn::FindInMap": ["Image", {"Ref": "AWS::Region"}, "id"]})),
     section("Mappings", "Image", {"us-east-1": {"id": "ami-1"}, "eu-west-1": {"id": "ami-3"}}), {}, "this stack does not read it", LANGUAGE),
    ("join-for-sub", script({"Fn::Join": ["", ["#!/bin/bash\n/opt/start --bucket ", {"Ref": "Bucket"}, " --log ", {"Ref": "Log"}, "\n"]]}), script({"Fn::Sub": USER_DATA}), {}, "the same text", LANGUAGE),
    ("novalue-for-nothing", None, all_of(group("Cooldown", {"Ref": "AWS::NoValue"}), data("KeyName", {"Ref": "AWS::NoValue"})), {}, "no property", LANGUAGE),
    ("attribute-with-a-dot", None, version({"Fn::GetAtt": "Launch.LatestVersionNumber"}), {}, "the same function", LANGUAGE),
    ("user-data-blank-line", None, script({"Fn::Sub": USER_DATA + "\n"}), ROLL, "another text is another version", UPDATE_POLICY),
    ("each-of-more", each(["a", "b"]), each(["a", "b", "c"]), {"added": ["Topicc"]}, "one resource an item", "Fn::ForEach"),
    ("each-of-fewer", each(["a", "b"]), each(["b"]), {"removed": ["Topica"], "cleanup": ["Topica"]}, "one resource an item", "Fn::ForEach"),
    ("each-written-out", each(["a", "b"]), unrolled, {}, "the same resources", "Fn::ForEach"),
    # Values that AWS keeps elsewhere
    ("ssm-newest", all_of(ALARM, data("ImageId", "{{resolve:ssm:/image}}")), LOUDER, MAY_ROLL | {"updated": ["Alarm"]}, "without a version the newest one is read at each update", REFERENCES),
    ("ssm-newest-in-a-text", all_of(ALARM, script("#!/bin/bash\n/opt/start {{resolve:ssm:/size}}\n")), LOUDER, MAY_ROLL | {"updated": ["Alarm"]}, "the same in a text", REFERENCES),
    ("ssm-fixed", all_of(ALARM, data("ImageId", "{{resolve:ssm:/image:3}}")), LOUDER, {"updated": ["Alarm"]}, "that version stays what it is", REFERENCES),
    ("ssm-other-version", data("ImageId", "{{resolve:ssm:/image:3}}"), data("ImageId", "{{resolve:ssm:/image:4}}"), {"updated": ["Group", "Launch"], "rolls": {"rolling", "may"}},
     "another version has another value, most likely", REFERENCES),
    ("secret-by-reference", all_of(ALARM, put("Topic/Properties/DisplayName", "{{resolve:secretsmanager:t:SecretString:n}}")), LOUDER, {"updated": ["Alarm"]},
     "only an update of the resource itself reads it", REFERENCES),
    ("ssm-nothing-changes", all_of(section("Parameters", "Image", {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "Default": "/image"}), data("ImageId", {"Ref": "Image"})), None,
     {"rolls": {"none", "may"}}, "nobody updates", PARAMETERS),
    ("secret-default-in-user-data", all_of(section("Parameters", "Token", {"Type": "String", "NoEcho": True, "Default": "a"}), script({"Ref": "Token"})),
     section("Parameters", "Token", {"Type": "String", "NoEcho": True, "Default": "b"}), MAY_ROLL | {"updated": []}, "a stack may keep the old value", PARAMETERS),
    ("custom-attribute", all_of(LOOKED_UP, data("ImageId", {"Fn::GetAtt": ["Lookup", "Id"]})), OTHER_CHANNEL, MAY_ROLL, "it may answer with another one", ANSWERS),
    ("custom-id", all_of(LOOKED_UP, data("ImageId", {"Ref": "Lookup"})), OTHER_CHANNEL, MAY_ROLL, "it may answer with another id", ANSWERS),
    ("nested-output", all_of(resource("Net", "AWS::CloudFormation::Stack", {"TemplateURL": "https://s3.amazonaws.com/b/1.yml"}),
                             group("VPCZoneIdentifier", [{"Fn::GetAtt": ["Net", "Outputs.Subnet"]}])), put("Net/Properties/TemplateURL", "https://s3.amazonaws.com/b/2.yml"),
     {"updated": ["Net"], "may_update": ["Group"], "rolls": "may", "jobs": {"kept", "may"}}, "its outputs may be others", "AWS::CloudFormation::Stack"),
    ("nested-id", all_of(resource("Net", "AWS::CloudFormation::Stack", {"TemplateURL": "https://s3.amazonaws.com/b/1.yml"}), group("Context", {"Ref": "Net"})),
     put("Net/Properties/TemplateURL", "https://s3.amazonaws.com/b/2.yml"), {"updated": ["Net"]}, "a stack keeps its id", VALUES),
    # What a group needs, and what needs a group
    ("firewall-replaced", FIREWALL, put("Firewall/Properties/GroupDescription", "b"), ROLL | {"replaced": ["Firewall"], "cleanup": ["Firewall"]}, "the launch template names it", SCHEMA),
    ("firewall-rule", FIREWALL, put("Firewall/Properties/SecurityGroupIngress", [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "10.0.0.0/8"}]), {"updated": ["Firewall"]},
     "in place", SCHEMA),
    ("rights-gone-with-roll", RIGHTS, all_of(put("Rights", None), NEW_IMAGE), ROLL | {"removed": ["Rights"], "cleanup": ["Rights"], "jobs": "may"}, "drains need them to renew the hook", HOOKS),
    ("rights-into-role", RIGHTS, all_of(put("Rights", None), put("Role/Properties/Policies", [{"PolicyName": "q", "PolicyDocument": MAY_HOLD}]), NEW_IMAGE),
     ROLL | {"updated": ["Group", "Launch", "Role"], "removed": ["Rights"], "cleanup": ["Rights"]}, "the role has them before the policy goes", STACKS),
    ("secret-renamed", SECRET, put("Secret/Properties/Name", "b"), ROLL | {"replaced": ["Secret"], "cleanup": ["Secret"]}, "UserData names it", SCHEMA),
    ("profile-path", None, put("Profile/Properties/Path", "/x/"), ROLL | {"replaced": ["Profile"], "cleanup": ["Profile"], "jobs": {"may", "kept"}}, "the launch template names it", SCHEMA),
    ("targets-in-place", TARGETS, put("Targets/Properties/HealthCheckPath", "/up"), {"updated": ["Targets"]}, "in place", SCHEMA),
    ("targets-port", TARGETS, put("Targets/Properties/Port", 81), {"replaced": ["Targets"], "updated": ["Group"], "cleanup": ["Targets"]}, "TargetGroupARNs begins no roll", UPDATE_POLICY),
    ("targets-named-port", all_of(TARGETS, put("Targets/Properties/Name", "t")), put("Targets/Properties/Port", 81),
     {"replaced": ["Targets"], "updated": ["Group"], "cleanup": ["Targets"], "fails": True}, "the name is taken", SCHEMA),
    ("bucket-policy-follows", resource("Access", "AWS::S3::BucketPolicy", {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Statement": []}}), put("Bucket/Properties/BucketName", "b"),
     ROLL | {"replaced": ["Access", "Bucket"], "cleanup": ["Access", "Bucket"]}, "create-only name of the bucket", SCHEMA),
    ("subnet-of-the-stack", all_of(resource("Net", "AWS::EC2::Subnet", {"VpcId": "vpc-0aaaaaaa", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"}),
                                   group("VPCZoneIdentifier", [{"Ref": "Net"}])), all_of(put("Net/Properties/AvailabilityZone", "us-east-1b"), put("Net/Properties/CidrBlock", "10.0.1.0/24")),
     {"replaced": ["Net"], "cleanup": ["Net"], "updated": ["Group"], "rolls": "rolling"}, "another subnet", UPDATE_POLICY),
    ("deletion-policy-alone", None, put("Bucket/DeletionPolicy", "Retain"), {"updated": ["Bucket"]}, "a change of scope DeletionPolicy", "ResourceChange, CloudFormation API reference"),
    ("export-renamed", section("Outputs", "Name", {"Value": "a", "Export": {"Name": "n"}}), section("Outputs", "Name", {"Value": "a", "Export": {"Name": "m"}}), {"fails": "may"},
     "an imported export cannot go", "Exported stack output values, CloudFormation user guide"),
    ("export-comes", section("Outputs", "Name", {"Value": "a"}), section("Outputs", "Name", {"Value": "a", "Export": {"Name": "n"}}), {}, "nobody imports it yet", LANGUAGE),
    # Keys, which AWS keeps from being replaced
    ("key-usage", all_of(KEY, put("Key/Properties/KeySpec", "RSA_2048"), put("Key/Properties/KeyUsage", "SIGN_VERIFY")), put("Key/Properties/KeyUsage", "ENCRYPT_DECRYPT"),
     {"updated": ["Key"], "fails": True}, "the update request fails", "AWS::KMS::Key"),
    ("key-says-its-spec", KEY, put("Key/Properties/KeySpec", "SYMMETRIC_DEFAULT"), {"updated": ["Key"]}, "it is what a key has without it", "AWS::KMS::Key"),
    ("key-other-spec", KEY, put("Key/Properties/KeySpec", "RSA_2048"), {"updated": ["Key"], "fails": True}, "the update request fails", "AWS::KMS::Key"),
]


if __name__ == "__main__":
    run(ROWS)
