"""Updates of stacks in a moto server on loopback, compared with what `vend diff` says of them: which resources there are before and after.

moto makes more and fewer new resources than CloudFormation does (types without an update of their own are made anew, create-only properties
are often changed in place), so what is replaced is judged only where moto is known to follow AWS; the tables say where it does not. Besides the
cases, a sample of the rows of tests/diff/table_test.py and relatives_test.py is carried out, each in an empty moto.
"""

import json
import random
import sys
import urllib.request

import referees

REGION = "us-east-1"
CASES = referees.HERE.parent / "diff" / "cases"
# Cases that moto does not carry out, and why.
GAPS = {
    "condition-off": "moto leaves a resource whose condition is no longer true",
    "group-id-renamed": "moto forgets the logical id of a resource that it makes anew",
    "hook-removed-and-roll": "moto lists a hook without its logical id",
    "loggroup-renamed": "moto forgets the logical id of a resource that it makes anew",
    "nothing": "moto makes the group anew at every update",
    "parameter-default": "whether the new default is taken depends on the tool",
    "role-renamed": "moto looks for the new role's name before it makes the role",
    "ssm-image": "moto does not read the parameter anew",
}
# Rows that moto does not carry out, and why.
ROW_GAPS = {name: why for why, names in {
    "moto forgets the logical id of a resource that it makes anew": ("user-data-by-reference", "schedule-later", "profile-renamed", "log-retention", "user-data-blank-line"),
    "moto lists a hook without its logical id": ("own-hook-comes", "own-hook-gone", "own-hook-retained", "own-hook-into-group", "own-hook-comes-alone", "own-hook-goes-alone"),
    "moto looks for the new role's name before it makes the role": ("role-renamed", "role-renamed-retained"),
    "moto has no Fn::Cidr": ("function-not-resolved",),
    "moto leaves a resource whose condition is no longer true": ("launch-by-condition",),
    "moto loses the group's name": ("version-literal-raised",),
    "moto makes a resource anew whose DependsOn changes": ("depends-on",),
    "whether the new default is taken depends on the tool": ("turned-on-by-default",),
}.items() for name in names}
ROWS_TRIED = 16
# Cases that CloudFormation refuses, and moto carries out.
REFUSED = {"refresh-and-rolling", "type-changed", "min-in-service"}


def values_of(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def resources(client, stack):
    """Physical ids by logical id."""
    listed = client.list_stack_resources(StackName=stack)["StackResourceSummaries"]
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in listed if one["ResourceStatus"] != "DELETE_COMPLETE"}


def disagreements(client, vend, case):
    old, new = values_of(case / "parameters.json"), values_of(case / "new-parameters.json")
    command = ["diff", str(case / "old.yml"), str(case / "new.yml"), "--format", "json"]
    for option, name in (("--parameters", "parameters.json"), ("--new-parameters", "new-parameters.json")):
        if (case / name).exists():
            command += [option, str(case / name)]
    said = json.loads(referees.vend(vend, *command))
    client.create_stack(StackName=case.name, TemplateBody=(case / "old.yml").read_text(encoding="utf-8"), Parameters=old,
                        Capabilities=["CAPABILITY_NAMED_IAM"])
    before = resources(client, case.name)
    try:
        client.update_stack(StackName=case.name, TemplateBody=(case / "new.yml").read_text(encoding="utf-8"), Parameters=new or old,
                            Capabilities=["CAPABILITY_NAMED_IAM"])
    except client.exceptions.ClientError as error:
        if "No updates" not in str(error):
            yield f"moto refuses: {error}"
            return
    after = resources(client, case.name)
    added, removed = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    for name, seen in (("added", added), ("removed", removed)):
        if sorted(said[name]) != seen:
            yield f"{name}: vend says {said[name]}, moto has {seen}"
    known = {one["id"] for one in said["resources"]}
    for logical in sorted(before.keys() & after.keys()):
        if before[logical] != after[logical] and logical not in known:
            yield f"{logical} is another one in moto, and vend says that nothing changes"


def rows():
    """A sample of the updates of both tables, as texts: what fails, what has only a chance of happening and what moto cannot do left out."""
    sys.path.insert(0, str(CASES.parent))
    import relatives_test  # pylint: disable=import-outside-toplevel
    import table_test  # pylint: disable=import-outside-toplevel
    # What comes after this row was not compared one by one with moto yet.
    asked = [row[0] for row in relatives_test.ROWS].index("turned-on-by-default")
    fit = [row for row in [*table_test.ROWS, *relatives_test.ROWS[:asked]] if not row[3].get("fails") and row[0] not in ROW_GAPS]
    for name, both, new, *_ in random.Random(20).sample(fit, ROWS_TRIED):
        yield f"row-{name}", json.dumps(table_test.edited(both)), json.dumps(table_test.edited(both, new))


def emptied(host, port, ec2):
    """Forgets every stack; moto's subnets have other ids then."""
    with urllib.request.urlopen(urllib.request.Request(f"http://{host}:{port}/moto-api/reset", method="POST")):
        return [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"]]


def with_subnets(text, subnets):
    for number, subnet in enumerate(subnets):
        text = text.replace(f"subnet-0aaaaaaaaaaaaaaa{number + 1}", subnet)
    return text


def main():
    options = referees.arguments()
    server = referees.moto_server(REGION)
    import boto3  # pylint: disable=import-outside-toplevel

    failures, tried = [], 0
    try:
        host, port = server.get_host_and_port()
        client = boto3.client("cloudformation", endpoint_url=f"http://{host}:{port}", region_name=REGION)
        ec2 = boto3.client("ec2", endpoint_url=f"http://{host}:{port}", region_name=REGION)
        subnets = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"]]
        for case in sorted(CASES.iterdir()):
            if case.name in REFUSED or case.name in GAPS:
                continue
            folder = options.work / case.name
            folder.mkdir(exist_ok=True)
            for path in case.iterdir():  # moto wants subnets that exist
                (folder / path.name).write_text(with_subnets(path.read_text(encoding="utf-8"), subnets), encoding="utf-8")
            tried += 1
            failures += [f"{case.name}: {line}" for line in disagreements(client, options.vend, folder)]
        for name, old, new in rows():
            subnets = emptied(host, port, ec2)
            folder = options.work / name
            folder.mkdir(exist_ok=True)
            for file, text in (("old.yml", old), ("new.yml", new)):
                (folder / file).write_text(with_subnets(text, subnets), encoding="utf-8")
            tried += 1
            failures += [f"{name}: {line}" for line in disagreements(client, options.vend, folder)]
    finally:
        server.stop()
    for line in failures:
        print(f"FAILED: {line}")
    print(f"moto: {tried} updates, {len(failures)} disagreements, {len(GAPS) + len(ROW_GAPS)} beyond moto")
    sys.exit(1 if failures or not tried else 0)


if __name__ == "__main__":
    main()
