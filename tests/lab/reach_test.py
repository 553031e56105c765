"""Sentence 6 of docs/instances.md, for every path and not for those that somebody thought of: each system call by which root names a file is
looked at (strace), while the script does all that it does on an instance. What jobs can write, root must not even name: whatever stands
there then (links, hard links, pipes, folders that change while one looks) leads it nowhere.
"""
import os
import pathlib
import re
import tempfile
import unittest

from boot_free_test import Lab
from machine import Machine

SELF = "/etc/vend/MonitorTerminationHook.sh"
SHELL = "amazon-linux-2023-shell.sh"
# Below these a job makes and changes what it wants; the folders themselves are root's, or in a folder of root's.
WRITABLE = re.compile(r"(/home/gitlab-runner|/tmp|/var/tmp|/dev/shm|/mnt/vend-store/builds)/.")
STRACE = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "400", "--decode-pids=pidns", "-e", "trace=%file,%process,setuid,setreuid,setresuid,fchdir", "-e", "signal=none", "-o"]


def whole_lines(text):
    """(process, call with its answer): what strace interrupts by another process stands where it ends."""
    begun = {}
    for line in text.splitlines():
        process, _, rest = line.partition(" ")
        rest = rest.strip()
        if rest.endswith("<unfinished ...>"):
            begun[process] = rest[:-len("<unfinished ...>")]
        elif found := re.match(r"<\.\.\. \w+ resumed>", rest):
            yield process, begun.pop(process, "") + rest[found.end():]
        else:
            yield process, rest


def named_by_root(text, root):
    """The calls by which a process with the rights of root names something that a job can change."""
    lines = list(whole_lines(text))
    born = {}
    for at, (process, call) in enumerate(lines):
        if found := re.match(r"(?:clone3?|v?fork)\(.*\) += (\d+)(?: /\* (\d+) in strace's PID NS \*/)?", call):
            born[found[2] or found[1]] = process, at
    states, wrong = {}, []

    def state(process):
        """[user, folder, in the machine] as they are by now."""
        if process not in states:
            states[process] = list(state(born[process][0])) if process in born else [0, "/", False]
        return states[process]
    for process, call in lines:
        user, folder, inside = state(process)
        if call.startswith("chroot(") and call.endswith("= 0"):
            states[process][1:] = "/", True
        if not inside:
            continue
        if found := re.match(r"set(?:uid|reuid|resuid)\((.*)\) += 0", call):
            states[process][0] = int(found[1].split(",")[-1] if not found[1].endswith("-1") else found[1].split(",")[0])
            continue
        for at, path in re.findall(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"', call.partition(") = ")[0] if not call.startswith("execve") else call.partition(", [")[0]):
            whole = os.path.normpath(os.path.join(at.removeprefix(str(root)) or "/" if at else folder, path))
            if call.startswith("chdir(") and call.endswith("= 0"):
                states[process][1] = whole
            if user == 0 and WRITABLE.match(whole) and "O_EXCL" not in call:
                wrong.append(f"{whole}: {call[:200]}")
        if (found := re.match(r"fchdir\(\d+<([^>]*)>\) += 0", call)):
            states[process][1] = found[1].removeprefix(str(root)) or "/"
    return list(dict.fromkeys(wrong))


class Reach(Lab):
    def traced(self, machine, *command):
        with tempfile.TemporaryDirectory(prefix="vend-lab-") as place:
            file = pathlib.Path(place, "calls")
            machine.run(*command, before=[*STRACE, file], timeout=300)
            text = file.read_text(errors="replace")
        self.assertIn("execve(", text, machine.output)
        return named_by_root(text, machine.root)

    def test_root_names_nothing_that_a_job_can_change(self):
        with Machine(SHELL) as machine:
            self.succeed(machine)
            job = ("cd; mkdir -p builds/t/0/g/p/.git cache .cache .ssh .docker .config; touch builds/t/0/g/p/file .bashrc .profile .bash_profile .gitconfig; mkfifo builds/t/0/pipe; ln -s /etc builds/t/1; "
                   "ln -s /srv /tmp/a; touch /tmp/b /var/tmp/c; find builds -exec touch -h -d '9 days ago' {} +")
            machine.run("/sbin/runuser", "-u", "gitlab-runner", "--", "/bin/bash", "-c", job)
            # What is looked for is seen, and told from what the user does.
            self.assertRegex("\n".join(self.traced(machine, "/bin/bash", "-c", "cd /home; (cd gitlab-runner/builds && cat t/0/g/p/file)")), "builds/t/0/g/p/file: openat")
            self.assertEqual(self.traced(machine, "/sbin/runuser", "-u", "gitlab-runner", "--", "/bin/bash", "-c", "cd; cat builds/t/0/g/p/file; (ls cache)"), [])
            machine.put("root/broken", machine.read(SELF).replace("runuser -u gitlab-runner -- bash", "bash"))
            self.assertRegex("\n".join(self.traced(machine, "/bin/bash", "/root/broken", "prune")), r"builds/t/0/g/p(/\.git|): (newfstatat|rename)")
            machine.run("/sbin/runuser", "-u", "gitlab-runner", "--", "/bin/bash", "-c", job)
            for verb in ("gate", "prune", "prune_all", "housekeep"):
                self.assertEqual((verb, self.traced(machine, "/bin/bash", SELF, verb)), (verb, []))
            self.assertFalse((machine.root / "home/gitlab-runner/builds/t/0/g/p").exists(), "nothing was removed: was it looked at?")
            # The drain, and what prepares an image.
            machine.control("imds", "terminate")
            watch = f"bash {SELF} monitor & for _ in {{1..100}}; do [[ ! -e /var/lib/vend/completed ]] || break; sleep 0.5; done; kill $!"
            self.assertEqual(self.traced(machine, "/bin/bash", "-c", watch), [])
            self.assertEqual(machine.managers(), [])
            self.assertEqual(self.traced(machine, "/bin/bash", SELF, "bake"), [])

    def test_nothing_of_a_jobs_holds_the_prune_up(self):
        """Pipes that nobody writes to, folders that are closed, names of all kinds: it ends, and takes what it may."""
        with Machine(SHELL) as machine:
            self.succeed(machine)
            machine.run("/sbin/runuser", "-u", "gitlab-runner", "--", "/bin/bash", "-c", r"""cd
                mkdir -p builds/t/0/g/p/.git builds/t/0/$'new\nline'/x builds/t/0/'-rf' builds/t/0/closed/x builds/t/.old
                for name in builds/t/0/g/p/.git/HEAD builds/t/0/pipe cache .bashrc .profile .bash_profile .bash_env /tmp/pipe; do mkfifo $name; done
                chmod 0 builds/t/0/closed; ln -s . builds/t/0/loop; ln -s loop2 builds/t/0/loop2; find builds -exec touch -h -d '9 days ago' {} +""")
            for verb in ("prune", "housekeep", "prune_all"):
                self.assertEqual(machine.run("/bin/bash", SELF, verb, timeout=60), 0, machine.output)
            self.assertEqual(os.listdir(machine.root / "home/gitlab-runner/builds") if (machine.root / "home/gitlab-runner/builds").exists() else [], [])


if __name__ == "__main__":
    unittest.main()
