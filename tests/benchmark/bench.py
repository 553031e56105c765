#!/usr/bin/env python3
"""Benchmarks: in process (Catch2), then whole processes, with cfn-lint on the same template in the same run.

Argument: the build directory.
"""

import concurrent.futures
import http.client
import json
import multiprocessing
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

CPU_LIMIT_MS = 8
PREVIEW_LIMIT_MS = 15
DIFF_LIMIT_MS = 20
PAIRS, PAIRS_SECONDS = 1000, 10
MEMORY_LIMIT_MB = 24
VALIDATE_SHARE = 400  # of cfn-lint's time for the same template, in the same run
BRANCHES_MS, BRANCHES_MB = 2000, 100  # --all-combinations of 500 resources with 60 conditions and 20 values
VALIDATE_MEMORY_MB = 60
FILES, FILES_PER_SECOND = 1000, 100
SERVE_CLIENTS, SERVE_MS, SERVE_FIRST_MS, SERVE_MB = 20, 15, 150, 60
SPECS, SPECS_S = 1000, 5  # in one run, on two cores
FINDINGS_MB = 200  # of a run over FILES files with findings


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


def copies_of(text, size):
    """A template of at least `size` bytes: the resources of one, again and again with other names."""
    head, rest = text.split("Resources:\n")
    names = re.findall(r"(?m)^  (\w+):\n    Type:", rest)
    out = head + "Resources:\n"
    copy = 0
    while len(out) < size:
        part = rest
        for name in names:
            part = re.sub(rf"(?<![:\w]){name}\b(?!: )", f"{name}{copy}", part)
        out += part
        copy += 1
    return out


def branches_of(resources, conditions, values):
    """A template whose conditions hang on parameters of many values, and whose resources hang on the conditions."""
    listed = ", ".join(f"v{n}" for n in range(values))
    out = "Parameters:\n" + "".join(f"  P{n}: {{Type: String, Default: v0, AllowedValues: [{listed}]}}\n" for n in range(conditions))
    out += "Conditions:\n" + "".join(f"  C{n}: !And [!Equals [!Ref P{n}, v{n % values}], !Not [!Equals [!Ref P{(n + 1) % conditions}, v1]]]\n"
                                      for n in range(conditions))
    out += "Resources:\n" + "".join(
        f"  R{n}: {{Type: AWS::SNS::Topic, Condition: C{n % conditions}, Properties: {{DisplayName: !If [C{(n + 7) % conditions}, a, !Ref P{n % conditions}]}}}}\n"
        for n in range(resources))
    return out


def branch_rows(vend, folder):
    template = os.path.join(folder, "branches.yml")
    with open(template, "w", encoding="utf-8") as file:
        file.write(branches_of(500, 60, 20))
    for name, more in (("vend validate, branches", []), ("... --all-combinations", ["--all-combinations"])):
        cpu, memory = measure([vend, "validate", template, *more], 3)
        print(f"{name:<24} {cpu:8.1f} {memory:8.1f}   (500 resources, 60 conditions, 20 values; wanted: {BRANCHES_MS} ms, {BRANCHES_MB} MB)")


def aws_validator(build, template):
    """The least milliseconds and the most megabytes of AWS's validator, when the referee test has installed it."""
    folders = sorted((build / "tests" / "referees" / "corpus").glob("node-*")) + sorted((build / "tests" / "referees" / "aws_validator").glob("node-*"))
    if not folders or shutil.which("node") is None:
        return None
    script = pathlib.Path(__file__).resolve().parent.parent / "referees" / "aws_validator.mjs"
    return measure(["sh", "-c", f'echo "{template}" | timeout 120 node "{script}" "{folders[0]}"'], 1)


