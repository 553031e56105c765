"""A Windows machine for one test: the real pwsh.exe under wine, with the services around an instance played from here.

Its programs (aws.exe, msiexec.exe, gitlab-runner.exe, ...) are programs/stand_in.c, which sends every call here and does what it is told:
so arguments, waiting and exit codes are those of Windows processes, and what the programs would do is made up here. The metadata
service is the Linux lab's, reached as a proxy, since its address belongs to nobody here.
"""
import base64
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests/lab/sim"), str(ROOT / "tests/lab")]

from imds import Metadata  # noqa: E402
from simulator import make_handler  # noqa: E402
from template import Template, vend  # noqa: E402

HOME = pathlib.Path(subprocess.run([HERE / "windows", "home"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip())
POWERSHELL = r"C:\Program Files\PowerShell\7\pwsh.exe"
CONSOLE = "aws cfn-init cfn-signal curl docker eventcreate git icacls schtasks shutdown netsh Complete-ASLifecycleAction agent-control".split()
WINDOWED = ["msiexec"]  # a program with windows, as on Windows
AMAZON = ["Valid", 'CN="Amazon Web Services, Inc.", O="Amazon Web Services, Inc.", L=Seattle, S=Washington, C=US']


def rendered(spec):
    """The template of a spec, with this tree's scripts, resolved as CloudFormation does."""
    said = subprocess.run([vend(), "generate", "--data-dir", ROOT, "--format", "json", "--stdout", "-"], input=json.dumps(spec), stdout=subprocess.PIPE, text=True, check=True)
    return Template(json.loads(said.stdout), {})


class Environment(dict):
    def __repr__(self):
        return "..."  # long, and not for a report


class Calls(ThreadingTCPServer):
    daemon_threads, allow_reuse_address, request_queue_size = True, True, 64


class Machine:
    def __init__(self, spec=None):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="vend-wine-"))
        self.folder = self.root / "machine"
        self.windows("new")
        self.c = self.folder / "drive_c"
        self.vend, self.stand_ins = self.c / "ProgramData/vend", self.c / "stand-ins"
        for name in CONSOLE:
            self.program(f"C:\\stand-ins\\{name}.exe")
        for name in WINDOWED:
            self.program(f"C:\\stand-ins\\{name}.exe", "window")
        shutil.copy(HERE / "profile.ps1", self.path(POWERSHELL).with_name("profile.ps1"))
        self.put("updates.json", {"titles": [], "reboot": False})
        self.put("signatures.json", {"AWSCLIV2.msi": AMAZON, "amazon-cloudwatch-agent.msi": AMAZON, "aws-cfn-bootstrap-py3-win64-latest.exe": AMAZON})
        agent = self.c / "Program Files/Amazon/AmazonCloudWatchAgent"
        agent.mkdir(parents=True)
        (agent / "amazon-cloudwatch-agent-ctl.ps1").write_text("agent-control.exe @args\nexit $LASTEXITCODE\n")
        self.calls, self.answers, self.services, self.jobs, self.lock = [], [], [], threading.Event(), threading.RLock()
        self.jobs.set()  # none runs
        self.template = rendered(spec) if spec else None
        self.metadata = Metadata(bool(spec) and self.template.metadata_tags())
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), self.proxy())
        self.heard = Calls(("127.0.0.1", 0), self.handler())
        for server in (self.web, self.heard):
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self.put("port", self.heard.server_address[1])
        self.files = {"gitlab-runner-windows-amd64.exe": (HOME / "programs/console.exe").read_bytes()}
        self.files["release.sha256"] = f"{hashlib.sha256(self.files['gitlab-runner-windows-amd64.exe']).hexdigest()} *binaries/gitlab-runner-windows-amd64.exe\n".encode()

    def close(self):
        self.windows("off")
        for server in (self.web, self.heard):
            server.shutdown()
            server.server_close()
        shutil.rmtree(self.root, ignore_errors=True)

    # ---- the machine
    def windows(self, verb, *arguments, limit=240, **more):
        """Output and exit code (modulo 256, as this system has it)."""
        environment = os.environ | {"http_proxy": f"http://127.0.0.1:{self.web.server_address[1]}" if hasattr(self, "web") else ""}
        said = subprocess.run([HERE / "windows", verb, self.folder, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=limit, env=environment, cwd=self.root, **more)
        self.said = said.stdout.decode("cp437").replace("\r\n", "\n")
        self.errors = "\n".join(line for line in said.stderr.decode("cp437").splitlines() if line and "reetype" not in line.lower() and not line.startswith(("wine: ", "or equal")))
        return said.returncode

    def path(self, windows):
        drive, _, rest = windows.replace("\\", "/").partition(":/")
        return (self.c if drive.upper() == "C" else pathlib.Path("/")) / rest

    def program(self, windows, kind="console"):
        self.path(windows).parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            self.path(windows).unlink()
        os.link(HOME / f"programs/{kind}.exe", self.path(windows))

    def put(self, name, value):
        (self.stand_ins / name).write_text(json.dumps(value))

    def script(self, text, *arguments, limit=240):
        """Runs a script of the test's own and gives what it says."""
        file = self.root / "test.ps1"
        file.write_text("Set-StrictMode -Version 3\n$ErrorActionPreference = 'Stop'\n" + text, encoding="utf-8-sig")
        code = self.powershell("Z:" + str(file).replace("/", "\\"), *arguments, limit=limit)
        assert code == 0, f"exit code {code}: {self.said}\n{self.errors}"
        return self.said

    def powershell(self, file, *arguments, limit=240):
        return self.windows("run", POWERSHELL, "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", file, *arguments, limit=limit)

    # ---- an instance
    def launch(self):
        """EC2Launch runs the user data: what stands between its tags."""
        text = self.template.user_data()
        begin, end = text.index("<powershell>") + len("<powershell>"), text.index("</powershell>")
        (self.root / "UserScript.ps1").write_text(text[begin:end], encoding="utf-8-sig")
        return self.powershell("Z:" + str(self.root / "UserScript.ps1").replace("/", "\\"))

    def act(self, action, limit=240):
        return self.powershell(r"C:\ProgramData\vend\runner.ps1", action, limit=limit)

    def start(self):
        """One program that stays: without any wine ends its services, which Windows never does."""
        before = len(self.called("uptime.exe"))
        self.program(r"C:\stand-ins\uptime.exe")
        subprocess.Popen([HERE / "windows", "run", self.folder, r"C:\stand-ins\uptime.exe"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + 120
        while len(self.called("uptime.exe")) == before:  # services are its children, and have its output: nobody waits for that
            assert time.monotonic() < end, "Windows does not start"
            time.sleep(0.1)

    def reboot(self):
        self.windows("off")
        self.start()

    def state(self, name="gitlab-runner"):
        self.windows("run", "sc.exe", "query", name)
        return next((line.split()[-1] for line in self.said.splitlines() if "STATE" in line), "")

    # ---- what programs say, and hear
    def answer(self, *when, code=0, out=b"", times=10**9, do=None, hangs=0):
        """`when`: the program's name and the first of its arguments. The newest that fits counts."""
        self.answers.insert(0, {"when": when, "code": code, "out": out, "times": times, "do": do, "hangs": hangs})

    def called(self, *when):
        return [one for one in self.calls if (one["name"], *one["c"])[:len(when)] == when and one["event"] == "called"]

    def handler(self):
        machine = self

        class Handler(StreamRequestHandler):
            def handle(self):
                call = json.loads(self.rfile.readline())
                call["name"] = call["program"].replace("/", "\\").rsplit("\\", 1)[1]
                call["environment"] = Environment(one.split("=", 1) for one in call["environment"] if not one.startswith("="))
                call["time"] = time.monotonic()
                code, out = machine.play(call)
                with contextlib.suppress(OSError):
                    self.wfile.write(b"%d\n" % code)
                    for part in [out] if isinstance(out, bytes) else out:
                        self.wfile.write(part)
        return Handler

    def play(self, call):
        with self.lock:
            self.calls.append(call)
            told = next((one for one in self.answers if (call["name"], *call["c"])[:len(one["when"])] == one["when"] and one["times"] > 0), None)
            if told:
                told["times"] -= 1
        if call["event"] == "stop":  # the service has been asked to stop, and its jobs go on
            self.jobs.wait(120)
            return 0, b""
        if told:
            time.sleep(told["hangs"])
            if told["do"]:
                told["do"](call)
            return told["code"], told["out"]
        known = getattr(self, "play_" + call["name"].removesuffix(".exe").replace("-", "_"), None)
        return known(call, call["c"]) if known and call["event"] == "called" else (0, b"")

    def play_uptime(self, call, words):
        time.sleep(3600)
        return 0, b""

    def play_aws(self, call, words):
        told = {("secretsmanager", "get-secret-value"): b"GR1348941example\r\n", ("autoscaling", "describe-auto-scaling-instances"): b"lab-InstanceASG-1\r\n"}
        return 0, told.get(tuple(words[:2]), b"")

    def play_curl(self, call, words):
        url = next(word for word in words if word.startswith("http"))
        if "-o" not in words and "-fo" not in words:  # the runner's own metrics: nothing listens
            return 7, b""
        file = words[max(i for i, word in enumerate(words) if word in ("-o", "-fo")) + 1]
        body = self.files.get(url.rsplit("/", 1)[1], b"an installer")
        place = self.path(file) if ":" in file else self.path(call["folder"]) / file.replace("\\", "/")
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
        place.write_bytes(body)
        return 0, b"200" if "-w" in words else b""

    def play_cfn_init(self, call, words):
        """The files of the launch template's metadata: plain `content` in Python's text mode, which on Windows ends lines with CRLF
        (aws-cfn-bootstrap's file_tool.py opens with 'w'; aws-cdk#24212), `encoding: base64` as it is. Nothing but files."""
        for name, one in self.template.metadata()["AWS::CloudFormation::Init"]["config"]["files"].items():
            content = base64.b64decode(one["content"]) if one.get("encoding") == "base64" else one["content"].replace("\n", "\r\n").encode()
            self.path(name).parent.mkdir(parents=True, exist_ok=True)
            self.path(name).write_bytes(content)
        return 0, b""

    def play_gitlab_runner(self, call, words):
        """register appends a section to config.toml in its folder, install makes the service as the real one does: it is itself that
        runs, waits for its jobs when it is asked to stop, and stays in STOP_PENDING meanwhile. No GitLab is asked."""
        config = self.path(call["folder"]) / "config.toml"
        if words[0] == "register":
            with open(config, "a") as out:
                out.write(f'\n[[runners]]\n  name = "{words[words.index("--name") + 1]}"\n')
        elif words[0] == "install":
            environment = os.environ | {"http_proxy": ""}
            subprocess.run([HERE / "windows", "run", self.folder, "sc.exe", "create", "gitlab-runner", "binPath=", call["program"] + " serve", "start=", "auto"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=True)
        return 0, b""

    def proxy(self):
        """The metadata service, asked as a proxy is: with the whole address."""
        class Handler(make_handler(self.metadata)):
            def parse_request(self):
                good = super().parse_request()
                host, _, path = self.path.removeprefix("http://").partition("/")
                self.path = "/" + path if host == "169.254.169.254" else "/nowhere"
                # .NET resolves the ../ itself.
                return good
        return Handler
