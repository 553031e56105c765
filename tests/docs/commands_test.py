"""Every command of vend in a code block of the README and docs/ runs, in the order of its page, in a folder of its own.

`make` targets that a page names must exist. Lines that call other programs (aws, systemctl, ...) are not run.
"""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def blocks(text):
    """The lines of the shell code blocks, continued lines joined."""
    for block in re.findall(r"^[ ]*```(?:sh|bash|shell)\n(.*?)^[ ]*```", text, re.MULTILINE | re.DOTALL):
        yield from block.replace("\\\n", " ").splitlines()


def targets():
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vend", required=True)
    vend = parser.parse_args().vend
    failures, ran = [], 0
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"`make ([a-z]+)`", text) + [line.split()[1] for line in blocks(text) if line.strip().startswith("make ")]:
            if target not in targets():
                failures.append(f"{page.name}: there is no `make {target}`")
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "build").mkdir()
            for line in blocks(text):
                command = line.strip()
                if not re.match(r"(\./)?(build/release/)?vend\b", command) or "..." in command:
                    continue
                command = re.sub(r"^(\./)?(build/release/)?vend\b", shlex.quote(vend), command)
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
                ran += 1
                if done.returncode != 0:
                    failures.append(f"{page.name}: {line.strip()}: exit code {done.returncode}\n{done.stderr}")
    for failure in failures:
        print(f"FAILED: {failure}")
    if ran < 5:
        sys.exit(f"FAILED: only {ran} commands were found in the docs")
    print(f"docs: {ran} commands of vend ran, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
