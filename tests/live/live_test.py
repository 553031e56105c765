"""The live run without AWS: as a dry run, which prints every command, and against a moto server on loopback with a GitLab that
knows runners, pipelines and branches. What moto lacks (signals, hooks, FIS, metrics) a wrapper of the real AWS CLI answers,
as AWS documents it; everything else is the CLI and moto. Shows that each command is one that the CLI takes, that rows fail when
they should, and that nothing is left behind. Cannot show anything about instances: there are none."""
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "referees"), str(HERE)]
import referees  # noqa: E402
import rows  # noqa: E402

VEND = str(pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "build/release/vend").resolve())
REGION = "us-east-1"
WRAPPER = r'''#!/bin/bash
printf '%s\n' "$*" >> "$LIVE_CALLS"
case "$*" in
  *"SUCCESS signal"*) [[ $LIVE_SIGNAL = no ]] || echo "Received SUCCESS signal with UniqueId i-1" ;;
  *"Terminating:Wait"*) echo i-1 ;;
  *" fis "*"experimentTemplate.id"*) echo EXT1 ;;
  *" fis "* | *"wait "*) ;;
  *"list-metrics"*) echo BootSeconds ;;
  *"describe-log-groups"*) echo group ;;
  # moto deletes a role only without its policies, says so, and forgets the stack nevertheless.
  *"delete-stack"*) "$LIVE_AWS" --endpoint-url "$LIVE_ENDPOINT" "$@" 2>/dev/null || true ;;
  *) exec "$LIVE_AWS" --endpoint-url "$LIVE_ENDPOINT" "$@" ;;
esac
'''


class GitLab(http.server.BaseHTTPRequestHandler):
    """Runners whose machine is online until their stack is asked about no more; pipelines that run once, then end."""
    made, asked, state, offline = [], {}, "success", 0

    def answer(self, value, code=200):
        body = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        length = int(self.headers.get("Content-Length") or 0)
        return json.loads(self.rfile.read(length)) if length else {}

    def handle_any(self):
        kind = type(self)
        if self.headers["PRIVATE-TOKEN"] != "glpat-live-token":
            return self.answer({"message": "401 Unauthorized"}, 401)
        body = self.body()
        what = f"{self.command} {self.path.removeprefix('/api/v4/')}"
        kind.made.append((what, body))
        if what == "POST user/runners":
            return self.answer({"id": len(kind.made), "token": "glrt-made-for-this"}, 201)
        if what.endswith("/pipeline"):
            assert {one["key"] for one in body["variables"]} == {"RUNNER", "SECONDS", "KIND"}
            kind.asked[len(kind.made)] = 0
            return self.answer({"id": len(kind.made)}, 201)
        if found := re.search(r"/pipelines/(\d+)$", what):
            number = int(found.group(1))
            kind.asked[number] += 1
            return self.answer({"status": "running" if kind.asked[number] == 1 else kind.state})
        if what.endswith("/managers"):
            kind.offline += 1
            return self.answer([{"status": "online" if kind.offline % 2 else "offline"}])
        return self.answer({}, 201)

    do_GET = do_POST = do_DELETE = handle_any

    def log_message(self, *_):
        pass


