"""After the boot: watch, drain, spot, protection, housekeeping. Cases for each, hence the length."""
import fcntl

from checks import DOCKER, SHELL, contains, equal, heartbeats, nowhere, on, option, results, succeeded


def ready(world, events=(), limit=20000, jobs=0):
    """A booted instance; what happens to it, and when, in seconds."""
    equal(world.boot(), 0)
    (world.state / "calls").unlink()
    world.put("clock", 0)
    world.put("events", list(events))
    world.put("limit", limit)
    world.put("jobs", jobs)


def terminated(at):
    return {"at": at, "put": "terminate"}


def case_nothing_happens_and_nothing_is_asked(world):
    ready(world, limit=600)
    world.act("Watch")
    contains(world.said, "the time is over")
    equal(world.aws(), [])
    paths = {one["path"] for one in world.imds.log}
    assert "/latest/meta-data/autoscaling/target-lifecycle-state" in paths
    state = [one for one in world.imds.log if one["path"].endswith("target-lifecycle-state")]
    assert 8 <= len(state) <= 11, len(state)  # once a minute


def case_interval_is_kept(world):
    world.values["MONITOR_INTERVAL"] = "5"
    ready(world, limit=950)
    world.act("Watch")
    state = [one for one in world.imds.log if one["path"].endswith("target-lifecycle-state")]
    assert 3 <= len(state) <= 4, len(state)


def case_disabled_interval_asks_nothing(world):
    world.values |= {"MONITOR_INTERVAL": "Disabled", "TERMINATE_HOOK": ""}
    ready(world, limit=400)
    world.act("Watch")
    equal([one for one in world.imds.log if one["path"].endswith("target-lifecycle-state")], [])


def case_disabled_interval_still_drains_where_there_is_a_hook(world):
    """Else it would take jobs until the hook runs out."""
    world.values["MONITOR_INTERVAL"] = "Disabled"
    ready(world, [terminated(100)], jobs=250)
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])
    equal(world.gitlab.runners["glrt-good1"]["managers"], [])


def case_state_is_looked_at_twice_in_a_heartbeat(world):
    world.values |= {"MONITOR_INTERVAL": "5", "HEARTBEAT": "120"}
    ready(world, limit=600)
    world.act("Watch")
    state = [one for one in world.imds.log if one["path"].endswith("target-lifecycle-state")]
    assert 8 <= len(state) <= 11, len(state)


@on((SHELL, 17763), (DOCKER, 26100))
def case_scale_in_waits_for_a_job_longer_than_the_hook(world):
    world.values["HEARTBEAT"] = "120"
    ready(world, [terminated(100)], jobs=550)
    equal(world.act("Watch"), 0)
    equal(world.get("services")["gitlab-runner"], {"status": "Stopped", "start": "Manual"})
    beats = [one["clock"] for one in heartbeats(world, "instance-terminating")]
    assert len(beats) >= 6 and all(b - a <= 66 for a, b in zip(beats, beats[1:])), beats
    complete = world.calls("aws.exe", "autoscaling", "complete-lifecycle-action")
    equal([option(one, "--lifecycle-action-result") for one in complete], ["CONTINUE"])
    assert complete[0]["clock"] >= 550, complete
    order = [one["program"] for one in world.calls() if one["program"] in ("Stop-Service", "gitlab-runner.exe")]
    equal(order, ["Stop-Service", "gitlab-runner.exe"])
    equal(world.gitlab.runners["glrt-good1"]["managers"], [])
    equal(world.gitlab.events[-1], "delete-manager glrt-good1")
    assert {"200", "201"} <= world.events(), world.events()


def case_drain_gives_up_at_its_limit(world):
    world.values["DRAIN_LIMIT"] = "300"
    ready(world, [terminated(0)], jobs=1000000)
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])
    assert 300 <= world.get("clock") <= 460, world.get("clock")
    contains(world.log("Watch"), "jobs left: True")


def case_drain_ends_before_the_hook_does(world):
    """Which lasts a hundred timeouts (of 30 seconds at least in AWS; here of ten)."""
    world.values["HEARTBEAT"] = "10"
    ready(world, [terminated(0)], jobs=1000000)
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])
    assert 965 <= world.get("clock") <= 1000, world.get("clock")


