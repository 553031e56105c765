"""What a spec asks for beyond a plain runner: each setting works here, or is refused where it cannot. A case or more for each
setting, hence the length.
"""
import base64
import hashlib
import json
import os
import pathlib
import socket
import ssl
import struct
import subprocess
import threading
import time
import tomllib
from http.server import ThreadingHTTPServer

import jsonschema

from checks import DOCKER, SHELL, contains, ec2_tags, equal, failed_once, lacks, nowhere, on, option, succeeded
from simulator import make_handler
from world import ROOT, compose


def runner(world):
    return tomllib.loads((world.vend / "config.toml").read_text())["runners"][0]


# ---- registration
def case_a_secret_may_be_an_object_as_the_console_makes_it(world):
    for secret in ('\n { "anything" : "glrt-good1", "n": 7 }\n', '["glrt-good1"]', '{"note":"of 2026","token":"glrt-good1"}'):
        world.answer("aws.exe secretsmanager", out=secret)
        (world.vend / "signalled").unlink(missing_ok=True)
        equal(world.boot(), 0)
        equal(runner(world)["token"], "glrt-good1")
        nowhere(world, "glrt-good1")


def case_an_object_without_a_token_fails_and_is_not_told(world):
    world.answer("aws.exe secretsmanager", out='{"a":"glrt-good1","b":"glrt-good2"}')
    equal(world.boot(), 1)
    failed_once(world, "none is called token")
    nowhere(world, "glrt-good1")


def case_a_broken_object_fails_and_is_not_told(world):
    world.answer("aws.exe secretsmanager", out='{token: glrt-good1 "}')
    equal(world.boot(), 1)
    failed_once(world, "begins like JSON")
    nowhere(world, "glrt-good1")


def case_a_binary_that_says_it_is_old_is_refused(world):
    """Whatever a mirror calls `latest`."""
    world.downloads.binary = b"#!/bin/sh\necho 'Version:      15.11.1'\n"
    equal(world.boot(), 1)
    failed_once(world, "15.11.1 is too old")


def case_versions_that_would_unregister_all_machines_are_refused(world):
    """UnregisterRunnerManager exists since v16.0.0."""
    for version, code in (("v15.11.1", 1), ("v9.5.0", 1), ("v16.0.0", 0)):
        world.values["RUNNER_VERSION"] = version
        for mark in ("signalled", "completed"):
            (world.vend / mark).unlink(missing_ok=True)
        equal((version, world.boot()), (version, code))
        contains(world.log(), f"{version} is too old" if code else "boot succeeded")


HOSTILE = {"QUOTES": "a\"b'c", "SLASHES": "C:\\x\\", "NEWLINE": "\t tab", "DEL": "\x7f\x01", "WIDE": "ä日本\U0001f600", "EQUALS": "a=b=", "DOLLAR": "$env:PATH ${x} `n $(1+1)",
           "BLANK": "  ", "COMMA": "a,b;c", "EMPTY": ""}


@on((SHELL, 20348), (DOCKER, 26100))
def case_environment_of_jobs(world):
    lines = [f"{name}={value}" for name, value in HOSTILE.items()]
    world.values["ENVIRONMENT"] = "\r\n".join(lines) + "\n\n"
    world.values |= {"REQUEST_CONCURRENCY": "4", "OUTPUT_LIMIT": "65536"}
    equal(world.boot(), 0)
    found = runner(world)
    equal(found["environment"], lines)
    equal((found["request_concurrency"], found["output_limit"]), (4, 65536))
    assert (world.vend / "template.toml").read_bytes()[:1] == b"[", "a byte order mark"
    for call in world.calls():
        lacks(str(call["args"]), "SLASHES")  # it may hold what no list of processes should show


@on((SHELL, 20348), (DOCKER, 20348))
def case_jobs_get_the_proxy_unless_told_otherwise(world):
    proxy = "http://user:pass%40word@127.0.0.1:9"
    world.values |= {"HTTP_PROXY": proxy, "NO_PROXY": "127.0.0.1,localhost", "ENVIRONMENT": "A=1", "METRICS": "false"}
    equal(world.boot(), 0)
    none = "169.254.169.254,localhost,127.0.0.1,127.0.0.1,localhost"
    expected = [f"{name}={value}" for name, value in (("HTTP_PROXY", proxy), ("HTTPS_PROXY", proxy), ("NO_PROXY", none))]
    expected += [f"{name}={value}" for name, value in (("http_proxy", proxy), ("https_proxy", proxy), ("no_proxy", none))]
    equal(runner(world)["environment"], expected + ["A=1"])
    for call in world.calls():
        lacks(str(call["args"]) if call["program"].endswith(".exe") else "", "word@")
    world.values["PROXY_JOBS"] = "false"
    (world.vend / "signalled").unlink()
    equal(world.boot(), 0)
    equal(runner(world)["environment"], ["A=1"])


