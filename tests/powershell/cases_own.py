"""The skeleton of docs/own-scripts.md for Windows, as it stands there, launched from a path of the instance."""
import hashlib
import pathlib
import re

from checks import contains, equal, failed_once, results

TEXT = re.search(r"(?s)```powershell\n(.*?)```", (pathlib.Path(__file__).parents[2] / "docs/own-scripts.md").read_text())[1]


def own(world, install="", drain="$true"):
    """The boot's exit code, with these lines in the places that are left open."""
    text = re.sub(r"(?m)^\t# yours: install.*$", lambda _: "\t" + install, TEXT)
    text = re.sub(r"(?m)^\t# yours: take.*\n\t\$true$", lambda _: "\t" + drain, text)
    assert TEXT.count("\t# yours:") == 2 and "# yours" not in text
    file = world.root / "own.ps1"
    file.write_text(text)
    world.features = ""
    world.values |= {"SCRIPT": str(file), "SCRIPT_SHA256": hashlib.sha256(text.encode()).hexdigest()}
    return world.boot()


def case_own_script_boots_once_and_drains(world):
    world.put("busy", 5)  # Auto Scaling refuses at first
    world.answer("cfn-signal.exe", exit=1, times=1)
    equal(own(world, drain="(Get-Date) -gt $began.AddSeconds(90)\n}\n$began = Get-Date\nfunction Unused {"), 0)
    equal([code for code, _ in signals_of(world)], ["0", "0"])
    equal(results(world)[-1], "CONTINUE")
    ((_, command),) = world.tasks().values()
    contains(command, "own.ps1 watch")
    before = len(world.calls("cfn-signal.exe"))
    equal(world.boot(), 0)  # the machine starts again
    equal(len(world.calls("cfn-signal.exe")), before)
    world.put("clock", 0)
    world.put("events", [{"at": 60, "put": "terminate"}])
    world.put("limit", 2000)
    equal(world.run(world.vend / "own.ps1", "watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])
    assert len([one for one in world.calls("Write-ASLifecycleActionHeartbeat") if one["args"][0] == "instance-terminating"]) >= 1
    equal(len(world.calls("schtasks.exe", "/delete")), 1)


def signals_of(world):
    return [(one["args"][one["args"].index("-e") + 1], one) for one in world.calls("cfn-signal.exe")]


def case_own_script_that_fails_is_told_by_the_launcher(world):
    equal(own(world, install="throw 'no disk for it'"), 1)
    failed_once(world, "script failed")
    assert "CONTINUE" not in results(world), results(world)
