"""A rendered template as an instance sees it: `vend generate` writes it, this file resolves it for given parameters as
CloudFormation does, and the launch template's UserData and AWS::CloudFormation::Init come out. It knows the functions that
such a template uses, and nothing of vend; a parameter that CloudFormation would refuse is refused here.
"""
import base64
import functools
import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PSEUDO = {"AWS::StackName": "lab", "AWS::Region": "eu-west-1", "AWS::AccountId": "123456789012", "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com",
          "AWS::StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/lab/1", "AWS::NoValue": None}


@functools.lru_cache
def vend():
    """The program under test."""
    for path in (os.environ.get("VEND", ""), ROOT / "build/release/vend", ROOT / "build/vend"):
        if path and pathlib.Path(path).exists():
            return str(path)
    raise FileNotFoundError("no vend: build it, or name it in VEND")


def run_vend(*arguments, text=""):
    return subprocess.run([vend(), *arguments], input=text, stdout=subprocess.PIPE, text=True, check=True).stdout


@functools.lru_cache
def script(name):
    """A configuration script as it is emitted."""
    return run_vend("scripts", name)


@functools.lru_cache
def generated(spec):
    """The template of a spec (JSON text); empty: the full template."""
    return run_vend("generate", "--format", "json", "--stdout", *(["-"] if spec else []), text=spec)


class Template:
    def __init__(self, document, parameters):
        self.document = document
        self.parameters = {name: self.given(name, row, parameters) for name, row in document.get("Parameters", {}).items()}
        unknown = set(parameters) - set(self.parameters)
        assert not unknown, f"no such parameters: {unknown}"

    @staticmethod
    def given(name, row, parameters):
        value = parameters.get(name, row.get("Default"))
        assert value is not None, f"{name} needs a value"
        value = str(value)
        assert "AllowedValues" not in row or value in map(str, row["AllowedValues"]), f"{name}: {value!r} is none of the allowed values"
        assert "AllowedPattern" not in row or re.fullmatch(row["AllowedPattern"], value), f"{name}: {value!r} does not match"
        assert row["Type"] != "Number" or re.fullmatch(r"-?\d+", value), f"{name}: {value!r} is no number"
        assert len(value) <= row.get("MaxLength", 4096), f"{name}: {value!r} is too long"
        return value

    def ref(self, name):
        if name in PSEUDO:
            return PSEUDO[name]
        return self.parameters[name] if name in self.parameters else "lab-" + name.lower()

    def condition(self, name):
        return self.resolve(self.document["Conditions"][name])

    def sub(self, argument):
        text, values = (argument[0], self.resolve(argument[1])) if isinstance(argument, list) else (argument, {})
        find = lambda name: values[name] if name in values else self.ref(name)
        return re.sub(r"\$\{(!?)([^}]*)\}", lambda m: "${" + m[2] + "}" if m[1] else str(find(m[2])), text)

    def function(self, name, argument):
        if name == "Ref":
            return self.ref(argument)
        if name == "Condition":
            return self.condition(argument)
        if name == "Fn::If":
            return self.resolve(argument[1 if self.condition(argument[0]) else 2])
        if name == "Fn::Sub":
            return self.sub(argument)
        if name == "Fn::GetAtt":
            return "lab-" + ".".join(argument if isinstance(argument, list) else [argument])
        value = self.resolve(argument)
        return {
            "Fn::Join": lambda: value[0].join(value[1]),
            "Fn::Split": lambda: value[1].split(value[0]),
            "Fn::Select": lambda: value[1][int(value[0])],
            "Fn::FindInMap": lambda: self.document["Mappings"][value[0]][value[1]][value[2]],
            "Fn::Base64": lambda: base64.b64encode(value.encode()).decode(),
            "Fn::Equals": lambda: value[0] == value[1],
            "Fn::And": lambda: all(value),
            "Fn::Or": lambda: any(value),
            "Fn::Not": lambda: not value[0],
        }[name]()

    def resolve(self, node):
        if isinstance(node, list):
            return [value for value in map(self.resolve, node) if value is not None]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (name, argument), = node.items()
            if name in ("Ref", "Condition") or name.startswith("Fn::"):
                return self.function(name, argument)
        values = {key: self.resolve(value) for key, value in node.items()}
        return {key: value for key, value in values.items() if value is not None}

    def launch_data(self, name):
        return self.resolve(self.document["Resources"]["ASGLaunchTemplate"]["Properties"]["LaunchTemplateData"].get(name))

    def user_data(self):
        return base64.b64decode(self.launch_data("UserData")).decode()

    def metadata_tags(self):
        """Does an instance see its tags in its metadata?"""
        return (self.launch_data("MetadataOptions") or {}).get("InstanceMetadataTags") == "enabled"

    def metadata(self):
        return self.resolve(self.document["Resources"]["ASGLaunchTemplate"].get("Metadata", {}))


