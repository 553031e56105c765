"""A Windows instance for one test: its folders, its programs, the services around it, and the engine that runs its scripts."""
import base64
import hashlib
import io
import json
import os
import pathlib
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from http.server import ThreadingHTTPServer

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "tests" / "lab" / "sim"), str(ROOT / "tests" / "lab")]

from compose import compose  # noqa: E402, F401: what `vend scripts` emits
from downloads import Downloads  # noqa: E402
from gitlab import GitLab  # noqa: E402
from imds import Metadata  # noqa: E402
from simulator import Simulator, make_handler  # noqa: E402

PROGRAMS = ["aws.exe", "curl.exe", "schtasks.exe", "cfn-signal.exe", "cfn-init.exe", "icacls.exe", "eventcreate.exe", "sc.exe", "shutdown.exe",
            "docker.exe", "powershell.exe", "git.exe", "msiexec.exe", "taskkill.exe", "netsh.exe", "cmd.exe", "reg.exe"]
BASE64 = ("SCRIPT GITLAB_URL TOKEN_SOURCE RUNNER_TAGS RUNNER_DOWNLOAD DOCKER_IMAGE DOCKER_VOLUMES REGISTRY_MIRROR LAST_PATCH_RUN HTTP_PROXY "
          "NO_PROXY ENVIRONMENT ALLOWED_IMAGES DOCKER_PRELOAD HUB_SECRET BEFORE AFTER DRAIN_STEP").split()


class Vendors(Simulator):
    """Every other download address, as /HOST/PATH: an installer is the stand-in for all programs."""

    def __init__(self):
        super().__init__()
        self.files = {}
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            for name in ("docker.exe", "dockerd.exe"):
                packed.writestr("docker/" + name, (HERE / "program.sh").read_text())
        self.zip = archive.getvalue()

    def answer(self, method, path, headers, body):
        if path in self.files:
            return 200, self.files[path]
        return 200, self.zip if path.endswith(".zip") else (HERE / "program.sh").read_bytes(), "application/octet-stream"


class Served:
    """A simulator on a port of its own."""

    def __init__(self, simulator):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(simulator))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Engine:
    """PowerShell, started once for many machines: a complete pwsh, or the host with the engine from NuGet."""

    def __init__(self, host=None):
        self.folder = tempfile.mkdtemp(prefix="vend-ps-")
        self.socket = os.path.join(self.folder, "s")
        program = ["dotnet", host, "serve"] if host else ["pwsh", "-NoProfile", "-NonInteractive", "-File", HERE.parent / "host" / "serve.ps1"]
        self.process = subprocess.Popen([*program, self.socket, HERE / "stand_ins.ps1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=os.environ | {"DOTNET_ThreadPool_UnfairSemaphoreSpinLimit": "0"})  # idle threads spin else
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError("PowerShell does not start")

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, file, arguments, environment):
        """(exit code, everything said)"""
        said = []
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self.socket)
            request = {"file": str(file), "arguments": arguments, "environment": environment}
            connection.sendall(json.dumps(request).encode() + b"\n")
            for line in connection.makefile():
                answer = json.loads(line)
                if "exit" in answer:
                    return answer["exit"], "\n".join(said)
                said.append(answer.get("out", answer.get("err")))
        return 70, "\n".join(said)


