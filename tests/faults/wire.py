"""AWS at the wire: the small AWS of aws.py behind the query, EC2 query, JSON 1.1 and S3 protocols, with TLS, so that the real AWS
CLI can talk to it. What arrives is asked of `fault` first, which may refuse, delay, hang, or let the answer say done before
anything is. Imitates the protocols of botocore's service models; checks of a signature only that there is one.
"""
import json
import re
import ssl
import subprocess
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler
from xml.sax.saxutils import escape

from aws import ACCOUNT, REGION, Refusal, throttled

SERVICES = ["autoscaling", "cloudformation", "ec2", "ecr", "secretsmanager", "ssm", "s3", "sts"]
HOSTS = [f"{name}.{REGION}.amazonaws.com" for name in SERVICES] + [f"monitoring.{REGION}.amazonaws.com", f"api.ecr.{REGION}.amazonaws.com",
                                                                   f"lab-scripts.s3.{REGION}.amazonaws.com", "lab-scripts.s3.amazonaws.com"]
LISTS = {"InstanceIds", "MetricData", "ResourceId", "Tag", "Dimensions"}
CREDENTIALS = {"Code": "Success", "LastUpdated": "2026-11-29T00:00:00Z", "Type": "AWS-HMAC", "AccessKeyId": "ASIALABLABLABLABLAB1",
               "SecretAccessKey": "lab/secret/access/key", "Token": "lab-session-token", "Expiration": "2099-01-01T00:00:00Z"}


def service_of(host):
    host = host.split(":")[0]
    if ".s3." in host or host.startswith("s3."):
        return "s3"
    return {"monitoring": "cloudwatch", "api": "ecr"}.get(host.split(".")[0], host.split(".")[0])


def nested(fields):
    """`A.member.1.B=x` and `A.1.B=x` of a query as {"A": [{"B": "x"}]}."""
    tree = {}
    for name, value in fields.items():
        at, parts = tree, [part for part in name.split(".") if part != "member"]
        for part in parts[:-1]:
            at = at.setdefault(part, {})
        at[parts[-1]] = value

    def lists(node):
        if not isinstance(node, dict):
            return node
        if node and all(key.isdigit() for key in node):
            return [lists(node[key]) for key in sorted(node, key=int)]
        return {key: lists(value) for key, value in node.items()}
    return lists(tree)


def xml(node):
    if isinstance(node, dict):
        return "".join(f"<{key}>{xml(value)}</{key}>" for key, value in node.items())
    if isinstance(node, list):
        return "".join(f"<member>{xml(one)}</member>" for one in node)
    return escape({True: "true", False: "false"}.get(node, str(node)) if isinstance(node, bool) else str(node))


class Wire:
    """`fault(service, operation, params)` gives None or a way: ("refuse", Refusal), ("late", seconds), ("hang",), ("silent",)."""

    def __init__(self, aws, fault=lambda service, operation, params: None):
        self.aws, self.fault, self.lock, self.closing, self.requests = aws, fault, threading.Lock(), threading.Event(), []

    def serve(self, listening, certificate):
        from simulator import Server
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server = Server(listening.getsockname(), handler(self), bind_and_activate=False)
        server.socket.close()
        server.socket = context.wrap_socket(listening, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def answer(self, host, method, path, headers, body):
        """(status, content type, body); None: the connection ends without a word."""
        service = service_of(host)
        operation, params = self.read(service, host, method, path, headers, body)
        unsigned = not re.search("Credential=ASIALABLABLABLABLAB1/", headers.get("Authorization", "")) and not headers.get("Authorization", "").startswith("CFN_V1 ")
        with self.lock:
            self.requests.append((time.monotonic(), service, operation, params))
        way = self.fault(service, operation, params) or ("pass",)
        try:
            if unsigned:
                raise Refusal("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
            if way[0] == "refuse":
                raise way[1]
            if way[0] == "hang":
                self.closing.wait(3600)
                return None
            if way[0] == "late":
                self.closing.wait(way[1])
            with self.lock:
                done = {} if way[0] == "silent" else self.aws.call(service, operation, params)
            return 200, *self.write(service, operation, done)
        except Refusal as refusal:
            return refusal.status, *self.refuse(service, refusal)

    @staticmethod
    def read(service, host, method, path, headers, body):
        if service == "s3":
            at = urllib.parse.unquote(urllib.parse.urlsplit(path).path).lstrip("/")
            bucket = host.split(".s3.")[0] if ".s3." in host else at.partition("/")[0]
            return "GetObject", {"Bucket": bucket, "Key": at if ".s3." in host else at.partition("/")[2], "Method": method}
        if target := headers.get("X-Amz-Target"):
            return target.rpartition(".")[2], json.loads(body or "{}")
        text = body if method == "POST" else urllib.parse.urlsplit(path).query
        fields = dict(urllib.parse.parse_qsl(text, keep_blank_values=True))
        operation = fields.pop("Action", "")
        fields.pop("Version", None)
        return operation, nested(fields)

    @staticmethod
    def write(service, operation, done):
        if service == "s3":
            return "application/octet-stream", done.get("Body", "")
        if service in ("secretsmanager", "ssm", "ecr"):
            return "application/x-amz-json-1.1", json.dumps(done)
        if service == "ec2":
            return "text/xml", f"<{operation}Response><requestId>1</requestId><return>true</return></{operation}Response>"
        return "text/xml", (f'<{operation}Response xmlns="http://lab/"><{operation}Result>{xml(done)}</{operation}Result>'
                            f"<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{operation}Response>")

    @staticmethod
    def refuse(service, refusal):
        code, words = escape(refusal.code), escape(refusal.reason)
        if service in ("secretsmanager", "ssm", "ecr"):
            return "application/x-amz-json-1.1", json.dumps({"__type": refusal.code, "message": refusal.reason})
        if service == "s3":
            return "application/xml", f"<Error><Code>{code}</Code><Message>{words}</Message></Error>"
        if service == "ec2":
            return "text/xml", f"<Response><Errors><Error><Code>{code}</Code><Message>{words}</Message></Error></Errors><RequestID>1</RequestID></Response>"
        return "text/xml", f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{words}</Message></Error><RequestId>1</RequestId></ErrorResponse>"


def handler(wire):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
            said = wire.answer(self.headers.get("Host", ""), self.command, self.path, self.headers, body)
            if said is None:
                self.close_connection = True
                return
            status, kind, text = said
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("ETag", '"0"')
            self.send_header("Last-Modified", "Sun, 29 Nov 2026 00:00:00 GMT")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_HEAD = do_PUT = serve

        def log_message(self, *arguments):
            pass

    return Handler


def certificate(place):
    """A certificate for AWS's names in a folder: the file with its key, and the text for who shall trust it."""
    both = place / "aws.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "7", "-subj", "/CN=lab AWS",
                    "-addext", "subjectAltName=" + ",".join("DNS:" + host for host in HOSTS), "-keyout", both, "-out", place / "aws.crt"],
                   check=True, stderr=subprocess.DEVNULL)
    text = (place / "aws.crt").read_text()
    both.write_text(both.read_text() + text)
    return both, text


__all__ = ["ACCOUNT", "CREDENTIALS", "HOSTS", "Wire", "certificate", "throttled"]
