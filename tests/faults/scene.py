"""What a cell of the matrix happens in, the same for both systems: time, which goes on when all wait; AWS (aws.py), GitLab, metadata
and downloads (the lab's simulators); a runner and its jobs; and the fault of the cell. What the world saw is what counts.
One clock and one world for all of it, hence the length.

The runner imitates gitlab-runner: one that runs takes a job within seconds while it has a slot and a registration in its
configuration; told to quit it takes none and ends with its last job; told to abort it reports its jobs as runner_interrupted; killed,
or gone with its instance, it reports nothing. Jobs fail at once while Docker is dead. Cannot show: its protocol (the lab's can).
"""
import hashlib
import heapq
import itertools
import json
import pathlib
import re
import sys
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lab"), str(HERE.parent / "lab/sim")]
from aws import INSTANCE, LAUNCHING, TERMINATING, Aws, Refusal, throttled  # noqa: E402
from downloads import Downloads  # noqa: E402
from gitlab import GitLab  # noqa: E402
from imds import Metadata  # noqa: E402

START = int(time.time())  # of every scene: files have the kernel's times
WAYS = {
    "once": "the first call is refused",
    "minutes": "it is refused for five minutes from the first call on",
    "ever": "it is refused for ever",
    "hangs": "it never answers, and does nothing",
    "late": "it is done at once, the answer comes 45 seconds later (the metadata's: 3)",
    "nothing": "it answers success, and is done a minute later",
    "throttled": "every second answer is that too much was asked, for five minutes from the first call on",
    "empty": "it answers with success and without a word, for a minute from the first call on",
    "floods": "it says eight megabytes before its answer",
    "full": "the disk is full from the first call on, until somebody makes room",
    "reboot": "the machine reboots at the first call",
}


class Fault:
    """One call fails in one way, from the phase on that the cell names."""

    def __init__(self, row=None, way="", phase=""):
        self.row, self.way, self.phase = row, way, phase
        self.first, self.count = None, 0

    def strikes(self, world, text, asked=True):
        """The way in which this call fails, or None. `asked`: it counts as a call."""
        row = self.row
        if row is None or not re.search(row["call"], text) or (self.phase and world.phase != self.phase and self.first is None):
            return None
        if self.first is None:
            self.first = world.now
            world.note(f"fault: {self.way} at {text[:100]}")
        self.count += asked
        if self.way in ("once", "full", "reboot", "floods", "nothing"):
            return self.way if self.count == 1 else None
        if self.way == "throttled" and not self.count % 2:
            return None
        if self.way in ("minutes", "throttled", "empty"):
            return self.way if world.now < self.first + (60 if self.way == "empty" else 300) else None
        return self.way


