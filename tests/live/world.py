"""AWS and GitLab as a live run sees them: every call is a command line, printed before it runs; with `dry` it is only printed,
and what it would answer is a name such as $INSTANCE."""
import json
import os
import pathlib
import shlex
import subprocess
import time
import urllib.error
import urllib.request


class Failed(Exception):
    """A row that did not hold, in a sentence."""


class World:
    def __init__(self, options, say=print):
        self.options, self.say, self.dry = options, say, options.dry_run
        self.logs = pathlib.Path(options.logs)
        self.poll = float(os.environ.get("VEND_LIVE_POLL", "15"))
        self.undo = []  # what takes away again what was made, in the order of making

    # -- commands
    def command(self, *words, answer=""):
        """Runs it; its standard output. `answer` stands for it in a dry run."""
        words = [str(word) for word in words]
        self.say("    " + shlex.join(words))
        if self.dry:
            return answer
        done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise Failed(f"{words[0]} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.stdout.strip()

    def aws(self, *words, answer="", query=""):
        words = ["aws", "--region", self.options.region, *words]
        if query:
            words += ["--query", query, "--output", "text"]
        text = self.command(*words, answer=answer)
        return "" if query and text == "None" else text

    def vend(self, *words):
        return self.command(self.options.vend, *words)

    def gitlab(self, method, path, answer=None, **fields):
        """One call of GitLab's API. Its token is in no command line and in no log."""
        body = json.dumps(fields)
        self.say(f"    {method} {self.options.gitlab}api/v4/{path}" + (f"  {body}" if fields else ""))
        if self.dry:
            return answer if answer is not None else {}
        request = urllib.request.Request(f"{self.options.gitlab}api/v4/{path}", data=body.encode() if fields else None, method=method,
                                         headers={"PRIVATE-TOKEN": os.environ["GITLAB_TOKEN"], "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                text = reply.read().decode()
        except urllib.error.HTTPError as error:
            raise Failed(f"GitLab answers {error.code} to {method} {path}: {error.read().decode(errors='replace')[:500]}") from error
        return json.loads(text) if text else {}

    def until(self, what, minutes, condition):
        """Asks until it holds. In a dry run the question is printed once."""
        self.say(f"    # until {what}, {minutes} minutes at most:")
        deadline = time.monotonic() + minutes * 60
        while True:
            if condition() or self.dry:
                return
            if time.monotonic() > deadline:
                raise Failed(f"after {minutes} minutes still not: {what}")
            time.sleep(self.poll)

    def expect(self, holds, what):
        if not holds and not self.dry:
            raise Failed(what)

    def later(self, what, function):
        """Done at the end, whatever happens; the last first."""
        self.undo.append((what, function))

    def clean_up(self):
        """What could not be taken away."""
        left = []
        for what, function in reversed(self.undo):
            self.say(f"  {what}")
            try:
                function()
            except Exception as error:  # whatever it is, the rest is still to be taken away
                left.append(f"{what}: {error}")
        self.undo = []
        return left

    # -- what several rows ask
    def status(self, stack):
        return self.aws("cloudformation", "describe-stacks", "--stack-name", stack, query="Stacks[0].StackStatus", answer="$STATUS")

    def group(self, stack):
        return self.aws("cloudformation", "describe-stacks", "--stack-name", stack,
                        query="Stacks[0].Outputs[?OutputKey=='AutoScalingGroupName'].OutputValue | [0]", answer="$GROUP")

    def instances(self, group, state=""):
        """Ids of the group's instances, those in this lifecycle state."""
        chosen = f"[?starts_with(LifecycleState,'{state}')]" if state else "[]"
        text = self.aws("autoscaling", "describe-auto-scaling-groups", "--auto-scaling-group-names", group,
                        query=f"AutoScalingGroups[0].Instances{chosen}.InstanceId", answer="$INSTANCE")
        return text.split()

    def keep_logs(self, stack):
        """What tells why a row failed: the stack's events, and the consoles of its instances."""
        if self.dry:
            return
        self.logs.mkdir(parents=True, exist_ok=True)
        for name, words in (("events", ("cloudformation", "describe-stack-events", "--stack-name", stack)),):
            try:
                (self.logs / f"{stack}-{name}.json").write_text(self.aws(*words))
            except Failed as error:
                self.say(f"    no {name}: {error}")
        try:
            for one in self.instances(self.group(stack)):
                (self.logs / f"{stack}-{one}.log").write_text(self.aws("ec2", "get-console-output", "--latest", "--instance-id", one, query="Output"))
        except Failed as error:
            self.say(f"    no consoles: {error}")
