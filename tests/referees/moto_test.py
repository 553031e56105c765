"""Stacks made from the templates in a moto server on loopback, read back and compared with the wish, resource by resource,
hence the length.

moto knows no secrets, alarms, scaling policies, hooks, rules, constraints, public access blocks and expiry. What is read
back here is the group, its launch template with the decoded UserData, schedules, the role's policies and the bucket.
"""

import ast
import base64
import collections
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import referees

REGION = "us-east-1"  # moto's Fn::GetAZs knows only this one
WINDOWS_IMAGE = "/images/windows"  # moto lacks AWS's public parameters for Windows
TOKEN = "glrt-a-secret-that-must-not-leak"
HOSTILE = "a'b \"c\" $(touch /tmp/x) `id` %PATH% '@ \\ ${d} #e\nf\tü€ 漢"

# Launches of the full template: parameters that differ from the defaults, and what must come of them.
FULL = {
    "full-defaults": ({}, {}),
    "full-scaled": (
        {"4ASGMinSize": "2", "4ASGDesiredCapacity": "3", "5ASGAutoScalingMaxSize": "9", "5ASGInstanceType1": "m6i.large", "5ASGInstanceType2": "c6i.large",
         "5SPOTOnDemandPercentageAboveBaseCapacity": "20", "5SPOTOnDemandBaseCapacity": "1"},
        {"sizes": (2, 3, 9), "types": ["m6i.large", "c6i.large", "m5n.large", "m5a.large"], "on_demand": (1, 20)},
    ),
    "full-scheduled": (
        {"4ASGScheduledShutdownCron": "0 19 * * MON-FRI", "4ASGScheduledStartupCron": "0 7 * * MON-FRI", "4ASGScheduledStartupDesiredInstances": "2"},
        {"schedules": {"0 19 * * MON-FRI": (0, 0), "0 7 * * MON-FRI": (1, 2)}, "values": {"SCHEDULED": "true"}},
    ),
    "full-hostile": (
        {"3GITLABRunnerTagList": HOSTILE, "3INSTNoProxy": HOSTILE, "1OSLastManagedUpdate": HOSTILE, "3GITLABRunnerDockerImage": HOSTILE},
        {"values": {"RUNNER_TAGS": HOSTILE, "NO_PROXY": HOSTILE, "LAST_PATCH_RUN": HOSTILE, "DOCKER_IMAGE": HOSTILE}},
    ),
    "full-windows": (
        {"1OSInstanceOSPlatform": "Windows", "3INSTConfigurationScript": "windows-shell.ps1",
         "9AWSRetrieveLatestAWSOSAmiIdFromSSM": WINDOWS_IMAGE},
        {"windows": True, "script": "windows-shell.ps1"},
    ),
}


class Account:
    """The clients of one moto account."""

    def __init__(self, url):
        import boto3  # pylint: disable=import-outside-toplevel

        names = ("cloudformation", "autoscaling", "cloudwatch", "ec2", "iam", "s3", "ssm")
        for name in names:
            setattr(self, name, boto3.client(name, endpoint_url=url, region_name=REGION))

    def launched(self, stack):
        """The outputs, group, launch template data and decoded UserData of a stack."""
        described = self.cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        assert described["StackStatus"] == "CREATE_COMPLETE", described
        outputs = {o["OutputKey"]: o["OutputValue"] for o in described["Outputs"]}
        name = outputs["AutoScalingGroupName"]
        group = self.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"][0]
        version = self.ec2.describe_launch_template_versions(LaunchTemplateId=outputs["LaunchTemplateId"])["LaunchTemplateVersions"][-1]
        data = version["LaunchTemplateData"]
        return outputs, group, data, base64.b64decode(data["UserData"]).decode()


def equal(what, wanted, found):
    if wanted != found:
        raise AssertionError(f"{what}: wanted {wanted!r}, found {found!r}")


def values_of(user_data):
    """The lines NAME=VALUE, or NAME:BASE64, that the launcher hands to the script, base64 undone."""
    values = {}
    for line in user_data.splitlines():
        name, separator, value = re.match(r"(\w*)([=:]?)(.*)", line, re.S).groups()
        if separator and name.isupper() and name not in values:
            values[name] = base64.b64decode(value).decode() if separator == ":" else value
    return values


def check_bucket(account, outputs, values):
    bucket = outputs["CacheBucketName"]
    equal("CACHE_BUCKET", bucket, values["CACHE_BUCKET"])
    assert account.s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]


