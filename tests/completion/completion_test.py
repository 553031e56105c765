#!/usr/bin/env python3
"""Completion as somebody at a terminal gets it: real bash, zsh and fish are given a line and the completion key.
    completion_test.py PROGRAM
Bash and zsh run on a terminal of their own; a second key writes the line as it then stands into a file. Fish tells its offers
without a terminal (`complete -C`). Ends with 77 where a shell is not here; in CI (CI=true) the shells are installed."""
import os
import pathlib
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
VEND = pathlib.Path(sys.argv[1]).resolve()
SHELLS = ("bash", "zsh", "fish")
ENOUGH = 30  # seconds until a shell must have answered; it does within one

# What is typed, and the line after the completion key. A trailing blank says that the word is finished. Each has one answer only,
# so that the shells' menus do not matter.
LINES = [
    ("vend gener", "vend generate "),
    ("vend valid", "vend validate "),
    ("vend generate --pre", "vend generate --preset "),
    ("vend generate --preset linux-docker-sp", None),  # answered from the list of presets, see expected()
    ("vend explain J00", None),
    ("vend validate --format sar", "vend validate --format sarif "),
    ("vend help spot.strat", "vend help spot.strategy "),
    ("vend generate --set hooks.drain_l", None),
    ("vend generate --set platform=amazon-linux-20", "vend generate --set platform=amazon-linux-2023 "),
    ("vend generate --set platform=windows-201", "vend generate --set platform=windows-2019 "),
    ("vend completion zs", "vend completion zsh "),
    ("vend generate only-", "vend generate only-spec.yml "),
    ("vend diff only-spec.yml other", "vend diff only-spec.yml other-spec.yml "),
    ("vend generate only-spec.yml -o out", "vend generate only-spec.yml -o out-dir/"),
    ("vend validate a\\ na", "vend validate a\\ name\\ with\\ blanks.yml "),
]
# What is typed, and some of what must be offered, and something that must not be.
OFFERS = [
    ("vend ", {"init", "generate", "validate", "preview", "diff", "help"}, {"--help", "only-spec.yml"}),
    ("vend validate --", {"--format", "--severity", "--ignore", "--schemas"}, {"--force", "generate"}),
    ("vend validate --severity ", {"error", "warning", "info"}, {"sarif", "only-spec.yml"}),
    ("vend help ", {"generate", "spot", "J001"}, {"only-spec.yml"}),
]


def listed(what):
    return subprocess.run([VEND, "completion", "--list", what], check=True, capture_output=True, text=True).stdout.split()


def only(what, beginning):
    """The longest text that all entries of a list which begin so have in common, and whether it is an entry alone."""
    found = [one for one in listed(what) if one.startswith(beginning)]
    assert found, f"{what}: nothing begins with {beginning}"
    return os.path.commonprefix(found), len(found) == 1


def expected(typed, line):
    if line is not None:
        return line
    words = typed.split(" ")
    what = {"--preset": "presets", "--set": "settings", "explain": "codes"}[words[-2]]
    text, alone = only(what, words[-1])
    end = "" if not alone else "=" if what == "settings" else " "
    return " ".join(words[:-1] + [text]) + end


class Terminal:
    """A shell on a terminal. `setup` is a command that the shell runs first and that ends with writing to the answer."""

    def __init__(self, command, setup, folder):
        self.answer = folder / "answer"
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update(PATH=f"{folder / 'bin'}:{os.environ['PATH']}", HOME=str(folder / "home"), TERM="dumb", ANSWER=str(self.answer),
                              INPUTRC="/dev/null", ZDOTDIR=str(folder / "home"))
            os.execvp(command[0], command)
        self.seen = b""
        self.type(setup + "\n")
        self.take()

    def type(self, text):
        """Keys, once the shell reads them itself: what comes before is taken by the terminal, which knows Ctrl-U, too."""
        end = time.monotonic() + ENOUGH
        while termios.tcgetattr(self.screen)[3] & termios.ICANON:
            self.look()
            if time.monotonic() > end:
                raise AssertionError("the shell reads no keys; its terminal showed: " + self.seen.decode(errors="replace")[-2000:])
        os.write(self.screen, text.encode())

    def look(self):
        if select.select([self.screen], [], [], 0.02)[0]:
            self.seen += os.read(self.screen, 65536)

    def take(self):
        """What the shell wrote into the answer, once it did."""
        end = time.monotonic() + ENOUGH
        while time.monotonic() < end:
            try:
                self.look()
            except OSError:
                break
            if self.answer.exists() and self.answer.read_text().endswith("\n"):
                text = self.answer.read_text()[:-1]
                self.answer.unlink()
                return text
        raise AssertionError("the shell did not answer; its terminal showed: " + self.seen.decode(errors="replace")[-2000:])

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.screen)


