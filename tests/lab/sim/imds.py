"""The instance metadata service, version 2 only: a request without a valid token gets 401, as on an instance with
HttpTokens=required.

    PUT    /latest/api/token                     a token (header X-aws-ec2-metadata-token-ttl-seconds, 1..21600)
    GET    /latest/meta-data/PATH                an item, or a listing where PATH ends with "/"
    GET    /latest/dynamic/instance-identity/document

Control, besides what simulator.py has:

    PUT    /_control/meta/PATH                   body = the item's text from now on
    DELETE /_control/meta/PATH                   the item is gone (404)
    PUT    /_control/dynamic/PATH                the same for dynamic data
    PUT    /_control/terminate                   autoscaling/target-lifecycle-state becomes Terminated
    PUT    /_control/spot                        the instance is a spot instance, with an interruption notice (body: action
                                                 "terminate", "stop" or "hibernate"; empty: terminate)
    PUT    /_control/rebalance                   a rebalance recommendation appears
    PUT    /_control/expire                      every token given so far is no longer valid
    PUT    /_control/reset                       everything as at the start

At the start: an on-demand instance i-0123456789abcdef0 of group lab-InstanceASG-1 in eu-west-1, account 123456789012,
target-lifecycle-state InService; without tags, as EC2 has it unless InstanceMetadataTags is enabled.
"""
import datetime
import json
import secrets
import time

from simulator import Simulator, arguments, serve

GROUP = "lab-InstanceASG-1"


def initial_items():
    return {
        "instance-id": "i-0123456789abcdef0",
        "instance-type": "m6i.large",
        "ami-id": "ami-0123456789abcdef0",
        "local-ipv4": "10.0.0.10",
        "hostname": "ip-10-0-0-10.eu-west-1.compute.internal",
        "instance-life-cycle": "on-demand",
        "placement/region": "eu-west-1",
        "placement/availability-zone": "eu-west-1a",
        "services/partition": "aws",
        "services/domain": "amazonaws.com",
        "autoscaling/target-lifecycle-state": "InService",
    }


# What an instance whose launch template has InstanceMetadataTags enabled finds besides: EC2 turns them off unless that is asked for.
TAGS = {"tags/instance/aws:autoscaling:groupName": GROUP, "tags/instance/Name": "lab"}


def initial_dynamic():
    return {"instance-identity/document": json.dumps({
        "accountId": "123456789012", "instanceId": "i-0123456789abcdef0", "instanceType": "m6i.large",
        "imageId": "ami-0123456789abcdef0", "region": "eu-west-1", "architecture": "x86_64"}, indent=2)}


def in_seconds(seconds):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Metadata(Simulator):
    def __init__(self, tags=False):
        super().__init__()
        self.tags = tags
        self.reset()

    def reset(self):
        self.items, self.dynamic, self.tokens = initial_items() | (TAGS if self.tags else {}), initial_dynamic(), {}

    def new_token(self, headers):
        ttl = headers.get("X-aws-ec2-metadata-token-ttl-seconds", "")
        if not ttl.isdigit() or not 1 <= int(ttl) <= 21600 or headers.get("X-Forwarded-For"):
            return 400, ""
        token = secrets.token_urlsafe(24)
        self.tokens[token] = time.monotonic() + int(ttl)
        return 200, token

    def answer(self, method, path, headers, body):
        if path == "/latest/api/token":
            return self.new_token(headers) if method == "PUT" else (405, "")
        if self.tokens.get(headers.get("X-aws-ec2-metadata-token", ""), 0) < time.monotonic():
            return 401, ""
        if method != "GET":
            return 405, ""
        for prefix, store in (("/latest/meta-data/", self.items), ("/latest/dynamic/", self.dynamic)):
            if path.startswith(prefix):
                return self.item(store, path[len(prefix):])
        return 404, ""

    @staticmethod
    def item(store, name):
        if name in store:
            return 200, store[name]
        below = sorted({key[len(name):].split("/")[0] for key in store if key.startswith(name)}) if name[-1:] in ("", "/") else []
        return (200, "\n".join(below)) if below else (404, "")

    def control(self, method, path, body):
        kind, _, name = path.partition("/")
        if kind in ("meta", "dynamic") and method in ("PUT", "DELETE"):
            store = self.items if kind == "meta" else self.dynamic
            if method == "PUT":
                store[name] = body
            else:
                store.pop(name, None)
        elif path == "terminate":
            self.items["autoscaling/target-lifecycle-state"] = "Terminated"
        elif path == "spot":
            self.items["instance-life-cycle"] = "spot"
            self.items["spot/instance-action"] = json.dumps({"action": body.strip() or "terminate", "time": in_seconds(120)})
        elif path == "rebalance":
            self.items["events/recommendations/rebalance"] = json.dumps({"noticeTime": in_seconds(0)})
        elif path == "expire":
            self.tokens.clear()
        elif path == "reset":
            self.reset()
        else:
            return 404, ""
        return 200, ""


if __name__ == "__main__":
    serve(Metadata(), arguments(__doc__.splitlines()[0]).parse_args())
