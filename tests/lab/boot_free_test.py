"""Instances that are not booted: the launcher and the configuration script run in a namespace, systemctl is recorded."""
import json
import re
import unittest

from machine import Machine, ROOT, SCRIPT, compose, sha256, user_data, value_lines

SCRIPTS = ["amazon-linux-2-docker.sh", "amazon-linux-2-shell.sh", "amazon-linux-2023-docker.sh", "amazon-linux-2023-shell.sh"]
HOSTILE = """a "b" 'c' $(touch /pwned) `touch /pwned` ${HOME} %s %n \\ ;|& ]] x[$(touch /pwned)] 'EOF'\nVALUES\ntouch /pwned\n'@ größe 雪"""


class Lab(unittest.TestCase):
    def succeed(self, machine):
        self.assertEqual(machine.first_boot(), 0, machine.output)
        signals = machine.calls("cfn-signal")
        self.assertEqual(len(signals), 1, signals)
        self.assertIn("cfn-signal -e 0 ", signals[0])
        self.assertEqual(len(machine.calls("complete-lifecycle-action", "instance-launching", "CONTINUE")), 1)
        self.assertLessEqual(len(machine.calls("aws ")), 12)

    def refuse(self, machine, reason, **options):
        """The boot fails: one failure signal with the reason, one ABANDON, nothing half-registered, no service."""
        self.assertNotEqual(machine.first_boot(**options), 0, machine.output)
        signals = machine.calls("cfn-signal")
        self.assertEqual(len(signals), 1, (signals, machine.output))
        self.assertRegex(signals[0], "cfn-signal -e 1 -r .*" + reason)
        self.assertRegex(machine.output, "FAILED.*" + reason)
        self.assertEqual(machine.calls("CONTINUE"), [])
        self.assertEqual(machine.managers(), [])
        self.assertEqual(machine.calls("systemctl", "start", "gitlab-runner"), [])

    def abandoned(self, machine):
        self.assertEqual(len(machine.calls("complete-lifecycle-action", "ABANDON", "instance-launching", "i-0123456789abcdef0", "lab-InstanceASG-1")), 1)


