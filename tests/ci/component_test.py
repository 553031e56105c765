"""The component's scripts on a good spec, a misspelt one, one with a warning; what the reports hold, and that each is there
before the job fails. Plan, diff and deployment run against a stand-in of the AWS CLI."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import component

VEND = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "build/release/vend").resolve()
GOOD = "platform: amazon-linux-2023\nexecutor: docker\ngitlab: {url: \"https://gitlab.example.com/\", token: {secret: gitlab-runner/a}}\nask: [size]\n"
WARNING = GOOD + "instances: [m5.large]\nspot: {on_demand_percentage: 0}\n"  # A007: one type only
MISSPELT = GOOD.replace("executor", "executer")
REPORTS = ["code-quality.json", "junit.xml", "findings.txt", "report.md"]


class Pipeline(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vend-ci-"))
        self.addCleanup(shutil.rmtree, self.folder)
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "vend").symlink_to(VEND)
        (tools / "aws").symlink_to(pathlib.Path(__file__).resolve().parent / "aws")
        self.tools = [tools]
        self.inputs = {"image": "registry.example.com/vend:1", "spec": "specs/a.yml", "stack_name": "team-a", "region": "eu-central-1",
                       "role_arn": "arn:aws:iam::123456789012:role/deploy"}

    def start(self, spec, job="check", **inputs):
        (self.folder / "specs").mkdir(exist_ok=True)
        (self.folder / "specs/a.yml").write_text(spec)
        jobs = component.load(**self.inputs | inputs)
        return component.run(jobs[f"{job} {self.inputs['stack_name']}"], self.folder, self.tools, VEND_ID_TOKEN="eyJ.a.b", VEND_POLL_SECONDS="0")

    def out(self, name):
        return (self.folder / "vend-team-a" / name).read_text()

    def check_reports(self):
        for name in REPORTS:
            self.assertTrue((self.folder / "vend-team-a" / name).exists(), name)
        quality = json.loads(self.out("code-quality.json"))
        for finding in quality:
            self.assertEqual(finding["location"]["path"], "specs/a.yml")
        xml.etree.ElementTree.fromstring(self.out("junit.xml"))
        return quality

    # -- check
    def test_good(self):
        code, printed = self.start(GOOD)
        self.assertEqual(code, 0, printed)
        self.assertEqual(self.check_reports(), [])
        self.assertIn("is clean", self.out("report.md"))
        json.loads(self.out("parameters.json"))
        self.assertIn("AWSTemplateFormatVersion", self.out("stack/team-a.cf.yml"))
        self.assertIn("team-a", self.out("preview.txt"))
        self.assertTrue(self.out("report.html").startswith("<!DOCTYPE html>"))
        self.assertIn("/artifacts/file/vend-team-a/report.html", self.out("report.md"))

    def test_misspelt(self):
        code, printed = self.start(MISSPELT)
        self.assertEqual(code, 1, printed)
        quality = self.check_reports()
        self.assertEqual([finding["check_name"] for finding in quality], ["S001"])
        self.assertIn("did you mean executor?", self.out("report.md"))
        self.assertIn("has errors", printed)

    def test_warning(self):
        code, printed = self.start(WARNING)
        self.assertEqual(code, 0, printed)
        self.assertIn("A007", json.dumps(self.check_reports()))
        self.assertIn("has warnings", self.out("report.md"))
        code, printed = self.start(WARNING, warnings="fail")
        self.assertEqual(code, 1, printed)
        self.check_reports()
        self.assertTrue(self.out("parameters.json"))

    def test_no_spec(self):
        (self.folder / "specs").mkdir()
        jobs = component.load(**self.inputs)
        code, printed = component.run(jobs["check team-a"], self.folder, self.tools)
        self.assertEqual(code, 1, printed)
        self.assertIn("specs/a.yml", printed)
        self.assertTrue((self.folder / "vend-team-a/report.md").exists())

    # -- plan, diff, deploy
    def scenario(self, **answers):
        (self.folder / "scenario").write_text(json.dumps({name.replace("_", "-"): value for name, value in answers.items()}))
        (self.folder / "calls").write_text("")

    def calls(self):
        return (self.folder / "calls").read_text()

    def test_plan_of_a_new_stack(self):
        self.start(GOOD)
        self.scenario(describe_stacks={"Stacks[0].StackStatus": "ERROR Stack with id team-a does not exist"},
                      describe_change_set={"Status": ["CREATE_PENDING", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"]})
        jobs = component.load(**self.inputs)
        jobs["plan team-a"]["script"].insert(0, "sleep() { :; }")
        code, printed = component.run(jobs["plan team-a"], self.folder, self.tools, VEND_ID_TOKEN="eyJ.a.b")
        self.assertEqual(code, 0, printed)
        self.assertIn("--change-set-type CREATE", self.calls())
        self.assertEqual(self.out("plan").strip(), "CREATE")
        self.assertNotIn("execute-change-set", self.calls())
        self.assertEqual(self.start(GOOD, "diff")[0], 0)

    def test_plan_without_changes(self):
        self.start(GOOD)
        self.scenario(describe_stacks={"Stacks[0].StackStatus": "UPDATE_COMPLETE"},
                      describe_change_set={"Status": "FAILED", "StatusReason": "The submitted information didn't contain changes. Submit different information"})
        code, printed = self.start(GOOD, "plan")
        self.assertEqual(code, 0, printed)
        self.assertEqual(self.out("plan").strip(), "none")
        self.assertEqual(self.start(GOOD, "deploy")[0], 0)
        self.assertNotIn("execute-change-set", self.calls())

    def test_plan_that_aws_refuses(self):
        self.start(GOOD)
        for answers in ({"describe_stacks": {"Stacks[0].StackStatus": "ERROR Unable to locate credentials"}},
                        {"describe_stacks": {"Stacks[0].StackStatus": "UPDATE_IN_PROGRESS"}},
                        {"describe_stacks": {"Stacks[0].StackStatus": "UPDATE_COMPLETE"}, "describe_change_set": {"Status": "FAILED", "StatusReason": "Parameters: [X] must have values"}}):
            self.scenario(**answers)
            code, printed = self.start(GOOD, "plan")
            self.assertEqual(code, 1, printed)
            self.assertFalse((self.folder / "vend-team-a/plan").exists())

    def test_large_template(self):
        self.start(GOOD)
        template = self.folder / "vend-team-a/stack/team-a.cf.yml"
        template.write_text(template.read_text() + "#" * 60000 + "\n")
        answers = {"describe_stacks": {"Stacks[0].StackStatus": "UPDATE_COMPLETE"}, "describe_change_set": {"Status": "CREATE_COMPLETE"}}
        self.scenario(**answers)
        code, printed = self.start(GOOD, "plan")
        self.assertEqual(code, 1, printed)
        self.assertIn("give the component a bucket", printed)
        self.scenario(**answers)
        self.assertEqual(self.start(GOOD, "plan", bucket="templates")[0], 0)
        self.assertRegex(self.calls(), r"s3 cp .* s3://templates/team-a/77.cf.yml")
        self.assertIn("--template-url https://templates.s3.eu-central-1.amazonaws.com/team-a/77.cf.yml", self.calls())

    def test_loss_of_jobs(self):
        self.start(GOOD)
        new = self.out("stack/team-a.cf.yml")
        (self.folder / "vend-team-a/deployed.cf.yml").write_text(new)
        (self.folder / "vend-team-a/deployed.json").write_text(json.dumps({"Stacks": [{"StackName": "team-a", "Parameters": []}]}))
        code, printed = self.start(GOOD, "diff")
        self.assertEqual(code, 0, printed)
        # Without a terminating hook whatever an update replaces takes its jobs along.
        self.start(GOOD + "monitor_interval: 0\n")
        (self.folder / "vend-team-a/deployed.cf.yml").write_text(self.out("stack/team-a.cf.yml"))
        self.start(GOOD + "monitor_interval: 0\ndisk: {size: 77}\n")
        code, printed = self.start(GOOD, "diff")
        self.assertEqual(code, 1, printed)
        self.assertEqual(self.start(GOOD, "diff", loss_of_jobs="report")[0], 0)

    def test_deploy_waits(self):
        self.start(GOOD)
        (self.folder / "vend-team-a/plan").write_text("UPDATE\n")
        self.scenario(describe_stacks={"Stacks[0].StackStatus": ["UPDATE_IN_PROGRESS", "ERROR Rate exceeded", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE"]})
        code, printed = self.start(GOOD, "deploy")
        self.assertEqual(code, 0, printed)
        self.assertEqual(self.calls().count("execute-change-set"), 1)
        self.scenario(describe_stacks={"Stacks[0].StackStatus": ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"]})
        code, printed = self.start(GOOD, "deploy")
        self.assertEqual(code, 1)
        self.assertIn("describe-stack-events", self.calls())
        self.scenario(describe_stacks={"Stacks[0].StackStatus": "UPDATE_IN_PROGRESS"})
        code, printed = self.start(GOOD, "deploy", wait_hours=0)
        self.assertEqual(code, 1)
        self.assertIn("CloudFormation goes on", printed)

    def test_drains_fit(self):
        jobs = component.load(**self.inputs)
        hours = int(jobs["deploy team-a"]["variables"]["VEND_WAIT_HOURS"])
        self.assertGreater(hours, 12)  # hooks.drain_limit
        self.assertGreater(int(jobs["deploy team-a"]["timeout"].removesuffix("h")), hours)
        self.assertIn("VEND_ID_TOKEN", jobs["deploy team-a"]["id_tokens"])

    # -- the note
    def test_note(self):
        self.start(GOOD)
        curl = self.folder / "tools/curl"
        curl.write_text('#!/bin/bash\nprintf "%s\\n" "$*" >> "$HOME/curl"\ncase "$*" in *per_page*) cat "$HOME/notes" ;; esac\n')
        curl.chmod(0o755)
        job = component.load(**self.inputs)["note team-a"]
        other = '{"id":5,"type":null,"body":"### vend: team-ab\\n\\nx","author":{"id":9,"username":"bot"}}'
        for listed, wanted in ((f"[{other}]", "--request POST"),
                               (f'[{other},{{"id":41,"type":null,"body":"### vend: team-a\\n\\nold","author":{{"id":9}}}}]', "--request PUT")):
            (self.folder / "notes").write_text(listed)
            (self.folder / "curl").write_text("")
            code, printed = component.run(job, self.folder, self.tools, VEND_NOTE_TOKEN="glpat-secret")
            self.assertEqual(code, 0, printed)
            called = (self.folder / "curl").read_text()
            self.assertIn(wanted, called)
            self.assertNotIn("glpat-secret", called)
            self.assertEqual("/notes/41" in called, "PUT" in wanted)

    # -- where it stands
    def test_gitlab_finds_it(self):
        """What GitLab takes for components: templates/NAME.yml and templates/NAME/template.yml, and nothing else of ours is one."""
        listed = [path.relative_to(component.ROOT).as_posix() for path in (component.ROOT / "templates").rglob("*") if path.is_file()]
        self.assertEqual([path for path in listed if re.fullmatch(r"templates/[\w-]+(/template)?\.yml", path)], ["templates/runner-group/template.yml"])
        self.assertTrue((component.ROOT / "README.md").exists())

    def test_every_block_of_the_page(self):
        page = (component.ROOT / "docs/ci.md").read_text()
        blocks = re.findall(r"^```(\w*)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        self.assertEqual(sorted(language for language, _ in blocks), ["json", "sh", "sh", "yaml"])
        for language, text in blocks:
            if language == "sh":
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=self.folder, env={"PATH": f"{self.tools[0]}:/usr/bin:/bin"}, capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
            elif language == "json":
                self.assertEqual(json.loads(text)["Statement"][0]["Action"], "sts:AssumeRoleWithWebIdentity")
            else:
                pipeline = component.yaml.safe_load(text)
                include = pipeline["include"][0]
                self.assertRegex(include["component"], r"/runner-group@\d")
                jobs = component.load(**{name.replace("-", "_"): value for name, value in include["inputs"].items()})
                self.assertEqual({job["stage"] for job in jobs.values()}, set(pipeline["stages"]))
                told = set(re.findall(r"^\| `([\w -]+)` \|", page, re.MULTILINE))
                self.assertLessEqual(set(jobs), told)
        documented = set(re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE))))
        inputs = component.yaml.safe_load(component.FILE.read_text().split("\n---\n")[0])["spec"]["inputs"]
        self.assertLessEqual(set(inputs), documented)

    def test_shellcheck(self):
        if not shutil.which("shellcheck"):
            self.skipTest("there is no shellcheck here")
        for name, job in component.load(**self.inputs).items():
            text = "#!/usr/bin/env bash\nset -eo pipefail\n" + "\n".join(job.get("before_script", []) + job["script"]) + "\n"
            done = subprocess.run(["shellcheck", "-e", "SC2154,SC2016", "-"], input=text, capture_output=True, text=True)
            self.assertEqual(done.stdout, "", name)


if __name__ == "__main__":
    unittest.main(verbosity=1)