def case_refused_heartbeat_is_repeated_soon(world):
    ready(world, [terminated(0)], jobs=200)
    world.answer("aws.exe autoscaling record-lifecycle-action-heartbeat", exit=255, err="Throttling")
    equal(world.act("Watch"), 0)
    beats = [one["clock"] for one in heartbeats(world, "instance-terminating")]
    assert len(beats) >= 7 and all(19 <= b - a <= 26 for a, b in zip(beats, beats[1:])), beats


def case_drain_soon_after_the_boot_has_its_own_heartbeats(world):
    """The launching hook's may be due much later."""
    world.values |= {"LAUNCH_HEARTBEAT": "7200", "HEARTBEAT": "120"}
    ready(world, [{"at": 60, "put": "world/../ProgramData/vend/signalled"}, terminated(70)], jobs=500)
    (world.vend / "signalled").unlink()
    equal(world.act("Watch"), 0)
    equal(len(heartbeats(world, "instance-launching")), 1)
    beats = [one["clock"] for one in heartbeats(world, "instance-terminating")]
    assert beats[0] <= 150 and all(b - a <= 66 for a, b in zip(beats, beats[1:])), beats


def case_runner_that_comes_up_again_is_stopped_again(world):
    body = '{"gitlab-runner": {"status": "Running", "start": "Manual"}}'
    ready(world, [terminated(0), {"at": 200, "put": "world/services", "body": body}], jobs=400)
    equal(world.act("Watch"), 0)
    equal(len(world.calls("Stop-Service")), 2)
    equal(results(world, "instance-terminating"), ["CONTINUE"])


def case_hook_that_cannot_be_completed_is_tried_again(world):
    ready(world, [terminated(0), {"at": 300, "put": "world/answers.sh", "body": ":"}])
    world.answer("aws.exe autoscaling complete-lifecycle-action", exit=255, err="Throttling")
    equal(world.act("Watch"), 0)
    tried = [one["clock"] for one in world.calls("aws.exe", "autoscaling", "complete-lifecycle-action")]
    assert len(tried) > 9 and tried[-1] >= 300, tried


def case_drain_goes_on_after_a_reboot_and_happens_once(world):
    ready(world, [terminated(0)], limit=200, jobs=400)
    world.act("Watch")
    equal(results(world, "instance-terminating"), [])
    world.put("limit", 20000)
    services = world.get("services")
    services["gitlab-runner"]["status"] = "Stopped"  # the reboot ended it, and `Manual` keeps it down
    world.put("services", services)
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])
    before = len(world.calls())
    equal(world.act("Watch"), 0)
    equal([one["program"] for one in world.calls()[before:]], ["PriorityClass"])


def case_drain_of_a_runner_that_stops_already(world):
    ready(world, [terminated(0)], jobs=400)
    services = world.get("services")
    services["gitlab-runner"]["status"] = "StopPending"  # the disk was full
    world.put("services", services)
    equal(world.act("Watch"), 0)
    equal(world.calls("Stop-Service"), [])
    equal(results(world, "instance-terminating"), ["CONTINUE"])


def case_second_watch_ends_at_once(world):
    ready(world, [terminated(0)])
    with open(world.vend / "Watch.lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        equal(world.act("Watch"), 0)
    equal(world.calls(), [])


def spot(world, **more):
    world.imds.items["instance-life-cycle"] = "spot"
    ready(world, **more)


def case_spot_notice_within_two_minutes(world):
    spot(world, events=[{"at": 100, "put": "meta/spot/instance-action"}], jobs=100000, limit=400)
    world.act("Watch")
    stop, gone = world.calls("Stop-Service")[0], [one for one in world.gitlab.events if one.startswith("delete-manager")]
    assert stop["clock"] <= 110, stop
    equal(gone, ["delete-manager glrt-good1"])
    contains(world.log("Watch"), "drained; jobs left: True")
    equal(results(world, "instance-terminating"), [])  # no hook is open
    assert {"202", "201"} <= world.events(), world.events()
    drained = [one for one in world.calls("eventcreate.exe") if option(one, "/ID") == "201"][0]
    assert drained["clock"] <= 100 + 120 - 20, drained


def case_spot_notice_then_the_hook_opens(world):
    spot(world, events=[{"at": 50, "put": "meta/spot/instance-action"}, terminated(90)])
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])
    equal(len(world.calls("gitlab-runner.exe", "unregister")), 1)


