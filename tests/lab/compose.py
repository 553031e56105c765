#!/usr/bin/env python3
"""Composes a runner configuration script as `vend scripts NAME` does: compose.py MAIN_FILE [FEATURE...] > SCRIPT.

With features named it keeps the blocks `# @if FEATURE` ... `# @end` of those only, `none` keeps no block; without, all.
"""
import pathlib
import sys

FEATURES = ("patching", "proxy", "load_test", "steps", "ca", "registry", "instance_store", "windows_options", "protect", "cache")


def is_remark(line):
    return line.lstrip().startswith("# ") and not line.lstrip().startswith(("# shellcheck ", "# ----"))


def compose(path, features=FEATURES, root=None):
    path = pathlib.Path(path)
    fragment, heading, out = root is not None, True, []
    root = root or path.parent
    blocks = []  # is each of the open ones kept?
    for number, line in enumerate(path.read_text().splitlines(), 1):
        verb, *object_ = line.strip()[3:].split() if line.strip().startswith("# @") else [""]
        if verb == "include" and all(blocks):
            out.append(compose(root / object_[0], features, root))
        elif verb == "if" and len(object_) == 1 and object_[0] in FEATURES:
            blocks.append(object_[0] in features)
        elif verb == "end" and blocks:
            blocks.pop()
        elif verb and verb != "include":
            raise ValueError(f"{path}:{number}: {line.strip()}")
        if verb:
            continue
        remark = is_remark(line)
        heading = heading and (remark or not line or line.startswith("# ----"))
        if all(blocks) and not (remark and not heading and fragment):
            out.append(line + "\n")
    if blocks:
        raise ValueError(f"{path}: @if without @end")
    return "".join(out)


if __name__ == "__main__":
    sys.stdout.write(compose(sys.argv[1], sys.argv[2:] or FEATURES))
