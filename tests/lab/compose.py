#!/usr/bin/env python3
"""Composes a runner configuration script as `vend scripts NAME` does: compose.py MAIN_FILE [FEATURE...] > SCRIPT.

With features named it keeps the blocks `# @if FEATURE` ... `# @end` of those only, `none` keeps no block; without, all.
Lines `# @features FILE` ... `# @end` load FILE: they go when no function is left in it, and @@FEATURES@@ is its SHA-256.
"""
import hashlib
import pathlib
import re
import sys

FEATURES = ("patching", "proxy", "load_test", "steps", "ca", "registry", "instance_store", "windows_options", "protect", "cache", "environment")


def is_remark(line):
    return line.lstrip().startswith("# ") and not line.lstrip().startswith(("# shellcheck ", "# ----"))


def has_functions(text):
    return re.search(r"^(function |[^\s\"'$()]+\(\) )", text, re.M) is not None


def compose(path, features=FEATURES, root=None):
    path = pathlib.Path(path)
    fragment, out = root is not None, []
    root = root or path.parent
    blocks, checksum = [], ""  # is each of the open ones kept?
    for number, line in enumerate(path.read_text().splitlines(), 1):
        verb, *object_ = line.strip()[3:].split() if line.strip().startswith("# @") else [""]
        if verb == "include" and all(blocks):
            out.append(compose(root / object_[0], features, root))
        elif verb == "if" and len(object_) == 1 and object_[0] in FEATURES:
            blocks.append(object_[0] in features)
        elif verb == "features" and len(object_) == 1:
            loaded = compose(root / object_[0], features)
            checksum = hashlib.sha256(loaded.encode()).hexdigest()
            blocks.append(has_functions(loaded))
        elif verb == "end" and blocks:
            blocks.pop()
        elif verb and verb != "include":
            raise ValueError(f"{path}:{number}: {line.strip()}")
        if verb:
            continue
        if all(blocks) and not (is_remark(line) and fragment):
            out.append(line.replace("@@FEATURES@@", checksum) + "\n")
    if blocks:
        raise ValueError(f"{path}: @if without @end")
    return "".join(out)


if __name__ == "__main__":
    sys.stdout.write(compose(sys.argv[1], sys.argv[2:] or FEATURES))