class Scene:
    def __init__(self, fault=None, spot=False, **hooks):
        self.now, self.events, self.order = 0.0, [], itertools.count()
        self.fault = fault or Fault()
        self.imds, self.gitlab = Metadata(), GitLab()
        self.down = False
        self.crowded, self.questions = False, 0  # the metadata service refuses half of the questions
        self.skew = 0  # seconds that the machine's clock is ahead
        self.aws = Aws(lambda: self.now, self.gone, self.imds.items.__setitem__, **hooks)
        if spot:
            self.imds.items["instance-life-cycle"] = "spot"
        self.jobs, self.running, self.quitting, self.docker_alive = [], False, False, True
        self.docker_wanted, self.slots = False, 4
        self.moments, self.calls, self.unknown, self.said, self.ended = [], [], [], [], ""
        self.room = 60  # percent free
        self.reboots = 0

    # -- time
    def note(self, what):
        self.moments.append((round(self.now, 1), what))

    def at(self, seconds, do):
        """`do` happens then."""
        event = [self.now + seconds, next(self.order), do]
        heapq.heappush(self.events, event)
        return event

    def cancel(self, event):
        event[2] = None

    def run_out(self, percent):
        """The disk has so much left, without being full."""
        self.room = percent

    def advance(self):
        """To the next moment at which something happens; False when nothing will."""
        while self.events and self.events[0][2] is None:
            heapq.heappop(self.events)
        due = self.aws.next_moment()
        if due is not None and (not self.events or due < self.events[0][0]):
            self.set_time(max(self.now, due))
            self.aws.tick()
            return True
        if not self.events:
            return False
        when, _, do = heapq.heappop(self.events)
        self.set_time(max(self.now, when))
        do()
        return True

    def set_time(self, to):
        self.now = to

    def set_clock(self, ahead):
        """The machine's date is set; its uptime goes on."""
        self.skew = ahead
        self.note(f"the clock is {ahead} s ahead")
        self.set_time(self.now)

    @property
    def phase(self):
        if self.aws.state.startswith("Pending"):
            return "boot"
        if self.aws.state.startswith("Terminat") or "spot/instance-action" in self.imds.items:
            return "drain"
        return "watch"

    def gone(self, why):
        self.note("gone: " + why)
        self.stop_runner("lost", why)
        self.ended = why

    # -- the runner
    def config(self):
        raise NotImplementedError

    def entries(self):
        try:
            return tomllib.loads(self.config()).get("runners", [])
        except tomllib.TOMLDecodeError:
            return []

    def job(self, seconds):
        self.gitlab.jobs.append({"id": len(self.gitlab.jobs) + 1, "seconds": seconds, "state": "pending", "failure_reason": ""})
        self.look_for_jobs()

    def look_for_jobs(self):
        if self.running and not self.quitting and any(job["state"] == "pending" for job in self.gitlab.jobs):
            self.at(2, self.take_jobs)

    def active(self):
        return [job for job in self.jobs if job["ended"] is None]

    def take_jobs(self):
        if not self.running or self.quitting:
            return
        found = re.search(r"^concurrent = (\d+)", self.config(), re.M)
        for entry in self.entries():
            while len(self.active()) < (int(found[1]) if found else 1):
                status, text = self.gitlab.request_job(entry.get("token", ""), {})[:2]
                if status != 201:
                    break
                given = json.loads(text)
                job = {"id": given["id"], "taken": self.now, "ended": None, "how": "", "why": ""}
                self.jobs.append(job)
                self.note(f"job {job['id']} runs")
                if self.docker_wanted and not self.docker_alive:
                    self.end_job(job, "failed", "Docker is dead")
                else:
                    self.at(given["seconds"], lambda job=job: self.end_job(job, "success"))

    def end_job(self, job, how, why=""):
        if job["ended"] is not None:
            return
        job.update(ended=self.now, how=how, why=why)
        self.note(f"job {job['id']}: {how} {why}")
        if how != "lost":
            self.gitlab.finish_job(job["id"], {"state": "success" if how == "success" else "failed", "failure_reason": {"told": "runner_interrupted"}.get(how, why)})
        if self.quitting and not self.active():
            self.stop_runner("told", "")
        self.look_for_jobs()

    def start_runner(self):
        if not self.running:
            self.running, self.quitting = True, False
            self.note("the runner runs")
            self.look_for_jobs()

    def quit_runner(self):
        """SIGQUIT, or a service's stop."""
        if self.running and not self.quitting:
            self.quitting = True
            self.note("the runner takes no more jobs")
            if not self.active():
                self.stop_runner("told", "")

    def stop_runner(self, how, why):
        """It ends now; `how` its jobs end: told or lost."""
        was, self.running, self.quitting = self.running, False, False
        for job in self.active():
            self.end_job(job, how, why)
        if was:
            self.note("the runner has ended")
            self.runner_ended()

    def runner_ended(self):
        pass

    # -- calls
    def call(self, name, argv):
        text = " ".join([name, *argv])
        self.calls.append((round(self.now, 1), text))
        return text

    def amazon(self, argv):
        """What `aws ARGV` prints; raises Refusal, or ValueError for arguments that the CLI would not take."""
        service, operation, params, query = parse_cli(argv)
        done = self.aws.call(service, operation, params)
        return printed(done, query)


OPERATIONS = {  # as the CLI has them: option -> member of the request; `!` needed, `+` a list, `&` JSON or the CLI's shorthand
    "autoscaling record-lifecycle-action-heartbeat": ("RecordLifecycleActionHeartbeat", {
        "--lifecycle-hook-name": "!LifecycleHookName", "--auto-scaling-group-name": "!AutoScalingGroupName", "--instance-id": "InstanceId", "--lifecycle-action-token": "LifecycleActionToken"}),
    "autoscaling complete-lifecycle-action": ("CompleteLifecycleAction", {
        "--lifecycle-hook-name": "!LifecycleHookName", "--auto-scaling-group-name": "!AutoScalingGroupName", "--instance-id": "InstanceId",
        "--lifecycle-action-result": "!LifecycleActionResult", "--lifecycle-action-token": "LifecycleActionToken"}),
    "autoscaling describe-auto-scaling-instances": ("DescribeAutoScalingInstances", {"--instance-ids": "+InstanceIds"}),
    "autoscaling set-instance-protection": ("SetInstanceProtection", {
        "--instance-ids": "+!InstanceIds", "--auto-scaling-group-name": "!AutoScalingGroupName", "--protected-from-scale-in": "?ProtectedFromScaleIn"}),
    "autoscaling set-instance-health": ("SetInstanceHealth", {
        "--instance-id": "!InstanceId", "--health-status": "!HealthStatus", "--should-respect-grace-period": "?ShouldRespectGracePeriod"}),
    "secretsmanager get-secret-value": ("GetSecretValue", {"--secret-id": "!SecretId", "--version-stage": "VersionStage"}),
    "ssm get-parameter": ("GetParameter", {"--name": "!Name", "--with-decryption": "?WithDecryption"}),
    "ec2 create-tags": ("CreateTags", {"--resources": "+!ResourceId", "--tags": "&!Tag"}),
    "cloudwatch put-metric-data": ("PutMetricData", {"--namespace": "!Namespace", "--metric-data": "&!MetricData"}),
    "cloudformation describe-stack-resource": ("DescribeStackResource", {"--stack-name": "!StackName", "--logical-resource-id": "!LogicalResourceId"}),
    "ecr get-authorization-token": ("GetAuthorizationToken", {}),
    "ecr get-login-password": ("GetAuthorizationToken", {}),
    "s3 cp": ("GetObject", {"--only-show-errors": "?Quiet", "--no-progress": "?Quiet"}),
}
GLOBALS = {"--region": 1, "--output": 1, "--query": 1, "--cli-connect-timeout": 1, "--cli-read-timeout": 1, "--no-cli-pager": 0, "--no-paginate": 0}


