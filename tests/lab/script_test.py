"""The emitted scripts as text: small enough, and clean for shellcheck."""
import os
import shutil
import subprocess
import unittest

import compose
import template

HERE = template.ROOT / "tests/lab"
SCRIPTS = sorted(path.name for path in (template.ROOT / "runner_configs").glob("*.sh"))


class Scripts(unittest.TestCase):
    def test_there_are_four(self):
        self.assertEqual(len(SCRIPTS), 4)

    @unittest.skipUnless(shutil.which("shellcheck") or os.environ.get("CI") == "true", "shellcheck is not installed")
    def test_shellcheck(self):
        for name in SCRIPTS:
            with self.subTest(name):
                done = subprocess.run(["shellcheck", "--shell=bash", "-"], input=template.script(name), stdout=subprocess.PIPE, text=True)
                self.assertEqual(done.stdout, "")
        done = subprocess.run(["shellcheck", HERE / "tools/systemctl"], stdout=subprocess.PIPE, text=True)
        self.assertEqual(done.stdout, "")

    def test_size(self):
        for name in SCRIPTS:
            with self.subTest(name):
                self.assertLessEqual(len(template.script(name).encode()), 16384)

    def test_strict_and_quiet_about_tokens(self):
        for name in SCRIPTS:
            with self.subTest(name):
                text = template.script(name)
                self.assertIn("set -Eeuo pipefail\n", text)
                self.assertNotIn("# @include", text)
                self.assertNotRegex(text, r"--(registration-)?token|set -x")

    def test_compose_is_what_vend_emits(self):  # the Windows tests compose without vend
        for name in SCRIPTS:
            with self.subTest(name):
                self.assertEqual(compose.compose(template.ROOT / "runner_configs" / name), template.script(name))


if __name__ == "__main__":
    unittest.main()
