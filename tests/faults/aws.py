"""A small AWS: one instance of one group, its lifecycle hooks, its stack, a few secrets. It keeps what AWS accepted and what
became of the instance, in the words that AWS uses (`reason` of a Refusal), and knows no protocol and no clock of its own: wire.py
puts the query and JSON protocols before it for the real AWS CLI, linux.py and windows.py call it for the fast stand-in of it.

Imitates: API reference of EC2 Auto Scaling (a hook lasts HeartbeatTimeout, each heartbeat as long again, 100 of them or 48 hours
in all; DefaultResult when it has run out; ABANDON at the launch ends the instance; SetInstanceProtection is refused outside of
InService; SetInstanceHealth Unhealthy ends the instance through its hook), of CloudFormation (SignalResource is refused where
nothing waits), EC2, Secrets Manager, Systems Manager, ECR, CloudWatch, S3: of each the one call or two that instances make.
Cannot show: IAM (calls.toml says which action each call needs), AWS's real times and its other limits.
"""
import base64
import json

REGION, ACCOUNT, GROUP, STACK, INSTANCE = "eu-west-1", "123456789012", "lab-InstanceASG-1", "lab", "i-0123456789abcdef0"
LAUNCHING, TERMINATING = "instance-launching", "instance-terminating"
TWO_DAYS = 48 * 3600


class Refusal(Exception):
    """What AWS answers instead: its error code, HTTP status and words."""

    def __init__(self, code, reason, status=400):
        super().__init__(f"{code}: {reason}")
        self.code, self.reason, self.status = code, reason, status


# How each service says that it is asked too often, and that the role may not: code, words, HTTP status.
THROTTLED = {
    "autoscaling": ("Throttling", "Rate exceeded", 400),
    "cloudformation": ("Throttling", "Rate exceeded", 400),
    "cloudwatch": ("Throttling", "Rate exceeded", 400),
    "ec2": ("RequestLimitExceeded", "Request limit exceeded.", 503),
    "ecr": ("ThrottlingException", "Rate exceeded", 400),
    "s3": ("SlowDown", "Please reduce your request rate.", 503),
    "secretsmanager": ("ThrottlingException", "Rate exceeded", 400),
    "ssm": ("ThrottlingException", "Rate exceeded", 400),
}


def throttled(service):
    return Refusal(*THROTTLED[service])


def denied(service, operation):
    code = {"ec2": "UnauthorizedOperation", "s3": "AccessDenied"}.get(service, "AccessDenied" if service in ("autoscaling", "cloudformation", "cloudwatch") else "AccessDeniedException")
    return Refusal(code, f"User: arn:aws:sts::{ACCOUNT}:assumed-role/role/{INSTANCE} is not authorized to perform: {service}:{operation}", 403 if service != "ssm" else 400)


class Hook:
    def __init__(self, name, timeout, default, now):
        self.name, self.timeout, self.default, self.opened = name, timeout, default, now
        self.until = now + timeout
        self.end = now + min(TWO_DAYS, 100 * timeout)

    def runs_out(self):
        return min(self.until, self.end)


