"""What the referee tests share: the templates to judge, the table of exceptions, and how a test ends.

A referee is a checker that others wrote. Where it is absent the test is skipped (exit code 77), in CI it fails.
"""

import argparse
import fnmatch
import importlib.util
import json
import logging
import os
import pathlib
import random
import subprocess
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
PLACE = "~/.cache/vend/referees"  # of what a referee brings: of PyPI, and a Node.js that AWS's validator takes, which Debian 12 has not
BRINGS = f"python3 -m venv {PLACE} && {PLACE}/bin/pip install -r tests/referees/requirements.txt"
BRINGS_NODE = f"{BRINGS} nodeenv && {PLACE}/bin/nodeenv -p --node=lts"
SAMPLES = 13  # random specs; the same ones in every run, and the last one crowded


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vend", required=True, help="the binary under test")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="a folder to write into")
    parsed = parser.parse_args()
    parsed.work.mkdir(parents=True, exist_ok=True)
    return parsed


def absent(what, brings=BRINGS, tests="referee"):
    """Ends the test: the referee is not here."""
    if os.environ.get("CI") == "true":
        sys.exit(f"FAILED: {what} is not here, and CI=true")
    print(f"NOT TESTED: {pathlib.Path(sys.argv[0]).stem} ({what} is not here); to test it: {brings} && PATH={PLACE}/bin:$PATH make test CTEST='-R {tests}'")
    sys.exit(SKIPPED)


def lacking_for_moto(*modules):
    """What a moto server would need and is not here, or nothing."""
    return next((f"python3 with {one}" for one in ("moto", "boto3", "flask", *modules) if importlib.util.find_spec(one) is None), None)


def moto_server(region, *modules):
    """A moto server on a free port of loopback, started; the caller stops it. Ends the test where it is not here."""
    if lacking := lacking_for_moto(*modules):
        absent(lacking)
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION=region, AWS_CONFIG_FILE="/dev/null",
                      AWS_SHARED_CREDENTIALS_FILE="/dev/null", NO_PROXY="127.0.0.1", no_proxy="127.0.0.1")
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    from moto.server import ThreadedMotoServer  # pylint: disable=import-outside-toplevel

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    return server


def vend(binary, *args, stdin=None):
    done = subprocess.run([binary, *args], input=stdin, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"FAILED: vend {' '.join(args)}: {done.returncode}\n{done.stderr}\n{stdin or ''}")
    return done.stdout


def presets(binary):
    return [line.split()[0] for line in vend(binary, "presets").splitlines()]


