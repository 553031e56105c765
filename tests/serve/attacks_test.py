"""Attacks on the server of `vend serve`, over real sockets; and how it starts and ends. Argument: the program."""

import http.client
import json
import os
import pty
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

VEND = os.path.abspath(sys.argv[1])


class Serve:
    def __init__(self, *args, **more):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen([VEND, "serve", *args], stdin=more.pop("stdin", subprocess.DEVNULL), stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, cwd=self.folder.name, **more)
        self.address = self.process.stdout.readline().decode().rstrip("\n")
        parts = urllib.parse.urlsplit(self.address)
        self.host, self.port, self.path = parts.hostname, parts.port, parts.path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        self.folder.cleanup()

    def ask(self, method="GET", path=None, body=None, headers=None, timeout=30):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        connection.request(method, self.path if path is None else path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, text, dict(answer.getheaders())

    def view(self, **values):
        body = json.dumps({"work": {"name": "", "text": "", "values": values}, "have": []})
        return self.ask("POST", self.path + "view", body, {"Content-Type": "application/json"})

    def rss(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024


def foreign(serve):
    here = f"127.0.0.1:{serve.port}"
    for headers, wanted in (({"Host": "evil.example"}, 403), ({"Host": f"evil.example:{serve.port}"}, 403), ({"Host": here}, 200),
                            ({"Host": f"localhost:{serve.port}"}, 200), ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403),
                            ({"Origin": f"http://{here}"}, 200), ({"Sec-Fetch-Site": "cross-site"}, 403)):
        status, _, got = serve.ask(headers=headers)
        assert status == wanted, (headers, status)
        assert not any(name.lower().startswith("access-control") for name in got), got
    for path in ("/", "/view", "/" + "0" * 32 + "/", serve.path.upper(), serve.path[:-1], serve.path.replace("/", "//", 1), "/../" + serve.path):
        assert serve.ask(path=path)[0] == 403, path
    assert serve.ask(path=serve.path + "../../etc/passwd")[0] == 404
    try:  # nothing but loopback's own address
        other = socket.create_connection((socket.gethostbyname(socket.gethostname()), serve.port), timeout=2)
        if other.getpeername()[0] != "127.0.0.1":
            raise AssertionError("it listens beyond loopback")
    except OSError:
        pass


def smuggled(serve):
    """Two hosts, two lengths, a wrong protocol: refused or closed."""
    for head in (f"GET {serve.path} HTTP/1.1\r\nHost: 127.0.0.1:{serve.port}\r\nHost: evil\r\n\r\n",
                 f"POST {serve.path}view HTTP/1.1\r\nHost: 127.0.0.1:{serve.port}\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{{}}",
                 "NONSENSE\r\n\r\n", "\x00\x01\x02" * 100, f"GET {serve.path} HTTP/1.1\r\n" + "A: b\r\n" * 20000 + "\r\n",
                 "GET /" + "x" * 100000 + " HTTP/1.1\r\n\r\n"):
        with socket.create_connection((serve.host, serve.port), timeout=15) as one:
            try:
                one.sendall(head.encode("latin-1"))
                first = one.recv(100)
            except ConnectionError:
                first = b""
            assert b" 200 " not in first, (head[:80], first)
    assert serve.ask()[0] == 200


def large(serve):
    """100 MB: refused by its length, and read by nobody; chunks without an end, too."""
    size = 100 << 20
    for head in (f"Content-Length: {size}", "Transfer-Encoding: chunked"):
        with socket.create_connection((serve.host, serve.port), timeout=30) as one:
            one.sendall((f"POST {serve.path}view HTTP/1.1\r\nHost: 127.0.0.1:{serve.port}\r\nContent-Type: application/json\r\n{head}\r\n\r\n").encode())
            block = b"x" * 65536
            if "chunked" in head:
                block = b"10000\r\n" + block + b"\r\n"
            try:
                for _ in range(size // 65536):
                    one.sendall(block)
                answer = one.recv(100)
            except ConnectionError:
                answer = b"(closed)"
            assert b" 413 " in answer or answer in (b"", b"(closed)"), answer
    # Without the key not even a small one is read.
    assert serve.ask("POST", "/view", b"x" * (1 << 20), {"Content-Type": "application/json"})[0] == 403
    assert serve.ask()[0] == 200


def many(serve):
    """1,000 connections that send half a head and wait: others are served at once, and the slow ones go."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    slow = []
    for _ in range(1000):
        one = socket.create_connection((serve.host, serve.port), timeout=10)
        one.sendall(b"GET / HTTP/1.1\r\nHo")
        slow.append(one)
    started = time.monotonic()
    assert serve.ask()[0] == 200
    assert time.monotonic() - started < 2
    deadline = time.monotonic() + 20
    for one in slow[-5:]:
        one.settimeout(max(1, deadline - time.monotonic()))
        try:
            assert one.recv(10) == b""
        except ConnectionError:
            pass
    for one in slow:
        one.close()


def a_byte_at_a_time(serve):
    """A head that never ends is cut after its time, however lively."""
    with socket.create_connection((serve.host, serve.port), timeout=5) as one:
        started = time.monotonic()
        try:
            for _ in range(60):
                one.sendall(b"G")
                time.sleep(0.3)
        except ConnectionError:
            pass
        assert time.monotonic() - started < 15


def secrets(serve):
    secret = "glrt-SECRET-that-nobody-may-see"
    status, text, _ = serve.view(**{"3GITLABRunnerRegTokenList": secret})
    assert status == 200 and secret.encode() not in text
    for body in (secret, '{"work": "' + secret, json.dumps({secret: secret})):
        _, text, _ = serve.ask("POST", serve.path + "view", body, {"Content-Type": "application/json"})
        assert secret.encode() not in text
    serve.process.send_signal(signal.SIGINT)
    out, err = serve.process.communicate(timeout=10)
    assert serve.process.returncode == 0, serve.process.returncode
    assert out == b"" and err == b"", (out, err)
    assert os.listdir(serve.folder.name) == [], "it wrote something"


def ends_with(what):
    with Serve() as serve:
        serve.process.send_signal(what)
        assert serve.process.wait(timeout=10) == 0, what


def terminal_goes():
    """Without a signal: the terminal is hung up, and the process is in a session of its own."""
    main, side = pty.openpty()
    child = subprocess.Popen([VEND, "serve"], stdin=side, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(side)
    assert child.stdout.readline().startswith(b"http://127.0.0.1:")
    time.sleep(0.2)
    os.close(main)
    assert child.wait(timeout=10) == 0
    child.stdout.close()


def stays_in_background():
    with Serve(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as serve:
        serve.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert serve.ask()[0] == 200


def taken_port():
    with Serve() as serve:
        done = subprocess.run([VEND, "serve", "--port", str(serve.port)], capture_output=True, text=True, timeout=10, check=False)
        assert done.returncode == 2 and str(serve.port) in done.stderr and done.stdout == "", done


def twenty_clients(serve):
    """Each changes a value and waits for the answer, four times a second."""
    times = []

    def client(number):
        for step in range(3):
            started = time.monotonic()
            assert serve.view(**{"5ASGAutoScalingMaxSize": str(number + step + 1)})[0] == 200
            times.append(time.monotonic() - started)
            time.sleep(0.25)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(times) == 60


def main():
    with Serve() as serve:
        for attack in (foreign, smuggled, large, many, a_byte_at_a_time, twenty_clients, secrets):
            started = time.monotonic()
            if attack is secrets:
                print(f"        most memory so far: {serve.rss():.0f} MB")
            attack(serve)
            print(f"ok      {attack.__name__} ({time.monotonic() - started:.1f} s)", flush=True)
    for one in (lambda: ends_with(signal.SIGINT), lambda: ends_with(signal.SIGTERM), lambda: ends_with(signal.SIGHUP), terminal_goes,
                stays_in_background, taken_port):
        one()
    print("ok      starts and ends")


if __name__ == "__main__":
    main()
