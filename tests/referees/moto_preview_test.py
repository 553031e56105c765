"""`vend preview --format json` against stacks that moto makes of the same template and values.

Compared: parameters, conditions, the resources that exist, the resolved launch template, group and schedules, and the
decoded UserData byte for byte, once what only a running stack knows (${LogicalId}) has got its values from the stack.
"""

import base64
import json
import pathlib
import re
import subprocess
import sys

import referees

REGION, ACCOUNT = "us-east-1", "123456789012"
WINDOWS_IMAGE, ARM_IMAGE = "/images/windows", "/images/arm64"
TOKEN = "glrt-a-secret-that-must-not-leak"
SUBNETS = {"4ASGSpecifyVPC": "VPC", "4ASGSpecifySubnets": "SUBNETS"}  # moto wants those that it has
WINDOWS = {"1OSInstanceOSPlatform": "Windows", "9AWSRetrieveLatestAWSOSAmiIdFromSSM": WINDOWS_IMAGE}
KEY = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"

# Parameter sets of the full template; None takes the token away. Between them every condition is true and false.
ELSEWHERE = {"SovereignCloud"}  # true in the partition aws-eusc alone, which moto does not have
SETS = [
    {},
    {"4ASGMinSize": "2", "4ASGDesiredCapacity": "3", "5ASGAutoScalingMaxSize": "9"},
    {"5ASGAutoScalingEnabled": "true"},
    {"5ASGAutoScalingEnabled": "true", "5ASGAutoScalingMetricTypeToMonitor": "Memory",
     "5ASGAutoScalingSetScaleOutUtilizationThresholdSeconds": "0", "5ASGAutoScalingSetScaleInUtilizationThresholdSeconds": "0"},
    {"5ASGAutoScalingEnabled": "true", "5ASGAutoScalingMetricTypeToMonitor": "Slots"},
    {"3INSTConfigurationScript": "https://gl-public-templates.s3.amazonaws.com/cfn/v1.5.5/runner_configs/amazon-linux-2-docker.sh"},
    {"3GITLABRunnerDockerImage": "alpine:3.20"},
    {"4ASGScheduledStartupCron": "0 7 * * MON-FRI", "4ASGScheduledShutdownCron": "0 19 * * MON-FRI", "4ASGScheduleTimeZone": "Europe/Berlin"},
    {"4ASGScheduledShutdownCron": "30 22 * * *"},
    {"3GITLABRunnerRegTokenList": None, "3GITLABRunnerTokenSecretId": "gitlab/token", "3GITLABRunnerTokenKmsKey": KEY},
    {"3GITLABRunnerRegTokenList": None,
     "3GITLABRunnerTokenSecretId": "arn:aws:secretsmanager:eu-west-1:210987654321:secret:gitlab/token-AbCdEf"},
    {"3GITLABRunnerRegTokenList": None, "3GITLABRunnerTokenParameter": "/gitlab/token"},
    {"3GITLABRunnerS3CacheBucket": "none", "7LOGToCloudWatch": "false"},
    {"3GITLABRunnerS3CacheBucket": "a-bucket-of-ours", "7LOGToCloudWatch": "true"},
    {"9AWSSpecifiedIAMRoleNAME": "a-role"},
    {"4ASGSpecifySecurityGroups": "CreateOneForMe"},
    {**SUBNETS, "4ASGSpecifySecurityGroups": "GROUPS"},
    {"1OSPeggedAMIID": "ami-0123456789abcdef0", "8DBGKeypairName": "a-key", "3INSTEbsKmsKey": KEY},
    {**WINDOWS, "3INSTConfigurationScript": "windows-shell.ps1", "5ASGInstanceType2": "", "5ASGInstanceType3": "", "5ASGInstanceType4": ""},
    {**WINDOWS, "3INSTConfigurationScript": "windows-docker.ps1"},
    {"3INSTConfigurationScript": "amazon-linux-2-docker.sh", "4ASGProtectBusyInstances": "true"},
    {"3INSTConfigurationScript": "amazon-linux-2-shell.sh", "5SPOTCapacityRebalance": "true"},
    {"3INSTConfigurationScript": "amazon-linux-2023-shell.sh", "4ASGMaxInstanceLifetimeSeconds": "86400", "7DASHBOARDEnabled": "true"},
    {"3INSTConfigurationScript": "amazon-linux-2023-docker.sh", "7NOTIFYTopic": "arn:aws:sns:us-east-1:123456789012:runners",
     "7DASHBOARDEnabled": "false", "5SPOTCapacityRebalance": "false"},
    {"3INSTConfigurationScript": "https://example.com/mine.sh", "4ASGUpdateType": "ReplaceEntireASG"},
    {"3INSTConfigurationScript": "s3://scripts-of-ours/mine.sh", "5ASGSelfMonitorTerminationInterval": "Disabled"},
    {"3GITLABRunnerTagList": "a'b \"c\" $(x) `id` \\ ${d} #e\u00fc\u20ac\u6f22", "1OSInstanceLinuxArch": "arm64",
     "9AWSRetrieveLatestAWSOSAmiIdFromSSM": ARM_IMAGE, "5ASGInstanceType1": "m7g.large"},
]
# Of a group: what moto keeps as it was given.
GROUP_SIZES = ("MinSize", "MaxSize", "DesiredCapacity")


