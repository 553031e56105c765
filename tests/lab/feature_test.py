"""What a setting does: instances that are not booted, with values of a person without vend (VEND_NAME), so that also what no template hands
over is tried. The runner is the stand-in, which knows the real one's flags (common/config.go of 19.4) and writes config.toml. A case
or more for each setting, hence the length.
"""
import base64
import hashlib
import itertools
import json
import pathlib
import threading
import time
import tomllib
import unittest

import jsonschema

import template
from boot_free_test import SCRIPTS
from machine import Machine, certificate

DOCKER, SHELL = SCRIPTS[2], SCRIPTS[3]
# A text as anybody may have it: quotes, what shells and TOML read otherwise, a control character, several alphabets.
HOSTILE = """a "b" 'c' $(touch /pwned) `touch /pwned` ${HOME} %s \\ \\n \\u0041 ;|& ]] # \t\x01\x7f größe 雪"""


def alone(machine):
    """The script where no boot was, for calls of one function: its features are there, as after a boot's beginning."""
    machine.put("setup.sh", machine.text)
    machine.put("etc/vend/features.sh", template.script("linux-features.sh"))


class Features(unittest.TestCase):
    def setup(self, machine, secret="", **values):
        """Runs the script from a file; 0 when the boot succeeded."""
        machine.put("setup.sh", machine.text)
        machine.put("etc/vend-lab/secret", secret)
        values = {"GITLAB_URL": "http://gitlab.lab:8080/", "TOKENS": "glrt-good1", "PATIENCE": "2"} | values
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
            alone(machine)
            for secret, found in (('{"token": 5}', 0), ("{}", 0), ('["glrt-good1", "glrt-good2"]', 2)):
                machine.put("etc/vend-lab/secret", secret)
                self.assertEqual(self.call(machine, "read_tokens", TOKEN_SOURCE="ssm:lab"), (1, f"its JSON has {found} texts, which one is unclear"), secret)

    def test_versions_that_delete_runners(self):
        # A mirror may call an old one `latest`.
        old = lambda machine: setattr(machine.simulators["downloads"], "binary", machine.simulators["downloads"].binary.replace(b"19.4.0", b"15.9.0"))
        self.refuse("download: GitLab Runner 15.9.0 is too old", SHELL, old)
        self.refuse("preflight: GitLab Runner v15.11.1 is too old", SHELL, RUNNER_VERSION="v15.11.1")
        with Machine(SHELL) as machine:
            alone(machine)
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

    def test_docker_hub(self):
        password = HOSTILE + "p:w"
        with Machine(DOCKER) as machine:
            machine.put("root/.docker/config.json", json.dumps({"auths": {"old.lab": {"auth": "eA=="}}, "detachKeys": "ctrl-e,e"}))
            self.succeed(machine, HUB_SECRET="hub $(touch /pwned)", secret=json.dumps({"username": "us\u00e9r", "password": password, "note": "more"}))
            file = machine.root / "root/.docker/config.json"
            config = json.loads(file.read_text())
            self.assertEqual(base64.b64decode(config["auths"]["https://index.docker.io/v1/"]["auth"]).decode(), "us\u00e9r:" + password)
            self.assertEqual((config["auths"]["old.lab"], config["detachKeys"]), ({"auth": "eA=="}, "ctrl-e,e"))
            self.assertEqual((file.stat().st_mode & 0o777, file.stat().st_uid), (0o600, 0))
            everything = machine.output + machine.log + "".join(machine.calls())
            self.assertNotIn("p:w", everything)
            self.assertNotIn(config["auths"]["https://index.docker.io/v1/"]["auth"], everything)
            self.assertEqual(len(machine.calls("get-secret-value --secret-id hub $(touch /pwned)")), 1)

    def test_docker_hub_secret_that_is_none(self):
        for secret in ("hush", '{"user":"hush","pass":"hush"}', '{"username":"hush"}', '["hush"]', ""):
            with self.subTest(secret):
                said = self.refuse("tools: HUB_SECRET cannot be read", HUB_SECRET="hub", secret=secret)
                self.assertNotIn("hush", said)
        self.refuse("tools: HUB_SECRET cannot be read", HUB_SECRET="hub", prepare=lambda machine: machine.fail("get-secret-value"))

    def helper(self, answers):
        """The credential helper, which answers for the registries that match a shell pattern only. Its real one has the same protocol."""
        def put(machine):
            machine.put("usr/bin/docker-credential-ecr-login", f"""#!/bin/sh
read -r server; echo "$1 $server $HOME" >>/var/lib/vend-lab/helper
case $server in {answers}) echo '{{"Username":"AWS","Secret":"hush"}}' ;; *) echo "credentials not found in native keychain"; exit 1 ;; esac
""")
            (machine.root / "usr/bin/docker-credential-ecr-login").chmod(0o755)
        return put

    def test_ecr(self):
        private = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
        for answers, registries in (("*", [private, "public.ecr.aws"]), (private, [private])):
            with self.subTest(answers), Machine(DOCKER) as machine:
                self.helper(answers)(machine)
                self.succeed(machine, ECR_LOGIN="true", REGION="eu-west-1", HUB_SECRET="hub", secret='{"username":"u","password":"p"}')
                config = json.loads(machine.read("root/.docker/config.json"))
                self.assertEqual(config["credHelpers"], {registry: "ecr-login" for registry in registries})
                self.assertIn("https://index.docker.io/v1/", config["auths"])
                self.assertIn(f"get {private} /root", machine.read("var/lib/vend-lab/helper"))
                self.assertNotIn("hush", machine.output)

    def test_ecr_package_and_refusal(self):
        with Machine(SCRIPTS[0]) as machine:
            self.setup(machine, ECR_LOGIN="true", REGION="eu-west-1")
            self.assertEqual([call for call in machine.calls() if "ecr" in call or "enable docker" in call and "amazon" in call],
                             ["amazon-linux-extras enable docker", "yum -y -q install amazon-ecr-credential-helper"])
        self.refuse("tools: no login to 123456789012.dkr.ecr.eu-west-1", prepare=self.helper("none"), ECR_LOGIN="true", REGION="eu-west-1")

    def test_images_ahead(self):
        with Machine(DOCKER) as machine:
            machine.fail("docker pull .*broken")
            self.succeed(machine, DOCKER_PRELOAD="ruby:3.3,registry.lab/broken,--help,$(touch /pwned) `touch /pwned`", HUB_SECRET="hub", secret='{"username":"u","password":"p"}')
            pulled = [call for call in machine.calls() if call.startswith("docker pull") or "secret-value" in call]
            self.assertEqual([call.split(" -- ")[-1] for call in pulled[1:]], ["ruby:3.3", "registry.lab/broken", "--help", "$(touch /pwned) `touch /pwned`"])
            self.assertIn("secret-value", pulled[0])  # logins first
            self.assertIn("not all of these images were pulled", machine.output)

    def test_proxy_in_dockers_configuration(self):
        proxy = "http://proxy.lab:3128"
        with Machine(DOCKER, HTTP_PROXY=proxy) as machine:
            self.succeed(machine, HTTP_PROXY=proxy, NO_PROXY='a"b\\c')
            given = json.loads(machine.read("root/.docker/config.json"))["proxies"]["default"]
            self.assertEqual((given["httpProxy"], given["httpsProxy"], given["noProxy"].split(",")[-1]), (proxy, proxy, 'a"b\\c'))


