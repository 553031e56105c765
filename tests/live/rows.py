"""The rows of a live run: what docs/instances.md says only AWS can prove. Each takes a Scene and raises Failed."""
import json
import pathlib

LONG = 600  # seconds of a job that must survive; longer than any hook's heartbeat of these specs
HEARTBEAT = "5m"


class Scene:
    """One stack of one platform and executor, its runner in GitLab, and its jobs."""

    def __init__(self, world, platform, executor, spot=False):
        self.world, self.platform, self.executor, self.spot = world, platform, executor, spot
        self.name = f"{world.options.prefix}-{platform.replace('amazon-linux', 'al')}-{executor}".replace(".", "")
        self.folder = pathlib.Path(world.options.work) / self.name
        self.windows = platform.startswith("windows")
        self.runner = None

    # -- GitLab
    def register(self):
        made = self.world.gitlab("POST", "user/runners", answer={"id": "$RUNNER", "token": "$TOKEN"}, runner_type="project_type",
                                 project_id=self.world.options.project, description=self.name, tag_list=self.name)
        self.runner = made["id"]
        self.world.later(f"remove the runner {self.name} in GitLab", lambda: self.world.gitlab("DELETE", f"runners/{self.runner}"))
        secret = f"vend-live/{self.name}"
        # Through a file: arguments are seen by every process.
        value = self.folder / "token"
        self.folder.mkdir(parents=True, exist_ok=True)
        value.touch(mode=0o600)
        value.write_text("" if self.world.dry else made["token"])
        self.world.aws("secretsmanager", "create-secret", "--name", secret, "--secret-string", f"file://{value}")
        value.unlink()
        self.world.later(f"delete the secret {secret}",
                         lambda: self.world.aws("secretsmanager", "delete-secret", "--secret-id", secret, "--force-delete-without-recovery"))
        return secret

    def managers(self):
        return self.world.gitlab("GET", f"runners/{self.runner}/managers", answer=[])

    def start_job(self, seconds, script="sleep"):
        variables = {"RUNNER": self.name, "SECONDS": str(seconds), "KIND": script}
        made = self.world.gitlab("POST", f"projects/{self.world.options.project}/pipeline", answer={"id": "$PIPELINE"}, ref=self.world.options.branch,
                                 variables=[{"key": key, "value": value} for key, value in variables.items()])
        return made["id"]

    def job_state(self, pipeline):
        return self.world.gitlab("GET", f"projects/{self.world.options.project}/pipelines/{pipeline}", answer={"status": "success"})["status"]

    def job_runs(self, pipeline):
        self.world.until("the job runs", 30, lambda: self.job_state(pipeline) in ("running", "success"))

    def job_succeeds(self, pipeline, minutes):
        ended = ("success", "failed", "canceled", "skipped")
        self.world.until("the job has ended", minutes, lambda: self.job_state(pipeline) in ended)
        state = self.job_state(pipeline)
        self.world.expect(state == "success", f"the job ended as {state}")

    # -- the stack
    def spec(self, **changes):
        settings = {"name": self.name, "platform": self.platform, "executor": self.executor,
                    "gitlab": {"url": self.world.options.gitlab, "token": {"secret": f"vend-live/{self.name}"}, "concurrent": 1},
                    "size": {"min": 0, "desired": 1, "max": 2}, "update": {"min_in_service": 0, "max_batch_size": 1},
                    "hooks": {"heartbeat": HEARTBEAT, "drain_limit": "1h"}, "disk": {"size": 50 if self.windows else 30}, "fixed": True} | changes
        if self.spot:
            settings |= {"spot": {"on_demand_percentage": 0}, "instances": ["m6a.large", "m6i.large", "m5.large", "m5a.large"]}
        if self.world.options.subnets:
            settings["network"] = {"vpc": self.world.options.vpc, "subnets": self.world.options.subnets}
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "spec.json").write_text(json.dumps(settings, indent=2))
        self.world.vend("generate", self.folder / "spec.json", "-o", self.folder / "out", "--force")
        return f"file://{self.folder}/out/{self.name}.cf.yml"

    def stack(self, verb, template):
        self.world.aws("cloudformation", f"{verb}-stack", "--stack-name", self.name, "--template-body", template, "--capabilities", "CAPABILITY_IAM",
                       "--parameters", f"file://{self.folder}/out/{self.name}.parameters.json")

    def reaches(self, wanted, minutes):
        ended = lambda state: not state.endswith("_IN_PROGRESS")  # noqa: E731
        self.world.until(f"the stack is {wanted}", minutes, lambda: ended(self.world.status(self.name)))
        state = self.world.status(self.name)
        self.world.expect(state == wanted, f"the stack is {state}")


