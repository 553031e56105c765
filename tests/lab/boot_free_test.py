"""Instances that are not booted: a rendered UserData runs in a namespace, systemctl is recorded. Cases for all that
a boot does, hence the length.
"""
import json
import os
import re
import unittest

import template
from machine import DOWNLOADS, SCRIPT, Machine

SCRIPTS = ["amazon-linux-2-docker.sh", "amazon-linux-2-shell.sh", "amazon-linux-2023-docker.sh", "amazon-linux-2023-shell.sh"]
# Printable ASCII is what the template lets a free text be; tags may be any text on one line.
HOSTILE = """a "b" 'c' $(touch /pwned) `touch /pwned` ${HOME} %s \\ ;|& ]]"""
NUMBER = "x[$(touch /pwned)]"


class Lab(unittest.TestCase):
    def succeed(self, machine):
        self.assertEqual(machine.first_boot(), 0, machine.output)
        self.succeeded(machine)

    def succeeded(self, machine):
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
        # At the next boot, or by hand, a failure stays one.
        before = len(machine.calls())
        machine.run("/bin/bash", SCRIPT)
        self.assertEqual(len(machine.calls()), before)

    def abandoned(self, machine):
        self.assertEqual(len(machine.calls("complete-lifecycle-action", "ABANDON", "instance-launching", "i-0123456789abcdef0", "lab-InstanceASG-1")), 1)


