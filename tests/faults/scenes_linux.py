"""What happens to a Linux instance of the matrix."""
import json

import linux
from imds import TAGS
from matrix import Cell, row_of

SPOT = {"action": "terminate"}


def feed(it):
    """Somebody always has a short job: the group grew because jobs wait."""
    if not it.ended and not any(job["state"] == "pending" for job in it.gitlab.jobs) and it.aws.state in ("Pending:Wait", "InService"):
        it.job(40)
    it.at(100, lambda: feed(it))


def in_service(it):
    return it.aws.state != "Pending:Wait"


def life(it):
    """Boot, jobs, housekeeping, scale-in while a job runs."""
    it.launch()
    feed(it)
    it.go(lambda: in_service(it) or it.ended, 5000)
    if it.aws.state == "InService":
        long = it.fault.phase == "watch" and it.fault.way in ("minutes", "hangs", "late")
        it.at(25, lambda: it.start_unit("vend-prune"))
        it.at(35, lambda: it.job(400 if long else 120))
        # What a boot was refused for minutes is accepted before the instance is gone.
        it.at(350 if long else 700 if it.fault.phase == "boot" and it.fault.way == "minutes" else 45, it.aws.terminate)
    it.go(lambda: it.ended, 2500)


def spot(it):
    it.launch()
    feed(it)
    it.go(lambda: in_service(it) or it.ended, 5000)
    if it.aws.state == "InService":
        import datetime
        notice = 700 if it.fault.phase == "boot" and it.fault.way == "minutes" else 40
        it.at(notice - 20, lambda: it.job(900))
        it.at(notice, lambda: it.aws.spot(json.dumps(SPOT | {"time": datetime.datetime.fromtimestamp(linux.START + it.now + 120, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")})))
    it.go(lambda: it.ended, 2500)


def probe(it):
    it.job(10)
    it.gitlab.jobs[-1]["probe"] = True


def sick(it, ill, after=700):
    """Something is wrong with the machine: within ten minutes it takes jobs again, or is told Unhealthy."""
    it.launch()
    it.go(lambda: in_service(it) or it.ended, 5000)
    if it.aws.state == "InService":
        it.at(30, lambda: ill(it))
        it.at(after, lambda: None if it.aws.health == "Unhealthy" else probe(it))
        it.at(after + 60, it.aws.terminate)
    it.go(lambda: it.ended, 6000)  # a runner that nothing stops is waited for until the drain's limit


def docker_dies(it):
    it.docker_alive = False
    it.note("Docker dies")
    feed(it)


def runner_dies(it):
    it.crash_runner()


LIMIT = {"DRAIN_LIMIT": "1500"}
# name: (script, what happens, values, more of the instance)
SCENES = {
    "docker": ("amazon-linux-2023-docker.sh", life, {}, {}),
    "shell": ("amazon-linux-2023-shell.sh", life, {}, {}),
    "patched": ("amazon-linux-2-docker.sh", life, {"PATCH_SCOPE": "All", "TOKEN_SOURCE": "ssm:/lab/token"}, {"restart": True}),
    "spot": ("amazon-linux-2-shell.sh", spot, {}, {"spot": True}),
    "abandoned": ("amazon-linux-2023-shell.sh", life, {"TOKEN_SOURCE": "secretsmanager:none"}, {}),
    "no-cfn-init": ("amazon-linux-2023-shell.sh", life, {}, {"no cfn-init": True}),
    "tags": ("amazon-linux-2023-shell.sh", life, {}, {"tags": True}),
    "slow": ("amazon-linux-2023-docker.sh", life, {"PATCH_SCOPE": "SecurityOnly", "LAUNCH_HEARTBEAT": "600"}, {"slow": 400}),
}
SICK = {
    "docker-dies": ("amazon-linux-2023-docker.sh", lambda it: sick(it, docker_dies), {}, {}),
    "runner-crashes": ("amazon-linux-2023-shell.sh", lambda it: sick(it, runner_dies), {}, {}),
    "disk-runs-out": ("amazon-linux-2023-shell.sh", lambda it: sick(it, lambda it: it.run_out(6), 900), {}, {}),
}


def prepare(it, more):
    it.left = more
    if "tags" in more:  # a launch template of somebody else, which shows instances their tags
        it.imds.items.update(TAGS)


def run(cell, keep=None):
    """The instance after the cell's story; `keep` sees it before it is gone."""
    script, story, values, more = (SCENES | SICK)[cell.scene]
    with linux.Instance(script, cell.fault(), spot=more.get("spot", False), **LIMIT | values) as it:
        prepare(it, more)
        story(it)
        it.finished_logs = [(name, it.read(path)) for name, path in (("the script's log", "/var/log/vend.log"), ("the console", "/run/lab/console"))]
        it.logs = lambda: it.finished_logs
        if keep:
            keep(it)
        return it


def recorded(name):
    """(the instance, {(row, phase)}, calls that are in no row) of a scene without faults."""
    seen, strange = set(), set()
    script, story, values, more = (SCENES | SICK)[name]
    with linux.Instance(script, None, spot=more.get("spot", False), **LIMIT | values) as it:
        prepare(it, more)
        record(it, seen, strange)
        story(it)
        it.finished_logs = [(what, it.read(path)) for what, path in (("the script's log", "/var/log/vend.log"), ("the console", "/run/lab/console"))]
        it.logs = lambda: it.finished_logs
        return it, seen, strange


def record(it, seen, strange):
    """Every call is noted with the phase it is made in."""
    class Watch(linux.Fault):
        def strikes(self, scene, text, asked=True):
            row = row_of(text, "linux")
            if row:
                seen.add((row["id"], scene.phase))
            elif not text.split()[0] in ("sleep", "timeout"):
                strange.add(text)
    it.fault = Watch()


__all__ = ["Cell", "SCENES", "SICK", "recorded", "run"]
