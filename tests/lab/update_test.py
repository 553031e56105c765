"""What `vend diff` says of the jobs, acted out: an old instance with the old template's scripts, and a group that ends it as the new template's
update policy has it, by the clock.

The group plays what EC2 Auto Scaling and CloudFormation do: without a terminating hook it pulls the plug at once; with one it waits until the
instance completes the hook, or lets a heartbeat pass; and when the update is complete, CloudFormation's cleanup takes away what the new template
no longer has. A boot of three minutes lasts seconds here. Each scene is an instance of its own, booted.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import template
from boot_test import check, configured, running
from machine import Machine

sys.path.insert(0, str(template.ROOT / "tests/diff"))
import vending_machine  # noqa: E402

HEARTBEAT = 30  # seconds, the least that AWS takes
GROUP = "InstanceASG"


def predicted(old, new):
    """What becomes of the group's jobs, as `vend diff` says it."""
    with tempfile.TemporaryDirectory() as name:
        paths = [pathlib.Path(name) / "old.json", pathlib.Path(name) / "new.json"]
        for path, document in zip(paths, (old, new), strict=True):
            path.write_text(json.dumps(document), encoding="utf-8")
        group = json.loads(template.run_vend("diff", *map(str, paths), "--format", "json"))["groups"][GROUP]
    return group["rolls"], group["jobs"]


def changed(document, edit):
    copy = json.loads(json.dumps(document))
    edit(copy["Resources"])
    return copy


def newer_image(resources):
    resources["ASGLaunchTemplate"]["Properties"]["LaunchTemplateData"]["ImageId"] = "ami-0fedcba9876543210"


def pull_the_plug(machine):
    machine.closing = True
    children = pathlib.Path(f"/proc/{machine.nspawn.pid}/task/{machine.nspawn.pid}/children").read_text().split()
    for child in children:
        subprocess.run(["kill", "-KILL", child], check=False)
    machine.nspawn.wait()


def end_instance(machine, hooked, cleanup=None):
    """The instance's turn in the update. `cleanup`: seconds until the old role is gone; then its calls are refused."""
    began = time.monotonic()
    if hooked:
        machine.control("imds", "terminate")
        seen, beaten, refused = 0, began, False
        while True:
            now = time.monotonic()
            if cleanup is not None and not refused and now - began > cleanup:
                machine.fail("autoscaling")
                refused = True
            beats = 0 if refused else len(machine.calls("record-lifecycle-action-heartbeat", "instance-terminating"))
            if beats > seen:
                seen, beaten = beats, now
            if not refused and machine.calls("complete-lifecycle-action", "instance-terminating", "CONTINUE"):
                break
            if now - beaten > HEARTBEAT:
                break
            time.sleep(0.2)
    pull_the_plug(machine)


def outcome(machine):
    return {"success": "kept"}.get(machine.gitlab()["jobs"][0]["state"], "lost")


class Updates(unittest.TestCase):
    def act(self, machine, said, seconds, **how):
        machine.job(seconds)
        running(machine, 1)
        end_instance(machine, **how)
        check(outcome(machine) == said, machine, f"vend diff says {said}, and the job is {machine.gitlab()['jobs'][0]}")

    def test_jobs_are_kept_by_the_hook(self):
        with Machine("amazon-linux-2023-shell.sh", booted=True, specialised=True, HEARTBEAT=str(HEARTBEAT), DRAIN_LIMIT="2000") as machine:
            old = machine.template.document
            self.assertEqual(predicted(old, changed(old, newer_image)), ("rolling", "kept"))
            configured(machine)
            self.act(machine, "kept", HEARTBEAT + 10, hooked=True)

    def test_jobs_are_lost_without_a_hook(self):
        def no_hook(resources):
            hooks = resources[GROUP]["Properties"]["LifecycleHookSpecificationList"]
            hooks[:] = [one for one in hooks if "TERMINATING" not in one["LifecycleTransition"]]

        with Machine("amazon-linux-2023-shell.sh", booted=True, specialised=True) as machine:
            old = changed(machine.template.document, no_hook)
            self.assertEqual(predicted(old, changed(old, newer_image)), ("rolling", "lost"))
            configured(machine)
            self.act(machine, "lost", 20, hooked=False)

    def test_jobs_may_be_lost_with_the_old_role(self):
        """The cleanup takes the old role away while the instance drains: a short job ends before it, a long one does not."""
        def other_role(resources):
            newer_image(resources)
            resources["ASGRebootRole"]["Properties"]["Path"] = "/other/"

        with Machine("amazon-linux-2023-shell.sh", booted=True, specialised=True, HEARTBEAT=str(HEARTBEAT), DRAIN_LIMIT="2000") as machine:
            old = machine.template.document
            self.assertEqual(predicted(old, changed(old, other_role)), ("rolling", "may"))
            configured(machine)
            self.act(machine, "lost", 600, hooked=True, cleanup=8)

    def test_v1_5_5_aborts_its_jobs(self):
        """Its scripts as vending_machine.py imitates them, in a runner's unit as `gitlab-runner install` writes it."""
        with Machine("amazon-linux-2023-shell.sh", booted=True, HEARTBEAT=str(HEARTBEAT), DRAIN_LIMIT="2000") as machine:
            self.assertEqual(predicted(vending_machine.machine(), machine.template.document), ("rolling", "lost"))
            configured(machine)
            machine.put("v1.5.5", "#!/bin/bash\nIMDS=http://169.254.169.254 INSTANCE=i-0123456789abcdef0 GROUP=lab-InstanceASG-1\n" + OLD_METADATA + vending_machine.DRAIN)
            machine.inside("sh", "-c", "systemctl disable --now vend-monitor; rm -r /etc/systemd/system/gitlab-runner.service.d; systemctl daemon-reload;"
                           "systemctl restart gitlab-runner; systemd-run --unit=machine /bin/bash /v1.5.5")
            self.act(machine, "lost", 600, hooked=True)
            check(machine.calls("complete-lifecycle-action", "instance-terminating"), machine, "it answers its hook")
            job = machine.gitlab()["jobs"][0]
            check(job["state"] == "failed", machine, f"the runner aborted the job before the instance went: {job}")


# The metadata service of today wants a token, and asks v1.5.5's question by another way than it did.
OLD_METADATA = """curl() { command curl -sf -H "X-aws-ec2-metadata-token: $(command curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $IMDS/latest/api/token)" "$@"; }
"""

if __name__ == "__main__":
    unittest.main()
