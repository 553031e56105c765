"""The reports of validate, read by others: SARIF by Microsoft's multitool, JUnit by an XML parser, GitLab's code quality by what its
documentation asks for. Files have names that are no ASCII, and findings texts that no XML holds."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

import referees

BAD = "Resources:\n  L:\n    Type: AWS::EC2::LaunchTemplate\n    Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: required}, InstanceType: %s}}\n"
SILENCED = ("Resources:\n  L:\n    Type: AWS::EC2::LaunchTemplate\n    Metadata: {vend: {ignore: {A021: 'an \\u1F41 & <old> tool'}}}\n"
            "    Properties: {LaunchTemplateData: {InstanceType: m6i.large}}\n")
FILES = {
    "plain.yml": BAD % "none",
    "a b/ü%#?.yml": BAD % '"\\uFFFF\\u202E & <x> \\"quoted\\" @all |"',
    "twins.yml": BAD % "none" + BAD.split("\n", 1)[1].replace("L:", "M:") % "none",
    "silenced.yml": SILENCED,
    "broken.yml": "Resources: [\n",
    "bytes.yml": b"Resources: \xff\n",
    "good.yml": "Resources: {T: {Type: AWS::SNS::Topic}}\n",
}
# What the multitool would like and there is none of.
ACCEPTED = {"SARIF2005": "vend has no address of its own that informationUri could name"}
FAILURES = []


def check(condition, message):
    if not condition:
        FAILURES.append(message)


def report(binary, folder, form):
    done = subprocess.run([binary, "validate", "--format", form, "./", str(folder / "plain.yml")], cwd=folder, capture_output=True, check=False)
    check(done.returncode == 1, f"{form}: exit code {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode("utf-8")


def junit(text):
    root = xml.etree.ElementTree.fromstring(text)
    suites = {suite.get("name"): suite for suite in root}
    check(len(suites) >= len(FILES), f"junit: {len(suites)} suites")
    for name, suite in suites.items():
        cases = list(suite)
        check(int(suite.get("tests")) == len(cases), f"junit: {name} counts {suite.get('tests')} of {len(cases)}")
        check(int(suite.get("failures")) == len(suite.findall("testcase/failure")), f"junit: failures of {name}")
        check(int(suite.get("skipped")) == len(suite.findall("testcase/skipped")), f"junit: skipped of {name}")
    messages = " ".join(one.get("message") for one in root.iter("failure"))
    check("<x>" in messages and '"quoted"' in messages, f"junit: the message has lost its markup: {messages}")
    check(any("old> tool" in one.get("message") for one in root.iter("skipped")), "junit: the reason is missing")


def gitlab(binary, folder):
    rows = json.loads(report(binary, folder, "gitlab"))
    for row in rows:
        check(set(row) == {"description", "check_name", "fingerprint", "severity", "location"}, f"gitlab: {row}")
        check(row["severity"] in ("info", "minor", "major", "critical", "blocker"), f"gitlab: {row['severity']}")
        path = row["location"]["path"]
        check(not path.startswith(("/", "./")) and path in FILES, f"gitlab: path {path}")
    marks = [row["fingerprint"] for row in rows]
    check(len(set(marks)) == len(marks), "gitlab: a fingerprint stands twice")
    (folder / "plain.yml").write_text("# moved\n\n" + FILES["plain.yml"], encoding="utf-8")
    moved = {row["fingerprint"]: row["location"] for row in json.loads(report(binary, folder, "gitlab"))}
    (folder / "plain.yml").write_text(FILES["plain.yml"], encoding="utf-8")
    check(set(moved) == set(marks), "gitlab: fingerprints change when lines move")


def install(work):
    """The pinned multitool, installed once for each version of the lock file."""
    lock = (referees.HERE / "sarif" / "package-lock.json").read_bytes()
    folder = work / ("node-" + hashlib.sha256(lock).hexdigest()[:12])
    if not (folder / "complete").exists():
        if shutil.which("npm") is None:
            referees.absent("npm", referees.BRINGS_NODE)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(referees.HERE / "sarif" / name, folder)
        done = subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(done.stdout + done.stderr)
            referees.absent("@microsoft/sarif-multitool (npm ci failed)")
        (folder / "complete").touch()
    return folder


def sarif(text, work):
    run = json.loads(text)["runs"][0]
    check(run["tool"]["driver"].get("version"), "sarif: no driver.version")
    for result in run["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        check(re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri), f"sarif: no URI reference: {uri}")
    check(any("suppressions" in result for result in run["results"]), "sarif: what is ignored is missing")
    file = work / "report.sarif"
    file.write_text(text, encoding="utf-8")
    folder = install(work)
    out = work / "validated.sarif"
    done = subprocess.run([str(folder / "node_modules" / ".bin" / "sarif-multitool"), "validate", str(file), "--output", str(out), "--log", "ForceOverwrite"],
                          capture_output=True, text=True, check=False, env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
    check(out.exists(), f"sarif: the multitool gave no answer: {done.stdout}{done.stderr}")
    if not out.exists():
        return
    for one in json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0].get("results", []):
        text = one["message"].get("text") or json.dumps(one["message"])
        if one.get("level", "warning") in ("error", "warning") and one["ruleId"] not in ACCEPTED:
            check(False, f"sarif: {one['ruleId']}: {text[:300]}")


def main():
    options = referees.arguments()
    work = options.work.resolve()
    folder = work / "files"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / ".git").mkdir(parents=True)
    for name, content in FILES.items():
        path = folder / pathlib.Path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    binary = str(pathlib.Path(options.vend).resolve())
    junit(report(binary, folder, "junit"))
    gitlab(binary, folder)
    check("### vend validate: " in report(binary, folder, "markdown") and "@all |" not in report(binary, folder, "markdown"), "markdown")
    sarif(report(binary, folder, "sarif"), work)
    for failure in FAILURES:
        print(f"FAILED: {failure}")
    print(f"reports: {len(FAILURES)} failures")
    sys.exit(1 if FAILURES else 0)


if __name__ == "__main__":
    main()
