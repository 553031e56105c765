"""What a spec asks for beyond a plain runner: each setting works here, or is refused where it cannot."""
import ssl
import subprocess
import threading
import tomllib
from http.server import ThreadingHTTPServer

from checks import DOCKER, SHELL, contains, ec2_tags, equal, failed_once, lacks, nowhere, on, option, succeeded
from simulator import make_handler


def runner(world):
    return tomllib.loads((world.vend / "config.toml").read_text())["runners"][0]


# ---- registration
def case_a_secret_may_be_an_object_as_the_console_makes_it(world):
    for secret in ('\n { "anything" : "glrt-good1" }\n', '{"note":"of 2026","token":"glrt-good1"}'):
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
    none = "169.254.169.254,127.0.0.1,localhost"
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
    assert world.gitlab.runners["glrt-good1"]["managers"] == [found], world.gitlab.runners


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

