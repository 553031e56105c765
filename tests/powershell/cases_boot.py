"""Boots that succeed: faces, tokens, values, sources of the script. A case for each, hence the length."""
import hashlib
import json
import threading
import tomllib

from checks import BUILDS, DOCKER, FACES, SHELL, contains, ec2_tags, equal, failed_once, lacks, nowhere, on, option, results, signals, succeeded
from world import HERE


def config(world):
    return tomllib.loads((world.vend / "config.toml").read_text())


@on(*FACES)
def case_first_boot(world):
    equal(world.boot(), 0)
    succeeded(world)
    runner = config(world)["runners"][0]
    equal(config(world)["concurrent"], 3)
    equal(runner["name"], "i-0123456789abcdef0-123456789012-1")
    equal(runner["feature_flags"], {"FF_DISABLE_AUTOMATIC_TOKEN_ROTATION": True})
    year = {build: name for name, build in BUILDS.items()}[world.build]
    tags = ec2_tags(world)
    equal(tags["GitLabRunnerTags"], f"computetype-ondemand,glexecutor-{'docker-windows' if world.docker else 'shell'},windows,windows-{year},amd64,TagA,TagB")
    equal(runner["shell"], "powershell")
    if world.docker:
        equal(runner["docker"]["image"], "mcr.microsoft.com/windows/servercore:ltsc" + year)
        equal(runner["docker"]["volumes"], ["c:\\cache"])


def case_a_runner_that_the_image_brings_gives_way(world):
    services = world.get("services")
    world.put("services", services | {"gitlab-runner": {"status": "Running", "start": "Automatic"}})
    equal(world.boot(), 0)
    succeeded(world)
    names = [one["program"] + " " + " ".join(map(str, one["args"])) for one in world.calls()]
    order = [next(i for i, one in enumerate(names) if one.startswith(wanted)) for wanted in (
        "Stop-Service gitlab-runner", "sc.exe delete gitlab-runner", "gitlab-runner.exe install")]
    equal(order, sorted(order))


def case_a_boot_is_frugal_and_its_phases_have_seconds(world):
    equal(world.boot(), 0)
    calls = world.aws() + ["signal"] * len(signals(world))
    assert len(calls) <= 12, calls
    for phase in ("preflight", "patch", "tools", "download", "register", "service", "total"):
        contains(world.log(), f"{phase}=")
    sent = str(world.calls("aws.exe", "cloudwatch", "put-metric-data")[0]["args"])
    for part in ("total", "preflight", "register"):
        contains(sent, "{Name=Phase,Value=%s}" % part)
    contains(sent, "{Name=AutoScalingGroupName,Value=lab-InstanceASG-1}")
    assert {"101", "103"} <= world.events(), world.events()
    # How long a shutdown that nobody announced waits for jobs.
    equal([one["args"] for one in world.calls("reg.exe")], [["add", r"HKLM\SYSTEM\CurrentControlSet\Control", "/v", "WaitToKillServiceTimeout", "/d", "1800000", "/f"]])


def case_second_boot_changes_nothing(world):
    world.boot()
    before = len(world.calls())
    equal(world.boot(), 0)
    equal(len(world.calls()), before)


def case_script_run_twice_signals_once(world):
    world.boot()
    equal(world.act("Boot"), 0)
    equal(len(signals(world)), 1)
    equal(len(world.calls("gitlab-runner.exe", "register")), 1)


def case_two_boots_at_once_register_once(world):
    (world.vend).mkdir(parents=True)
    (world.vend / "Boot.lock").write_text("")
    import fcntl
    with open(world.vend / "Boot.lock", "r+") as held:  # .NET's FileShare.None is an advisory lock here
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        equal(world.boot(), 0)
    equal(signals(world), [])
    equal(world.calls("gitlab-runner.exe", "register"), [])