class BesideTheScript(Lab):
    """What UserData has only the checksum of."""
    def test_settings(self):
        with Machine(specialised=True, DOCKER_MEMORY="4g", DOCKER_CPUS="0.5", OUTPUT_LIMIT="8192") as machine:
            self.assertNotIn("DOCKER_MEMORY", machine.template.user_data())
            self.succeed(machine)
            (register,) = machine.calls("gitlab-runner register")
            for option in ("--docker-memory=4g", "--docker-cpus=0.5", "--output-limit=8192"):
                self.assertIn(option, register)

    def test_other_settings(self):
        with Machine(specialised=True, DOCKER_MEMORY="4g") as machine:
            files = machine.template.document["Resources"]["ASGLaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]["config"]["files"]
            files["/etc/vend/settings"]["content"] += "DOCKER_CPUS=9\n"
            machine.put_metadata(json.dumps(machine.template.metadata()))
            self.assertNotEqual(machine.first_boot(), 0, machine.output)
            self.assertIn("settings is not the one of this stack", machine.output)
            self.assertEqual(machine.calls("gitlab-runner register"), [])
            self.abandoned(machine)
            self.assertEqual(len(machine.calls("cfn-signal -e 1")), 1)


class Scripts(Lab):
    def first_boot(self, script, specialised):
        with Machine(script, specialised=specialised) as machine:
            self.succeed(machine)
            executor = "docker" if "docker" in script else "shell"
            manager = "dnf" if "2023" in script else "yum"
            (register,) = machine.calls("gitlab-runner register")
            self.assertIn(" --executor=" + executor, register)
            self.assertEqual("--docker-image=ruby:3.3" in register, executor == "docker")
            for option in ("--cache-type=s3", "--cache-shared=true", "--cache-s3-bucket-name=lab-cache", "--cache-s3-bucket-location=eu-west-1",
                           "--cache-s3-authentication_type=iam"):
                self.assertIn(option, register)
            tool = "amazon-linux-extras install -y docker" if script == "amazon-linux-2-docker.sh" else f"{manager} -y -q install " + {"docker": "docker", "shell": "git"}[executor]
            self.assertEqual(len(machine.calls(tool)), 1)
            self.assertTrue({"amazon-linux-extras", "yum"}.isdisjoint(call.split()[0] for call in machine.calls()) or manager == "yum")
            order = [call for call in machine.calls() if re.match(r"(gitlab-runner|cfn-signal|systemctl start gitlab|aws .*(get-secret|create-tags|complete))", call)]
            self.assertEqual([" ".join(call.split()[:3]).split(" --")[0] for call in order],
                             ["gitlab-runner", "aws secretsmanager get-secret-value", "gitlab-runner register", "aws ec2 create-tags", "gitlab-runner install", "systemctl start gitlab-runner",
                              "cfn-signal -e 0", "aws autoscaling complete-lifecycle-action"])
            tags = {tag["Key"]: tag["Value"] for tag in json.loads(machine.read("var/lib/vend/tags.json"))}
            platform = script.rsplit("-", 1)[0]
            self.assertEqual(tags["GitLabRunnerTags"], f"computetype-ondemand,glexecutor-{executor},linux,{platform},amd64,UsesAWSASGScheduledAvailability,team-a,linux tools")
            self.assertEqual((tags["COMPUTETYPE"], tags["GitLabURL"], tags["LAST_CF_PATCH_RUN"], tags["ACTUAL_PATCH_DATE"]),
                             ("ondemand", "http://gitlab.lab:8080/", "2026-11-24", "never"))
            self.assertEqual((tags["GitLabRunnerName"], tags["GitLabSystemId"]),
                             ("i-0123456789abcdef0-123456789012-1", machine.read("etc/gitlab-runner/.runner_system_id")))
            drop_in = machine.read("etc/systemd/system/gitlab-runner.service.d/vend.conf")
            for line in ("KillSignal=SIGQUIT", "KillMode=mixed", "TimeoutStopSec=0", "After=docker.service"):
                self.assertIn(line, drop_in)
            agent = json.loads(machine.read("var/lib/vend/agent.json"))
            self.assertEqual(agent["metrics"]["append_dimensions"]["AutoScalingGroupName"], "${aws:AutoScalingGroupName}")
            self.assertIn(["AutoScalingGroupName"], agent["metrics"]["aggregation_dimensions"])
            self.assertNotIn("logs", agent)
            metrics = machine.calls("put-metric-data")
            self.assertEqual(len(metrics), 1)
            for phase in ("preflight", "patch", "tools", "download", "register", "service", "total"):
                self.assertRegex(metrics[0], rf"Name=AutoScalingGroupName,Value=lab-InstanceASG-1\}},\{{Name=Phase,Value={phase}\}}")
            self.assertIn("concurrent = 4", machine.read("etc/gitlab-runner/config.toml"))
            self.assertEqual((machine.root / "etc/vend").stat().st_mode & 0o777, 0o700)
            # Once more, as after a reboot or by hand: nothing happens.
            before = len(machine.calls())
            self.assertEqual(machine.run("/bin/bash", SCRIPT), 0)
            self.assertEqual(len(machine.calls()), before)


def add(script, specialised):
    name = f"test_{script.removesuffix('.sh').replace('-', '_')}_from_the_{'specialised' if specialised else 'full'}_template"
    setattr(Scripts, name, lambda self: self.first_boot(script, specialised))


for number, each in enumerate(SCRIPTS):
    add(each, bool(number % 2))
add(SCRIPTS[2], True)


class Boots(Lab):
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

    def patched(self, script, scope, patch, check):
        with Machine(script, PATCH_SCOPE=scope) as machine:
            machine.put("etc/vend-lab/reboot-needed", "yes")
            self.assertEqual(machine.first_boot(), 0, machine.output)
            self.assertIn(patch, machine.calls())
            self.assertIn(check, machine.calls())
            self.assertEqual(machine.calls("cfn-signal"), [])
            heartbeat, reboot = machine.calls()[-2:]
            self.assertIn("record-lifecycle-action-heartbeat --lifecycle-hook-name instance-launching", heartbeat)
            self.assertEqual(reboot, "systemctl reboot")
            self.assertEqual(len(machine.calls("systemctl enable vend-configure")), 1)
            self.assertEqual(machine.run("/bin/bash", "/etc/vend/MonitorTerminationHook.sh", "configure"), 0, machine.output)
            self.assertEqual((len(machine.calls("systemctl reboot")), len(machine.calls(patch))), (1, 1))
            self.succeeded(machine)
            self.assertEqual(machine.calls("systemctl disable vend-configure"), ["systemctl disable vend-configure"])
            self.assertRegex(machine.read("var/lib/vend/tags.json"), '"ACTUAL_PATCH_DATE","Value":"20')

    def test_security_patches_and_one_reboot(self):
        self.patched(SCRIPTS[2], "SecurityOnly", "dnf -y -q upgrade --releasever=latest --security", "dnf -q needs-restarting -r")

    def test_all_patches_and_one_reboot_on_amazon_linux_2(self):
        self.patched(SCRIPTS[0], "All", "yum -y -q update", "needs-restarting -r")

    def test_hostile_values(self):
        with Machine(RUNNER_TAGS=HOSTILE + " größe 雪", LAST_PATCH_RUN=HOSTILE, DOCKER_VOLUMES="/a:/c,/d") as machine:
            machine.put("etc/vend-lab/secret", "GR1348941good")
            self.succeed(machine)
            self.assertFalse((machine.root / "pwned").exists())
            (register,) = machine.calls("gitlab-runner register")
            self.assertIn("," + HOSTILE + " größe 雪", register)
            self.assertIn("--docker-volumes=/a:/c --docker-volumes=/d", register)
            json.loads(machine.read("var/lib/vend/tags.json"))

    def test_hostile_values_of_a_person_without_vend(self):
        hostile = HOSTILE + "\n;EOF\nVALUES\ntouch /pwned\n'@ größe"
        environment = {"GITLAB_URL": "http://gitlab.lab:8080/", "TOKEN_SOURCE": "ssm:" + hostile, "RUNNER_TAGS": hostile, "DOCKER_IMAGE": hostile,
                       "DOCKER_VOLUMES": "/a b:/c," + HOSTILE, "HEARTBEAT": NUMBER, "CONCURRENT": NUMBER, "LOAD_TEST": NUMBER, "REGISTRY_MIRROR": hostile}
        with Machine() as machine:
            machine.put("setup.sh", machine.text)
            machine.put("etc/vend-lab/secret", "GR1348941good")
            self.assertEqual(machine.run("/bin/bash", "setup.sh", environment={"VEND_" + name: value for name, value in environment.items()}), 0, machine.output)
            # What a unit or a later boot reads back is the same.
            self.assertEqual(machine.run("/bin/bash", "/etc/vend/MonitorTerminationHook.sh", "use_proxy"), 0, machine.output)
            self.assertFalse((machine.root / "pwned").exists())
            (register,) = machine.calls("gitlab-runner register")
            for text in ("--docker-image=" + hostile, "," + hostile, "--docker-volumes=/a b:/c --docker-volumes=" + HOSTILE):
                self.assertIn(text, register)
            self.assertIn("concurrent = 10", machine.read("etc/gitlab-runner/config.toml"))
            self.assertEqual(len(machine.calls("ssm get-parameter", hostile, "--with-decryption")), 1)
            json.loads(machine.read("var/lib/vend/tags.json"))

    def test_proxy(self):
        with Machine(HTTP_PROXY="http://proxy.lab:3128", NO_PROXY="internal.lab") as machine:
            self.succeed(machine)
            seen = (machine.place / "proxy.log").read_text()
            self.assertIn("GET http://gitlab.lab:8080/", seen)
            self.assertIn("http://gitlab.lab:8080/api/v4/runners/verify", seen)
            self.assertIn(f"CONNECT {DOWNLOADS}:443", seen)
            self.assertNotIn("169.254.169.254", seen)
            self.assertIn("https_proxy=http://proxy.lab:3128\n", machine.read("etc/vend/proxy"))
            for unit in ("docker", "gitlab-runner", "amazon-cloudwatch-agent", "amazon-ssm-agent"):
                self.assertIn("EnvironmentFile=-/etc/vend/proxy", machine.read(f"etc/systemd/system/{unit}.service.d/vend.conf"))

    def test_https_through_the_proxy(self):
        with Machine(HTTP_PROXY="http://proxy.lab:3128", GITLAB_URL="https://gitlab.lab:8443/") as machine:
            self.succeed(machine)
            seen = (machine.place / "proxy.log").read_text()
            self.assertGreaterEqual(seen.count("CONNECT gitlab.lab:8443"), 2)  # preflight, registration
            self.assertEqual(machine.managers(), ["glrt-good1"])

    def test_registry_mirror_and_logs(self):
        with Machine(REGISTRY_MIRROR="https://mirror.lab:5000", LOGS="true", TOKEN_PARAMETER="/lab/token") as machine:
            self.succeed(machine)
            self.assertEqual(json.loads(machine.read("etc/docker/daemon.json")), {"registry-mirrors": ["https://mirror.lab:5000"]})
            order = [call for call in machine.calls() if call in ("systemctl daemon-reload", "systemctl restart docker")]
            self.assertEqual(order[order.index("systemctl restart docker") - 1], "systemctl daemon-reload")
            files = json.loads(machine.read("var/lib/vend/agent.json"))["logs"]["logs_collected"]["files"]["collect_list"]
            self.assertEqual([(one["file_path"], one["log_group_name"]) for one in files],
                             [("/var/log/vend.log", "lab-runnerloggroup"), ("/var/log/gitlab-runner.log", "lab-runnerloggroup")])
            self.assertEqual(len(machine.calls("ssm get-parameter --name /lab/token --with-decryption")), 1)

    def test_alone_from_a_file_without_vend(self):
        with Machine() as machine:
            machine.put("setup.sh", machine.text)
            environment = {"VEND_GITLAB_URL": "http://gitlab.lab:8080/", "VEND_TOKENS": "glrt-good2"}
            self.assertNotEqual(machine.run("/bin/bash", "/setup.sh", environment=environment | {"VEND_TOKENS": "glrt-unknown"}), 0, machine.output)
            (machine.root / "var/lib/vend/signalled").unlink()  # as docs/troubleshooting.md says; what is said now counts
            self.assertEqual(machine.run("/bin/bash", "/setup.sh", environment=environment), 0, machine.output)
            self.assertEqual(machine.managers(), ["glrt-good2"])
            self.assertEqual(machine.calls("cfn-signal") + machine.calls("lifecycle"), [])
            self.assertEqual((machine.root / "etc/vend").stat().st_mode & 0o777, 0o700)  # tokens are kept there for a reboot
            # Sourced or piped, it refuses and changes nothing for the caller.
            self.assertEqual(machine.run("/bin/bash", "-c", "source /setup.sh; [[ $- != *e* ]] && echo alive; bash <(cat /setup.sh); bash </setup.sh; echo still"), 0)
            self.assertRegex(machine.output, "(?s)alive.*still")

    def test_jobs_without_metrics_are_child_processes(self):
        with Machine() as machine:
            machine.put("setup.sh", machine.text)
            count = "cp /bin/bash /run/gitlab-runner; ([ $0 = 0 ] || exec /run/gitlab-runner -c 'sleep 9 & sleep 9 & wait') & sleep 1; bash /setup.sh jobs_now"
            self.assertEqual(machine.run("/bin/bash", "-c", count, "1"), 0, machine.output)
            self.assertEqual(machine.output.splitlines()[-1], "2")
            machine.run("/bin/bash", "-c", count, "0")
            self.assertNotRegex(machine.output, "(?m)^[1-9]")

    def test_slow_boot_stays_within_a_dozen_calls(self):
        with Machine(HEARTBEAT="30") as machine:
            machine.put("etc/vend-lab/slow", "dnf .*install docker 20")
            self.succeed(machine)
        (launching,) = re.findall(r"LAUNCH_HEARTBEAT=(\d+)", machine.template.user_data())
        group = machine.template.document["Resources"]["InstanceASG"]
        hooks = {hook["LifecycleTransition"].split(":")[1]: hook for hook in machine.template.resolve(group["Properties"]["LifecycleHookSpecificationList"])}
        self.assertEqual(hooks["EC2_INSTANCE_LAUNCHING"]["HeartbeatTimeout"], int(launching))
        longest = int(re.fullmatch(r"PT(\d+)M", group["CreationPolicy"]["ResourceSignal"]["Timeout"])[1]) * 60
        self.assertLessEqual(len(machine.calls("aws ")) + 1 + longest // (int(launching) // 2), 12)  # 1: before a reboot

    def test_heartbeats_while_it_boots(self):
        with Machine() as machine:
            machine.put("setup.sh", machine.text)
            machine.put("etc/vend-lab/slow", "dnf .*install docker 9")
            environment = {"VEND_GITLAB_URL": "http://gitlab.lab:8080/", "VEND_TOKENS": "glrt-good2", "VEND_LAUNCH_HOOK": "instance-launching",
                           "VEND_LAUNCH_HEARTBEAT": "6"}
            self.assertEqual(machine.run("/bin/bash", "/setup.sh", environment=environment), 0, machine.output)
            self.assertGreaterEqual(len(machine.calls("record-lifecycle-action-heartbeat", "instance-launching", "lab-InstanceASG-1")), 2)
            self.assertEqual(len(machine.calls("complete-lifecycle-action", "CONTINUE")), 1)

    def test_script_through_the_api(self):
        with Machine() as machine:  # cfn-init is refused: describe-stack-resource
            machine.put("usr/bin/cfn-init", "#!/bin/sh\nexit 1\n")
            (machine.root / "usr/bin/cfn-init").chmod(0o755)
            self.succeed(machine)
            self.assertEqual(len(machine.calls("describe-stack-resource")), 1)

    def test_script_from_an_address(self):
        with Machine(SCRIPT="http://downloads.lab/r/files/mine.sh") as machine:
            os.unlink(machine.root / "linux-features.sh")
            machine.control("downloads", "files/mine.sh", machine.text)
            machine.control("downloads", "files/linux-features.sh", template.script("linux-features.sh"))
            self.succeed(machine)

    def test_script_from_the_instance(self):
        with Machine(SCRIPT="/opt/mine.sh") as machine:
            os.rename(machine.root / "linux-features.sh", machine.root / "opt/linux-features.sh")
            machine.put("opt/mine.sh", machine.text)
            self.succeed(machine)

    def test_group_is_asked_for_once(self):
        """The template turns the tags in the metadata off."""
        with Machine() as machine:
            self.succeed(machine)
            self.assertEqual(len(machine.calls("describe-auto-scaling-instances")), 1)

    def test_group_by_metadata_tags(self):
        """As a launch template of somebody else may have them: no call then."""
        with Machine() as machine:
            machine.control("imds", "meta/tags/instance/aws:autoscaling:groupName", "lab-InstanceASG-1")
            self.succeed(machine)
            self.assertEqual(machine.calls("describe-auto-scaling-instances"), [])

    def test_group_by_the_stack(self):
        with Machine() as machine:
            machine.fail("describe-auto-scaling-instances")
            self.succeed(machine)
            self.assertEqual(len(machine.calls("PhysicalResourceId", "InstanceASG")), 1)

    def test_refused_extras_do_not_fail_the_boot(self):
        with Machine() as machine:
            machine.fail("create-tags", "put-metric-data", "amazon-ssm-agent$", "fetch-config")
            self.succeed(machine)
            self.assertEqual(machine.managers(), ["glrt-good1"])

    def test_launcher_fits(self):
        self.assertLess(len((template.ROOT / "templates/userdata/linux.sh").read_bytes()), 2423)


class Failures(Lab):
    def check(self, reason, prepare=None, abandoned=True, **settings):
        with Machine(**settings) as machine:
            if prepare:
                prepare(machine)
            self.refuse(machine, reason)
            if abandoned:
                self.abandoned(machine)

    def test_gitlab_cannot_be_reached(self):
        self.check("preflight: cannot reach http://gitlab.lab:8080/", lambda m: m.control("gitlab", "down", "true"))

    def test_gitlab_port_is_closed(self):
        self.check("preflight: cannot reach http://gitlab.lab:81/", GITLAB_URL="http://gitlab.lab:81/")

    def test_gitlab_name_is_unknown(self):
        self.check("preflight: cannot reach https://nowhere.lab/: .*resolve", GITLAB_URL="https://nowhere.lab/")

    def test_gitlab_cannot_be_reached_through_the_proxy(self):
        self.check("preflight: cannot reach http://gitlab.lab:81/: the proxy", HTTP_PROXY="http://proxy.lab:3128", GITLAB_URL="http://gitlab.lab:81/")

    def test_proxy_cannot_be_reached(self):
        self.check("preflight: cannot reach http://gitlab.lab:8080/", HTTP_PROXY="http://proxy.lab:3129")

    def test_downloads_cannot_be_reached(self):
        self.check(f"preflight: cannot reach https://{DOWNLOADS}/", lambda m: m.control("downloads", "down", "true"))

    def test_no_such_version(self):
        with Machine(RUNNER_VERSION="v16.2.3") as machine:
            machine.put("etc/vend/environment", 'declare -x VEND_PATIENCE="16"\n')  # time for several tries, of which a 404 gets none
            machine.control("downloads", "missing", '["v16.2.3"]')
            self.refuse(machine, "in .*/v16.2.3/release.sha256")
            self.abandoned(machine)
            self.assertNotIn("once more in 2 s: fetch", machine.log)

    def test_bad_checksum(self):
        self.check("has a wrong checksum", lambda m: m.control("downloads", "corrupt", "true"))

    def test_bad_token(self):
        self.check("registration 1 was refused", lambda m: m.put("etc/vend-lab/secret", "glrt-unknown"))

    def test_second_token_bad(self):
        self.check("registration 2 was refused", lambda m: m.put("etc/vend-lab/secret", "glrt-good1;glrt-unknown"))

    def test_registration_disallowed(self):
        def prepare(machine):
            machine.put("etc/vend-lab/secret", "GR1348941good")
            machine.control("gitlab", "disallow", "true")
        self.check("registration 1 was refused", prepare)

    def test_secret_cannot_be_read(self):
        self.check("cannot read a runner token", lambda m: m.fail("get-secret-value"))

    def test_secret_is_empty(self):
        self.check("cannot read a runner token", lambda m: m.put("etc/vend-lab/secret", " ; \n"))

    def test_package_failure(self):
        self.check("tools: cannot install docker", lambda m: m.fail("dnf .*install docker"))

    def test_patch_failure(self):
        self.check(r"patch: cannot install patches \(All\)", lambda m: m.fail("dnf .*upgrade"), PATCH_SCOPE="All")


    def test_docker_does_not_start(self):
        self.check("Docker does not start", lambda m: m.fail("systemctl restart docker"))

    def test_unforeseen_failure(self):
        self.check("service: bring_up: systemctl enable", lambda m: m.fail("systemctl enable vend-monitor.service vend-prune.timer"))

    def test_metadata_down(self):
        self.check("preflight: no instance metadata", lambda m: m.control("imds", "down", "true"), abandoned=False)

    def test_no_group_name(self):
        """Without one a launch cannot go on, and what registers would lose its jobs with the hook's time."""
        def prepare(machine):
            machine.fail("describe-auto-scaling-instances", "describe-stack-resource")
        with Machine() as machine:
            prepare(machine)
            self.refuse(machine, "preflight: no group name", timeout=180)
            self.assertEqual(machine.calls("gitlab-runner register"), [])
            self.assertGreaterEqual(len(machine.calls("describe-auto-scaling-instances")), 3)

    def test_tampered_script(self):
        self.check("the checksum of Embedded", lambda m: m.put_metadata(json.dumps(m.template.metadata()).replace("set -Eeuo", "set -Eeu")))

    def test_tampered_features(self):
        def prepare(machine):
            os.unlink(machine.root / "linux-features.sh")
            machine.put_metadata(json.dumps(machine.template.metadata()).replace("# ---- own steps", "# ---- others"))
        self.check("no linux-features.sh of this script", prepare)

    def test_features_not_beside_the_address(self):
        def prepare(machine):
            os.unlink(machine.root / "linux-features.sh")
            machine.control("downloads", "files/mine.sh", machine.text)
        self.check("no linux-features.sh of this script.*mine.sh", prepare, SCRIPT="http://downloads.lab/r/files/mine.sh")

    def test_tampered_script_at_an_address(self):
        def prepare(machine):
            machine.control("downloads", "files/mine.sh", machine.text + "# more\n")
        self.check("the checksum of http", prepare, SCRIPT="http://downloads.lab/r/files/mine.sh", SCRIPT_SHA256="0" * 64)

    def test_script_not_there(self):
        self.check("UserData line", SCRIPT="http://downloads.lab/r/files/none.sh")

    def test_runner_does_not_run(self):
        with Machine() as machine:
            machine.fail("systemctl is-active gitlab-runner")
            self.assertNotEqual(machine.first_boot(), 0)
            self.assertRegex(machine.calls("cfn-signal")[0], "-e 1 -r service: gitlab-runner does not run")
            last = [call for call in machine.calls() if re.match("systemctl stop gitlab-runner|gitlab-runner unregister|aws .*ABANDON", call)]
            self.assertEqual([call.split()[0] for call in last], ["systemctl", "gitlab-runner", "aws"])
            self.assertEqual(machine.managers(), [])


if __name__ == "__main__":
    unittest.main()
