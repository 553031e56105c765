"""What a setting does: instances that are not booted, with values of a person without vend (VEND_NAME), so that also what no template hands
over is tried. The runner is the stand-in, which knows the real one's flags (common/config.go of 19.4) and writes config.toml.
"""
import json
import tomllib
import unittest

from boot_free_test import SCRIPTS
from machine import Machine

DOCKER, SHELL = SCRIPTS[2], SCRIPTS[3]
# A text as anybody may have it: quotes, what shells and TOML read otherwise, a control character, several alphabets.
HOSTILE = """a "b" 'c' $(touch /pwned) `touch /pwned` ${HOME} %s \\ \\n \\u0041 ;|& ]] # \t\x01\x7f größe 雪"""


class Features(unittest.TestCase):
    def setup(self, machine, secret="", **values):
        """Runs the script from a file; 0 when the boot succeeded."""
        machine.put("setup.sh", machine.text)
        machine.put("etc/vend-lab/secret", secret)
        values = {"GITLAB_URL": "http://gitlab.lab:8080/", "TOKENS": "glrt-good1"} | values
        return machine.run("/bin/bash", "/setup.sh", environment={"VEND_" + name: str(value) for name, value in values.items()})

    def succeed(self, machine, **values):
        self.assertEqual(self.setup(machine, **values), 0, machine.output)
        self.assertFalse((machine.root / "pwned").exists())
        return tomllib.loads(machine.read("etc/gitlab-runner/config.toml"))["runners"]

    def refuse(self, reason, script=DOCKER, prepare=lambda machine: None, **values):
        with Machine(script) as machine:
            prepare(machine)
            self.assertNotEqual(self.setup(machine, **values), 0, machine.output)
            self.assertRegex(machine.output, "FAILED in phase " + reason)
            self.assertEqual(machine.managers(), [])
            return machine.output