def validate_rows(build, vend, folder):
    corpus = pathlib.Path(__file__).resolve().parent.parent / "validate" / "corpus"
    runners = (corpus / "runners.yml").read_text(encoding="utf-8")
    large = os.path.join(folder, "large.yml")
    with open(large, "w", encoding="utf-8") as file:
        file.write(copies_of(runners, 130_000))
    ours = measure([vend, "validate", large], 10)
    print(f"{'vend validate, 130 KB':<24} {ours[0]:8.1f} {ours[1]:8.1f}   (wanted: 1/{VALIDATE_SHARE} of cfn-lint's time, {VALIDATE_MEMORY_MB} MB)")
    if shutil.which("cfn-lint") is None:
        print("SKIPPED cfn-lint: it is not here")
    else:
        lint = measure(["cfn-lint", large], 1)
        ratio = lint[0] / ours[0]
        verdict = "as wanted" if ratio >= VALIDATE_SHARE else f"LESS THAN THE {VALIDATE_SHARE} THAT ARE WANTED"
        print(f"{'cfn-lint, 130 KB':<24} {lint[0]:8.0f} {lint[1]:8.0f}   ({ratio:.0f} times the time: {verdict})")
    theirs = aws_validator(build, large)
    if theirs is None:
        print("SKIPPED AWS's validator: it is not here (the referee test installs it)")
    else:
        print(f"{'AWS validator, 130 KB':<24} {theirs[0]:8.0f} {theirs[1]:8.0f}   ({theirs[0] / ours[0]:.0f} times the time)")
    many = os.path.join(folder, "many")
    os.mkdir(many)
    text = copies_of(runners, 50_000)
    for number in range(FILES):
        with open(os.path.join(many, f"{number}.yml"), "w", encoding="utf-8") as file:
            file.write(text)
    before = time.monotonic()
    cpu, memory = measure([vend, "validate", many], 1)
    passed = time.monotonic() - before
    print(f"vend validate, {FILES} files of {len(text) // 1000} KB: {FILES / passed:.0f} a second ({cpu / 1000:.1f} s CPU, {memory:.0f} MB; "
          f"wanted on two cores: {FILES_PER_SECOND} a second)")
    for number in range(FILES):
        with open(os.path.join(many, f"{number}.yml"), "w", encoding="utf-8") as file:
            file.write(text.replace("required", "optional").replace("    Type: AWS::", "    Typo: a\n    Type: AWS::"))
    cpu, memory = measure([vend, "validate", many, "--format", "sarif"], 1)
    print(f"... with findings, as SARIF: {cpu / 1000:.1f} s CPU, {memory:.0f} MB (wanted: {FINDINGS_MB} MB at most)")


def diff_rows(vend, template, folder):
    """What an update from v1.5.5 does, and many pairs of 50 KB, each a process of its own, on two cores."""
    tests = pathlib.Path(__file__).resolve().parent.parent
    machine = os.path.join(folder, "v1.5.5.json")
    with open(machine, "w", encoding="utf-8") as file:
        subprocess.run([sys.executable, "-B", str(tests / "diff" / "vending_machine.py")], check=True, stdout=file)
    cpu, memory = measure([vend, "diff", machine, template, "--format", "json"], 30)
    print(f"{'vend diff, from v1.5.5':<24} {cpu:8.1f} {memory:8.1f}   (wanted: {DIFF_LIMIT_MS} ms)")
    text = copies_of((tests / "validate" / "corpus" / "runners.yml").read_text(encoding="utf-8"), 50_000)
    pairs = []
    for number in range(10):  # every launch template and every group changes
        after = text.replace("HttpPutResponseHopLimit: 2", "HttpPutResponseHopLimit: 1").replace("m6i.large", f"m6i.{number + 1}xlarge")
        pairs.append([os.path.join(folder, f"{side}{number}.yml") for side in ("before", "after")])
        for path, written in zip(pairs[-1], (text, after), strict=True):
            with open(path, "w", encoding="utf-8") as file:
                file.write(written)
    before = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(lambda number: subprocess.run([vend, "diff", *pairs[number % len(pairs)], "--format", "json"], stdout=subprocess.DEVNULL,
                                                            stderr=subprocess.DEVNULL, check=False).returncode, range(PAIRS)))
    passed = time.monotonic() - before
    verdict = "as wanted" if passed <= PAIRS_SECONDS and not any(codes) else f"NOT THE {PAIRS_SECONDS} s THAT ARE WANTED"
    print(f"vend diff, {PAIRS} pairs of {len(text) // 1000} KB, two at a time: {passed:.1f} s ({sum(map(bool, codes))} failed; {verdict})")


def specs_row(vend, folder):
    """Specs of all platforms, in one run."""
    specs = []
    for number in range(SPECS):
        specs.append(os.path.join(folder, f"spec{number}.yml"))
        with open(specs[-1], "w", encoding="utf-8") as file:
            file.write(f"name: team-{number}\nplatform: {('amazon-linux-2023', 'windows-2022', 'amazon-linux-2', 'windows-2025')[number % 4]}\n"
                       f"executor: {('docker', 'shell')[number // 4 % 2]}\nsize: {{min: 1, desired: 2, max: {3 + number % 9}}}\n"
                       f"scaling: [{{metric: slots, out: {{at: {60 + number % 30}}}, in: {{at: 20}}}}]\ntags: {{team: 't{number}'}}\n")
    before = time.monotonic()
    cpu, memory = measure([vend, "generate", *specs, "-o", os.path.join(folder, "specs")], 1)
    print(f"vend generate, {SPECS} specs: {time.monotonic() - before:.1f} s ({cpu / 1000:.1f} s CPU, {memory:.0f} MB; wanted on two cores: {SPECS_S} s)")


