"""Boots that fail: one signal with the reason, ABANDON, nothing registered. A case for each reason, hence the length."""
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from checks import DOCKER, SHELL, contains, equal, failed_once, nowhere, on, results, signals, succeeded

DEAD = "http://127.0.0.1:1/"
# Names that any certificate authority may give to somebody else, as Windows writes subjects.
IMPOSTORS = [
    "CN=Amazon Prime Cleaning LLC, O=Amazon Prime Cleaning LLC, C=US", "CN=Amazon", "CN=Not, O=x Amazon.com Services LLC", "CN=amazon.com services llc",
    'CN="Amazon Web Services, Inc. of Elsewhere", O="Amazon Web Services, Inc.x"', "CN=Amazon.com Services LLC2", "OU=Amazon.com Services LLC, CN=Somebody",
    'CN="x, O=Amazon.com Services LLC", O=y', 'CN="x"", O=Amazon.com Services LLC, OU=""y", C=US', 'CN="x\nO=Amazon.com Services LLC", C=US',
    'CN="Amazon.com Services LLC ", C=US', "C=US + L=O=Amazon.com Services LLC", "E=CN=Amazon.com Services LLC", ""]


def fails(world, reason):
    equal(world.boot(), 1)
    failed_once(world, reason)
    equal(world.boot(), 0)  # the next boot leaves it at that
    failed_once(world, reason)


def case_no_way_to_gitlab(world):
    world.values["GITLAB_URL"] = DEAD
    fails(world, "curl.exe http://127.0.0.1:1/")


def case_no_way_to_the_download_host(world):
    world.values["RUNNER_DOWNLOAD"] = DEAD
    fails(world, "curl.exe http://127.0.0.1:1/")


def case_proxy_is_dead(world):
    world.values |= {"HTTP_PROXY": DEAD, "GITLAB_URL": world.gitlab_url.replace("localhost", "gitlab.lab")}
    fails(world, "curl.exe http://gitlab.lab:")


def case_proxy_refuses_gitlab(world):
    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(502)

        def log_message(self, *arguments):
            pass
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        world.values |= {"HTTP_PROXY": f"http://127.0.0.1:{server.server_address[1]}", "GITLAB_URL": world.gitlab_url.replace("localhost", "gitlab.lab")}
        fails(world, "proxy answers 502 for http://gitlab.lab:")
        server.shutdown()


def case_bad_token(world):
    world.answer("aws.exe secretsmanager", out="glrt-wrong")
    fails(world, "register ended with 1")
    nowhere(world, "glrt-wrong")


def case_second_token_is_bad_so_the_first_is_given_back(world):
    world.answer("aws.exe secretsmanager", out="glrt-good1;glrt-wrong")
    fails(world, "register ended with 1")
    equal(world.gitlab.events, ["verify glrt-good1", "delete-manager glrt-good1"])


def case_gitlab_is_too_busy_for_registrations(world):
    """The real runner repeats such an answer within seconds only; many instances ask at once when a group grows."""
    verify, asked = world.gitlab.verify, [503, 408, 429]
    world.gitlab.verify = lambda *all: (asked.pop(), "{}") if asked else verify(*all)
    equal(world.boot(), 0)
    equal(asked, [])


def case_registration_disallowed(world):
    world.answer("aws.exe secretsmanager", out="GR1348941good")
    world.gitlab.disallow = True
    fails(world, "410")


def case_secret_cannot_be_read(world):
    world.answer("aws.exe secretsmanager", exit=254, err="AccessDeniedException")
    fails(world, "AccessDeniedException")


def case_secret_is_empty(world):
    world.answer("aws.exe secretsmanager", out=" ; \n")
    fails(world, "no token in lab-token")


def case_runner_has_a_wrong_checksum(world):
    world.downloads.corrupt = True
    fails(world, "wrong checksum or signer")
    equal(world.calls("gitlab-runner.exe"), [])


def case_version_does_not_exist(world):
    world.values["RUNNER_VERSION"] = "v99.0.0"
    world.downloads.missing = ["v99.0.0"]
    fails(world, "404")


def case_tampered_script(world):
    world.values["SCRIPT_SHA256"] = "0" * 64
    fails(world, "wrong checksum")
    equal(len(world.calls("powershell.exe")), 0)


def case_address_of_the_script_is_gone(world):
    world.values["SCRIPT"] = f"http://127.0.0.1:{world.served['downloads'].port}/nothing.ps1"
    fails(world, "curl failed")


