"""Updates of stacks in a moto server on loopback, compared with what `vend diff` says of them: which resources there are before and after.

moto makes more and fewer new resources than CloudFormation does (types without an update of their own are made anew, create-only properties
are often changed in place), so what is replaced is judged only where moto is known to follow AWS; the table says where it does not.
"""

import json
import sys

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
                text = path.read_text(encoding="utf-8")
                for number, subnet in enumerate(subnets):
                    text = text.replace(f"subnet-0aaaaaaaaaaaaaaa{number + 1}", subnet)
                (folder / path.name).write_text(text, encoding="utf-8")
            tried += 1
            failures += [f"{case.name}: {line}" for line in disagreements(client, options.vend, folder)]
    finally:
        server.stop()
    for line in failures:
        print(f"FAILED: {line}")
    print(f"moto: {tried} updates, {len(failures)} disagreements, {len(GAPS)} beyond moto")
    sys.exit(1 if failures or not tried else 0)


if __name__ == "__main__":
    main()