# What the tests set, as a parameter of the full template and as a setting of a spec.
SETTINGS = {
    "CACHE_BUCKET": ("3GITLABRunnerS3CacheBucket", "cache.bucket"),
    "CACHE_SHARED": ("3GITLABRunnerS3CacheShared", "cache.shared"),
    "CONCURRENT": ("3GITLABRunnerConcurrentJobs", "gitlab.concurrent"),
    "DOCKER_IMAGE": ("3GITLABRunnerDockerImage", "docker.image"),
    "DOCKER_VOLUMES": ("3GITLABRunnerDockerVolumes", "docker.volumes"),
    "DOCKER_CPUS": ("", "docker.cpus"),
    "DOCKER_MEMORY": ("", "docker.memory"),
    "OUTPUT_LIMIT": ("", "gitlab.output_limit"),
    "DRAIN_LIMIT": ("4ASGDrainLimitSeconds", "hooks.drain_limit"),
    "GITLAB_URL": ("3GITLABRunnerInstanceURL", "gitlab.url"),
    "HEARTBEAT": ("4ASGLifecycleHeartbeatSeconds", "hooks.heartbeat"),
    "HTTP_PROXY": ("3INSTHttpProxy", "proxy.http"),
    "LAST_PATCH_RUN": ("1OSLastManagedUpdate", "patch.last_managed_update"),
    "LOAD_TEST": ("8DBGLoadTestSeconds", "load_test"),
    "LOCKED": ("3GITLABRunnerLocked", "gitlab.locked"),
    "LOGS": ("7LOGToCloudWatch", "logs.enabled"),
    "MONITOR_INTERVAL": ("5ASGSelfMonitorTerminationInterval", "monitor_interval"),
    "NO_PROXY": ("3INSTNoProxy", "proxy.no_proxy"),
    "PATCH_SCOPE": ("1OSPatchScope", "patch.scope"),
    "PROTECT_BUSY": ("4ASGProtectBusyInstances", "protect_busy"),
    "REGISTRY_MIRROR": ("3GITLABRunnerRegistryMirror", "docker.registry_mirror"),
    "RUNNER_TAGS": ("3GITLABRunnerTagList", "gitlab.tags"),
    "RUNNER_VERSION": ("3GITLABRunnerVersion", "gitlab.version"),
    "RUN_UNTAGGED": ("3GITLABRunnerUntaggedJobs", "gitlab.run_untagged"),
    "SCRIPT": ("3INSTConfigurationScript", "script.source"),
    "SCRIPT_SHA256": ("3INSTConfigurationScriptSHA256", "script.sha256"),
    "STARTS": ("4ASGScheduledStartupCron", ""),
    "TOKEN_PARAMETER": ("3GITLABRunnerTokenParameter", "gitlab.token.ssm_parameter"),
    "TOKEN_SECRET": ("3GITLABRunnerTokenSecretId", "gitlab.token.secret"),
}


def full(**settings):
    """The full template with parameters. Its token list has no default, and counts only without a secret or parameter."""
    parameters = {SETTINGS[name][0]: value for name, value in settings.items()}
    return Template(json.loads(generated("")), {"3GITLABRunnerRegTokenList": "unused"} | parameters)


def specialised(name, **settings):
    """The template of a spec that bakes in all it can, for the platform and executor of a configuration script."""
    platform, _, executor = name.removesuffix(".sh").rpartition("-")
    spec = {"platform": platform, "executor": executor, "fixed": True}
    for setting, value in settings.items():
        if setting == "STARTS":
            spec["schedules"] = [{"at": value, "min": 1, "max": 2, "desired": 1}]
            continue
        *folders, last = SETTINGS[setting][1].split(".")
        place = spec
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = {"true": True, "false": False}.get(value, int(value) if value.isdigit() else value)
    if "tags" in spec.get("gitlab", {}):
        spec["gitlab"]["tags"] = spec["gitlab"]["tags"].split(",")
    return Template(json.loads(generated(json.dumps(spec))), {})
