#!/usr/bin/env python3
"""Runs the cases, functions case_NAME() of cases_*.py, two at once: cases.py [TEXT]"""
import concurrent.futures
import importlib
import pathlib
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
MODULES = ["cases_instance", "cases_native", "cases_source"]


def run(function):
    begin = time.monotonic()
    try:
        function()
        failure = None
    except Exception:
        failure = traceback.format_exc()
    return failure, time.monotonic() - begin


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    cases = [(name[5:].replace("_", " "), function) for module in map(importlib.import_module, MODULES) for name, function in vars(module).items() if name.startswith("case_")]
    cases = [one for one in cases if only in one[0]]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (name, _), (failure, seconds) in zip(cases, pool.map(run, [function for _, function in cases])):
            print(f"{'FAILED' if failure else 'ok    '} {name}: {seconds:.1f} s", flush=True)
            if failure:
                failed += 1
                print(failure, flush=True)
    print(f"{len(cases) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