class Authority(Features):
    """A CA that only GitLab's certificate comes from: the machine trusts it no more."""
    def prepare(self, machine):
        _, text, name = certificate()
        (machine.root / f"etc/ssl/certs/{name}.0").unlink()
        return text

    URL = {"GITLAB_URL": "https://gitlab.lab:8443/", "RUNNER_DOWNLOAD": "http://downloads.lab/r/"}

    def test_without(self):
        self.refuse("preflight: cannot reach https://gitlab.lab:8443/: .*certificate", prepare=self.prepare, **self.URL)

    def test_texts(self):
        shapes = [lambda text: text, lambda text: text.replace("\n", " "), lambda text: text.replace("\n", "\\n"), lambda text: text.replace("\n", "\r\n"),
                  lambda text: "# ours\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" + text + "\n" + text]
        for number, shape in enumerate(shapes):
            with self.subTest(number), Machine(SHELL) as machine:
                text = self.prepare(machine)
                machine.put("etc/vend/gitlab-ca.crt", shape(text))
                (runner,) = self.succeed(machine, CA_CERTIFICATE="Embedded", **self.URL)
                self.assertEqual(runner["tls-ca-file"], "/etc/gitlab-runner/certs/gitlab.lab.crt")
                self.assertEqual(machine.read(runner["tls-ca-file"]), text * (1 if number < 4 else 2))
                self.assertEqual(machine.managers(), ["glrt-good1"])

    def test_that_the_image_has(self):
        with Machine(SHELL) as machine:
            machine.put("etc/gitlab-runner/certs/gitlab.lab.crt", self.prepare(machine))
            self.setup(machine, **self.URL)
            self.assertNotIn("phase preflight: cannot", machine.output)
            self.assertIn("phase register", machine.output)

    def test_that_is_none(self):
        for text in ("", "hush", "-----BEGIN CERTIFICATE-----"):
            self.refuse("preflight: /etc/vend/gitlab-ca.crt holds no certificate", SHELL, lambda machine: machine.put("etc/vend/gitlab-ca.crt", text), CA_CERTIFICATE="Embedded")
        self.refuse("preflight: /etc/vend/gitlab-ca.crt holds no certificate", SHELL, CA_CERTIFICATE="Embedded")


