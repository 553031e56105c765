"""The real AWS CLI (Debian's) against aws.py at the wire: its own parser reads the scripts' arguments, its own repetitions and
timeouts count. Real time; the matrix, which has its own, uses a fast stand-in for the CLI (linux.py)."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lab")]

import machine  # noqa: E402
import template  # noqa: E402
import wire  # noqa: E402
from aws import LAUNCHING, TERMINATING, Aws, denied, throttled  # noqa: E402

ADDRESS = "10.1.0.4"
SELF = "/etc/vend/MonitorTerminationHook.sh"


def cli_layer():
    """The lab's root with the AWS CLI, as a layer of its own above it; built once."""
    layer, base = machine.CACHE / "awscli", machine.base_root()
    if not layer.exists():
        place = machine.CACHE / f"awscli.{os.getpid()}"
        for name in ("upper", "work", "root"):
            (place / name).mkdir(parents=True)
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", f"lowerdir={base},upperdir={place}/upper,workdir={place}/work", place / "root"], check=True)
        try:
            shutil.copy("/etc/resolv.conf", place / "root/etc/resolv.conf")
            install = "apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install awscli && apt-get clean"
            subprocess.run(["unshare", "--mount", "chroot", place / "root", "sh", "-c", "mount -t proc proc /proc; " + install], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        finally:
            subprocess.run(["umount", "-l", place / "root"], check=True)
        try:
            (place / "upper").rename(layer)
        except OSError:  # another run was faster
            pass
        shutil.rmtree(place, ignore_errors=True)
    return layer


class WireMachine(machine.Machine):
    """An instance of the lab whose AWS is real but for AWS itself."""

    def __init__(self, script="amazon-linux-2023-docker.sh", fault=None, hooks=None, **settings):
        self.began = time.monotonic()
        self.aws = Aws(lambda: time.monotonic() - self.began, metadata=lambda path, text: self.control("imds", "meta/" + path, text), **(hooks or {}))
        self.wire = wire.Wire(self.aws, fault or (lambda *call: None))
        super().__init__(script, **settings)

    @staticmethod
    def lower():
        return f"{cli_layer()}:{machine.base_root()}"

    def network(self):
        super().network()
        subprocess.run(["ip", "-n", self.name, "addr", "add", ADDRESS + "/32", "dev", "lo"], check=True)
        both, self.trusted = wire.certificate(self.place)
        self.servers.append(self.wire.serve(machine.listen(self.name, [(ADDRESS, 443)])[0], both))
        items = self.simulators["imds"].items
        items["iam/security-credentials/role"] = json.dumps(wire.CREDENTIALS)

    def furnish(self):
        super().furnish()
        for name, source in (("aws", cli_layer() / "usr/bin/aws"), ("cfn-signal", HERE / "tools/cfn-signal")):
            (self.root / "usr/bin" / name).unlink()
            shutil.copy(source, self.root / "usr/bin" / name)
        self.put("etc/hosts", self.read("etc/hosts") + f"{ADDRESS} {' '.join(wire.HOSTS)}\n")
        self.put("etc/ssl/certs/ca-certificates.crt", self.read("etc/ssl/certs/ca-certificates.crt") + machine.certificate()[1] + self.trusted)
        self.aws.stack_metadata = json.dumps(self.template.metadata())

    def close(self):
        self.wire.closing.set()
        super().close()

    def until(self, condition, seconds, what):
        """`what` would be wrong; the machine's words go with it."""
        try:
            self.wait(condition, seconds, what)
        except AssertionError:
            raise AssertionError(f"{what}\n{self.log[-3000:]}\n{self.wire.requests}\n{self.aws.document()}") from None

    def requests(self, operation):
        return [params for _, _, name, params in self.wire.requests if name == operation]


class RealCli(unittest.TestCase):
    def booted(self, made):
        self.assertEqual(made.first_boot(timeout=300), 0, made.output)
        aws = made.aws
        self.assertEqual([one["Status"] for _, one in aws.signals], ["SUCCESS"], made.output)
        self.assertEqual([(hook, result) for _, hook, result in aws.completed], [(LAUNCHING, "CONTINUE")], made.output)
        self.assertEqual(aws.state, "InService")

    def refuse(self, operation, refusal, times=10 ** 6):
        """That operation is refused so many times."""
        left = [times]

        def fault(service, name, params):
            if name != operation or left[0] <= 0:
                return None
            left[0] -= 1
            return "refuse", refusal
        return fault

    def monitor(self, made, then):
        """The watch runs beside `then`."""
        with made:
            self.booted(made)
            watch = threading.Thread(target=lambda: self.quiet(made), daemon=True)
            watch.start()
            then(made)

    @staticmethod
    def quiet(made):
        try:
            made.run("/bin/bash", SELF, "monitor", timeout=400)
        except (subprocess.TimeoutExpired, OSError):
            pass

    def test_boot(self):
        with WireMachine() as made:
            self.booted(made)
            self.assertEqual(made.aws.tags["GitLabURL"], "http://gitlab.lab:8080/")
            phases = {one["Value"] for row in made.aws.metrics for one in row["Dimensions"] if one["Name"] == "Phase"}
            self.assertTrue({"preflight", "register", "total"} <= phases, made.aws.metrics)
            self.assertNotIn("glrt-good1", made.output + made.log)
            self.assertLessEqual(len(made.wire.requests), 12)

    def test_drain_through_the_hook(self):
        def then(made):
            made.aws.heartbeat = 30
            made.aws.terminate()
            made.until(lambda: (TERMINATING, "CONTINUE") in [row[1:] for row in made.aws.completed], 120, "the hook is not completed")
            self.assertEqual(made.managers(), [])
        self.monitor(WireMachine("amazon-linux-2023-shell.sh", HEARTBEAT="30"), then)

    def test_script_from_the_stack_and_token_from_a_parameter(self):
        with WireMachine(TOKEN_PARAMETER="/lab/token") as made:  # cfn-init is refused: describe-stack-resource
            made.put("usr/bin/cfn-init", "#!/bin/sh\nexit 1\n")
            (made.root / "usr/bin/cfn-init").chmod(0o755)
            self.booted(made)
            self.assertEqual(len(made.requests("DescribeStackResource")), 1)
            self.assertEqual(made.requests("GetParameter"), [{"Name": "/lab/token", "WithDecryption": True}])

    def test_script_from_a_bucket(self):
        with WireMachine(SCRIPT="s3://lab-scripts/folder/mine.sh") as made:
            made.aws.objects["lab-scripts/folder/mine.sh"] = made.text
            made.aws.objects["lab-scripts/folder/linux-features.sh"] = template.script("linux-features.sh")
            self.booted(made)

    def test_abandoned_boot(self):
        with WireMachine() as made:
            made.aws.secrets = {}
            self.assertNotEqual(made.first_boot(timeout=300), 0)
            self.assertEqual([one["Status"] for _, one in made.aws.signals], ["FAILURE"], made.output)
            self.assertEqual([(hook, result) for _, hook, result in made.aws.completed], [(LAUNCHING, "ABANDON")], made.output)

    def test_extras_are_refused(self):
        def fault(service, operation, params):
            return ("refuse", denied(service, operation)) if operation in ("CreateTags", "PutMetricData") else None
        with WireMachine(fault=fault) as made:
            self.booted(made)

    def test_continue_is_throttled_for_a_while(self):
        """More often than the CLI repeats by itself."""
        with WireMachine(fault=self.refuse("CompleteLifecycleAction", throttled("autoscaling"), 8)) as made:
            made.first_boot(timeout=300)
            watch = threading.Thread(target=lambda: self.quiet(made), daemon=True)
            watch.start()
            made.until(lambda: made.aws.state == "InService", 240, "CONTINUE was not repeated")


if __name__ == "__main__":
    unittest.main()
