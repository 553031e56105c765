"""A Windows instance of the matrix: the emitted scripts in PowerShell's engine (tests/powershell), with the stand-ins of stand_ins.ps1 and
native/program.c, which ask here. User data and scheduled tasks run side by side, one at a time: time goes on when all of them wait.
Imitates services (a stop that waits for jobs), schtasks (a task that is due starts unless it runs), a reboot (the engine is killed),
Win32_Process, installers: one world that holds together, hence the length. Cannot show: what only Windows does; tests/wine does.
"""
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
import sys
import tempfile
import threading
import time

import linux
import scene as w
from programs import FOREVER, Programs, Request
from scene import START, Fault

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "powershell/lab"))
import world as lab  # noqa: E402

NAMES = sorted(set(lab.PROGRAMS) - {"powershell.exe", "git.exe"} | {
    "netsh.exe", "reg.exe", "net.exe", "secedit.exe", "bitsadmin.exe", "git.exe", "gitlab-runner.exe"})


PATIENCE = 400  # seconds of ours


class Engine(lab.Engine):
    """PowerShell with the matrix's stand-ins."""

    def __init__(self, host=None):
        self.host, self.folder = host, tempfile.mkdtemp(prefix="vend-ps-")
        self.start()

    def start(self):
        self.socket = os.path.join(self.folder, f"s{time.monotonic_ns()}")
        program = ["dotnet", self.host, "serve"] if self.host else ["pwsh", "-NoProfile", "-NonInteractive", "-File", HERE.parent / "powershell/host/serve.ps1"]
        self.process = subprocess.Popen([*program, self.socket, HERE / "stand_ins.ps1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=os.environ | {"POWERSHELL_TELEMETRY_OPTOUT": "1", "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit": "0"})
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError("PowerShell does not start")

    def kill(self):
        self.process.kill()
        self.process.wait()


class Actor:
    """A script that runs: user data, or a task."""

    def __init__(self, name):
        self.name, self.thread, self.over, self.said = name, None, False, ""


class Instance(Programs):
    CONFIG = "config.toml"

    def __init__(self, engine, script="windows-shell.ps1", fault=None, spot=False, **values):
        super().__init__(fault, spot)
        self.docker_wanted, self.engine = "docker" in script, engine
        self.world = lab.World(engine, script)
        for served in self.world.served.values():
            served.close()
        self.mounted = []
        linux.mount("tmpfs", self.world.root / "ProgramData", "tmpfs", 0, "size=64m")
        self.mounted.append(self.world.root / "ProgramData")
        self.filling = self.world.root / "ProgramData/filler"
        self.downloads = w.Downloads((linux.natives() / "program").read_bytes())
        self.world.downloads = self.downloads
        self.world.began = START
        self.world.values |= {"GITLAB_URL": "https://gitlab.lab/", "RUNNER_DOWNLOAD": "https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads",
                              "LAUNCH_HEARTBEAT": "900", "PROTECT_BUSY": "true", "CONCURRENT": str(self.slots)} | values
        for name in NAMES:
            (self.world.tools / name).unlink(missing_ok=True)
            shutil.copy(linux.natives() / "program", self.world.tools / name)
        self.services = {"docker": "Running"} if self.docker_wanted else {}
        self.start_types, self.tasks, self.actors = {}, {}, []
        self.aws.stack_metadata = json.dumps({"AWS::CloudFormation::Init": {"config": {"files": {"C:\\ProgramData\\vend\\custom_instance_configuration_script.ps1": {
            "content": self.world.script}, "C:\\ProgramData\\vend\\features.ps1": {"content": self.world.features}}}}})
        self.socket_path = self.world.root / "s"
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listening.bind(str(self.socket_path))
        self.listening.listen(64)
        self.listening.setblocking(False)
        (self.world.state / "script").write_text(self.world.script)
        (self.world.state / "answers.sh").write_text("")
        self.rebooting = None
        self.write_time()

    # -- where things are
    def place(self, path, folder="/"):
        return pathlib.Path(folder) / path.replace("\\", "/")

    def put(self, path, text, folder="/"):
        super().put(path, text, folder)
        self.place(path, folder).chmod(0o755)

    def config(self):
        return self.read("config.toml", str(self.world.vend))

    def environment(self):
        return self.world.environment() | {"LAB_SOCKET": str(self.socket_path), "LAB_WEB": "http://127.0.0.1:1"}

    # -- time
    def set_time(self, to):
        self.now = to
        self.write_time()

    def write_time(self):
        (self.world.state / "clock").write_text(str(self.now))
        if self.skew or (self.world.state / "skew").exists():
            (self.world.state / "skew").write_text(str(self.skew))

    # -- scripts
    def act(self, name, file, *arguments):
        actor = Actor(name)
        # One process plays all scripts' processes: what one has in its environment (a token), another's start must not take away.
        environment = None if any(not one.over for one in self.actors) else self.environment()

        def run():
            try:
                code, actor.said = self.engine.run(file, list(arguments), environment)
                actor.code = code
            except (OSError, ValueError, KeyError) as error:
                actor.said, actor.code = str(error), 70
            actor.over = True
        self.actors.append(actor)
        actor.thread = threading.Thread(target=run, daemon=True)
        actor.thread.start()

    def launch(self):
        file = self.world.root / "UserScript.ps1"
        file.write_text(self.world.user_data())
        self.act("user data", file)

    def working(self):
        return sum(not actor.over for actor in self.actors) - sum(not one.hung for one in self.waiting.values())

    def quiet(self):
        """Until every script waits for an answer, has ended, or hangs. PATIENCE is for what is wrong with the test, on a machine that
        may be very slow."""
        end = time.monotonic() + PATIENCE
        while True:
            ready, _, _ = select.select([self.listening, *[one.connection for one in self.waiting.values()]], [], [], 0.002 if self.working() > 0 else 0)
            for connection in ready:
                if connection is self.listening:
                    self.accept()
                elif connection.fileno() in self.waiting:  # killed
                    self.drop(self.waiting[connection.fileno()])
            if ready:
                end = time.monotonic() + PATIENCE
                continue
            if self.working() <= 0 or any(one.steps is None for one in self.waiting.values()):
                return
            hung = [one for one in self.waiting.values() if one.hung]
            if time.monotonic() > end - (PATIENCE - 15 if hung else 0):
                if not hung:
                    raise RuntimeError("a script neither waits nor ends")
                for one in hung:  # a call of PowerShell's own: nobody has patience, it waits for the answer, if for ever
                    one.hung = False
                    if one.late is not None:
                        self.at(45, lambda one=one: self.tell_late(one))
                return

    def tell_late(self, request):
        if not request.over:
            request.send("x", request.late or 0)
            self.drop(request)

    def accept(self):
        try:
            connection, _ = self.listening.accept()
        except BlockingIOError:
            return
        connection.setblocking(True)
        length = struct.unpack("=I", linux.Instance.exactly(connection, 4))[0]
        fields = linux.Instance.exactly(connection, length).decode(errors="replace").split("\0")[:-1]
        if len(fields) < 4:
            connection.close()
            return
        request = Request(connection, fields)
        request.hung, request.late = False, None
        self.waiting[connection.fileno()] = request

    def go(self, until, most=20000):
        end = self.now + most
        while True:
            if self.rebooting:
                self.power_cycle()
            self.quiet()
            new = sorted((one for one in self.waiting.values() if one.steps is None), key=lambda one: (one.name, one.argv))
            if new:
                self.begin(new[0])
                continue
            if until() or self.now >= end or not self.advance():
                return

    def step(self, request):
        super().step(request)
        if not request.over and request.event is None and not request.hung and not self.rebooting:
            request.hung = True
            if request.pid:  # a program: `Run` finds out when its patience is over
                (self.world.state / "hangs").write_text("")

    # -- the machine
    def reboot(self):
        self.rebooting = "now"

    def power_cycle(self):
        self.rebooting = None
        self.note("reboots")
        self.reboots += 1
        self.stop_runner("lost", "a reboot")
        self.stop_scripts()
        self.engine.start()
        self.world.engine = self.engine
        self.at(60, self.power_on)

    def stop_scripts(self):
        """With its engine, and programs that still wait."""
        for request in list(self.waiting.values()):
            if request.pid:
                try:
                    os.kill(request.pid, signal.SIGKILL)
                except OSError:
                    pass
            self.drop(request)
        self.engine.kill()
        for actor in self.actors:
            actor.thread.join(10)
        self.actors = []
        (self.world.state / "hangs").unlink(missing_ok=True)

    def power_on(self):
        if self.ended:
            return
        if self.services.get("gitlab-runner") and self.start_types.get("gitlab-runner", "Automatic") == "Automatic":
            self.start_runner()
        self.launch()
        for name in self.tasks:
            self.due(name, self.tasks[name])

    def gone(self, why):
        super().gone(why)
        self.rebooting = None

    def due(self, name, task):
        """A scheduled task's time."""
        if self.tasks.get(name) is not task or self.ended:
            return
        self.at(task["minutes"] * 60, lambda: self.due(name, task))
        if not any(actor.name == name and not actor.over for actor in self.actors):
            self.actors = [actor for actor in self.actors if not actor.over]
            self.act(name, *task["command"])

    # -- cmdlets and programs
    def answer(self, request):
        name = request.name
        if name == "Start-Sleep":
            yield float(request.argv[0])
            return 0
        if name == "patience":
            return (yield from self.patience(float(request.argv[0])))
        if name == "Invoke-RestMethod":
            return (yield from self.rest(request))
        known = getattr(self, "do_" + name.removesuffix(".exe").replace("-", "_"), None)
        if known is None:
            setup = re.match(r"^(msiexec|Git-|aws-cfn|AWSCLI|amazon-cloudwatch|update-|Install-|PriorityClass|Set-ItemProperty|New-ItemProperty|Start-Process|Get-|Set-|Add-|icacls|eventcreate|"
                             r"netsh|reg|net|secedit|bitsadmin|dockerd|Complete-AS|amazon-ssm)", name)
            if not setup:
                self.unknown.append(" ".join([name, *request.argv]))
                return 1
            text = self.call(name, request.argv)
            return (yield from self.fail(request, self.fault.strikes(self, text), self.plain))
        return (yield from super().answer(request))

    def fail(self, request, way, handler):
        """A program that answers late is one that hangs, for who has not the patience."""
        if way == "late" and request.pid:
            request.late = yield from handler(request)
            while True:
                yield FOREVER
        return (yield from super().fail(request, way, handler))

    def patience(self, limit):
        """Exit code 1: the program has answered meanwhile."""
        late = next((one for one in self.waiting.values() if one.hung and one.late is not None), None)
        if late and limit > 45:
            yield 45
            self.tell_late(late)
            return 1
        yield limit
        return 0

    def plain(self, request):
        yield 1 if request.name[0].isupper() else 0.2
        if request.name.startswith(("msiexec", "aws-cfn", "Git-")):
            yield 20
            text = " ".join([request.name, *request.argv])
            for part, path in (("AWSCLIV2", self.world.tools / "aws.exe"), ("aws-cfn", self.world.tools / "cfn-signal.exe"), ("Git-", self.world.tools / "git.exe"),
                               ("cloudwatch", self.world.root / "ProgramFiles/Amazon/AmazonCloudWatchAgent/amazon-cloudwatch-agent-ctl.ps1")):
                if part in text and not path.exists():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(linux.natives() / "program", path)
        if request.name == "Complete-ASLifecycleAction":
            try:
                hook, group, instance, result = request.argv[:4]
                self.aws.call("autoscaling", "CompleteLifecycleAction", {"LifecycleHookName": hook, "AutoScalingGroupName": group, "InstanceId": instance, "LifecycleActionResult": result})
            except w.Refusal as refusal:
                request.error(str(refusal))
                return 1
        return 0

    def rest(self, request):
        method, url, token, limit = request.argv
        headers = {"X-aws-ec2-metadata-token": token}
        code, status, body = yield from self.fetch(request, method, url, headers, float(limit) or 100)
        if code == 28:
            return 28
        if code:
            return 7
        request.out(body)
        return 0 if status == 200 else status

    def do_schtasks(self, request):
        yield 0.3
        argv = request.argv
        option = lambda name, otherwise="": next((argv[at + 1] for at, word in enumerate(argv[:-1]) if word.lower() == name), otherwise)
        name = option("/tn")
        if argv[:1] == ["/create"]:
            words = option("/tr").split(" -File ")[-1].split()
            task = self.tasks[name] = {"minutes": int(option("/mo", "1")), "command": (words[0].strip('"'), *words[1:])}
            self.at(60 - self.now % 60, lambda: self.due(name, task))
            return 0
        if argv[:1] == ["/delete"]:
            return 0 if self.tasks.pop(name, None) else 1
        if argv[:1] in (["/run"], ["/query"], ["/end"], ["/change"]):
            if name not in self.tasks:
                return 1
            if argv[0] == "/run":
                self.due(name, self.tasks[name])
            return 0
        self.unknown.append("schtasks " + " ".join(argv))
        return 1

    def state(self, name):
        if name == "gitlab-runner" and name in self.services:
            return "StopPending" if self.quitting else "Running" if self.running else "Stopped"
        if name == "docker" and name in self.services:
            return "Running" if self.docker_alive else "Stopped"
        return self.services.get(name)

    def do_Get_Service(self, request):
        yield 0
        name = request.argv[0]
        if name in ("AmazonSSMAgent", "AmazonCloudWatchAgent"):
            self.services.setdefault(name, "Running")
        if not self.state(name):
            return 2
        request.out(json.dumps({"Name": name, "Status": self.state(name), "StartType": self.start_types.get(name, "Automatic")}))
        return 0

    def do_Start_Service(self, request):
        yield 0.5
        name = request.argv[0]
        if name not in self.services and name not in ("AmazonSSMAgent", "AmazonCloudWatchAgent"):
            return 2
        if name == "gitlab-runner":
            if self.quitting:
                request.error("the service is stopping")
                return 1
            self.start_runner()
        elif name == "docker":
            self.docker_alive = True
        return 0

    def do_Stop_Service(self, request):
        yield 0.2
        name = request.argv[0]
        if name not in self.services:
            return 2
        if name == "gitlab-runner":
            self.quit_runner()
            while self.running and "-NoWait" not in request.argv:
                yield 2
        elif name == "docker":
            self.docker_alive = False
        return 0

    def do_Restart_Service(self, request):
        yield 0.5
        return (yield from self.do_Start_Service(request))

    def do_Set_Service(self, request):
        yield 0.1
        self.start_types[request.argv[0]] = request.argv[1]
        return 0 if request.argv[0] in self.services else 2

    def do_sc(self, request):
        yield 0.2
        verb, name = request.argv[0], (request.argv[1:] or [""])[0]
        if name not in self.services:
            return 1060 % 256
        if verb == "delete":
            self.stop_runner("lost", "its service was deleted")
            del self.services[name]
        elif verb == "stop":
            self.quit_runner()
        elif verb == "start":
            self.start_runner()
        elif verb == "config":
            kind = " ".join(request.argv)
            self.start_types[name] = "Manual" if "demand" in kind else "Disabled" if "disabled" in kind else "Automatic"
        elif verb not in ("failure", "failureflag", "query", "qc", "preshutdown"):
            self.unknown.append("sc.exe " + " ".join(request.argv))
        return 0

    def install_runner(self, request):
        self.services["gitlab-runner"] = "Stopped"
        self.start_types["gitlab-runner"] = "Automatic"
        return 0

    def do_cmd(self, request):
        yield 1
        if request.argv[:2] == ["/c", "rd"]:
            path = pathlib.Path(request.argv[-1].removeprefix("\\\\?\\"))
            if self.world.root in path.parents:
                shutil.rmtree(path, ignore_errors=True)
            return 0
        self.unknown.append("cmd.exe " + " ".join(request.argv))
        return 1

    def do_shutdown(self, request):
        yield 0.2
        self.at(3, self.reboot)
        return 0

    def do_Get_CimInstance(self, request):
        yield 0
        name, filter_ = (request.argv + [""])[:2]
        if name == "Win32_OperatingSystem":
            request.out(json.dumps({"Caption": "Microsoft Windows Server 2022 Datacenter"}))
        elif name == "Win32_Service":
            request.out(json.dumps({"Name": "gitlab-runner", "ProcessId": 4711 if self.running else 0, "State": self.state("gitlab-runner") or "Stopped"}))
        elif name == "Win32_Process":
            rows = [{"Name": "gitlab-runner.exe", "ProcessId": 4711, "ParentProcessId": 4}] if self.running else []
            rows += [{"Name": "powershell.exe", "ProcessId": 900000 + job["id"], "ParentProcessId": 4711} for job in self.active()]
            rows += [{"Name": "System", "ProcessId": 4, "ParentProcessId": 0}]
            if found := re.search(r"ParentProcessId\s*=\s*(\d+)", filter_):
                rows = [row for row in rows if row["ParentProcessId"] == int(found[1])]
            elif found := re.search(r"ProcessId\s*=\s*(\d+)", filter_):
                rows = [row for row in rows if row["ProcessId"] == int(found[1])]
            if rows:
                request.out(json.dumps(rows))
        else:
            self.unknown.append(f"Get-CimInstance {name}")
            return 1
        return 0

    def do_Get_PSDrive(self, request):
        yield 0
        request.out(str(self.room))
        return 0

    def end_process(self, number):
        for job in self.active():
            if number in (900000 + job["id"], 4711):
                self.end_job(job, "told" if number != 4711 else "lost", "its process was ended")

    def do_Stop_Process(self, request):
        yield 0.1
        self.end_process(int(request.argv[0]))
        return 0

    def do_taskkill(self, request):
        yield 0.1
        numbers = [int(word) for at, word in enumerate(request.argv) if at and request.argv[at - 1].lower() == "/pid"]
        for number in numbers:
            if number >= 900000 or number == 4711:
                self.end_process(number)
            else:
                subprocess.run(["pkill", "-KILL", "-P", str(number)], check=False)
                try:
                    os.kill(number, signal.SIGKILL)
                except OSError:
                    pass
        return 0

    def do_docker(self, request):
        if request.argv[:1] in (["kill"], ["stop"], ["rm"]):
            yield 1
            for job in self.active():
                if any(f"c{job['id']}" == word for word in request.argv):
                    self.end_job(job, "told", "its container was ended")
            return 0
        return (yield from super().do_docker(request))

    def do_cfn_init(self, request):
        yield 2
        if self.left.get("no cfn-init"):
            return 1
        try:
            for name, text in (("custom_instance_configuration_script.ps1", self.world.script), ("features.ps1", self.world.features)):
                self.put(name, text.replace("\n", "\r\n"), str(self.world.vend))
        except OSError:
            return 1
        return 0

    @property
    def log(self):
        return "\n".join(f"{path.name}:\n{path.read_text(errors='replace')}" for path in sorted(self.world.vend.glob("*.log")))

    def close(self):
        if any(not actor.over for actor in self.actors) or self.waiting:
            self.stop_scripts()
            self.engine.start()
        self.listening.close()
        if self.filler:
            self.filler.close()
        for path in self.mounted:
            linux.LIBC.umount2(str(path).encode(), 2)
        shutil.rmtree(self.world.root, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


__all__ = ["FOREVER", "Engine", "Fault", "Instance"]