class Boots(Lab):
    def test_each_script(self):
        for script in SCRIPTS:
            with self.subTest(script), Machine(script) as machine:
                self.succeed(machine)
                executor = "docker" if "docker" in script else "shell"
                manager = "dnf" if "2023" in script else "yum"
                (register,) = machine.calls("gitlab-runner register")
                self.assertIn(" --executor=" + executor, register)
                self.assertEqual("--docker-image=ruby:3.3" in register, executor == "docker")
                tool = "amazon-linux-extras install -y docker" if script == "amazon-linux-2-docker.sh" else f"{manager} -y -q install " + {"docker": "docker", "shell": "git"}[executor]
                self.assertEqual(len(machine.calls(tool)), 1)
                self.assertTrue({"amazon-linux-extras", "yum"}.isdisjoint(call.split()[0] for call in machine.calls()) or manager == "yum")
                order = [call for call in machine.calls() if re.match(r"(gitlab-runner|cfn-signal|systemctl start gitlab|aws .*(get-secret|create-tags|complete))", call)]
                self.assertEqual([" ".join(call.split()[:3]).split(" --")[0] for call in order],
                                 ["aws secretsmanager get-secret-value", "gitlab-runner register", "aws ec2 create-tags", "gitlab-runner install", "systemctl start gitlab-runner",
                                  "cfn-signal -e 0", "aws autoscaling complete-lifecycle-action"])
                tags = {tag["Key"]: tag["Value"] for tag in json.loads(machine.read("var/lib/vend/tags.json"))}
                platform = script.rsplit("-", 1)[0]
                self.assertEqual(tags["GitLabRunnerTags"], f"computetype-ondemand,glexecutor-{executor},linux,{platform},amd64,UsesAWSASGScheduledAvailability,team-a,linux tools")
                self.assertEqual((tags["COMPUTETYPE"], tags["GitLabURL"], tags["LAST_CF_PATCH_RUN"], tags["ACTUAL_PATCH_DATE"]),
                                 ("ondemand", "http://gitlab.lab:8080/", "2026-11-24", "never"))
                drop_in = machine.read("etc/systemd/system/gitlab-runner.service.d/vend.conf")
                for line in ("KillSignal=SIGQUIT", "KillMode=mixed", "TimeoutStopSec=0", "After=docker.service"):
                    self.assertIn(line, drop_in)
                agent = json.loads(machine.read("var/lib/vend/agent.json"))
                self.assertEqual(agent["metrics"]["append_dimensions"]["AutoScalingGroupName"], "${aws:AutoScalingGroupName}")
                self.assertIn("concurrent = 4", machine.read("etc/gitlab-runner/config.toml"))
                # Once more, as after a reboot or by hand: nothing happens.
                before = len(machine.calls())
                self.assertEqual(machine.run("/bin/bash", SCRIPT), 0)
                self.assertEqual(len(machine.calls()), before)

    def test_tokens(self):
        with Machine() as machine:
            machine.put("etc/vend-lab/secret", " glrt-good1;GR1348941good ;\n teamglrt-good; glrtr-old\n")
            self.succeed(machine)
            calls = machine.calls("gitlab-runner register")
            self.assertEqual(len(calls), 4)
            self.assertEqual([("--tag-list=" in call, "--locked=false" in call, "--run-untagged=true" in call) for call in calls],
                             [(False,) * 3, (True,) * 3, (False,) * 3, (False,) * 3])
            runner = next(r for r in machine.gitlab()["runners"].values() if r["tag_list"])
            self.assertIn("linux tools", runner["tag_list"])
            everything = machine.log + machine.output + "\n".join(machine.calls()) + machine.read("var/lib/cloud/x")
            for token in ("glrt-good1", "GR1348941good", "teamglrt-good", "glrtr-old"):
                self.assertNotIn(token, everything)
            # Only what cannot delete a runner that others use is unregistered.
            self.assertEqual([line[-1] for line in machine.read("var/lib/vend/runners").split()], ["1", "2"])

    def test_patches_and_reboots_once(self):
        for script, scope, patch, check in ((SCRIPTS[2], "SecurityOnly", "dnf -y -q upgrade --releasever=latest --security", "dnf -q needs-restarting -r"),
                                            (SCRIPTS[0], "All", "yum -y -q update", "needs-restarting -r")):
            with self.subTest(script), Machine(script, PATCH_SCOPE=scope) as machine:
                machine.put("etc/vend-lab/reboot-needed", "yes")
                self.assertEqual(machine.first_boot(), 0, machine.output)
                self.assertIn(patch, machine.calls())
                self.assertIn(check, machine.calls())
                self.assertEqual(machine.calls("cfn-signal"), [])
                heartbeat, enable, reboot = machine.calls()[-3:]
                self.assertIn("record-lifecycle-action-heartbeat --lifecycle-hook-name instance-launching", heartbeat)
                self.assertEqual((enable, reboot), ("systemctl enable vend-configure", "systemctl reboot"))
                self.assertEqual(machine.run("/bin/bash", "/etc/vend/MonitorTerminationHook.sh", "configure"), 0, machine.output)
                self.assertEqual((len(machine.calls("systemctl reboot")), len(machine.calls(patch))), (1, 1))
                self.assertEqual(len(machine.calls("cfn-signal -e 0")), 1)
                self.assertRegex(machine.read("var/lib/vend/tags.json"), '"ACTUAL_PATCH_DATE","Value":"20')

    def test_hostile_values(self):
        with Machine(RUNNER_TAGS=HOSTILE, DOCKER_IMAGE=HOSTILE, DOCKER_VOLUMES="/a b:/c," + HOSTILE.replace("\n", " "), LAST_PATCH_RUN=HOSTILE,
                     TOKEN_SOURCE="ssm:" + HOSTILE, HEARTBEAT="x[$(touch /pwned)]", CONCURRENT="x[$(touch /pwned)]", LOAD_TEST="x[$(touch /pwned)]") as machine:
            machine.put("etc/vend-lab/secret", "GR1348941good")
            self.succeed(machine)
            self.assertFalse((machine.root / "pwned").exists())
            (register,) = machine.calls("gitlab-runner register")
            self.assertIn("--docker-image=" + HOSTILE, register)
            self.assertIn("," + HOSTILE, register)
            self.assertIn("--docker-volumes=/a b:/c", register)
            json.loads(machine.read("var/lib/vend/tags.json"))
            self.assertEqual(len(machine.calls("ssm get-parameter", HOSTILE, "--with-decryption")), 1)

    def test_proxy(self):
        with Machine(HTTP_PROXY="http://user:p%40ss@proxy.lab:3128", NO_PROXY="internal.lab") as machine:
            self.succeed(machine)
            seen = (machine.place / "proxy.log").read_text()
            self.assertIn("GET http://gitlab.lab:8080/", seen)
            self.assertIn("GET http://downloads.lab/r/latest/binaries/gitlab-runner-linux-amd64", seen)
            self.assertIn("http://gitlab.lab:8080/api/v4/runners/verify", seen)
            self.assertNotIn("169.254.169.254", seen)
            self.assertIn("https_proxy=http://user:p%40ss@proxy.lab:3128\n", machine.read("etc/vend/proxy"))
            self.assertIn("EnvironmentFile=-/etc/vend/proxy", machine.read("etc/systemd/system/docker.service.d/vend.conf"))

    def test_alone_from_a_file_without_vend(self):
        with Machine() as machine:
            machine.put("setup.sh", machine.text)
            environment = {"VEND_GITLAB_URL": "http://gitlab.lab:8080/", "VEND_TOKENS": "glrt-good2", "VEND_RUNNER_DOWNLOAD": "http://downloads.lab/r"}
            self.assertEqual(machine.run("/bin/bash", "/setup.sh", environment=environment), 0, machine.output)
            self.assertEqual(machine.managers(), ["glrt-good2"])
            self.assertEqual(machine.calls("cfn-signal") + machine.calls("lifecycle"), [])
            # Sourced, it refuses and changes nothing for the caller.
            self.assertEqual(machine.run("/bin/bash", "-c", "source /setup.sh; [[ $- != *e* ]] && echo alive"), 0)
            self.assertIn("alive", machine.output)

    def test_where_the_script_comes_from(self):
        with Machine() as machine:  # cfn-init is refused: describe-stack-resource
            machine.put("usr/bin/cfn-init", "#!/bin/sh\nexit 1\n")
            (machine.root / "usr/bin/cfn-init").chmod(0o755)
            self.succeed(machine)
            self.assertEqual(len(machine.calls("describe-stack-resource")), 1)
        with Machine() as machine:
            self.succeed(machine)
            self.assertEqual(machine.calls("describe-stack-resource"), [])
        with Machine(SCRIPT="http://downloads.lab/r/files/mine.sh") as machine:
            machine.control("downloads", "files/mine.sh", machine.text)
            self.succeed(machine)
        with Machine(SCRIPT="/opt/mine.sh") as machine:
            machine.put("opt/mine.sh", machine.text)
            self.succeed(machine)

    def test_launcher_fits(self):
        self.assertLess(len((ROOT / "templates/userdata/linux.sh").read_bytes()), 2300)