def equal(what, vend, moto):
    if isinstance(vend, dict) and isinstance(moto, dict):
        for key in sorted({*vend, *moto}):
            equal(f"{what}.{key}", vend.get(key), moto.get(key))
    elif isinstance(vend, str) and isinstance(moto, str) and "\n" in vend + moto:
        equal(f"{what} by line", dict(enumerate(vend.split("\n"), 1)), dict(enumerate(moto.split("\n"), 1)))
    elif vend != moto:
        raise AssertionError(f"{what}: vend says {vend!r}, moto {moto!r}")


class Stack:
    """One stack in moto, with what is needed to give a preview's placeholders their values."""

    def __init__(self, clients, backend, name, logical_ids):
        self.clients, self.logical_ids = clients, logical_ids
        self.described = clients["cloudformation"].describe_stacks(StackName=name)["Stacks"][0]
        assert self.described["StackStatus"] == "CREATE_COMPLETE", self.described["StackStatus"]
        rows = clients["cloudformation"].describe_stack_resources(StackName=name)["StackResources"]
        # Types that moto does not know have rows without a name.
        self.resources = {row["LogicalResourceId"]: row for row in rows if "LogicalResourceId" in row}
        model = next(stack for stack in backend.stacks.values() if stack.name == name)
        self.conditions = {key: bool(value) for key, value in dict(model.resource_map.lazy_condition_map).items()}

    def filled(self, value):
        """A resolved value of the preview with the stack's own names in it."""
        if isinstance(value, dict):
            return {key: self.filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        if not isinstance(value, str):
            return value
        value = re.sub(r"arn:aws:cloudformation:[^:]*:\d*:stack/[^/]*/0{8}-0{4}-0{4}-0{4}-0{12}", self.described["StackId"], value)
        return re.sub(r"\$\{([^}]+)\}", self.placeholder, value)

    def placeholder(self, match):
        name = match.group(1)
        if name.startswith("resolve:"):
            return self.clients["ssm"].get_parameter(Name=name[len("resolve:"):])["Parameter"]["Value"]
        resource, _, attribute = name.partition(".")
        if resource not in self.logical_ids:
            return match.group(0)  # a text that only looks like one
        if resource not in self.resources:
            return "None"  # moto does not know the type
        physical = self.resources[resource]["PhysicalResourceId"]
        if attribute == "LatestVersionNumber":
            return "1"
        return f"arn:aws:s3:::{physical}" if attribute == "Arn" else physical

    def user_data(self, text):
        lines = []
        for line in text.split("\n"):
            name, separator, value = line.partition(":")
            if separator and re.fullmatch("[A-Z_]+", name):
                line = name + ":" + base64.b64encode(self.filled(base64.b64decode(value).decode()).encode()).decode()
            else:
                line = self.filled(line)
            lines.append(line)
        return "\n".join(lines)


def as_texts(value):
    """Numbers and booleans as CloudFormation may write them."""
    if isinstance(value, dict):
        return {key: as_texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_texts(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def check_launch_template(stack, preview):
    for logical, resource in preview["resources"].items():
        if resource["Type"] != "AWS::EC2::LaunchTemplate":
            continue
        identity = stack.resources[logical]["PhysicalResourceId"]
        version = stack.clients["ec2"].describe_launch_template_versions(LaunchTemplateId=identity)["LaunchTemplateVersions"][-1]
        theirs = version["LaunchTemplateData"]
        ours = resource["Properties"]["LaunchTemplateData"]
        equal("UserData", stack.user_data(preview["userdata"][logical]), base64.b64decode(theirs["UserData"]).decode())
        equal("UserData of the resource", preview["userdata"][logical], base64.b64decode(ours["UserData"]).decode())
        filled = as_texts(stack.filled({key: value for key, value in ours.items() if key != "UserData"}))
        kept = as_texts({key: value for key, value in theirs.items() if key in filled})
        # boto3 names a few members in the plural.
        for plural, singular in (("BlockDeviceMappings", "BlockDeviceMappings"), ("TagSpecifications", "TagSpecifications")):
            if plural in kept:
                filled[plural] = filled[singular]
        equal("launch template", filled, kept)


def check_group(stack, preview):
    for logical, resource in preview["resources"].items():
        if resource["Type"] != "AWS::AutoScaling::AutoScalingGroup":
            continue
        name = stack.resources[logical]["PhysicalResourceId"]
        theirs = stack.clients["autoscaling"].describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"][0]
        ours = as_texts(stack.filled(resource["Properties"]))
        equal("sizes", [ours[key] for key in GROUP_SIZES], [str(theirs[key]) for key in GROUP_SIZES])
        equal("overrides", ours["MixedInstancesPolicy"]["LaunchTemplate"]["Overrides"],
              as_texts(theirs["MixedInstancesPolicy"]["LaunchTemplate"]["Overrides"]))
        distribution = theirs["MixedInstancesPolicy"]["InstancesDistribution"]
        equal("distribution", ours["MixedInstancesPolicy"]["InstancesDistribution"], as_texts(distribution))
        equal("tags", {tag["Key"]: tag["Value"] for tag in ours["Tags"]},
              {tag["Key"]: tag["Value"] for tag in theirs["Tags"] if not tag["Key"].startswith("aws:")})
        actions = stack.clients["autoscaling"].describe_scheduled_actions(AutoScalingGroupName=name)["ScheduledUpdateGroupActions"]
        wanted = preview["schedule"].get(logical, {"actions": []})["actions"]
        equal("schedules", sorted((a["recurrence"], a["min"], a["desired"]) for a in wanted),
              sorted((a["Recurrence"], a["MinSize"], a["DesiredCapacity"]) for a in actions))


def check(stack, preview, template):
    theirs = {row["ParameterKey"]: row["ParameterValue"] for row in stack.described.get("Parameters", [])}
    ours = dict(preview["parameters"])
    for key, parameter in template["Parameters"].items():
        # AWS describes secrets as **** and SSM parameters by their name; moto shows the values.
        if parameter.get("NoEcho"):
            theirs[key] = "****"
        if parameter["Type"].startswith("AWS::SSM::"):
            ours[key] = stack.clients["ssm"].get_parameter(Name=ours[key])["Parameter"]["Value"]
    equal("parameters", ours, theirs)
    known = {key: value for key, value in stack.conditions.items() if key in template.get("Conditions", {})}
    equal("conditions", preview["conditions"], known)
    types = {row["ResourceType"] for row in stack.resources.values()}
    ours = {key for key, value in preview["resources"].items() if value["Type"] in types}
    equal("resources", sorted(ours), sorted(stack.resources))
    equal("everything of the template", sorted(template["Resources"]), sorted([*preview["resources"], *preview["not_created"]]))
    outputs = {row["OutputKey"] for row in stack.described.get("Outputs", [])}
    equal("outputs", sorted(preview["outputs"]), sorted(outputs))
    check_launch_template(stack, preview)
    check_group(stack, preview)


def previewed(vend, arguments, parameters, name):
    command = [vend, "preview", *arguments, "--format", "json", "--region", REGION, "--account", ACCOUNT, "--stack-name", name]
    for key, value in parameters.items():
        command += ["-p", f"{key}={value}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert TOKEN not in done.stdout and base64.b64encode(TOKEN.encode()).decode()[:24] not in done.stdout, "the token leaked"
    return json.loads(done.stdout)


def main():
    options = referees.arguments()
    server = referees.moto_server(REGION)
    import boto3  # pylint: disable=import-outside-toplevel
    from moto.cloudformation.models import cloudformation_backends  # pylint: disable=import-outside-toplevel

    failures, cases = 0, []
    for number, parameters in enumerate(SETS):
        cases.append((f"full-{number:02}", [], {"3GITLABRunnerRegTokenList": TOKEN, **parameters}))
    for preset in referees.presets(options.vend):
        cases.append((preset, ["--preset", preset], {"3GITLABRunnerRegTokenList": TOKEN}))
    both = {}
    try:
        host, port = server.get_host_and_port()
        clients = {name: boto3.client(name, endpoint_url=f"http://{host}:{port}", region_name=REGION)
                   for name in ("cloudformation", "autoscaling", "ec2", "iam", "ssm")}
        for image in (WINDOWS_IMAGE, ARM_IMAGE):
            clients["ssm"].put_parameter(Name=image, Type="String", Value="ami-0123456789abcdef0")
        subnets = clients["ec2"].describe_subnets()["Subnets"][:2]
        real = {"VPC": subnets[0]["VpcId"], "SUBNETS": ",".join(one["SubnetId"] for one in subnets)}
        groups = [clients["ec2"].create_security_group(GroupName=name, Description=name)["GroupId"] for name in ("one", "two")]
        real["GROUPS"] = ",".join(groups)
        clients["iam"].create_role(RoleName="a-role", AssumeRolePolicyDocument="{}")
        backend = cloudformation_backends[ACCOUNT][REGION]
        for name, arguments, parameters in cases:
            parameters = {key: real.get(value, value) for key, value in parameters.items() if value is not None}
            if "3GITLABRunnerRegTokenList" not in parameters:
                parameters["3GITLABRunnerRegTokenList"] = ""
            try:
                body = referees.vend(options.vend, "generate", "--stdout", "--format", "json", *arguments)
                if arguments:
                    body = re.sub("/aws/service/ami-windows-latest/[A-Za-z0-9_./-]+", WINDOWS_IMAGE, body)
                file = options.work / f"{name}.cf.json"
                pathlib.Path(file).write_text(body, encoding="utf-8")
                preview = previewed(options.vend, [str(file)], parameters, name)
                for condition, value in preview["conditions"].items():
                    both.setdefault(condition, set()).add(value)
                rows = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
                clients["cloudformation"].create_stack(StackName=name, TemplateBody=body, Parameters=rows, Capabilities=["CAPABILITY_IAM"])
                template = json.loads(body)
                check(Stack(clients, backend, name, template["Resources"]), preview, template)
            except Exception as error:  # pylint: disable=broad-except
                failures += 1
                print(f"FAILED: {name}: {type(error).__name__}: {error}")
    finally:
        server.stop()
    for condition, values in both.items():
        if len(values) != 2 and condition not in ELSEWHERE:
            failures += 1
            print(f"FAILED: condition {condition} is never {not next(iter(values))}")
    print(f"preview against moto: {len(cases)} stacks, {len(both)} conditions, {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
