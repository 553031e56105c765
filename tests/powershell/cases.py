#!/usr/bin/env python3
"""Runs the cases: functions case_NAME(world) of cases_*.py, each on a machine of its own, a few at a time.

    python3 cases.py [--host vend-powershell.dll] [--only TEXT]
"""
import argparse
import concurrent.futures
import importlib
import pathlib
import queue
import re
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "lab"))

from world import Engine, World  # noqa: E402

MODULES = ["cases_boot", "cases_failure", "cases_patch", "cases_life", "cases_faults", "cases_features", "cases_own"]
WORKERS = 2


def variants(function):
    """A case is run for each (script, build) that it names with @on; on Windows Server 2022 with the shell executor otherwise."""
    return getattr(function, "variants", [("windows-shell.ps1", 20348)])


def run(engine, function, script, build):
    world = World(engine, script, build)
    try:
        function(world)
        return None
    except Exception:
        calls = "\n".join(f"  {one['program']} {one['args']}" for one in world.calls())
        return f"{traceback.format_exc()}\nsaid:\n{getattr(world, 'said', '')}\ncalls:\n{calls}"
    finally:
        world.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", help="the host of the engine; without it: pwsh")
    parser.add_argument("--only", default="", help="cases whose name has this regular expression")
    options = parser.parse_args()
    work = []
    for module in map(importlib.import_module, MODULES):
        for name, function in vars(module).items():
            if name.startswith("case_"):
                for script, build in variants(function):
                    work.append((f"{name[5:].replace('_', ' ')} ({script.split('.')[0]}, {build})", function, script, build))
    work = [one for one in work if re.search(options.only, one[0])]
    engines = queue.SimpleQueue()
    for _ in range(WORKERS):
        engines.put(Engine(options.host))
    passed, failures = 0, 0

    def one(case):
        engine, start = engines.get(), time.monotonic()
        try:
            return run(engine, *case[1:]), time.monotonic() - start
        finally:
            engines.put(engine)

    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for case, (failure, seconds) in zip(work, pool.map(one, work)):
            print(f"{'FAILED' if failure else 'ok    '} {case[0]}: {seconds:.1f} s", flush=True)
            if failure:
                failures += 1
                print(failure)
            else:
                passed += 1
    for _ in range(WORKERS):
        engines.get().close()
    print(f"cases took {time.monotonic() - began:.0f} s")
    print(f"cases: {passed} passed, {failures} failed")
    return 1 if failures or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
