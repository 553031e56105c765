#!/usr/bin/env python3
"""Writes templates/schemas/updates.tsv: what a new value of a property requires, where the schemas of the registry do not say so.

  take_updates.py SPEC DOCS

SPEC: db.json.gz of the npm package @aws-cdk/aws-service-spec (Apache-2.0), in which `cdk diff` looks whether a property causes a replacement.
DOCS: doc_source of github.com/awsdocs/aws-cloudformation-user-guide, whose pages have a line "Update requires" for each property.

A row is "TYPE<tab>PATH=WORD PATH=WORD"; a word counts for all below its path, unless a longer one has its own:
  replaces    SPEC says replacement, and the schema has the property in no list, or not yet; or DOCS do, too, and it is a conditional one
  may         SPEC says that it depends on the resource, or replacement for what the schema has and DOCS do not yet; and LEARNED
  interrupts  DOCS say "Some interruptions", and no list has it; or SPEC says that a part of a property depends on the resource
"""

import gzip
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent.parent / "templates" / "schemas"
# Services that learned to change in place what both sources still call a replacement.
LEARNED = {
    ("AWS::EC2::VPNConnection", "VpnTunnelOptionsSpecifications"): "EC2, ModifyVpnTunnelOptions",
    ("AWS::ECS::Service", "DeploymentController"): "ECS, UpdateService: deploymentController",
    ("AWS::ECS::Service", "LaunchType"): "ECS, UpdateService: from a launch type to capacity providers",
    ("AWS::ElastiCache::ReplicationGroup", "Engine"): "ElastiCache, ModifyReplicationGroup: from Redis OSS to Valkey",
    ("AWS::ElastiCache::User", "Engine"): "ElastiCache, ModifyUser: Engine",
    ("AWS::ElastiCache::UserGroup", "Engine"): "ElastiCache, ModifyUserGroup: Engine",
    ("AWS::FSx::FileSystem", "FileSystemTypeVersion"): "FSx, UpdateFileSystem: FileSystemTypeVersion",
    ("AWS::FSx::FileSystem", "LustreConfiguration/PerUnitStorageThroughput"): "FSx, UpdateFileSystem: PerUnitStorageThroughput",
    ("AWS::KafkaConnect::Connector", "ConnectorConfiguration"): "MSK Connect, UpdateConnector: connectorConfiguration",
    ("AWS::Lambda::EventSourceMapping", "AmazonManagedKafkaEventSourceConfig"): "Lambda, UpdateEventSourceMapping",
    ("AWS::Lambda::EventSourceMapping", "SelfManagedKafkaEventSourceConfig"): "Lambda, UpdateEventSourceMapping",
    ("AWS::S3::Bucket", "ObjectLockEnabled"): "S3, PutObjectLockConfiguration: for existing buckets",
}
# SAM's types, which no registry has, and in SPEC everything replaces them: what becomes of them is of the types behind them (specification of SAM).
SERVERLESS = {
    "Function": ("FunctionName", "PackageType"),
    "LayerVersion": ("CompatibleArchitectures", "CompatibleRuntimes", "ContentUri", "Description", "LayerName", "LicenseInfo"),
    "SimpleTable": ("PrimaryKey", "TableName"),
    "StateMachine": ("Name", "Type"),
}
# What src/diff/documented.cpp knows better than one word says.
BY_HAND = {("AWS::ElasticLoadBalancing::LoadBalancer", one) for one in ("AvailabilityZones", "HealthCheck", "Subnets")}
# What a service changes in place by now, whatever the sources say (EKS, UpdateClusterConfig: resourcesVpcConfig).
BY_HAND |= {("AWS::EKS::Cluster", one) for one in ("ResourcesVpcConfig/SecurityGroupIds", "ResourcesVpcConfig/SubnetIds")}