def check_role(account, outputs):
    """What the instances may do: nothing with a wildcard for an action, and only harmless actions everywhere."""
    role = outputs["InstanceRoleName"]
    attached = account.iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    statements = []
    for policy in attached:
        version = account.iam.get_policy(PolicyArn=policy["PolicyArn"])["Policy"]["DefaultVersionId"]
        document = account.iam.get_policy_version(PolicyArn=policy["PolicyArn"], VersionId=version)["PolicyVersion"]["Document"]
        statements += document["Statement"]
    for name in account.iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = account.iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        # moto hands out what Python prints of a policy that stands in a role of a stack; of AWS the client makes a tree.
        statements += (ast.literal_eval(document) if isinstance(document, str) else document)["Statement"]
    assert statements, "the role has no policies"
    may = set()
    for statement in statements:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        may.update(actions)
        assert not any("*" in action for action in actions), statement
        writes = [a for a in actions if a.startswith(("autoscaling:Complete", "autoscaling:Record", "autoscaling:Set", "s3:", "ec2:Create", "secrets"))]
        assert not (writes and statement["Resource"] == "*"), statement
    for action in ("autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat", "cloudformation:DescribeStackResource"):
        assert action in may, action


def check_stack(account, stack, wish, scripts):
    outputs, group, data, user_data = account.launched(stack)
    values = values_of(user_data)
    if "sizes" in wish:
        equal("sizes", wish["sizes"], (group["MinSize"], group["DesiredCapacity"], group["MaxSize"]))
    policy = group["MixedInstancesPolicy"]
    if "types" in wish:
        equal("types", wish["types"], [o["InstanceType"] for o in policy["LaunchTemplate"]["Overrides"]])
    if "on_demand" in wish:
        spread = policy["InstancesDistribution"]
        equal("on-demand", wish["on_demand"], (spread["OnDemandBaseCapacity"], spread["OnDemandPercentageAboveBaseCapacity"]))
    equal("launch template", outputs["LaunchTemplateId"], policy["LaunchTemplate"]["LaunchTemplateSpecification"]["LaunchTemplateId"])
    actions = account.autoscaling.describe_scheduled_actions(AutoScalingGroupName=outputs["AutoScalingGroupName"])["ScheduledUpdateGroupActions"]
    equal("schedules", wish.get("schedules", {}), {a["Recurrence"]: (a.get("MinSize"), a.get("DesiredCapacity")) for a in actions})

    windows = wish.get("windows", False)
    equal("IMDSv2", "required", data["MetadataOptions"]["HttpTokens"])
    disk = data["BlockDeviceMappings"][0]
    equal("root device", "/dev/sda1" if windows else "/dev/xvda", disk["DeviceName"])
    equal("disk", ("gp3", True), (disk["Ebs"]["VolumeType"], disk["Ebs"]["Encrypted"]))
    assert data["ImageId"].startswith("ami-"), data["ImageId"]
    assert user_data.startswith("<powershell>" if windows else "#!/bin/bash\n"), user_data[:40]
    assert len(user_data.encode()) <= 16_384
    everything = json.dumps([data, outputs, group], default=str) + user_data
    assert TOKEN not in everything, "the token leaked"
    assert "${" + "AWS::" not in user_data

    equal("STACK", stack, values["STACK"])
    equal("REGION", REGION, values["REGION"])
    equal("SCRIPT_SHA256", scripts[wish.get("script", "amazon-linux-2023-docker.sh")], values["SCRIPT_SHA256"])
    for name, value in wish.get("values", {}).items():
        equal(name, value, values[name])
    tags = {t["Key"]: t["Value"] for t in group["Tags"]}
    equal("tag LAST_CF_PATCH_RUN", values["LAST_PATCH_RUN"], tags["LAST_CF_PATCH_RUN"])
    check_bucket(account, outputs, values)
    check_role(account, outputs)


SCALES = {
    "platform": "amazon-linux-2023",
    "size": {"min": 0, "desired": 2, "max": 9},
    "instances": ["m5.large", "m6i.large"],
    "spot": {"on_demand_percentage": 0, "fallback": {"max": 4, "after": "7m"}},
    "scaling": [{"metric": "slots", "out": {"at": 70, "steps": {"0": 1, "15": 2}}, "in": {"at": 30, "for": "5m"}}, {"metric": "slots", "target": 60}],
    "schedules": [{"at": "0 7 * * MON-FRI", "min": 1, "desired": 2}, {"at": "0 19 * * MON-FRI", "min": 0, "desired": 0}],
    "alarms": {"topic": "arn:aws:sns:eu-central-1:123456789012:alarms", "below_desired": "20m", "no_jobs": "10m", "drain": "2h", "boot": "9m"},
    "dashboard": True,
    "fixed": True,
}


