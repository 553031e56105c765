#!/usr/bin/env -S python3 -SE
"""Every program that a Windows instance has or installs, as a recording stand-in: its name is the file's.

A call appends {"program", "args", "clock"} to $LAB_WORLD/calls. What it answers stands in $LAB_WORLD/answers, a JSON list of
{"when": "program and first arguments", "out", "err", "exit", "creates": [programs that are installed then], "times"}; the
first whose `when` is a prefix of the call and whose `times` are not used up.
powershell.exe runs its script in the engine that the tests use. cfn-init.exe writes the file of $LAB_WORLD/script.
"""
import json
import os
import sys

WORLD = os.environ["LAB_WORLD"]
name, args = os.path.basename(sys.argv[0]), sys.argv[1:]


def read(file):
    path = os.path.join(WORLD, file)
    return open(path).read() if os.path.exists(path) else ""


def record():
    with open(WORLD + "/calls", "a") as calls:
        calls.write(json.dumps({"program": name, "args": args, "clock": float(read("clock") or 0)}) + "\n")


def answer():
    answers = json.loads(read("answers"))
    call = " ".join([name, *args])
    for one in answers:
        if call.startswith(one["when"]) and one.get("times", 1) > 0:
            if "times" in one:
                one["times"] -= 1
                with open(WORLD + "/answers", "w") as out:
                    out.write(json.dumps(answers))
            return one
    return {}


def run_script():
    file = args[args.index("-File") + 1]
    rest = args[args.index("-File") + 2:]
    if file.endswith("amazon-cloudwatch-agent-ctl.ps1"):
        return 0
    if "LAB_HOST" not in os.environ:
        import subprocess
        prelude = os.environ["LAB_PRELUDE"]
        quoted = " ".join(word if word.startswith("-") else "'" + word.replace("'", "''") + "'" for word in rest)
        command = f". '{prelude}'; & '{file}' {quoted}; exit $LASTEXITCODE"
        return subprocess.call(["pwsh", "-NoProfile", "-NonInteractive", "-Command", command])
    import socket
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.environ["LAB_HOST"])
        connection.sendall(json.dumps({"file": file, "arguments": rest}).encode() + b"\n")
        for line in connection.makefile():
            said = json.loads(line)
            if "exit" in said:
                return said["exit"]
            print(said.get("out", said.get("err")), file=sys.stdout if "out" in said else sys.stderr, flush=True)
    return 70


def main():
    record()
    told = answer()
    if name == "cfn-init.exe" and not told.get("exit"):
        with open(os.environ["ProgramData"] + "/vend/custom_instance_configuration_script.ps1", "w") as out:
            out.write(read("script"))
    for created in told.get("creates", []):
        target = created if os.sep in created else os.path.join(os.path.dirname(WORLD), "tools", created)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w") as out:
            out.write(open(__file__).read())
        os.chmod(target, 0o755)
    sys.stdout.write(told.get("out", ""))
    sys.stderr.write(told.get("err", ""))
    if name == "powershell.exe" and "exit" not in told:
        return run_script()
    return told.get("exit", 0)


if __name__ == "__main__":
    sys.exit(main())