def lists_of_schemas():
    schemas = {}
    for line in (HERE / "aws.jsonl").read_text(encoding="utf-8").splitlines():
        name, text = line.split("\t", 1)
        schemas[name] = json.loads(text)
    for path in HERE.glob("aws-*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        schemas[schema["typeName"]] = schema
    keys = ("createOnlyProperties", "conditionalCreateOnlyProperties")
    return {name: [set(one.get("properties", {})), *([path.removeprefix("/properties/") for path in one.get(key, [])] for key in keys)] for name, one in schemas.items()}


def causes(path):
    """{type: {path: yes, no or maybe}}"""
    schema = json.loads(gzip.decompress(pathlib.Path(path).read_bytes()))["schema"]
    definitions = {one["$id"]: one["properties"] for one in schema["typeDefinition"]["entities"]}

    def walk(properties, prefix, seen, found):
        for name, one in properties.items():
            found[prefix + name] = one.get("causesReplacement", "no")
            inner, below = one.get("type"), prefix + name
            while inner and inner["type"] in ("array", "map"):
                inner, below = inner["element"], below + "/*"
            if inner and inner["type"] == "ref" and inner["reference"]["$ref"] not in seen:
                walk(definitions[inner["reference"]["$ref"]], below + "/", seen | {inner["reference"]["$ref"]}, found)
        return found

    return {one["cloudFormationType"]: walk(one["properties"], "", frozenset(), {}) for one in schema["resource"]["entities"]}


def documented(folder):
    """{type: {path without /*: Replacement, Some, No or Updates}}"""
    pages, types = {}, {}
    for path in pathlib.Path(folder).glob("aws-*.md"):
        text = path.read_text(encoding="utf-8")
        title = re.match(r"# ([^<]*)", text).group(1).strip()
        body = text.partition("\n## Properties")[2].partition("\n## ")[0]
        pages[path.stem] = {}
        for name, about in re.findall(r"^`(\w+)`\s*<a name=\"[^\"]*\"></a>\s*$(.*?)(?=^`\w+`\s*<a name=|\Z)", body, re.M | re.S):
            link, word = re.search(r"\*Type\*: .*\]\((aws-properties-[^)]*)\.md", about), re.search(r"\*Update requires\*: \[?(\w+)", about)
            pages[path.stem][name] = (word and word.group(1), link and link.group(1))
        if pages[path.stem] and re.fullmatch(r"AWS::\w+::\w+", title):
            types[title] = path.stem

    def walk(page, prefix, seen, found):
        for name, (word, link) in pages[page].items():
            found[prefix + name] = word
            if link in pages and link not in seen:
                walk(link, f"{prefix}{name}/", seen | {link}, found)
        return found

    return {name: walk(page, "", {page}, {}) for name, page in types.items()}


def lies_in(path, prefixes):
    return any(path == one or path.startswith(one + "/") for one in prefixes)


def words(name, spec, docs, known, create_only, conditional):
    """Rows of a type, without what a shorter path says already."""
    found = {path: "may" for kind, path in LEARNED if kind == name}
    learned = list(found)
    for path, cause in sorted(spec.items()):
        told, listed = docs.get(path.replace("/*", "")), lies_in(path, conditional)
        if (name, path) in BY_HAND or lies_in(path, create_only) or lies_in(path, learned):
            continue
        newer = path.split("/")[0] not in known  # SPEC has it from a later schema
        if cause == "yes" and (told == "Replacement" or not listed and (told or newer)):
            word = "replaces"
        elif cause == "yes" and not listed or cause == "maybe" and not listed and "/" not in path:
            word = "may"
        elif told == "Some" and (cause == "no" or not listed) or cause == "maybe" and not listed:
            word = "interrupts"
        else:
            continue
        if found.get(max((one for one in found if lies_in(path, [one])), key=len, default=None)) not in (word, "replaces"):
            found[path] = word
    return found


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    spec, docs, count = causes(sys.argv[1]), documented(sys.argv[2]), 0
    all_rows = {name: words(name, spec.get(name, {}), docs.get(name, {}), *lists) for name, lists in lists_of_schemas().items()}
    all_rows |= {f"AWS::Serverless::{name}": dict.fromkeys(paths, "replaces") for name, paths in SERVERLESS.items()}
    with (HERE / "updates.tsv").open("w", encoding="utf-8") as out:
        for name, rows in sorted(all_rows.items()):
            count += len(rows)
            if rows:
                out.write(f"{name}\t{' '.join(f'{path}={word}' for path, word in sorted(rows.items()))}\n")
    print(f"{count} rows")


if __name__ == "__main__":
    main()
