"""A Linux instance of the matrix: the emitted scripts in the machine's own bash, in namespaces of their own over the lab's root, with
time that goes on only when every process waits (native/init.c). What reaches out of the machine is native/program.c, answered in
programs.py and here. Imitates systemd as far as the scripts use it (start, stop that waits, enable, Restart=always, a timer, a
reboot), dnf, yum and df: one world that holds together, hence the length. Cannot show: the real ones; the lab's booted machines have a real
systemd.
"""
import base64
import ctypes
import json
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile

import scene as w  # first: it says where the lab is
import template
from programs import FOREVER, Programs, Request
from scene import LAUNCHING, START, Downloads, Fault

HERE = pathlib.Path(__file__).resolve().parent
SELF = "/etc/vend/MonitorTerminationHook.sh"
PER_BOOT = "/var/lib/cloud/scripts/per-boot/vend"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "vend-lab"
RUNNER = "/usr/local/bin/gitlab-runner"
LIBC = ctypes.CDLL(None, use_errno=True)
# Programs of the machine that are the test's.
PROGRAMS = ("amazon-cloudwatch-agent-ctl amazon-linux-extras amazon-ssm-agent aws cfn-init cfn-signal curl df dnf docker gitlab-runner ip kill-lab needs-restarting "
            "pgrep pkill sleep systemctl systemd-run timeout yum").split()


def natives():
    """The programs of native/, compiled once for their text."""
    text = b"".join(path.read_bytes() for path in sorted((HERE / "native").iterdir()))
    place = CACHE / ("native-" + w.digest(text)[:16])
    if not (place / "done").exists():
        place.mkdir(parents=True, exist_ok=True)
        compiler = os.environ.get("CC") or shutil.which("cc") or "gcc"
        for name, flags in (("program", ["-static"]), ("init", ["-static"]), ("clock.so", ["-shared", "-fPIC"])):
            building = place / f"{name}.{os.getpid()}"
            subprocess.run([compiler, "-O1", *flags, "-o", building, HERE / "native" / (name.split(".")[0] + ".c")], check=True)
            building.rename(place / name)
        (place / "done").touch()
    return place


def mount(source, target, kind, flags=0, data=""):
    if LIBC.mount(str(source).encode(), str(target).encode(), kind.encode(), flags, data.encode()):
        number = ctypes.get_errno()
        raise OSError(number, f"mount {target}: {os.strerror(number)}")