class Steps(Features):
    SAY = "#!/bin/bash\nenv | grep ^VEND_ | sort\necho \"$VEND_STEP $PWD\" >>/var/lib/vend-lab/steps\n"

    @staticmethod
    def sum(text):
        return hashlib.sha256(text.encode()).hexdigest()

    def drain(self, machine):
        machine.put("drain.sh", machine.text.replace("\n# ---- the boot", "\ndrain_now() { SPOT=; drain test; }\n# ---- the boot"))
        self.assertEqual(machine.run("/bin/bash", "/drain.sh", "drain_now"), 0, machine.output)

    def test_order_and_variables(self):
        with Machine(SHELL) as machine:
            machine.put("etc/vend/steps/before", "\n" + self.SAY + "ls /etc/gitlab-runner/config.toml && exit 1; exit 0")  # no shebang in its first line
            machine.put("etc/vend-lab/s3/after", "#!/usr/bin/python3\nimport os\nassert os.path.exists('/etc/gitlab-runner/config.toml')\nprint('py', os.environ['VEND_STEP'])\n")
            machine.control("downloads", "files/drain", self.SAY)
            self.succeed(machine, BEFORE="Embedded", AFTER="s3://bucket/a/after", DRAIN_STEP="http://downloads.lab/r/files/drain", DRAIN_STEP_SHA256=self.sum(self.SAY),
                         STACK="lab", REGION="eu-west-1", RESOURCE="InstanceASG")
            self.assertEqual(machine.read("var/lib/vend-lab/steps"), "before /var/lib/vend\n")
            said = [line for line in machine.output.splitlines() if line.startswith("VEND_")]
            self.assertEqual(said, ["VEND_EXECUTOR=shell", "VEND_GITLAB_URL=http://gitlab.lab:8080/", "VEND_GROUP=lab-InstanceASG-1",
                                    "VEND_INSTANCE=i-0123456789abcdef0", "VEND_REGION=eu-west-1", "VEND_STACK=lab", "VEND_STEP=before"])
            self.assertIn("py after", machine.output)
            order = [call for call in machine.calls() if call.startswith(("gitlab-runner register", "systemctl start gitlab-runner"))]
            self.assertEqual(len(order), 2)
            self.assertLess(machine.output.index("py after"), machine.output.index("seconds:"))
            # At the drain it needs no address: jobs are over, and the runner is still registered.
            machine.control("downloads", "down", "true")
            self.drain(machine)
            self.assertIn("VEND_STEP=drain", machine.output)
            self.assertLess(machine.output.index("VEND_STEP=drain"), machine.output.index("drain: done"))
            self.assertEqual(machine.managers(), [])

    def test_ways_to_fail(self):
        put = lambda path, text: lambda machine: machine.put(path, text)
        for reason, prepare, values in (
                ("register: step-before ended with 3", put("opt/b", "exit 3"), {"BEFORE": "/opt/b"}),
                ("register: step-before ended with 124", put("opt/b", "sleep 60"), {"BEFORE": "/opt/b", "LAUNCH_HEARTBEAT": "2"}),
                ("service: step-after ended with 1", put("opt/b", "false"), {"AFTER": "/opt/b"}),
                ("register: step-before cannot be read from /opt/none", put("x", ""), {"BEFORE": "/opt/none"}),
                ("register: step-before cannot be read from s3://bucket/none", put("x", ""), {"BEFORE": "s3://bucket/none"}),
                ("register: step-after cannot be read from Embedded", put("x", ""), {"AFTER": "Embedded"}),
                ("register: step-drain at https://x.lab/d needs a checksum", put("x", ""), {"DRAIN_STEP": "https://x.lab/d"}),
                ("register: the checksum of step-drain is not 0{64}", put("opt/b", "true"), {"DRAIN_STEP": "/opt/b", "DRAIN_STEP_SHA256": "0" * 64})):
            with self.subTest(reason):
                self.refuse(reason, SHELL, prepare, **values)

    def test_drain_step_stops_no_drain(self):
        for script, text, said in ((SHELL, "exit 7", "step drain ended with 7"), (SHELL, "kill -9 $PPID $$", "drain: done"), (DOCKER, "exit 8", "step drain ended with 8")):
            with self.subTest(text), Machine(script) as machine:
                machine.put("opt/d", text)
                self.succeed(machine, DRAIN_STEP="/opt/d")
                self.drain(machine)
                self.assertIn(said, machine.output)
                self.assertIn("drain: done", machine.output)
                self.assertEqual(machine.managers(), [])

    def test_an_address_that_is_away_for_a_moment(self):
        with Machine(SHELL) as machine:
            machine.put("etc/vend-lab/s3/after", "#!/bin/sh\n")
            machine.put("etc/vend-lab/fail-once", "aws s3 cp")
            self.succeed(machine, AFTER="s3://bucket/after", PATIENCE=4)
            self.assertEqual(len(machine.calls("aws s3 cp")), 2)

    def test_left_of_another_boot(self):
        with Machine(SHELL) as machine:
            machine.put("var/lib/vend/step-before", "#!/bin/sh\nexit 1\n")
            self.succeed(machine)