class Live(unittest.TestCase):
    def run_it(self, *arguments, **environment):
        clean = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"} | environment
        done = subprocess.run([HERE / "run", "--region", REGION, "--vend", VEND, *arguments], env=clean, cwd=self.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=600)
        return done.returncode, done.stdout, done.stderr

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vend-live-test-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def test_dry_run(self):
        code, out, err = self.run_it("--gitlab", "https://gitlab.example.com", "--dry-run")
        self.assertEqual(code, 0, err)
        for platform, executor, _, wanted in rows.FACES:
            for row in wanted:
                self.assertIn(f"{platform} {executor}: {row.__doc__}", out)
        for words in ("cloudformation create-stack", "set-desired-capacity", "update-stack", "fis start-experiment", "create-image", "delete-stack",
                      "deregister-image", "delete-snapshot", "delete-secret", "DELETE https://gitlab.example.com/api/v4/runners/", "Cost: at most", "Taking away:"):
            self.assertIn(words, out)
        self.assertFalse((self.folder / "vend-live-logs").exists())

    def test_usage(self):
        self.assertEqual(self.run_it("--gitlab", "https://gitlab.example.com")[0], 2)
        self.assertEqual(self.run_it("--gitlab", "https://gitlab.example.com", "--dry-run", "--only", "beos-docker")[0], 2)

    # -- against loopback
    def loopback(self, face, **environment):
        aws = shutil.which("aws")
        if lacking := referees.lacking_for_moto("docker") or (None if aws else "the AWS CLI"):
            self.skipTest(lacking)
        server = referees.moto_server(REGION, "docker")
        gitlab = http.server.ThreadingHTTPServer(("127.0.0.1", 0), GitLab)
        threading.Thread(target=gitlab.serve_forever, daemon=True).start()
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "aws").write_text(WRAPPER)
        (tools / "aws").chmod(0o755)
        endpoint = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
        try:
            done = self.run_it("--gitlab", f"http://127.0.0.1:{gitlab.server_address[1]}", "--project", "7", "--yes", "--only", face, PATH=f"{tools}:{os.environ['PATH']}",
                               GITLAB_TOKEN="glpat-live-token", VEND_LIVE_POLL="0", LIVE_AWS=aws, LIVE_ENDPOINT=endpoint, LIVE_CALLS=str(self.folder / "calls"),
                               HOME=os.environ["HOME"], AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_CONFIG_FILE="/dev/null", **environment)
            import boto3
            client = lambda name: boto3.client(name, endpoint_url=endpoint, region_name=REGION)  # noqa: E731
            stacks = [one["StackName"] for one in client("cloudformation").describe_stacks()["Stacks"] if one["StackStatus"] != "DELETE_COMPLETE"]
            secrets = client("secretsmanager").list_secrets()["SecretList"]
            images = client("ec2").describe_images(Owners=["self"])["Images"]
            roles = [one["RoleName"] for one in client("iam").list_roles()["Roles"] if one["RoleName"].startswith("vend-live") and one["RoleName"].endswith("-fis")]
        finally:
            server.stop()
            gitlab.shutdown()
            gitlab.server_close()
        return *done, {"stacks": stacks, "secrets": secrets, "images": images, "roles": roles}

    def test_through(self):
        code, out, err, left = self.loopback("amazon-linux-2023-docker")
        self.assertEqual(left, {"stacks": [], "secrets": [], "images": [], "roles": []}, out)
        self.assertNotIn("LEFT BEHIND", out)
        for row in rows.FACES[0][3]:
            if row is not rows.bake:  # moto answers 500 to an update with an image of its own
                self.assertRegex(out, rf"  held +amazon-linux-2023 docker: {re.escape(row.__doc__)}", out[-3000:])
        self.assertIn("ec2 deregister-image", out)
        self.assertEqual(code, int("FAILED" in out), out[-3000:] + err)
        for secret in ("glpat-live-token", "glrt-made-for-this"):
            self.assertNotIn(secret, out + err + (self.folder / "calls").read_text())
        self.assertTrue(any(what.startswith("DELETE runners/") for what, _ in GitLab.made))
        self.assertTrue(any(what.startswith("DELETE projects/7/repository/branches/") for what, _ in GitLab.made))

    def test_no_signal(self):
        """A stack that nobody signalled: the row fails, no other runs, and all is taken away."""
        code, out, _, left = self.loopback("amazon-linux-2-shell", LIVE_SIGNAL="no")
        self.assertEqual(code, 1)
        self.assertIn("FAILED: no event tells of a signal", out)
        self.assertNotIn("A job runs", out)
        self.assertEqual(left["stacks"] + left["secrets"], [])

    def test_failed_job(self):
        GitLab.state = "failed"
        try:
            code, out, _, left = self.loopback("amazon-linux-2-docker")  # moto lacks the images of Windows
        finally:
            GitLab.state = "success"
        self.assertEqual(code, 1)
        self.assertIn("FAILED: the job ended as failed", out)
        self.assertEqual(left["stacks"] + left["secrets"], [])


if __name__ == "__main__":
    done = unittest.main(verbosity=1, exit=False).result
    if done.wasSuccessful() and done.skipped:
        referees.absent(done.skipped[0][1], tests="live")
    sys.exit(not done.wasSuccessful())