def create(scene):
    """Stack created, each instance signalled."""
    scene.register()
    template = scene.spec()
    scene.stack("create", template)
    scene.world.later(f"delete the stack {scene.name}, if it is still there", lambda: delete_stack(scene))
    scene.reaches("CREATE_COMPLETE", 75)
    events = scene.world.aws("cloudformation", "describe-stack-events", "--stack-name", scene.name,
                             query="StackEvents[?contains(ResourceStatusReason || '', 'SUCCESS signal')].ResourceStatusReason")
    scene.world.expect(events, "no event tells of a signal")


def delete_stack(scene):
    scene.world.aws("cloudformation", "delete-stack", "--stack-name", scene.name)
    scene.world.aws("cloudformation", "wait", "stack-delete-complete", "--stack-name", scene.name)
    bucket = f"{scene.name}-"
    for one in scene.world.aws("s3api", "list-buckets", query=f"Buckets[?starts_with(Name,'{bucket}')].Name", answer="$BUCKET").split():
        scene.world.aws("s3", "rb", "--force", f"s3://{one}")


def online(scene):
    """GitLab shows the machine, online."""
    scene.world.until("the runner has one machine online", 10, lambda: any(one.get("status") == "online" for one in scene.managers()))


def job(scene):
    """A job runs and succeeds."""
    scene.job_succeeds(scene.start_job(5), 30)


def metadata(scene):
    """As a job: the instance's metadata answers as the spec says (jobs keep out)."""
    scene.job_succeeds(scene.start_job(0, "metadata"), 30)


def metrics(scene):
    """Metrics and logs arrive."""
    scene.world.until("BootSeconds is among the metrics", 20,
                      lambda: scene.world.aws("cloudwatch", "list-metrics", "--namespace", "vend/" + scene.name, "--metric-name", "BootSeconds", query="Metrics[0].MetricName"))
    scene.world.until("the log group has a stream", 20, lambda: scene.world.aws(
        "logs", "describe-log-groups", query=f"logGroups[?contains(logGroupName,'{scene.name}')].logGroupName"))