def random_spec(rng, crowded=False):
    """A spec that is right, with any mix of settings; crowded: on Windows, with all of them on the form, so that some are
    baked in to fit."""
    windows = rng.random() < 0.35 or crowded
    platform = rng.choice(["windows-2019", "windows-2022", "windows-2025"] if windows else ["amazon-linux-2023", "amazon-linux-2"])
    largest = rng.randint(2, 60)
    smallest = rng.randint(0, largest)
    types = rng.sample([f"{family}.{size}" for family in ("m5", "m5a", "m6i", "m6a", "c5", "c6i", "r5", "r6i") for size in ("large", "xlarge", "2xlarge")],
                       rng.randint(1, 20))
    optional = {
        "gitlab": {"url": "https://gitlab.example.com:8443/", "tags": ["a b", "ü"], "concurrent": rng.randint(1, 20), "version": "v17.5.0"},
        "cache": rng.choice([{"bucket": "none"}, {"bucket": "own", "expiration_days": 7}, {"bucket": "a-bucket-of-ours", "shared": True}]),
        "spot": {"on_demand_base": rng.randint(0, 3), "on_demand_percentage": rng.randint(0, 100), "capacity_rebalance": rng.random() < 0.5},
        "scaling": [
            {"metric": rng.choice(["cpu", "memory", "slots"]), "out": {"at": 70, "for": "60s", "steps": {"0": 1, "15": 2}}, "in": {"at": 30, "for": "5m", "steps": {"0": -1}}},
            {"metric": rng.choice(["cpu", "slots"]), "target": 50},
        ][: rng.randint(1, 2)],
        "schedules": [{"at": f"{n} {rng.randint(0, 23)} * * MON-FRI", "timezone": "Europe/Berlin", "min": smallest} for n in range(rng.randint(1, 20))],
        "disk": {"size": rng.randint(30, 500), "iops": 4000, "throughput": 250},
        "network": rng.choice([
            {"vpc": "vpc-0123456789abcdef0", "subnets": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"], "security_groups": ["sg-0123456789abcdef0"]},
            {"own_security_group": True},
            {"pickers": True},
        ]),
        "role": rng.choice([{"name": "a-role"}, {"permissions_boundary": "arn:aws:iam::123456789012:policy/boundary"},
                            {"managed_policies": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]}]),
        "update": {"type": rng.choice(["rolling", "replace", "refresh"]), "min_in_service": 1, "max_batch_size": 5, "min_success_percentage": 90},
        "zone_distribution": "balanced-only",
        "drain": {"keep_failed": True},
        "alarms": {"topic": "arn:aws:sns:eu-central-1:123456789012:alarms", "drain": "1h"},
        "hooks": {"heartbeat": rng.randint(30, 1800), "drain_limit": 3000},
        "max_instance_lifetime": "7d",
        "protect_busy": True,
        "patch": {"scope": rng.choice(["none", "security_only", "all"])},
        "logs": {"enabled": rng.random() < 0.5},
        "notifications": {"topic": "arn:aws:sns:eu-central-1:123456789012:runners"},
        "dashboard": True,
        "tags": {"cost-centre": "42", "team": "a \"quoted\" name"},
        "proxy": {"http": "http://proxy.example.com:3128", "no_proxy": "example.com"},
        "key_pair": "a-key",
        "metadata_hop_limit": 2,
    }
    spec = {
        "name": f"sample-{rng.randint(0, 9999)}",
        "platform": platform,
        "executor": rng.choice(["docker", "shell"]),
        "size": {"min": smallest, "desired": rng.randint(smallest, largest), "max": largest},
        "instances": types,
    }
    for key in rng.sample(sorted(optional), len(optional) if crowded else rng.randint(0, len(optional))):
        spec[key] = optional[key]
    if rng.random() < 0.5 and not crowded:
        spec["fixed"] = True
    if spec.get("spot", {}).get("on_demand_percentage", 100) < 100:
        spec["spot"]["fallback"] = {"max": rng.randint(1, 20), "after": "10m"}
    if rng.random() < 0.2 and not crowded:
        spec["instances"] = [{"type": one, "weight": rng.randint(1, 4)} for one in types]
        spec["size"]["max"] = max(largest, 8)
    elif rng.random() < 0.1 and not crowded:
        spec["instances"] = {"vcpu": {"min": 2, "max": 8}, "memory_mib": {"min": 4096}, "excluded": ["t3*"]}
    if rng.random() < 0.3 and not crowded:
        queue = {"namespace": "AWS/SQS", "name": "ApproximateNumberOfMessagesVisible", "statistic": "Sum", "dimensions": {"QueueName": "jobs"}}
        spec["scaling"] = [{"metric": queue, "out": {"at": 10, "for": "60s", "periods": 3}}, {"metric": "memory", "in": {"at": 20, "for": "10m"}}]
    return spec


def every_setting(platform, executor):
    """A spec with all that jobs and instances can be given on that platform."""
    windows, docker = platform.startswith("windows"), executor == "docker"
    certificate = "-----BEGIN CERTIFICATE-----\n" + ("M" * 64 + "\n") * 20 + "-----END CERTIFICATE-----\n"
    spec = {
        "platform": platform,
        "executor": executor,
        "gitlab": {"environment": {"LANG": "C.UTF-8", "QUOTED": "a 'b' \"c\" ${d}"}, "request_concurrency": 4, "output_limit": 16384, "ca_certificate": certificate,
                   "version": "v17.5.0"},
        "runner_download": "https://mirror.example.com/gitlab-runner-downloads",
        "script": {"before": "echo before\n", "after": {"source": "s3://a-bucket/dir/after.sh"}, "drain": {"source": "https://example.com/x", "sha256": "a" * 64}},
        "proxy": {"http": "http://proxy.example.com:3128", "jobs": False},
        "metadata_for_jobs": True,
        "disk": {"instance_store": "docker" if docker else "builds"},
    }
    if docker:
        spec["docker"] = {"allowed_images": ["ruby:*", "registry.example.com/**"], "memory": "4g", "cpus": "0.5", "preload": ["ruby:3.3"], "ecr": True,
                          "hub_secret": "team/hub"} | ({} if windows else {"shm_size": "256m"})
    if windows:
        spec["windows"] = {"long_paths": True, "defender_exclusions": True, "job_object": True} | ({} if docker else {"job_user": True})
    return spec