def case_several_tokens(world):
    world.answer("aws.exe secretsmanager", out=" glrt-good1 ;\n glrt-good2\nGR1348941good \n")
    world.values["LOCKED"], world.values["RUN_UNTAGGED"], world.values["SCHEDULED"] = "false", "true", "true"
    equal(world.boot(), 0)
    succeeded(world)
    equal(len(config(world)["runners"]), 3)
    legacy = [one for token, one in world.gitlab.runners.items() if token.startswith("glrtr-legacy")][0]
    contains(legacy["tag_list"], "UsesAWSASGScheduledAvailability,TagA,TagB")
    equal((legacy["locked"], legacy["run_untagged"]), ("false", "true"))
    for call in world.calls("gitlab-runner.exe", "register")[:2]:
        assert not [word for word in call["args"] if word.startswith(("--tag-list", "--locked", "--run-untagged"))], call
    for secret in ("glrt-good1", "glrt-good2", "GR1348941good"):
        nowhere(world, secret)


def case_token_from_parameter_store(world):
    world.values["TOKEN_SOURCE"] = "ssm:/lab/token"
    world.answer("aws.exe ssm get-parameter --name /lab/token --with-decryption", out="glrt-good2\n")
    equal(world.boot(), 0)
    equal(world.gitlab.events, ["verify glrt-good2"])


def case_pwsh_is_chosen_where_the_image_has_it(world):
    world.program("pwsh.exe")
    equal(world.boot(), 0)
    equal(config(world)["runners"][0]["shell"], "pwsh")


HOSTILE = "a\"b'c`$(1+1);$env:PATH %PATH% '@ \\ & | > \n{0} ä"


@on((SHELL, 20348), (DOCKER, 20348))
def case_hostile_values_stay_data(world):
    """Arguments are handed over as in Windows PowerShell, which has no regard to quotes in them."""
    world.values |= {"RUNNER_TAGS": HOSTILE, "LAST_PATCH_RUN": HOSTILE, "DOCKER_IMAGE": HOSTILE, "DOCKER_VOLUMES": "c:\\a b\"c:c:\\x\\,c:\\y\"\\",
                     "NO_PROXY": HOSTILE, "LOG_GROUP": "/vend/lab"}
    world.answer("aws.exe secretsmanager", out="GR1348941good")
    equal(world.boot(), 0)
    succeeded(world)
    equal(ec2_tags(world)["LAST_CF_PATCH_RUN"], HOSTILE)
    legacy = [one for token, one in world.gitlab.runners.items() if token.startswith("glrtr-legacy")][0]
    assert legacy["tag_list"].endswith(",amd64," + HOSTILE), legacy["tag_list"]  # one tag: commas alone part them, as on Linux
    if "docker" in config(world)["runners"][0]:
        docker = config(world)["runners"][0]["docker"]
        equal(docker["image"], HOSTILE)
        equal(docker["volumes"][:2], ["c:\\a b\"c:c:\\x\\", "c:\\y\"\\"])


def case_cache_uses_the_instance_role(world):
    world.values["CACHE_BUCKET"], world.values["CACHE_SHARED"] = "lab-cache", "true"
    equal(world.boot(), 0)
    call = world.calls("gitlab-runner.exe", "register")[0]
    equal(option(call, "--cache-s3-bucket-name"), "lab-cache")
    equal(option(call, "--cache-s3-bucket-location"), "eu-west-1")
    equal(option(call, "--cache-s3-authentication_type"), "iam")
    contains(call["args"], "--cache-shared=true")
    assert "--cache-s3-server-address" not in call["args"]