def scale_in(scene):
    """Scale-in with a job running: the job ends first, then the instance goes."""
    pipeline = scene.start_job(LONG)
    scene.job_runs(pipeline)
    group = scene.world.group(scene.name)
    scene.world.aws("autoscaling", "set-desired-capacity", "--auto-scaling-group-name", group, "--desired-capacity", "0")
    scene.world.until("the instance waits in its hook", 10, lambda: scene.world.instances(group, "Terminating:Wait"))
    scene.job_succeeds(pipeline, LONG // 60 + 10)
    scene.world.until("the instance is gone", 20, lambda: not scene.world.instances(group))
    scene.world.until("GitLab has no machine online", 10, lambda: not any(one.get("status") == "online" for one in scene.managers()))
    scene.world.aws("autoscaling", "set-desired-capacity", "--auto-scaling-group-name", group, "--desired-capacity", "1")
    online(scene)


def update(scene):
    """An update that replaces the instance, with a job running: the job ends first."""
    pipeline = scene.start_job(LONG)
    scene.job_runs(pipeline)
    scene.stack("update", scene.spec(disk={"size": 60}))
    scene.reaches("UPDATE_COMPLETE", 120)
    scene.job_succeeds(pipeline, LONG // 60 + 10)
    online(scene)


def spot(scene):
    """A spot interruption (AWS FIS): a short job ends, the machine is unregistered within two minutes."""
    world = scene.world
    role = f"{world.options.prefix}-fis"
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "fis.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["ec2:SendSpotInstanceInterruptions", "ec2:DescribeInstances"], "Resource": "*"}]}
    arn = world.aws("iam", "create-role", "--role-name", role, "--assume-role-policy-document", json.dumps(trust), query="Role.Arn", answer="$ROLE")
    world.later(f"delete the role {role}", lambda: (world.aws("iam", "delete-role-policy", "--role-name", role, "--policy-name", "spot"),
                                                   world.aws("iam", "delete-role", "--role-name", role)))
    world.aws("iam", "put-role-policy", "--role-name", role, "--policy-name", "spot", "--policy-document", json.dumps(allowed))
    instance = (world.instances(world.group(scene.name)) or ["$INSTANCE"])[0]
    target = world.aws("ec2", "describe-instances", "--instance-ids", instance, query="Reservations[0].Instances[0].[OwnerId || NetworkInterfaces[0].OwnerId]", answer="$ACCOUNT")
    partition = "aws-cn" if world.options.region.startswith("cn-") else "aws"
    experiment = {"description": "vend live run", "roleArn": arn, "stopConditions": [{"source": "none"}],
                  "targets": {"one": {"resourceType": "aws:ec2:spot-instance", "selectionMode": "ALL",
                                      "resourceArns": [f"arn:{partition}:ec2:{world.options.region}:{target}:instance/{instance}"]}},
                  "actions": {"notice": {"actionId": "aws:ec2:send-spot-instance-interruptions", "parameters": {"durationBeforeInterruption": "PT2M"},
                                         "targets": {"SpotInstances": "one"}}}}
    identity = world.aws("fis", "create-experiment-template", "--cli-input-json", json.dumps(experiment), query="experimentTemplate.id", answer="$EXPERIMENT")
    world.later("delete the experiment", lambda: world.aws("fis", "delete-experiment-template", "--id", identity))
    pipeline = scene.start_job(45)
    scene.job_runs(pipeline)
    world.aws("fis", "start-experiment", "--experiment-template-id", identity)
    scene.job_succeeds(pipeline, 5)
    world.until("the interrupted instance has unregistered", 4, lambda: not any(instance in json.dumps(one) for one in scene.managers() if one.get("status") == "online"))


def bake(scene):
    """An image of the instance: a stack that starts from it comes up."""
    world = scene.world
    instance = (world.instances(world.group(scene.name)) or ["$INSTANCE"])[0]
    image = world.aws("ec2", "create-image", "--instance-id", instance, "--name", scene.name, query="ImageId", answer="$IMAGE")
    world.later(f"deregister the image {image} and delete its snapshots", lambda: remove_image(world, image))
    world.aws("ec2", "wait", "image-available", "--image-ids", image)
    scene.stack("update", scene.spec(image=image if not world.dry else "ami-00000000000000000"))
    scene.reaches("UPDATE_COMPLETE", 120)
    online(scene)


def remove_image(world, image):
    disks = world.aws("ec2", "describe-images", "--image-ids", image, query="Images[0].BlockDeviceMappings[].Ebs.SnapshotId", answer="$SNAPSHOT").split()
    world.aws("ec2", "deregister-image", "--image-id", image)
    for one in disks:
        world.aws("ec2", "delete-snapshot", "--snapshot-id", one)


def delete(scene):
    """Deletion with a job running: the job ends first, and nothing of the runner is left."""
    pipeline = scene.start_job(LONG)
    scene.job_runs(pipeline)
    delete_stack(scene)
    scene.job_succeeds(pipeline, 5)
    scene.world.until("GitLab has no machine online", 5, lambda: not any(one.get("status") == "online" for one in scene.managers()))


# platform, executor, on spot, rows
FACES = [
    ("amazon-linux-2023", "docker", True, [create, online, job, metadata, metrics, scale_in, update, spot, bake, delete]),
    ("amazon-linux-2023", "shell", False, [create, online, job, metadata, scale_in, delete]),
    ("amazon-linux-2", "docker", False, [create, online, job, scale_in, delete]),
    ("amazon-linux-2", "shell", False, [create, online, job, scale_in, delete]),
    ("windows-2022", "docker", False, [create, online, job, scale_in, delete]),
    ("windows-2022", "shell", False, [create, online, job, metrics, scale_in, update, bake, delete]),
    ("windows-2025", "shell", False, [create, online, job, delete]),
    ("windows-2019", "shell", False, [create, online, job, delete]),
]