class Bash(Terminal):
    def __init__(self, folder):
        super().__init__(["bash", "--norc", "--noprofile", "-i"], "source <(vend completion bash); set +o history; "
                         "bind 'set bell-style none' 'set completion-query-items 0' 'set page-completions off'; bind '\"\\C-xa\": insert-completions'; "
                         "bind -x '\"\\C-xs\": printf \"%s\\n\" \"$READLINE_LINE\" >\"$ANSWER\"'; echo ready >\"$ANSWER\"", folder)

    def complete(self, typed):
        self.type(typed + "\t\x18s\x15")
        return self.take()

    def offers(self, typed):
        self.type(typed + "\x18a\x18s\x15")
        return set(self.take()[typed.rfind(" ") + 1:].split())


class Zsh(Terminal):
    def __init__(self, folder):
        (folder / "zsh").mkdir()
        (folder / "zsh/_vend").write_text(subprocess.run([VEND, "completion", "zsh"], check=True, capture_output=True, text=True).stdout)
        setup = r"""bindkey -e; unsetopt beep; PS1='> '; fpath=(./zsh $fpath); autoload -Uz compinit; compinit -u -D
told() { print -r -- "$BUFFER" >$ANSWER; }; zle -N told; bindkey '^Xs' told; bindkey '^U' kill-whole-line
every() { _main_complete; compstate[insert]=all compstate[list]=''; }; zle -C every complete-word every; bindkey '^Xa' every"""
        (folder / "home/.zshrc").write_text(setup + "\n")
        super().__init__(["zsh", "-i"], "print ready >$ANSWER", folder)

    def complete(self, typed):
        self.type(typed + "\t\x18s\x15")
        return self.take()

    def offers(self, typed):
        self.type(typed + "\x18a\x18s\x15")
        return set(self.take()[typed.rfind(" ") + 1:].split())


class Fish:
    def __init__(self, folder):
        self.folder = folder
        completions = folder / "home/.config/fish/completions"
        completions.mkdir(parents=True)
        (completions / "vend.fish").write_text(subprocess.run([VEND, "completion", "fish"], check=True, capture_output=True, text=True).stdout)

    def offered(self, typed):
        environment = dict(os.environ, HOME=str(self.folder / "home"), XDG_CONFIG_HOME=str(self.folder / "home/.config"),
                           PATH=f"{self.folder / 'bin'}:{os.environ['PATH']}")
        shown = subprocess.run(["fish", "--private", "-c", "complete -C $argv[1]", typed], check=True, capture_output=True, text=True, cwd=self.folder,
                               env=environment, timeout=ENOUGH)
        return [line.split("\t")[0] for line in shown.stdout.splitlines()]

    def complete(self, typed):
        found = self.offered(typed)
        common = os.path.commonprefix(found)
        if len(found) == 1 and not common.endswith(("=", "/")):
            common += " "
        blank = typed.replace("\\ ", "\0\0").rfind(" ") + 1
        return typed[:blank] + common.rstrip(" ").replace(" ", "\\ ") + (" " if common.endswith(" ") else "")

    def offers(self, typed):
        return set(self.offered(typed))

    def close(self):
        pass


class Completion(unittest.TestCase):
    def shell(self, kind):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="vend-completion."))
        self.addCleanup(shutil.rmtree, folder)
        (folder / "home").mkdir()
        (folder / "bin").mkdir()
        (folder / "bin/vend").symlink_to(VEND)
        (folder / "out-dir").mkdir()
        for name in ("only-spec.yml", "other-spec.yml", "a name with blanks.yml"):
            (folder / name).touch()
        shell = kind(folder)
        self.addCleanup(shell.close)
        return shell

    def check(self, kind):
        shell = self.shell(kind)
        for typed, line in LINES:
            with self.subTest(typed=typed):
                self.assertEqual(shell.complete(typed), expected(typed, line))
        for typed, wanted, unwanted in OFFERS:
            with self.subTest(typed=typed):
                offered = shell.offers(typed)
                self.assertEqual(wanted - offered, set(), "not offered")
                self.assertEqual(unwanted & offered, set(), "offered by mistake")

    def test_bash(self):
        self.check(Bash)

    def test_zsh(self):
        self.check(Zsh)

    def test_fish(self):
        self.check(Fish)


def present():
    """Whether all shells are here; CI installs those that are not."""
    missing = [shell for shell in SHELLS if not shutil.which(shell)]
    if missing and os.environ.get("CI") == "true":
        root = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*root, "apt-get", "update", "-qq"], check=False)
        subprocess.run([*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True, stdout=subprocess.DEVNULL,
                       env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
    elif missing:
        print(f"NOT TESTED: completion in {' and '.join(missing)}; to test it: apt-get install {' '.join(missing)} && make test CTEST='-R completion'")
        sys.exit(77)


if __name__ == "__main__":
    present()
    unittest.main(argv=sys.argv[:1])
