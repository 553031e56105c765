"""Every command of vend on the pages of the README and docs/ works.

- Commands in shell blocks (```sh, bash, shell, console), in `script:` lists of YAML blocks and in indented code run, in
  the order of their page, in a folder of its own. `# exits with 1` behind one says that it has something to find.
- Commands inside a sentence or a table (`vend explain J001`) are not run, but the command and its options must exist.
- `make` targets that a page names must exist.

Lines that call other programs (aws, systemctl, ...) are not run.
"""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHELLS = {"sh", "bash", "shell", "console"}
COMMAND = re.compile(r"^(?:\$ )?(?:\./)?(?:build/release/)?vend\b(?!-)")


def fences(text):
    """The fenced blocks: (language, text)."""
    return re.findall(r"^[ ]*```([\w-]*)\n(.*?)^[ ]*```", text, re.MULTILINE | re.DOTALL)


def commands(text):
    """What is to be run, in the page's order; and what stands in a block that nobody runs."""
    runs, strange = [], []
    outside = re.sub(r"^[ ]*```[\w-]*\n.*?^[ ]*```", lambda m: "\n" * m.group().count("\n"), text, flags=re.MULTILINE | re.DOTALL)
    pieces = [(text.find(block), language, block) for language, block in fences(text)]
    pieces += [(text.find(line), "sh", line.strip()) for line in outside.splitlines() if line.startswith("    ") and COMMAND.match(line.strip())]
    for _, language, block in sorted(pieces):
        for line in block.replace("\\\n", " ").splitlines():
            line = line.strip()
            if language in ("yaml", "yml"):
                line = line.removeprefix("- ")
            if not COMMAND.match(line):
                continue
            (runs if language in SHELLS | {"yaml", "yml"} else strange).append(line)
    return runs, strange, outside


def mentioned(outside):
    """Commands in inline code; (word after vend, options)."""
    for span in re.findall(r"`((?:build/release/)?vend [^`]+)`", outside):
        words = span.split()[1:]
        yield span, words[0], [word.split("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)]


class Vend:
    """The binary under test, and what its help says."""

    def __init__(self, path):
        self.path = path
        self.help = {}

    def options_of(self, command):
        """The options that the command's help lists; None when there is no such command."""
        if command not in self.help:
            done = subprocess.run([self.path, "help", command], capture_output=True, text=True, check=False)
            self.help[command] = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", done.stdout)) if done.returncode == 0 else None
        return self.help[command]

    def check_mention(self, span, command, options):
        if command.startswith("-") or command in ("help", "COMMAND"):
            return None
        known = self.options_of(command)
        if known is None:
            return f"`{span}`: there is no command {command}"
        unknown = [option for option in options if option not in known]
        return f"`{span}`: {command} has no {', '.join(unknown)}" if unknown else None

    def run(self, line, folder):
        wanted = re.search(r"# exits with (\d+)", line)
        command = COMMAND.sub(shlex.quote(self.path), line)
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
        code = int(wanted.group(1)) if wanted else 0
        return None if done.returncode == code else f"{line}: exit code {done.returncode}\n{done.stdout[-500:]}{done.stderr}"


def targets():
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def check_page(vend, page):
    """The number of commands run and mentioned, and the failures."""
    text = page.read_text(encoding="utf-8")
    runs, strange, outside = commands(text)
    failures = [f"{line}: stands in a block that is not run" for line in strange]
    made = [line.split()[1] for _, block in fences(text) for line in block.splitlines() if re.match(r"\s*make [a-z]", line)]
    failures += [f"there is no `make {name}`" for name in re.findall(r"`make ([a-z]+)`", text) + made if name not in targets()]
    spans = list(mentioned(outside))
    failures += filter(None, (vend.check_mention(*span) for span in spans))
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "build").mkdir()
        failures += filter(None, (vend.run(line, folder) for line in runs))
    return len(runs), len(spans), [f"{page.name}: {failure}" for failure in failures]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vend", required=True)
    vend = Vend(str(pathlib.Path(parser.parse_args().vend).resolve()))
    ran, spans, failures = 0, 0, []
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if page.name == "rules.md":
            continue  # generated; it has templates, not commands
        counts = check_page(vend, page)
        ran, spans, failures = ran + counts[0], spans + counts[1], failures + counts[2]
    for failure in failures:
        print(f"FAILED: {failure}")
    if ran < 5:
        sys.exit(f"FAILED: only {ran} commands were found in the docs")
    print(f"docs: {ran} commands of vend ran, {spans} are mentioned, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
