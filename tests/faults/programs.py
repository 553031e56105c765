"""The programs that reach out of an instance, as far as the scripts use them, from their documentation; both systems share them. There
are many (hence the length). Each
is a generator that yields the seconds it waits, and returns its exit code: curl (exit codes, -m, --retry and what it covers), the
AWS CLI (scene.py; its own repetitions, about five seconds), cfn-init, cfn-signal, docker, gitlab-runner. What they do not know
they refuse, loudly (`unknown`). Cannot show: what the real programs do otherwise; the lab has a real curl, wire_test.py the real AWS CLI.
"""
import json
import os
import re
import struct
import zlib

import scene as w
from scene import Refusal, Scene, cli_error

TRANSIENT = {408, 429, 500, 502, 503, 504}
FOREVER = None
SILENT = ("sleep", "timeout", "curl")  # no calls, or (each attempt of curl) calls by themselves


class Request:
    """A call of a program that waits for its answer."""

    def __init__(self, connection, fields):
        self.connection = connection
        self.name, self.pid, self.folder, count = fields[0], int(fields[1]), fields[2], int(fields[3])
        self.argv = fields[4:4 + count]
        self.environment = dict(one.split("=", 1) for one in fields[4 + count:] if "=" in one)
        self.steps, self.event, self.over = None, None, False

    def key(self):
        return self.name, self.argv, self.pid

    def send(self, kind, data=b""):
        data = data if isinstance(data, bytes) else str(data).encode()
        if not self.over:
            try:
                self.connection.sendall(kind.encode() + struct.pack("=I", len(data)) + data)
            except OSError:
                pass  # it was killed; the loop will see

    def out(self, text):
        if text:
            self.send("o", text)

    def error(self, text):
        if text:
            self.send("e", text)


