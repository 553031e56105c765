"""A row for each kind of update, hence the length. Updates, one row each: what changes, what AWS documents for it, and the page that says so. A table, so a long file.

A row edits BASE, a stack of a launch template, a group with a terminating hook, a role, a hook's bucket, log group, schedule and alarm, before and
after the update. `vend diff` must say what the row expects; what a row does not name is as NOTHING has it. A row may accept several answers where
no page decides. tests/diff/cases has updates of the same kind as files.
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING"
UPDATE_POLICY = "UpdatePolicy attribute, CloudFormation user guide"
SCHEMA = "registry schema of the type, createOnlyProperties"
CLEANUP = "UpdateReplacePolicy and DeletionPolicy attributes, CloudFormation user guide"
HOOKS = "Amazon EC2 Auto Scaling lifecycle hooks, Auto Scaling user guide"
API = "UpdateAutoScalingGroup, Auto Scaling API reference"

BASE = {
    "Parameters": {"Size": {"Type": "String", "Default": "m6i.large"}},
    "Resources": {
        "Launch": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {
            "ImageId": "ami-0123456789abcdef0", "InstanceType": {"Ref": "Size"}, "IamInstanceProfile": {"Arn": {"Fn::GetAtt": ["Profile", "Arn"]}},
            "UserData": {"Fn::Base64": {"Fn::Sub": "#!/bin/bash\n/opt/start --bucket ${Bucket} --log ${Log}\n"}}}}},
        "Group": {"Type": "AWS::AutoScaling::AutoScalingGroup",
                  "UpdatePolicy": {"AutoScalingRollingUpdate": {"MaxBatchSize": 1, "MinInstancesInService": 1}},
                  "Properties": {"MinSize": "1", "MaxSize": "6", "DesiredCapacity": "4", "VPCZoneIdentifier": ["subnet-0aaaaaaaaaaaaaaa1"],
                                 "LaunchTemplate": {"LaunchTemplateId": {"Ref": "Launch"}, "Version": {"Fn::GetAtt": ["Launch", "LatestVersionNumber"]}},
                                 "LifecycleHookSpecificationList": [{"LifecycleHookName": "drain", "LifecycleTransition": TERMINATING}]}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "runner", "AssumeRolePolicyDocument": {}}},
        "Profile": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": [{"Ref": "Role"}]}},
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "cache-a"}},
        "Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "log-a", "RetentionInDays": 7}},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "a"}},
    },
}
NOTHING = {"added": [], "removed": [], "may_add": [], "may_remove": [], "replaced": [], "may_replace": [], "updated": [], "may_update": [], "cleanup": [], "type_changed": [],
           "rolls": "none", "jobs": "kept", "fails": False}
ROLL = {"updated": ["Group", "Launch"], "rolls": "rolling"}


def put(path, value):
    """An edit: sets what a path of dots names below Resources, or takes it out for None."""
    def edit(template):
        *keys, last = path.split("/")
        node = template["Resources"]
        for key in keys:
            node = node.setdefault(key, {})
        if value is None:
            node.pop(last, None)
        else:
            node[last] = copy.deepcopy(value)
    return edit


def section(name, key, value):
    return lambda template: template.setdefault(name, {}).update({key: value})


def all_of(*edits):
    def edit(template):
        for one in edits:
            one(template)
    return edit


def data(key, value):
    return put(f"Launch/Properties/LaunchTemplateData/{key}", value)


def group(key, value):
    return put(f"Group/Properties/{key}", value)


def policy(value):
    return put("Group/UpdatePolicy", value)


def moved(old, new):
    def edit(template):
        template["Resources"][new] = template["Resources"].pop(old)
    return edit


def rename_launch(template):
    moved("Launch", "Runners")(template)
    template["Resources"]["Group"]["Properties"]["LaunchTemplate"] = {"LaunchTemplateId": {"Ref": "Runners"},
                                                                     "Version": {"Fn::GetAtt": ["Runners", "LatestVersionNumber"]}}


def mixed(overrides, percentage=0):
    return all_of(group("LaunchTemplate", None), group("MixedInstancesPolicy", {
        "LaunchTemplate": {"LaunchTemplateSpecification": BASE["Resources"]["Group"]["Properties"]["LaunchTemplate"],
                           "Overrides": [{"InstanceType": one} for one in overrides]},
        "InstancesDistribution": {"OnDemandPercentageAboveBaseCapacity": percentage}}))


def configuration(size, **more):
    return all_of(put("Launch", {"Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": {"ImageId": "ami-1", "InstanceType": size, **more}}),
                  group("LaunchTemplate", None), group("LaunchConfigurationName", {"Ref": "Launch"}))


def hook(name="drain", **more):
    return put("Hook", {"Type": "AWS::AutoScaling::LifecycleHook", **more.pop("attributes", {}),
                        "Properties": {"AutoScalingGroupName": {"Ref": "Group"}, "LifecycleHookName": name, "LifecycleTransition": TERMINATING, **more}})


def actor(template):
    put("Schedule", {"Type": "AWS::AutoScaling::ScheduledAction", "Properties": {"AutoScalingGroupName": {"Ref": "Group"}, "Recurrence": "0 7 * * MON-FRI",
                                                                                "DesiredCapacity": 5}})(template)


NO_HOOK = group("LifecycleHookSpecificationList", None)
OTHER_HOOK = group("LifecycleHookSpecificationList", [{"LifecycleHookName": "stop", "LifecycleTransition": TERMINATING}])
NEW_IMAGE = data("ImageId", "ami-0fedcba9876543210")
REFRESH = policy({"AutoScalingInstanceRefresh": {}})
REPLACE = policy({"AutoScalingReplacingUpdate": {"WillReplace": True}})
NO_POLICY = policy(None)
GONE = {"replaced": ["Group"], "updated": ["Launch"], "cleanup": ["Group"], "rolls": "replacing"}

# Name, edits of both sides, edits of the new side, what is said, why, source.
ROWS = [
    # Launch templates
    ("version-latest", None, NEW_IMAGE, ROLL, "new data is a new LatestVersionNumber, and the group names it", UPDATE_POLICY),
    ("version-latest-no-hook", NO_HOOK, NEW_IMAGE, ROLL | {"jobs": "lost"}, "nothing holds an instance that ends", HOOKS),
    ("version-literal", group("LaunchTemplate/Version", "1"), NEW_IMAGE, {"updated": ["Launch"]}, "the group goes on with version 1", "LaunchTemplate, GetAtt values"),
    ("version-literal-raised", group("LaunchTemplate/Version", "1"), group("LaunchTemplate/Version", "2"), {"updated": ["Group"], "rolls": "rolling"},
     "LaunchTemplate of the group changes", UPDATE_POLICY),
    ("version-default", group("LaunchTemplate/Version", {"Fn::GetAtt": ["Launch", "DefaultVersionNumber"]}), NEW_IMAGE, {"updated": ["Launch"]},
     "an update makes a new version, the default version stays", "LaunchTemplate, GetAtt values"),
    ("metadata-only", None, put("Launch/Metadata", {"AWS::CloudFormation::Init": {"config": {}}}), {"updated": ["Launch"]},
     "metadata is no launch template data: no new version", "Metadata attribute, CloudFormation user guide"),
    ("launch-renamed", put("Launch/Properties/LaunchTemplateName", "a"), put("Launch/Properties/LaunchTemplateName", "b"),
     {"replaced": ["Launch"], "updated": ["Group"], "cleanup": ["Launch"], "rolls": "rolling"}, "another launch template", SCHEMA),
    ("launch-id-renamed", None, rename_launch, {"added": ["Runners"], "removed": ["Launch"], "updated": ["Group"], "cleanup": ["Launch"], "rolls": "rolling"},
     "another logical id is another resource", "Stack updates, CloudFormation user guide"),
    ("user-data-by-reference", None, put("Log/Properties/LogGroupName", "log-b"),
     {"replaced": ["Log"], "updated": ["Group", "Launch"], "cleanup": ["Log"], "rolls": "rolling"}, "UserData names the log group", SCHEMA),
    ("image-by-mapping", all_of(section("Mappings", "Image", {"us-east-1": {"id": "ami-1"}}), data("ImageId", {"Fn::FindInMap": ["Image", {"Ref": "AWS::Region"}, "id"]})),
     section("Mappings", "Image", {"us-east-1": {"id": "ami-2"}}), ROLL, "the resolved image differs", UPDATE_POLICY),
    ("configuration-size", configuration("m5.large"), configuration("m5.xlarge"),
     {"replaced": ["Launch"], "updated": ["Group"], "cleanup": ["Launch"], "rolls": "rolling"}, "a launch configuration cannot be changed", SCHEMA),
    ("configuration-named", configuration("m5.large", LaunchConfigurationName="n"), configuration("m5.xlarge", LaunchConfigurationName="n"),
     {"replaced": ["Launch"], "updated": ["Group"], "cleanup": ["Launch"], "fails": True}, "the name is taken", "Name type, CloudFormation user guide"),
    ("configuration-to-template", configuration("m5.large"), all_of(put("Launch", None), put("Started", BASE["Resources"]["Launch"]), group("LaunchConfigurationName", None),
                                                                    group("LaunchTemplate", {"LaunchTemplateId": {"Ref": "Started"}, "Version": "1"})),
     {"added": ["Started"], "removed": ["Launch"], "updated": ["Group"], "cleanup": ["Launch"], "rolls": "rolling"}, "the group starts from something else", UPDATE_POLICY),
    # Update policies
    ("no-policy", NO_POLICY, NEW_IMAGE, ROLL | {"rolls": "none"}, "only an update policy replaces instances", UPDATE_POLICY),
    ("refresh", REFRESH, NEW_IMAGE, ROLL | {"rolls": "refresh"}, "LaunchTemplate begins a refresh", UPDATE_POLICY),
    ("refresh-no-hook", all_of(REFRESH, NO_HOOK), NEW_IMAGE, ROLL | {"rolls": "refresh", "jobs": "lost"}, "nothing holds an instance that ends", HOOKS),
    ("refresh-size", REFRESH, group("MaxSize", "7"), {"updated": ["Group"]}, "sizes begin no refresh", UPDATE_POLICY),
    ("replacing", REPLACE, NEW_IMAGE, GONE, "WillReplace makes a new group; the hook holds the old one's instances", UPDATE_POLICY),
    ("replacing-no-hook", all_of(REPLACE, NO_HOOK), NEW_IMAGE, GONE | {"jobs": "lost"}, "the old group goes with its instances", UPDATE_POLICY),
    ("replacing-beats-rolling", policy({"AutoScalingReplacingUpdate": {"WillReplace": "true"}, "AutoScalingRollingUpdate": {}}), NEW_IMAGE, GONE,
     "with both, WillReplace decides", UPDATE_POLICY),
    ("replacing-off", policy({"AutoScalingReplacingUpdate": {"WillReplace": False}, "AutoScalingRollingUpdate": {}}), NEW_IMAGE, ROLL, "with both, WillReplace decides", UPDATE_POLICY),
    ("replacing-turned-off", REPLACE, all_of(policy({"AutoScalingRollingUpdate": {}}), NEW_IMAGE), ROLL, "the new template's policy counts", UPDATE_POLICY),
    ("replacing-size", REPLACE, group("MaxSize", "7"), {"updated": ["Group"]}, "sizes replace nothing", UPDATE_POLICY),
    ("replacing-named", all_of(REPLACE, group("AutoScalingGroupName", "g")), NEW_IMAGE, {"replaced": ["Group"], "updated": ["Launch"], "cleanup": ["Group"], "fails": True},
     "a group with a name of its own cannot be replaced", "Name type, CloudFormation user guide"),
    ("replacing-empty", all_of(REPLACE, group("MinSize", "0"), group("DesiredCapacity", "0")), NEW_IMAGE,
     {"may_replace": ["Group"], "updated": ["Launch"], "rolls": {"may", "replacing"}, "jobs": {"kept", "may"}}, "without a running instance it is updated in place",
     "cloudformation-coverage-roadmap#1475"),
    ("replacing-own-hook", all_of(REPLACE, NO_HOOK, hook()), NEW_IMAGE, GONE | {"replaced": ["Group", "Hook"], "cleanup": ["Group", "Hook"], "jobs": "lost"},
     "the old hook goes before the old group", "elastic-ci-stack-for-aws#967"),
    ("replacing-retained", all_of(REPLACE, NO_HOOK, put("Group/UpdateReplacePolicy", "Retain")), NEW_IMAGE, GONE | {"cleanup": []},
     "the old group stays, with its instances", CLEANUP),
    ("policy-only", None, policy({"AutoScalingRollingUpdate": {"MaxBatchSize": 2}}), {"updated": ["Group"]}, "a policy alone begins nothing", UPDATE_POLICY),
    ("policy-new", NO_POLICY, all_of(policy({"AutoScalingRollingUpdate": {}}), NEW_IMAGE), ROLL, "the new template's policy counts", UPDATE_POLICY),
    ("rolling-to-refresh", None, all_of(REFRESH, NEW_IMAGE), ROLL | {"rolls": "refresh"}, "the new template's policy counts", UPDATE_POLICY),
    ("both-policies", None, all_of(policy({"AutoScalingRollingUpdate": {}, "AutoScalingInstanceRefresh": {}}), NEW_IMAGE), ROLL | {"rolls": "none", "fails": True},
     "CloudFormation refuses both", UPDATE_POLICY),
    ("pause-too-long", None, policy({"AutoScalingRollingUpdate": {"PauseTime": "PT2H", "WaitOnResourceSignals": True}}), {"updated": ["Group"], "fails": True},
     "an hour at most", UPDATE_POLICY),
    ("no-room", None, all_of(group("MaxSize", "4"), policy({"AutoScalingRollingUpdate": {"MinInstancesInService": 4}}), NEW_IMAGE), ROLL | {"rolls": "none", "fails": True},
     "MinInstancesInService must be less than MaxSize", UPDATE_POLICY),
    ("no-room-perhaps", mixed(["m5.large"]), all_of(mixed(["m5a.large"]), group("MaxSize", "4"), policy({"AutoScalingRollingUpdate": {"MinInstancesInService": 4}})),
     {"updated": ["Group"], "rolls": "may", "fails": "may"}, "whether types alone roll is not documented", UPDATE_POLICY),
    # Where instances run, and of which type
    ("subnets-rolling", None, group("VPCZoneIdentifier", ["subnet-0aaaaaaaaaaaaaaa2"]), {"updated": ["Group"], "rolls": "rolling"}, "VPCZoneIdentifier is listed", UPDATE_POLICY),
    ("subnets-refresh", REFRESH, group("VPCZoneIdentifier", ["subnet-0aaaaaaaaaaaaaaa2"]), {"updated": ["Group"], "rolls": "refresh"}, "VPCZoneIdentifier is listed", UPDATE_POLICY),
    ("subnets-replacing", REPLACE, group("VPCZoneIdentifier", ["subnet-0aaaaaaaaaaaaaaa2"]), GONE | {"updated": []}, "VPCZoneIdentifier is listed", UPDATE_POLICY),
    ("subnets-no-policy", all_of(NO_POLICY, NO_HOOK), group("VPCZoneIdentifier", ["subnet-0aaaaaaaaaaaaaaa2"]),
     {"updated": ["Group"], "rolls": {"may", "none"}, "jobs": {"may", "lost"}}, "Auto Scaling leaves a zone that is no longer listed", "Add and remove Availability Zones, Auto Scaling user guide"),
    ("placement-rolling", None, group("PlacementGroup", "p"), {"updated": ["Group"], "rolls": "rolling"}, "PlacementGroup is listed", UPDATE_POLICY),
    ("placement-refresh", REFRESH, group("PlacementGroup", "p"), {"updated": ["Group"], "rolls": "refresh"}, "PlacementGroup is listed", UPDATE_POLICY),
    ("types-rolling", all_of(mixed(["m5.large"]), NO_HOOK), mixed(["m5a.large"]), {"updated": ["Group"], "rolls": "may", "jobs": {"may", "lost"}},
     "not documented for MixedInstancesPolicy without another launch template", UPDATE_POLICY),
    ("types-refresh", mixed(["m5.large"]), all_of(REFRESH, mixed(["m5a.large"])), {"updated": ["Group"], "rolls": "refresh"}, "MixedInstancesPolicy is listed for refreshes", UPDATE_POLICY),
    ("types-no-policy", all_of(NO_POLICY, NO_HOOK, mixed(["m5.large"])), mixed(["m5a.large"]), {"updated": ["Group"]}, "only an update policy replaces instances", UPDATE_POLICY),
    ("spot-share-refresh", all_of(REFRESH, mixed(["m5.large"])), mixed(["m5.large"], 50), {"updated": ["Group"], "rolls": "refresh"}, "MixedInstancesPolicy is listed for refreshes", UPDATE_POLICY),
    ("mixed-new-image", mixed(["m5.large"]), NEW_IMAGE, ROLL, "the policy's launch template has a new version", UPDATE_POLICY),
    ("type-by-parameter", None, section("Parameters", "Size", {"Type": "String", "Default": "m6i.xlarge"}), {"may_update": ["Group", "Launch"], "rolls": {"may", "rolling"}},
     "update-stack takes a new default, deploy and the console keep the old value", "aws-cli#2573"),
    # Sizes
    ("desired-up", None, group("DesiredCapacity", "5"), {"updated": ["Group"]}, "instances are added", API),
    ("desired-down", None, group("DesiredCapacity", "2"), {"updated": ["Group"]}, "the hook holds what ends", HOOKS),
    ("desired-down-no-hook", NO_HOOK, group("DesiredCapacity", "2"), {"updated": ["Group"], "jobs": {"lost", "may"}}, "Auto Scaling does not look at jobs", API),
    ("desired-down-protected", all_of(NO_HOOK, group("NewInstancesProtectedFromScaleIn", True)), group("DesiredCapacity", "2"), {"updated": ["Group"]},
     "protected instances are not scaled in", "Instance scale-in protection, Auto Scaling user guide"),
    ("max-below-desired", NO_HOOK, all_of(group("DesiredCapacity", None), group("MaxSize", "2")), {"updated": ["Group"], "jobs": {"lost", "may"}},
     "a MaxSize below the current size sets the size", API),
    ("max-above-desired", NO_HOOK, group("MaxSize", "5"), {"updated": ["Group"]}, "four still fit", API),
    ("min-above-max", None, group("MinSize", "7"), {"updated": ["Group"], "fails": True}, "MinSize at most MaxSize", API),
    ("desired-outside", None, group("DesiredCapacity", "9"), {"updated": ["Group"], "fails": True}, "DesiredCapacity within the sizes", API),
    ("sizes-set-back", all_of(NO_HOOK, actor), group("Cooldown", "100"), {"updated": ["Group"], "jobs": "may"},
     "without IgnoreUnmodifiedGroupSizeProperties the template's size is set", UPDATE_POLICY),
    ("sizes-ignored", all_of(NO_HOOK, actor, policy({"AutoScalingScheduledAction": {"IgnoreUnmodifiedGroupSizeProperties": "true"}})), group("Cooldown", "100"),
     {"updated": ["Group"]}, "what a schedule set stays", UPDATE_POLICY),
    ("schedule-later", actor, put("Schedule/Properties/Recurrence", "0 8 * * MON-FRI"), {"updated": ["Schedule"]}, "in place", "registry schema of the type"),
    ("schedule-gone", actor, put("Schedule", None), {"removed": ["Schedule"], "cleanup": ["Schedule"]}, "sizes stay as they are", "Scheduled scaling, Auto Scaling user guide"),
    # Hooks
    ("hook-renamed-in-group", None, all_of(OTHER_HOOK, NEW_IMAGE), ROLL | {"jobs": {"may", "kept"}}, "scripts of old instances answer the old name", HOOKS),
    ("hook-comes-into-group", NO_HOOK, all_of(OTHER_HOOK, NEW_IMAGE), ROLL | {"jobs": {"may", "kept"}}, "it holds old instances, and nothing drains them", HOOKS),
    ("hook-leaves-group", None, all_of(NO_HOOK, NEW_IMAGE), ROLL | {"jobs": "lost"}, "the group is updated before its instances are replaced", HOOKS),
    ("own-hook", all_of(NO_HOOK, hook()), NEW_IMAGE, ROLL, "the hook stays", HOOKS),
    ("own-hook-comes", NO_HOOK, all_of(hook(), NEW_IMAGE), ROLL | {"added": ["Hook"], "jobs": {"lost", "may"}}, "it names the group, so it is made after it", HOOKS),
    ("own-hook-gone", all_of(NO_HOOK, hook()), all_of(put("Hook", None), NEW_IMAGE), ROLL | {"removed": ["Hook"], "cleanup": ["Hook"], "jobs": {"lost", "may"}},
     "deleting a hook ends what it holds", "DeleteLifecycleHook, Auto Scaling API reference"),
    ("own-hook-retained", all_of(NO_HOOK, hook(attributes={"DeletionPolicy": "Retain"})), all_of(put("Hook", None), NEW_IMAGE), ROLL | {"removed": ["Hook"]},
     "it leaves the stack and stays", CLEANUP),
    ("own-hook-renamed", all_of(NO_HOOK, hook()), all_of(hook("stop"), NEW_IMAGE), ROLL | {"replaced": ["Hook"], "cleanup": ["Hook"], "jobs": {"lost", "may"}},
     "the old one goes in the cleanup", SCHEMA),
    ("own-hook-longer", all_of(NO_HOOK, hook(HeartbeatTimeout=60)), hook(HeartbeatTimeout=600), {"updated": ["Hook"]}, "in place", "registry schema of the type"),
    ("own-hook-into-group", all_of(NO_HOOK, hook()), all_of(put("Hook", None), OTHER_HOOK, NEW_IMAGE), ROLL | {"removed": ["Hook"], "cleanup": ["Hook"], "jobs": {"may", "lost"}},
     "the new one holds, and is not renewed by old scripts", HOOKS),
    # What instances need
    ("role-renamed", None, put("Role/Properties/RoleName", "other"), {"replaced": ["Role"], "updated": ["Profile"], "cleanup": ["Role"], "jobs": {"may", "kept"}},
     "instances that run have the old role", SCHEMA),
    ("role-renamed-retained", put("Role/UpdateReplacePolicy", "Retain"), put("Role/Properties/RoleName", "other"), {"replaced": ["Role"], "updated": ["Profile"]},
     "the old role stays", CLEANUP),
    ("role-path", None, put("Role/Properties/Path", "/runners/"), {"replaced": ["Role"], "updated": ["Profile"], "cleanup": ["Role"], "fails": True},
     "a new path needs a new role, and its name is taken", "Name type, CloudFormation user guide"),
    ("role-policy", None, put("Role/Properties/ManagedPolicyArns", ["arn:aws:iam::aws:policy/ReadOnlyAccess"]), {"updated": ["Role"]}, "in place", "registry schema of the type"),
    ("role-moves", None, all_of(moved("Role", "Runner"), put("Profile/Properties/Roles", [{"Ref": "Runner"}])),
     {"added": ["Runner"], "removed": ["Role"], "updated": ["Profile"], "cleanup": ["Role"], "fails": True}, "the name is taken until the cleanup", "Name type, CloudFormation user guide"),
    ("profile-renamed", put("Profile/Properties/InstanceProfileName", "a"), put("Profile/Properties/InstanceProfileName", "b"),
     {"replaced": ["Profile"], "updated": ["Group", "Launch"], "cleanup": ["Profile"], "rolls": "rolling", "jobs": {"may", "kept"}}, "the launch template names it", SCHEMA),
    ("bucket-renamed", None, put("Bucket/Properties/BucketName", "cache-b"), ROLL | {"replaced": ["Bucket"], "cleanup": ["Bucket"], "jobs": {"kept", "may"}}, "UserData names it", SCHEMA),
    ("bucket-renamed-retained", put("Bucket/UpdateReplacePolicy", "Retain"), put("Bucket/Properties/BucketName", "cache-b"), ROLL | {"replaced": ["Bucket"]}, "the old one stays", CLEANUP),
    ("bucket-gone-retained", all_of(data("UserData", None), put("Bucket/DeletionPolicy", "RetainExceptOnCreate")), put("Bucket", None), {"removed": ["Bucket"]}, "it leaves the stack and stays", CLEANUP),
    ("log-retention", None, put("Log/Properties/RetentionInDays", 30), {"updated": ["Log"]}, "in place", "registry schema of the type"),
    ("security-group", put("Firewall", {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "a"}}), put("Firewall/Properties/GroupDescription", "b"),
     {"replaced": ["Firewall"], "cleanup": ["Firewall"]}, "a description cannot be changed", SCHEMA),
    # The group itself, and the stack
    ("group-named", group("AutoScalingGroupName", "a"), group("AutoScalingGroupName", "b"), GONE | {"updated": []}, "another name is another group", SCHEMA),
    ("group-gone", None, put("Group", None), {"removed": ["Group"], "cleanup": ["Group"]}, "the hook holds its instances while it is deleted", HOOKS),
    ("group-gone-no-hook", NO_HOOK, put("Group", None), {"removed": ["Group"], "cleanup": ["Group"], "jobs": "lost"}, "its instances end at once", HOOKS),
    ("group-gone-retained", all_of(NO_HOOK, put("Group/DeletionPolicy", "Retain")), put("Group", None), {"removed": ["Group"]}, "it leaves the stack and stays", CLEANUP),
    ("group-tags", NO_HOOK, group("Tags", [{"Key": "a", "Value": "b", "PropagateAtLaunch": True}]), {"updated": ["Group"]}, "in place", "registry schema of the type"),
    ("depends-on", None, put("Topic/DependsOn", "Log"), {}, "no property changes", "DependsOn attribute, CloudFormation user guide"),
    ("export-replaced", section("Outputs", "Name", {"Value": {"Ref": "Log"}, "Export": {"Name": "log"}}), put("Log/Properties/LogGroupName", "log-b"),
     {"replaced": ["Log"], "updated": ["Group", "Launch"], "cleanup": ["Log"], "rolls": "rolling", "fails": "may"}, "an imported value cannot change", "Exported stack output values, CloudFormation user guide"),
    ("export-value", section("Outputs", "Name", {"Value": "a", "Export": {"Name": "n"}}), section("Outputs", "Name", {"Value": "b", "Export": {"Name": "n"}}),
     {"fails": "may"}, "an imported value cannot change", "Exported stack output values, CloudFormation user guide"),
    ("new-parameter", None, section("Parameters", "Other", {"Type": "String"}), {"fails": "may"}, "it needs a value", "Parameters, CloudFormation user guide"),
    ("type-changed", None, put("Topic", {"Type": "AWS::SQS::Queue"}), {"type_changed": ["Topic"], "fails": True}, "refused under the same logical id", "Stack updates, CloudFormation user guide"),
    ("function-not-resolved", put("Topic/Properties/DisplayName", {"Fn::Select": [1, {"Fn::Cidr": ["10.0.0.0/16", 4, 8]}]}),
     put("Topic/Properties/DisplayName", {"Fn::Select": [1, {"Fn::Cidr": ["10.1.0.0/16", 4, 8]}]}), {"updated": ["Topic"]}, "only CloudFormation computes it, from something else", "Fn::Cidr"),
]


def edited(*edits):
    template = copy.deepcopy(BASE)
    for edit in edits:
        if edit is not None:
            edit(template)
    return template


def wrong(vend, folder, row):
    _, both, new, wanted, _, _ = row
    paths = [folder / "old.json", folder / "new.json"]
    for path, template in zip(paths, (edited(both), edited(both, new)), strict=True):
        path.write_text(json.dumps(template), encoding="utf-8")
    done = subprocess.run([vend, "diff", *paths, "--format", "json"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return [f"ended with {done.returncode}: {done.stderr}"]
    report = json.loads(done.stdout)
    said = {name: sorted(report[name]) if name in report else report["groups"]["Group"].get(name) for name in NOTHING}
    said["fails"] = True if report["fails"] else "may" if report["may_fail"] else False
    found = []
    for name, value in (NOTHING | wanted).items():
        if not (said[name] in value if isinstance(value, set) else said[name] == value):
            found.append(f"{name} is {said[name]}, not {value} {report['fails'] + report['may_fail'] if name == 'fails' else ''}")
    return found


def run(rows):
    failed = 0
    names = [row[0] for row in rows]
    if len(set(names)) != len(names):
        sys.exit("FAILED: two rows have one name")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows:
            for line in wrong(sys.argv[1], pathlib.Path(folder), row):
                failed += 1
                print(f"FAILED: {row[0]} ({row[4]}; {row[5]}): {line}")
    print(f"{len(rows)} updates, {failed} wrong answers")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    run(ROWS)