def case_spot_notice_shortens_a_drain(world):
    spot(world, events=[terminated(0), {"at": 200, "put": "meta/spot/instance-action"}], jobs=100000)
    equal(world.act("Watch"), 0)
    assert 290 <= world.get("clock") <= 320, world.get("clock")
    equal(len(world.calls("Stop-Service")), 1)


def case_rebalance_is_told_once(world):
    spot(world, events=[{"at": 100, "put": "rebalance"}], limit=400)
    world.act("Watch")
    equal([option(one, "/ID") for one in world.calls("eventcreate.exe") if option(one, "/ID") == "203"], ["203"])
    equal(world.calls("Stop-Service"), [])


def case_group_by_the_tags_in_the_metadata(world):
    """As a launch template of somebody else may have them: no call then."""
    world.imds.items["tags/instance/aws:autoscaling:groupName"] = "lab-InstanceASG-2"
    ready(world, [terminated(60)])
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])
    equal(option(world.calls("aws.exe", "autoscaling", "complete-lifecycle-action")[0], "--auto-scaling-group-name"), "lab-InstanceASG-2")
    equal(world.calls("aws.exe", "autoscaling", "describe-auto-scaling-instances"), [])


def case_group_by_the_stack_where_auto_scaling_does_not_tell(world):
    world.answer("aws.exe autoscaling describe-auto-scaling-instances", exit=254, err="Throttling")
    world.answer("aws.exe cloudformation describe-stack-resource --stack-name lab --logical-resource-id InstanceASG", out="lab-InstanceASG-1\n")
    ready(world, [terminated(60)])
    equal(world.act("Watch"), 0)
    equal(option(world.calls("aws.exe", "autoscaling", "complete-lifecycle-action")[0], "--auto-scaling-group-name"), "lab-InstanceASG-1")


def case_group_is_asked_for_until_somebody_tells(world):
    world.answer("aws.exe autoscaling describe-auto-scaling-instances", exit=254, err="Throttling", times=3)
    world.answer("aws.exe cloudformation describe-stack-resource", exit=254, err="Throttling")
    ready(world, limit=300)
    equal((world.vend / "group").read_text(), "lab-InstanceASG-1")


def case_metadata_hiccup_does_not_end_the_watch(world):
    ready(world, [terminated(60)])
    world.imds.answer, real, count = None, world.imds.answer, [0]

    def flaky(*arguments):
        count[0] += 1
        return (500, "") if count[0] % 3 == 0 else real(*arguments)
    world.imds.answer = flaky
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])


def case_metadata_token_is_renewed(world):
    ready(world, [{"at": 100, "put": "expire"}, terminated(200)])
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])


def case_shared_runner_is_not_deleted(world):
    world.answer("aws.exe secretsmanager", out="teamglrt-good;glrt-good1")
    ready(world, [terminated(0)])
    equal(world.act("Watch"), 0)
    assert "teamglrt-good" in world.gitlab.runners
    equal(world.gitlab.runners["glrt-good1"]["managers"], [])
    equal(results(world, "instance-terminating"), ["CONTINUE"])


def case_legacy_runner_of_this_instance_is_deleted(world):
    world.answer("aws.exe secretsmanager", out="GR1348941good")
    ready(world, [terminated(0)])
    equal(world.act("Watch"), 0)
    assert not [token for token in world.gitlab.runners if token.startswith("glrtr-legacy")], world.gitlab.runners


def case_gitlab_is_gone_yet_the_hook_is_completed(world):
    world.values["HEARTBEAT"] = "60"
    ready(world, [terminated(0)])
    world.gitlab.down = True
    equal(world.act("Watch"), 0)
    equal(results(world, "instance-terminating"), ["CONTINUE"])
    contains(world.log("Watch"), "unregister ended with")