class Registration(Features):
    def test_environment_of_jobs(self):
        lines = ["PLAIN=1", "EMPTY=", "TEXT=" + HOSTILE, "LIKE_TOML=\\\"]\\nprivileged = true", "TAB=\t|"]
        with Machine(DOCKER) as machine:
            (runner,) = self.succeed(machine, ENVIRONMENT="\n".join(["", *lines, ""]), REQUEST_CONCURRENCY=7, OUTPUT_LIMIT=65536)
            self.assertEqual(runner["environment"], lines)
            self.assertEqual((runner["request_concurrency"], runner["output_limit"]), (7, 65536))
            self.assertTrue(runner["feature_flags"]["FF_DISABLE_AUTOMATIC_TOKEN_ROTATION"])
            self.assertNotIn("touch", "".join(machine.calls("gitlab-runner register")))

    def test_environment_that_is_none(self):
        said = self.refuse("preflight: line 2 of ENVIRONMENT is not KEY=VALUE", ENVIRONMENT="A=1\nhush-hush")
        self.assertNotIn("hush", said)

    def test_proxy_of_jobs(self):
        proxy = "http://proxy.lab:3128"
        with Machine(DOCKER, HTTP_PROXY=proxy) as machine:
            (runner,) = self.succeed(machine, HTTP_PROXY=proxy, NO_PROXY="pa$word.lab", ENVIRONMENT="MORE=$HOME")
            given = dict(line.split("=", 1) for line in runner["environment"])
            self.assertEqual([given[name] for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "MORE")], [proxy] * 4 + ["$HOME"])
            # The runner replaces $NAME in a value, and $$ by $.
            self.assertEqual([given[name].split(",")[-1] for name in ("NO_PROXY", "no_proxy")], ["pa$$word.lab"] * 2)
            self.assertIn("169.254.169.254", given["NO_PROXY"])

    def test_proxy_not_for_jobs(self):
        with Machine(SHELL, HTTP_PROXY="http://proxy.lab:3128") as machine:
            (runner,) = self.succeed(machine, HTTP_PROXY="http://proxy.lab:3128", PROXY_JOBS="false")
            self.assertEqual(runner.get("environment", []), [])

    def call(self, machine, function, **values):
        """One function of the script, alone; its output without the log's lines."""
        code = machine.run("/bin/bash", "/setup.sh", function, environment={"VEND_" + name: value for name, value in values.items()})
        return code, machine.output.strip()

    def test_token_in_a_json_secret(self):
        with Machine(SHELL) as machine:
            self.succeed(machine, secret='{"token":"glrt-good1"}\n', TOKEN_SOURCE="secretsmanager:lab")
            self.assertNotIn("glrt-", machine.output + "".join(machine.calls()))
            for secret in ('{\n  "any key, with: \\"quotes\\"" : "glrt-good1",\n  "id": 17,\n  "none": null\n}\n', '["glrt-good1"]', '"glrt-good1"',
                           '{"runner":{"token":"glrt-good1"}}', '{"user":"glrt-good2","token" : "glrt-good1","note":"token"}', '{"tokens":" glrt-good1;\\nglrt-good2 "}', " glrt-good1;glrt-good2\r\n"):
                machine.put("etc/vend-lab/secret", secret)
                self.assertEqual(self.call(machine, "read_tokens", TOKEN_SOURCE="ssm:lab"), (0, "glrt-good1" + "\nglrt-good2" * (";" in secret)), secret)

    def test_json_secret_that_is_unclear(self):
        said = self.refuse("register: cannot read a runner token: its JSON has 2 texts", SHELL, secret='{"a":"glrt-good1","password":"hush"}', TOKEN_SOURCE="ssm:lab")
        self.assertNotRegex(said, "glrt-|hush")
        self.refuse("register: cannot read a runner token\n", SHELL, secret='{"token":" ; "}', TOKEN_SOURCE="ssm:lab")
        with Machine(SHELL) as machine:
            machine.put("setup.sh", machine.text)
            for secret, found in (('{"token": 5}', 0), ("{}", 0), ('["glrt-good1", "glrt-good2"]', 2)):
                machine.put("etc/vend-lab/secret", secret)
                self.assertEqual(self.call(machine, "read_tokens", TOKEN_SOURCE="ssm:lab"), (1, f"its JSON has {found} texts, which one is unclear"), secret)

    def test_versions_that_delete_runners(self):
        # A mirror may call an old one `latest`.
        old = lambda machine: setattr(machine.simulators["downloads"], "binary", machine.simulators["downloads"].binary.replace(b"19.4.0", b"15.9.0"))
        self.refuse("download: GitLab Runner 15.9.0 is too old", SHELL, old)
        self.refuse("preflight: GitLab Runner v15.11.1 is too old", SHELL, RUNNER_VERSION="v15.11.1")
        with Machine(SHELL) as machine:
            machine.put("setup.sh", machine.text)
            for version, good in (("v15.10", False), ("9.5.0", False), ("v1", False), ("v016.1", True), ("v16.0.0", True), ("v16.2.0-rc1", True), ("v100.1", True), ("latest", True)):
                code, said = self.call(machine, "check_values", RUNNER_VERSION=version)
                self.assertEqual((code == 0, "is too old" in said), (good, not good), version)
                machine.put("var/lib/vend/signalled", "")

    def test_tags_are_cut_by_characters(self):
        long = "雪" * 200 + "é" * 100
        with Machine(SHELL) as machine:
            self.succeed(machine, RUNNER_TAGS=long, LAST_PATCH_RUN='"' + "a" * 300, TOKENS="glrt-good1;glrt-good2")
            tags = {tag["Key"]: tag["Value"] for tag in json.loads(machine.read("var/lib/vend/tags.json"))}
            self.assertEqual(tags["LAST_CF_PATCH_RUN"], " " + "a" * 254)
            self.assertEqual(tags["GitLabRunnerTags"], ("computetype-ondemand,glexecutor-shell,linux,amazon-linux-2023,amd64," + long)[:255])
            self.assertEqual(tags["GitLabRunnerName"], "i-0123456789abcdef0-123456789012-1 i-0123456789abcdef0-123456789012-2")
            self.assertRegex(tags["GitLabSystemId"], "^[rs]_")
            self.assertEqual({runner["managers"][0] for runner in machine.gitlab()["runners"].values() if runner["managers"]}, {tags["GitLabSystemId"]})


class Docker(Features):
    def test_options(self):
        images = ["ruby:*", "registry.lab/a b/**/*:*", HOSTILE.replace("\t\x01\x7f", "")]
        with Machine(DOCKER) as machine:
            (runner,) = self.succeed(machine, ALLOWED_IMAGES=",".join(images), DOCKER_MEMORY="1.5g", DOCKER_CPUS="0.5", DOCKER_SHM_SIZE=268435456)
            self.assertEqual(runner["docker"]["allowed-images"], images)
            self.assertEqual([runner["docker"][key] for key in ("memory", "cpus", "shm-size")], ["1.5g", "0.5", "268435456"])

    def test_without_options(self):
        with Machine(DOCKER) as machine:
            (runner,) = self.succeed(machine)
            self.assertEqual(set(runner["docker"]), {"image", "privileged", "pull-policy", "volumes"})

    def test_sizes_that_are_none(self):
        for name, value in (("DOCKER_MEMORY", "4 GB"), ("DOCKER_MEMORY", "x[$(touch /pwned)]"), ("DOCKER_CPUS", "half"), ("DOCKER_SHM_SIZE", "256m")):
            self.refuse(f"preflight: {name} is not written as ", **{name: value})


if __name__ == "__main__":
    unittest.main()
