"""`vend diff` over cases/: each has an old and a new template, sometimes values, and answer.json with what an update does, why, and the source.

Other answers that also pass stand under `accept`.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

CASES = pathlib.Path(__file__).resolve().parent / "cases"
LISTS = ("added", "removed", "replaced", "may_replace", "updated", "may_update", "cleanup")


def wrong(vend, case):
    answer = json.loads((case / "answer.json").read_text(encoding="utf-8"))
    command = [vend, "diff", case / "old.yml", case / "new.yml", "--format", "json"]
    for option, name in (("--parameters", "parameters.json"), ("--new-parameters", "new-parameters.json")):
        if (case / name).exists():
            command += [option, case / name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return [f"ended with {done.returncode}: {done.stderr}"]
    report, accept = json.loads(done.stdout), answer.get("accept", {})
    group = report["groups"][answer["group"]]
    said = {name: sorted(report[name]) for name in LISTS} | {name: group[name] for name in ("rolls", "jobs")}
    found = [f"{name} is {value}, not {answer[name]}" for name, value in said.items()
             if value != (sorted(answer[name]) if name in LISTS else answer[name])
             and value != sorted(accept.get(name, [None])) and value not in (accept.get(name, []) if name not in LISTS else [])]
    fails = True if report["fails"] else "may" if report["may_fail"] else False
    if fails != answer["fails"]:
        found.append(f"fails is {fails}, not {answer['fails']}")
    return found + [f"{name} is {report[name]}" for name in ("exports_removed", "outputs_removed", "type_changed") if name in answer and report[name] != answer[name]]


HOOK = """      LifecycleHookSpecificationList:
        - LifecycleHookName: drain
          LifecycleTransition: autoscaling:EC2_INSTANCE_TERMINATING
"""


def without_hook(text):
    return re.sub(r"(?m)^      LifecycleHookSpecificationList:\n(?: {8}.*\n)+", "", text)


def with_hook(text):
    return re.sub(r"(?m)^(    Type: AWS::AutoScaling::AutoScalingGroup\n(?: {4,}(?!Properties).*\n)*?    Properties:\n)", r"\1" + HOOK, text)


def other_hook(vend, case):
    """The same update, had the group no hook in its list, or one: what becomes of the jobs."""
    answer = json.loads((case / "answer.json").read_text(encoding="utf-8"))
    for key, changed in (("jobs_without_hook", without_hook), ("jobs_with_hook", with_hook)):
        if key not in answer:
            continue
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder)
            for name in ("old.yml", "new.yml"):
                text = (case / name).read_text(encoding="utf-8")
                if changed(text) == text:
                    yield f"{key}: the case's hook was not changed"
                (copy / name).write_text(changed(text), encoding="utf-8")
            command = [vend, "diff", copy / "old.yml", copy / "new.yml", "--format", "json"]
            for option, name in (("--parameters", "parameters.json"), ("--new-parameters", "new-parameters.json")):
                if (case / name).exists():
                    command += [option, case / name]
            report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            jobs = report["groups"][answer["group"]]["jobs"]
            if jobs != answer[key]:
                yield f"{key}: {jobs}, not {answer[key]}"


def main():
    failed, cases = 0, sorted(CASES.iterdir())
    for case in cases:
        for line in [*wrong(sys.argv[1], case), *other_hook(sys.argv[1], case)]:
            failed += 1
            print(f"FAILED: {case.name}: {line}")
    print(f"{len(cases)} cases, {failed} wrong answers")
    sys.exit(1 if failed or not cases else 0)


if __name__ == "__main__":
    main()
