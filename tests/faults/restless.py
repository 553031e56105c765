"""Lives that nobody wrote: what may befall an instance does so at the random times of a seed, around jobs of any length. What is judged is
sentence 3 of docs/instances.md: no job is ended but by its own time, the drain limit or the spot deadline, and then GitLab hears of
it; and that the end comes. The matrix's own lives have jobs that could all have been waited for.
"""
import datetime
import json
import random

import linux
import scenes_linux
import scenes_windows
import windows
from matrix import judge_jobs
from scene import LAUNCHING, TERMINATING

FACES = ("docker", "shell", "windows-docker", "windows-shell")
DRAIN_LIMIT, SPOT_EARLY = 900, 45
AWAY = 200  # seconds in which AWS answers nothing: less than half of a hook's timeout


def refuse(it):
    it.down = True
    it.note("AWS refuses everything")
    it.at(AWAY, lambda: accept(it))


def accept(it):
    it.down = False
    it.note("AWS answers again")


def fill(it, room):
    it.run_out(room)
    it.note(f"{room} % of the disk are free")
    it.at(AWAY, lambda: it.run_out(60))


def docker_away(it):
    it.docker_alive = False
    it.note("Docker is away")
    it.at(40, lambda: setattr(it, "docker_alive", True))


def rebalance(it):
    it.imds.items["events/recommendations/rebalance"] = '{"noticeTime": "2026-11-30T12:00:00Z"}'
    it.note("rebalance recommended")


def housekeep(it):
    if not it.ended and hasattr(it, "start_unit"):  # a task of Windows is due every five minutes
        it.start_unit("vend-prune")


def spot(it):
    when = datetime.datetime.fromtimestamp(linux.START + it.now + 120, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if not it.ended:
        it.aws.spot(json.dumps({"action": "terminate", "time": when}))


def clock(it, ahead):
    """It stands wrong for half an hour, as where the first answer of a time server was."""
    it.set_clock(ahead)
    it.at(1800, lambda: None if it.ended else it.set_clock(0))


def crowd(it):
    """The metadata service says to half of the questions that there were too many; to which, has no beat that a script could keep or miss."""
    it.crowded = True
    it.note("the metadata service is asked too often")
    it.at(AWAY, lambda: setattr(it, "crowded", False))


BEFALLS = [refuse, lambda it: fill(it, 8), lambda it: fill(it, 2), docker_away, rebalance, housekeep, housekeep, crowd,
           lambda it: clock(it, 90000), lambda it: clock(it, -7200)]


def live(it, chance):
    it.launch()
    it.job(30)
    it.go(lambda: scenes_linux.in_service(it) or it.ended, 5000)
    for _ in range(chance.randint(3, 6)):
        it.at(chance.uniform(0, 700), lambda seconds=chance.choice([4, 50, 300, 1200, 90000]): it.job(seconds))
    for _ in range(chance.randint(2, 5)):
        it.at(chance.uniform(5, 1400), lambda what=chance.choice(BEFALLS): None if it.ended else what(it))
    if chance.random() < 0.75:
        it.at(chance.uniform(100, 600), it.aws.terminate)
    else:
        it.at(chance.uniform(100, 600), lambda: spot(it))
    if chance.random() < 0.3:
        it.at(chance.uniform(600, 1500), lambda: spot(it))
    it.go(lambda: it.ended, 6000)


def clocks(it):
    """The clock is set while a drain waits for a job: far forward, back, and right."""
    it.launch()
    it.go(lambda: scenes_linux.in_service(it) or it.ended, 5000)
    it.at(20, lambda: it.job(780))
    it.at(60, it.aws.terminate)
    for seconds, ahead in ((150, 50000), (400, -7200), (600, 0)):
        it.at(seconds, lambda ahead=ahead: it.set_clock(ahead))
    it.go(lambda: it.ended, 6000)


def spot_by(it, ahead):
    """AWS takes the instance back, whose clock is wrong."""
    it.launch()
    it.go(lambda: scenes_linux.in_service(it) or it.ended, 5000)
    it.set_clock(ahead)
    it.at(20, lambda: it.job(9000))
    it.at(60, lambda: spot(it))
    it.go(lambda: it.ended, 6000)


# Lives that are the same on each run, in place of a seed.
ALWAYS = {"clock": clocks, "spot-ahead": lambda it: spot_by(it, 3600), "spot-behind": lambda it: spot_by(it, -3600)}


def untimely(it):
    """What does not hold, as sentences."""
    moments = sorted(it.moments + it.aws.moments)
    when = lambda text: min((at for at, what in moments if what.startswith(text)), default=None)
    limits = [began + more for began, more in ((when("terminating"), DRAIN_LIMIT), (when("spot notice"), 120 - SPOT_EARLY)) if began is not None]
    wrong = judge_jobs(it, min(limits, default=None))
    for job in it.gitlab.jobs:
        if job["state"] == "running":
            wrong.append(f"3: GitLab still shows job {job['id']} as running")
    if not it.ended:
        wrong.append(f"4: nothing ends the instance; AWS has it {it.aws.state}")
    return wrong + ["4: a hook ran out" for text in (LAUNCHING, TERMINATING) if when(text + " ran out") is not None] + [f"unknown to the test: {text[:120]}" for text in dict.fromkeys(it.unknown)]


def play(face, seed):
    """The instance after a life."""
    chance, values = random.Random(f"{seed} {face}"), {"DRAIN_LIMIT": str(DRAIN_LIMIT)}
    if face.startswith("windows"):
        made = windows.Instance(scenes_windows.engine(), face + ".ps1", None, **values)
    else:
        made = linux.Instance(f"amazon-linux-2023-{face}.sh", None, **values)
    with made as it:
        if seed in ALWAYS:
            ALWAYS[seed](it)
        else:
            live(it, chance)
        kept = [("the log", it.log)]
        it.logs = lambda: kept
        return it
