"""Instances that are booted: systemd, cloud-init, real units, timers, signals and reboots. Each is a life of its own."""
import os
import re
import time
import unittest

from machine import Machine


def check(condition, machine, what):
    if not condition:
        raise AssertionError(f"{what}\n--- console\n{machine.console[-2000:]}\n--- log\n{machine.log[-3000:]}\n--- calls\n" + "\n".join(machine.calls()[-30:]))


def until(machine, condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        check(time.monotonic() < end, machine, what + f" (waited {seconds} s)")
        time.sleep(0.5)


def active(machine, unit):
    return machine.inside("systemctl", "is-active", unit) == "active"


def configured(machine):
    machine.boot()
    settled(machine)


def settled(machine):
    until(machine, lambda: machine.calls("complete-lifecycle-action", "instance-launching"), 240, "the boot does not end")
    check(len(machine.calls("cfn-signal")) == 1 and machine.calls("cfn-signal -e 0"), machine, "success is signalled once")
    check(len(machine.calls("aws ")) <= 12, machine, "a dozen AWS calls in a boot at most")
    for unit in ("gitlab-runner", "vend-monitor", "vend-prune.timer"):
        until(machine, lambda unit=unit: active(machine, unit), 30, unit + " is not active")
    until(machine, lambda: machine.inside("systemctl", "is-enabled", "vend-configure") == "disabled", 30, "vend-configure stays enabled")


def running(machine, number):
    until(machine, lambda: machine.gitlab()["jobs"][number - 1]["state"] == "running", 30, f"job {number} does not start")


def terminate(machine):
    machine.control("imds", "terminate")
    machine.inside("systemctl", "restart", "vend-monitor")  # do not wait for the next look


def completed(machine, seconds):
    until(machine, lambda: machine.calls("complete-lifecycle-action", "instance-terminating", "CONTINUE"), seconds, "the hook is not completed")
    check(machine.managers() == [], machine, "the manager is still registered")


class Lives(unittest.TestCase):
    def test_patch_reboot_and_drain(self):
        with Machine("amazon-linux-2023-docker.sh", booted=True, specialised=True, PATCH_SCOPE="all", HEARTBEAT="30", DRAIN_LIMIT="2000", LOAD_TEST="2") as machine:
            machine.put("etc/vend-lab/reboot-needed", "yes")
            configured(machine)
            check(machine.log.count("rebooting once") == 1, machine, "rebooted once")
            check(machine.boots == 2, machine, "booted twice")
            check(len(machine.calls("dnf", "upgrade")) == 1 and len(machine.calls("get-secret-value")) == 1, machine, "each step once")
            idle = len(machine.calls("aws "))
            machine.job(50)
            running(machine, 1)
            check(len(machine.calls("aws ")) == idle, machine, "no AWS call while nothing happens")
            machine.control("imds", "rebalance")
            machine.control("imds", "terminate")  # seen by itself: twice in a heartbeat of 30 s
            until(machine, lambda: "drain: the group" in machine.log, 40, "the drain does not begin")
            until(machine, lambda: machine.inside("systemctl", "is-active", "gitlab-runner") == "deactivating", 30, "the runner does not stop")
            machine.job(1)
            machine.inside("/bin/bash", "/etc/vend/MonitorTerminationHook.sh", "monitor")
            check("another monitor runs" in machine.log, machine, "a second monitor gives way")
            machine.inside("systemctl", "kill", "--signal=KILL", "vend-monitor")  # a monitor that starts anew carries on
            completed(machine, 150)
            states = [job["state"] for job in machine.gitlab()["jobs"]]
            check(states == ["success", "pending"], machine, f"the running job ends, no other starts: {states}")
            beats = machine.calls("record-lifecycle-action-heartbeat", "instance-terminating")
            check(len(beats) >= 3, machine, f"the hook of 30 s is kept open for a job of 50 s: {len(beats)} heartbeats")
            order = [call for call in machine.calls() if "unregister" in call or "instance-terminating" in call]
            check("CONTINUE" in order[-1] and "unregister" in order[-2], machine, "unregistered, then completed")
            check(len(machine.calls("unregister")) == 1 and len(machine.calls("CONTINUE")) == 2, machine, "the drain runs once")
            check("rebalance recommended" in machine.log, machine, "a recommendation is logged")
            check(machine.inside("systemctl", "is-active", "vend-load-test") == "inactive", machine, "the load test ended by itself")

    def test_spot_notice(self):
        with Machine("amazon-linux-2023-shell.sh", booted=True, specialised=True, HEARTBEAT="60", DRAIN_LIMIT="2000") as machine:
            configured(machine)
            for seconds in (25, 600):
                machine.job(seconds)
            running(machine, 2)
            machine.control("imds", "spot")
            noticed = time.monotonic()
            until(machine, lambda: "drain: spot notice" in machine.log, 60, "the notice is not seen")
            machine.inside("systemctl", "kill", "--signal=KILL", "vend-monitor")  # the two minutes do not begin anew
            until(machine, lambda: machine.managers() == [], 120, "not unregistered within two minutes")
            check(75 < time.monotonic() - noticed < 120, machine, "jobs have their time")
            jobs = machine.gitlab()["jobs"]
            check((jobs[0]["state"], jobs[1]["failure_reason"]) == ("success", "runner_interrupted"), machine, jobs)
            check(machine.calls("CONTINUE", "instance-terminating") == [], machine, "no hook yet")
            machine.control("imds", "terminate")
            completed(machine, 30)

    def test_protected_full_and_shut_down(self):
        with Machine("amazon-linux-2-docker.sh", booted=True, PROTECT_BUSY="true", MONITOR_INTERVAL="Disabled") as machine:
            machine.put("usr/local/sbin/df", "#!/bin/sh\n[ -e /etc/vend-lab/full ] && echo ' 97%' || echo ' 12%'\n")
            (machine.root / "usr/local/sbin/df").chmod(0o755)
            configured(machine)
            machine.job(25)
            until(machine, lambda: machine.calls("set-instance-protection", "--protected-from-scale-in"), 40, "not protected while busy")
            until(machine, lambda: machine.calls("set-instance-protection", "--no-protected-from-scale-in"), 60, "the protection is not lifted")
            check(machine.gitlab()["jobs"][0]["state"] == "success", machine, "the job succeeded")
            check(len(machine.calls("set-instance-protection")) == 2, machine, "two calls for a busy time")
            machine.put("etc/vend-lab/full", "yes")
            until(machine, lambda: machine.calls("docker system prune -a -f"), 60, "a full disk is not pruned")
            check("DISK FULL" in machine.log and not active(machine, "gitlab-runner"), machine, "no jobs on a full disk")
            (machine.root / "etc/vend-lab/full").unlink()
            until(machine, lambda: active(machine, "gitlab-runner"), 60, "the runner does not come back")
            machine.inside("systemctl", "start", "vend-prune")
            until(machine, lambda: machine.calls("docker system prune -f --filter until=72h"), 30, "nothing is pruned on schedule")
            machine.control("imds", "terminate")  # not looked at: Disabled
            machine.job(20)
            running(machine, 2)
            machine.inside("systemctl", "poweroff")
            machine.nspawn.wait(90)
            check(machine.gitlab()["jobs"][1]["state"] == "success", machine, "a shutdown waits for the job")
            check("drain:" not in machine.log, machine, "Disabled means not watched")

    def test_protection_and_drain_have_limits(self):
        """Amazon Linux 2 with the shell executor and a legacy token. A deleted group waits for its protected instance an hour
        at most, and a drain for its jobs as long as it is told: both are made to be over by the marks' times."""
        with Machine("amazon-linux-2-shell.sh", booted=True, PROTECT_BUSY="true", HEARTBEAT="60", DRAIN_LIMIT="3600") as machine:
            machine.put("etc/vend-lab/secret", "GR1348941good")
            configured(machine)
            machine.job(600)
            until(machine, lambda: machine.calls("set-instance-protection", "--protected-from-scale-in"), 40, "not protected while busy")
            hour_ago = time.time() - 3700
            os.utime(machine.root / "var/lib/vend/busy", (hour_ago, hour_ago))
            until(machine, lambda: machine.calls("set-instance-protection", "--no-protected-from-scale-in"), 30, "protected for more than an hour")
            check(machine.gitlab()["jobs"][0]["state"] == "running", machine, "the job goes on")
            terminate(machine)  # the group may end it now
            until(machine, lambda: "drain: the group" in machine.log, 60, "the drain does not begin")
            time.sleep(8)
            check(machine.gitlab()["jobs"][0]["state"] == "running", machine, "the job goes on")
            machine.put("var/lib/vend/draining", str(int(time.time()) - 3601))
            completed(machine, 60)
            check(re.search("drain: limit of 3600 s", machine.log), machine, "the limit is logged")
            check(machine.gitlab()["jobs"][0]["failure_reason"] == "runner_interrupted", machine, "the job is told")
            check(not any(runner["tag_list"] for runner in machine.gitlab()["runners"].values()), machine, "the legacy runner is deleted")
            check(len(machine.calls("set-instance-protection")) == 2, machine, "no more protection")

    def test_docker_that_is_dead(self):
        with Machine("amazon-linux-2023-docker.sh", booted=True, specialised=True, patience=40) as machine:
            configured(machine)
            unit = machine.read("etc/systemd/system/docker.service")
            machine.put("etc/systemd/system/docker.service", "[Service]\nExecStart=/bin/false\n")
            machine.inside("sh", "-c", "systemctl daemon-reload; systemctl stop docker")
            until(machine, lambda: "TAKES NO JOBS: Docker" in machine.log, 60, "nobody sees that Docker is dead")
            until(machine, lambda: not active(machine, "gitlab-runner"), 60, "the runner goes on taking jobs, which all fail")
            machine.job(1)
            until(machine, lambda: machine.calls("set-instance-health", "Unhealthy", "--no-should-respect-grace-period"), 120, "Auto Scaling is not told")
            check(machine.gitlab()["jobs"][0]["state"] == "pending", machine, "no job is taken")
            machine.put("etc/systemd/system/docker.service", unit)
            machine.inside("systemctl", "daemon-reload")
            until(machine, lambda: machine.gitlab()["jobs"][0]["state"] == "success", 120, "it does not heal")
            check(len(machine.calls("set-instance-health")) == 1, machine, "told once")

    def test_images(self):
        """A disk copied while its instance runs a job, and a baked one: each boots as a new instance, by systemd and cloud-init."""
        with Machine("amazon-linux-2023-shell.sh", booted=True, specialised=True, HEARTBEAT="60") as machine:
            configured(machine)
            ids = [machine.read("etc/gitlab-runner/.runner_system_id")]
            machine.job(900)
            running(machine, 1)
            for number, baked in ((2, False), (3, True)):
                if baked:
                    machine.inside("/bin/bash", "/etc/vend/MonitorTerminationHook.sh", "bake")
                    check("ready for an image" in machine.log and machine.read("etc/machine-id") == "", machine, "baked")
                    check(machine.gitlab()["runners"]["glrt-good1"]["managers"] == ids[:1], machine, "unregistered")
                    ids.pop()
                fetched = len([one for one in machine.simulators["downloads"].log if "/binaries/" in one["path"]])
                machine.become(f"i-0fffffffffffffff{number}", lambda: machine.job(1))  # earlier, and the old one could take it
                settled(machine)
                until(machine, lambda: machine.gitlab()["jobs"][-1]["state"] == "success", 60, "the new instance takes no job")
                events = machine.gitlab()["events"]
                registered = max(at for at, event in enumerate(events) if event == "verify glrt-good1")
                check(events.index(f"job {number} running") > registered, machine, f"a runner of the image took a job before its own boot: {events}")
                ids.append(machine.read("etc/gitlab-runner/.runner_system_id"))
                check(len(set(ids)) == len(ids) and machine.gitlab()["runners"]["glrt-good1"]["managers"] == ids, machine, f"each its own, and the other one's stays: {ids}")
                check(machine.calls("complete-lifecycle-action", "CONTINUE", f"i-0fffffffffffffff{number}"), machine, "the new one's hook")
                check(not machine.calls("dnf") and fetched == 1 == len([one for one in machine.simulators["downloads"].log if "/binaries/" in one["path"]]), machine, "what is there is found")
                check(len(machine.read("etc/machine-id").strip()) == 32, machine, "a machine id")
            check(machine.gitlab()["jobs"][0]["state"] == "running", machine, "the first instance's job is its own")

    def test_reboot_before_the_script(self):
        """User data runs once: what the launcher leaves in scripts/per-boot carries on, and goes."""
        with Machine("amazon-linux-2023-docker.sh", booted=True, specialised=True) as machine:
            real = machine.root / "usr/bin/cfn-init"
            real.rename(machine.root / "usr/bin/cfn-init.real")
            machine.put("usr/bin/cfn-init", "#!/bin/sh\n[ -e /rebooted ] && exec cfn-init.real \"$@\"\ntouch /rebooted\nsystemctl reboot\nsleep 60\n")
            real.chmod(0o755)
            configured(machine)
            check(machine.boots == 2, machine, "booted twice")
            check(not (machine.root / "var/lib/cloud/scripts/per-boot/vend").is_symlink(), machine, "the link is gone")
            machine.job(1)
            until(machine, lambda: machine.gitlab()["jobs"][0]["state"] == "success", 60, "no job")

    def test_calls_that_are_refused_or_hang(self):
        """A protection that AWS refuses, as before InService; a heartbeat that is refused with the shortest hook; then, after a
        spot notice, every call to Auto Scaling hangs."""
        with Machine("amazon-linux-2023-docker.sh", booted=True, PROTECT_BUSY="true", HEARTBEAT="30", DRAIN_LIMIT="2000") as machine:
            machine.fail("set-instance-protection")
            machine.job(900)
            configured(machine)
            until(machine, lambda: machine.calls("set-instance-protection"), 60, "not protected while busy")
            check(machine.read("var/lib/vend/protected") == "", machine, "what was refused is not noted as done")
            (machine.root / "etc/vend-lab/fail").unlink()
            until(machine, lambda: machine.read("var/lib/vend/protected") != "", 60, "a refused protection is not asked for again")
            beats = lambda: machine.times("record-lifecycle-action-heartbeat", "instance-terminating")
            terminate(machine)
            until(machine, lambda: len(beats()) >= 1, 60, "no heartbeat")
            machine.put("etc/vend-lab/fail-once", "record-lifecycle-action-heartbeat")
            until(machine, lambda: not (machine.root / "etc/vend-lab/fail-once").exists(), 60, "no second heartbeat")
            refused = len(beats())
            until(machine, lambda: len(beats()) > refused, 60, "no third heartbeat")
            check(beats()[refused] - beats()[refused - 2] < 28, machine, f"the hook of 30 s runs out: {beats()}")
            machine.put("etc/vend-lab/slow", "aws autoscaling 60")
            machine.control("imds", "spot")
            noticed = time.monotonic()
            until(machine, lambda: machine.gitlab()["jobs"][0]["failure_reason"] == "runner_interrupted", 110, "the job is not aborted")
            until(machine, lambda: machine.managers() == [], 118 - (time.monotonic() - noticed), "not unregistered before the spot deadline")


if __name__ == "__main__":
    unittest.main()
