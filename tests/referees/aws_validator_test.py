"""AWS's own validator reports no FATAL, ERROR or WARN beyond the table of exceptions."""

import hashlib
import json
import shutil
import subprocess
import sys

import referees

JUDGED = {"FATAL", "ERROR", "WARN"}


def install(work):
    """The pinned package, installed once for each version of the lock file."""
    lock = (referees.HERE / "package-lock.json").read_bytes()
    folder = work / ("node-" + hashlib.sha256(lock).hexdigest()[:12])
    if (folder / "complete").exists():
        return folder
    if shutil.which("npm") is None:
        referees.absent("npm", referees.BRINGS_NODE)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(referees.HERE / name, folder)
    done = subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
        referees.absent("@aws/cloudformation-validate (npm ci failed)")
    (folder / "complete").touch()
    return folder


def main():
    options = referees.arguments()
    if shutil.which("node") is None:
        referees.absent("node", referees.BRINGS_NODE)
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < 20:
        referees.absent(f"node 20 or later (this is {version})", referees.BRINGS_NODE)
    folder = install(options.work)
    # The full template with every setting takes it minutes, until it says itself that it gave up; the specialised ones
    # with every setting are looked at whole.
    paths = [path for path in referees.render_all(options.vend, options.work) if path.name != "every-full.cf.yml"]
    done = subprocess.run(["node", str(referees.HERE / "aws_validator.mjs"), str(folder)], input="\n".join(map(str, paths)),
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"FAILED: the validator ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    report = json.loads(done.stdout)
    findings = []
    for item in report["files"]:
        name = item["path"].rsplit("/", 1)[-1]
        findings += [(name, f["rule"], f["place"], f["message"]) for f in item["findings"] if f["severity"] in JUDGED]
    slowest = max(report["files"], key=lambda item: item["ms"])
    print(f"AWS's validator: {len(paths)} templates, start {report['start_ms']:.0f} ms, all {sum(i['ms'] for i in report['files']):.0f} ms, "
          f"slowest {slowest['ms']:.0f} ms ({slowest['path'].rsplit('/', 1)[-1]}), peak {report['peak_mb']} MB")
    referees.judge("aws", findings)


if __name__ == "__main__":
    main()