def case_memory_has_the_name_that_the_alarm_asks_for(world):
    world.values["LOG_GROUP"] = "/vend/lab"
    equal(world.boot(), 0)
    agent = json.loads((world.vend / "agent.json").read_text())
    equal(agent["metrics"]["metrics_collected"]["Memory"]["measurement"],
          [{"name": "% Committed Bytes In Use", "rename": "mem_used_percent", "unit": "Percent"}])
    equal(agent["metrics"]["aggregation_dimensions"], [["AutoScalingGroupName"], ["InstanceType"], ["ImageId"]])
    equal(agent["metrics"]["append_dimensions"], {name: "${aws:%s}" % name for name in ("AutoScalingGroupName", "InstanceId", "InstanceType", "ImageId")})
    streams = agent["logs"]["logs_collected"]
    assert all(one["log_group_name"] == "/vend/lab" for kind in streams.values() for one in kind["collect_list"]), streams
    equal([one["file_path"] for one in streams["files"]["collect_list"]], [r"C:\ProgramData\vend\*.log", r"C:\ProgramData\Amazon\EC2*\**.log"])
    control = [one for one in world.calls("powershell.exe") if "fetch-config" in one["args"]][0]
    equal(control["args"][-6:], ["fetch-config", "-m", "ec2", "-s", "-c", "file:" + str(world.vend / "agent.json")])


def case_bare_image_gets_its_tools(world):
    for name in ("aws.exe", "cfn-signal.exe", "git.exe"):
        world.without(name)
    for path in world.root.glob("ProgramFiles/Amazon/*/*"):
        path.unlink()
    world.answer(f"msiexec.exe /i {world.vend}/AWSCLIV2.msi /qn /norestart", creates=["aws.exe"], exit=3010)  # done, and wants a reboot
    world.answer(f"msiexec.exe /i {world.vend}/amazon-cloudwatch-agent.msi /qn /norestart",
                 creates=["../ProgramFiles/Amazon/AmazonCloudWatchAgent/amazon-cloudwatch-agent-ctl.ps1"])
    world.answer("aws-cfn-bootstrap-py3-win64-latest.exe /quiet /norestart", creates=["cfn-signal.exe"])
    world.answer("Git-2.55.0.5-64-bit.exe", creates=["git.exe"])
    world.pin_what_is_served()
    equal(world.boot(), 0)
    equal((len(world.calls("shutdown.exe")), signals(world)), (1, []))
    equal(world.act("Boot"), 0)
    succeeded(world)
    equal(len(world.calls("shutdown.exe")), 1)
    environment = [one["args"] for one in world.calls("Set-ItemProperty") if one["args"]["path"].endswith("gitlab-runner")][0]
    assert environment["value"][0].startswith("PATH=") and str(world.root / "ProgramFiles" / "Git") in environment["value"][0], environment
    hosts = {one["path"].split("/")[1] for one in world.vendors.log}
    equal(hosts, {"awscli.amazonaws.com", "s3.amazonaws.com", "github.com", "amazoncloudwatch-agent.s3.amazonaws.com"})


@on((DOCKER, 20348), (DOCKER, 26100))
def case_docker_is_installed_where_the_image_has_none(world):
    world.put("services", {})
    equal(world.boot(), 0)
    equal([one["args"] for one in world.calls("Install-WindowsFeature")], [["Containers"]])
    equal(len(world.calls("shutdown.exe")), 1)
    # After the reboot; registering dockerd makes the service.
    world.put("services", {})
    world.pin_what_is_served()
    service = """'{"docker": {"status": "Stopped", "start": "Automatic"}}'"""
    (world.tools / "dockerd.exe").write_text((HERE / "program.sh").read_text() + f'echo {service} >"$LAB_WORLD/services"\n')
    (world.tools / "dockerd.exe").chmod(0o755)
    equal(world.boot(), 0)
    succeeded(world)
    equal(len(world.calls("dockerd.exe", "--register-service")), 1)
    equal(len(world.calls("shutdown.exe")), 1)


@on((DOCKER, 20348))
def case_registry_mirror(world):
    world.values["REGISTRY_MIRROR"] = "https://mirror.example.com"
    settings = world.root / "ProgramData" / "docker" / "config" / "daemon.json"
    equal(world.boot(), 0)
    equal(json.loads(settings.read_text()), {"registry-mirrors": ["https://mirror.example.com"]})
    equal([one["program"] for one in world.calls() if one["args"] == ["docker"]], ["Restart-Service"])


def case_the_network_is_away_for_a_moment(world):
    """curl ends with 6 where a name has no address, with 7 where nobody listens, and repeats neither."""
    for code, times in ((6, 3), (7, 4)):
        world.answer("curl.exe", exit=code, times=times)
    equal(world.boot(), 0)
    succeeded(world)


