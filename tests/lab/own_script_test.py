"""The skeleton of docs/own-scripts.md, as it stands there, launched from a path of the instance."""
import re
import shutil
import subprocess
import unittest

import template
from boot_free_test import Lab
from machine import Machine

TEXT = re.search(r"(?s)```bash\n(.*?)```", (template.ROOT / "docs/own-scripts.md").read_text())[1]


class Skeleton(Lab):
    def boot(self, machine, install=":", drain=":"):
        text = TEXT.replace("\t: # yours: install, register, start", "\t" + install).replace("\t: # yours: take no more jobs, wait for the running ones, unregister", "\t" + drain)
        machine.put("opt/own.sh", text)
        return machine.first_boot()

    @unittest.skipUnless(shutil.which("shellcheck"), "shellcheck is not installed")
    def test_shellcheck(self):
        self.assertEqual(subprocess.run(["shellcheck", "-"], input=TEXT, stdout=subprocess.PIPE, text=True).stdout, "")

    def test_success_and_drain(self):
        with Machine(SCRIPT="/opt/own.sh") as machine:
            self.assertEqual(self.boot(machine, drain="sleep 2; echo drained >/drained"), 0, machine.output)
            self.succeeded(machine)
            self.assertIn("systemctl start own-watch", machine.calls())
            machine.control("imds", "meta/autoscaling/target-lifecycle-state", "Terminated")
            self.assertEqual(machine.run("/bin/bash", "/etc/vend/own.sh", "watch"), 0, machine.output)
            self.assertEqual(machine.read("drained"), "drained\n")
            self.assertEqual(len(machine.calls("complete-lifecycle-action", "instance-terminating", "CONTINUE")), 1)
            self.assertGreaterEqual(len(machine.calls("record-lifecycle-action-heartbeat", "instance-terminating")), 1)

    def test_failure(self):
        with Machine(SCRIPT="/opt/own.sh") as machine:
            self.assertNotEqual(self.boot(machine, install="false # a step that fails"), 0)
            (signal,) = machine.calls("cfn-signal")
            self.assertRegex(signal, "cfn-signal -e 1 -r line .*: false")
            self.abandoned(machine)
            self.assertEqual(machine.calls("CONTINUE"), [])


if __name__ == "__main__":
    unittest.main()