def case_script_from_s3_is_refused(world):
    world.values["SCRIPT"] = "s3://bucket/mine.ps1"
    world.answer("aws.exe s3 cp", exit=1)
    fails(world, "s3 failed")


def case_custom_script_fails_without_a_word(world):
    world.script = "exit 7\n"
    world.values["SCRIPT_SHA256"] = ""
    fails(world, "script failed")


def case_installer_fails(world):
    world.without("git.exe")
    world.pin_what_is_served()
    world.answer("Git-2.55.0.5-64-bit.exe", exit=5)
    fails(world, "ended with 5")


def case_msi_fails(world):
    world.without("aws.exe")
    world.put("installer", {"creates": [], "exit": 1603})
    world.put("limit", 800)  # nobody hears of the end, and the boot says so for an hour
    equal(world.boot(), 1)
    assert "msiexec.exe /i ended with 1603" in signals(world)[0][1], signals(world)
    equal(len(world.calls("msiexec.exe")), 40)  # for ten minutes
    equal(len(signals(world)), 1)  # without the AWS CLI the hook's own ABANDON has to do


def case_another_installation_runs_for_a_while(world):
    """1618: Windows has one at a time, and EC2's own or Windows Update's may come first."""
    world.without("aws.exe")
    world.answer("msiexec.exe", exit=1618, times=3)
    world.put("installer", {"creates": ["aws.exe"], "exit": 0})
    equal(world.boot(), 0)
    equal(len(world.calls("msiexec.exe")), 4)
    for call in world.calls("msiexec.exe"):
        equal([one for one in call["args"] if one.startswith("/")][-2:], ["/qn", "/norestart"])


def case_another_installation_never_ends(world):
    world.without("aws.exe")
    world.put("installer", {"creates": ["aws.exe"], "exit": 1618})
    world.put("limit", 1100)
    equal(world.boot(), 1)
    assert "msiexec.exe /i ended with 1618" in signals(world)[0][1], signals(world)
    equal(500 < world.calls("cfn-signal.exe")[0]["clock"] < 1000, True)


def case_installer_does_nothing(world):
    """It says that it succeeded."""
    world.without("git.exe")
    world.pin_what_is_served()
    fails(world, "git.exe")


def case_installer_never_ends(world):
    world.without("git.exe")
    world.pin_what_is_served()
    world.answer("Git-2.55.0.5-64-bit.exe", hangs=True)
    fails(world, "took more than 1800 s")
    equal(len(world.calls("taskkill.exe")), 1)


def case_installer_was_changed(world):
    world.without("git.exe")
    fails(world, "wrong checksum or signer: https://github.com/git-for-windows/")
    equal(world.calls("Git-2.55.0.5-64-bit.exe"), [])


def case_installer_is_signed_by_somebody_else(world):
    world.without("aws.exe")
    world.put("signatures", {"AWSCLIV2.msi": ["Valid", "CN=Somebody Else, O=Not Amazon"]})
    world.put("limit", 100)
    equal(world.boot(), 1)
    equal(world.calls("msiexec.exe"), [])
    assert "wrong checksum or signer: https://awscli.amazonaws.com/" in signals(world)[0][1], signals(world)


def case_signers_have_their_whole_name(world):
    """Of whom everything is checked that no checksum is known of; and the names are those that AWS signs with."""
    equal(world.boot(), 0)
    world.without("aws.exe")
    world.put("installer", {"creates": ["aws.exe"], "exit": 0})
    subjects = [*IMPOSTORS, 'CN="Amazon Web Services, Inc.", C=US', "CN=Amazon.com Services LLC, C=US"]
    world.put("subjects", subjects)
    world.call("""foreach ($subject in Read-World subjects) {
  Write-World signatures @{ 'AWSCLIV2.msi' = 'Valid', $subject }
  $end = try { Install aws.exe https://awscli.amazonaws.com/AWSCLIV2.msi; 'installed' } catch { "$_" }
  "$(Test-Path AWSCLIV2.msi) $(@(Get-Command aws.exe -ea Ignore).Count) $end"
  Remove-Item AWSCLIV2.msi, "$($env:PATH.Split(':')[0])/aws.exe" -ea Ignore
}""")
    expected = ["False 0 wrong checksum or signer: https://awscli.amazonaws.com/AWSCLIV2.msi"] * len(IMPOSTORS) + ["True 1 installed"] * 2
    equal(list(zip(subjects, world.said.splitlines())), list(zip(subjects, expected)))
    equal(len(world.calls("msiexec.exe")), 2)