def case_script_from_an_address(world):
    world.values["SCRIPT"] = f"http://127.0.0.1:{world.served['vendors'].port}/files/mine.ps1"
    world.vendors.files["/files/mine.ps1"] = world.script.encode()
    equal(world.boot(), 0)
    succeeded(world)
    equal(world.calls("cfn-init.exe"), [])


def case_script_from_a_path(world):
    file = world.root / "mine.ps1"
    file.write_text(world.script)
    world.values["SCRIPT"] = str(file)
    world.values["RUNNER_DOWNLOAD"] += "/"
    equal(world.boot(), 0)
    succeeded(world)


def case_script_by_the_api_where_cfn_init_fails(world):
    world.answer("cfn-init.exe", exit=1)
    metadata = {"AWS::CloudFormation::Init": {"config": {"files": {"C:\\ProgramData\\vend/custom_instance_configuration_script.ps1": {"content": world.script}}}}}
    world.answer("aws.exe cloudformation describe-stack-resource", out=json.dumps(metadata))
    equal(world.boot(), 0)
    succeeded(world)


def case_script_that_is_away_for_minutes(world):
    metadata = {"AWS::CloudFormation::Init": {"config": {"files": {"C:\\ProgramData\\vend/custom_instance_configuration_script.ps1": {"content": world.script}}}}}
    world.answer("aws.exe cloudformation describe-stack-resource", out=json.dumps(metadata))
    world.answer("aws.exe cloudformation describe-stack-resource", exit=254, err="Throttling", times=5)
    world.answer("cfn-init.exe", exit=1)
    equal(world.boot(), 0)
    succeeded(world)
    equal(len(world.calls("cfn-init.exe")), 6)


def case_a_number_that_is_none_fails_the_boot(world):
    """At the drain it would be too late."""
    for name, text in (("HEARTBEAT", "soon"), ("DRAIN_LIMIT", "$(exit)"), ("MONITOR_INTERVAL", "7minutes")):
        world.values |= {"HEARTBEAT": "600", "DRAIN_LIMIT": "43200", "MONITOR_INTERVAL": "1", name: text}
        (world.vend / "signalled").unlink(missing_ok=True)
        equal(world.boot(), 1)
        contains(world.log(), f'preflight: Cannot convert value "{text}"')
        equal(world.calls("gitlab-runner.exe", "register"), [])


def case_without_vend_values_come_from_a_file(world):
    """As docs/instances.md tells."""
    values = {name: world.values[name] for name in ("GITLAB_URL", "RUNNER_DOWNLOAD", "RUNNER_TAGS", "REGION")} | {"TOKENS": "glrt-good1", "METRICS": "false"}
    world.vend.mkdir()
    file = world.root / "values.ps1"
    file.write_text("@{ " + "; ".join(f"{name} = '{value}'" for name, value in values.items()) + f" }} | Export-Clixml '{world.vend}/values'\n")
    equal(world.run(file), 0)
    file = world.root / "windows-shell.ps1"
    file.write_text(world.script)
    equal(world.run(file), 0)
    world.put("clock", 0)
    world.put("limit", 600)
    world.act("Watch")  # a machine of no group asks nobody for one
    contains(world.said, "the time is over")
    (world.vend / "values").unlink()  # who wrote the token there takes it away
    equal(signals(world), [])
    equal(world.aws(), ["ec2 create-tags"])
    equal(world.gitlab.events, ["verify glrt-good1"])
    nowhere(world, "glrt-good1")


