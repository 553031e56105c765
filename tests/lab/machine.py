"""A throw-away instance: an overlay over the base root, a network namespace with the metadata address, the simulators in
it, and stand-ins for the programs that would talk to AWS: the whole life of one, hence the length. `run` enters it without booting; `boot` starts its systemd.
"""
import atexit
import ctypes
import functools
import itertools
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "sim"))
from downloads import Downloads  # noqa: E402
from gitlab import GitLab  # noqa: E402
from imds import Metadata, initial_dynamic  # noqa: E402
from simulator import Server, make_handler  # noqa: E402
import cgroups  # noqa: E402
import template  # noqa: E402

ROOT = HERE.parents[1]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "vend-lab"
PACKAGES = "systemd,systemd-sysv,dbus,curl,ca-certificates,python3,iproute2,procps,logrotate"
DOWNLOADS = "s3.dualstack.us-east-1.amazonaws.com"
# Where each simulator listens; those with a name of a certificate speak TLS.
METADATA = "169.254.169.254"
ADDRESSES = [("imds", (METADATA, 80), ""), ("gitlab", ("10.1.0.1", 8080), ""), ("gitlab", ("10.1.0.1", 8443), "gitlab.lab"),
             ("downloads", ("10.1.0.2", 443), DOWNLOADS), ("downloads", ("10.1.0.2", 80), "")]
PROXY = ("10.1.0.3", 3128)
HOSTS = f"127.0.0.1 localhost\n10.1.0.1 gitlab.lab\n10.1.0.2 downloads.lab {DOWNLOADS}\n10.1.0.3 proxy.lab\n"
SCRIPT = "/custom_instance_configuration_script.sh"
DEFAULTS = {"CACHE_BUCKET": "lab-cache", "CACHE_SHARED": "true", "CONCURRENT": "4", "DOCKER_IMAGE": "ruby:3.3", "GITLAB_URL": "http://gitlab.lab:8080/",
            "LAST_PATCH_RUN": "2026-11-24", "LOCKED": "false", "LOGS": "false", "RUNNER_TAGS": "team-a,linux tools", "RUN_UNTAGGED": "true",
            "STARTS": "0 7 * * MON-FRI", "TOKEN_SECRET": "lab-token"}


def bring(reason):
    """The command that brings what is missing here."""
    if reason.startswith("not root"):
        return "sudo make test"
    if reason.startswith("not installed"):
        return "make deps && sudo make test"
    return "docker run --rm --privileged -v \"$PWD:/vend\" -w /vend debian:12 sh -c 'apt-get update && apt-get install -y make git && make test'"


