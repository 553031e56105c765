"""What the simulators share: a threaded HTTP server on an address and port, a request log, and a control path.

Every simulator is one file, runs on Python 3's standard library on any system, and is started as

    python3 imds.py --port 0 [--host 127.0.0.1]

It prints one line, `listening on HOST PORT`, when it is ready (port 0 takes a free one), and ends with its process.
Control requests need no token and are not logged:

    GET    /_control/log      every other request so far: JSON list of {"method", "path", "headers", "body", "status"}
    DELETE /_control/log      forget them
    PUT    /_control/down     body "true": drop every connection without an answer; "false": serve again

What else each simulator understands is written at the top of its file.
"""
import argparse
import json
import select
import socket
import socketserver
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Simulator:
    """State and answers of one simulator; `answer` and `control` return (status, body[, content type])."""

    def __init__(self):
        self.lock = threading.RLock()
        self.log = []
        self.down = False

    def answer(self, method, path, headers, body):
        return 404, ""

    def control(self, method, path, body):
        return 404, ""

    def common_control(self, method, path, body):
        if path == "log" and method == "DELETE":
            self.log.clear()
            return 200, ""
        if path == "log":
            return 200, json.dumps(self.log), "application/json"
        if path == "down":
            self.down = body.strip() == "true"
            return 200, ""
        return self.control(method, path, body)


def form(body):
    """The fields of a form or of a JSON object."""
    if body.lstrip().startswith("{"):
        return json.loads(body)
    return {key: values[-1] for key, values in urllib.parse.parse_qs(body, keep_blank_values=True).items()}


def make_handler(simulator):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode("utf-8", "replace")
            path = self.path
            with simulator.lock:
                if not path.startswith("/_control/") and self.gone():
                    self.close_connection = True
                    return
                if path.startswith("/_control/"):
                    result = simulator.common_control(self.command, path[len("/_control/"):], body)
                elif simulator.down:
                    self.close_connection = True
                    return
                else:
                    result = simulator.answer(self.command, path, self.headers, body)
                    simulator.log.append({"method": self.command, "path": path, "headers": dict(self.headers),
                                          "body": body, "status": result[0]})
            data = result[1] if isinstance(result[1], bytes) else result[1].encode()
            self.send_response(result[0])
            self.send_header("Content-Type", result[2] if len(result) > 2 else "text/plain")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def gone(self):
            """Nobody waits for the answer: what asked has lost its power. It is not told, and so gets no job."""
            try:
                return bool(select.select([self.connection], [], [], 0)[0]) and self.connection.recv(1, socket.MSG_PEEK) == b""
            except ValueError:
                return False  # TLS cannot be looked into
            except OSError:
                return True

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = serve

        def log_message(self, *arguments):
            pass

    return Handler


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    return parser


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self):
        # The base class also asks DNS for its own name, which takes long where there is none.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]


def serve(simulator, options):
    server = Server((options.host, options.port), make_handler(simulator))
    print("listening on", *server.server_address[:2], flush=True)
    server.serve_forever()
