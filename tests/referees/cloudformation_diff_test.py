"""The library of `cdk diff` over pairs of templates: vend knows every change and every replacement that it knows.

The library sees no parameters and conditions, so both sides are what `vend preview` resolves them to. It knows the types' properties from
another source than vend's schemas. Pairs: each preset against each other, specs with every setting, random ones against each other, v1.5.5
(tests/diff/vending_machine.py) against the full template with the values of three stacks, the shapes of public stacks (tests/diff/shapes.py) with
each property changed and left out, and tests/diff/cases. ACCEPTED is the table of what differs and why.
"""

import itertools
import json
import random
import shutil
import subprocess
import sys

import aws_validator_test
import referees

CASES = referees.HERE.parent / "diff" / "cases"
sys.path.insert(0, str(CASES.parent))
import shapes  # noqa: E402
import vending_machine  # noqa: E402
# (the library's list, vend's list, type): why they differ.
ACCEPTED = {
    ("replaced", "type_changed", ""): "CloudFormation refuses another type under the same logical id; the library says that it is replaced",
    ("updated", "replaced", "AWS::AutoScaling::AutoScalingGroup"): "WillReplace: the library does not look at update policies",
    ("updated", "may_replace", "AWS::AutoScaling::AutoScalingGroup"): "WillReplace, as far as instances run",
    ("updated", "replaced", "AWS::AutoScaling::ScheduledAction"): "it names a group that WillReplace replaces",
    ("updated", "may_replace", "AWS::AutoScaling::ScheduledAction"): "it names a group that WillReplace may replace",
    ("updated", "replaced", "AWS::AutoScaling::ScalingPolicy"): "the same",
    ("updated", "may_update", ""): "only where an update takes a new default",
    ("added", "may_add", ""): "the same: each side here is resolved with its own defaults",
    ("removed", "may_remove", ""): "the same",
    ("updated", "replaced", "AWS::Glue::Database"): "another Name in DatabaseInput: the library looks at whole properties",
    ("may_replace", "updated", "AWS::ElasticLoadBalancing::LoadBalancer"): "subnets and a health check replace it only where one side has none",
    ("may_replace", "replaced", "AWS::RDS::DBCluster"): "another Engine: create-only in the registry's schema",
}


def resolved(binary, path, values):
    """The resources as they will be, and what they are with."""
    report = json.loads(referees.vend(binary, "preview", str(path), *(("--parameters", str(values)) if values else ()), "--format", "json", "--stack-name", "one-stack"))
    return {"Resources": {name: {key: value for key, value in one.items() if key not in ("Condition", "DependsOn")} for name, one in report["resources"].items()}}


