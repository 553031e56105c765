"""cfn-lint reports nothing for the full template, the presets and a sample of random specs."""

import json
import shutil
import subprocess
import sys

import referees


def main():
    options = referees.arguments()
    if shutil.which("cfn-lint") is None:
        referees.absent("cfn-lint")
    paths = referees.render_all(options.vend, options.work)
    done = subprocess.run(["cfn-lint", "--format", "json", "--", *map(str, paths)], capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout or "[]")
    except json.JSONDecodeError:
        sys.exit(f"FAILED: cfn-lint printed no JSON ({done.returncode}):\n{done.stdout}\n{done.stderr}")
    if done.returncode != 0 and not report:
        sys.exit(f"FAILED: cfn-lint ended with {done.returncode}:\n{done.stderr}")
    findings = []
    for item in report:
        place = ".".join(map(str, item["Location"].get("Path") or []))
        name = item["Filename"].rsplit("/", 1)[-1]
        findings.append((name, item["Rule"]["Id"], place, item["Message"]))
    print(f"cfn-lint: {len(paths)} templates")
    referees.judge("cfn-lint", findings)


if __name__ == "__main__":
    main()
