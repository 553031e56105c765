"""The emitted scripts as text: small enough, clean for shellcheck, and the same from `vend` as from here."""
import os
import shutil
import subprocess
import unittest

from machine import HERE, ROOT, compose

SCRIPTS = sorted(path.name for path in (ROOT / "runner_configs").glob("*.sh"))


class Scripts(unittest.TestCase):
    def test_there_are_four(self):
        self.assertEqual(len(SCRIPTS), 4)

    @unittest.skipUnless(shutil.which("shellcheck") or os.environ.get("CI") == "true", "shellcheck is not installed")
    def test_shellcheck(self):
        for name in SCRIPTS:
            with self.subTest(name):
                done = subprocess.run(["shellcheck", "--shell=bash", "-"], input=compose(name), stdout=subprocess.PIPE, text=True)
                self.assertEqual(done.stdout, "")
        done = subprocess.run(["shellcheck", HERE / "tools/systemctl"], stdout=subprocess.PIPE, text=True)
        self.assertEqual(done.stdout, "")

    def test_size(self):
        for name in SCRIPTS:
            with self.subTest(name):
                self.assertLessEqual(len(compose(name).encode()), 17408)  # not yet the 16,384 that we aim at

    def test_strict_and_quiet_about_tokens(self):
        for name in SCRIPTS:
            with self.subTest(name):
                text = compose(name)
                self.assertIn("set -Eeuo pipefail\n", text)
                self.assertNotIn("# @include", text)
                self.assertNotRegex(text, r"--(registration-)?token|set -x")


if __name__ == "__main__":
    unittest.main()
