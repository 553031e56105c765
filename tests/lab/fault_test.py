"""What goes wrong around an instance, once, for a while or for ever, and what jobs may do to it. tests/faults has the whole matrix in
virtual time; here are real disks, users, rules for routes, tar-like images and links."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from boot_free_test import Lab
from machine import SCRIPT, Machine

SELF = "/etc/vend/MonitorTerminationHook.sh"
SHELL = "amazon-linux-2023-shell.sh"
LAST_BYTE = "dd if=/dev/zero of=/var/cache/fill bs=64k 2>/dev/null; dd if=/dev/zero of=/var/cache/fill2 bs=1 2>/dev/null; "


class SmallDisk:
    """A machine whose disk is a small one: what it records stands elsewhere."""

    def __init__(self, **settings):
        self.place, self.settings = pathlib.Path(tempfile.mkdtemp(prefix="vend-lab-disk-")), settings

    def __enter__(self):
        (self.place / "disk").mkdir()
        (self.place / "calls").mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", self.place / "disk"], check=True)
        self.machine = Machine(within=self.place / "disk", **self.settings)
        subprocess.run(["mount", "--bind", self.place / "calls", self.machine.root / "var/lib/vend-lab"], check=True)
        return self.machine

    def __exit__(self, *error):
        subprocess.run(["umount", "-l", self.machine.root / "var/lib/vend-lab"], check=False)
        self.machine.close()
        subprocess.run(["umount", "-l", self.place / "disk"], check=False)
        shutil.rmtree(self.place, ignore_errors=True)


class Faults(Lab):
    def as_job(self, machine, command):
        machine.run("/sbin/runuser", "-u", "gitlab-runner", "--", "/bin/bash", "-c", "cd; " + command)
        return machine.output

    def told_of_failure(self, machine, reason):
        signals = machine.calls("cfn-signal")
        self.assertEqual(len(signals), 1, (signals, machine.output))
        self.assertRegex(signals[0], "cfn-signal -e 1 -r .*" + reason)
        self.abandoned(machine)
        self.assertEqual(machine.calls("CONTINUE"), [])

    def test_disk_runs_full_while_packages_are_installed(self):
        with SmallDisk() as machine:
            (machine.root / "usr/bin/dnf").unlink()
            machine.put("usr/bin/dnf", "#!/bin/bash\ncase $* in *docker*) " + LAST_BYTE + "echo 'not enough free space'; exit 1 ;; esac\n")
            (machine.root / "usr/bin/dnf").chmod(0o755)
            self.assertNotEqual(machine.first_boot(), 0)
            self.told_of_failure(machine, "tools: cannot install docker")

    def test_disk_is_full_before_the_boot(self):
        with SmallDisk() as machine:
            machine.put("user-data", machine.template.user_data())
            machine.run("/bin/bash", "-c", LAST_BYTE)
            self.assertNotEqual(machine.run("/bin/bash", "/user-data"), 0)
            self.told_of_failure(machine, "")

    def until_asked(self, patience=30, **answers):
        """A boot in which the first answers of these methods of GitLab's simulator are others."""
        with Machine(patience=patience) as machine:
            gitlab = machine.simulators["gitlab"]
            for name, answer in answers.items():
                real, asked = getattr(gitlab, name), []

                def first(*arguments, real=real, asked=asked, answer=answer):
                    asked.append(1)
                    return answer if len(asked) == 1 else real(*arguments)
                setattr(gitlab, name, first)
            self.succeed(machine)
            self.assertEqual(machine.managers(), ["glrt-good1"])

    def test_gitlab_is_too_busy_once(self):
        self.until_asked(verify=(429, "Retry later"))

    def test_gitlab_has_a_bad_gateway_once(self):
        self.until_asked(verify=(502, "Bad Gateway"))

    def test_gitlab_comes_up_while_the_instance_boots(self):
        with Machine(patience=30) as machine:
            machine.control("gitlab", "down", "true")
            machine.put("usr/local/sbin/sleep", "#!/bin/bash\n[[ $1 != 8 ]] || /usr/bin/curl -s -X PUT -d false http://10.1.0.1:8080/_control/down\nexec /bin/sleep \"$1\"\n")
            (machine.root / "usr/local/sbin/sleep").chmod(0o755)
            # The simulator answers control requests also while it is down.
            self.succeed(machine)

    def once(self, pattern, **settings):
        """A boot in which the first call that matches is refused."""
        machine = Machine(patience=30, **settings)
        machine.put("etc/vend-lab/fail-once", pattern)
        return machine

    def test_calls_that_are_refused_once(self):
        for pattern in ("complete-lifecycle-action", "cfn-signal", "get-secret-value", "dnf .*install docker", "dnf .*install amazon-cloudwatch-agent"):
            with self.subTest(pattern), self.once(pattern) as machine:
                self.assertEqual(machine.first_boot(), 0, machine.output)
                accepted = [call for call in machine.calls() if "cfn-signal -e 0" in call or "CONTINUE" in call]
                self.assertEqual(len(accepted), 3 if pattern in ("complete-lifecycle-action", "cfn-signal") else 2, accepted)
                self.assertEqual(machine.managers(), ["glrt-good1"])

    def test_launch_that_is_not_accepted_takes_no_jobs(self):
        with Machine() as machine:
            machine.fail("complete-lifecycle-action.*CONTINUE")
            machine.put("usr/local/sbin/sleep", "#!/bin/bash\n[[ ! -e /var/lib/vend/draining ]] || touch /var/lib/vend/drained\nexec /bin/sleep \"$1\"\n")
            (machine.root / "usr/local/sbin/sleep").chmod(0o755)  # the monitor's part, which drains
            self.assertEqual(machine.first_boot(), 0)
            self.assertTrue((machine.root / "var/lib/vend/draining").exists())
            self.abandoned(machine)
            # No start of the runner gets past the gate, also after a reboot.
            self.assertNotEqual(machine.run("/bin/bash", SELF, "gate"), 0)
            self.assertIn(f"ExecStartPre=/bin/bash {SELF} gate", machine.read("etc/systemd/system/gitlab-runner.service.d/vend.conf"))

    def test_reboot_between_the_signal_and_the_hook(self):
        with Machine() as machine:
            self.succeed(machine)
            (machine.root / "var/lib/vend/settled").unlink()
            machine.put("var/lib/vend-lab/calls", "")
            self.assertEqual(machine.run("/bin/bash", SELF, "configure"), 0)
            self.succeeded(machine)
            self.assertEqual(machine.calls("register"), [])

    # -- state of another instance
    def test_image_of_a_running_instance(self):
        with Machine() as machine:
            self.succeed(machine)
            for mark in ("draining", "drained", "completed", "protected"):
                machine.put("var/lib/vend/" + mark, "1")
            old = machine.read("etc/gitlab-runner/.runner_system_id")
            machine.control("imds", "meta/instance-id", "i-0fffffffffffffff1")
            for unit in ("gate", "monitor", "configure"):  # units of the image, which may come before user data
                self.assertNotEqual(machine.run("/bin/bash", SELF, unit), 0, unit)
            machine.put("var/lib/vend-lab/calls", "")
            self.succeed(machine)
            self.assertEqual(len(machine.calls("complete-lifecycle-action", "i-0fffffffffffffff1")), 1)
            self.assertNotEqual(machine.read("etc/gitlab-runner/.runner_system_id"), old)
            self.assertEqual(machine.calls("unregister"), [])  # the other one's machine stays GitLab's
            self.assertIn("i-0fffffffffffffff1", machine.read("etc/gitlab-runner/config.toml"))
            self.assertNotIn("i-0123456789abcdef0", machine.read("etc/gitlab-runner/config.toml"))
            self.assertFalse((machine.root / "var/lib/vend/draining").exists())
            self.assertEqual(machine.run("/bin/bash", SELF, "gate"), 0)
            # What is there is found: nothing is installed or fetched.
            self.assertEqual(machine.calls("dnf"), [])
            self.assertEqual(len([one for one in machine.simulators["downloads"].log if "/binaries/" in one["path"]]), 1)

    def test_baked_image(self):
        with Machine() as machine:
            self.succeed(machine)
            for left in ("etc/vend/settings", "etc/vend/gitlab-ca.crt", "etc/vend/steps/before", "root/.docker/config.json"):
                machine.put(left, "1")
            self.assertEqual(machine.run("/bin/bash", SELF, "bake"), 0, machine.output)
            self.assertEqual(machine.managers(), [])
            left = [name for name in ("etc/vend/values", "etc/vend/environment", "etc/vend/settings", "etc/vend/gitlab-ca.crt", "etc/vend/steps", "root/.docker/config.json", "etc/gitlab-runner/config.toml", "etc/gitlab-runner/.runner_system_id",
                                      "custom_instance_configuration_script.sh") if (machine.root / name).exists()]
            self.assertEqual(left + os.listdir(machine.root / "var/lib/vend"), [])
            self.assertEqual(machine.read("etc/machine-id"), "")
            self.assertNotRegex(machine.read("etc/vend/MonitorTerminationHook.sh") and machine.log, "glrt-")
            machine.control("imds", "meta/instance-id", "i-0fffffffffffffff1")
            machine.put("var/lib/vend-lab/calls", "")
            self.succeed(machine)
            self.assertEqual(machine.calls("dnf"), [])

    # -- what a job may do
    def test_jobs_do_not_reach_the_role(self):
        ask = ("t=$(curl -s -m 3 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token) && "
               "curl -s -m 3 -H \"X-aws-ec2-metadata-token: $t\" http://169.254.169.254/latest/meta-data/instance-id; echo \" $?\"")
        with Machine(SHELL) as machine:
            self.succeed(machine)
            self.assertRegex(self.as_job(machine, ask), r"^ [1-9]")
            machine.run("/bin/bash", "-c", ask)
            self.assertIn("i-0123456789abcdef0 0", machine.output)
            # Ids that the user may take in a namespace of its own are closed as well; so is what comes from containers.
            ids = machine.read("etc/subuid").split(":")
            for number, answer in ((int(ids[1]), r"^ [1-9]"), (int(ids[1]) + int(ids[2]) - 1, r"^ [1-9]"), (int(ids[1]) - 1, "i-0123456789abcdef0 0")):
                machine.run("/usr/bin/setpriv", "--reuid", str(number), "--clear-groups", "/bin/bash", "-c", ask)
                self.assertRegex(machine.output, answer, number)
            machine.run("/sbin/ip", "rule")
            self.assertRegex(machine.output, r"to 169\.254\.169\.254 iif lo lookup main\n.*to 169\.254\.169\.254 prohibit\n")
            if os.path.exists("/proc/net/if_inet6"):
                machine.run("/sbin/ip", "-6", "rule")
                user = machine.read("etc/passwd").split("gitlab-runner:x:")[1].split(":")[0]
                for rule in (f"uidrange {user}-{user} prohibit", f"uidrange {ids[1]}-{int(ids[1]) + int(ids[2]) - 1} prohibit", "iif lo lookup main", "prohibit"):
                    self.assertRegex(machine.output, rf"to fd00:ec2::254 {rule}")
            # Taken away by another program, the rules come back with the next start of the runner.
            machine.run("/bin/bash", "-c", "while ip rule | grep -q 169.254; do ip rule del to 169.254.169.254; done; ip rule")
            self.assertNotIn("169.254", machine.output)
            self.assertEqual(machine.run("/bin/bash", SELF, "gate"), 0, machine.output)
            self.assertRegex(self.as_job(machine, ask), r"^ [1-9]")

    def test_metadata_that_the_spec_opens_to_jobs(self):
        with Machine(SHELL) as machine:
            machine.put("etc/vend/environment", 'declare -x VEND_METADATA_FOR_JOBS="true"\n')
            self.succeed(machine)
            self.assertEqual(self.as_job(machine, "curl -s -m 3 -X PUT -o /dev/null -w '%{http_code}' -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token"), "200")

    def test_a_rule_that_cannot_be_set_fails_the_boot(self):
        with Machine(SHELL) as machine:
            machine.put("usr/local/sbin/ip", "#!/bin/sh\nexit 2\n")
            (machine.root / "usr/local/sbin/ip").chmod(0o755)
            self.refuse(machine, "the metadata address cannot be closed")
            self.abandoned(machine)

    def test_root_follows_no_link_of_a_job(self):
        with Machine(SHELL) as machine:
            self.succeed(machine)
            machine.run("/bin/bash", "-c", "mkdir -p -m 700 /srv/important/g/p/x /srv/open/a/b/c/.git; echo 1 | tee /srv/important/g/p/x/file /srv/open/a/b/c/file; "
                        "chmod -R a+rX /srv/open; find /srv -exec touch -h -d '30 days ago' {} +")
            for trick in ("rm -rf builds; ln -s /srv/important builds", "rm -rf builds; ln -s /srv builds", "rm -rf builds; mkdir -p builds/t; ln -s /srv/important builds/t/0",
                          "rm -rf builds; mkdir -p builds/t/0; ln -s /srv/important/g builds/t/0/g", "ln -s /srv/important cache; ln -s /etc .cache; ln -s /srv .m2",
                          "ln -s /srv/important /tmp/link; mkdir -p /tmp/a; ln -s /srv /tmp/a/b"):
                self.as_job(machine, trick)
                for verb in ("prune", "prune_all", "housekeep"):
                    machine.run("/bin/bash", SELF, verb)
                for file in ("srv/important/g/p/x/file", "srv/open/a/b/c/file", "etc/passwd", "etc/vend/values"):
                    self.assertTrue((machine.root / file).exists(), (trick, file))

    def test_prune_takes_what_is_old_at_any_depth_and_nothing_else(self):
        with Machine(SHELL) as machine:
            self.succeed(machine)
            self.as_job(machine, """b=builds/t3_abc/0; mkdir -p $b/group/sub/sub/project/{.git,src} $b/group/old/.git $b/group/fresh/.git $b/group/sub/gone/{.git,lib} builds/t3_abc/1/left/over
                touch $b/group/sub/sub/project/src/file $b/group/old/file $b/group/sub/gone/lib/file; find builds -exec touch -h -d '8 days ago' {} +
                touch $b/group/sub/sub/project/src/file $b/group/fresh/.git/index; find builds -type d -exec touch -d '8 days ago' {} +""")
            machine.run("/bin/bash", SELF, "prune")
            home = machine.root / "home/gitlab-runner/builds/t3_abc"
            self.assertEqual([(home / path).exists() for path in ("0/group/sub/sub/project/src/file", "0/group/fresh/.git/index", "0/group/old", "0/group/sub/gone", "1")],
                             [True, True, False, False, False])

    def test_prune_all_clears_what_jobs_left(self):
        with Machine(SHELL) as machine:
            self.succeed(machine)
            self.as_job(machine, "mkdir -p builds/a/b .m2/repository/x .cache/go .gradle go/pkg/mod/x .ssh; touch .m2/settings.xml .m2/repository/x/jar .cache/go/file .gradle/x go/pkg/mod/x/y .ssh/id /tmp/left; chmod -R a-w go")
            machine.put("tmp/roots", "1")
            machine.run("/bin/bash", SELF, "prune_all")
            home = machine.root / "home/gitlab-runner"
            self.assertEqual([(home / path).exists() for path in ("builds/a", ".m2/repository/x/jar", ".cache/go/file", ".gradle/x", "go/pkg/mod/x/y", ".ssh/id", ".m2/settings.xml", "../../tmp/left", "../../tmp/roots")],
                             [False] * 5 + [True] * 2 + [False, True])

    def test_builds_on_local_disks_are_looked_at_and_cleared(self):
        """The user's `builds` is a link there (INSTANCE_STORE), or Docker's volumes are."""
        with Machine(SHELL) as machine:
            self.succeed(machine)
            machine.run("/bin/bash", "-c", "mkdir -p /mnt/vend-store/builds && chown gitlab-runner /mnt/vend-store/builds")
            self.as_job(machine, "rm -rf builds; ln -s /mnt/vend-store/builds builds; mkdir -p builds/a/b; echo x >builds/a/b/file")
            machine.run("/bin/bash", SELF, "prune_all")
            self.assertEqual(list((machine.root / "mnt/vend-store/builds").iterdir()), [])
            self.assertTrue((machine.root / "home/gitlab-runner/builds").is_symlink(), "the next builds would not be on those disks")
            machine.put("usr/local/sbin/df", "#!/bin/sh\nfor path; do case $path in /mnt/vend-store) echo ' 97% 3%' ;; /*) echo ' 12% 1%' ;; esac; done\n")
            (machine.root / "usr/local/sbin/df").chmod(0o755)
            machine.run("/bin/bash", SELF, "used")
            self.assertIn("97", machine.output)

    def test_no_lock_is_within_reach(self):
        with Machine(SHELL) as machine:
            self.succeed(machine)
            # One that a job can open it can hold for ever: boot, monitor, gate and housekeeping have run by now, with all files of theirs.
            for verb in ("gate", "housekeep"):
                machine.run("/bin/bash", SELF, verb)
            self.assertEqual(self.as_job(machine, "find /run /tmp /var/tmp /dev/shm -name '*vend*' ! -path '*/vend-lab/*' -type f -readable 2>/dev/null"), "")
            self.assertIn("denied", self.as_job(machine, "ls /run/vend; ls /var/lib/vend"))

    # -- what the image has
    def test_docker_s_own_configuration_is_kept(self):
        with Machine(REGISTRY_MIRROR="https://mirror.lab:5000") as machine:
            machine.put("etc/docker/daemon.json", '{"log-driver": "journald", "registry-mirrors": ["https://old.lab"]}')
            self.succeed(machine)
            self.assertEqual(json.loads(machine.read("etc/docker/daemon.json")), {"log-driver": "journald", "registry-mirrors": ["https://mirror.lab:5000"]})

    def test_what_runs_is_not_restarted(self):
        with Machine() as machine:
            machine.run("/bin/bash", "-c", "systemctl start docker; systemctl start amazon-ssm-agent")
            self.succeed(machine)
            self.assertEqual(machine.calls("systemctl restart docker") + machine.calls("systemctl restart amazon-ssm-agent"), [])

    def test_launcher_writes_all_files_when_cfn_init_cannot(self):
        with Machine() as machine:
            metadata = machine.template.metadata()
            metadata["AWS::CloudFormation::Init"]["config"]["files"]["/etc/vend/steps/before"] = {"content": "größe\n", "mode": "000700"}
            machine.put_metadata(json.dumps(metadata))
            machine.put("usr/bin/cfn-init", "#!/bin/sh\nexit 1\n")
            (machine.root / "usr/bin/cfn-init").chmod(0o755)
            self.succeed(machine)
            self.assertEqual(machine.read("etc/vend/steps/before"), "größe\n")


if __name__ == "__main__":
    unittest.main()
