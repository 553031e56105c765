"""What happens to a Windows instance of the matrix."""
import datetime
import json
import os
import pathlib
import shutil
import subprocess

import windows
from matrix import row_of
from scenes_linux import LIMIT, docker_dies, feed, in_service, prepare, sick

HERE = pathlib.Path(__file__).resolve().parent
engines = []  # of this process


def host():
    """The host of PowerShell's engine where there is no pwsh, built as tests/powershell/run does; None: pwsh is there."""
    if shutil.which("pwsh"):
        return None
    folder = HERE.parent / "powershell"
    files = sorted((folder / "host").glob("*.cs")) + [folder / "host/host.csproj", folder / "host/packages.lock.json"]
    text = subprocess.run("cat " + " ".join(map(str, files)) + " | sha256sum | cut -c1-16", shell=True, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    place = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "vend/powershell-host" / text
    if not (place / "done").exists():
        subprocess.run(["dotnet", "build", folder / "host", "-c", "Release", "--artifacts-path", place, "-p:RestoreLockedMode=true", "-v", "quiet"], check=True,
                       stdout=subprocess.DEVNULL)
        (place / "done").touch()
    return str(place / "bin/host/release/vend-powershell.dll")


def missing():
    done = subprocess.run([HERE.parent / "powershell/engine"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.stderr.strip() if done.returncode else ""


def engine():
    if not engines:
        engines.append(windows.Engine(host()))
    return engines[0]


def life(it):
    it.launch()
    feed(it)
    it.go(lambda: in_service(it) or it.ended, 5000)
    if it.aws.state == "InService":
        job, end, seconds = 300, 320, 250  # housekeeping has been there
        if it.fault.phase == "watch" and it.fault.way in ("minutes", "hangs", "late"):
            job, end = 520, 660
        elif it.fault.phase in ("boot", "drain"):
            # What is refused for minutes is accepted before the instance is gone.
            job, end, seconds = 60, 80, 400 if it.fault.way == "minutes" else 150
        it.at(job, lambda: it.job(seconds))
        it.at(end, it.aws.terminate)
    it.go(lambda: it.ended, 6000)


def spot(it):
    it.launch()
    feed(it)
    it.go(lambda: in_service(it) or it.ended, 5000)
    if it.aws.state == "InService":
        it.at(40, lambda: it.job(900))
        notice = lambda: datetime.datetime.fromtimestamp(windows.START + it.now + 120, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        it.at(90, lambda: it.aws.spot(json.dumps({"action": "terminate", "time": notice()})))
    it.go(lambda: it.ended, 2500)


def runner_dies(it):
    it.stop_runner("lost", "the runner crashed")


UPDATES = {"list": [{"Title": "KB1", "security": True}], "reboot": True, "code": 2, "seconds": 0}
SCENES = {
    "windows-shell": ("windows-shell.ps1", life, {}, {}),
    "windows-docker": ("windows-docker.ps1", life, {}, {}),
    "windows-patched": ("windows-shell.ps1", life, {"PATCH_SCOPE": "All", "TOKEN_SOURCE": "ssm:/lab/token"}, {"updates": UPDATES}),
    "windows-bare": ("windows-shell.ps1", life, {}, {"bare": True}),
    "windows-abandoned": ("windows-shell.ps1", life, {"TOKEN_SOURCE": "secretsmanager:none"}, {}),
    "windows-no-cfn-init": ("windows-shell.ps1", life, {}, {"no cfn-init": True}),
    "windows-tags": ("windows-shell.ps1", life, {}, {"tags": True}),
    "windows-spot": ("windows-shell.ps1", spot, {}, {"spot": True}),
}
SICK = {
    "windows-docker-dies": ("windows-docker.ps1", lambda it: sick(it, docker_dies), {}, {}),
    "windows-runner-crashes": ("windows-shell.ps1", lambda it: sick(it, runner_dies), {}, {}),
    "windows-disk-runs-out": ("windows-shell.ps1", lambda it: sick(it, lambda it: it.run_out(3), 900), {}, {}),
}


def play(name, fault, watch=None):
    script, story, values, more = (SCENES | SICK)[name]
    with windows.Instance(engine(), script, fault, spot=more.get("spot", False), **LIMIT | values) as it:
        prepare(it, more)
        if "bare" in more:  # as AWS's plain images: installers bring the AWS CLI, cfn-bootstrap and the CloudWatch agent
            for path in ("tools/aws.exe", "tools/cfn-signal.exe", "ProgramFiles/Amazon/AmazonCloudWatchAgent/amazon-cloudwatch-agent-ctl.ps1"):
                (it.world.root / path).unlink()
        if "updates" in more:
            it.world.put("updates", more["updates"])
        if watch:
            it.fault = watch
        story(it)
        kept = [(f"{path.name}", path.read_text(errors="replace")) for path in sorted(it.world.vend.glob("*")) if path.is_file() and path.name != "config.toml"]
        kept += [("what was said", actor.said) for actor in it.actors]
        it.logs = lambda: kept
        return it


def run(cell):
    return play(cell.scene, cell.fault())


def recorded(name):
    """(the instance, {(row, phase)}, calls that are in no row) of a scene without faults."""
    seen, strange = set(), set()

    class Watch(windows.Fault):
        def strikes(self, scene, text, asked=True):
            row = row_of(text, "windows")
            if row:
                seen.add((row["id"], scene.phase))
                # A cmdlet has no patience of its own, and a script none with it.
                if text[0].isupper() and not text.startswith(("Git-", "AWSCLI")):
                    CMDLETS.add((name, row["id"]))
            else:
                strange.add(text)
    it = play(name, None, Watch())
    return it, seen, strange


CMDLETS = set()
__all__ = ["CMDLETS", "SCENES", "SICK", "missing", "recorded", "run"]