def shorthand(text):
    """`A=x,B=[{C=d}]` of the CLI."""
    position = 0

    def value():
        nonlocal position
        if text[position] == "[":
            position += 1
            rows = []
            while text[position] != "]":
                rows.append(value())
                if text[position] == ",":
                    position += 1
            position += 1
            return rows
        if text[position] == "{":
            position += 1
            row = pairs("}")
            position += 1
            return row
        found = re.compile(r"[^,\]}]*").match(text, position)
        position = found.end()
        return found[0]

    def pairs(end):
        nonlocal position
        row = {}
        while position < len(text) and text[position] != end:
            found = re.compile(r"(\w+)=").match(text, position)
            if not found:
                raise ValueError(f"Error parsing parameter: {text}")
            position = found.end()
            row[found[1]] = value()
            if position < len(text) and text[position] == ",":
                position += 1
        return row
    return pairs("")


def parse_cli(argv, read=None):
    """(service, operation, request, --query) of the CLI's arguments; ValueError as the CLI refuses them."""
    words, options, at, query = [], [], 0, ""
    argv = list(argv)
    while at < len(argv):
        word, equals, inline = argv[at].partition("=") if argv[at].startswith("--") else (argv[at], "", "")
        at += 1
        if word in GLOBALS:
            if GLOBALS[word]:
                given = inline if equals else argv[at]
                at += not equals
                query = given if word == "--query" else query
        elif word.startswith("--"):
            options.append((word, [inline] if equals else []))
        elif options and not equals:
            options[-1][1].append(word)
        else:
            words.append(word)
    name = " ".join(words[:2])
    if name not in OPERATIONS:
        raise ValueError(f"aws: error: argument operation: Invalid choice: {name}")
    operation, known = OPERATIONS[name]
    request, service = {}, words[0]
    if name == "s3 cp":
        place = re.fullmatch(r"s3://([^/]+)/(.+)", words[2]) if len(words) == 4 else None
        if not place:
            raise ValueError("aws: error: the following arguments are required: paths")
        return service, operation, {"Bucket": place[1], "Key": place[2], "To": words[3]}, query
    if len(words) > 2:
        raise ValueError(f"aws: error: Unknown options: {' '.join(words[2:])}")
    for word, values in options:
        no = word.startswith("--no-") and "--" + word[5:] in known
        row = known.get("--" + word[5:] if no else word)
        if row is None:
            raise ValueError(f"aws: error: Unknown options: {word}")
        member = row.lstrip("!+?&")
        if "?" in row:
            if values:
                raise ValueError(f"aws: error: Unknown options: {' '.join(values)}")
            request[member] = not no
        elif not values:
            raise ValueError(f"aws: error: argument {word}: expected one argument")
        elif "+" in row:
            request[member] = values
        elif "&" in row:
            rows = []
            for text in values:
                if text.startswith("file://"):
                    text = read(text[7:])
                rows += json.loads(text) if text.lstrip().startswith("[") else [json.loads(text)] if text.lstrip().startswith("{") else [shorthand(text)]
            request[member] = rows
        elif len(values) > 1:
            raise ValueError(f"aws: error: Unknown options: {' '.join(values[1:])}")
        else:
            request[member] = values[0]
    for option, row in known.items():
        if "!" in row and row.lstrip("!+?&") not in request:
            raise ValueError(f"aws: error: the following arguments are required: {option}")
    return service, operation, request, query


def printed(done, query):
    """`--query QUERY --output text` for the paths that instances ask for; the real CLI's own tests are wire_test.py's."""
    rows = [done]
    for part in [one for one in re.split(r"\.|(?=\[)", query) if one]:
        if part == "*":
            rows = [each for row in rows if isinstance(row, dict) for each in row.values()]
        elif part == "[]":
            rows = [each for row in rows for each in (row if isinstance(row, list) else [])]
        elif part.startswith("["):
            number = int(part[1:-1])
            rows = [row[number] for row in rows if isinstance(row, list) and len(row) > number]
        else:
            rows = [row.get(part) if isinstance(row, dict) else None for row in rows]
    if not query:
        return json.dumps(done) if done else ""
    return "\t".join("None" if row is None else row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n" if rows else "None\n"


def cli_error(operation, refusal):
    return f"\nAn error occurred ({refusal.code}) when calling the {operation} operation: {refusal.reason}\n"


def digest(data):
    return hashlib.sha256(data).hexdigest()


__all__ = ["INSTANCE", "LAUNCHING", "TERMINATING", "Downloads", "Fault", "Refusal", "START", "Scene", "WAYS", "cli_error", "digest", "parse_cli", "printed", "throttled"]