def metrics_of(alarm):
    """An alarm's expression and its operands: name, logical id of the group."""
    operands = {m["Id"]: (m["MetricStat"]["Metric"]["MetricName"], m["MetricStat"]["Metric"]["Dimensions"][0]["Value"]) for m in alarm["Metrics"] if "MetricStat" in m}
    return [m["Expression"] for m in alarm["Metrics"] if "Expression" in m], operands


def filled(node, names):
    """References to resources, as the evaluator shows them, made names."""
    if isinstance(node, dict):
        return {key: filled(value, names) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(one, names) for one in node]
    return names.get(node[2:-1], node) if isinstance(node, str) and node.startswith("${") else node


def through_the_api(account, options, body, stack, names):
    """Policies and alarms as CloudFormation would make them, which moto's does not: by the services' own calls, read back."""
    template = options.work / "scales.cf.yml"
    template.write_text(body, encoding="utf-8")
    resources = json.loads(referees.vend(options.vend, "preview", str(template), "--format", "json", "--region", REGION, "--stack-name", stack,
                                         "-p", f"3GITLABRunnerRegTokenList={TOKEN}"))["resources"]
    for kind in ("AWS::AutoScaling::ScalingPolicy", "AWS::CloudWatch::Alarm"):
        for logical, resource in resources.items():
            if resource["Type"] != kind:
                continue
            properties = filled(resource["Properties"], names)
            if kind == "AWS::CloudWatch::Alarm":
                account.cloudwatch.put_metric_alarm(AlarmName=f"{stack}-{logical}", **properties)
            else:
                account.autoscaling.put_scaling_policy(PolicyName=f"{stack}-{logical}", **properties)
                names = names | {logical: f"arn:aws:autoscaling:{REGION}:123456789012:scalingPolicy:x:policyName/{stack}-{logical}"}
    policies = {names[p["PolicyName"].removeprefix(f"{stack}-")]: p for p in account.autoscaling.describe_policies()["ScalingPolicies"]}
    alarms = {a["AlarmName"]: a for a in account.cloudwatch.describe_alarms()["MetricAlarms"] if a["AlarmName"].startswith(stack)}
    return policies, alarms


def dimensions_of(alarm):
    """Of its metric, or of the metrics that its expression uses."""
    return alarm["Dimensions"] + [dimension for one in alarm.get("Metrics", []) for dimension in one.get("MetricStat", {}).get("Metric", {}).get("Dimensions", [])]


def check_scaling(account, options):
    """Job slots, the fallback and alarms, as the services have them."""
    stack = "scales"
    body = referees.vend(options.vend, "generate", "-", "--stdout", stdin=json.dumps(SCALES))
    create(account, stack, body, {})
    outputs, main, data, user_data = account.launched(stack)
    fallback = account.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[outputs["FallbackGroupName"]])["AutoScalingGroups"][0]
    equal("sizes of the fallback", (0, 0, 4), (fallback["MinSize"], fallback["DesiredCapacity"], fallback["MaxSize"]))
    equal("the fallback is on demand", 100, fallback["MixedInstancesPolicy"]["InstancesDistribution"]["OnDemandPercentageAboveBaseCapacity"])
    for part in ("LaunchTemplateSpecification", "Overrides"):
        equal(part, main["MixedInstancesPolicy"]["LaunchTemplate"][part], fallback["MixedInstancesPolicy"]["LaunchTemplate"][part])
    hooks = [account.autoscaling.describe_lifecycle_hooks(AutoScalingGroupName=one["AutoScalingGroupName"])["LifecycleHooks"] for one in (main, fallback)]
    equal("hooks", *[[{key: value for key, value in hook.items() if key != "AutoScalingGroupName"} for hook in all] for all in hooks])
    assert data and values_of(user_data)["CONCURRENT"]

    policies, alarms = through_the_api(account, options, body, stack, {"InstanceASG": main["AutoScalingGroupName"], "FallbackASG": fallback["AutoScalingGroupName"]})
    by_group = {}
    for alarm in alarms.values():
        for action in alarm["AlarmActions"]:
            if action in policies:
                by_group.setdefault(policies[action]["AutoScalingGroupName"], []).append(alarm)
    slots = sorted((a["Namespace"], a["MetricName"], a["Dimensions"][0]["Value"], a["Threshold"], a["Period"]) for a in by_group[main["AutoScalingGroupName"]])
    equal("alarms on slots", [("vend/" + stack, "runner_slots_used_percent", main["AutoScalingGroupName"], threshold, period) for threshold, period in ((30, 300), (70, 60))], slots)
    target = [p["TargetTrackingConfiguration"] for p in policies.values() if p["PolicyType"] == "TargetTrackingScaling"]
    equal("target", [("runner_slots_used_percent", 60)], [(t["CustomizedMetricSpecification"]["MetricName"], t["TargetValue"]) for t in target])
    found = by_group[fallback["AutoScalingGroupName"]]
    equal("fallback's alarms", [("LessThanOrEqualToThreshold", -1, 7), ("GreaterThanOrEqualToThreshold", 1, 7)],
          sorted(((a["ComparisonOperator"], a["Threshold"], a["EvaluationPeriods"]) for a in found), key=lambda one: one[1]))
    for alarm in found:
        expression, operands = metrics_of(alarm)
        equal("expression", ["wanted - running - starting - FILL(replaced, 0)"], expression)
        equal("operands", {"wanted": ("GroupDesiredCapacity", main["AutoScalingGroupName"]), "running": ("GroupInServiceInstances", main["AutoScalingGroupName"]),
                           "starting": ("GroupPendingInstances", main["AutoScalingGroupName"]), "replaced": ("GroupDesiredCapacity", fallback["AutoScalingGroupName"])}, operands)
    told = [a for a in alarms.values() if a["AlarmActions"] == [SCALES["alarms"]["topic"]]]
    watched = collections.Counter(group for alarm in told for group in {value["Value"] for value in dimensions_of(alarm) if value["Name"] == "AutoScalingGroupName"})
    equal("alarms for the topic, by the group that they watch", {main["AutoScalingGroupName"]: 4, fallback["AutoScalingGroupName"]: 4}, dict(watched))
    equal("alarms for the topic", 8, len(told))