@functools.lru_cache
def certificate():
    """A certificate for the names that speak TLS, which the machines trust: the file with its key, and OpenSSL's name of it."""
    place = pathlib.Path(tempfile.mkdtemp(prefix="vend-lab-tls-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    both = place / "both.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "7", "-subj", "/CN=lab", "-addext",
                    f"subjectAltName=DNS:gitlab.lab,DNS:{DOWNLOADS}", "-keyout", both, "-out", place / "lab.pem"], check=True, stderr=subprocess.DEVNULL)
    text = (place / "lab.pem").read_text()
    both.write_text(both.read_text() + text)
    name = subprocess.run(["openssl", "x509", "-hash", "-noout", "-in", place / "lab.pem"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return both, text, name


def base_root():
    """Built once, by debootstrap, outside the source tree."""
    root = CACHE / "root"
    if not root.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        building = CACHE / f"root.{os.getpid()}"
        subprocess.run(["debootstrap", "--variant=minbase", "--include=" + PACKAGES, "bookworm", building, "http://deb.debian.org/debian"],
                       check=True, stdout=subprocess.DEVNULL)
        # Their dependencies have alternatives, which apt follows and debootstrap does not.
        shutil.copy("/etc/resolv.conf", building / "etc/resolv.conf")
        install = "apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install cloud-init heat-cfntools"
        subprocess.run(["unshare", "--mount", "chroot", building, "sh", "-c", "mount -t proc proc /proc; " + install], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(building / "var/cache/apt/archives", ignore_errors=True)
        building.rename(root)
    return root


def listen(namespace, addresses):
    """Sockets that listen inside a network namespace, for servers that run in this process."""
    sockets = []

    def make():
        with open("/run/netns/" + namespace) as file:
            if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), 0x40000000):  # CLONE_NEWNET, of this thread only
                return
        for address in addresses:
            sockets.append(socket.create_server(address))

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    assert len(sockets) == len(addresses), "cannot enter the network namespace"
    return sockets


def runs(stat):
    """A process by its /proc/N/stat; one that has ended may stand there until somebody asks for its exit code."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class Machine:
    """What it is given comes from a rendered template: the full one with SETTINGS of template.py as parameters, or one
    that is specialised for them."""
    numbers = itertools.count(1)

    def __init__(self, script="amazon-linux-2023-docker.sh", booted=False, specialised=False, patience=None, within=None, **settings):
        self.name = f"vl{os.getpid() % 10000}x{next(Machine.numbers)}"
        self.booted, self.processes, self.servers, self.closing, self.boots = booted, [], [], False, 1
        self.nspawn = self.branch = None
        # Seconds, instead of minutes, for what is refused for ever.
        self.patience = patience if patience or booted else 4
        self.text = template.script(script)
        settings = DEFAULTS | settings
        if "TOKEN_PARAMETER" in settings:
            del settings["TOKEN_SECRET"]
        self.template = template.specialised(script, **settings) if specialised else template.full(**{"SCRIPT": script} | settings)
        self.proxied = "HTTP_PROXY" in settings
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="vend-lab-", dir=within))
        self.root = self.place / "root"
        for name in ("upper", "work", "root"):
            (self.place / name).mkdir()
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", f"lowerdir={self.lower()},upperdir={self.place}/upper,workdir={self.place}/work",
                        self.root], check=True)
        try:
            self.network()
            self.furnish()
        except BaseException:
            self.close()
            raise

    @staticmethod
    def lower():
        """The folders that the machine is made of, the upper one first."""
        return base_root()

    def network(self):
        """The metadata service is another host's, as on EC2: rules for routes do not reach a machine's own addresses."""
        for name in (self.name, self.name + "m"):
            subprocess.run(["ip", "netns", "add", name], check=True)
        hosts = {address[0] for _, address, _ in ADDRESSES} | {PROXY[0]}
        commands = ["link set lo up"] + [f"addr add {host}/32 dev lo" for host in sorted(hosts - {METADATA})]
        commands += [f"link add eth0 type veth peer name eth0 netns {self.name}m", "addr add 169.254.0.1/16 dev eth0", "link set eth0 up"]
        for name, batch in ((self.name, commands), (self.name + "m", ["link set lo up", f"addr add {METADATA}/16 dev eth0", "link set eth0 up"])):
            subprocess.run(["ip", "-n", name, "-batch", "-"], input="\n".join(batch) + "\n", text=True, check=True)
        self.simulators = {"imds": Metadata(self.template.metadata_tags()), "gitlab": GitLab(), "downloads": Downloads((HERE / "sim/gitlab-runner").read_bytes())}
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate()[0])
        sockets = listen(self.name + "m", [ADDRESSES[0][1]]) + listen(self.name, [address for _, address, _ in ADDRESSES[1:]])
        for (name, address, secure), listening in zip(ADDRESSES, sockets):
            server = Server(address, make_handler(self.simulators[name]), bind_and_activate=False)
            server.socket.close()
            server.socket = tls.wrap_socket(listening, server_side=True, do_handshake_on_connect=False) if secure else listening
            threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()  # how long its end takes
            self.servers.append(server)
        if self.proxied:  # it connects from inside, so it lives there
            host, port = PROXY
            (self.place / "hosts").write_text(HOSTS)
            with open(self.place / "proxy.log", "w") as log:
                self.processes.append(subprocess.Popen(["ip", "netns", "exec", self.name, "/usr/bin/python3", HERE / "sim/proxy.py", "--host", host,
                                                        "--port", str(port), "--hosts", self.place / "hosts"], stdout=log, stderr=log))
            self.wait(lambda: "listening" in (self.place / "proxy.log").read_text(), 30, "the proxy does not start")

    def furnish(self):
        for folder in ("usr/lib/vend-lab", "etc/vend-lab", "var/lib/vend-lab", "opt/aws/bin", "etc/logrotate.d", "var/lib/heat-cfntools"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "tools/recorder", self.root / "usr/lib/vend-lab/recorder")
        for name in ("aws", "dnf", "yum", "amazon-linux-extras", "needs-restarting", "amazon-ssm-agent", "cfn-signal"):
            path = self.root / "usr/bin" / name
            path.unlink(missing_ok=True)  # heat-cfntools has a cfn-signal of its own
            path.symlink_to("/usr/lib/vend-lab/recorder")
        if not self.booted:
            shutil.copy(HERE / "tools/systemctl", self.root / "usr/local/sbin/systemctl")
        self.put("etc/hosts", HOSTS)
        self.put("etc/systemd/system/amazon-ssm-agent.service", "[Service]\nExecStart=/bin/sleep infinity\n")
        self.put("etc/vend-lab/secret", "glrt-good1")
        if self.patience is not None:
            self.put("etc/vend/environment", f'declare -x VEND_PATIENCE="{self.patience}"\n')
        _, text, name = certificate()
        self.put(f"etc/ssl/certs/{name}.0", text)
        self.put_metadata(json.dumps(self.template.metadata()))
        self.put("linux-features.sh", template.script("linux-features.sh"))  # for a script that is used alone: beside it

    def put_metadata(self, text):
        """What cfn-init applies, and what describe-stack-resource answers."""
        self.put("etc/vend-lab/metadata.json", text)
        self.put("var/lib/heat-cfntools/cfn-init-data", text)

    def put(self, path, text):
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.write_text(text)

    def read(self, path):
        target = self.root / path.lstrip("/")
        return target.read_text(errors="replace") if target.exists() else ""

    def fail(self, *patterns):
        self.put("etc/vend-lab/fail", "\n".join(patterns) + "\n")

    # -- without booting
    def run(self, *command, environment=None, timeout=90, before=()):
        """A command in the machine, with process and mount namespaces of its own: what it leaves running ends with it, but
        for the tee of the scripts' log, which gets two seconds to write what it was given. `before` runs all of that, as strace does."""
        inside = ('mount --bind /proc "$0/proc" 2>/dev/null; mount -t proc proc "$0/proc"; chroot "$0" "$@"; code=$?; '
                  'for _ in $(seq 40); do chroot "$0" pgrep -x tee >/dev/null || break; sleep 0.05; done; exit $code')
        clean = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
        command = [*before, "ip", "netns", "exec", self.name, "unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", inside, self.root, *command]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, errors="replace",
                              env=clean | (environment or {})) as process:
            self.processes.append(process)
            try:
                self.output, _ = process.communicate(timeout=timeout)
            finally:
                process.kill()
                self.processes.remove(process)
        return process.returncode

    def first_boot(self, **options):
        self.put("user-data", self.template.user_data())
        return self.run("/bin/bash", "/user-data", **options)

    # -- booted
    def boot(self):
        seed = "var/lib/cloud/seed/nocloud/"
        self.put(seed + "user-data", self.template.user_data())
        self.put(seed + "meta-data", "instance-id: " + self.simulators["imds"].items["instance-id"] + "\n")
        self.put("etc/cloud/cloud.cfg.d/99-lab.cfg", "datasource_list: [ NoCloud ]\nnetwork: {config: disabled}\n")
        self.branch = cgroups.Branch(self.name)
        self.power_on()
        threading.Thread(target=self.power_on_again, daemon=True).start()

    def cut_power(self):
        """From one moment to the next, as an image of a running instance has its disk. Its first process goes when all others have."""
        listed = pathlib.Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children")
        children = [pathlib.Path("/proc", child, "stat") for child in (listed.read_text().split() if listed.exists() else [])]
        for child in children:
            subprocess.run(["kill", "-KILL", child.parent.name], check=False)
        self.nspawn.kill()
        self.nspawn.wait()
        self.wait(lambda: not any(runs(child) for child in children), 60, "the machine does not end")

    def become(self, instance, meanwhile=lambda: None):
        """Another instance, whose image is this one's disk as it is now; what was recorded is forgotten. `meanwhile` happens while
        neither has a process."""
        self.cut_power()
        self.branch.remove()  # returns when the last process is gone: after a kill some live for a moment, and ask for jobs
        meanwhile()
        imds = self.simulators["imds"]
        imds.items["instance-id"] = instance
        imds.dynamic = {name: text.replace("i-0123456789abcdef0", instance) for name, text in initial_dynamic().items()}
        self.put("var/lib/vend-lab/calls", "")
        self.boot()

    def power_on(self):
        with open(self.place / "console.log", "a") as log:
            command = self.branch.command("systemd-nspawn", "-q", "-D", self.root, "-b", "--register=no", "--keep-unit", "--capability=CAP_NET_ADMIN", "--machine=" + self.name,
                                          f"--network-namespace-path=/run/netns/{self.name}")
            self.nspawn = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def power_on_again(self):
        """systemd-nspawn leaves a reboot to whom started it: 133 asks for that. A start that it refuses is tried again."""
        refused = 0
        while not self.closing:
            begun = time.monotonic()
            code = self.nspawn.wait()
            if code == 133:
                self.boots += 1
            elif code != 0 and time.monotonic() - begun < 5 and refused < 3:
                refused += 1
            else:
                return
            self.power_on()

    @property
    def console(self):
        file = self.place / "console.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def inside(self, *command):
        """A command in the booted machine; None while there is no machine."""
        listed = pathlib.Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children")
        children = listed.read_text().split() if listed.exists() else []
        if not children:
            return None
        done = subprocess.run(["nsenter", "-t", children[0], "-m", "-u", "-i", "-n", "-p", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", timeout=60)
        return done.stdout.strip()

    # -- what happened
    def control(self, simulator, path, body="", method="PUT"):
        chosen = self.simulators[simulator]
        with chosen.lock:
            status, text, *_ = chosen.common_control(method, path, body)
        assert status == 200, (simulator, path, status)
        return text

    def job(self, seconds):
        self.control("gitlab", "jobs", json.dumps({"seconds": seconds}), "POST")

    def gitlab(self):
        return json.loads(self.control("gitlab", "state", method="GET"))

    def managers(self):
        return [token for token, runner in self.gitlab()["runners"].items() if runner["managers"]]

    def calls(self, *words):
        """The recorded calls that contain all words, as text, in order."""
        found = []
        for line in self.read("var/lib/vend-lab/calls").splitlines():
            call = json.loads(line)
            text = " ".join([call["name"], *call["argv"]])
            if all(word in text for word in words):
                found.append(text)
        return found

    def times(self, *words):
        """When such calls were made."""
        return [call["at"] for call in map(json.loads, self.read("var/lib/vend-lab/calls").splitlines())
                if all(word in " ".join([call["name"], *call["argv"]]) for word in words)]

    @property
    def log(self):
        return self.read("var/log/vend.log")

    @staticmethod
    def wait(condition, seconds, what):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(what)
            time.sleep(0.25)

    def close(self):
        self.closing = True
        if self.nspawn:
            self.cut_power()
        self.end_commands()
        for server in self.servers:
            server.shutdown()
            server.server_close()
        for name in (self.name, self.name + "m"):
            subprocess.run(["ip", "netns", "del", name], check=False, stderr=subprocess.DEVNULL)
        subprocess.run(["umount", "-l", self.root], check=False)
        shutil.rmtree(self.place, ignore_errors=True)
        # A thread may have begun one that was not yet noted.
        self.wait(lambda: self.end_commands() or not self.left_running(), 10, f"processes outlive the machine: {self.left_running()}")

    def end_commands(self):
        """Also those that a thread still waits for."""
        for process in list(self.processes):
            process.kill()
            process.wait()

    def left_running(self):
        """The ids of processes outside of it that were started for it: they name its folder."""
        found = []
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                if str(self.place).encode() in pathlib.Path("/proc", process, "cmdline").read_bytes():
                    found.append(int(process))
            except OSError:
                pass  # it has ended
        return found
        if self.branch:
            self.branch.remove()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