def random_template(options, rng, number):
    """The template of a random spec; nothing for one that its reader refuses."""
    path = options.work / f"random-{number}.yml"
    done = subprocess.run([options.vend, "generate", "-", "--stdout"], input=json.dumps(referees.random_spec(rng)), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None
    path.write_text(done.stdout, encoding="utf-8")
    return path


def pairs(options):
    paths = {path.name.removesuffix(".cf.yml"): path for path in referees.render_all(options.vend, options.work)}
    presets = [name for name in paths if name in set(referees.presets(options.vend))]
    rng = random.Random(20)
    for a, b in itertools.combinations(sorted(presets), 2):
        yield f"{a}..{b}", paths[a], paths[b], None
    for _ in range(15):
        a, b = rng.sample(sorted(paths), 2)
        yield f"{a}..{b}", paths[a], paths[b], None
    drawn = [random_template(options, rng, number) for number in range(16)]
    for a, b in itertools.pairwise(path for path in drawn if path):
        yield f"{a.stem}..{b.stem}", a, b, None
    machine = options.work / "v1.5.5.json"
    machine.write_text(json.dumps(vending_machine.machine()), encoding="utf-8")
    for number in range(3):
        values = options.work / f"v1.5.5-{number}.json"
        rows = [{"ParameterKey": name, "ParameterValue": value} for name, value in vending_machine.values(number).items()]
        values.write_text(json.dumps(rows), encoding="utf-8")
        yield f"v1.5.5..full ({number})", machine, paths["full"], values
    folder = options.work / "shapes"
    folder.mkdir(exist_ok=True)
    for number, (name, before, after) in enumerate(shapes.pairs()):
        paths = [folder / f"{number}-{side}.json" for side in ("old", "new")]
        for path, template in zip(paths, (before, after), strict=True):
            path.write_text(json.dumps(template), encoding="utf-8")
        yield name, *paths, None
    for case in sorted(CASES.iterdir()):
        if not list(case.glob("*parameters.json")):
            yield case.name, case / "old.yml", case / "new.yml", None


def lists_of(report):
    names = ("added", "removed", "replaced", "may_replace", "updated", "may_update", "may_add", "may_remove", "type_changed")
    return {name: listed for listed in names for name in report[listed]}


def disagreements(name, theirs, ours):
    """Rows (name, id, the library's list, vend's list) beyond the table, and rows of the table that were needed."""
    found, used = [], set()
    types = {one["id"]: one["type"] for one in ours["resources"]}
    mine = lists_of(ours)
    for listed in ("added", "removed", "replaced", "may_replace", "updated"):
        for name_of in theirs[listed]:
            is_mine = mine.get(name_of, "nothing")
            if is_mine == listed or (listed, is_mine) in (("may_replace", "replaced"), ("replaced", "may_replace")):
                continue
            if name_of == "ASGSecurityGroup" and is_mine == "nothing":
                continue  # the stack's answer to 4ASGSpecifySecurityGroups stays; each side here is resolved with its own default
            rows = {(listed, is_mine, types.get(name_of, "")), (listed, is_mine, "")} & ACCEPTED.keys()
            used |= rows
            if not rows:
                found.append((name, name_of, listed, is_mine))
    known = set(theirs["added"]) | set(theirs["removed"])
    for name_of, listed in mine.items():
        if listed in ("added", "removed") and name_of not in known:
            found.append((name, name_of, "nothing", listed))
    return found, used


def main():
    options = referees.arguments()
    if shutil.which("node") is None:
        referees.absent("node", referees.BRINGS_NODE)
    folder = aws_validator_test.install(options.work)
    all_pairs = list(pairs(options))
    # Shapes have no parameters and conditions: they are what they will be.
    sides = {(path, values) for _, a, b, values in all_pairs for path in (a, b)}
    trees = {(path, values): json.loads(path.read_text(encoding="utf-8")) if path.parent.name == "shapes" else resolved(options.vend, path, values)
             for path, values in sides}
    request = [{"name": name, "before": trees[a, values], "after": trees[b, values]} for name, a, b, values in all_pairs]
    done = subprocess.run(["node", str(referees.HERE / "cloudformation_diff.mjs"), str(folder)], input=json.dumps(request), capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"FAILED: the library ended with {done.returncode}:\n{done.stderr}")
    failures, used, replaced = [], set(), 0
    for (name, before, after, values), theirs in zip(all_pairs, json.loads(done.stdout), strict=True):
        ours = json.loads(referees.vend(options.vend, "diff", str(before), str(after), *(("--parameters", str(values)) if values else ()), "--format", "json"))
        found, needed = disagreements(name, theirs, ours)
        failures += found
        used |= needed
        replaced += len(theirs["replaced"])
    for name, name_of, listed, is_mine in failures:
        print(f"FAILED: {name}: {name_of}: the library says {listed}, vend {is_mine}")
    for row in ACCEPTED.keys() - used:
        print(f"note: not needed this time: {row}")
    if replaced == 0:
        sys.exit("FAILED: no pair has a replacement that the library knows: nothing was compared")
    print(f"cloudformation-diff: {len(all_pairs)} pairs, {replaced} replacements, {len(failures)} disagreements")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
