"""A forward proxy for http (absolute request addresses) and https (CONNECT): started with --host and --port as the others,
with --hosts FILE for names that DNS does not know, it prints `listening on HOST PORT`, then one line `METHOD TARGET` for each request on standard output.
"""
import select
import socket
import socketserver

from simulator import arguments


class Handler(socketserver.StreamRequestHandler):
    rbufsize = 0  # what follows the head stays in the socket

    def handle(self):
        line = self.rfile.readline().decode()
        if not line.strip():
            return
        method, target, version = line.split()
        self.seen(method, target)
        head = []
        while (header := self.rfile.readline()) not in (b"\r\n", b"\n", b""):
            if not header.lower().startswith((b"proxy-", b"connection")):
                head.append(header)
        authority = target if method == "CONNECT" else target.split("/")[2]
        host, _, port = authority.partition(":")
        host = self.server.hosts.get(host, host)
        try:
            upstream = socket.create_connection((host, int(port or 80)), 10)
        except OSError:
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        if method == "CONNECT":
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            path = "/" + target.split("/", 3)[3] if target.count("/") > 2 else "/"
            upstream.sendall(f"{method} {path} {version}\r\n".encode() + b"".join(head) + b"Connection: close\r\n\r\n")
        self.copy(upstream)

    def seen(self, method, target):
        print(method, target, flush=True)

    def copy(self, upstream):
        peers = {self.connection: upstream, upstream: self.connection}
        while True:
            for end in select.select(list(peers), [], [])[0]:
                data = end.recv(65536)
                if not data:
                    upstream.close()
                    return
                peers[end].sendall(data)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    hosts = {}  # addresses of names that DNS does not know


if __name__ == "__main__":
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--hosts", metavar="FILE", help="names as in /etc/hosts")
    options = parser.parse_args()
    with Server((options.host, options.port), Handler) as server:
        lines = open(options.hosts).read().splitlines() if options.hosts else []
        server.hosts = {name: line.split()[0] for line in lines for name in line.split()[1:]}
        print("listening on", *server.server_address[:2], flush=True)
        server.serve_forever()
