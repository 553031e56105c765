"""A whole life of an instance: the rendered UserData, the script that it fetches, the patch reboot, the watch and the drain of a real
Windows service that waits for its job. What is looked at is what only Windows shows; the rest is tests/powershell's."""
import json
import threading
import time
import xml.etree.ElementTree

from world import Machine

COMMON = {"gitlab": {"url": "https://gitlab.example.com/", "token": {"secret": "lab-token"}, "tags": ["TagA", "Tag B"]}, "fixed": True, "hooks": {"heartbeat": 600}}
DEADLINE = 200  # as slow as a machine may be


def equal(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def results(machine):
    return [call["c"][call["c"].index("--lifecycle-action-result") + 1] for call in machine.called("aws.exe", "autoscaling", "complete-lifecycle-action")]


def ready(machine):
    machine.start()
    control = "SYSTEM\\CurrentControlSet\\Services\\AmazonCloudWatchAgent"
    machine.windows("run", "reg.exe", "add", "HKLM\\" + control, "/f")


def case_shell_instance_from_launch_to_drain():
    machine = Machine(COMMON | {"platform": "windows-2022", "executor": "shell", "patch": {"scope": "security_only"}})
    try:
        ready(machine)
        machine.put("updates.json", {"titles": ["one"], "reboot": True})
        # A bare image: nothing of AWS's is there, and another installation runs.
        machine.path(r"C:\stand-ins\aws.exe").unlink()
        machine.answer("msiexec.exe", "/i", r"C:\ProgramData\vend\AWSCLIV2.msi", code=3010, hangs=0.5, do=lambda call: machine.program(r"C:\stand-ins\aws.exe"))
        equal((machine.launch(), results(machine)), (0, []))
        equal(len(machine.called("shutdown.exe")), 1)
        machine.reboot()
        # After the reboot both run, whichever comes first: the user data, which is persistent, and the task.
        equal(machine.launch(), 0)
        equal(results(machine), ["CONTINUE"])
        equal([call["c"][call["c"].index("-e") + 1] for call in machine.called("cfn-signal.exe")], ["0"])
        equal(len(machine.called("shutdown.exe")), 1)
        equal(len(machine.called("gitlab-runner.exe", "register")), 1)
        equal(machine.state(), "RUNNING")
        tags = machine.called("gitlab-runner.exe", "register")[0]["c"]
        assert tags[tags.index("--tag-list") + 1].endswith(",TagA,Tag B"), tags
        # Windows' service manager gives it this environment, wine's does not: the service finds programs that came after Windows' start.
        machine.windows("run", "reg.exe", "query", r"HKLM\SYSTEM\CurrentControlSet\Services\gitlab-runner", "/v", "Environment")
        assert "REG_MULTI_SZ" in machine.said and "\\Git\\cmd" in machine.said, machine.said
        for call in machine.called("aws.exe", "ec2", "create-tags"):
            equal({one["Key"]: one["Value"] for one in json.loads(call["go"][call["go"].index("--tags") + 1])}["GitLabURL"], "https://gitlab.example.com/")
        files(machine)
        # A job runs when the instance is to end; another boot between changes nothing.
        machine.jobs.clear()
        machine.metadata.items["autoscaling/target-lifecycle-state"] = "Terminated"
        watch = threading.Thread(target=machine.act, args=("Watch",), daemon=True)
        watch.start()
        wait(machine, lambda: any(call["event"] == "stop" for call in machine.calls), "the service is asked to stop")
        time.sleep(8)
        equal(results(machine), ["CONTINUE"])
        equal(machine.called("gitlab-runner.exe", "unregister"), [])
        machine.jobs.set()
        watch.join(DEADLINE)
        equal(watch.is_alive(), False)
        equal(results(machine), ["CONTINUE", "CONTINUE"])
        equal(len(machine.called("gitlab-runner.exe", "unregister")), 1)
        equal(machine.state(), "STOPPED")
        machine.windows("run", "reg.exe", "query", r"HKLM\SYSTEM\CurrentControlSet\Services\gitlab-runner", "/v", "Start")
        assert "0x3" in machine.said, machine.said  # by hand: a reboot does not start it
        heartbeats = machine.called("aws.exe", "autoscaling", "record-lifecycle-action-heartbeat")
        assert "instance-terminating" in str(heartbeats[-1]["c"]), heartbeats
    finally:
        machine.close()


def wait(machine, condition, what):
    end = time.monotonic() + DEADLINE
    while not condition():
        log = machine.vend / "Watch.log"
        assert time.monotonic() < end, f"not within {DEADLINE} s: {what}; the watch: {log.read_text() if log.exists() else ''} {[path.name for path in machine.vend.iterdir()]}"
        time.sleep(0.2)


def files(machine):
    """Line ends and encodings of all that was written: no mark, no UTF-16; agent.json and config.toml are read by Go programs."""
    for file in machine.vend.rglob("*"):
        if not file.is_file() or file.suffix in (".exe", ".msi", ".zip") or file.name.endswith(".lock"):
            continue
        content = file.read_bytes()
        if file.name == "values":  # Export-Clixml: UTF-16 with its mark
            assert content.startswith(b"\xff\xfe") or content.startswith(b"\xef\xbb\xbf") or content.startswith(b"<"), content[:20]
            xml.etree.ElementTree.fromstring(content)
            continue
        assert not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and b"\0" not in content, (file, content[:60])
        content.decode("utf-8")
        if file.suffix == ".log":
            assert content.count(b"\n") == content.count(b"\r\n"), (file, content[:200])
        if file.suffix == ".json":
            json.loads(content)


def case_docker_instance_on_a_stock_image():
    machine = Machine(COMMON | {"platform": "windows-2022", "executor": "docker"})
    try:
        ready(machine)
        machine.windows("run", "sc.exe", "create", "docker", "binPath=", r"C:\stand-ins\docker.exe serve", "start=", "auto")
        equal((machine.launch(), results(machine)), (0, ["CONTINUE"]))
        equal(machine.state(), "RUNNING")
        equal(machine.called("shutdown.exe"), [])
        equal(machine.called("msiexec.exe"), [])
        files(machine)
    finally:
        machine.close()


def case_boot_that_fails_tells_its_reason():
    machine = Machine(COMMON | {"platform": "windows-2022", "executor": "shell"})
    try:
        ready(machine)
        machine.answer("gitlab-runner.exe", "register", code=1, out='FATAL: "no such" runner, forbidden 100% C:\\x y\\'.encode())
        equal((machine.launch(), results(machine)), (1, ["ABANDON"]))
        reason = machine.called("cfn-signal.exe")[-1]
        for reader in ("c", "windows"):
            word = reason[reader][reason[reader].index("-r") + 1]
            assert word.startswith("register: ") and word.endswith('FATAL: "no such" runner, forbidden 100% C:\\x y\\'), word
        equal(reason["c"][:2], ["-e", "1"])
        equal(machine.state(), "")
    finally:
        machine.close()
