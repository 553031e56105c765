"""Every form of the report says the same: text (wide, narrow, to a pipe), Markdown, HTML and JSON; and --fail-on closes on what JSON says.

Pairs: tests/diff/cases, presets of Linux, Windows and Arm, and two groups, one of them empty. Numbers and ids are looked for, not layout.
"""
import html
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

CASES = pathlib.Path(__file__).resolve().parent / "cases"
PRESETS = [("windows-shell-scheduled-spot", "windows-docker-autoscaling-ondemand"), ("linux-arm64-docker-scheduled-spot", "linux-docker-scheduled-spot"),
           ("linux-docker-warm-ha", "linux-docker-hot-ha"), ("linux-docker-autoscaling-spot", "windows-shell-autoscaling-spot"), ("linux-docker-spot-fleet", "linux-docker-spot-fleet")]
LISTS = {"added": "added", "removed": "removed", "replaced": "replaced", "may_replace": "may be replaced", "updated": "updated", "may_update": "may be updated"}


def groups(image, *sizes):
    launch = {"LaunchTemplateId": {"Ref": "Launch"}, "Version": {"Fn::GetAtt": ["Launch", "LatestVersionNumber"]}}
    return {"Resources": {"Launch": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"ImageId": image}}}} | {
        f"Group{number}": {"Type": "AWS::AutoScaling::AutoScalingGroup", "UpdatePolicy": {"AutoScalingRollingUpdate": {"MaxBatchSize": 2}},
                           "Properties": {"MinSize": 0, "MaxSize": 9, "DesiredCapacity": size, "VPCZoneIdentifier": ["subnet-0aaaaaaaaaaaaaaa1"], "LaunchTemplate": launch}}
        for number, size in enumerate(sizes)}}


def pairs(folder):
    for case in sorted(CASES.iterdir()):
        options = []
        for option, name in (("--parameters", "parameters.json"), ("--new-parameters", "new-parameters.json")):
            if (case / name).exists():
                options += [option, case / name]
        yield case.name, [case / "old.yml", case / "new.yml", *options]
    for old, new in PRESETS:
        yield f"{old}..{new}", [old, new]
    for name, template in (("old", groups("ami-1", 4, 0)), ("new", groups("ami-2", 4, 0)), ("one", groups("ami-2", 1, 0))):
        (folder / f"{name}.json").write_text(json.dumps(template), encoding="utf-8")
    yield "two groups", [folder / "old.json", folder / "new.json", "--boot", "7m", "--longest-job", "2h"]
    yield "two groups, one smaller", [folder / "old.json", folder / "one.json"]


def words(text):
    return " ".join(text.split())


def plain(markup):
    return words(html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(style|svg|title)\b.*?</\1>", " ", markup))))


def squeezed(text):
    """Without what a form adds: white space where it breaks lines, Markdown's marks."""
    return re.sub(r"[\s`*\\]", "", text)


def disagreements(vend, pair):
    def run(form, *more, columns="80"):
        return subprocess.run([vend, "diff", *map(str, pair), "--format", form, *more], capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": columns})
    done = run("json")
    if done.returncode != 0:
        yield f"ended with {done.returncode}: {done.stderr}"
        return
    report = json.loads(done.stdout)
    said = {"text": run("text").stdout, "narrow text": run("text", columns="60").stdout, "markdown": html.unescape(run("markdown").stdout), "html": plain(run("html").stdout)}
    for form, text in said.items():
        if "\x1b" in text:
            yield f"{form}: colours in a pipe"
        flat = squeezed(text)
        for sentence in [*report["summary"], *report["fails"], *report["may_fail"], *(reason for group in report["groups"].values() for reason in group["reasons"] + group["steps"] + group["losses"])]:
            if squeezed(sentence) not in flat:
                yield f"{form} lacks {sentence!r}"
        for listed, word in LISTS.items():
            for name in report[listed]:
                one = next(one for one in report["resources"] if one["id"] == name)
                if not re.search(re.escape(name) + r".{0,8}" + re.escape(squeezed(one["type"])) + r".{0,8}" + squeezed(word), flat) and not re.search(
                        squeezed(word) + r".{0,12}" + re.escape(name), flat):
                    yield f"{form} does not say that {name} is {word}"
        for name, group in report["groups"].items():
            if not re.search(rf"{re.escape(name)}.{{0,20}}{group['rolls']}.{{0,20}}{group['jobs']}", flat):
                yield f"{form} does not say that {name} rolls: {group['rolls']}, jobs: {group['jobs']}"
    for form, limit in (("text", 80), ("narrow text", 60)):
        long = [line for line in said[form].splitlines() if len(line) > limit]
        if long:
            yield f"{form} has lines above {limit} columns: {long[0]!r}"
    lost = any(group["jobs"] == "lost" for group in report["groups"].values())
    closes = {"loss": lost, "replacement": lost or bool(report["replaced"]),
              "change": bool(report["resources"] or report["parameters"] or report["outputs"])}
    for gate, closed in closes.items():
        code = run("json", "--fail-on", gate).returncode
        if code != int(closed):
            yield f"--fail-on {gate} ends with {code}"


def main():
    failed = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, pair in pairs(pathlib.Path(folder)):
            count += 1
            for line in disagreements(sys.argv[1], pair):
                failed += 1
                print(f"FAILED: {name}: {line}")
    print(f"{count} pairs in five forms, {failed} disagreements")
    sys.exit(1 if failed or not count else 0)


if __name__ == "__main__":
    main()
