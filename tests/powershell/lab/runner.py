#!/usr/bin/env -S python3 -SE
"""gitlab-runner.exe: installing a service is Windows' affair and recorded here; the rest does the Linux lab's stand-in."""
import json
import os
import pathlib
import sys

world = pathlib.Path(os.environ["LAB_WORLD"])
if sys.argv[1:2] == ["install"]:
    with open(world / "calls", "a") as calls:
        calls.write(json.dumps({"program": "gitlab-runner.exe", "args": sys.argv[1:], "clock": 0}) + "\n")
    services = json.loads((world / "services").read_text())
    services["gitlab-runner"] = {"status": "Stopped", "start": "Automatic"}
    (world / "services").write_text(json.dumps(services))
else:
    with open(world / "calls", "a") as calls:
        calls.write(json.dumps({"program": "gitlab-runner.exe", "args": sys.argv[1:], "clock": 0}) + "\n")
    os.execv(sys.executable, [sys.executable, os.environ["LAB_RUNNER"], *sys.argv[1:]])
