"""The way from the full template to a spec in Git, end to end: a stack with random values of the form is imported, the spec is generated, and
`vend diff` of both says nothing beyond what a template of a spec has differently by itself, and what the import said that a spec cannot say.

Sets of values are drawn for each platform, with each of its prebuilt scripts, from what the form allows. The template of a preset, which asks for few
parameters, gives the preset's spec: generated again it is the same template, byte by byte, and with other values of its form `vend diff` says nothing.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

# A spec's template has only the scripts, settings and permissions that it uses, so these differ in their texts: the instances are exchanged once.
OWN = {
    "ASGLaunchTemplate": ("Properties.LaunchTemplateData.UserData", "Properties.LaunchTemplateData.ImageId", "Metadata"),
    "ASGRebootRole": ("Properties.Policies",),
    "RunnerPolicy": ("Properties.PolicyDocument",),
    "InstanceASG": ("Properties.MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.Version",),
}
TOKEN = "glrt-aaaaaaaaaaaaaaaaaaaa"
# What a stack may have been given: parameter, and values to draw from. Some go together only with others, which `drawn` sees to.
CHOICES = {
    "1OSPatchScope": ["All", "SecurityOnly", "NoPatching"], "1OSLastManagedUpdate": ["2026-11-30", "second"], "3GITLABRunnerConcurrentJobs": ["1", "4", "20"],
    "3GITLABRunnerTagList": ["", "a", "a,b c"], "3GITLABRunnerVersion": ["latest", "v17.5.0"], "3GITLABRunnerS3CacheBucket": ["none", "CreateOneForMe", "team-cache"],
    "3GITLABRunnerS3CacheShared": ["true", "false"], "3INSTEbsVolumeSize": ["40", "100"], "4ASGDesiredCapacity": ["1", "2", "3"],
    "4ASGUpdateType": ["RollingThroughInstances", "ReplaceEntireASG"], "4ASGUpdateMaxBatchSize": ["1", "3"], "4ASGUpdateMinInstancesInService": ["0", "1"],
    "4ASGScheduledShutdownCron": ["Disabled", "0 19 * * MON-FRI"], "4ASGScheduledStartupCron": ["Disabled", "0 7 * * MON-FRI"],
    "4ASGScheduledStartupDesiredInstances": ["1", "2"], "4ASGSpecifySecurityGroups": ["DefaultSG", "CreateOneForMe", "sg-0123456789abcdef0"],
    "4ASGSpecifySubnets": ["AllSubnets", "subnet-0aaaaaaaaaaaaaaa1,subnet-0aaaaaaaaaaaaaaa2"], "4ASGLifecycleHeartbeatSeconds": ["300", "600"],
    "4ASGDrainLimitSeconds": ["3600", "7200"], "5ASGAutoScalingEnabled": ["true", "false"], "5ASGAutoScalingMaxSize": ["5", "9"],
    "5ASGAutoScalingMetricTypeToMonitor": ["CPU", "Memory"], "5ASGAutoScalingSetScaleOutUtilizationThreshold": ["60", "80"],
    "5ASGAutoScalingSetScaleInUtilizationThreshold": ["20", "30"], "5ASGInstanceType1": ["m5.xlarge", "c5.large"], "5ASGInstanceType2": ["", "m5a.xlarge"],
    "5ASGInstanceType3": [""], "5ASGInstanceType4": [""], "5SPOTOnDemandBaseCapacity": ["0", "1"], "5SPOTOnDemandPercentageAboveBaseCapacity": ["0", "50", "100"],
    "5SPOTSpotAllocationStrategy": ["price-capacity-optimized", "capacity-optimized", "lowest-price"], "7LOGToCloudWatch": ["true", "false"],
    "8DBGKeypairName": ["", "operators"], "9AWSSpecifiedIAMRoleNAME": ["CreateOneForMe", "team-runners"],
}
IMAGES = {"amazon-linux-2023": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "amazon-linux-2": "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
          "windows-2022": "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"}
SCRIPTS = {"amazon-linux-2023": ["amazon-linux-2023-docker.sh", "amazon-linux-2023-shell.sh", "Embedded"], "amazon-linux-2": ["amazon-linux-2-docker.sh", "amazon-linux-2-shell.sh"],
           "windows-2022": ["windows-shell.ps1", "windows-docker.ps1"]}


def run(vend, *arguments):
    done = subprocess.run([vend, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def drawn(rng, platform):
    values = {name: rng.choice(choices) for name, choices in CHOICES.items() if rng.random() < 0.6}
    windows = platform.startswith("windows")
    values |= {"1OSInstanceOSPlatform": "Windows" if windows else "Linux", "9AWSRetrieveLatestAWSOSAmiIdFromSSM": IMAGES[platform], "3INSTConfigurationScript": rng.choice(SCRIPTS[platform]),
               "3GITLABRunnerRegTokenList": TOKEN, "5ASGAutoScalingMaxSize": values.get("5ASGAutoScalingMaxSize", "5")}
    return values


def unexplained(vend, folder, full, platform, rng):
    shown = folder / "shown.json"
    given = drawn(rng, platform)
    whole = given.get("4ASGUpdateType") == "ReplaceEntireASG"  # the exchange of the instances is one of the group
    # As `describe-stacks` prints it: every parameter of the stack, secrets hidden.
    rows = {name: str(row.get("Default", "")) for name, row in json.loads(full.read_text(encoding="utf-8"))["Parameters"].items()}
    unknown = given.keys() - rows.keys()
    assert not unknown, f"the form does not ask for {unknown}"
    rows |= given
    rows["3GITLABRunnerRegTokenList"] = "****"
    shown.write_text(json.dumps({"Stacks": [{"StackName": "one", "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in rows.items()]}]}),
                     encoding="utf-8")
    spec, new = folder / "spec.yml", folder / "new.yml"
    run(vend, "import", shown, "-o", spec, "--force")
    new.write_text(run(vend, "generate", spec, "--stdout"), encoding="utf-8")
    report = json.loads(run(vend, "diff", full, new, "--parameters", shown, "--format", "json"))
    left = spec.read_text(encoding="utf-8")
    lists = ("added", "removed", "may_replace", "type_changed", "may_add", "may_remove", "fails") + (() if whole else ("replaced", "may_fail"))
    found = [f"{name}: {report[name]}" for name in lists if report[name]]
    for resource in report["resources"]:
        for change in resource["properties"]:
            with_group = whole and (change.get("because", "").endswith(" is replaced") or change["path"].startswith("UpdatePolicy"))
            if not with_group and not change["path"].startswith(OWN.get(resource["id"], ("(none)",))):
                found.append(f"{resource['id']} {change['path']}: {change.get('before')} -> {change.get('after')} {change.get('because', '')}")
    for group in report["groups"].values():
        if group["jobs"] == "lost":
            found.append(f"jobs are lost: {group['reasons']}")
    return [f"{line}\n  values: {given}\n  spec:\n{left}" for line in found[:4]]


# What somebody chose on the form of a preset, as far as that asks for it.
CHOSEN = {"4ASGDesiredCapacity": "3", "4ASGSpecifySecurityGroups": "DefaultSG", "4ASGSpecifyVPC": "vpc-0aaaaaaa", "4ASGSpecifySubnets": "subnet-0aaaaaaa1,subnet-0aaaaaaa2",
          "3GITLABRunnerTagList": "a,b", "3GITLABRunnerInstanceURL": "https://gitlab.example.com/", "3INSTEbsVolumeSize": "60", "1OSLastManagedUpdate": "2026-11-30",
          "4ASGScheduledShutdownCron": "0 19 * * MON-FRI", "4ASGScheduledStartupCron": "0 7 * * MON-FRI", "4ASGScheduledStartupDesiredInstances": "2",
          "4ASGScheduleTimeZone": "Europe/Berlin", "5ASGInstanceType1": "m5.xlarge"}


def preset_differs(vend, folder, preset):
    """Lines on what an imported preset has differently: as it is in both formats, and with CHOSEN."""
    spec, shown = folder / "preset.yml", folder / "shown.json"
    for form in ("yaml", "json"):
        before = folder / f"before.{form}"
        before.write_text(run(vend, "generate", "--preset", preset, "--format", form, "--stdout"), encoding="utf-8")
        run(vend, "import", before, "-o", spec, "--force")
        if run(vend, "generate", spec, "--format", form, "--stdout") != before.read_text(encoding="utf-8"):
            yield f"{preset}: its {form} template is another one after the import"
    parameters = json.loads(before.read_text(encoding="utf-8"))["Parameters"]
    rows = {name: CHOSEN.get(name, row.get("Default", "****")) for name, row in parameters.items()}
    shown.write_text(json.dumps({"Stacks": [{"StackName": "one", "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in rows.items()]}]}),
                     encoding="utf-8")
    run(vend, "import", before, "--parameters", shown, "-o", spec, "--force")
    after = folder / "after.json"
    after.write_text(run(vend, "generate", spec, "--format", "json", "--stdout"), encoding="utf-8")
    report = json.loads(run(vend, "diff", before, after, "--parameters", shown, "--format", "json"))
    for resource in report["resources"]:
        yield f"{preset}: {resource['id']} differs with chosen values: {[change['path'] for change in resource['properties']]}"
    alone = subprocess.run([vend, "import", str(shown)], capture_output=True, text=True, check=False)
    if alone.returncode != 2 or "Import the template" not in alone.stderr:
        yield f"{preset}: values without the template gave {alone.returncode} {alone.stderr}"


def main():
    vend, failed, sets = sys.argv[1], 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        full = folder / "full.json"
        full.write_text(run(vend, "generate", "--format", "json", "--stdout"), encoding="utf-8")
        rng = random.Random(20)
        for platform in IMAGES:
            for _ in range(5):
                sets += 1
                for line in unexplained(vend, folder, full, platform, rng):
                    failed += 1
                    print(f"FAILED: {platform}: {line}")
        for preset in (line.split()[0] for line in run(vend, "presets").splitlines() if line.strip()):
            sets += 1
            for line in preset_differs(vend, folder, preset):
                failed += 1
                print(f"FAILED: {line}")
    print(f"{sets} stacks imported and generated again, {failed} differences beyond those of a spec's template")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