class Store(Features):
    """The programs of disks are stand-ins, and there are no disks: a namespace has no devices of its own. What it shows is what the script asks of
    them, in which order, and where it ends; not that mkfs, mdadm and mount do it, nor udev's names."""
    TOOLS = """#!/bin/bash
# blkid, mdadm, mkfs.xfs, mount, mountpoint, chmod: a file /var/lib/vend-lab/disk-NAME says what is on a disk
name=${0##*/} at=/var/lib/vend-lab
echo "$name $*" >>$at/disks
has() { cat "$at/disk-${1##*/}" 2>/dev/null; }
case $name in
blkid) if [[ $1 == -L ]]; then for f in $at/disk-*; do [[ ! -e $f || $(<$f) != "xfs $2" ]] || { echo /dev/${f##*/disk-}; exit 0; }; done; exit 2
	else [[ -n $(has "${!#}") ]] || exit 2; fi ;;
mdadm) [[ $1 == --create ]] || exit 1; for d in "${@:5}"; do echo raid >$at/disk-${d##*/}; done ;;
mkfs.xfs) echo "xfs vend-store" >$at/disk-${!###*/} ;;
mountpoint) exit 1 ;;
esac
"""

    def prepare(self, machine, *disks):
        for name in ("blkid", "mdadm", "mkfs.xfs", "mount", "mountpoint"):
            machine.put("usr/local/sbin/" + name, self.TOOLS)
            (machine.root / "usr/local/sbin" / name).chmod(0o755)
        for number, disk in enumerate(disks, 1):
            machine.put(f"dev/nvme{number}n1", "")
            for suffix in ("", "_1", "-part1"):
                machine.put(f"dev/disk/by-id/nvme-Amazon_EC2_NVMe_Instance_Storage_AWS{number:04}{suffix}", "")
                path = machine.root / f"dev/disk/by-id/nvme-Amazon_EC2_NVMe_Instance_Storage_AWS{number:04}{suffix}"
                path.unlink()
                path.symlink_to(f"../../nvme{number}n1" + ("p1" if "part" in suffix else ""))
            if disk:
                machine.put(f"var/lib/vend-lab/disk-nvme{number}n1", disk)

    def disks(self, machine):
        lines = [line for line in machine.read("var/lib/vend-lab/disks").splitlines() if line.startswith(("mdadm --create", "mkfs", "mount "))]
        machine.put("var/lib/vend-lab/disks", "")
        return lines

    def test_one_disk_for_docker(self):
        with Machine(DOCKER) as machine:
            self.prepare(machine, "")
            self.succeed(machine, INSTANCE_STORE="docker")
            mounted = ["mount /dev/nvme1n1 /mnt/vend-store", "mount --bind /mnt/vend-store/var/lib/docker /var/lib/docker",
                       "mount --bind /mnt/vend-store/var/lib/containerd /var/lib/containerd"]
            self.assertEqual(self.disks(machine), ["mkfs.xfs -q -L vend-store /dev/nvme1n1", *mounted])
            calls = machine.calls("systemctl")
            self.assertLess(calls.index("systemctl stop docker.socket docker containerd"), calls.index("systemctl restart docker"))
            self.assertIn("systemctl enable vend-store", calls)
            unit = machine.read("etc/systemd/system/vend-store.service")
            self.assertIn("Before=docker.service containerd.service gitlab-runner.service", unit)
            # A reboot: what is there stays. A stop: the disk is empty.
            for disk, expected in (("xfs vend-store", mounted), ("", ["mkfs.xfs -q -L vend-store /dev/nvme1n1", *mounted])):
                machine.put("var/lib/vend-lab/disk-nvme1n1", disk)
                self.assertEqual(machine.run("/bin/bash", "/etc/vend/MonitorTerminationHook.sh", "store"), 0, machine.output)
                self.assertEqual(self.disks(machine), expected)

    def test_several_disks(self):
        with Machine(DOCKER) as machine:
            self.prepare(machine, "", "ntfs", "", "")
            self.succeed(machine, INSTANCE_STORE="builds")
            self.assertEqual(self.disks(machine), ["mdadm --create /dev/md/vend-store --run --level=0 --raid-devices=3 /dev/nvme1n1 /dev/nvme3n1 /dev/nvme4n1",
                                                   "mkfs.xfs -q -L vend-store /dev/md/vend-store", "mount /dev/vend-store /mnt/vend-store".replace("/dev/v", "/dev/md/v"),
                                                   "mount --bind /mnt/vend-store/var/lib/docker/volumes /var/lib/docker/volumes"])

    def test_several_disks_without_mdadm(self):
        with Machine(DOCKER) as machine:
            self.prepare(machine, "", "")
            (machine.root / "usr/local/sbin/mdadm").unlink()
            machine.fail("dnf .*mdadm")
            self.succeed(machine, INSTANCE_STORE="docker")
            self.assertIn("only one local disk is used", machine.output)
            self.assertEqual(self.disks(machine)[:2], ["mkfs.xfs -q -L vend-store /dev/nvme1n1", "mount /dev/nvme1n1 /mnt/vend-store"])

    def test_no_disk(self):
        for disks in ((), ("ext4",)):
            with Machine(DOCKER) as machine:
                self.prepare(machine, *disks)
                self.succeed(machine, INSTANCE_STORE="docker")
                self.assertIn("there is no free local disk", machine.output)
                self.assertEqual(self.disks(machine), [])

    def test_builds_of_a_shell(self):
        with Machine(SHELL) as machine:
            self.prepare(machine, "")
            self.succeed(machine, INSTANCE_STORE="builds")
            self.assertEqual(self.disks(machine)[1:], ["mount /dev/nvme1n1 /mnt/vend-store"])
            link = machine.root / "home/gitlab-runner/builds"
            self.assertEqual(str(link.readlink()), "/mnt/vend-store/builds")
            self.assertEqual((machine.root / "mnt/vend-store/builds").stat().st_uid, link.lstat().st_uid)
            self.assertNotEqual(link.lstat().st_uid, 0)

    def test_refused(self):
        self.refuse("preflight: INSTANCE_STORE is not written as none.builds", SHELL, INSTANCE_STORE="docker")
        self.refuse("preflight: INSTANCE_STORE is not written as ", INSTANCE_STORE="/var; touch /pwned")