@on((SHELL, 20348), (DOCKER, 20348))
def case_proxy(world):
    """GitLab only through the proxy; the metadata service and what NO_PROXY names without it."""
    import socketserver
    from proxy import Handler, Server
    seen = []

    class Recording(Handler):
        def seen(self, method, target):
            seen.append(f"{method} {target}")

    with Server(("127.0.0.1", 0), Recording) as server:
        server.hosts = {"gitlab.lab": "127.0.0.1"}
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        world.values |= {"HTTP_PROXY": f"http://127.0.0.1:{server.server_address[1]}", "NO_PROXY": "example.com", "GITLAB_URL": world.gitlab_url.replace("localhost", "gitlab.lab")}
        equal(world.boot(), 0)
        server.shutdown()
    succeeded(world)
    gitlab = world.values["GITLAB_URL"]
    equal(seen, [f"GET {gitlab}/api/v4/version", f"POST {gitlab}api/v4/runners/verify"])
    services = [one["args"]["path"].rsplit("\\", 1)[1] for one in world.calls("Set-ItemProperty")]
    equal(services, (["docker"] if world.docker else []) + ["AmazonCloudWatchAgent", "gitlab-runner"])
    environment = world.calls("Set-ItemProperty")[0]["args"]
    equal((environment["name"], environment["type"]), ("Environment", "MultiString"))
    proxy = world.values["HTTP_PROXY"]
    equal(environment["value"], ["HTTP_PROXY=" + proxy, "HTTPS_PROXY=" + proxy, "NO_PROXY=169.254.169.254,localhost,127.0.0.1,example.com"])


def case_load_test_starts_after_success_and_is_bounded(world):
    world.values["LOAD_TEST"] = "999999"
    equal(world.boot(), 0)
    names = [one["program"] for one in world.calls()]
    assert names.index("cfn-signal.exe") < names.index("Start-Process"), names
    for load in world.calls("Start-Process"):
        equal(load["args"][0], "powershell.exe")
        contains(load["args"][1], "AddSeconds(3600)")


def case_tags_and_metrics_are_not_worth_a_boot(world):
    for call in ("ec2 create-tags", "cloudwatch put-metric-data", "autoscaling complete-lifecycle-action"):
        world.answer("aws.exe " + call, exit=255, err="Throttling")
    equal(world.boot(), 0)
    succeeded(world)
    contains(world.log(), "Throttling")


def case_tasks_run_as_system(world):
    """schtasks.exe of the lab refuses any other user."""
    equal(world.boot(), 0)
    equal(world.tasks(), {f"vend-{action}": (minutes, f"powershell.exe -NoProfile -ExecutionPolicy Bypass -File {world.vend}/runner.ps1 {action}")
                          for action, minutes in (("Watch", 1), ("Housekeeping", 5))})
    world.put("limit", 10)
    world.act("Watch")
    equal([one["args"] for one in world.calls("PriorityClass")], [["Normal"]])  # jobs must not hold up a drain


def published(world, body):
    """At an address, with the checksum of these bytes."""
    world.values["SCRIPT"] = f"http://127.0.0.1:{world.served['vendors'].port}/files/mine.ps1"
    world.vendors.files["/files/mine.ps1"] = body
    world.values["SCRIPT_SHA256"] = hashlib.sha256(body).hexdigest().upper()


def case_checksum_is_of_the_script_not_of_its_line_ends(world):
    """cfn-init of the lab writes CRLF, as all these boots prove; here what else may happen to a text on its way."""
    for body in (world.script.encode(), world.script.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + world.script.encode()):
        published(world, body)
        world.script = body.decode("utf-8-sig").replace("\r\n", "\n")
        equal(world.boot(), 0)
        equal([code for code, _ in signals(world)], ["0"])
        (world.state / "calls").unlink()
        for name in ("signalled", "completed", "told-stack", "told-hook"):
            (world.vend / name).unlink(missing_ok=True)


def case_embedded_script_begins_with_a_mark(world):
    world.script = "\ufeff" + world.script
    world.values["SCRIPT_SHA256"] = hashlib.sha256(world.script[1:].encode()).hexdigest()
    equal(world.boot(), 0)
    succeeded(world)


def case_one_more_word_in_the_script_is_tampering(world):
    world.script = world.script.replace("'Boot'", "'Boot' ", 1)
    equal(world.boot(), 1)
    failed_once(world, "wrong checksum")