def case_installer_has_a_signature_that_does_not_hold(world):
    for path in world.root.glob("ProgramFiles/Amazon/AmazonCloudWatchAgent/*"):
        path.unlink()
    world.put("signatures", {"amazon-cloudwatch-agent.msi": ["HashMismatch", 'CN="Amazon Web Services, Inc."']})
    fails(world, "wrong checksum or signer: https://amazoncloudwatch-agent")
    equal(world.calls("msiexec.exe"), [])


def case_service_does_not_start(world):
    world.put("broken", ["gitlab-runner"])
    fails(world, "gitlab-runner does not run")
    equal(world.get("services"), {})  # Windows would start it again in a minute


def refuse_housekeeping(world):
    world.answer("schtasks.exe /create /f /ru SYSTEM /sc minute /mo 5 /tn vend-Housekeeping", exit=1, err="ERROR: Access is denied.")


def case_runner_that_came_up_is_stopped_when_the_boot_fails(world):
    refuse_housekeeping(world)
    fails(world, "Access is denied")
    equal(len(world.calls("Stop-Service")), 1)
    equal(world.get("services"), {})


def case_failed_boot_waits_for_a_job_that_the_runner_got(world):
    refuse_housekeeping(world)
    world.put("jobs", 900)
    fails(world, "Access is denied")
    equal(world.calls("cfn-signal.exe")[0]["clock"] >= 900, True)


def case_runner_of_the_image_that_does_not_go(world):
    """It would take jobs under its own registration."""
    world.put("services", {"gitlab-runner": {"status": "Running", "start": "Automatic"}})
    world.answer("sc.exe delete", exit=5, err="Access is denied")
    fails(world, "sc.exe delete ended with 5")
    equal(world.calls("Start-Service"), [])


def case_boot_anew_after_a_failure_registers_anew(world):
    """As docs/troubleshooting.md tells."""
    refuse_housekeeping(world)
    fails(world, "Access is denied")
    for mark in ("signalled", "completed"):
        (world.vend / mark).unlink()
    world.answers = [one for one in world.answers if "schtasks.exe" not in one["when"]]
    equal(world.act("Boot"), 0)
    equal(world.gitlab.events, ["verify glrt-good1", "delete-manager glrt-good1", "verify glrt-good1"])
    equal(len(world.gitlab.runners["glrt-good1"]["managers"]), 1)
    equal(world.get("services")["gitlab-runner"]["status"], "Running")


def case_agent_that_does_not_start_is_not_worth_a_boot(world):
    world.answer("powershell.exe -ExecutionPolicy Bypass -File " + str(world.root / "ProgramFiles"), exit=1)
    equal(world.boot(), 0)
    succeeded(world)
    contains(world.log(), "ended with 1")


@on((DOCKER, 99999))
def case_server_without_a_helper_image(world):
    fails(world, "no helper image for Windows 2016")


@on((DOCKER, 20348))
def case_docker_was_changed(world):
    world.put("services", {})
    world.boot()
    equal(world.boot(), 1)
    failed_once(world, "wrong checksum or signer: https://download.docker.com/")
    equal(world.calls("dockerd.exe"), [])


def case_metadata_is_down(world):
    """Without it the instance does not know its name: the signal goes out, the hook runs into its timeout."""
    world.imds.down = True
    equal(world.boot(), 1)
    equal(len(signals(world)), 1)
    assert "metadata" in signals(world)[0][1], signals(world)


def case_cfn_signal_is_broken_but_the_hook_is_told(world):
    world.answer("cfn-signal.exe", exit=1)
    world.values["GITLAB_URL"] = DEAD
    equal(world.boot(), 1)
    equal(results(world), ["ABANDON"])


def case_a_signal_that_nobody_waits_for_does_not_fail_the_boot(world):
    """As on every instance that joins after the stack's creation: CloudFormation refuses signals then."""
    world.answer("cfn-signal.exe", exit=1, err="ValidationError: stack is in CREATE_COMPLETE state")
    equal(world.boot(), 0)
    equal(results(world), ["CONTINUE"])
    equal(world.get("services")["gitlab-runner"]["status"], "Running")


def case_failed_boot_leaves_no_watch(world):
    world.values["GITLAB_URL"] = DEAD
    world.boot()
    before = len(world.calls())
    equal(world.act("Watch"), 0)
    equal([one["program"] for one in world.calls()[before:]], ["PriorityClass"])


def case_folder_cannot_be_protected(world):
    world.answer("icacls.exe", exit=5)
    fails(world, "acl failed")
    assert not (world.vend / "values").exists()
