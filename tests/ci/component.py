"""The CI/CD component as GitLab reads it: inputs with their defaults and checks, `$[[ inputs.NAME ]]`, `extends`; and a
runner that runs a job's scripts as GitLab Runner does, in one `bash -eo pipefail`."""
import os
import pathlib
import re
import subprocess

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE = ROOT / "templates/runner-group/template.yml"


def load(**given):
    """The jobs of the component for these inputs (with _ for -)."""
    header, body = FILE.read_text().split("\n---\n")
    inputs = yaml.safe_load(header)["spec"]["inputs"]
    values = {name: row.get("default") for name, row in inputs.items()}
    for name, value in given.items():
        assert name.replace("_", "-") in inputs, f"the component has no input {name}"
        values[name.replace("_", "-")] = value
    for name, value in values.items():
        assert value is not None, f"input {name} is required"
        row = inputs[name]
        assert value in row.get("options", [value]), f"{value} is not an option of {name}"
        assert re.search(row.get("regex", ""), str(value)), f"{value} does not match {row.get('regex')}"
    unknown = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", body)) - set(inputs)
    assert not unknown, f"inputs that are not declared: {unknown}"
    body = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda m: str(values[m.group(1)]), body)
    jobs = yaml.safe_load(body)
    return {name: resolve(jobs, name) for name in jobs if not name.startswith(".")}


def resolve(jobs, name):
    job = dict(jobs[name])
    if "extends" in job:
        below = resolve(jobs, job.pop("extends"))
        job = below | job | {"variables": below.get("variables", {}) | job.get("variables", {})}
    return job


def expand(text, variables):
    return re.sub(r"\$(\w+)", lambda m: variables.get(m.group(1), ""), text)


def run(job, folder, path=(), **predefined):
    """The scripts of a job in `folder`; the exit code and all that was printed."""
    variables = {"CI_PIPELINE_ID": "77", "CI_PROJECT_ID": "7", "CI_API_V4_URL": "https://gitlab.invalid/api/v4", "CI_MERGE_REQUEST_IID": "3", "CI_JOB_URL": "https://gitlab.invalid/a/b/-/jobs/9"} | predefined
    assert None not in job.get("variables", {}).values(), "GitLab refuses a variable without a value"
    variables |= {key: expand(str(value), variables) for key, value in job.get("variables", {}).items()}
    lines = job.get("before_script", []) + job["script"]
    environment = {"PATH": os.pathsep.join([*map(str, path), "/usr/local/bin:/usr/bin:/bin"]), "HOME": str(folder)} | variables
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", "\n".join(lines)], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    return done.returncode, done.stdout
