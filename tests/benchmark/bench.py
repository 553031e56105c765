#!/usr/bin/env python3
"""Benchmarks: in process (Catch2), then whole processes, with cfn-lint on the same template in the same run.

Argument: the build directory.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CPU_LIMIT_MS = 10
PREVIEW_LIMIT_MS = 15
MEMORY_LIMIT_MB = 24


def measure(command, runs):
    """The least CPU milliseconds and the most megabytes of several runs."""
    best, peak = float("inf"), 0.0
    for _ in range(runs):
        with open(os.devnull, "wb") as nowhere:
            child = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
            _, _, usage = os.wait4(child.pid, 0)
            child.returncode = 0
        best = min(best, 1000 * (usage.ru_utime + usage.ru_stime))
        peak = max(peak, usage.ru_maxrss / 1024)
    return best, peak


def main():
    build = pathlib.Path(sys.argv[1])
    subprocess.run(["cmake", "--build", str(build), "--target", "vend_bench"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([str(build / "tests" / "benchmark" / "vend_bench")], check=True)
    vend = str(build / "vend")
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "gitlab-runners.cf.yml")
        rows = [
            ("vend generate --stdout", [vend, "generate", "--stdout"]),
            ("vend generate -o DIR", [vend, "generate", "--force", "-o", folder]),
            ("vend preview", [vend, "preview"]),
            ("vend preview FILE", [vend, "preview", template]),
            ("vend --version", [vend, "--version"]),
        ]
        print(f"{'whole process':<24} {'CPU ms':>8} {'MB':>8}   (wanted for the full template: {CPU_LIMIT_MS} ms, {MEMORY_LIMIT_MB} MB; preview {PREVIEW_LIMIT_MS} ms)")
        results = {}
        for name, command in rows:
            results[name] = measure(command, 30)
            print(f"{name:<24} {results[name][0]:8.1f} {results[name][1]:8.1f}")
        if shutil.which("cfn-lint") is None:
            print("SKIPPED cfn-lint: it is not here")
            return
        lint = measure(["cfn-lint", template], 2)
        print(f"{'cfn-lint (same template)':<24} {lint[0]:8.0f} {lint[1]:8.0f}")
        ours = results["vend generate -o DIR"]
        print(f"cfn-lint needs {lint[0] / ours[0]:.0f} times the CPU of making the template, and {lint[1] / ours[1]:.0f} times the memory")


if __name__ == "__main__":
    main()
