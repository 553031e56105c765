#!/usr/bin/env -S python3 -SE
"""gitlab-runner.exe: installing a service is Windows' affair and done here; the rest does the Linux lab's stand-in."""
import json
import os
import sys

world = os.environ["LAB_WORLD"]
with open(world + "/calls", "a") as calls:
    calls.write("".join(word + "\x1f" for word in ["gitlab-runner.exe", "0", *sys.argv[1:]]) + "\x1e")
if sys.argv[1:2] == ["install"]:
    if not os.path.exists("config.toml"):
        sys.exit("install takes the folder that it is called in as the service's, and config.toml from there")
    with open(world + "/services") as file:
        services = json.load(file)
    if "gitlab-runner" in services:
        sys.exit("FATAL: Failed to install gitlab-runner: service gitlab-runner already exists")
    services["gitlab-runner"] = {"status": "Stopped", "start": "Automatic"}
    with open(world + "/services", "w") as file:
        json.dump(services, file)
else:
    # The default on Windows: config.toml in the folder that it is called in.
    os.environ.setdefault("CONFIG_FILE", os.path.join(os.getcwd(), "config.toml"))
    os.execv(sys.executable, [sys.executable, os.environ["LAB_RUNNER"], *sys.argv[1:]])
