"""A small GitLab: the part of its API that runners use.

    POST   /api/v4/runners/verify      token, system_id: a runner's authentication token (glrt-, glrtr-, or with a prefix
                                       before it) is valid: 200, and the manager system_id is known; else 403
    POST   /api/v4/runners             token: a legacy registration token makes a runner: 201 {"id", "token": "glrtr-..."};
                                       403 for any other; 410 when registration is disallowed
    DELETE /api/v4/runners/managers    token, system_id: that manager is gone: 204; 403; 404 where it is not known
                                       (GitLab's lib/api/ci/runner.rb)
    DELETE /api/v4/runners             token: the whole runner is gone, with all its managers: 204; 403
    POST   /api/v4/jobs/request        token: 201 with a job {"id", "seconds"}, or 204
    PUT    /api/v4/jobs/ID             token, state=success|failed, failure_reason: what became of it
    GET    anything else               200 (a sign-in page)

Control, besides what simulator.py has:

    PUT    /_control/tokens            JSON list of authentication tokens that exist from now on
    PUT    /_control/registration      JSON list of legacy registration tokens
    PUT    /_control/disallow          body "true": legacy registration answers 410
    POST   /_control/jobs              JSON {"seconds": N}: one more job waits for a runner
    GET    /_control/state             JSON {"runners": {TOKEN: {"id", "managers": [...], "description", "tag_list", "locked",
                                       "run_untagged"}}, "jobs": [{"id", "seconds", "state", "failure_reason"}],
                                       "events": ["verify TOKEN", "register ID", "delete-manager TOKEN", "delete-runner TOKEN",
                                       "job ID running", "job ID success", ...]}

At the start: tokens glrt-good1, glrt-good2, teamglrt-good (with an instance-wide prefix), glrtr-old; registration token
GR1348941good.
"""
import json

from simulator import Simulator, arguments, form, serve


class GitLab(Simulator):
    def __init__(self):
        super().__init__()
        self.runners, self.jobs, self.events = {}, [], []
        self.registration, self.disallow = ["GR1348941good"], False
        for token in ("glrt-good1", "glrt-good2", "teamglrt-good", "glrtr-old"):
            self.add(token, {})

    def add(self, token, fields):
        kept = {key: fields.get(key) for key in ("description", "tag_list", "locked", "run_untagged", "info")}
        self.runners[token] = {"id": len(self.runners) + 1, "managers": [], **kept}
        return self.runners[token]

    def answer(self, method, path, headers, body):
        path = path.split("?")[0]
        if not path.startswith("/api/v4/"):
            return 200, "<html>Sign in</html>"
        fields = form(body)
        route = {("POST", "runners/verify"): self.verify, ("POST", "runners"): self.register,
                 ("DELETE", "runners/managers"): self.delete_manager, ("DELETE", "runners"): self.delete_runner,
                 ("POST", "jobs/request"): self.request_job}.get((method, path[len("/api/v4/"):].rstrip("/")))
        if route:
            return route(fields.get("token", ""), fields)
        if method == "PUT" and path.startswith("/api/v4/jobs/"):
            return self.finish_job(int(path.rsplit("/", 1)[1]), fields)
        return 404, '{"error":"404 Not Found"}'

    def verify(self, token, fields):
        if token not in self.runners:
            return 403, '{"message":"403 Forbidden"}'
        system = fields.get("system_id")
        if system and system not in self.runners[token]["managers"]:
            self.runners[token]["managers"].append(system)
        self.events.append("verify " + token)
        return 200, json.dumps({"id": self.runners[token]["id"], "token": token, "token_expires_at": None})

    def register(self, token, fields):
        if self.disallow:
            return 410, '{"message":"410 Gone - runner registration disallowed"}'
        if token not in self.registration:
            return 403, '{"message":"403 Forbidden - invalid token supplied"}'
        new = "glrtr-legacy%d" % (len(self.runners) + 1)
        self.add(new, fields)["managers"].append(fields.get("system_id"))
        self.events.append("register %d" % self.runners[new]["id"])
        return 201, json.dumps({"id": self.runners[new]["id"], "token": new})

    def delete_manager(self, token, fields):
        if token not in self.runners:
            return 403, "{}"
        if fields.get("system_id") not in self.runners[token]["managers"]:
            return 404, '{"message":"404 Runner manager not found Not Found"}'
        self.runners[token]["managers"].remove(fields["system_id"])
        self.events.append("delete-manager " + token)
        return 204, ""

    def delete_runner(self, token, fields):
        if token not in self.runners:
            return 403, "{}"
        del self.runners[token]
        self.events.append("delete-runner " + token)
        return 204, ""

    def request_job(self, token, fields):
        if token not in self.runners:
            return 403, "{}"
        for job in self.jobs:
            if job["state"] == "pending":
                job["state"] = "running"
                self.events.append("job %d running" % job["id"])
                return 201, json.dumps({"id": job["id"], "seconds": job["seconds"]})
        return 204, ""

    def finish_job(self, number, fields):
        job = self.jobs[number - 1]
        job.update(state=fields["state"], failure_reason=fields.get("failure_reason", ""))
        self.events.append("job %d %s" % (number, fields["state"]))
        return 200, "{}"

    def control(self, method, path, body):
        if path == "state":
            return 200, json.dumps({"runners": self.runners, "jobs": self.jobs, "events": self.events}), "application/json"
        if path == "tokens":
            self.runners = {}
            for token in json.loads(body):
                self.add(token, {})
        elif path == "registration":
            self.registration = json.loads(body)
        elif path == "disallow":
            self.disallow = body.strip() == "true"
        elif path == "jobs":
            self.jobs.append({"id": len(self.jobs) + 1, "seconds": json.loads(body)["seconds"], "state": "pending", "failure_reason": ""})
        else:
            return 404, ""
        return 200, ""


if __name__ == "__main__":
    serve(GitLab(), arguments(__doc__.splitlines()[0]).parse_args())
