"""The five updates that docs/update.md walks through, with what the page says of each.

The templates are those that vend renders, and v1.5.5's (tests/diff/vending_machine.py), each with the one change that its paragraph describes.
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import vending_machine

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "update.md"
PRESET = "linux-docker-scheduled-ondemand"
TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING"


class Updates:
    def __init__(self, vend, folder):
        self.vend, self.folder = vend, pathlib.Path(folder)
        self.preset = json.loads(self.run("generate", "--preset", PRESET, "--format", "json", "--stdout"))
        self.pegged = copy.deepcopy(self.preset)
        self.pegged["Parameters"]["9AWSRetrieveLatestAWSOSAmiIdFromSSM"] = {"Type": "String", "Default": "ami-0123456789abcdef0"}
        self.pegged["Parameters"]["4ASGDesiredCapacity"]["Default"] = "3"
        self.full = json.loads(self.run("generate", "--format", "json", "--stdout"))

    def run(self, *arguments):
        return subprocess.run([self.vend, *map(str, arguments)], capture_output=True, text=True, check=True).stdout

    def diff(self, before, after, *options):
        for name, template in (("before.json", before), ("after.json", after)):
            (self.folder / name).write_text(json.dumps(template), encoding="utf-8")
        return json.loads(self.run("diff", self.folder / "before.json", self.folder / "after.json", "--format", "json", *options))

    def newer_script(self):
        """1. A newer configuration script."""
        after = json.loads(re.sub(r"SCRIPT_SHA256=[0-9a-f]{64}", "SCRIPT_SHA256=" + "0" * 64, json.dumps(self.preset)))
        report = self.diff(self.preset, after)
        group = report["groups"]["InstanceASG"]
        yield {"ASGLaunchTemplate", "InstanceASG"} <= set(report["updated"])
        yield (group["rolls"], group["jobs"]) == ("rolling", "kept")
        yield group["through"] == ["ASGLaunchTemplate", "InstanceASG"]
        yield any("holds each old instance until its jobs have ended" in reason for reason in group["reasons"])
        # More than usual at once: what boots or is new stands beside what drains.
        yield any(moment["draining"] and moment["new"] for moment in group["capacity"])

    def other_size(self):
        """2. Another size."""
        def resized(template, size):
            return self.diff(template, template, "-p", f"4ASGDesiredCapacity={size}")["groups"]["InstanceASG"]
        for size, shrinks in (("5", False), ("2", True)):
            group = resized(self.pegged, size)
            yield (group["rolls"], group["jobs"]) == ("none", "kept")
            yield ("shrinks" in group) == shrinks
        newer = resized(self.preset, "4")
        yield newer["rolls"] == "may" and newer["only_newer_image"]
        bare = copy.deepcopy(self.pegged)
        del bare["Resources"]["InstanceASG"]["Properties"]["LifecycleHookSpecificationList"]
        yield resized(bare, "2")["jobs"] in ("lost", "may")
        # Every update sets the size back that a schedule had raised, unless the policy ignores that.
        after = copy.deepcopy(bare)
        after["Resources"]["InstanceASG"]["Properties"]["Cooldown"] = "100"
        yield self.diff(bare, after)["groups"]["InstanceASG"]["jobs"] == "kept"
        for one in (bare, after):
            del one["Resources"]["InstanceASG"]["UpdatePolicy"]["AutoScalingScheduledAction"]
            one["Conditions"]["CreateStartSchedule"] = {"Fn::Equals": ["a", "a"]}
        yield self.diff(bare, after)["groups"]["InstanceASG"]["jobs"] == "may"

    def other_role(self):
        """3. A new name for the role."""
        before, after = copy.deepcopy(self.preset), copy.deepcopy(self.preset)
        before["Resources"]["ASGRebootRole"]["Properties"]["RoleName"] = "runners-a"
        after["Resources"]["ASGRebootRole"]["Properties"]["RoleName"] = "runners-b"
        report = self.diff(before, after)
        group = report["groups"]["InstanceASG"]
        yield "ASGRebootRole" in report["replaced"]
        yield "ASGRebootRole" in report["cleanup"]
        yield any(loss.startswith("ASGRebootRole is replaced") for loss in group["losses"])
        yield len(group["steps"]) == 3 and "keep ASGRebootRole" in group["steps"][0] and "second update" in group["steps"][2]

    def hook_into_group(self):
        """4. From a hook of its own to one in the group."""
        before = copy.deepcopy(self.preset)
        hooks = before["Resources"]["InstanceASG"]["Properties"].pop("LifecycleHookSpecificationList")
        terminating = next(one for one in hooks if one["LifecycleTransition"] == TERMINATING)
        before["Resources"]["DrainHook"] = {"Type": "AWS::AutoScaling::LifecycleHook", "Properties": {"AutoScalingGroupName": {"Ref": "InstanceASG"}, **terminating}}
        for name, jobs in ((terminating["LifecycleHookName"], "lost"), ("another", "may")):
            after = copy.deepcopy(self.preset)
            for one in after["Resources"]["InstanceASG"]["Properties"]["LifecycleHookSpecificationList"]:
                if one["LifecycleTransition"] == TERMINATING:
                    one["LifecycleHookName"] = name
            after["Resources"]["ASGLaunchTemplate"]["Properties"]["LaunchTemplateData"]["EbsOptimized"] = True
            report = self.diff(before, after)
            group = report["groups"]["InstanceASG"]
            yield report["removed"] == ["DrainHook"]
            yield group["jobs"] == jobs
            yield len(group["steps"]) == 3 and "under a name of its own" in group["steps"][0] and "take the old hook out" in group["steps"][2]

    def from_the_machine(self):
        """5. From v1.5.5."""
        values = self.folder / "values.json"
        values.write_text(json.dumps([{"ParameterKey": name, "ParameterValue": value} for name, value in vending_machine.values(0).items()]), encoding="utf-8")
        report = self.diff(vending_machine.machine(), self.full, "--parameters", values)
        group = report["groups"]["InstanceASG"]
        yield group["jobs"] == "lost"
        yield "aborts jobs when it drains" in report["summary"][0] and "quiet hour" in report["summary"][0]
        yield any("pause the runners" in step for step in group["steps"])
        yield "ASGRebootRole" not in report["replaced"] + report["removed"] and "ASGInstanceProfile" not in report["replaced"] + report["removed"]
        yield "ASGBucket" in report["replaced"] + report["removed"] + report["may_replace"]


def main():
    failed = checks = 0
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        updates = Updates(sys.argv[1], folder)
        for update in (updates.newer_script, updates.other_size, updates.other_role, updates.hook_into_group, updates.from_the_machine):
            if f"**{update.__doc__}**" not in page:
                failed += 1
                print(f"FAILED: docs/update.md has no paragraph {update.__doc__!r}")
            for number, holds in enumerate(update(), 1):
                checks += 1
                if not holds:
                    failed += 1
                    print(f"FAILED: {update.__doc__} statement {number} does not hold")
    print(f"five updates, {checks} statements, {failed} that do not hold")
    sys.exit(1 if failed or not checks else 0)


if __name__ == "__main__":
    main()
