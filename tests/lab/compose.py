#!/usr/bin/env python3
"""Composes a runner configuration script as `vend scripts NAME` does: compose.py MAIN_FILE > SCRIPT."""
import pathlib
import sys


def compose(path, root=None):
    path = pathlib.Path(path)
    root = root or path.parent
    out = []
    for line in path.read_text().splitlines():
        out.append(compose(root / line.split()[2], root) if line.startswith("# @include ") else line + "\n")
    return "".join(out)


if __name__ == "__main__":
    sys.stdout.write(compose(sys.argv[1]))
