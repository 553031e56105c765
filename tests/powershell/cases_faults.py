"""Calls that are refused or hang, disks that are full, images of instances, instances that can take no jobs: the invariants of docs/instances.md.
A case for each fault, hence the length.
"""
import os
import random
import subprocess

from cases_life import ready, spot, terminated
from checks import DOCKER, SHELL, contains, equal, heartbeats, lacks, on, option, results, signals, succeeded

CONTINUED = "aws.exe autoscaling complete-lifecycle-action"
NOT_YET = {"exit": 254, "err": "An error occurred (Throttling) when calling the CompleteLifecycleAction operation: Rate exceeded"}
POINTLESS = {"exit": 254, "err": "An error occurred (ValidationError) when calling the CompleteLifecycleAction operation: No active Lifecycle Action found"}
ALL_WELL = {"put": "world/answers.sh", "body": ":"}


def unhealthy(world):
    return [option(one, "--health-status") for one in world.calls("aws.exe", "autoscaling", "set-instance-health")]


def service(world, **change):
    services = world.get("services")
    services["gitlab-runner"] |= change
    world.put("services", services)


def case_continue_that_is_refused_is_repeated_until_it_is_accepted(world):
    world.answer(CONTINUED, **NOT_YET)
    equal(world.boot(), 0)
    world.put("clock", 0)
    world.put("limit", 400)
    world.put("events", [{"at": 300, **ALL_WELL}])
    world.act("Watch")
    tried = [one["clock"] for one in world.calls("aws.exe", "autoscaling", "complete-lifecycle-action")]
    assert len(tried) > 10 and 300 <= tried[-1] <= 330, tried
    assert heartbeats(world, "instance-launching"), "the hook was not kept open meanwhile"
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    equal(len(signals(world)), 1)


def case_continue_that_waits_for_nothing_is_not_repeated(world):
    world.answer(CONTINUED, **POINTLESS)
    ready(world, limit=200)
    world.act("Watch")
    equal(world.aws(), [])


def case_launch_that_aws_never_accepts_is_drained(world):
    world.answer("aws.exe autoscaling", **NOT_YET)
    world.answer("aws.exe autoscaling describe", out="lab-InstanceASG-1\n")
    world.values["LAUNCH_HEARTBEAT"] = "120"
    ready(world, limit=500, jobs=300)
    world.act("Watch")
    equal(world.get("services")["gitlab-runner"], {"status": "Stopped", "start": "Manual"})
    contains(world.log("Watch"), "AWS does not accept the launch")
    contains(world.log("Watch"), "jobs left: False")
    equal(world.gitlab.events[-1], "delete-manager glrt-good1")


def case_abandon_that_is_refused_is_repeated(world):
    world.values["GITLAB_URL"] = "http://127.0.0.1:1/"
    world.answer(CONTINUED, **NOT_YET)
    world.put("events", [{"at": 900, **ALL_WELL}])
    equal(world.boot(), 1)
    assert len(results(world)) > 2 and set(results(world)) == {"ABANDON"}, results(world)
    equal(len(signals(world)), 1)
    assert (world.vend / "completed").exists()


def case_signal_that_is_refused_is_repeated(world):
    world.answer("cfn-signal.exe", exit=1, err="Throttling: Rate exceeded")
    equal(world.boot(), 0)
    world.put("clock", 0)
    world.put("limit", 400)
    world.put("events", [{"at": 200, **ALL_WELL}])
    world.act("Watch")
    assert 5 < len(signals(world)) < 15 and {code for code, _ in signals(world)} == {"0"}, signals(world)
    equal(results(world), ["CONTINUE"])


def case_metadata_is_away_for_a_moment_at_the_boot(world):
    real, count = world.imds.answer, [0]

    def away(*arguments):
        count[0] += 1
        return (500, "") if count[0] < 40 else real(*arguments)
    world.imds.answer = away
    equal(world.boot(), 0)
    succeeded(world)


def case_metadata_down_is_told_once_and_when_it_is_back(world):
    ready(world, limit=3000)
    real, count = world.imds.answer, [0]

    def away(*arguments):
        count[0] += 1
        return real(*arguments) if count[0] > 400 else (500, "")
    world.imds.answer = away
    world.act("Watch")
    lines = [line for line in world.log("Watch").splitlines() if "lab: the time is over" not in line]
    assert len(lines) <= 3, lines
    contains(lines[-1], "well again")