def protections(world):
    return [one["args"][-5] if one["args"][-5].startswith("--") else str(one["args"]) for one in world.calls("aws.exe", "autoscaling", "set-instance-protection")]


@on((SHELL, 20348), (DOCKER, 20348))
def case_busy_is_protected_and_idle_is_not(world):
    world.values["PROTECT_BUSY"] = "true"
    world.answer("docker.exe ps", out="abc\n")
    ready(world, limit=600, jobs=400, events=[{"at": 400, "put": "world/answers.sh", "body": ":"}])
    world.act("Watch")
    equal(protections(world), ["--protected-from-scale-in", "--no-protected-from-scale-in"])


def case_protection_is_not_for_ever(world):
    world.values["PROTECT_BUSY"] = "true"
    world.shortly("$Busy * $gap -lt 3600", "$Busy * $gap -lt 480")  # an hour
    ready(world, limit=800, jobs=100000)
    world.act("Watch")
    equal(protections(world), ["--protected-from-scale-in", "--no-protected-from-scale-in"])


def case_full_disk_pauses_the_runner(world):
    ready(world)
    world.put("free", 3)
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")
    equal(world.act("Housekeeping"), 0)
    equal(len(world.calls("Stop-Service")), 1)
    world.put("free", 50)
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    equal([option(one, "/ID") for one in world.calls("eventcreate.exe")], ["210", "211"])


@on((SHELL, 20348), (DOCKER, 20348))
def case_full_disk_of_the_instances_own_pauses_the_runner_too(world):
    """Builds, or Docker's data, are not on the system's disk then."""
    world.values["INSTANCE_STORE"] = "docker" if world.docker else "builds"
    world.put("disks", [{"FriendlyName": "NVMe Amazon EC2 NVMe", "raw": False, "letter": "E"}])
    ready(world)
    world.put("free-E", 3)
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")
    world.put("free-E", 50)
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    (world.state / "free-E").unlink()  # a disk that is not there any more
    world.put("free", 3)
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")


def case_full_disk_pauses_the_runner_also_after_a_reboot(world):
    ready(world)
    world.put("free", 3)
    equal(world.act("Housekeeping"), 0)
    world.put("services", {"gitlab-runner": {"status": "Running", "start": "Automatic"}})
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")


def case_runner_that_crashed_is_started_again(world):
    ready(world)
    services = world.get("services")
    services["gitlab-runner"]["status"] = "Stopped"
    world.put("services", services)
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Running")
    equal({"211"} <= world.events(), True)


def case_runner_that_drains_is_not(world):
    ready(world, [terminated(0)])
    equal(world.act("Watch"), 0)
    equal(world.act("Housekeeping"), 0)
    equal(world.get("services")["gitlab-runner"]["status"], "Stopped")


@on((SHELL, 20348))
def case_build_folders_go_once_no_job_is_left(world):
    ready(world)
    build = world.vend / "builds" / "a" / "0"
    build.mkdir(parents=True)
    world.put("jobs", 1)
    world.put("free", 3)
    equal(world.act("Housekeeping"), 0)
    assert build.exists()
    services = world.get("services")
    services["gitlab-runner"]["status"] = "StopPending"
    world.put("services", services)
    equal(world.act("Housekeeping"), 0)
    assert build.exists()
    services["gitlab-runner"]["status"] = "Stopped"
    world.put("services", services)
    equal(world.act("Housekeeping"), 0)
    assert not build.exists() and not build.parent.exists()


@on((DOCKER, 20348))
def case_prune_takes_all_only_when_room_is_short(world):
    ready(world)
    equal(world.act("Housekeeping"), 0)
    world.put("free", 15)
    equal(world.act("Housekeeping"), 0)
    equal([one["args"] for one in world.calls("docker.exe", "system")],
          [["system", "prune", "-f", "--filter", "until=24h"], ["system", "prune", "-f", "--filter", "until=24h", "--all"]])


def case_logs_are_rotated(world):
    ready(world)
    (world.vend / "Watch.log").write_text("x" * (6 << 20))
    equal(world.act("Housekeeping"), 0)
    assert (world.vend / "Watch.log.old").exists() and not (world.vend / "Watch.log").exists()
