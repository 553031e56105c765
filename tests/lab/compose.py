#!/usr/bin/env python3
"""Composes a runner configuration script as `vend scripts NAME` does: compose.py MAIN_FILE > SCRIPT."""
import pathlib
import sys


def is_remark(line):
    return line.lstrip().startswith("# ") and not line.lstrip().startswith(("# shellcheck ", "# ----"))


def compose(path, root=None):
    path = pathlib.Path(path)
    fragment, heading, out = root is not None, True, []
    root = root or path.parent
    for line in path.read_text().splitlines():
        if line.startswith("# @include "):
            out.append(compose(root / line.split()[2], root))
            continue
        remark = is_remark(line)
        heading = heading and (remark or not line or line.startswith("# ----"))
        if not (remark and not heading and fragment):
            out.append(line + "\n")
    return "".join(out)


if __name__ == "__main__":
    sys.stdout.write(compose(sys.argv[1]))