def case_log_that_takes_no_line_costs_nothing(world):
    equal(world.boot(), 0)
    for action in ("Watch", "Boot", "Housekeeping"):
        (world.vend / f"{action}.log").unlink(missing_ok=True)
        os.symlink("/dev/full", world.vend / f"{action}.log")
    world.put("clock", 0)
    world.put("events", [terminated(0)])
    world.put("limit", 4000)
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])


def case_failed_boot_with_a_log_that_takes_no_line(world):
    world.vend.mkdir(parents=True)
    world.values["GITLAB_URL"] = "http://127.0.0.1:1/"
    os.symlink("/dev/full", world.vend / "failed")
    equal(world.boot(), 1)
    equal(results(world), ["ABANDON"])


def case_full_disk_ends_neither_drain_nor_watch(world):
    """A real full disk, where this user may mount one."""
    if os.geteuid() != 0:
        return
    ready(world, [terminated(0)], limit=4000)
    saved = {path.name: path.read_bytes() for path in world.vend.iterdir() if path.is_file() and path.name != "reserve"}
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "none", world.vend], stderr=subprocess.DEVNULL).returncode:
        return
    try:
        for name, body in saved.items():
            (world.vend / name).write_bytes(body)
        (world.vend / "gitlab-runner.exe").chmod(0o755)
        for name in ("Watch.lock", "Watch.log"):
            (world.vend / name).touch()
        try:
            with open(world.vend / "filler", "wb") as filler:
                while True:
                    filler.write(b"x" * 4096)
                    filler.flush()
        except OSError:
            pass
        equal(world.act("Watch"), 0)
        equal(results(world, "instance-terminating"), ["CONTINUE"])
        equal(world.get("services")["gitlab-runner"]["status"], "Stopped")
    finally:
        subprocess.run(["umount", world.vend], check=True)


def another(world):
    """A machine made of an image of this one."""
    world.imds.items["instance-id"] = "i-0fffffffffffffff0"
    name = "instance-identity/document"
    world.imds.dynamic[name] = world.imds.dynamic[name].replace("i-0123456789abcdef0", "i-0fffffffffffffff0")
    (world.state / "calls").unlink()


