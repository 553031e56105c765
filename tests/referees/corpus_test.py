"""Who finds the planted errors of tests/validate/corpus: vend, cfn-lint and AWS's validator, as a table in docs/validate.md.

Fails when vend's verdict differs from the index, when a referee calls a template of ours wrong that the index calls right, and when the
table in the docs is another one. With --update it writes the table.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

import aws_validator_test
import referees

ROOT = referees.HERE.parent.parent
CORPUS = ROOT / "tests" / "validate" / "corpus"
DOCS = ROOT / "docs" / "validate.md"
BEGIN, END = "<!-- corpus: begin -->\n", "<!-- corpus: end -->\n"
# Planted errors that are warnings of ours, because CloudFormation deploys them: duplicate keys, of which the last one counts.
WARNINGS = {"D002"}
# What a referee says of a good template, and why it is no error here.
ACCEPTED = {
    ("aws", "E1152"): "takes the default of an SSM parameter, its name, for the image id",
    ("aws", "F3002"): "does not know Fn::Transform beside other properties",
    ("aws", "F6101"): "does not resolve a Ref of Fn::Sub, which AWS::LanguageExtensions allow",
}


def index():
    for line in (CORPUS / "index.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def of_vend(binary, paths):
    done = subprocess.run([binary, "validate", "--severity", "warning", "--format", "json", *map(str, paths)], capture_output=True, text=True, check=False)
    return [(pathlib.Path(one["file"]).name, one["line"], one["code"], one["message"]) for one in json.loads(done.stdout)
            if one["severity"] == "error" or one["code"] in WARNINGS]


def of_cfn_lint(paths):
    done = subprocess.run(["cfn-lint", "--format", "json", "--", *map(str, paths)], capture_output=True, text=True, check=False)
    return [(pathlib.Path(one["Filename"]).name, one["Location"]["Start"]["LineNumber"], one["Rule"]["Id"], one["Message"])
            for one in json.loads(done.stdout or "[]") if one["Rule"]["Id"].startswith("E")]


def of_aws(paths, work):
    folder = aws_validator_test.install(work)
    done = subprocess.run(["node", str(referees.HERE / "aws_validator.mjs"), str(folder)], input="\n".join(map(str, paths)), capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"FAILED: the validator ended with {done.returncode}:\n{done.stderr}")
    return [(pathlib.Path(item["path"]).name, one["line"] or 0, one["rule"], one["message"])
            for item in json.loads(done.stdout)["files"] for one in item["findings"] if one["severity"] in ("FATAL", "ERROR")]


def cell(findings, name, line):
    mine = sorted({(found, rule) for file, found, rule, _ in findings if file == name})
    at_line = [rule for found, rule in mine if found == int(line)]
    if at_line:
        return at_line[0]
    return f"{mine[0][1]} (line {mine[0][0]})" if mine else "-"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vend", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--update", action="store_true", help="write the table into docs/validate.md")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    rows = list(index())
    paths = [CORPUS / row[0] for row in rows]
    if shutil.which("cfn-lint") is None:
        referees.absent("cfn-lint")
    if shutil.which("node") is None:
        referees.absent("node", referees.BRINGS_NODE)
    found = {"vend": of_vend(options.vend, paths), "cfn-lint": of_cfn_lint(paths), "aws": of_aws(paths, options.work)}
    failures = []
    table = [BEGIN, "| Planted | Line | vend | cfn-lint | AWS's validator |\n", "|---|---|---|---|---|\n"]
    counts = {name: 0 for name in found}
    for name, code, line, what in rows:
        if code == "-":
            for referee, findings in found.items():
                for file, place, rule, message in findings:
                    if file == name and (referee, rule) not in ACCEPTED:
                        failures.append(f"{name}: {referee} says {rule} in line {place}: {message}")
            continue
        if not any(file == name and rule == code and (line == "0" or place == int(line)) for file, place, rule, _ in found["vend"]):
            failures.append(f"{name}: vend does not say {code} in line {line}")
        cells = [cell(found[referee], name, line) for referee in ("vend", "cfn-lint", "aws")]
        for referee, text in zip(("vend", "cfn-lint", "aws"), cells):
            counts[referee] += text != "-"
        table.append(f"| {what} (`{name}`) | {line} | {' | '.join(cells)} |\n")
    table.append(f"| **found of {sum(row[1] != '-' for row in rows)}** | | {counts['vend']} | {counts['cfn-lint']} | {counts['aws']} |\n")
    table.append(END)
    text = DOCS.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    wanted = before + "".join(table) + rest.split(END)[1]
    if options.update:
        DOCS.write_text(wanted, encoding="utf-8")
    elif wanted != text:
        failures.append("docs/validate.md has another table: run tests/referees/corpus_test.py --update")
    for failure in failures:
        print(f"FAILED: {failure}")
    print(f"corpus: {len(rows)} templates, found {counts}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