class Programs(Scene):
    """A system says what a path of the instance is here (`place`), when its machine reboots or its disk is full, and what happens
    when the runner's service is installed."""

    def __init__(self, fault=None, spot=False, **hooks):
        super().__init__(fault, spot, **hooks)
        self.waiting, self.packages, self.left = {}, set(), {}
        self.filler, self.files = None, {}

    def place(self, path, folder="/"):
        raise NotImplementedError

    def put(self, path, text, folder="/"):
        target = self.place(path, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def read(self, path, folder="/"):
        try:
            return self.place(path, folder).read_text(errors="replace")
        except OSError:
            return ""

    def drop(self, request):
        """It has its answer, or was killed."""
        if request.over:
            return
        request.over = True
        self.waiting.pop(request.connection.fileno(), None)
        if request.event:
            self.cancel(request.event)
        if request.steps and not request.steps.gi_running:
            request.steps.close()
        request.connection.close()

    # -- the disk: a file, `filling`, takes its room
    def fill(self):
        self.note("the disk is full")
        self.filler = open(self.filling, "wb")
        try:
            while True:
                os.write(self.filler.fileno(), b"\0" * 4096)
        except OSError:
            pass
        self.room = 0

    def make_room(self):
        if self.filler:
            self.filler.truncate(0)
            self.filler.close()
            self.filling.unlink()
            self.filler = None
            self.note("there is room again")
        self.room = 60

    def begin(self, request):
        request.steps = self.answer(request)
        self.step(request)

    def step(self, request):
        """The handler goes on, until it waits again or gives its exit code."""
        request.event = None
        if request.over:
            return
        try:
            wait = next(request.steps)
        except StopIteration as end:
            request.send("x", end.value or 0)
            if not request.over:
                self.drop(request)
            return
        if request.over:  # the machine has gone meanwhile
            return
        if wait is not FOREVER:
            request.event = self.at(wait, lambda: self.step(request))

    def answer(self, request):
        name = request.name
        text = self.call(request.name, request.argv)
        handler = getattr(self, "do_" + name.removesuffix(".exe").replace("-", "_"), None)
        if handler is None:
            self.unknown.append(text)
            request.error(f"lab: unknown program {name}\n")
            return 127
        if name.removesuffix(".exe") in SILENT:
            return (yield from handler(request))
        way = self.fault.strikes(self, text)
        return (yield from self.fail(request, way, handler))

    def fail(self, request, way, handler):
        if way in ("once", "minutes", "ever"):
            return (yield from self.refuse(request))
        if way == "hangs":
            while True:
                yield FOREVER
        if way == "late":
            code = yield from handler(request)
            yield 45
            return code
        if way == "nothing":
            self.at(60, lambda: self.afterwards(request, handler))
            return 0
        if way == "floods":
            request.send("f", 8 << 20)
        if way == "full":
            self.fill()
        if way == "reboot":
            self.reboot()
            return 1
        return (yield from handler(request))

    def afterwards(self, request, handler):
        """Does what was said to be done."""
        late = Request.__new__(Request)
        late.__dict__.update(request.__dict__, over=True, send=lambda *word: None)
        for wait in handler(late):
            if wait is FOREVER:
                break

    def refuse(self, request):
        """As each program says no."""
        name, argv = request.name.removesuffix(".exe"), request.argv
        if name == "aws":
            yield 4  # its own repetitions
            try:
                service, operation, *_ = w.parse_cli(argv, lambda path: self.read(path, request.folder))
            except (ValueError, IndexError):
                service, operation = "autoscaling", "Unknown"
            request.error(cli_error(operation, w.throttled(service)))
            return 254
        said = {"systemctl": "Failed to connect to bus: Connection refused", "docker": "Error response from daemon: refused",
                "dnf": "RPM: error: can't create transaction lock on /usr/lib/sysimage/rpm/.rpm.lock (Resource temporarily unavailable)",
                "yum": "Existing lock /var/run/yum.pid: another copy is running"}.get(name, f"{name}: refused")
        yield 1
        request.error(said + "\n")
        return {"curl": 7}.get(name, 1)

    # -- AWS
    def do_aws(self, request):
        yield 1
        try:
            service, operation, params, query = w.parse_cli(request.argv, lambda path: self.read(path, request.folder))
        except (ValueError, IndexError) as error:
            self.unknown.append("aws " + " ".join(request.argv) + f": {error}")
            request.error(f"\n{error}\n")
            return 252
        if self.down and service:
            return (yield from self.refuse(request))
        try:
            done = self.aws.call(service, operation, params)
        except Refusal as refusal:
            request.error(cli_error(operation, refusal))
            return 254
        if service == "s3":
            try:
                self.put(params["To"], done["Body"], request.folder)
            except OSError:
                return 1
            return 0
        request.out(w.printed(done, query))
        return 0

    def do_cfn_signal(self, request):
        yield 1
        argv = request.argv
        option = lambda *names: next((argv[at + 1] for at, word in enumerate(argv[:-1]) if word in names), "")
        if "instance-id" not in self.imds.items:
            return 1
        try:
            self.aws.call("cloudformation", "SignalResource", {"StackName": option("--stack"), "LogicalResourceId": option("--resource"), "UniqueId": w.INSTANCE,
                                                                "Status": "FAILURE" if option("-e", "--exit-code") not in ("", "0") else "SUCCESS", "Reason": option("-r", "--reason")})
        except Refusal as refusal:
            request.error(f"{refusal.code}: {refusal.reason}\n")
            return 1
        return 0

    def do_cfn_init(self, request):
        yield 2
        if self.left.get("no cfn-init"):
            return 1
        try:
            for path, row in json.loads(self.aws.stack_metadata)["AWS::CloudFormation::Init"]["config"]["files"].items():
                self.put(path, row["content"])
        except OSError as error:
            request.error(f"cfn-init: {error}\n")
            return 1
        return 0

    # -- the web
    def do_curl(self, request):
        argv, options = list(request.argv), {"headers": {}, "method": "GET", "urls": []}
        flags = {"s": "silent", "f": "fail", "S": "show", "L": "location", "k": "insecure"}
        valued = {"m": "max", "o": "output", "w": "write", "X": "method", "H": "header", "T": "upload", "d": "data", "A": "agent", "Y": "speed-limit", "y": "speed-time", "x": "proxy"}
        longer = {"--max-time": "max", "--output": "output", "--retry": "retry", "--retry-delay": "delay", "--retry-max-time": "retry-max", "--noproxy": "noproxy",
                  "--connect-timeout": "connect", "--url": "url", "--cacert": "cacert", "--request": "method", "--header": "header", "--write-out": "write",
                  "--speed-time": "speed-time", "--speed-limit": "speed-limit", "--capath": "cacert", "--proto": "proto", "--max-filesize": "most"}
        plain = {"--retry-connrefused": "refused", "--retry-all-errors": "all", "--fail": "fail", "--silent": "silent", "--show-error": "show", "--location": "location",
                 "--compressed": "compressed", "--ssl-no-revoke": "no-revoke", "--no-progress-meter": "silent"}
        while argv:
            word = argv.pop(0)
            if word in plain:
                options[plain[word]] = True
            elif word.partition("=")[0] in longer:
                options_name = longer[word.partition("=")[0]]
                value = argv.pop(0)
                self.option(options, options_name, value)
            elif word.startswith("--"):
                self.unknown.append(f"curl {word}")
                return 2
            elif word.startswith("-"):
                for at, letter in enumerate(word[1:], 1):
                    if letter in flags:
                        options[flags[letter]] = True
                    elif letter in valued:
                        self.option(options, valued[letter], word[at + 1:] or argv.pop(0))
                        break
                    else:
                        self.unknown.append(f"curl -{letter}")
                        return 2
            else:
                options["urls"].append(word)
        url = (options.get("url") or (options["urls"] or [""])[0])
        limits = [float(options[name]) for name in ("max", "speed-time") if name in options] + ([30.0] if "speed-limit" in options and "speed-time" not in options else [])
        limit = min(limits, default=None)
        tries, begun, delay = int(options.get("retry", 0)), self.now, 1
        for attempt in range(tries + 1):
            code, status, body = yield from self.fetch(request, options["method"], url, options["headers"], limit)
            again = code == 28 or status in TRANSIENT or (code == 7 and "refused" in options) or (code and "all" in options)
            if not again or attempt == tries or (code in (0, 22) and status not in TRANSIENT):
                break
            if "retry-max" in options and self.now - begun > float(options["retry-max"]):
                break
            yield float(options.get("delay", 0)) or delay
            delay = min(600, 2 * delay)
        if code == 0 and status >= 400 and "fail" in options:
            code = 22
        if code and ("show" in options or "silent" not in options):
            request.error(f"curl: ({code}) {({6: 'Could not resolve host', 7: 'Failed to connect', 22: f'The requested URL returned error: {status}', 28: 'Operation timed out'}).get(code, 'failed')}\n")
        if code == 0 and "output" in options:
            if options["output"] != "/dev/null":
                try:
                    self.put(options["output"], body, request.folder)
                except OSError:
                    return 23
        elif code == 0:
            request.out(body)
        if "write" in options:
            request.out(options["write"].replace("%{http_code}", f"{status:03}").replace("\\n", "\n"))
        return code

    @staticmethod
    def option(options, name, value):
        if name == "header":
            key, _, text = value.partition(":")
            options["headers"][key.strip()] = text.strip()
        else:
            options[name] = value

    def fetch(self, request, method, url, headers, limit):
        """One attempt: (exit code, status, body)."""
        url = url if "://" in url else "http://" + url  # as curl guesses
        found = re.match(r"(https?)://([^/:]+)(?::(\d+))?(/.*)?$", url)
        if not found:
            return 3, 0, ""
        host, path = found[2], found[4] or "/"
        way = self.fault.strikes(self, f"curl {method} {url}")
        if way in ("once", "ever"):
            yield 0.2
            return (7, 0, "") if (self.fault.count % 2 or host == "169.254.169.254") else (0, 503, "unavailable")
        if way == "minutes":
            yield 0.2
            return 0, 503, "unavailable"
        if way == "hangs":
            if limit is None:
                while True:
                    yield FOREVER
            yield limit
            return 28, 0, ""
        if way in ("throttled", "empty"):
            yield 0.05
            return 0, 429 if way == "throttled" else 200, ""
        if way == "late":
            late = 3 if host == "169.254.169.254" else 45
            if limit is not None and limit < late:
                yield limit
                return 28, 0, ""
            yield late
        if way == "full":
            self.fill()
        if way == "reboot":
            self.reboot()
            return 56, 0, ""
        yield 0.05
        if way == "nothing":
            return 0, 200, ""
        if way == "floods":
            return 0, 200, "#" * (1 << 20)
        if host == "169.254.169.254":
            self.questions += 1
            if self.crowded and zlib.crc32(b"%d" % self.questions) % 2:
                return 0, 429, ""
            if method == "PUT" and path == "/latest/api/token":
                return 0, 200, "token"
            found = next(((store, path[len(at):]) for at, store in (("/latest/meta-data/", self.imds.items), ("/latest/dynamic/", self.imds.dynamic)) if path.startswith(at)), None)
            if headers.get("X-aws-ec2-metadata-token") != "token":
                return 0, 401, ""
            status, body = self.imds.item(*found)[:2] if found else (404, "")
            return 0, status, body
        if host == "gitlab.lab":
            status, body = self.gitlab.answer(method, path, headers, "")[:2]
            return 0, status, body
        if re.search(r"\.(msi|zip)$|aws-cfn-bootstrap|/Git-", path):
            yield 3
            return 0, 200, self.downloads.binary
        if host.endswith(".amazonaws.com") or host == "downloads.lab":
            status, body = self.downloads.answer(method, path, headers, "")[:2]
            if limit is None or limit > 5:
                yield 1
            return 0, status, body
        if (host, found[3]) == ("127.0.0.1", "9252"):
            if not self.running:
                return 7, 0, ""
            lines = [f'gitlab_runner_concurrent {self.slots}', f'gitlab_runner_jobs{{executor="x",state="running"}} {len(self.active())}'] if self.active() else [f'gitlab_runner_concurrent {self.slots}']
            return 0, 200, "\n".join(lines) + "\n"
        return 6, 0, ""

    # -- GitLab Runner
    def do_gitlab_runner(self, request):
        argv, verb = request.argv, (request.argv or [""])[0]
        option = lambda name, otherwise="": next((word.split("=", 1)[1] for word in argv if word.startswith(name + "=")),
                                                 next((argv[at + 1] for at, word in enumerate(argv[:-1]) if word == name), otherwise))
        yield 1
        config = option("--config", self.CONFIG)
        if verb == "register":
            token = request.environment.get("CI_SERVER_TOKEN") or request.environment.get("REGISTRATION_TOKEN", "")
            if self.down:
                request.error("FATAL: Registering runner... failed status=couldn't execute POST\n")
                return 1
            if token not in self.gitlab.runners:
                request.error("ERROR: Registering runner... forbidden\nPANIC: Failed to register the runner.\n")
                return 1
            self.gitlab.verify(token, {"system_id": "s_lab"})
            try:
                with open(self.place(config, request.folder), "a") as file:
                    file.write(f'\n[[runners]]\n  name = {json.dumps(option("--name"))}\n  token = {json.dumps(token)}\n  url = {json.dumps(option("--url"))}\n')
            except OSError as error:
                request.error(f"FATAL: {error}\n")
                return 1
            self.look_for_jobs()
            return 0
        if verb == "unregister":
            name, code = option("--name"), 0
            entries = self.entries()
            chosen = [one for one in entries if one.get("name") == name or "--all-runners" in argv]
            if not chosen and "--all-runners" not in argv:
                request.error("FATAL: could not find a runner with that name\n")
                return 1
            for one in chosen:
                if self.gitlab.delete_manager(one["token"], {"system_id": "s_lab"})[0] != 204:
                    code = 1
                else:
                    entries.remove(one)
            try:
                text = self.config().split("[[runners]]")[0] + "".join(
                    "[[runners]]\n" + "".join(f"  {key} = {json.dumps(value)}\n" for key, value in one.items() if isinstance(value, str)) for one in entries)
                self.put(config, text, request.folder)
            except OSError:
                code = 1
            return code
        if verb == "install":
            return self.install_runner(request)
        if verb in ("verify", "--version", "list"):
            request.out("Version:      19.4.0\n" if verb == "--version" else "")
            return 0
        self.unknown.append("gitlab-runner " + " ".join(argv))
        return 1

    # -- Docker
    def do_docker(self, request):
        argv = request.argv
        yield 0.5
        if not self.docker_alive:
            request.error("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n")
            return 1
        if "prune" in argv:
            yield 5
            if "-a" in argv or "--all" in argv or any("until" in word for word in argv) and "image" in argv or "volume" in argv or "builder" in argv:
                self.make_room()
            return 0
        if argv[:1] == ["ps"]:
            request.out("".join(f"c{job['id']}\n" for job in self.active()))
            return 0
        return 0