@on((SHELL, 20348), (DOCKER, 20348))
def case_image_of_a_running_instance_boots_as_a_new_one(world):
    equal(world.boot(), 0)
    (world.vend / "draining").write_text("2020-01-01")
    (world.vend / "builds" / "a").mkdir(parents=True)
    os.symlink(world.tools, world.vend / "builds" / "away")
    name = (world.vend / ".runner_system_id").read_text()
    another(world)
    equal(world.act("Housekeeping"), 0)
    equal(world.calls("Start-Service"), [])
    equal(world.act("Watch"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")  # takes no job under the old name
    equal(world.boot(), 0)
    succeeded(world)
    equal((world.vend / "instance").read_text(), "i-0fffffffffffffff0")
    assert (world.vend / ".runner_system_id").read_text() != name
    assert not (world.vend / "draining").exists() and not (world.vend / "builds").exists()
    assert (world.tools / "aws.exe").exists(), "a link was followed"


def case_bake_prepares_an_image(world):
    equal(world.boot(), 0)
    equal(world.act("Bake"), 0)
    left = {path.name for path in world.vend.iterdir()} - {"Boot.lock", "Bake.lock", "Bake.log"}
    equal(left, {"gitlab-runner.exe", "runner.ps1"})
    equal(world.get("services"), {})
    equal(world.gitlab.events[-1], "delete-manager glrt-good1")
    equal({one["args"][3] for one in world.calls("schtasks.exe", "/delete")}, {"vend-Watch", "vend-Housekeeping", "vend-Boot"})
    another(world)
    equal(world.boot(), 0)
    succeeded(world)


@on((DOCKER, 20348))
def case_image_brings_neither_logins_nor_a_way_through_a_proxy(world):
    """Of a running instance, and of a baked one: what the group of the image had, another need not have."""
    system = world.root / "Windows/System32/config/systemprofile"
    services = {name: {"status": "Running", "start": "Automatic"} for name in ("AmazonSSMAgent", "AmazonCloudWatchAgent")}
    key = "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\"
    with_proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1,localhost", "HUB_SECRET": "hub"}
    world.answer("aws.exe secretsmanager get-secret-value --secret-id hub", out='{"username":"me","password":"hidden-word"}')
    for bake in (False, True):
        (world.vend / "signalled").unlink(missing_ok=True)
        world.put("services", world.get("services") | services)
        world.put("registry", {key + "docker": {"Environment": ["OWN=1"]}})
        world.values |= with_proxy
        equal(world.boot(), 0)
        (system / ".ecr").mkdir(parents=True)
        contains((system / ".docker/config.json").read_text(), "auths")
        equal(sum("HTTP_PROXY=http://127.0.0.1:9" in one.get("Environment", []) for one in world.get("registry").values()), 4)  # with the runner's own
        if bake:
            equal(world.act("Bake"), 0)
        else:
            another(world)
        for name in with_proxy:
            del world.values[name]
        equal(world.boot(), 0)
        equal(world.get("services")["gitlab-runner"]["status"], "Running")
        equal([path for path in (system / ".docker/config.json", system / ".ecr") if path.exists()], [])
        left = {name: one for name, one in world.get("registry").items() if not name.endswith("gitlab-runner")}  # which went with its service
        equal([name for name, one in left.items() if "PROXY" in str(one.get("Environment"))], [])
        equal(left[key + "docker"]["Environment"], ["OWN=1"])
        equal([one["args"] for one in world.calls("netsh.exe")][-1], ["winhttp", "reset", "proxy"])


def case_reboot_starts_the_runner_by_the_watch_and_not_after_a_drain(world):
    ready(world, limit=30)
    equal(world.get("services")["gitlab-runner"]["start"], "Manual")
    service(world, status="Stopped")
    world.act("Watch")
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    (world.vend / "draining").write_text("2000-01-01")
    service(world, status="Stopped")
    for action in ("Housekeeping", "Watch"):
        world.act(action)
        equal(world.get("services")["gitlab-runner"]["status"], "Stopped")


def case_drain_that_begins_while_housekeeping_prunes(world):
    ready(world)
    service(world, status="Stopped")
    runner = (world.vend / "runner.ps1").read_text()
    at = runner.index("function Housekeeping")
    (world.vend / "runner.ps1").write_text(runner[:at] + "function Mend { Keep draining (Now 900) }\n" + runner[at:])
    world.act("Housekeeping")
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")


def case_drain_that_begins_while_the_runner_is_started(world):
    """Between the look whether one has begun and the start that follows it."""
    equal(world.boot(), 0)
    service(world, status="Stopped")
    before = len(world.calls("Stop-Service"))
    world.call("function Start-Service { Keep draining (Now 100) }\nStart-Runner")
    equal(len(world.calls("Stop-Service")), before + 1)


def case_shared_runner_takes_no_jobs_after_a_drain(world):
    world.answer("aws.exe secretsmanager", out="teamglrt-good;glrt-good1")
    ready(world, [terminated(0)])
    equal(world.act("Watch"), 0)
    lacks((world.vend / "config.toml").read_text(), "teamglrt-good")


@on((SHELL, 20348), (DOCKER, 20348))
def case_jobs_left_at_the_spot_deadline_are_ended_so_that_gitlab_hears(world):
    world.answer("docker.exe ps", out="abc\ndef\n")
    spot(world, events=[{"at": 100, "put": "meta/spot/instance-action"}], jobs=100000, limit=400)
    world.act("Watch")
    ended = (world.calls("docker.exe", "kill") if world.docker else world.calls("taskkill.exe"))[0]
    assert 180 <= ended["clock"] <= 200, ended
    if world.docker:
        equal(ended["args"], ["kill", "abc", "def"])
    else:
        equal(ended["args"][:3], ["/f", "/t", "/pid"])
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")
    equal(world.gitlab.events[-1], "delete-manager glrt-good1")


def case_what_gitlab_knows_nothing_of_needs_no_unregistering(world):
    """Somebody removed the runner's manager (404), or the runner (403): a drain does not wait for what will not come."""
    for remove in (lambda: world.gitlab.runners["glrt-good1"]["managers"].clear(), lambda: world.gitlab.runners.pop("glrt-good1")):
        for mark in ("signalled", "completed", "drained", "draining", "emptied", "told-end"):
            (world.vend / mark).unlink(missing_ok=True)
        ready(world, [terminated(0)])
        remove()
        equal(world.act("Watch"), 0)
        equal(results(world, "instance-terminating"), ["CONTINUE"])
        equal(len(world.calls("gitlab-runner.exe", "unregister")), 1)


def case_stopped_runner_is_not_busy(world):
    world.values["PROTECT_BUSY"] = "true"
    ready(world, limit=600)
    (world.vend / "paused").write_text("")
    service(world, status="Stopped")
    world.act("Watch")
    equal(world.calls("aws.exe", "autoscaling", "set-instance-protection"), [])


@on((DOCKER, 20348))
def case_prune_that_fails_ends_no_other_step(world):
    ready(world)
    service(world, status="Stopped")
    world.answer("docker.exe system prune", exit=1, err="error during connect: docker daemon is not running")
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    world.put("free", 2)
    world.act("Housekeeping")
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")


@on((DOCKER, 20348))
def case_dead_docker_is_restarted_and_then_the_instance_replaced(world):
    ready(world)
    world.answer("docker.exe", exit=1, err="error during connect")
    world.act("Housekeeping")
    equal([one["args"] for one in world.calls("Restart-Service")], [["docker"]])
    equal(unhealthy(world), [])
    world.put("clock", 700)
    world.act("Housekeeping")
    equal(unhealthy(world), ["Unhealthy"])
    world.act("Housekeeping")
    equal(unhealthy(world), ["Unhealthy"])  # accepted: said once


def case_runner_that_does_not_come_up_is_replaced_also_when_refused_at_first(world):
    ready(world, limit=1000)
    service(world, status="Stopped")
    world.put("broken", ["gitlab-runner"])
    world.answer("aws.exe autoscaling set-instance-health", exit=254, err="Throttling")
    world.act("Housekeeping")
    world.put("events", [{"at": 900, **ALL_WELL}])
    world.act("Watch")
    assert len(unhealthy(world)) > 3, unhealthy(world)
    assert (world.vend / "unhealthy").exists()


def metrics(good, bad):
    """What gitlab-runner 18 serves, in its own order of labels."""
    line = 'gitlab_runner_api_request_statuses_total{endpoint="request_job",runner="glrt-good",runner_name="a",status="%s",system_id="r_1"} %d\n'
    return line % (204, good) + line % (403, bad) + line.replace("request_job", "update_job") % (403, 9 * bad)


def case_refused_token_is_told_and_replaces_nothing(world):
    ready(world, limit=400)
    told = "TAKES NO JOBS: GitLab refuses the runner's token"
    for bad, times in ((3, 3), (0, 3)):  # the last answer first
        world.answer("curl.exe -sf -m 3 --noproxy * http://127.0.0.1:9252/metrics", out=metrics(5, bad), times=times)
    world.act("Watch")
    equal(world.log("Watch").count(told), 1)
    equal(unhealthy(world), [])
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    assert world.events() >= {"205"}, world.events()


def case_caches_go_as_well_and_room_brings_the_runner_back(world):
    ready(world)
    for one in ("builds", "cache"):
        (world.vend / one / "x").mkdir(parents=True)
    world.put("free", 3)
    world.act("Housekeeping")
    assert not (world.vend / "builds").exists() and not (world.vend / "cache").exists()
    world.put("free", 50)
    world.act("Housekeeping")
    equal(world.get("services")["gitlab-runner"]["status"], "Running")


def case_a_moment_without_room_closes_no_slots_while_jobs_run(world):
    ready(world, jobs=100000)
    world.put("free", 4)
    world.act("Housekeeping")
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    world.put("free", 50)
    world.act("Housekeeping")
    world.put("free", 4)
    world.act("Housekeeping")
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    world.act("Housekeeping")
    equal(world.get("services")["gitlab-runner"]["status"], "StopPending")


def case_gitlab_is_away_while_an_instance_registers(world):
    back = world.state / "back"
    world.put("events", [{"at": 60, "put": "world/back"}])

    class Away(type(world.gitlab)):
        down = property(lambda _: not back.exists(), lambda *_: None)
    world.gitlab.__class__ = Away
    equal(world.boot(), 0)
    succeeded(world)


def case_tasks_end_with_their_work(world):
    ready(world, [terminated(0)])
    equal(world.act("Watch"), 0)
    equal([one["args"][3] for one in world.calls("schtasks.exe", "/delete")], ["vend-Watch"])


def case_cfn_init_fails_for_a_moment_after_the_patch_reboot(world):
    world.values["PATCH_SCOPE"] = "All"
    world.put("updates", {"list": [{"Title": "C", "security": True}], "reboot": True, "code": 2, "seconds": 0})
    equal(world.boot(), 0)
    world.answer("cfn-init.exe", exit=1)
    world.answer("aws.exe cloudformation describe-stack-resource", exit=254, err="Throttling")
    equal(world.boot(), 0)
    succeeded(world)


def case_launcher_that_fails_repeats_abandon_without_a_disk(world):
    """Metadata away for a moment, and marks that no disk takes."""
    world.values["SCRIPT_SHA256"] = "0" * 64
    world.vend.mkdir(parents=True)
    (world.vend / "instance").mkdir()
    equal(world.boot(), 1)
    equal(set(results(world)), {"ABANDON"})


def case_launcher_that_fails_signals_until_it_is_heard_and_then_no_more(world):
    """A signal that hangs is ended; one that is accepted is not sent again while ABANDON is refused."""
    world.values["SCRIPT_SHA256"] = "0" * 64
    world.answer("cfn-signal.exe", exit=1, err="Throttling: Rate exceeded", times=1)
    world.answer("cfn-signal.exe", hangs=True, times=1)
    world.put("busy", 120)
    equal(world.boot(), 1)
    equal(signals(world), [("1", "vend: wrong checksum")] * 3)
    assert len(results(world)) > 3 and set(results(world)) == {"ABANDON"}, results(world)
    assert 60 <= world.calls("cfn-signal.exe")[1]["clock"] < 120, world.calls("cfn-signal.exe")
    equal((world.vend / "instance").read_text(), "i-0123456789abcdef0")
    world.boot()
    equal(len(signals(world)), 3)


def case_launcher_whose_signal_is_refused_after_abandon_was_accepted(world):
    world.values["SCRIPT_SHA256"] = "0" * 64
    world.answer("cfn-signal.exe", exit=1, err="Throttling: Rate exceeded", times=3)
    equal(world.boot(), 1)
    equal(len(signals(world)), 4)
    equal(results(world), ["ABANDON"])


def case_system_follows_no_link_of_a_job(world):
    """Each folder of the jobs' account may be a link (a junction there) or hold links of both kinds, wherever SYSTEM takes it away: they go, what
    they lead to stays as it was. By rd, and where that fails."""
    world.values["JOB_USER"] = "true"
    ready(world)
    secret = world.root / "secret"
    (secret / "deep").mkdir(parents=True)
    for name in ("a", "deep/b"):
        (secret / name).write_text("root's")
        (secret / name).chmod(0o400)
    look = lambda: [(path.name, path.read_text() if path.is_file() else sorted(os.listdir(path)), path.stat().st_mode, path.stat().st_mtime_ns) for path in sorted(secret.rglob("*"))]
    before = look()
    for broken in (False, True):
        if broken:
            world.answer("cmd.exe", exit=5, err="Access is denied.")
        for action in ("Make-Room", "Forget i-0fffffffffffffff0"):
            for place in ("builds", "cache", "builds/t/0/g", "cache/deep"):
                link = world.vend / "jobs" / place
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(secret)
                (link.parent / "file").symlink_to(secret / "a")
                os.link(secret / "deep/b", link.parent / "hard")
                world.call(action)
                equal((broken, action, place, look()), (broken, action, place, before))
                assert not os.path.lexists(link), f"{place} is left by {action}: {world.said}"
                for name in ("file", "hard"):
                    (link.parent / name).unlink(missing_ok=True)


def removals(world):
    """What SYSTEM ended and removed, in order."""
    return [one["program"] for one in world.calls() if one["program"] in ("Stop-Process", "cmd.exe")]


def case_what_jobs_left_running_ends_before_system_removes_their_folders(world):
    """A process that is left could put a link in the way of `rd`, between its look and its deletion; one that starts others goes on doing so."""
    world.values["JOB_USER"] = "true"
    ready(world)
    for action in ("Make-Room", "Forget i-0fffffffffffffff0"):
        (world.vend / "jobs/builds").mkdir(parents=True)
        (world.state / "calls").unlink(missing_ok=True)
        world.put("leftovers", [5001, 5002])
        world.put("forks", 2)
        world.call(action)
        equal(world.get("leftovers"), [])
        order = removals(world)
        equal((order[:4], set(order[4:])), (["Stop-Process"] * 4, {"cmd.exe"}))


def case_folders_stay_where_processes_of_jobs_do_not_end(world):
    world.values["JOB_USER"] = "true"
    ready(world)
    (world.vend / "jobs/builds").mkdir(parents=True)
    world.put("leftovers", [5001])
    world.put("forks", 1000)
    world.put("free", 3)
    service(world, status="Stopped")
    world.act("Housekeeping")
    assert (world.vend / "jobs/builds").exists() and "cmd.exe" not in removals(world), removals(world)
    contains(world.log("Housekeeping"), "processes of jobs do not end")


def case_processes_of_others_are_left_alone(world):
    """Jobs that run as SYSTEM have no account by which their processes are known."""
    ready(world)
    (world.vend / "builds").mkdir()
    world.put("leftovers", [5001])
    world.call("Make-Room")
    equal((removals(world), (world.vend / "builds").exists()), (["cmd.exe"], False))


def drains_beside_a_clock_that_is_set(world, seconds):
    world.values["HEARTBEAT"] = "120"
    ready(world, [terminated(100), {"at": 200, "put": "world/skew", "body": str(seconds)}, {"at": 500, "put": "world/skew", "body": "0"}], jobs=800)
    equal(world.act("Watch"), 0)
    beats = [one["clock"] for one in heartbeats(world, "instance-terminating")]
    assert all(b - a <= 66 for a, b in zip(beats, beats[1:])) and beats[-1] > 700, beats
    contains(world.log("Watch"), "jobs left: False")
    assert 800 <= world.get("clock") < 900, world.get("clock")


def case_clock_that_goes_forward_half_a_day_ends_no_job(world):
    drains_beside_a_clock_that_is_set(world, 50000)


def case_clock_that_goes_back_leaves_no_heartbeat_out(world):
    drains_beside_a_clock_that_is_set(world, -7200)


def spot_by_a_wrong_clock(world, seconds):
    spot(world, events=[{"at": 100, "put": "meta/spot/instance-action"}], jobs=100000, limit=400)
    world.put("skew", seconds)
    world.act("Watch")
    ended, = [one["clock"] for one in world.calls("taskkill.exe")]
    assert 175 <= ended <= 195, ended


def case_spot_notice_on_a_clock_that_is_ahead(world):
    spot_by_a_wrong_clock(world, 3600)


def case_spot_notice_on_a_clock_that_is_behind(world):
    spot_by_a_wrong_clock(world, -3600)


def sparing(world, answer, part=0.5):
    """The metadata service gives so large a part of all requests, tokens' included, this answer."""
    real, chance = world.imds.answer, random.Random(14)
    world.imds.answer = lambda *request: answer if chance.random() < part else real(*request)


@on((SHELL, 20348), (DOCKER, 20348))
def case_metadata_that_is_asked_too_often(world):
    sparing(world, (429, "Too Many Requests"))
    equal(world.boot(), 0)
    succeeded(world)
    contains(option(world.calls("aws.exe", "ec2", "create-tags")[0], "--tags"), "ondemand")


def case_metadata_that_answers_with_nothing(world):
    """200 and no word is no answer: neither another instance's nor the end of this one."""
    ready(world, [terminated(100)], jobs=400)
    sparing(world, (200, ""), 0.3)
    equal(world.act("Watch"), 0)
    contains(world.log("Watch"), "jobs left: False")
    equal((world.vend / "instance").read_text(), "i-0123456789abcdef0")
    equal(results(world, "instance-terminating"), ["CONTINUE"])


def case_secret_without_a_text(world):
    """A binary secret has no SecretString: the CLI prints None."""
    world.answer("aws.exe secretsmanager get-secret-value", out="None\n")
    equal(world.boot(), 1)
    equal(signals(world), [("1", "register: no token in lab-token")])


def case_a_drain_ends_before_the_hook_does_whatever_was_asked_for(world):
    """A hook lasts a hundred timeouts, and 48 hours (172,800 s) at most; to end jobs and to unregister takes minutes of that."""
    ready(world)
    asked = [(600, 172800, 58200), (7200, 172800, 171000), (7200, 43200, 43200), (30, 43200, 2910), (600, 600, 600)]
    world.call("".join(f"$HEARTBEAT, $DRAIN_LIMIT = '{beat}', '{limit}'; \"$(((Until) - (Now)).TotalSeconds)\"\n" for beat, limit, _ in asked))
    equal([round(float(line)) for line in world.said.splitlines()], [expected for *_, expected in asked])