def case_the_instance_names_its_runner_in_gitlab(world):
    """With glrt- tokens all instances are machines of one runner: GitLab shows the system id of each."""
    equal(world.boot(), 0)
    found = (world.vend / ".runner_system_id").read_text()
    equal(ec2_tags(world)["GitLabSystemId"], found)
    equal(ec2_tags(world)["GitLabRunnerName"], runner(world)["name"])  # as GitLab has it
    assert world.gitlab.runners["glrt-good1"]["managers"] == [found], world.gitlab.runners


def case_tags_are_cut_by_whole_characters(world):
    """Beyond U+FFFF a character is two units of .NET's: half of one is no text, and AWS CLI refuses all tags with it."""
    equal(world.boot(), 0)
    world.call(r"""
$InstanceId, $Purchase = 'i-1', 'spot'
foreach ($before in 251..255) { Set-Tags (('x' * $before) + [char]::ConvertFromUtf32(0x1F600) * 3) 'n' }
""")
    cut = [json.loads(option(one, "--tags")) for one in world.calls("aws.exe", "ec2", "create-tags")[1:]]
    told = [next(tag["Value"] for tag in tags if tag["Key"] == "GitLabRunnerTags") for tags in cut]
    equal(told, ["x" * before + "\U0001F600" * ((255 - before) // 2) for before in range(251, 256)])


def certificate(world, name):
    key, file = world.root / "key.pem", world.root / "ca.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
                    "-keyout", key, "-out", file], check=True, capture_output=True)
    return key, file


def behind_tls(world, key, file):
    """The world's GitLab with a certificate that no system trusts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(world.gitlab))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    world.values["GITLAB_URL"] = f"https://localhost:{server.server_address[1]}/"
    return server


def case_a_private_ca_of_gitlab(world):
    key, file = certificate(world, "localhost")
    server = behind_tls(world, key, file)
    try:
        equal(world.boot(), 1)  # without it, a stranger's certificate
        failed_once(world, "preflight")
        # A chain, of what files and forms make of line ends.
        pem = file.read_text()
        chain = [pem, pem.replace("\n", "\r\n"), pem.replace("\n", " "), "subject=CN = x\r\n" + pem.replace("\n", "") + "\n", pem.replace("\n", "\\n"), "  " + pem.rstrip()]
        (world.vend / "gitlab-ca.crt").write_bytes("".join(chain).encode())
        for mark in ("signalled", "completed"):
            (world.vend / mark).unlink()
        world.values["CA_CERTIFICATE"] = "Embedded"
        equal(world.boot(), 0)
        kept = world.vend / "certs" / "localhost.crt"
        equal(kept.read_text(), pem * len(chain))
        equal(runner(world)["tls-ca-file"], str(kept))
    finally:
        server.shutdown()


def case_a_ca_that_is_none_fails(world):
    world.values["CA_CERTIFICATE"] = "Embedded"
    world.vend.mkdir()
    for text in ("", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"):
        (world.vend / "gitlab-ca.crt").write_text(text)
        for mark in ("signalled", "completed"):
            (world.vend / mark).unlink(missing_ok=True)
        equal(world.boot(), 1)
        contains(world.log(), "holds no certificate")



# ---- Docker
def docker_settings(world):
    return world.root / "ProgramData" / "docker" / "config" / "daemon.json"


def docker_client(world):
    """The runner's service is SYSTEM, and looks there."""
    return world.root / "Windows" / "System32" / "config" / "systemprofile" / ".docker" / "config.json"


@on((DOCKER, 20348), (DOCKER, 26100))
def case_limits_and_allowed_images_of_docker(world):
    world.values |= {"ALLOWED_IMAGES": "mcr.microsoft.com/*:*, a\"b;c\\d, ,$env:X", "DOCKER_MEMORY": "4g", "DOCKER_CPUS": "0.5", "DOCKER_SHM_SIZE": "268435456", "JOB_USER": "true"}
    equal(world.boot(), 0)
    docker = runner(world)["docker"]
    equal(docker["allowed-images"], ["mcr.microsoft.com/*:*", "a\"b;c\\d", "$env:X"])
    equal((docker["memory"], docker["cpus"]), ("4g", "0.5"))
    lacks(str(docker), "shm")  # not a thing of Windows: refused with a word in the log
    contains(world.log(), "DOCKER_SHM_SIZE: not on Windows")
    contains(world.log(), "JOB_USER: jobs run in containers")


@on((DOCKER, 20348))
def case_the_images_daemon_json_keeps_what_is_not_ours(world):
    file = docker_settings(world)
    file.parent.mkdir(parents=True)
    before = {"data-root": "D:\\docker", "log-opts": {"max-size": "10m"}, "registry-mirrors": ["https://old.example.com"], "dns": [], "insecure-registries": ["a:5000"]}
    file.write_text("\ufeff" + json.dumps(before), encoding="utf-8")
    world.values["REGISTRY_MIRROR"] = "https://mirror.example.com"
    equal(world.boot(), 0)
    equal(json.loads(file.read_text()), before | {"registry-mirrors": ["https://mirror.example.com"]})
    equal(len(world.calls("Restart-Service")), 1)


@on((DOCKER, 20348))
def case_docker_goes_on_where_nothing_changed(world):
    file = docker_settings(world)
    file.parent.mkdir(parents=True)
    file.write_text('{"registry-mirrors":["https://mirror.example.com"]}')
    world.values["REGISTRY_MIRROR"] = "https://mirror.example.com"
    equal(world.boot(), 0)
    equal([one["program"] for one in world.calls() if one["args"] == ["docker"]], [])
    world.put("services", world.get("services") | {"docker": {"status": "Stopped", "start": "Automatic"}})
    (world.vend / "signalled").unlink()
    equal(world.boot(), 0)
    equal([one["program"] for one in world.calls() if one["args"] == ["docker"]], ["Restart-Service"])  # which starts a stopped one


@on((DOCKER, 20348))
def case_registry_logins(world):
    user, password = "me", "p\"w ' ä\\$x"
    world.values |= {"ECR_LOGIN": "true", "HUB_SECRET": "hub$(x)", "HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1,localhost", "METRICS": "false"}
    world.answer("aws.exe secretsmanager get-secret-value --secret-id hub$(x)", out=json.dumps({"password": password, "username": user}))
    docker_client(world).parent.mkdir(parents=True)
    docker_client(world).write_text(json.dumps({"auths": {"other.example.com": {"auth": "eA=="}}, "credHelpers": {"gcr.io": "gcr"}}))
    world.program(world.root / "ProgramFiles" / "docker" / "docker-credential-ecr-login.exe")  # the image's own
    equal(world.boot(), 0)
    found = json.loads(docker_client(world).read_text())
    equal(found["auths"].pop("other.example.com"), {"auth": "eA=="})
    equal(base64.b64decode(found["auths"]["https://index.docker.io/v1/"]["auth"]).decode(), f"{user}:{password}")
    equal(found["credHelpers"], {"gcr.io": "gcr", "123456789012.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login", "public.ecr.aws": "ecr-login"})
    equal(found["proxies"]["default"], {"httpProxy": "http://127.0.0.1:9", "httpsProxy": "http://127.0.0.1:9", "noProxy": "169.254.169.254,localhost,127.0.0.1,127.0.0.1,localhost"})
    nowhere(world, password)
    for call in world.calls():
        lacks(str(call["args"]), "get-login-password")


@on((DOCKER, 20348))
def case_the_ecr_helper_is_checked(world):
    world.values["ECR_LOGIN"] = "true"
    equal(world.boot(), 1)  # what is served has another checksum and no signature of that name
    failed_once(world, "wrong checksum or signer")
    world.pin_what_is_served()
    for mark in ("signalled", "completed"):
        (world.vend / mark).unlink()
    equal(world.boot(), 0)
    helper = world.root / "ProgramFiles" / "docker" / "docker-credential-ecr-login.exe"
    assert helper.exists()
    equal(sorted(json.loads(docker_client(world).read_text())["credHelpers"]), ["123456789012.dkr.ecr.eu-west-1.amazonaws.com", "public.ecr.aws"])
    contains([one["path"] for one in world.vendors.log], "/amazon-ecr-credential-helper-releases.s3.us-east-2.amazonaws.com/0.8.0/windows-amd64/docker-credential-ecr-login.exe")


@on((DOCKER, 20348))
def case_a_hub_secret_that_is_none_fails_and_is_not_told(world):
    world.values["HUB_SECRET"] = "hub"
    for secret in ('{"username":"me","pass":"hidden-word"}', "me:hidden-word", '{"username": hidden-word', "[]"):
        world.answer("aws.exe secretsmanager get-secret-value --secret-id hub", out=secret)
        for mark in ("signalled", "completed"):
            (world.vend / mark).unlink(missing_ok=True)
        equal((secret, world.boot()), (secret, 1))
        nowhere(world, "hidden-word")
    assert not docker_client(world).exists()


@on((DOCKER, 20348))
def case_images_are_pulled_ahead_and_none_is_worth_a_boot(world):
    world.values["DOCKER_PRELOAD"] = "mcr.microsoft.com/windows/nanoserver:ltsc2022, a\"b $(x) ,last"
    world.answer("docker.exe pull -q a\"b $(x)", exit=1, err="no such image")
    equal(world.boot(), 0)
    equal([one["args"] for one in world.calls("docker.exe", "pull")],
          [["pull", "-q", name] for name in ("mcr.microsoft.com/windows/nanoserver:ltsc2022", "a\"b $(x)", "last")])
    contains(world.log(), "no such image")


@on((DOCKER, 20348))
def case_images_that_do_not_come_leave_the_boot_its_time(world):
    world.values |= {"DOCKER_PRELOAD": "a,b,c", "LAUNCH_HEARTBEAT": "900"}
    world.answer("docker.exe pull", hangs=True)
    world.put("clock", 0)
    equal(world.boot(), 0)
    succeeded(world)
    assert max(one["clock"] for one in world.calls("cfn-signal.exe")) < 1500, world.calls("cfn-signal.exe")  # of 2,700 that a stack waits


@on((DOCKER, 20348))
def case_a_helper_that_cannot_log_in_fails_the_boot(world):
    """The runner would drop all logins."""
    world.values["ECR_LOGIN"] = "true"
    world.imds.items["services/domain"] = "amazonaws.eu"
    world.program(world.root / "ProgramFiles" / "docker" / "docker-credential-ecr-login.exe")
    world.answer("docker-credential-ecr-login.exe get", exit=1, err="not authorized")
    equal(world.boot(), 1)
    failed_once(world, "no login to 123456789012.dkr.ecr.eu-west-1.amazonaws.eu")


# ---- proxy
@on((SHELL, 20348), (DOCKER, 20348))
def case_who_reads_no_environment_hears_of_the_proxy(world):
    services = world.get("services")
    world.put("services", services | {"AmazonSSMAgent": {"status": "Running", "start": "Automatic"}})
    key = "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent"
    world.put("registry", {key: {"Environment": ["OWN=1", "NO_PROXY=old"]}})
    proxy = "http://user:pa%40ss@127.0.0.1:9/"
    world.values |= {"HTTP_PROXY": proxy, "NO_PROXY": "127.0.0.1, localhost,.corp.example.com", "METRICS": "false"}
    equal(world.boot(), 0)
    equal([one["args"] for one in world.calls("netsh.exe")],
          [["winhttp", "set", "proxy", "127.0.0.1:9", "<local>;169.254.169.254;127.0.0.1;localhost;*.corp.example.com"]])
    equal(world.get("registry")[key]["Environment"], ["OWN=1", "HTTP_PROXY=" + proxy, "HTTPS_PROXY=" + proxy, "NO_PROXY=169.254.169.254,localhost,127.0.0.1,127.0.0.1, localhost,.corp.example.com"])
    equal([one["args"] for one in world.calls("Restart-Service")].count(["AmazonSSMAgent"]), 1)
    (world.vend / "signalled").unlink()
    equal(world.boot(), 0)
    equal([one["args"] for one in world.calls("Restart-Service")].count(["AmazonSSMAgent"]), 1)  # nothing changed


def case_winhttp_is_left_alone_without_a_proxy(world):
    world.put("services", {"AmazonSSMAgent": {"status": "Running", "start": "Automatic"}})
    equal(world.boot(), 0)
    equal(world.calls("netsh.exe") + world.calls("Restart-Service"), [])


# ---- disks
EBS, STORE = {"FriendlyName": "NVMe Amazon Elastic B", "raw": False, "letter": "C"}, {"FriendlyName": "NVMe Amazon EC2 NVMe", "raw": True, "letter": ""}


@on((DOCKER, 20348))
def case_instance_store_for_docker(world):
    world.values["INSTANCE_STORE"] = "docker"
    world.put("disks", [EBS, STORE, STORE])
    equal(world.boot(), 0)
    equal([one["args"] for one in world.calls("New-VirtualDisk")], [["vend", "vend", "Simple", 2]])
    equal([one["args"] for one in world.calls("Format-Volume")], [["D", "NTFS"]])
    equal(json.loads(docker_settings(world).read_text()), {"data-root": "D:\\docker"})
    equal(len(world.calls("Restart-Service")), 1)
    (world.vend / "signalled").unlink()
    equal(world.boot(), 0)  # as after a boot that broke off: no disk is made anew
    equal((len(world.calls("New-StoragePool")), len(world.calls("Restart-Service"))), (1, 1))


@on((SHELL, 20348))
def case_instance_store_for_builds(world):
    world.values["INSTANCE_STORE"] = "builds"
    world.put("disks", [EBS, STORE | {"raw": False, "letter": "E"}])  # EC2Launch has formatted it
    equal(world.boot(), 0)
    equal(world.calls("New-StoragePool") + world.calls("Format-Volume"), [])
    call = world.calls("gitlab-runner.exe", "register")[0]
    equal((option(call, "--builds-dir"), option(call, "--cache-dir")), ("E:\\builds", "E:\\cache"))


@on((SHELL, 20348), (DOCKER, 20348))
def case_no_instance_store_is_logged_and_the_boot_goes_on(world):
    world.values["INSTANCE_STORE"] = "docker" if world.docker else "builds"
    world.put("disks", [EBS, {"FriendlyName": "NVMe Amazon Elastic B", "raw": True, "letter": ""}])  # somebody's own volume is not ours to format
    equal(world.boot(), 0)
    contains(world.log(), "INSTANCE_STORE: no disk")
    equal(world.calls("New-StoragePool") + world.calls("Format-Volume"), [])
    assert not docker_settings(world).exists()


# ---- Windows
SERVICE = "S-1-5-80-2857277617-785882824-3978354584-172369530-2513931732"


def case_jobs_as_the_services_own_account(world):
    digest = hashlib.sha1("GITLAB-RUNNER".encode("utf-16le")).digest()
    equal(SERVICE, "S-1-5-80-" + "-".join(map(str, struct.unpack("<5I", digest))))  # as Windows makes it of the name
    world.values["JOB_USER"] = "true"
    equal(world.boot(), 0)
    order = [" ".join(map(str, one["args"])) for one in world.calls() if one["program"] in ("sc.exe", "gitlab-runner.exe", "Start-Service")]
    equal(order[2:], ["install", "config gitlab-runner obj= NT SERVICE\\gitlab-runner", "privs gitlab-runner SeChangeNotifyPrivilege", "gitlab-runner"])
    granted = {pathlib.PurePath(one["args"][0]).name: " ".join(one["args"][2:]) for one in world.calls("icacls.exe") if SERVICE in str(one["args"])}
    equal(granted, {name: f"*{SERVICE}:(RX)" for name in ("", "gitlab-runner.exe", "config.toml", ".runner_system_id")} | {
        "jobs": f"*{SERVICE}:(RX,AD) /grant *{SERVICE}:(OI)(CI)(IO)M"})  # it may not become a link: no WD, no WA
    call = world.calls("gitlab-runner.exe", "register")[0]
    equal([option(call, f"--{name}-dir") for name in ("builds", "cache")], [str(world.vend / "jobs" / name) for name in ("builds", "cache")])
    equal([one["program"] for one in world.calls() if "NetFirewallRule" in one["program"]], ["Remove-NetFirewallRule", "New-NetFirewallRule"])
    rule, = [one["args"] for one in world.calls("New-NetFirewallRule")]
    equal((rule["direction"], rule["action"], rule["address"], rule["user"]), ("Outbound", "Block", ["169.254.169.254"], f"D:(A;;CC;;;{SERVICE})"))


def case_the_metadata_stays_open_where_the_runner_needs_it(world):
    world.values |= {"JOB_USER": "true", "CACHE_BUCKET": "lab-cache"}
    equal(world.boot(), 0)
    equal(len(world.calls("Remove-NetFirewallRule")), 1)  # that of an image
    equal(world.calls("New-NetFirewallRule"), [])


def case_jobs_as_system_change_nothing(world):
    equal(world.boot(), 0)
    equal(world.calls("New-NetFirewallRule") + world.calls("sc.exe") + world.calls("Add-MpPreference"), [])
    lacks(str([one["args"] for one in world.calls("icacls.exe")]), "S-1-5-80")
    assert "LongPathsEnabled" not in str(world.calls("Set-ItemProperty"))


@on((SHELL, 20348), (DOCKER, 20348))
def case_long_paths_defender_and_job_objects(world):
    world.values |= {"LONG_PATHS": "true", "DEFENDER_EXCLUSIONS": "true", "JOB_OBJECT": "true"}
    equal(world.boot(), 0)
    found = [one["args"] for one in world.calls("Set-ItemProperty") if one["args"]["name"] == "LongPathsEnabled"]
    equal([(one["path"], one["type"], one["value"]) for one in found], [("HKLM:\\SYSTEM\\CurrentControlSet\\Control\\FileSystem", "DWord", 1)])
    equal([one["args"] for one in world.calls("git.exe")], [] if world.docker else [["config", "--system", "core.longpaths", "true"]])
    found, = [one["args"] for one in world.calls("Add-MpPreference")]
    equal([pathlib.PurePath(one).name for one in found["path"]], ["builds", "cache", "docker"])
    equal(runner(world)["feature_flags"], {"FF_DISABLE_AUTOMATIC_TOKEN_ROTATION": True, "FF_USE_WINDOWS_JOB_OBJECT": True})


def case_no_defender_is_logged(world):
    world.values["DEFENDER_EXCLUSIONS"] = "true"
    world.put("no-defender", True)
    equal(world.boot(), 0)
    contains(world.log(), "Add-MpPreference")


# ---- steps of one's own
def step(name, more=""):
    """A step that says what it was told, and in which order it came."""
    return ("[IO.File]::AppendAllText(\"$env:LAB_WORLD/steps\", \"%s|$env:VEND_STEP|$env:VEND_INSTANCE|$env:VEND_REGION|$env:VEND_STACK|$env:VEND_GROUP|$env:VEND_GITLAB_URL|"
            "$([bool](Get-ChildItem env: | Where-Object Value -like '*glrt-*'))`n\")\n%s\n" % (name, more))


def told(world):
    file = world.state / "steps"
    return file.read_text().splitlines() if file.exists() else []


@on((SHELL, 20348), (DOCKER, 20348))
def case_steps_of_ones_own(world):
    """Given as text (cfn-init writes them with CRLF), by address, and by path."""
    texts = {name: step(name) + "# ä\n" for name in ("before", "after", "drain")}
    (world.vend / "steps").mkdir(parents=True)
    (world.vend / "steps" / "before.ps1").write_bytes(texts["before"].replace("\n", "\r\n").encode())
    world.vendors.files["/files/after.ps1"] = texts["after"].encode()
    path = world.root / "drain me.ps1"
    path.write_text(texts["drain"])
    sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    world.values |= {"BEFORE": "Embedded", "BEFORE_SHA256": sums["before"], "AFTER": f"http://127.0.0.1:{world.served['vendors'].port}/files/after.ps1",
                     "AFTER_SHA256": sums["after"], "DRAIN_STEP": str(path)}
    equal(world.boot(), 0)
    common = f"i-0123456789abcdef0|eu-west-1|lab|lab-InstanceASG-1|{world.gitlab_url}|False"
    equal(told(world), [f"before|before|{common}", f"after|after|{common}"])
    order = [one["args"][-1] if one["program"] == "powershell.exe" else one["args"][0] for one in world.calls() if
             one["program"] == "gitlab-runner.exe" or one["program"] == "powershell.exe" and "steps" in one["args"][-1]]
    equal([pathlib.PurePath(one).name for one in order], ["--version", "before.ps1", "register", "install", "after.ps1"])
    for name in texts:
        equal((world.vend / "steps" / f"{name}.ps1").read_bytes()[:3], b"\xef\xbb\xbf")  # else 5.1 would misread it
    nowhere(world, "glrt-good1")


def case_a_step_that_fails_fails_the_boot(world):
    for name in ("before", "after"):
        (world.vend / "steps").mkdir(parents=True, exist_ok=True)
        (world.vend / "steps" / f"{name}.ps1").write_text("exit 7\n")
        world.values = {key: value for key, value in world.values.items() if key not in ("BEFORE", "AFTER")} | {name.upper(): "Embedded"}
        for mark in ("signalled", "completed"):
            (world.vend / mark).unlink(missing_ok=True)
        equal(world.boot(), 1)
        contains(world.log(), "ended with 7")
        equal(world.gitlab.runners["glrt-good1"]["managers"], [])
        (world.vend / "steps" / f"{name}.ps1").unlink()


def case_a_step_that_hangs_fails_the_boot(world):
    """Half an hour, in the clock's time."""
    (world.vend / "steps").mkdir(parents=True)
    (world.vend / "steps" / "before.ps1").write_text("exit 0\n")
    world.values["BEFORE"] = "Embedded"
    world.answer("powershell.exe -NoProfile -ExecutionPolicy Bypass -File", hangs=True)
    equal(world.boot(), 1)
    failed_once(world, "powershell.exe -NoProfile took more than 1800 s")


def case_a_step_in_a_bucket_that_is_refused_for_a_moment(world):
    (world.vend / "steps").mkdir(parents=True)
    (world.vend / "steps" / "before.ps1").write_text(step("before"))  # what `s3 cp` brings
    world.values["BEFORE"] = "s3://lab/before.ps1"
    world.answer("aws.exe s3 cp s3://lab/before.ps1", exit=1, err="SlowDown: Please reduce your request rate", times=3)
    equal(world.boot(), 0)
    equal(len(world.calls("aws.exe", "s3")), 4)
    equal(len(told(world)), 1)


def case_a_step_from_an_address_needs_its_checksum(world):
    address = f"http://127.0.0.1:{world.served['vendors'].port}/files/x.ps1"
    world.vendors.files["/files/x.ps1"] = step("x").encode()
    for hash_, reason in (("", "no checksum"), ("0" * 64, "wrong checksum")):
        world.values |= {"BEFORE": address, "BEFORE_SHA256": hash_}
        for mark in ("signalled", "completed"):
            (world.vend / mark).unlink(missing_ok=True)
        equal(world.boot(), 1)
        contains(world.log(), reason)
    equal(told(world), [])


@on((SHELL, 20348), (DOCKER, 20348))
def case_the_step_at_the_drain(world):
    """After the jobs, before the runner is unregistered; heartbeats go on."""
    (world.vend / "steps").mkdir(parents=True)
    (world.vend / "steps" / "drain.ps1").write_text(step("drain", "[Threading.Thread]::Sleep(2500)\nexit 9"))
    world.values |= {"DRAIN_STEP": "Embedded", "HEARTBEAT": "60"}
    equal(world.boot(), 0)
    (world.state / "calls").unlink()
    world.put("clock", 0)
    world.put("events", [{"at": 0, "put": "terminate"}])
    world.put("limit", 2000)
    world.put("jobs", 100)
    world.act("Watch")
    equal(len(told(world)), 1)
    contains(told(world)[0], "drain|drain|i-0123456789abcdef0|eu-west-1|lab|lab-InstanceASG-1|")
    order = [f"{one['program']} {one['args'][0]}" for one in world.calls() if one["program"] in ("Start-Process", "gitlab-runner.exe") or "complete-lifecycle-action" in one["args"]]
    equal(order, ["Start-Process powershell.exe", "gitlab-runner.exe unregister", "aws.exe autoscaling"])
    assert [one["clock"] for one in world.calls("Start-Process")][0] >= 100


@on((SHELL, 20348))
def case_a_step_that_hangs_cannot_stop_the_drain(world):
    (world.vend / "steps").mkdir(parents=True)
    (world.vend / "steps" / "drain.ps1").write_text("[Threading.Thread]::Sleep(1000000)")
    world.values |= {"DRAIN_STEP": "Embedded", "HEARTBEAT": "60"}
    equal(world.boot(), 0)
    (world.state / "calls").unlink()
    world.put("clock", 0)
    world.put("events", [{"at": 0, "put": "terminate"}])
    world.put("limit", 2000)
    code = (world.vend / "runner.ps1").read_text()
    (world.vend / "runner.ps1").write_text(code.replace("WaitForExit(1000)", "WaitForExit(20)"))
    world.act("Watch")
    ended, = world.calls("taskkill.exe")
    equal(ended["args"][:3], ["/f", "/t", "/pid"])
    assert 300 <= ended["clock"] <= 335, ended  # begun at the first look, after 5 s; ended at the first after its limit, every 30 s
    beats = [one["clock"] for one in world.calls("aws.exe", "autoscaling", "record-lifecycle-action-heartbeat")]
    assert len(beats) >= 8 and max(b - a for a, b in zip(beats, beats[1:])) <= 40, beats  # each half of the hook's timeout
    equal(world.gitlab.runners["glrt-good1"]["managers"], [])
    try:
        os.kill(int(ended["args"][3]), 9)
    except ProcessLookupError:
        pass


# ---- metrics
@on((SHELL, 20348), (DOCKER, 20348))
def case_the_agents_own_schema_accepts_every_configuration(world):
    check = jsonschema.Draft4Validator(json.loads((ROOT / "tests/schemas/cloudwatch-agent.json").read_text()))
    equal(world.boot(), 0)
    file = world.vend / "agent.json"
    assert file.exists()
    for log_group in ("", "/vend/lab"):
        for metrics in ("true", "false"):
            file.unlink(missing_ok=True)
            equal(world.call(f"$LOG_GROUP, $METRICS = '{log_group}', '{metrics}'\nReport"), 0)
            equal(file.exists(), bool(log_group) or metrics == "true")
            if not file.exists():
                continue
            agent = json.loads(file.read_text())
            equal(sorted(agent), ["logs"] * bool(log_group) + ["metrics"] * (metrics == "true"))
            equal([error.message for error in check.iter_errors(agent)], [])
    agent["metrics"] = {"metrics_collected": {"statsd": {"service_adress": ":8125"}}}
    assert list(check.iter_errors(agent)), "the schema refuses nothing"


def case_names_of_metrics_are_those_of_linux(world):
    equal(world.boot(), 0)
    collected = json.loads((world.vend / "agent.json").read_text())["metrics"]["metrics_collected"]
    renamed = {one["rename"] for table in collected.values() for one in table.get("measurement", []) if isinstance(one, dict)}
    equal(renamed, {"mem_used_percent", "cpu_usage_active", "swap_used_percent", "netstat_tcp_established"})
    equal(collected["statsd"]["service_address"], "127.0.0.1:8125")
    # A percent sign belongs to the counter's name.
    equal(collected["Memory"]["measurement"][0]["name"], "% Committed Bytes In Use")


def bind_in_turn(listener, port):
    """A port of loopback that all machines here have together, once nobody else has it."""
    end = time.monotonic() + 300
    while True:
        try:
            return listener.bind(("127.0.0.1", port))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@on((SHELL, 20348), (DOCKER, 20348))
def case_job_slots_in_use(world):
    world.values["CONCURRENT"] = "41" if world.docker else "43"
    label = "com.gitlab.gitlab-runner.managed=true,com.gitlab.gitlab-runner.job.id=%d,com.gitlab.gitlab-runner.type=%s\n"
    world.answer("docker.exe ps", out=label % (7, "build") + label % (7, "service") + label % (8, "build"))
    equal(world.boot(), 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as agent:
        bind_in_turn(agent, 8125)
        agent.settimeout(0.2)
        world.put("clock", 0)
        world.put("jobs", 250)
        world.put("limit", 300)
        world.put("events", [{"at": 100, "put": "terminate"}])
        world.act("Watch")
        found = []
        try:
            while True:
                one = dict(line.split(":") for line in agent.recv(4096).decode().split("\n"))
                if one["runner_slots"] == world.values["CONCURRENT"] + "|g":
                    found.append(one)
        except TimeoutError:
            pass
    jobs = 2 if world.docker else 1
    equal(found[0], {"runner_jobs": f"{jobs}|g", "runner_slots": world.values["CONCURRENT"] + "|g", "runner_slots_used_percent": f"{round(100 * jobs / int(world.values['CONCURRENT']))}|g",
                     "runner_takes_no_jobs": "0|g", "disk_used_percent": "40|g"})
    assert 3 <= len(found) <= 12, len(found)
    equal(found[-1]["runner_takes_no_jobs"], "1|g")
    assert "runner_slots_used_percent" not in found[-1], "an instance that drains has no slots"
    assert 0 <= int(found[-1]["runner_drain_seconds"].removesuffix("|g")) <= 200, found[-1]
def with_settings(world, text):
    """The file beside the script, as cfn-init writes it: with CRLF."""
    world.vend.mkdir(exist_ok=True)
    (world.vend / "settings").write_bytes(text.replace("\n", "\r\n").encode())


def case_settings_beside_the_script(world):
    lines = "OUTPUT_LIMIT=65536\nENVIRONMENT:" + base64.b64encode("A=x y\nB=größe".encode()).decode() + "\n"
    world.values["SETTINGS_SHA256"] = hashlib.sha256(lines.encode()).hexdigest()
    with_settings(world, lines)
    equal(world.boot(), 0)
    runner = tomllib.loads((world.vend / "config.toml").read_text())["runners"][0]
    equal(runner["output_limit"], 65536)
    equal(runner["environment"][-2:], ["A=x y", "B=größe"])


def case_settings_of_another_stack(world):
    world.values["SETTINGS_SHA256"] = "0" * 64
    with_settings(world, "OUTPUT_LIMIT=65536\n")
    equal(world.boot() != 0, True)
    failed_once(world, "settings is not the one of this stack")
    equal(world.calls("gitlab-runner.exe", "register"), [])


# ---- what only some settings need
def case_features_of_another_script(world):
    world.features += "# more\n"
    equal(world.boot() != 0, True)
    failed_once(world, "no windows-features.ps1 of this script")
    equal(world.calls("gitlab-runner.exe", "register"), [])


def case_features_come_from_beside_the_address_of_the_script(world):
    world.features, features = "", world.features
    world.vendors.files["/files/mine.ps1"] = world.script.encode()
    world.vendors.files["/files/windows-features.ps1"] = features.encode()
    world.values["SCRIPT"] = "https://files/mine.ps1"
    equal(world.boot(), 0)
    equal((world.vend / "features.ps1").read_text(), features)


# ---- what a spec rules out is not in its script
@on((SHELL, 20348), (DOCKER, 20348))
def case_a_script_without_any_feature_boots_and_drains(world):
    world.script = compose(ROOT / "runner_configs" / (DOCKER if world.docker else SHELL), ())
    world.features = compose(ROOT / "runner_configs" / "windows-features.ps1", ())  # what a boot alone needs
    for name in ("function Step", "function Login", "function Store", "function Set-Extras", "function Trust", "function Set-Proxy"):
        lacks(world.script + world.features, name)
    world.values["SCRIPT_SHA256"] = hashlib.sha256(world.script.encode()).hexdigest()
    equal(world.boot(), 0)
    succeeded(world)
    world.put("clock", 0)
    world.put("events", [{"at": 0, "put": "terminate"}])
    world.put("limit", 2000)
    world.act("Watch")
    equal(world.gitlab.runners["glrt-good1"]["managers"], [])
    equal(world.act("Housekeeping"), 0)