class Metrics(Features):
    def test_the_agents_own_schema_accepts_every_configuration(self):
        schema = json.loads((pathlib.Path(__file__).parents[1] / "schemas/cloudwatch-agent.json").read_text())
        check = jsonschema.Draft4Validator(schema)
        for script, metrics, group in itertools.product((DOCKER, SCRIPTS[1]), ("true", "false"), ("", "group/of-logs")):
            with self.subTest((script, metrics, group)), Machine(script) as machine:
                alone(machine)
                machine.run("/bin/bash", "/setup.sh", "start_agent", environment={"VEND_METRICS": metrics, "VEND_LOG_GROUP": group})
                if metrics == "false" and not group:
                    self.assertEqual(machine.read("var/lib/vend/agent.json"), "")
                    continue
                agent = json.loads(machine.read("var/lib/vend/agent.json"))
                self.assertEqual([error.message for error in check.iter_errors(agent)], [])
                self.assertEqual(("metrics" in agent, "logs" in agent), (metrics == "true", bool(group)))
                for name, plugin in agent.get("metrics", {}).get("metrics_collected", {}).items():
                    # What has a device of its own is never sent for each of them.
                    if name in ("net", "diskio", "swap", "netstat"):
                        self.assertEqual(plugin["drop_original_metrics"], ["*"], name)
                    if name in ("net", "diskio", "disk"):
                        self.assertTrue(plugin["resources"] and "*" not in plugin["resources"], name)

    GAUGES = """
import json, os, socket, subprocess, sys
statsd = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
statsd.bind(("127.0.0.1", 8125))
statsd.settimeout(20)
subprocess.Popen(["/bin/bash", "/etc/vend/MonitorTerminationHook.sh", *sys.argv[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
lines = statsd.recv(4096).decode()
statsd.settimeout(1)  # the lines of one round follow each other
try:
    while True:
        lines += statsd.recv(4096).decode()
except TimeoutError:
    print("GAUGES " + json.dumps(lines))
"""

    def gauges(self, machine, verb="gauges"):
        machine.put("gauges.py", self.GAUGES)
        self.assertEqual(machine.run("/usr/bin/python3", "/gauges.py", verb), 0, machine.output)
        text = json.loads(machine.output.split("GAUGES ")[1])
        return {line.split(":")[0]: line.split(":")[1] for line in text.splitlines()}

    def test_gauges(self):
        with Machine(SHELL) as machine:
            self.succeed(machine, CONCURRENT=4)
            down = {"runner_jobs": "0|g", "runner_slots": "4|g", "runner_takes_no_jobs": "1|g"}
            self.assertEqual(self.gauges(machine), down)  # nothing answers on 9252
            self.assertEqual(self.gauges(machine, "monitor"), down)
            # A curl that is the runner's page.
            machine.put("usr/local/bin/curl", "#!/bin/sh\ncase \"$*\" in *:9252*) printf 'gitlab_runner_jobs{a=\"1\"} 2\\ngitlab_runner_jobs{a=\"2\"} 1\\nother 5\\n' ;; *) exec /usr/bin/curl \"$@\" ;; esac\n")
            (machine.root / "usr/local/bin/curl").chmod(0o755)
            up = {"runner_jobs": "3|g", "runner_slots": "4|g", "runner_slots_used_percent": "75|g", "runner_takes_no_jobs": "0|g"}
            self.assertEqual(self.gauges(machine), up)
            machine.put("var/lib/vend/draining", str(int(time.time()) - 500))
            drains = self.gauges(machine)
            self.assertTrue(500 <= int(drains.pop("runner_drain_seconds").rstrip("|g")) < 600)
            self.assertEqual(drains, {"runner_jobs": "3|g", "runner_slots": "4|g", "runner_takes_no_jobs": "1|g"})

    def test_refused_token_is_told_and_replaces_nothing(self):
        """The runner's own count of GitLab's answers to requests for jobs: 403 grows, later 201 does."""
        page = "#!/bin/sh\ncase \"$*\" in *:9252*) cat /page; n=$(($(cat /n) + 1)); echo $n >/n; printf 'gitlab_runner_api_request_statuses_total{endpoint=\"request_job\",runner=\"x\",status=\"%s\"} %d\\n' \"$(cat /status)\" $n ;; *) exec /usr/bin/curl \"$@\" ;; esac\n"
        with Machine(SHELL) as machine:
            self.succeed(machine)
            machine.put("page", 'gitlab_runner_jobs{a="1"} 0\n')
            machine.put("n", "0")
            machine.put("status", "403")
            machine.put("usr/local/bin/curl", page)
            (machine.root / "usr/local/bin/curl").chmod(0o755)
            until_over = "/bin/bash /etc/vend/MonitorTerminationHook.sh monitor & until [ -e /over ]; do sleep 1; done"
            watch = threading.Thread(target=lambda: machine.run("/bin/bash", "-c", until_over, timeout=120), daemon=True)
            watch.start()
            machine.wait(lambda: machine.read("var/lib/vend/no-jobs").strip() == "1" and "GitLab refuses the runner's token" in machine.log, 60, "the token's refusal is not told")
            machine.put("status", "201")
            machine.wait(lambda: machine.read("var/lib/vend/no-jobs").strip() == "", 45, "it takes jobs again and does not say so")
            machine.put("over", "")
            watch.join()
            self.assertEqual(machine.calls("set-instance-health"), [])


if __name__ == "__main__":
    unittest.main()
