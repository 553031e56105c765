"""What several cases look at."""
import json

SHELL, DOCKER = "windows-shell.ps1", "windows-docker.ps1"
BUILDS = {"2019": 17763, "2022": 20348, "2025": 26100}
FACES = [(script, build) for script in (SHELL, DOCKER) for build in BUILDS.values()]


def on(*variants):
    def mark(function):
        function.variants = list(variants)
        return function
    return mark


def equal(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def contains(text, part):
    assert part in text, f"{part!r} is not in {text!r}"


def lacks(text, part):
    assert part not in text, f"{part!r} is in {text!r}"


def ec2_tags(world):
    """The tags that the instance was given."""
    return {one["Key"]: one["Value"] for one in json.loads(option(world.calls("aws.exe", "ec2", "create-tags")[0], "--tags"))}


def option(call, name):
    return call["args"][call["args"].index(name) + 1]


def signals(world):
    """(code, reason) of every signal that CloudFormation got."""
    return [(option(one, "-e"), option(one, "-r")) for one in world.calls("cfn-signal.exe")]


def results(world, hook="instance-launching"):
    """How that hook was completed, by whichever way."""
    found = [option(one, "--lifecycle-action-result") for one in world.calls("aws.exe", "autoscaling", "complete-lifecycle-action")
             if option(one, "--lifecycle-hook-name") == hook]
    return found + [one["args"][3] for one in world.calls("Complete-ASLifecycleAction") if one["args"][0] == hook]


def heartbeats(world, hook):
    return [one for one in world.calls("aws.exe", "autoscaling", "record-lifecycle-action-heartbeat") if option(one, "--lifecycle-hook-name") == hook]


def failed_once(world, reason):
    """A failure ends in one signal with its reason and one ABANDON; nothing stays registered."""
    assert len(signals(world)) == 1, signals(world)
    code, told = signals(world)[0]
    equal(code, "1")
    contains(told, reason)
    equal(results(world), ["ABANDON"])
    assert all(not runner["managers"] for token, runner in world.gitlab.runners.items() if token.startswith("glrt-")), world.gitlab.runners


def succeeded(world):
    equal([code for code, _ in signals(world)], ["0"])
    equal(results(world), ["CONTINUE"])
    equal(world.get("services")["gitlab-runner"]["status"], "Running")


def nowhere(world, secret):
    """A secret is in no argument, log, event or metadata; the runner's own configuration is its place."""
    for one in world.calls():
        lacks(str(one["args"]), secret)
    for file in world.vend.glob("*"):
        if file.is_file() and file.name != "config.toml":
            lacks(file.read_text(errors="replace"), secret)
    lacks(world.said, secret)
