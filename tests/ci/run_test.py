#!/usr/bin/env python3
"""That `make test` ends with what was not tested, also where nothing is installed, and that .ci/run fails when any of its steps does: each step in turn, with stand-ins for `make` and `dotnet` on PATH that note how
they were called, and of which one fails. What they imitate: a program that ends with a status; nothing else of them is looked at."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUN = ROOT / ".ci" / "run"
VEND = str(pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "build/release/vend").resolve())
STAND_IN = """#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
[ "$(wc -l <"$CALLS")" -ne "$FAILS_AT" ]
"""


class Run(unittest.TestCase):
    def calls(self, part, fails_at):
        with tempfile.TemporaryDirectory() as folder:
            calls = pathlib.Path(folder, "calls")
            for name in ("make", "dotnet"):
                program = pathlib.Path(folder, name)
                program.write_text(STAND_IN)
                program.chmod(0o755)
            environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "CALLS": str(calls), "FAILS_AT": str(fails_at)}
            status = subprocess.run(["bash", RUN, part], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
            return status, calls.read_text().splitlines()

    def test_every_step(self):
        for part, steps in (("code", 4), ("referees", 1), ("machines", 1)):
            status, calls = self.calls(part, 0)
            self.assertEqual((status, len(calls)), (0, steps), calls)
            for step in range(1, steps + 1):
                with self.subTest(part=part, step=calls[step - 1]):
                    status, made = self.calls(part, step)
                    self.assertNotEqual(status, 0)
                    self.assertEqual(len(made), step, "what follows a failure is not run")

    def test_the_whole(self):
        """Up to the last step, which needs a PowerShell that is there."""
        for step in range(1, 6):
            with self.subTest(step=step):
                status, made = self.calls("all", step)
                self.assertNotEqual(status, 0)
                self.assertEqual(len(made), step)

    def test_an_unknown_part(self):
        status = subprocess.run(["bash", RUN, "nothing"], stderr=subprocess.DEVNULL).returncode
        self.assertEqual(status, 2)


class NothingInstalled(unittest.TestCase):
    """Each suite where the programs of a fresh Debian are and no others: it is skipped, and says which command brings what it lacks."""

    LACKING = {"cfn-lint", "chromium", "debootstrap", "docker", "dotnet", "fish", "node", "npm", "podman", "pwsh", "strace", "systemd-nspawn", "zsh"}

    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        programs = pathlib.Path(self.place.name, "bin")
        programs.mkdir()
        for folder in ("/usr/bin", "/usr/sbin", "/bin", "/sbin"):
            for program in pathlib.Path(folder).iterdir():
                if program.name not in self.LACKING and not program.name.startswith("wine") and not (programs / program.name).exists():
                    (programs / program.name).symlink_to(program)
        self.environment = {"PATH": str(programs), "HOME": self.place.name, "LANG": "C.UTF-8", "VEND": "/bin/false", "WORK": self.place.name}

    def test_each_suite(self):
        # -S: without what is installed beside Python, such as moto. sarif_test looks at other reports of vend's first.
        referees = [["/usr/bin/python3", "-S", "-B", path, "--vend", "/bin/false", "--work", self.place.name]
                    for path in sorted(ROOT.glob("tests/referees/*_test.py")) if path.stem != "sarif_test"]
        self.assertGreater(len(referees), 6)
        # Whoever asks for what PyPI brings is a referee, wherever it stands.
        others = [path for path in sorted(ROOT.glob("tests/*/*_test.py")) if path.parent.name != "referees" and "\nimport referees" in path.read_text()]
        self.assertGreater(len(others), 0)
        referees += [["/usr/bin/python3", "-S", "-B", path, VEND] for path in others]
        for command in [["tests/lab/run", "patch_reboot"], ["tests/powershell/run"], ["tests/wine/run"], ["tests/faults/run", "--quick"], ["tests/faults/run", "--wire"],
                        ["tests/browser/run"], ["/usr/bin/python3", "-B", "tests/package/package_test.py", self.place.name], *referees]:
            with self.subTest(command=" ".join(map(str, command))):
                done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
                self.assertEqual(done.returncode, 77, done.stdout + done.stderr)
                self.assertRegex(done.stdout, r"(?m)^NOT TESTED: .+; to test it: .*(make|tests/|apt-get)")


class NotTested(unittest.TestCase):
    def told(self, log):
        with tempfile.TemporaryDirectory() as build:
            if log is not None:
                path = pathlib.Path(build, "Testing/Temporary/LastTest.log")
                path.parent.mkdir(parents=True)
                path.write_text(log)
            told = subprocess.run(["bash", ROOT / "src/tools/not-tested", build], capture_output=True, text=True, check=True)
            self.assertEqual(told.stderr, "")
            return told.stdout

    def test_each_once(self):
        one = "NOT TESTED: the machines; to test it: sudo make test"
        other = "NOT TESTED: the Windows scripts; to test it: apt-get install dotnet"
        log = f"3/9 Testing: linux_lab\n{other}\n{one}\n  NOT TESTED: within a line\n{one}\nTest Skipped.\n"
        self.assertEqual(self.told(log), f"\n{other}\n{one}\n")

    def test_nothing_left_out(self):
        self.assertEqual(self.told("1/1 Test Passed.\n"), "")
        self.assertEqual(self.told(None), "")

    def run_tests(self, command):
        """(status, output) of what `make test` calls, over a suite of one test."""
        with tempfile.TemporaryDirectory() as build:
            pathlib.Path(build, "CTestTestfile.cmake").write_text(f'add_test(one sh -c [[{command}]])\nset_tests_properties(one PROPERTIES SKIP_RETURN_CODE 77)\n')
            done = subprocess.run([ROOT / "src/tools/run-tests", build], capture_output=True, text=True)
            return done.returncode, done.stdout

    def test_make_test_ends_with_it(self):
        """And keeps the status of the tests."""
        recipe = subprocess.run(["make", "-n", "-C", ROOT, "test"], capture_output=True, text=True, check=True).stdout
        self.assertRegex(recipe, r"(?m)^src/tools/run-tests \S+ -j \d+ *$")
        line = "NOT TESTED: the moon; to test it: make rocket"
        self.assertRegex(self.run_tests(f"echo '{line}'; exit 77")[1], rf"\n{line}\n$")
        self.assertEqual(self.run_tests("exit 0")[0], 0)
        self.assertNotEqual(self.run_tests("exit 1")[0], 0)

    def test_what_is_left_behind_fails(self):
        status, said = self.run_tests('mktemp -d -t vend-left-XXXX; mktemp -d -t .hidden-XXXX')
        self.assertEqual(status, 1)
        self.assertRegex(said, r"\nLEFT BEHIND by a test, among temporary files:\nvend-left-\w+\n$")

    def test_every_suite_that_may_skip_says_so(self):
        cmake = (ROOT / "tests/CMakeLists.txt").read_text()
        for suite in ("lab", "powershell", "wine", "faults", "browser", "package", "referees"):
            with self.subTest(suite=suite):
                self.assertIn(suite, cmake)
                texts = [path.read_text(errors="replace") for path in (ROOT / "tests" / suite).iterdir() if path.is_file()]
                self.assertTrue(any("NOT TESTED: " in text for text in texts))


if __name__ == "__main__":
    unittest.main()
