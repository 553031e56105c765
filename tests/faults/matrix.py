"""The cells of the matrix, and what must hold in each: the invariants of docs/instances.md, by what the world saw.

A cell is a scene (a script and what happens to its instance), a call of calls.toml, a phase, and a way to fail. Which calls a scene
makes in which phase is recorded from a run without faults: a call that nobody entered fails, and so does a row that nothing reaches.
"""
import pathlib
import re
import tomllib

from scene import LAUNCHING, START, TERMINATING, WAYS, Fault

HERE = pathlib.Path(__file__).resolve().parent
DATA = tomllib.loads((HERE / "calls.toml").read_text())
ROWS = {row["id"]: row for row in DATA["call"]}
TOKEN = "glrt-good1"
STACK_TIME = 2700  # update.boot_timeout's default, 45 minutes
# Ways of a kind: what a kind cannot do is not asked of it.
KINDS = {
    "aws": ["once", "minutes", "ever", "hangs", "late", "floods", "full", "reboot"],
    "metadata": ["once", "minutes", "throttled", "empty", "hangs", "late", "full", "reboot"],
    "web": ["once", "minutes", "ever", "hangs", "late", "full", "reboot"],
    "package": ["once", "minutes", "ever", "hangs", "late", "nothing", "floods", "full", "reboot"],
    "service": ["once", "minutes", "ever", "hangs", "late", "nothing", "full", "reboot"],
    "docker": ["once", "minutes", "ever", "hangs", "late", "nothing", "floods", "full", "reboot"],
    "runner": ["once", "minutes", "ever", "hangs", "late", "floods", "full", "reboot"],
    "system": ["once", "ever", "hangs", "full", "reboot"],
}
# AWS or GitLab never hears: what cannot be told cannot be asked for.
DECISIVE = {"continue", "abandon", "complete", "launch-heartbeat", "drain-heartbeat", "signal", "unregister"}


def row_of(text, system):
    for row in ROWS.values():
        if system in row.get("systems", ["linux", "windows"]) and re.search(row["call"], text):
            return row
    return None


# The faults by which operators found what the scripts did wrong: they are tried on each run.
FINDINGS = """
docker continue boot once; docker continue boot minutes; docker continue boot ever; docker continue boot reboot; docker signal boot full; docker package boot once
shell gitlab boot minutes; shell register boot once; shell protect watch once; docker drain-heartbeat drain once; spot drain-heartbeat drain hangs
shell abandon boot once; docker-dies docker-service watch minutes; docker identity boot minutes; shell complete drain minutes; shell unregister drain minutes
windows-shell continue boot minutes; windows-shell signal boot full; windows-patched protect watch once; windows-spot drain-heartbeat drain hangs
windows-docker docker-prune watch ever; windows-shell unregister drain minutes; windows-shell register boot once; windows-shell metadata-token watch minutes
docker own-units boot once; shell reload boot once; shell gitlab boot late; windows-shell own-units boot once; windows-docker system-facts boot once
windows-runner-crashes runner-start watch ever; windows-spot runner-stop drain ever
"""


# A cell for each exception, on each system that it names: what holds needs none.
WITNESSES = [cell for one in DATA.get("exception", []) for cell in one["witness"]]

PASSES = ("once", "late", "throttled", "empty", "floods")


class Cell:
    def __init__(self, scene, row="", phase="", way=""):
        self.scene, self.row, self.phase, self.way = scene, row, phase, way

    def __str__(self):
        return f"{self.scene} {self.row} {self.phase} {self.way}" if self.row else f"{self.scene} without faults"

    def fault(self):
        return Fault(ROWS[self.row], self.way, self.phase) if self.row else None


HEALS = {"docker-ask", "docker-prune", "docker-service", "lifecycle-state", "room", "runner-start", "runner-state", "runner-stop", "unhealthy"}


def cells_of(scene, seen, sick=False):
    """The cells of a scene in which these (row, phase, a way that is not its) were seen; of a sick one only those of what heals."""
    if sick:
        seen = [one for one in seen if one[0] in HEALS and one[1] == "watch"]
    return [Cell(scene, row, phase, way) for row, phase, never in sorted(seen) for way in KINDS[ROWS[row]["kind"]] if way not in ROWS[row].get("not", []) and way != never]


def exception(cell, system):
    """Why this cell cannot hold, or ''."""
    for one in DATA.get("exception", []):
        if one["call"] == cell.row and cell.way in one["ways"] and cell.scene in one.get("scenes", [cell.scene]) and system in one.get("systems", ["linux", "windows"]) and cell.phase in one.get("phases", ["boot", "watch", "drain"]):
            return one["why"]
    return ""


def unheard(cell, *rows):
    """These calls can never arrive in this cell."""
    return cell.row in rows and cell.way in ("ever", "hangs")


def must_succeed(cell):
    """What fails once, or answers late, costs no boot."""
    return cell.phase == "boot" and cell.way in PASSES and "abandoned" not in cell.scene


def judge_jobs(it, allowed, way=""):
    """No job is lost, but by a reboot that is the cell's own; none is told before the time from which on that is allowed, if it ever is."""
    wrong = []
    for job in it.jobs:
        if job["how"] == "lost" and not (way == "reboot" and job["why"] == "a reboot"):
            wrong.append(f"3: job {job['id']} was lost: {job['why']}")
        if job["how"] == "told" and (allowed is None or job["ended"] < allowed):
            wrong.append(f"3: job {job['id']} was aborted at {job['ended']:.0f} s, before {'anything allows it' if allowed is None else f'{allowed:.0f} s'}: {job['why']}")
    return wrong