class Aws:
    """`now` tells the time, `gone` is called once when AWS has ended the instance (with its word why), `metadata` sets an item
    of the instance's metadata."""

    def __init__(self, now, gone=lambda why: None, metadata=lambda path, text: None, launch_heartbeat=900, heartbeat=600,
                 launch_default="ABANDON", terminate_default="CONTINUE"):
        self.now, self.on_gone, self.metadata = now, gone, metadata
        self.heartbeat, self.terminate_default = heartbeat, terminate_default
        self.state, self.protected, self.health = "Pending:Wait", False, "Healthy"
        self.hook = Hook(LAUNCHING, launch_heartbeat, launch_default, now())
        self.ends_at, self.ends_why = None, ""
        self.waits_for_signal = True
        self.signals, self.completed, self.beats, self.tags, self.metrics, self.log = [], [], [], {}, [], []
        self.secrets, self.parameters = {"lab-token": "glrt-good1"}, {"/lab/token": "glrt-good1"}
        self.objects, self.stack_metadata = {}, "{}"
        self.moments = []  # what happened to the instance

    def note(self, what):
        self.moments.append((self.now(), what))

    # -- time
    def next_moment(self):
        moments = [self.hook.runs_out()] if self.hook else []
        return min(moments + ([self.ends_at] if self.ends_at is not None else []), default=None)

    def tick(self):
        """Does what is due by now."""
        now = self.now()
        if self.hook and now >= self.hook.runs_out():
            name, default = self.hook.name, self.hook.default
            self.note(f"{name} ran out: {default}")
            self.finish(name, default, accepted=False)
        if self.ends_at is not None and now >= self.ends_at:
            self.ends_at, self.state = None, "Terminated"
            self.note("gone: " + self.ends_why)
            self.on_gone(self.ends_why)

    def finish(self, name, result, accepted=True):
        self.hook = None
        if name == LAUNCHING and result == "CONTINUE":
            self.state = "InService"
        elif name == LAUNCHING:
            self.end(("the launch was abandoned" if accepted else "the launching hook ran out"), 30)
        else:
            self.end("the terminating hook was completed" if accepted else "the terminating hook ran out", 5)

    def end(self, why, seconds):
        if self.state == "Terminated" or (self.ends_at is not None and self.ends_at <= self.now() + seconds):
            return
        self.state = "Terminating"
        self.ends_at, self.ends_why = self.now() + seconds, why

    def terminate(self, why="scale-in"):
        """The group ends the instance, through its hook."""
        if self.state not in ("InService", "Standby"):
            return
        self.note("terminating: " + why)
        self.state = "Terminating:Wait"
        self.metadata("autoscaling/target-lifecycle-state", "Terminated")
        self.hook = Hook(TERMINATING, self.heartbeat, self.terminate_default, self.now())

    def spot(self, notice):
        """Two minutes; the hook does not hold them up."""
        self.note("spot notice")
        self.metadata("spot/instance-action", notice)
        self.end("spot", 120)
        self.state = "InService" if self.hook is None else self.state

    # -- calls
    def call(self, service, operation, params):
        """The answer as a document of the API's own names; raises Refusal."""
        self.tick()
        answer = getattr(self, f"{service}_{operation}", None)
        if answer is None:
            raise Refusal("InvalidAction", f"The action {operation} is not valid for this web service.")
        self.log.append((self.now(), service, operation, params))
        return answer(params) or {}

    def member(self, name):
        if name != INSTANCE:
            raise Refusal("ValidationError", f"The instance {name} is not part of Auto Scaling group {GROUP}.")

    def of_group(self, params):
        if params.get("AutoScalingGroupName") != GROUP:
            raise Refusal("ValidationError", f"Group {params.get('AutoScalingGroupName')} not found")

    def active(self, params):
        self.of_group(params)
        if params["LifecycleHookName"] not in (LAUNCHING, TERMINATING):
            raise Refusal("ValidationError", f"Lifecycle Hook with name {params['LifecycleHookName']} not found")
        if not self.hook or self.hook.name != params["LifecycleHookName"] or params.get("InstanceId") != INSTANCE:
            raise Refusal("ValidationError", f"No active Lifecycle Action found with instance ID {params.get('InstanceId')}")
        return self.hook

    def autoscaling_RecordLifecycleActionHeartbeat(self, params):
        hook = self.active(params)
        hook.until = self.now() + hook.timeout
        self.beats.append((self.now(), hook.name))

    def autoscaling_CompleteLifecycleAction(self, params):
        result = params["LifecycleActionResult"]
        if result not in ("CONTINUE", "ABANDON"):
            raise Refusal("ValidationError", f"Invalid lifecycle action result {result}")
        hook = self.active(params)
        self.completed.append((self.now(), hook.name, result))
        self.finish(hook.name, result)

    def autoscaling_DescribeAutoScalingInstances(self, params):
        rows = [] if self.state == "Terminated" else [{
            "InstanceId": INSTANCE, "AutoScalingGroupName": GROUP, "AvailabilityZone": "eu-west-1a", "LifecycleState": self.state,
            "HealthStatus": self.health, "ProtectedFromScaleIn": self.protected}]
        return {"AutoScalingInstances": [row for row in rows if row["InstanceId"] in params.get("InstanceIds", [INSTANCE])]}

    def autoscaling_SetInstanceProtection(self, params):
        self.of_group(params)
        for name in params["InstanceIds"]:
            self.member(name)
            if self.state not in ("InService", "EnteringStandby", "Standby"):
                raise Refusal("ValidationError", f"The instance {name} is not in InService or EnteringStandby or Standby.")
        self.protected = params["ProtectedFromScaleIn"] in (True, "true")
        self.note("protected" if self.protected else "not protected")

    def autoscaling_SetInstanceHealth(self, params):
        self.member(params["InstanceId"])
        self.health = params["HealthStatus"]
        self.note(self.health)
        if self.health == "Unhealthy":
            self.terminate("unhealthy")

    def cloudformation_SignalResource(self, params):
        if params["StackName"] != STACK or not self.waits_for_signal:
            raise Refusal("ValidationError", f"Signal received for resource {params['LogicalResourceId']} that is not in a state to receive signals")
        if not any(one["UniqueId"] == params["UniqueId"] for _, one in self.signals):
            self.signals.append((self.now(), dict(params)))

    def cloudformation_DescribeStackResource(self, params):
        return {"StackResourceDetail": {"StackName": STACK, "LogicalResourceId": params["LogicalResourceId"], "PhysicalResourceId": GROUP if params["LogicalResourceId"] == "InstanceASG" else "lt-1",
                                        "ResourceType": "AWS::EC2::LaunchTemplate", "LastUpdatedTimestamp": "2026-11-29T00:00:00Z",
                                        "ResourceStatus": "CREATE_COMPLETE", "Metadata": self.stack_metadata}}

    def ec2_CreateTags(self, params):
        if params.get("ResourceId") != [INSTANCE]:
            raise Refusal("InvalidID", f"The ID '{params.get('ResourceId')}' is not valid")
        for tag in params.get("Tag", []):
            if len(tag["Value"]) > 255:
                raise Refusal("InvalidParameterValue", "Tag value exceeds the maximum length of 255 characters")
            self.tags[tag["Key"]] = tag["Value"]

    def cloudwatch_PutMetricData(self, params):
        for row in params["MetricData"]:
            try:
                float(row.get("Value", "0"))
            except ValueError:
                raise Refusal("MalformedInput", "Value is no number") from None
            self.metrics.append(row)

    def secretsmanager_GetSecretValue(self, params):
        if params["SecretId"] not in self.secrets:
            raise Refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
        return {"ARN": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{params['SecretId']}-AbCdEf", "Name": params["SecretId"], "VersionId": "0" * 32,
                "SecretString": self.secrets[params["SecretId"]], "VersionStages": ["AWSCURRENT"], "CreatedDate": 1764374400}

    def ssm_GetParameter(self, params):
        if params["Name"] not in self.parameters:
            raise Refusal("ParameterNotFound", "")
        value = self.parameters[params["Name"]] if params.get("WithDecryption") else "AQICAHh..."
        return {"Parameter": {"Name": params["Name"], "Type": "SecureString", "Value": value, "Version": 1, "LastModifiedDate": 1764374400,
                              "ARN": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{params['Name']}", "DataType": "text"}}

    def ecr_GetAuthorizationToken(self, params):
        return {"authorizationData": [{"authorizationToken": base64.b64encode(b"AWS:ecr-password").decode(), "expiresAt": 1764417600,
                                       "proxyEndpoint": f"https://{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"}]}

    def s3_GetObject(self, params):
        at = f"{params['Bucket']}/{params['Key']}"
        if at not in self.objects:
            raise Refusal("NoSuchKey", "The specified key does not exist.", 404)
        return {"Body": self.objects[at]}

    def document(self):
        """What happened, for a report."""
        return json.dumps({"moments": self.moments, "signals": self.signals, "completed": self.completed, "state": self.state}, indent=1)