class Instance(Programs):
    CONFIG = "/etc/gitlab-runner/config.toml"

    def __init__(self, script="amazon-linux-2023-docker.sh", fault=None, snapshot=None, spot=False, **values):
        super().__init__(fault, spot)
        self.script_name, self.docker_wanted = script, "docker" in script
        self.text = template.script(script)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vend-faults-"))
        self.root, self.run_folder = self.folder / "root", self.folder / "run"
        for folder in ("disk", "root", "run"):
            (self.folder / folder).mkdir()
        mount("tmpfs", self.folder / "disk", "tmpfs", 0, "size=64m")
        self.mounted, self.filling = [self.folder / "disk"], self.folder / "disk/filler"
        for folder in ("upper", "work"):
            (self.folder / "disk" / folder).mkdir()
        mount("overlay", self.root, "overlay", 0, f"lowerdir={layer()}:{CACHE}/root,upperdir={self.folder}/disk/upper,workdir={self.folder}/disk/work")
        self.mounted.append(self.root)
        self.downloads = Downloads((natives() / "program").read_bytes())
        self.values = self.given() | values
        self.aws.stack_metadata = json.dumps({"AWS::CloudFormation::Init": {"config": {"files": {"/custom_instance_configuration_script.sh": {"content": self.text},
            "/etc/vend/features.sh": {"content": template.script("linux-features.sh")}}}}})
        self.put("user-data", self.user_data())
        self.rules, self.gating, self.gate_stopped = {}, None, False
        self.enabled, self.units, self.ids, self.next_id, self.buffer = set(), {}, {}, 1, b""
        self.clock = open(self.run_folder / "clock", "w+b")
        self.uptime = open(self.run_folder / "uptime", "w+b")
        self.booted_at = -30.0
        self.write_time()
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listening.bind(str(self.run_folder / "socket"))
        os.chmod(self.run_folder / "socket", 0o777)
        self.listening.listen(64)
        self.listening.setblocking(False)
        self.ours, theirs = socket.socketpair()
        self.init = subprocess.Popen([natives() / "init", self.root, self.run_folder], stdin=theirs, stdout=theirs, env={
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"})
        theirs.close()

    # -- made of
    def given(self):
        """The values of a stack."""
        return {"STACK": "lab", "REGION": "eu-west-1", "RESOURCE": "InstanceASG", "INIT_RESOURCE": "ASGLaunchTemplate", "LAUNCH_HOOK": LAUNCHING,
                "TERMINATE_HOOK": w.TERMINATING, "HEARTBEAT": "600", "LAUNCH_HEARTBEAT": "900", "DRAIN_LIMIT": "43200", "SCRIPT": "Embedded",
                "SCRIPT_SHA256": w.digest(self.text.encode()), "GITLAB_URL": "https://gitlab.lab/", "TOKEN_SOURCE": "secretsmanager:lab-token",
                "RUNNER_TAGS": "team-a", "CONCURRENT": str(self.slots), "RUNNER_VERSION": "latest", "PATCH_SCOPE": "NoPatching", "MONITOR_INTERVAL": "1",
                "PROTECT_BUSY": "true", "METRICS": "true"}

    def user_data(self):
        text = (template.ROOT / "templates/userdata/linux.sh").read_text()
        free = {"SCRIPT", "GITLAB_URL", "TOKEN_SOURCE", "RUNNER_TAGS"}
        lines = [f"{name}:{base64.b64encode(value.encode()).decode()}" if name in free or "\n" in value or " " in value else f"{name}={value}"
                 for name, value in self.values.items()]
        kept = [line for line in text.splitlines() if not re.fullmatch(r"\s*# @(if|end).*", line)]
        return "\n".join(kept).replace("@@VALUES@@", "\n".join(lines)) + "\n"

    def place(self, path, folder="/"):
        if path.startswith("/run/lab/"):
            return self.run_folder / path[len("/run/lab/"):]
        return self.root / (path if path.startswith("/") else f"{folder}/{path}").lstrip("/")

    def install_runner(self, request):
        try:
            self.put("/etc/systemd/system/gitlab-runner.service", f"[Service]\nExecStart={RUNNER} run\nRestart=always\nRestartSec=120\n")
        except OSError:
            return 1
        return 0

    def config(self):
        return self.read(self.CONFIG)

    @property
    def log(self):
        return self.read("/var/log/vend.log")

    # -- time
    def set_time(self, to):
        self.now = to
        self.write_time()

    def write_time(self):
        self.clock.seek(0)
        self.clock.write(struct.pack("=qq", int(START + self.now) + self.skew, int(START + self.booted_at) + self.skew))
        self.clock.flush()
        self.uptime.seek(0)
        self.uptime.write(f"{self.now - self.booted_at:.2f} 1.00\n".ljust(40).encode())
        self.uptime.flush()

    # -- processes
    def tell(self, *words):
        data = b"".join(str(word).encode() + b"\0" for word in words)
        self.ours.sendall(struct.pack("=I", len(data)) + data)

    def start(self, unit, *command):
        number, self.next_id = self.next_id, self.next_id + 1
        self.ids[number] = unit
        self.tell("run", number, "/run/lab/console", *command)
        return number

    def kill(self, number, how=signal.SIGTERM):
        self.tell("kill", int(how), number)

    def quiet(self):
        """Waits until every process waits, and takes what they have asked for."""
        self.settle()
        while True:
            try:
                connection, _ = self.listening.accept()
            except BlockingIOError:
                break
            length = struct.unpack("=I", self.exactly(connection, 4))[0]
            request = Request(connection, self.exactly(connection, length).decode(errors="replace").split("\0")[:-1])
            self.waiting[connection.fileno()] = request
        gone = select.select([one.connection for one in self.waiting.values()], [], [], 0)[0] if self.waiting else []
        for connection in gone:  # its program was killed, or `timeout` has ended
            self.drop(self.waiting[connection.fileno()])

    def settle(self):
        self.tell("quiet")
        while True:
            while b"\n" not in self.buffer:
                got = self.ours.recv(4096)
                if not got:
                    raise RuntimeError("the machine has ended")
                self.buffer += got
            line, _, self.buffer = self.buffer.partition(b"\n")
            if line == b"quiet":
                break
            _, number, status = line.split()
            self.exited(int(number), int(status))

    @staticmethod
    def exactly(connection, length):
        data = b""
        while len(data) < length:
            got = connection.recv(length - len(data))
            if not got:
                return b"\0" * length
            data += got
        return data

    # -- the loop
    def go(self, until, most=20000):
        """Until `until()`, or nothing happens any more, or so many seconds have passed."""
        end = self.now + most
        while True:
            self.quiet()
            new = sorted((one for one in self.waiting.values() if one.steps is None), key=Request.key)
            if new:
                self.begin(new[0])
                continue
            if until() or self.now >= end or not self.advance():
                return

    # -- the machine as a whole
    def reboot(self):
        self.note("reboots")
        self.reboots += 1
        self.stop_runner("lost", "a reboot")
        self.power_off()
        for path in (self.root / "run").iterdir():
            if path.name != "lab":
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        self.units, self.rules, self.gating, self.gate_stopped = {}, {}, None, False
        self.booted_at = self.now + 25
        self.at(30, self.power_on)

    def power_on(self):
        if self.ended:
            return
        self.write_time()
        for unit in sorted(self.enabled):
            self.start_unit(unit)
        if (self.root / PER_BOOT.lstrip("/")).is_symlink():
            self.start("cloud-init", "/bin/bash", PER_BOOT)

    def power_off(self):
        """Every process ends, and then what it asked for: the other way round it might go on."""
        self.ids = {}
        self.tell("kill", int(signal.SIGKILL))
        self.settle()
        for request in list(self.waiting.values()):
            self.drop(request)

    def gone(self, why):
        super().gone(why)
        self.power_off()

    def crash_runner(self):
        """Its unit, as gitlab-runner installs it, starts it again after two minutes."""
        self.stop_runner("lost", "the runner crashed")
        if "Restart=always" in self.unit_text("gitlab-runner"):
            self.at(120, self.open_gate)

    def launch(self):
        """cloud-init runs the user data, once; at each boot what lies in scripts/per-boot (its module cc_scripts_per_boot)."""
        (self.root / PER_BOOT.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
        self.start("cloud-init", "/bin/bash", "/user-data")

    def exited(self, number, status):
        unit = self.ids.pop(number, None)
        if unit is None or self.ended:
            return
        self.note(f"{unit} ended with {status}")
        if unit == "gitlab-runner gate":
            self.gate_ended(status)
            return
        state = self.units.get(unit)
        if state is not None and state.get("id") == number:
            state["active"] = "failed" if status else "inactive"
            if "Restart=always" in self.unit_text(unit) and not state.get("stopped"):
                self.at(5, lambda: unit in self.units and self.units[unit] is state and self.start_unit(unit))

    # -- systemd
    def unit_text(self, unit):
        return self.read(f"/etc/systemd/system/{unit}.service") if not unit.endswith(".timer") else self.read(f"/etc/systemd/system/{unit}")

    def known(self, unit):
        return bool(self.unit_text(unit)) or unit in ("amazon-ssm-agent",) or (unit == "docker" and "docker" in self.packages) or (
            unit == "amazon-cloudwatch-agent" and "amazon-cloudwatch-agent" in self.packages) or unit == "vend-load-test"

    def start_unit(self, unit):
        if unit == "gitlab-runner":
            self.open_gate()
            return
        if unit == "docker":
            if not self.docker_alive:
                self.note("docker runs")
            self.docker_alive = True
        state = self.units.setdefault(unit, {})
        if state.get("active") == "active":
            return
        state.update(active="active", stopped=False)
        if unit.endswith(".timer"):
            if "OnCalendar=hourly" in self.unit_text(unit):
                self.at(3600 - self.now % 3600, lambda: self.timer(unit, state))
            return
        if command := re.search(r"^ExecStart=(.*)$", self.unit_text(unit), re.M):
            if "vend" in unit:
                state["id"] = self.start(unit, *command[1].split())

    def open_gate(self):
        """The runner's unit starts: with its condition and what goes before it, and again later where that says no."""
        drop_in = self.read("/etc/systemd/system/gitlab-runner.service.d/vend.conf")
        condition = re.search(r"^ConditionPathExists=!(.*)$", drop_in, re.M)
        if self.running or self.gating or (condition and self.place(condition[1]).exists()):
            return
        if before := re.search(r"^ExecStartPre=(.*)$", drop_in, re.M):
            self.gating = self.start("gitlab-runner gate", *before[1].split())
        else:
            self.start_runner()

    def gate_ended(self, status):
        was, self.gating = self.gating, None
        if was and status == 0:
            self.start_runner()
        elif was and "Restart=always" in self.unit_text("gitlab-runner"):
            self.at(120, lambda: None if self.ended or self.gate_stopped else self.open_gate())

    def timer(self, unit, state):
        if self.units.get(unit) is state and state["active"] == "active":
            self.units.pop(unit.removesuffix(".timer"), None)
            self.start_unit(unit.removesuffix(".timer"))
            self.at(3600, lambda: self.timer(unit, state))

    def stop_unit(self, unit):
        if unit == "docker":
            self.docker_alive = False
        state = self.units.get(unit)
        if state:
            state.update(active="inactive", stopped=True)
            if "id" in state:
                self.kill(state["id"])

    def is_active(self, unit):
        if unit == "gitlab-runner":
            return "deactivating" if self.quitting else "active" if self.running else "activating" if self.gating else "inactive"
        if unit == "docker" and not self.docker_alive:
            return "failed"
        if unit == "docker" and "docker" in self.packages:
            return "active"
        return self.units.get(unit, {}).get("active", "inactive")

    def do_systemctl(self, request):
        words = [word for word in request.argv if not word.startswith("-")]
        options = [word for word in request.argv if word.startswith("-")]
        if "-s" in options:  # kill -s NAME
            words.remove(request.argv[request.argv.index("-s") + 1])
        verb = words[0] if words else ""
        units = [word.removesuffix(".service") for word in words[1:]]
        yield 0.1
        for unit in units:
            if verb in ("start", "restart", "enable", "stop") and not self.known(unit) and not (verb == "stop"):
                request.error(f"Failed to {verb} {unit}.service: Unit {unit}.service not found.\n")
                return 5
        if verb == "daemon-reload" or verb == "reset-failed":
            return 0
        if verb == "reboot":
            self.at(1, self.reboot)
            return 0
        if verb in ("enable", "disable"):
            for unit in units:
                (self.enabled.add if verb == "enable" else self.enabled.discard)(unit)
                if "--now" in options:
                    (self.start_unit if verb == "enable" else self.stop_unit)(unit)
            return 0
        if verb in ("start", "restart", "try-restart", "reload-or-restart"):
            for unit in units:
                if unit == "gitlab-runner":
                    self.gate_stopped = False
                if unit == "gitlab-runner" and verb != "start" and self.running:
                    self.quit_runner()
                    while self.running:
                        yield 5
                if unit == "gitlab-runner":
                    while self.quitting:  # a start waits for the stop's job
                        if "--no-block" in options:
                            return 0
                        yield 5
                if verb != "start":
                    self.stop_unit(unit)
                self.start_unit(unit)
                while unit == "gitlab-runner" and self.gating and "--no-block" not in options:
                    yield 0.5
                if unit == "gitlab-runner" and not self.running and "--no-block" not in options:
                    request.error("Job for gitlab-runner.service failed.\n")
                    return 1
            return 0
        if verb == "stop":
            for unit in units:
                if unit == "gitlab-runner":
                    self.gate_stopped = True
                    if self.gating:
                        number, self.gating = self.gating, None
                        self.ids.pop(number, None)
                        self.kill(number)
                    self.quit_runner()
                    while self.running and "--no-block" not in options:
                        yield 5
                else:
                    self.stop_unit(unit)
            return 0
        if verb == "kill":
            how = request.argv[request.argv.index("-s") + 1] if "-s" in options else next((one.split("=")[1] for one in options if one.startswith("--signal=")), "TERM")
            if "gitlab-runner" in units:
                if how.endswith("QUIT"):
                    self.quit_runner()
                else:
                    self.stop_runner("lost" if how.endswith("KILL") else "told", "aborted: " + how)
            return 0
        if verb in ("is-active", "is-failed", "is-enabled"):
            state = self.is_active(units[0]) if verb != "is-enabled" else ("enabled" if units[0] in self.enabled else "disabled")
            if "--quiet" not in options and "-q" not in options:
                request.out(state + "\n")
            return 0 if state in ("active", "enabled") or (verb == "is-failed" and state == "failed") else 3
        if verb == "show":
            request.out("\n".join(f"ActiveState={self.is_active(unit)}" for unit in units) + "\n")
            return 0
        self.unknown.append("systemctl " + " ".join(request.argv))
        return 1

    def do_systemd_run(self, request):
        yield 0.1
        return 0

    # -- small ones
    def do_sleep(self, request):
        total = sum(float(word.rstrip("smh") or 0) * {"m": 60, "h": 3600}.get(word[-1:], 1) for word in request.argv)
        yield total
        return 0

    def do_timeout(self, request):
        words, grace = list(request.argv), None
        while words and words[0].startswith("-"):
            option = words.pop(0)
            if option in ("-k", "-s"):
                value = words.pop(0)
                grace = float(value.rstrip("s")) if option == "-k" else grace
            elif option.startswith("--kill-after="):
                grace = float(option.split("=")[1].rstrip("s"))
        limit = float(words[0].rstrip("smh")) * {"m": 60, "h": 3600}.get(words[0][-1:], 1)
        self.calls.pop()
        yield limit
        request.send("t")
        if grace is not None:
            yield grace
            request.send("t")
        while True:
            yield FOREVER

    def do_df(self, request):
        yield 0
        fields = next((word.split("=")[1] for word in request.argv if word.startswith("--output=")), "")
        used, size = 100 - self.room, 50 * 1024 * 1024
        row = {"pcent": f"{used}%", "avail": str(size * self.room // 100), "size": str(size), "used": str(size * used // 100), "ipcent": "5%", "target": "/"}
        if not fields:
            self.unknown.append("df " + " ".join(request.argv))
            return 1
        request.out(" ".join({"pcent": "Use%"}.get(field, field) for field in fields.split(",")) + "\n" + " ".join(row[field] for field in fields.split(",")) + "\n")
        return 0

    def do_pgrep(self, request):
        yield 0
        if not self.running:
            if "-c" in request.argv:
                request.out("0\n")
            return 1
        request.out(f"{len(self.active())}\n" if "-c" in request.argv else "4711\n")
        return 0

    def do_pkill(self, request):
        """TERM, which the runner takes as an abort, or QUIT. As procps does, a name means all that it is a part of, unless -x is
        given: then a job's gitlab-runner-helper may be older than the runner that came back, and gets the signal."""
        yield 0.1
        quits, words = request.argv[0] == "-QUIT", [word for word in request.argv if word != "-QUIT"]
        if words == ["-o", "-u", "0", "gitlab-runner"]:
            return 0
        if not self.running or words != ["-x", "-o", "-u", "0", "gitlab-runner"]:
            return 1
        if quits:
            self.quit_runner()
            return 0
        self.stop_runner("told", "aborted: TERM")
        return 0

    def do_ip(self, request):
        yield 0.01
        family, *words = request.argv if request.argv[0].startswith("-") else ["-4", *request.argv]
        rules = self.rules.setdefault(family, [])
        if words[:2] == ["rule", "add"]:
            rules.append(" ".join(words[2:]))
        elif words[:2] == ["rule", "del"]:
            rules[:] = [rule for rule in rules if " ".join(words[2:]) not in rule]
        elif words in (["rule"], ["rule", "show"], ["rule", "list"]):
            request.out("0:\tfrom all lookup local\n" + "".join(f"{rule.partition('pref ')[2].split()[0]}:\tfrom all {rule}\n" for rule in rules))
        else:
            self.unknown.append("ip " + " ".join(request.argv))
        return 0

    # -- packages
    def do_dnf(self, request):
        words = [word for word in request.argv if not word.startswith("-")]
        yield 8
        if words[:1] == ["install"]:
            for package in words[1:]:
                self.packages.add(package)
                made = {"amazon-cloudwatch-agent": ["opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"], "docker": ["usr/bin/docker"], "git": ["usr/bin/git"],
                        "awscli-2": ["usr/bin/aws"], "awscli": ["usr/bin/aws"], "aws-cfn-bootstrap": ["opt/aws/bin/cfn-signal"]}.get(package, [])
                for path in made:
                    (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                    if not (self.root / path).exists():
                        (self.root / path).symlink_to("/usr/lib/vend-lab/program")
            return 0
        if words[:1] in (["upgrade"], ["update"]):
            yield 60 + self.left.get("slow", 0)
            return 0
        if words[:1] == ["needs-restarting"]:
            return 1 if self.left.get("restart") and not self.reboots else 0
        self.unknown.append("dnf " + " ".join(request.argv))
        return 1

    do_yum = do_dnf

    def do_amazon_linux_extras(self, request):
        return (yield from self.do_dnf(request))

    def do_needs_restarting(self, request):
        yield 2
        return 1 if self.left.get("restart") and not self.reboots else 0

    def do_amazon_cloudwatch_agent_ctl(self, request):
        yield 3
        return 0

    def close(self):
        self.tell("kill", int(signal.SIGKILL))
        self.ours.close()
        self.init.wait()
        for request in list(self.waiting.values()):
            request.connection.close()
        self.listening.close()
        self.clock.close()
        self.uptime.close()
        if self.filler:
            self.filler.close()
        for path in reversed(self.mounted):
            LIBC.umount2(str(path).encode(), 2)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def layer():
    """What every machine has over the lab's root, made once for a process: the programs that are the test's."""
    if not made:
        place = pathlib.Path(tempfile.mkdtemp(prefix="vend-faults-layer-"))
        for folder in ("usr/lib/vend-lab", "usr/local/sbin", "opt/aws/bin", "etc", "run/lab", "var/lib/vend-lab"):
            (place / folder).mkdir(parents=True)
        shutil.copy(natives() / "program", place / "usr/lib/vend-lab/program")
        shutil.copy(natives() / "clock.so", place / "usr/lib/vend-lab/clock.so")
        (place / "etc/ld.so.preload").write_text("/usr/lib/vend-lab/clock.so\n")
        for name in PROGRAMS:
            if name not in ("docker", "amazon-cloudwatch-agent-ctl", "gitlab-runner", "kill-lab"):
                (place / "usr/local/sbin" / name).symlink_to("/usr/lib/vend-lab/program")
        place.chmod(0o755)
        made.append(place)
    return made[0]


made = []


def private_mounts():
    """The mounts of this process and its children are nobody else's, and end with them."""
    if LIBC.unshare(0x00020000) or LIBC.mount(b"none", b"/", None, 0x4000 | 0x40000, None):
        raise OSError(ctypes.get_errno(), "no mount namespace")


__all__ = ["Fault", "Instance", "private_mounts"]
