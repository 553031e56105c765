"""What a spec's settings become: the file beside the script, lines of UserData, texts that cfn-init writes, permissions. Nothing boots here."""
import base64
import hashlib
import json
import unittest

import template

SUM = "a" * 64
PEM = "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQw==\n-----END CERTIFICATE-----\n"
SETTINGS_FILE = {"amazon-linux-2023": "/etc/vend/settings", "windows-2022": "C:\\ProgramData\\vend\\settings"}

# Setting, executor, the line that it becomes, and what the role may do for it.
CASES = [
    ({"proxy": {"http": "http://p:1", "jobs": False}}, "docker", "PROXY_JOBS", "false", ""),
    ({"gitlab": {"environment": {"B": "x y", "A": "a'$(x)\""}}}, "shell", "ENVIRONMENT", "B=x y\nA=a'$(x)\"", ""),
    ({"gitlab": {"request_concurrency": 4}}, "docker", "REQUEST_CONCURRENCY", "4", ""),
    ({"gitlab": {"output_limit": 8192}}, "docker", "OUTPUT_LIMIT", "8192", ""),
    ({"gitlab": {"ca_certificate": PEM}}, "shell", "CA_CERTIFICATE", "Embedded", ""),
    ({"docker": {"allowed_images": ["ruby:*", "r.example.com/**"]}}, "docker", "ALLOWED_IMAGES", "ruby:*,r.example.com/**", ""),
    ({"docker": {"memory": "4g"}}, "docker", "DOCKER_MEMORY", "4g", ""),
    ({"docker": {"cpus": 0.5}}, "docker", "DOCKER_CPUS", "0.5", ""),
    ({"docker": {"preload": ["ruby:3.3", "alpine"]}}, "docker", "DOCKER_PRELOAD", "ruby:3.3,alpine", ""),
    ({"docker": {"ecr": True}}, "docker", "ECR_LOGIN", "true", "ecr:BatchGetImage"),
    ({"docker": {"hub_secret": "team/hub"}}, "docker", "HUB_SECRET", "team/hub", ":secret:team/hub-??????"),
    ({"disk": {"instance_store": "docker"}}, "docker", "INSTANCE_STORE", "docker", ""),
    ({"disk": {"instance_store": "builds"}}, "shell", "INSTANCE_STORE", "builds", ""),
    ({"metadata_for_jobs": True}, "docker", "METADATA_FOR_JOBS", "true", ""),
    ({"runner_download": "https://m.example.com/r"}, "shell", "RUNNER_DOWNLOAD", "https://m.example.com/r", ""),
    ({"script": {"before": {"source": "s3://b/k.sh"}}}, "shell", "BEFORE", "s3://b/k.sh", "arn:aws:s3:::b/k.sh"),
    ({"script": {"after": {"source": "https://x/y", "sha256": SUM}}}, "shell", "AFTER_SHA256", SUM, ""),
    ({"script": {"drain": "echo bye"}}, "docker", "DRAIN_STEP", "Embedded", ""),
]

# What the form asks for where `ask` names it.
ASK = ["docker", "gitlab", "script", "runner_download", "disk", "metadata_for_jobs", "proxy", "windows"]
ASKED = {
    "3GITLABRunnerDockerAllowedImages": ("ALLOWED_IMAGES", "ruby:*"), "3GITLABRunnerDockerMemory": ("DOCKER_MEMORY", "4g"),
    "3GITLABRunnerDockerCpus": ("DOCKER_CPUS", "1.5"), "3GITLABRunnerDockerShmSize": ("DOCKER_SHM_SIZE", "268435456"),
    "3GITLABRunnerDockerPreload": ("DOCKER_PRELOAD", "alpine"), "3GITLABRunnerDockerEcr": ("ECR_LOGIN", "true"),
    "3GITLABRunnerDockerHubSecret": ("HUB_SECRET", "hub"), "3GITLABRunnerRequestConcurrency": ("REQUEST_CONCURRENCY", "3"),
    "3GITLABRunnerOutputLimit": ("OUTPUT_LIMIT", "9"), "3GITLABRunnerDownload": ("RUNNER_DOWNLOAD", "https://m/x"),
    "3INSTStepBefore": ("BEFORE", "s3://b/k"), "3INSTStepAfterSHA256": ("AFTER_SHA256", SUM), "3INSTStepDrain": ("DRAIN_STEP", "/opt/x"),
    "3INSTInstanceStore": ("INSTANCE_STORE", "docker"), "3INSTMetadataForJobs": ("METADATA_FOR_JOBS", "true"), "3INSTProxyJobs": ("PROXY_JOBS", "false"),
}

