#!/usr/bin/env python3
"""Takes resource schemas from an installed cfn-lint (MIT-0 licence) into templates/schemas.

  aws.jsonl   one line a type, "TYPE<tab>SCHEMA", sorted by type: all that have no file of their own, without what no check reads
  types.txt   the names of all types, one a line
  attributes.tsv  properties that Fn::GetAtt gives although they are no read-only ones: "TYPE<tab>NAME NAME"

Single files beside them (aws-ec2-instance.json) win over the line of their type; they are written anew with one line a
property and a definition, which can be compared and is read quickly.
"""

import importlib.metadata
import json
import pathlib

import cfnlint
from cfnlint.data.schemas.providers.us_east_1 import types
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

HERE = pathlib.Path(__file__).resolve().parent.parent.parent / "templates" / "schemas"
SOURCE = pathlib.Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"
UNREAD = {"sourceUrl", "documentationUrl", "$schema", "$comment", "tagging", "taggable", "replacementStrategy", "resourceLink", "additionalIdentifiers",
          "propertyTransform", "lifecycle", "deprecatedProperties"}
WORDS = {"description", "examples", "title", "$comment", "default", "insertionOrder", "relationshipRef", "arrayType"}


def trimmed(node):
    """Without explanations; a property may be called like one, so only texts and the like are left out."""
    if isinstance(node, dict):
        return {key: trimmed(value) for key, value in node.items() if key not in WORDS or isinstance(value, dict)}
    if isinstance(node, list):
        return [trimmed(value) for value in node]
    return node


def kept(schema):
    return {key: trimmed(value) for key, value in schema.items() if key not in UNREAD}


def in_lines(schema):
    """JSON with one line a member, and a property and a definition."""
    def member(key, value):
        return f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'), sort_keys=True)}"

    rows = []
    for key, value in sorted(schema.items()):
        if key in ("properties", "definitions") and value:
            rows.append(f"{json.dumps(key)}:{{\n" + ",\n".join(member(*one) for one in sorted(value.items())) + "\n}")
        else:
            rows.append(member(key, value))
    return "{\n" + ",\n".join(rows) + "\n}\n"


def attribute_rows(names):
    for name in names:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", name)
        read_only = {path[len("/properties/"):].replace("/", ".") for path in schema.schema.get("readOnlyProperties", [])}
        more = [attribute for attribute in schema.get_atts if attribute not in read_only]
        if more and "\\" not in "".join(more):
            yield f"{name}\t{' '.join(sorted(more))}\n"


def main():
    for path in HERE.glob("aws-*.json"):
        path.write_text(in_lines(kept(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    single = {json.loads(path.read_text(encoding="utf-8"))["typeName"] for path in HERE.glob("aws-*.json")}
    names = sorted(name for name in types if name.startswith("AWS::"))
    (HERE / "types.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    lines = []
    for name in names:
        if name in single:
            continue
        schema = json.loads((SOURCE / f"{types[name]}.json").read_text(encoding="utf-8"))
        lines.append(f"{name}\t{json.dumps(kept(schema), separators=(',', ':'), sort_keys=True)}\n")
    (HERE / "aws.jsonl").write_text("".join(lines), encoding="utf-8")
    (HERE / "attributes.tsv").write_text("".join(attribute_rows(names)), encoding="utf-8")
    print(f"{len(names)} names, {len(lines)} schemas from cfn-lint {importlib.metadata.version('cfn-lint')}")


if __name__ == "__main__":
    main()
