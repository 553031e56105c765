#!/usr/bin/env python3
"""Linux and Windows instances stay equal: the same phases in the same order, every step in both, and a value that reaches one
script reaches the other, or EXCEPT says why not.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/lab"))
from compose import compose  # noqa: E402: what `vend scripts` emits

PAIRS = [("amazon-linux-2023-docker.sh", "windows-docker.ps1"), ("amazon-linux-2023-shell.sh", "windows-shell.ps1"),
         ("amazon-linux-2-docker.sh", "windows-docker.ps1"), ("amazon-linux-2-shell.sh", "windows-shell.ps1")]

# Value -> why only one system reads it.
EXCEPT = {
    "DOCKER_PRIVILEGED": "Windows containers know no privileged mode",
    "DOCKER_SHM_SIZE": "Windows containers have no /dev/shm",
    "JOB_USER": "jobs of the Linux shell executor have a user anyway",
    "LONG_PATHS": "only Windows limits paths to 260 characters",
    "DEFENDER_EXCLUSIONS": "Linux has no Defender",
    "METADATA_FOR_JOBS": "the hop limit decides for containers of Windows; its shell script reads it",
    "JOB_OBJECT": "on Linux a job's processes end with their control group",
}

# Settings whose scripts are being written; a name leaves this line with the commit that makes both systems read it.
UNREAD = set()

# Nobody's phase reads them: the checksum of the settings beside the script, and what makes it another one.
OF_THE_SETTINGS = {"SETTINGS_SHA256", "CA_SHA256"}

# Step of docs/instances.md -> what does it in the Linux and in the Windows script.
STEPS = {
    "1 start": ("fail", "Boot"),
    "2 preflight": ("preflight", "Preflight"),
    "3 patch": ("patch", "Patch"),
    "4 tools": ("executor_tools", "Tools"),
    "5 register": ("register", "Register"),
    "6 tag": ("tag_instance", "Set-Tags"),
    "7 report": ("start_agent", "Report"),
    "8 watch": ("monitor", "Watch"),
    "9 drain": ("drain", "Drain"),
    "10 prefer idle": ("protect", "Update-Protection"),
    "11 housekeeping": ("prune", "Housekeeping"),
    "12 load test": ("load_test", "Start-Load"),
}


def rendered():
    """Every value that the template hands over."""
    text = "".join(path.read_text() for path in sorted((ROOT / "src/render").rglob("*.cpp")))
    return set(re.findall(r'\{"([A-Z0-9_]+)", Encoding::', text)) - OF_THE_SETTINGS - UNREAD


def linux_values(script):
    """The values of the script's table that are used below it, and the launcher's."""
    launcher = (ROOT / "templates/userdata/linux.sh").read_text()
    table = set(re.findall(r"\b([A-Z][A-Z0-9_]+)=", "".join(re.findall(r"^load_values (?:.*\\\n)*.*", script, re.M))))
    used = {name for name in table if len(re.findall(rf"\b{name}\b", script)) > 1}
    return used | set(re.findall(r"\$\([vd] ([A-Z0-9_]+)\)", launcher))


def windows_values(script):
    launcher = (ROOT / "templates/userdata/windows.ps1").read_text()
    return set(re.findall(r"\$([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\b", script)) | set(re.findall(r"\$v\.([A-Z][A-Z0-9_]+)\b", launcher))


def phases(script, pattern):
    return re.findall(pattern, script, re.M)


def problems():
    for linux_name, windows_name in PAIRS:
        linux, windows = (compose(ROOT / "runner_configs" / one) + compose(ROOT / "runner_configs" / features) for one, features in
                          ((linux_name, "linux-features.sh"), (windows_name, "windows-features.ps1")))
        pair = f"{linux_name} / {windows_name}"
        left, right = linux_values(linux), windows_values(windows)
        for value in sorted((left ^ right) & rendered()):
            if value not in EXCEPT:
                yield f"{pair}: {value} reaches only {'Linux' if value in left else 'Windows'}"
        for value in sorted(rendered() - left - right):
            if not (value.startswith(("DOCKER_", "REGISTRY_", "ALLOWED_IMAGES", "ECR_", "HUB_")) and "shell" in linux_name):
                yield f"{pair}: {value} is handed over and nobody reads it"
        one = " ".join(phases(linux, r"^\s+for PHASE in (.+); do$")).split()
        other = " ".join(phases(windows, r"^\t\tforeach \(\$phase in -split '(.+)'\) \{$")).split()
        if one != other:
            yield f"{pair}: the phases are {one} and {other}"
        for step, (on_linux, on_windows) in STEPS.items():
            if not re.search(rf"^{on_linux}\(\)", linux, re.M):
                yield f"{linux_name}: step {step} has no {on_linux}"
            if not re.search(rf"^function {on_windows}\b", windows, re.M):
                yield f"{windows_name}: step {step} has no {on_windows}"


def main():
    found = list(problems())
    for one in found:
        print(one)
    print("FAILED Linux and Windows are equal" if found else "ok     Linux and Windows are equal")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