READS_OBJECTS = '"Action": ["s3:GetObject"]'  # alone: the cache's statement has more


class Instance:
    def __init__(self, spec, **parameters):
        document = json.loads(template.generated(json.dumps(spec)))
        if "3GITLABRunnerRegTokenList" in document["Parameters"]:
            parameters["3GITLABRunnerRegTokenList"] = "glrt-unused"
        made = template.Template(document, parameters)
        self.user_data = made.user_data()
        files = made.metadata().get("AWS::CloudFormation::Init", {}).get("config", {}).get("files", {})
        self.files = {path: file["content"] for path, file in files.items()}
        self.policy = json.dumps(made.resolve(document["Resources"]["RunnerPolicy"]))
        hooks = made.resolve(document["Resources"]["InstanceASG"]["Properties"]["LifecycleHookSpecificationList"])
        self.hooks = [hook["LifecycleHookName"] for hook in hooks]


def line(text, name):
    for one in text.splitlines():
        if one.startswith(name + "="):
            return one[len(name) + 1:]
        if one.startswith(name + ":"):
            return base64.b64decode(one[len(name) + 1:]).decode()
    return None


class Settings(unittest.TestCase):
    def test_baked_in(self):
        for platform, path in SETTINGS_FILE.items():
            for setting, executor, name, value, allowed in CASES:
                with self.subTest(platform, setting=setting):
                    plain = {"platform": platform, "executor": executor, "fixed": True}
                    instance = Instance(plain | setting)
                    self.assertEqual(line(instance.files[path], name), value)
                    self.assertIsNone(line(instance.user_data, name))
                    self.assertEqual(line(instance.user_data, "SETTINGS_SHA256"), hashlib.sha256(instance.files[path].encode()).hexdigest())
                    self.assertIn(allowed, instance.policy)
                    if allowed:
                        self.assertNotIn(allowed, Instance(plain).policy)

    def test_none(self):
        for spec in ({}, {"platform": "amazon-linux-2023"}, {"platform": "windows-2025", "executor": "shell"}):
            instance = Instance(spec)
            self.assertEqual([path for path in instance.files if "settings" in path or "steps" in path], [])
            self.assertEqual(len(instance.files), 2)  # the script and what it loads
            for name in ["SETTINGS_SHA256", *(case[2] for case in CASES)]:
                self.assertIsNone(line(instance.user_data, name), (spec, name))

    def test_a_script_in_a_bucket_and_what_it_loads_can_be_read(self):
        asked = Instance({}, **{"3INSTConfigurationScript": "s3://b/f/mine"}).policy
        for platform, name in (("amazon-linux-2023", "linux-features.sh"), ("windows-2022", "windows-features.ps1")):
            baked = Instance({"platform": platform, "fixed": True, "script": {"source": "s3://b/f/mine", "sha256": "0" * 64}}).policy
            for policy, beside in ((baked, "s3:::b/f/" + name), (asked, "s3:::b/*" + name)):
                self.assertIn('s3:::b/f/mine"', policy)
                self.assertIn(beside + '"', policy)

    def test_asked(self):
        spec = {"platform": "amazon-linux-2023", "ask": ASK}
        instance = Instance(spec, **{parameter: value for parameter, (_, value) in ASKED.items()}, **{"3GITLABRunnerCACertificate": PEM})
        for name, value in ASKED.values():
            self.assertEqual(line(instance.user_data, name), value)
        self.assertEqual(line(instance.user_data, "CA_CERTIFICATE"), "Embedded")
        self.assertEqual(instance.files["/etc/vend/gitlab-ca.crt"], PEM)
        self.assertIn("arn:aws:s3:::b/k\"", instance.policy)
        empty = Instance(spec)
        self.assertEqual(line(empty.user_data, "CA_CERTIFICATE"), "")
        self.assertNotIn("/etc/vend/gitlab-ca.crt", empty.files)
        for action in (READS_OBJECTS, "ecr:BatchGetImage"):
            self.assertIn(action, instance.policy)
            self.assertNotIn(action, empty.policy)
        windows = Instance({"platform": "windows-2022", "executor": "shell", "ask": ASK}, **{"3INSTWindowsJobUser": "true"})
        self.assertEqual(line(windows.user_data, "JOB_USER"), "true")

    def test_own_steps_as_texts(self):
        steps = {"script": {"before": "echo a\necho b", "drain": "x\n"}}
        linux, windows = (Instance({"platform": platform, "executor": "shell"} | steps) for platform in SETTINGS_FILE)
        self.assertEqual(linux.files["/etc/vend/steps/before"], "echo a\necho b\n")
        self.assertEqual(linux.files["/etc/vend/steps/drain"], "x\n")
        self.assertNotIn("/etc/vend/steps/after", linux.files)
        self.assertEqual(line(linux.files["/etc/vend/settings"], "BEFORE_SHA256"), hashlib.sha256(b"echo a\necho b\n").hexdigest())
        self.assertEqual(windows.files["C:\\ProgramData\\vend\\steps\\before.ps1"], "echo a\necho b\n")
        self.assertEqual(Instance({"script": {"after": "echo c\n"}}).files["/etc/vend/steps/after"], "echo c\n")

    def test_a_changed_text_rolls_the_group(self):
        for one, other in (({"script": {"before": "a"}}, {"script": {"before": "b"}}),
                           ({"gitlab": {"ca_certificate": PEM}}, {"gitlab": {"ca_certificate": PEM.replace("MIIB", "MIIC")}})):
            data = [Instance({"platform": "amazon-linux-2023"} | spec).user_data for spec in (one, other)]
            self.assertNotEqual(*data)

    def test_the_longest_settings_do_not_lengthen_user_data(self):
        step = {"source": "s3://b/" + "s" * 193, "sha256": SUM}
        longest = {
            "gitlab": {"environment": {"A": "x" * 1000, "B": "y" * 1000}, "request_concurrency": 1000, "output_limit": 999999,
                       "ca_certificate": PEM.replace("MIIB", "M" * 8000)},
            "runner_download": "https://m.example.com/" + "d" * 100, "script": {"before": step, "after": step, "drain": step}, "metadata_for_jobs": True,
            "docker": {"ecr": True, "memory": "100000m", "cpus": "0.12345", "hub_secret": "h" * 160, "allowed_images": ["i" * 1024], "preload": ["p" * 1024]},
            "disk": {"instance_store": "docker"}}
        for platform in SETTINGS_FILE:
            plain = {"platform": platform, "executor": "docker", "fixed": True}
            more = len(Instance(plain | longest).user_data) - len(Instance(plain).user_data)
            self.assertEqual(more, len("SETTINGS_SHA256=" + SUM + "\n"))

    def test_objects_in_s3(self):
        own = {"platform": "amazon-linux-2023", "script": {"source": "s3://bucket/dir/mine.sh"}}
        for spec in (own, own | {"fixed": True}):
            self.assertIn("arn:aws:s3:::bucket/dir/mine.sh\"", Instance(spec).policy)
        self.assertIn("arn:aws:s3:::a/b\"", Instance({}, **{"3INSTConfigurationScript": "s3://a/b"}).policy)
        self.assertNotIn(READS_OBJECTS, Instance({}).policy)
        # A script of one's own is fetched without cfn-init: its settings stand in UserData.
        alone = Instance(own | {"fixed": True, "docker": {"ecr": True, "memory": "1g"}})
        self.assertEqual((line(alone.user_data, "ECR_LOGIN"), line(alone.user_data, "DOCKER_MEMORY"), alone.files), ("true", "1g", {}))

    def test_no_monitor_no_terminating_hook(self):
        both, one = ["instance-launching", "instance-terminating"], ["instance-launching"]
        self.assertEqual(Instance({"platform": "amazon-linux-2023", "monitor_interval": 0, "fixed": True}).hooks, one)
        for spec in ({}, {"platform": "windows-2022"}):
            self.assertEqual(Instance(spec).hooks, both)
            for interval, hooks in (("Disabled", one), ("0", both)):
                self.assertEqual(Instance(spec, **{"5ASGSelfMonitorTerminationInterval": interval}).hooks, hooks)

    def test_forms_refuse_what_specs_refuse(self):
        spec = {"platform": "amazon-linux-2023", "ask": ASK}
        for parameter, bad in (("3GITLABRunnerVersion", "v15.11.0"), ("3GITLABRunnerDockerMemory", "4 GB"), ("3GITLABRunnerDockerCpus", "half"),
                               ("3GITLABRunnerDownload", "http://x"), ("3INSTStepBefore", "s3://b/*"), ("3INSTStepBefore", "{{resolve:ssm:x}}"),
                               ("3GITLABRunnerCACertificate", "MIIB"), ("3GITLABRunnerDockerAllowedImages", "a b"), ("3GITLABRunnerDockerPreload", "{{resolve:ssm:x}}")):
            with self.subTest(parameter, value=bad), self.assertRaises(AssertionError):
                Instance(spec, **{parameter: bad})


if __name__ == "__main__":
    unittest.main()