class Failures(Lab):
    def check(self, reason, prepare=None, abandoned=True, **values):
        with Machine(**values) as machine:
            if prepare:
                prepare(machine)
            self.refuse(machine, reason)
            if abandoned:
                self.abandoned(machine)

    def test_gitlab_cannot_be_reached(self):
        self.check("preflight: cannot reach http://gitlab.lab:8080/", lambda m: m.control("gitlab", "down", "true"))

    def test_gitlab_port_is_closed(self):
        self.check("preflight: cannot reach http://gitlab.lab:81/", GITLAB_URL="http://gitlab.lab:81/")

    def test_downloads_cannot_be_reached(self):
        self.check("preflight: cannot reach http://downloads.lab/r/latest", lambda m: m.control("downloads", "down", "true"))

    def test_no_such_version(self):
        self.check("in http://downloads.lab/r/v1.2.3/release.sha256", lambda m: m.control("downloads", "missing", '["v1.2.3"]'), RUNNER_VERSION="v1.2.3")

    def test_bad_checksum(self):
        self.check("has a wrong checksum", lambda m: m.control("downloads", "corrupt", "true"))

    def test_bad_token(self):
        self.check("register: registration 1 was refused", lambda m: m.put("etc/vend-lab/secret", "glrt-bad"))

    def test_second_token_bad(self):
        self.check("register: registration 2 was refused", lambda m: m.put("etc/vend-lab/secret", "glrt-good1;GR1348941bad"))

    def test_registration_disallowed(self):
        self.check("registration 1 was refused", lambda m: (m.put("etc/vend-lab/secret", "GR1348941good"), m.control("gitlab", "disallow", "true")))

    def test_secret_cannot_be_read(self):
        self.check("cannot read the runner token", lambda m: m.fail("get-secret-value"))

    def test_secret_is_empty(self):
        self.check("there is no runner token", lambda m: m.put("etc/vend-lab/secret", " ; \n"))

    def test_package_failure(self):
        self.check("tools: cannot install docker", lambda m: m.fail("dnf .*install docker"))

    def test_patch_failure(self):
        self.check(r"patch: cannot install patches \(All\)", lambda m: m.fail("dnf .*upgrade"), PATCH_SCOPE="All")

    def test_agent_failure(self):
        self.check("the CloudWatch agent does not start", lambda m: m.fail("fetch-config"))

    def test_docker_does_not_start(self):
        self.check("Docker does not start", lambda m: m.fail("systemctl restart docker"))

    def test_metadata_down(self):
        self.check("preflight: no instance metadata", lambda m: m.control("imds", "down", "true"), abandoned=False)

    def test_tampered_script(self):
        self.check("the checksum of Embedded", SCRIPT_SHA256=sha256("something else"))

    def test_script_not_there(self):
        self.check("UserData line", SCRIPT="http://downloads.lab/r/files/none.sh")

    def test_group_without_metadata_tags(self):
        with Machine() as machine:
            machine.control("imds", "meta/tags/instance/aws:autoscaling:groupName", method="DELETE")
            self.succeed(machine)
            self.assertEqual(len(machine.calls("describe-auto-scaling-instances")), 2)


if __name__ == "__main__":
    unittest.main()