def wish_of_preset(text):
    import yaml  # pylint: disable=import-outside-toplevel

    spec = yaml.safe_load(text)
    size = spec["size"]
    spot = spec.get("spot", {})
    windows = spec["platform"].startswith("windows")
    return {
        "sizes": (size["min"], size["desired"], size["max"]),
        "types": spec["instances"],
        "on_demand": (spot.get("on_demand_base", 0), spot.get("on_demand_percentage", 100)),
        "windows": windows,
        "script": f"windows-{spec['executor']}.ps1" if windows else f"{spec['platform']}-{spec['executor']}.sh",
        "values": {"GITLAB_URL": spec["gitlab"]["url"], "CONCURRENT": str(spec["gitlab"]["concurrent"]),
                   "RUNNER_TAGS": ",".join(spec["gitlab"]["tags"])},
    }


def aws_cli(url, *arguments):
    environment = dict(os.environ, AWS_ENDPOINT_URL=url, AWS_PAGER="")
    done = subprocess.run(["aws", *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"aws {' '.join(arguments)}: {done.stdout}{done.stderr}"


def emitted(folder):
    """Checksums of the scripts that stand beside a template: what it carries of them is composed for its spec."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "runner_configs").rglob("*.*")}


def check_parameter_file(account, url, options):
    """parameters.json as create-stack of the AWS CLI reads it, and what `vend parameters` makes of it for deploy."""
    if shutil.which("aws") is None:
        print("SKIPPED: aws is not here; parameters.json was not read by it")
        assert os.environ.get("CI") != "true"
        return
    name = "linux-docker-hot-ha"
    folder = options.work / "with spaces"
    referees.vend(options.vend, "generate", "--preset", name, "--force", "-o", str(folder))
    rows = json.loads((folder / f"{name}.parameters.json").read_text(encoding="utf-8"))
    for row in rows:
        if row["ParameterKey"] == "3GITLABRunnerRegTokenList":
            row["ParameterValue"] = TOKEN
    (folder / f"{name}.parameters.json").write_text(json.dumps(rows), encoding="utf-8")
    template = str(folder / f"{name}.cf.yml")
    parameters = f"file://{folder / name}.parameters.json"
    aws_cli(url, "cloudformation", "create-stack", "--stack-name", "by-create-stack", "--template-body", f"file://{template}",
            "--parameters", parameters, "--capabilities", "CAPABILITY_IAM")
    # deploy of version 1 reads only this form, version 2 this one, too.
    overrides = folder / "overrides.json"
    referees.vend(options.vend, "parameters", template, "--from", str(folder / f"{name}.parameters.json"), "--format", "deploy",
                  "--secret", "3GITLABRunnerRegTokenList", "-o", str(overrides))
    aws_cli(url, "cloudformation", "deploy", "--stack-name", "by-deploy", "--template-file", template,
            "--parameter-overrides", f"file://{overrides}", "--capabilities", "CAPABILITY_IAM")
    version = subprocess.run(["aws", "--version"], capture_output=True, text=True, check=True)
    if not (version.stdout + version.stderr).startswith("aws-cli/1."):
        aws_cli(url, "cloudformation", "deploy", "--stack-name", "by-deploy-2", "--template-file", template,
                "--parameter-overrides", parameters, "--capabilities", "CAPABILITY_IAM")
    check_stack(account, "by-create-stack", wish_of_preset(referees.vend(options.vend, "presets", name)), emitted(folder))
    # A stack that came of a change set shows no outputs in moto; its parameters must have arrived.
    deployed = account.cloudformation.describe_stacks(StackName="by-deploy")["Stacks"][0]
    arrived = {row["ParameterKey"]: row["ParameterValue"] for row in deployed["Parameters"]}
    for row in rows:
        if row["ParameterKey"].startswith("9AWSRetrieve"):
            continue
        equal(row["ParameterKey"], row["ParameterValue"], arrived[row["ParameterKey"]])
    convert_described(account, options, template, rows)


def convert_described(account, options, template, rows):
    """What describe-stacks tells of a stack, as a parameter file again: secrets are kept as they are."""
    described = options.work / "described.json"
    stack = account.cloudformation.describe_stacks(StackName="by-create-stack")["Stacks"][0]
    for row in stack["Parameters"]:
        if row["ParameterValue"] == TOKEN:
            row["ParameterValue"] = "****"  # AWS hides NoEcho values so, moto does not
    described.write_text(json.dumps({"Stacks": [stack]}, default=str), encoding="utf-8")
    values = json.loads(referees.vend(options.vend, "parameters", template, "--from", str(described), "--secret", "3GITLABRunnerRegTokenList"))
    token = [row for row in values if row["ParameterKey"] == "3GITLABRunnerRegTokenList"]
    equal("the token's row", [{"ParameterKey": "3GITLABRunnerRegTokenList", "UsePreviousValue": True}], token)
    # Of an SSM parameter AWS tells the name, moto the value.
    others = [row for row in rows if row["ParameterValue"] != TOKEN and not row["ParameterValue"].startswith("/aws/")]
    equal("the other rows", others, [row for row in values if row in others])


def create(account, stack, body, parameters):
    rows = [{"ParameterKey": key, "ParameterValue": value} for key, value in {"3GITLABRunnerRegTokenList": TOKEN, **parameters}.items()]
    account.cloudformation.create_stack(StackName=stack, TemplateBody=body, Parameters=rows, Capabilities=["CAPABILITY_IAM"])


def main():
    options = referees.arguments()
    server = referees.moto_server(REGION, "yaml")
    failures = 0
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        account = Account(url)
        account.ssm.put_parameter(Name=WINDOWS_IMAGE, Type="String", Value="ami-0123456789abcdef0")
        listed = [line.split() for line in referees.vend(options.vend, "scripts").splitlines()]
        scripts = {}
        for row in listed:
            text = referees.vend(options.vend, "scripts", row[0])
            scripts[row[0]] = hashlib.sha256(text.encode()).hexdigest()
        cases = {}
        full = referees.vend(options.vend, "generate", "--stdout")
        for name, (parameters, wish) in FULL.items():
            cases[name] = lambda n=name, p=parameters, w=wish: (create(account, n, full, p), check_stack(account, n, w, scripts))
        for name in referees.presets(options.vend):
            folder = options.work / "presets" / name
            referees.vend(options.vend, "generate", "--preset", name, "--force", "-o", str(folder))
            body = (folder / f"{name}.cf.yml").read_text(encoding="utf-8")
            body = re.sub("/aws/service/ami-windows-latest/[A-Za-z0-9_./-]+", WINDOWS_IMAGE, body)
            wish = wish_of_preset(referees.vend(options.vend, "presets", name))
            cases[name] = lambda n=name, b=body, w=wish, f=folder: (create(account, n, b, {}), check_stack(account, n, w, emitted(f)))
        cases["scaling"] = lambda: check_scaling(account, options)
        cases["parameters.json"] = lambda: check_parameter_file(account, url, options)
        for name, case in cases.items():
            try:
                case()
            except Exception as error:  # pylint: disable=broad-except
                failures += 1
                print(f"FAILED: {name}: {type(error).__name__}: {error}")
        print(f"moto: {len(cases)} cases, {failures} failures")
    finally:
        server.stop()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