def scaling_settings(platform, executor, update):
    """All that scales a group, replaces its instances and tells of it."""
    return {
        "platform": platform,
        "executor": executor,
        "fixed": True,
        "size": {"min": 0, "desired": 2, "max": 9},
        "instances": ["m5.large", "m6i.large", "m6a.large"],
        "spot": {"on_demand_percentage": 0, "fallback": {"max": 4, "after": "7m"}},
        "scaling": [{"metric": "slots", "out": {"at": 70, "steps": {"0": 1, "15": 2}}, "in": {"at": 30, "for": "5m"}}, {"metric": "slots", "target": 60}],
        "schedules": [{"at": "0 7 * * MON-FRI", "min": 1, "desired": 2}, {"at": "0 19 * * MON-FRI", "min": 0, "desired": 0}],
        "update": {"type": update, "min_success_percentage": 90},
        "zone_distribution": "balanced-only",
        "drain": {"keep_failed": True},
        "alarms": {"topic": "arn:aws:sns:eu-central-1:123456789012:alarms"},
        "notifications": {"topic": "arn:aws:sns:eu-central-1:123456789012:runners"},
        "dashboard": True,
    }


ASKED = ["gitlab", "docker", "script", "runner_download", "disk", "metadata_for_jobs", "proxy", "windows"]


def every_setting_specs():
    """By name; on the form, and baked in."""
    for platform in ("amazon-linux-2023", "windows-2022"):
        for executor in ("docker", "shell"):
            spec = every_setting(platform, executor)
            yield f"every-{platform}-{executor}-fixed", spec | {"fixed": True}
            yield f"every-{platform}-{executor}-asked", spec | {"ask": ASKED}
    for platform, executor in (("amazon-linux-2023", "docker"), ("windows-2022", "shell")):
        for update in ("refresh", "rolling"):
            yield f"scaling-{platform}-{update}", scaling_settings(platform, executor, update)
    both = every_setting("windows-2022", "docker") | {"docker": every_setting("amazon-linux-2023", "docker")["docker"]}
    yield "every-full", {key: value for key, value in both.items() if key not in ("platform", "executor")}


def render_all(binary, work):
    """Writes the full template, each preset, specs with every setting, and a sample of random ones; gives the paths."""
    folder = work / "templates"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    texts = {"full": vend(binary, "generate", "--stdout")}
    for name in presets(binary):
        texts[name] = vend(binary, "generate", "--stdout", "--preset", name)
    for name, spec in every_setting_specs():
        texts[name] = vend(binary, "generate", "-", "--stdout", stdin=json.dumps(spec))
    rng = random.Random(20261124)
    for number in range(SAMPLES):
        spec = json.dumps(random_spec(rng, crowded=number == SAMPLES - 1))
        texts[f"sample-{number:02}"] = vend(binary, "generate", "-", "--stdout", stdin=spec)
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.cf.yml"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def judge(referee, findings):
    """Compares what a referee found with the table of exceptions; ends the test.

    findings: rows of (template name, rule, place, message).
    """
    table = []
    for line in (HERE / "exceptions.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            table.append(line.split("\t"))
    rows = [row for row in table if row[0] == referee]
    used = set()
    failures = []
    for template, rule, place, message in findings:
        matching = [row for row in rows if row[1] == rule and fnmatch.fnmatchcase(place, row[2]) and row[3] in message]
        used.update(map(tuple, matching))
        if not matching:
            failures.append(f"{template}: {rule} {place}: {message}")
    for row in rows:
        if tuple(row) not in used:
            failures.append(f"exceptions.tsv: no longer needed: {' '.join(row[:4])}")
    for failure in failures:
        print(f"FAILED: {failure}")
    print(f"{referee}: {len(findings)} findings, {len(rows)} exceptions, {len(failures)} failures")
    sys.exit(1 if failures else 0)
