"""The emitted scripts as text: small enough, and clean for shellcheck."""
import os
import re
import shutil
import subprocess
import unittest

import compose
import template

HERE = template.ROOT / "tests/lab"
FEATURES = "linux-features.sh"
SCRIPTS = sorted(path.name for path in (template.ROOT / "runner_configs").glob("*.sh") if path.name != FEATURES)


def functions(text):
    return set(re.findall(r"^\s*(\w+)\(\) ?\{", text, re.M))


class Scripts(unittest.TestCase):
    def test_there_are_four(self):
        self.assertEqual(len(SCRIPTS), 4)

    @unittest.skipUnless(shutil.which("shellcheck") or os.environ.get("CI") == "true", "shellcheck is not installed")
    def test_shellcheck(self):
        for name in [*SCRIPTS, FEATURES]:
            path = template.ROOT / "runner_configs" / name
            for text in (template.script(name), compose.compose(path, ())):  # with all features, with none
                with self.subTest(name):
                    done = subprocess.run(["shellcheck", "--shell=bash", "-"], input=text, stdout=subprocess.PIPE, text=True)
                    self.assertEqual(done.stdout, "")
                # What one of both files sets, the other uses.
                if name != FEATURES:
                    both = "".join(re.sub(r"SC2034,", "", compose.compose(one)) for one in (path, path.with_name(FEATURES)))
                    done = subprocess.run(["shellcheck", "--shell=bash", "-"], input=both, stdout=subprocess.PIPE, text=True)
                    self.assertNotIn("SC2034", done.stdout)
        done = subprocess.run(["shellcheck", HERE / "tools/systemctl"], stdout=subprocess.PIPE, text=True)
        self.assertEqual(done.stdout, "")

    def test_size(self):
        for name in [*SCRIPTS, FEATURES]:
            with self.subTest(name):
                self.assertLessEqual(len(template.script(name).encode()), 24576)

    def test_a_drain_ends_before_the_hook_does_whatever_was_asked_for(self):
        """A hook lasts a hundred timeouts, and 48 hours (172,800 s) at most; to abort jobs and to unregister takes minutes of that."""
        lines = re.search(r"(?m)^drain\(\) \{\n((?:.*\blimit=.*\n)+)", template.script(SCRIPTS[0]))[1]
        for beat, asked in ((600, 172800), (7200, 172800), (7200, 43200), (30, 43200), (600, 600), (1727, 172800), (1728, 172800)):
            said = subprocess.run(["bash", "-c", f"HEARTBEAT={beat} DRAIN_LIMIT={asked}; f() {{\n{lines}\necho $limit; }}; f"], stdout=subprocess.PIPE, text=True, check=True)
            limit, lasts = int(said.stdout), min(100 * beat, 172800)
            self.assertLessEqual(limit, asked)
            self.assertLessEqual(limit, lasts - 180, (beat, asked))
            self.assertGreaterEqual(limit, min(asked, lasts - 180 - beat), (beat, asked))

    def test_strict_and_quiet_about_tokens(self):
        for name in SCRIPTS:
            with self.subTest(name):
                text = template.script(name)
                self.assertIn("set -Eeuo pipefail\n", text)
                self.assertNotIn("# @", text)
                self.assertNotRegex(text, r"--(registration-)?token|set -x")

    def test_a_function_of_a_feature_is_called_in_its_blocks_only(self):
        for name in SCRIPTS:
            both = lambda *features: "".join(compose.compose(template.ROOT / "runner_configs" / one, *features) for one in (name, FEATURES))
            whole = both()
            for feature in compose.FEATURES:
                without = both([one for one in compose.FEATURES if one != feature])
                gone = functions(whole) - functions(without)
                with self.subTest(name, feature=feature):
                    self.assertEqual({one for one in gone if re.search(rf"(?<![\w/.-]){one}\b", without)}, set())

    def test_what_outlives_a_boot_needs_no_features_file(self):
        """An image or a reboot may have lost it: what is reached from these names none of its functions, but in a feature's block."""
        for name in SCRIPTS:
            core = compose.compose(template.ROOT / "runner_configs" / name, ())
            bodies = dict(re.findall(r"^(\w+)\(\) ?([{(](?:.*[})]$|[^\0]*?^[})]$))", core, re.M))
            self.assertEqual(set(bodies), functions(core) | {one for one in bodies if bodies[one][0] == "("})
            loaded = functions(compose.compose(template.ROOT / "runner_configs" / FEATURES, ()))
            self.assertIn("register", loaded)
            reached, ahead = set(), ["monitor", "housekeep", "gate", "bake", "fail", "settle", "log", "use_proxy"]
            while ahead:
                one = ahead.pop()
                if one not in reached and one in bodies:
                    reached.add(one)
                    ahead += re.findall(r"[\w-]+", bodies[one])
            self.assertLess({"drain", "unregister", "shut", "prune", "executor_heal"}, reached)
            with self.subTest(name):
                self.assertEqual({(one, called) for one in reached for called in loaded if called in re.findall(r"[\w-]+", bodies[one])}, set())

    def test_compose_is_what_vend_emits(self):  # the Windows tests compose without vend
        for name in [*SCRIPTS, FEATURES]:
            with self.subTest(name):
                self.assertEqual(compose.compose(template.ROOT / "runner_configs" / name), template.script(name))


if __name__ == "__main__":
    unittest.main()