class World:
    def __init__(self, engine, script="windows-shell.ps1", build=20348):
        self.engine, self.build, self.began = engine, build, int(time.time())
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="vend-world-"))
        self.state, self.tools = self.root / "world", self.root / "tools"
        for folder in (self.state, self.tools, self.root / "ProgramData", self.root / "ProgramFiles"):
            folder.mkdir()
        for name in PROGRAMS:
            self.program(name)
        # Alone on the path: Get-Command reads whole folders, and this system's are large. program.sh has the rest.
        (self.tools / "python3").symlink_to(sys.executable)
        for path in ("SSM/amazon-ssm-agent.exe", "AmazonCloudWatchAgent/amazon-cloudwatch-agent-ctl.ps1"):
            self.program(self.root / "ProgramFiles" / "Amazon" / path)
        self.imds, self.gitlab, self.vendors = Metadata(), GitLab(), Vendors()
        self.downloads = Downloads((HERE / "runner.py").read_bytes())
        self.served = {name: Served(getattr(self, name)) for name in ("imds", "gitlab", "vendors", "downloads")}
        self.gitlab_url = f"http://localhost:{self.served['gitlab'].port}/"
        self.script = compose(ROOT / "runner_configs" / script)
        self.features = compose(ROOT / "runner_configs/windows-features.ps1")  # "": no such file
        self.docker = "docker" in script
        self.answers = [{"when": "aws.exe secretsmanager get-secret-value", "out": "glrt-good1\n"},
                        {"when": "aws.exe autoscaling describe-auto-scaling-instances", "out": "lab-InstanceASG-1\n"}]
        self.values = {
            "STACK": "lab", "REGION": "eu-west-1", "RESOURCE": "InstanceASG", "INIT_RESOURCE": "ASGLaunchTemplate",
            "LAUNCH_HOOK": "instance-launching", "TERMINATE_HOOK": "instance-terminating", "HEARTBEAT": "600", "DRAIN_LIMIT": "43200",
            "SCRIPT": "Embedded", "SCRIPT_SHA256": hashlib.sha256(self.script.encode()).hexdigest(), "GITLAB_URL": self.gitlab_url,
            "TOKEN_SOURCE": "secretsmanager:lab-token", "RUNNER_TAGS": "TagA,TagB", "RUNNER_VERSION": "latest",
            "RUNNER_DOWNLOAD": f"http://127.0.0.1:{self.served['downloads'].port}/gitlab-runner-downloads", "CONCURRENT": "3",
            "PATCH_SCOPE": "NoPatching", "LAST_PATCH_RUN": "2026-11", "MONITOR_INTERVAL": "1", "METRICS": "true"}
        self.put("installer", {"creates": [], "exit": 0})
        self.put("services", {"docker": {"status": "Running", "start": "Automatic"}} if self.docker else {})

    def close(self):
        for served in self.served.values():
            served.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def program(self, name):
        path = name if isinstance(name, pathlib.Path) else self.tools / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "program.sh", path)
        path.chmod(0o755)

    def without(self, name):
        (self.tools / name).unlink()

    def put(self, name, value):
        (self.state / name).write_text(json.dumps(value))

    def get(self, name):
        return json.loads((self.state / name).read_text())

    def answer(self, when, **told):
        self.answers.insert(0, {"when": when, **told})

    def pin_what_is_served(self):
        """Other programs are served here than those whose checksums the script has."""
        loaded = hashlib.sha256(self.features.encode()).hexdigest()

        def pin(text):
            for pinned in set(re.findall(r"\b[0-9a-f]{64}\b", text)) - {loaded}:
                line = [one for one in text.splitlines() if pinned in one][0]
                served = self.vendors.zip if ".zip" in line else (HERE / "program.sh").read_bytes()
                text = text.replace(pinned, hashlib.sha256(served).hexdigest())
            return text
        self.change(pin)

    def change(self, how):
        """The script and what it loads, with checksums that fit."""
        loaded = hashlib.sha256(self.features.encode()).hexdigest()
        self.features = how(self.features)
        self.script = how(self.script).replace(loaded, hashlib.sha256(self.features.encode()).hexdigest())
        self.values["SCRIPT_SHA256"] = hashlib.sha256(self.script.encode()).hexdigest()

    def user_data(self):
        """The launcher as render makes it, and as EC2Launch runs it: without its tags."""
        text = (ROOT / "templates" / "userdata" / "windows.ps1").read_text()
        lines = "".join(f"{name}:{base64.b64encode(value.encode()).decode()}\n" if name in BASE64 else f"{name}={value}\n" for name, value in self.values.items())
        text = text.replace("@@VALUES@@\n", lines)
        assert text.startswith("<powershell>\n") and text.endswith("</powershell>\n<persist>true</persist>\n")
        return text[len("<powershell>\n"):text.index("</powershell>")]

    def environment(self):
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "DOTNET_ROOT", "TMPDIR") if name in os.environ}
        return kept | {
            "PATH": str(self.tools), "ProgramData": str(self.root / "ProgramData"), "POWERSHELL_TELEMETRY_OPTOUT": "1",
            "ProgramFiles": str(self.root / "ProgramFiles"), "SystemRoot": str(self.root / "Windows"), "LAB_WORLD": str(self.state),
            "LAB_BEGAN": str(self.began), "LAB_BUILD": str(self.build), "LAB_WEB": f"http://127.0.0.1:{self.served['vendors'].port}", "LAB_CODE": str(HERE),
            "LAB_RUNNER": str(ROOT / "tests" / "lab" / "sim" / "gitlab-runner"), "VEND_LAB_CALLS": str(self.state / "runner-calls"),
            "LAB_METADATA": f"http://127.0.0.1:{self.served['imds'].port}",
            "LAB_HOST": self.engine.socket}

    def run(self, file, *arguments):
        (self.state / "answers.sh").write_text(self.spoken_answers())
        (self.state / "script").write_text(self.script)
        if self.features and file.parent != self.vend:  # cfn-init wrote it: with CRLF
            self.vend.mkdir(exist_ok=True)
            (self.vend / "features.ps1").write_bytes(self.features.replace("\n", "\r\n").encode())
        code, said = self.engine.run(file, list(arguments), self.environment())
        self.said = said
        return code

    def spoken_answers(self):
        """What program.sh says: the first answer whose `when` begins the call; `times` of it, and then the next that fits.
        What every MSI installs and how it ends is in the file `installer`."""
        cases = []
        for number, one in enumerate([*self.answers, {"when": "msiexec.exe", **self.get("installer")}]):
            said = [f"case \"$call\" in {shlex.quote(one['when'])}*)"]
            if "times" in one:
                said.append(f'if [ "$(wc -l <"$LAB_WORLD/times.{number}" 2>/dev/null || echo 0)" -lt {one["times"]} ]; then echo >>"$LAB_WORLD/times.{number}"')
            for created in one.get("creates", []):
                said.append(f'mkdir -p "$(dirname "{self.tools / created}")" && cp "$0" "{self.tools / created}"')
            said.append(f"printf %s {shlex.quote(one.get('out', ''))}")
            said.append(f"printf %s {shlex.quote(one.get('err', ''))} >&2")
            if one.get("hangs"):
                said.append('trap "" HUP; : >"$LAB_WORLD/hangs"; exec sleep 3600')
            if "exit" in one or not one["when"].startswith(("powershell.exe", "cfn-init.exe")):
                said.append(f'echo {one.get("exit", 0)} >"$LAB_WORLD/exit.$$"; exit {one.get("exit", 0) & 255}')
            if "times" in one:
                said.append("fi")
            cases.append("\n".join(said) + "\n;; esac\n")
        return "".join(cases)

    def boot(self):
        """EC2Launch runs the user data."""
        file = self.root / "UserScript.ps1"
        file.write_text(self.user_data())
        return self.run(file)

    def act(self, action):
        """A scheduled task runs: the command line that was registered."""
        return self.run(self.vend / "runner.ps1", action)

    def shortly(self, old, new):
        """Before the boot: a time that the script waits for, in another measure. What is to be seen is what happens then."""
        assert (self.script + self.features).count(old) == 1, f"not once in the script: {old!r}"
        self.change(lambda text: text.replace(old, new))

    def call(self, text):
        """Some lines more, in place of what the script does when it has been read."""
        file = self.root / "call.ps1"
        file.write_text(self.script[:self.script.index("$null = if ($Action")] + "Set-Location $Dir\n" + text + "\n")
        return self.run(file)

    def tasks(self):
        """name: (minutes, command) of every task that was registered, in this order."""
        return {one["args"][9]: (int(one["args"][7]), one["args"][11]) for one in self.calls("schtasks.exe", "/create")}

    @property
    def vend(self):
        return self.root / "ProgramData" / "vend"

    def log(self, action="Boot"):
        file = self.vend / f"{action}.log"
        return file.read_text() if file.exists() else ""

    def calls(self, program=None, *first):
        """The calls so far, or those of a program that begin with these arguments."""
        file, every = self.state / "calls", []
        for record in (file.read_bytes().decode() if file.exists() else "").split("\x1e")[:-1]:
            name, clock, *args = record.split("\x1f")[:-1]
            if name.startswith("@"):
                name, args = name[1:], json.loads(args[0])
                args = args if isinstance(args, (list, dict)) else [args]
            every.append({"program": name, "args": args, "clock": float(clock)})
        if program is None:
            return every
        return [one for one in every if one["program"] == program and list(one["args"][:len(first)] if first else []) == list(first)]

    def aws(self):
        """The AWS API calls, as `service operation`."""
        return [" ".join(one["args"][:2]) for one in self.calls("aws.exe")]

    def events(self):
        return {one["args"][one["args"].index("/ID") + 1] for one in self.calls("eventcreate.exe")}