def serve_rows(vend):
    """A page of the full template: the start, then 20 clients that each change a value and wait, as fast as people type."""
    started = time.monotonic()
    with subprocess.Popen([vend, "serve"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as server:
        try:
            address = urllib.parse.urlsplit(server.stdout.readline().decode().strip())

            def ask(connection, method, path, body=None):
                connection.request(method, address.path + path, body, {"Content-Type": "application/json"} if body else {})
                return connection.getresponse().read()

            def connect():
                return http.client.HTTPConnection(address.hostname, address.port)

            ask(connect(), "GET", "")
            first = 1000 * (time.monotonic() - started)

            def view(connection, have, size):
                body = json.dumps({"work": {"name": "", "text": "", "values": {"5ASGAutoScalingMaxSize": str(size)}}, "have": have})
                before = time.monotonic()
                answer = ask(connection, "POST", "view", body)
                passed = 1000 * (time.monotonic() - before)
                return passed, [sum for part in json.loads(answer)["parts"] for sum in part["pieces"]]

            def client(number, results):
                """Opens the page, then changes a value 20 times. A process of its own: threads would wait for each other's JSON."""
                connection, times = connect(), []
                time.sleep(0.05 * number)  # nobody begins together
                _, have = view(connection, [], 3)
                for step in range(20):
                    time.sleep(0.3 + 0.01 * number)
                    passed, have = view(connection, have, 4 + number + step)
                    times.append(passed)
                results.put(times)

            results = multiprocessing.Queue()
            clients = [multiprocessing.Process(target=client, args=(number, results)) for number in range(SERVE_CLIENTS)]
            for one in clients:
                one.start()
            times = [passed for _ in clients for passed in results.get()]
            for one in clients:
                one.join()
            times.sort()
            with open(f"/proc/{server.pid}/status", encoding="ascii") as file:
                memory = next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
            print(f"vend serve: first page after {first:.0f} ms (wanted: {SERVE_FIRST_MS}); a changed value with {SERVE_CLIENTS} clients: median "
                  f"{times[len(times) // 2]:.1f} ms, 99th percentile {times[len(times) * 99 // 100]:.1f} ms (wanted: {SERVE_MS}); {memory:.0f} MB (wanted: {SERVE_MB})")
        finally:
            server.terminate()


def main():
    build = pathlib.Path(sys.argv[1])
    subprocess.run(["cmake", "--build", str(build), "--target", "vend_bench"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([str(build / "tests" / "benchmark" / "vend_bench")], check=True)
    vend = str(build / "vend")
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "gitlab-runners.cf.yml")
        old = os.path.join(folder, "old.cf.yml")  # the full template before another change of all instances
        full = subprocess.run([vend, "generate", "--stdout"], check=True, capture_output=True, text=True).stdout
        with open(old, "w", encoding="utf-8") as file:
            file.write(full.replace("set -Eeuo pipefail", "set -Eeuo  pipefail"))
        rows = [
            ("vend generate --stdout", [vend, "generate", "--stdout"]),
            ("vend generate -o DIR", [vend, "generate", "--force", "-o", folder]),
            ("vend preview", [vend, "preview"]),
            ("vend preview FILE", [vend, "preview", template]),
            ("vend diff", [vend, "diff", old, template, "--format", "json"]),
            ("vend --version", [vend, "--version"]),
        ]
        print(f"{'whole process':<24} {'CPU ms':>8} {'MB':>8}   (wanted for the full template: {CPU_LIMIT_MS} ms, {MEMORY_LIMIT_MB} MB; preview {PREVIEW_LIMIT_MS} ms, diff {DIFF_LIMIT_MS} ms)")
        results = {}
        for name, command in rows:
            results[name] = measure(command, 30)
            print(f"{name:<24} {results[name][0]:8.1f} {results[name][1]:8.1f}")
        specs_row(vend, folder)
        validate_rows(build, vend, folder)
        branch_rows(vend, folder)
        diff_rows(vend, template, folder)
        serve_rows(vend)
        if shutil.which("cfn-lint") is None:
            print("SKIPPED cfn-lint: it is not here")
            return
        lint = measure(["cfn-lint", template], 2)
        print(f"{'cfn-lint (same template)':<24} {lint[0]:8.0f} {lint[1]:8.0f}")
        ours = results["vend generate -o DIR"]
        print(f"cfn-lint needs {lint[0] / ours[0]:.0f} times the CPU of making the template, and {lint[1] / ours[1]:.0f} times the memory")


if __name__ == "__main__":
    main()
