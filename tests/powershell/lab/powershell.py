"""powershell.exe: runs `-File SCRIPT ARGUMENTS` in the engine that the tests use, which serves at $LAB_HOST."""
import json
import os
import sys

args = sys.argv[1:]
at = args.index("-File")
file, rest = args[at + 1], args[at + 2:]
if file.endswith("amazon-cloudwatch-agent-ctl.ps1"):
    sys.exit(0)
import socket  # noqa: E402: a third of this program's time

with socket.socket(socket.AF_UNIX) as connection:
    connection.connect(os.environ["LAB_HOST"])
    connection.sendall(json.dumps({"file": file, "arguments": rest}).encode() + b"\n")
    for line in connection.makefile():
        said = json.loads(line)
        if "exit" in said:
            sys.exit(said["exit"])
        print(said.get("out", said.get("err")), file=sys.stdout if "out" in said else sys.stderr, flush=True)
sys.exit(70)