def judge(cell, it, system):
    """What does not hold, as sentences."""
    wrong = []
    moments = it.moments + it.aws.moments
    first = lambda text, after=0: min((when for when, what in moments if what.startswith(text) and when >= after), default=None)
    signals = [(when, one["Status"]) for when, one in it.aws.signals]
    launch = [(when, result) for when, hook, result in it.aws.completed if hook == LAUNCHING]
    ran_out = first(LAUNCHING + " ran out")
    ended = it.ended

    # 1: one end of the boot, and in time
    how = (signals[:1] or [(0, "none")])[0][1], (launch[:1] or [(0, "none")])[0][1]
    expected = [("SUCCESS", "CONTINUE"), ("FAILURE", "ABANDON")]
    if unheard(cell, "signal"):
        expected += [("none", "CONTINUE"), ("none", "ABANDON")]
    if unheard(cell, "continue"):
        expected += [("SUCCESS", "none"), ("SUCCESS", "ABANDON"), ("FAILURE", "ABANDON")]
    if unheard(cell, "abandon"):
        expected += [("FAILURE", "none")]
    if must_succeed(cell):
        expected = [("SUCCESS", "CONTINUE")]
    if how not in expected:
        wrong.append(f"1: the boot ended with the signal {how[0]} and the result {how[1]}")
    if launch and launch[0][0] > STACK_TIME:
        wrong.append(f"1: the boot took {launch[0][0]:.0f} s")

    # 2: no jobs after a launch that failed, or a drain
    refused = min([when for when, status in signals if status == "FAILURE"] + [when for when, result in launch if result == "ABANDON"], default=None)
    if refused is not None:
        for job in it.jobs:
            if job["taken"] > refused:
                wrong.append(f"2: job {job['id']} was taken {job['taken'] - refused:.0f} s after the launch had failed")
    began = first("terminating") if first("terminating") is not None else first("spot notice")
    if began is not None:
        stopped = first("the runner takes no more jobs", began)
        within = 20 if first("spot notice") is not None else 90
        late = stopped if stopped is not None else began + within
        if cell.row in ("metadata-token", "lifecycle-state", "spot-notice", "runner-stop", "identity") and cell.way != "reboot":
            late = max(late, began + 400 if cell.way in ("minutes", "hangs") else began + within + 60)
        else:
            late = min(late, began + within) if cell.way != "reboot" else max(late, began + 150)
        for job in it.jobs:
            if job["taken"] > late:
                wrong.append(f"2: job {job['id']} was taken {job['taken'] - began:.0f} s after the instance was told to end")

    # 3: no job is killed, or ends unheard
    wrong += judge_jobs(it, first("spot notice"), cell.way)

    # 4: what was decisive arrived in the end
    if ended and first(TERMINATING + " ran out") is not None and not unheard(cell, "complete", "drain-heartbeat"):
        wrong.append("4: the terminating hook ran out")
    if ended and it.gitlab.runners.get(TOKEN, {}).get("managers") and not unheard(cell, "unregister", "runner-stop", "runner-state") and not (
            cell.way == "reboot" and ran_out) and not (first("spot notice") is not None and cell.way in ("minutes", "reboot")):  # two minutes are less
        wrong.append("4: GitLab still knows the machine")
    if not ended:
        wrong.append(f"4: nothing ends the instance; AWS has it {it.aws.state}")

    # 5: it takes jobs, or is replaced
    if it.aws.state != "Pending:Wait" and ("SUCCESS", "CONTINUE") == how:
        failed = [job for job in it.jobs if job["how"] == "failed"]
        if len(failed) > 8:
            wrong.append(f"5: {len(failed)} jobs were taken and failed at once: {failed[0]['why']}")
        probe = next((job for job in it.gitlab.jobs if job.get("probe")), None)
        # Nobody hears it; then it has been said again and again.
        unhealthy = [text for _, text in it.calls if re.search(ROWS["unhealthy"]["call"], text)]
        if probe and probe["state"] != "success" and it.aws.health == "Healthy" and not (unheard(cell, "unhealthy") and len(unhealthy) > 1):
            wrong.append(f"5: the instance takes no jobs, and nobody was told: job {probe['id']} is {probe['state']}")

    # 8: no token outside of its place
    for _, text in it.calls:
        if TOKEN in text:
            wrong.append("8: a token in an argument: " + text[:60])
    for name, text in it.logs():
        if TOKEN in text:
            wrong.append("8: a token in " + name)
    wrong += [f"unknown to the test: {text[:120]}" for text in dict.fromkeys(it.unknown)]
    return list(dict.fromkeys(wrong))


SYSTEMS = {("linux",): "Linux", ("windows",): "Windows", ("linux", "windows"): "both"}


def documented():
    """The exceptions as docs/instances.md has to list them."""
    lines = ["| Call | Fails so | When | System | Why it cannot hold |", "|---|---|---|---|---|"]
    for one in DATA.get("exception", []):
        system = SYSTEMS[tuple(sorted(one.get("systems", ["linux", "windows"])))]
        lines.append(f"| {ROWS[one['call']]['does']} | {'; '.join(WAYS[way] for way in one['ways'])} | {', '.join(one.get('phases', ['boot', 'watch', 'drain']))} | {system} | {one['why']} |")
    return lines


__all__ = ["FINDINGS", "START", "WAYS", "WITNESSES", "Cell", "cells_of", "documented", "exception", "judge", "row_of"]
