"""What a user downloads: the .deb on a fresh Debian 12 (the lab's root, made by debootstrap), the tarball, checksums,
notices, manual pages, completions in their places, rendered templates; and the release jobs that publish it. Exits with 77 where it cannot be tried, in CI
(CI=true) with 1."""
import hashlib
import http.server
import json
import os
import pathlib
import re
import shutil
import string
import subprocess
import sys
import tarfile
import tempfile
import threading
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/lab")]
BUILD = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else ROOT / "build/release").resolve()


def missing():
    absent = [program for program in ("debootstrap", "cpack", "dpkg-deb", "unshare") if not shutil.which(program)]
    if os.geteuid() != 0:
        return "not root"
    if absent:
        return "not installed: " + " ".join(absent)
    # A container or a chroot may have a root that may not mount.
    if subprocess.run(["unshare", "--net", "--mount", "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        return "no namespaces"
    return ""


if reason := missing():
    if os.environ.get("CI") == "true":
        sys.exit(f"FAILED: {reason}, and CI=true")
    print(f"NOT TESTED: packages on a fresh Debian ({reason}); to test it: as root with namespaces, apt-get install debootstrap cmake dpkg, then make test CTEST='-R package'")
    sys.exit(77)
if "NEEDED" in subprocess.run(["readelf", "-d", BUILD / "vend"], capture_output=True, text=True).stdout:
    # Whoever wants a static program and gets another one has no package to release.
    if os.environ.get("CI") == "true" and "VEND_STATIC:BOOL=ON" in (BUILD / "CMakeCache.txt").read_text():
        sys.exit("package: the program is not static; src/tools/deps installs the archives of its libraries")
    print("NOT TESTED: packages, since this build is not static (VEND_STATIC=OFF, or an archive is missing); to test it: make test CTEST='-R package'")
    sys.exit(77)

# What every Debian has and the root here does not: bash's <( ) needs it.
PROC = "mount -t proc proc /proc; ln -sfn /proc/self/fd /dev/fd; "


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([ROOT / "src/tools/package", BUILD], check=True, stdout=subprocess.DEVNULL)
        cls.folder = BUILD / "package"
        cls.version = subprocess.run([BUILD / "vend", "version"], check=True, capture_output=True, text=True).stdout.split()[1]
        import machine
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="vend-package-"))
        for name in ("upper", "work", "root"):
            (cls.place / name).mkdir()
        cls.root = cls.place / "root"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", f"lowerdir={machine.base_root()},upperdir={cls.place}/upper,workdir={cls.place}/work", cls.root], check=True)
        shutil.copy(next(cls.folder.glob("vend_*.deb")), cls.root / "vend.deb")
        cls.installed = cls.inside("dpkg -i /vend.deb")

    @classmethod
    def tearDownClass(cls):
        subprocess.run(["umount", "-l", cls.root], check=False)
        shutil.rmtree(cls.place, ignore_errors=True)

    @classmethod
    def inside(cls, command):
        """A command in the Debian root, without the network and with nothing of this machine's environment."""
        clean = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        return subprocess.run(["unshare", "--net", "--mount", "chroot", cls.root, "bash", "-euo", "pipefail", "-c", PROC + command], env=clean, capture_output=True, text=True, timeout=300)

    def check(self, command):
        done = self.inside(command)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def test_installs_and_generates(self):
        self.assertEqual(self.installed.returncode, 0, self.installed.stderr)
        self.assertEqual(self.check("dpkg-query -W -f='${Version} ${Status}' vend"), f"{self.version} install ok installed")
        self.assertEqual(self.check("command -v vend; vend version"), f"/usr/bin/vend\nvend {self.version}\n")
        self.check("vend init /team-a.yml --token secret:gitlab-runner/a && vend generate /team-a.yml -o /out && vend validate /out --all-combinations")
        self.check("vend preview /out/team-a.cf.yml > /preview; test -s /preview; test -s /out/team-a.parameters.json")

    def release_job(self, name, server, folder, unwanted=("apt-get",)):
        """Runs a job of .gitlab-ci.yml as a runner does, but for the commands that begin as `unwanted`: they need a network."""
        ci = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
        script = "\n".join(line for line in ci[name]["script"] if not line.startswith(unwanted))
        given = {"CI_COMMIT_TAG": self.version, "CI_JOB_TOKEN": "job-token", "CI_API_V4_URL": f"http://127.0.0.1:{server}/api/v4", "CI_PROJECT_ID": "7"}
        given["PACKAGES"] = string.Template(ci[".release"]["variables"]["PACKAGES"]).substitute(given)
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=folder, env=os.environ | given, capture_output=True, text=True, timeout=120)
        return done, ci, given

    def test_release_publishes_what_it_links(self):
        taken, refuse = {}, []

        class Registry(http.server.BaseHTTPRequestHandler):
            def do_PUT(self):
                taken[self.path] = (self.headers["JOB-TOKEN"], len(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(403 if refuse else 201)
                self.end_headers()

            def log_message(self, *_):
                pass

        folder = pathlib.Path(tempfile.mkdtemp(prefix="vend-release-"))
        self.addCleanup(shutil.rmtree, folder)
        (folder / "build").mkdir()
        (folder / "build/release").symlink_to(BUILD)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.addCleanup(server.shutdown)
            done, ci, given = self.release_job("publish", server.server_port, folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            sizes = {f"/api/v4/projects/7/packages/generic/vend/{self.version}/{file.name}": ("job-token", file.stat().st_size) for file in self.folder.iterdir()}
            self.assertEqual(taken, sizes)
            for link in ci["release"]["release"]["assets"]["links"]:
                self.assertIn(string.Template(link["url"]).substitute(given).removeprefix(f"http://127.0.0.1:{server.server_port}"), sizes)
            refuse.append(True)
            self.assertNotEqual(self.release_job("publish", server.server_port, folder)[0].returncode, 0, "a refused upload fails the job")

    def test_release_jobs_fit_together(self):
        ci = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
        for name, job in ci.items():
            for needed in job.get("needs", []) if isinstance(job, dict) else []:
                self.assertIn(needed, set(ci), name)
        folder = pathlib.Path(tempfile.mkdtemp(prefix="vend-release-"))
        self.addCleanup(shutil.rmtree, folder)
        (folder / "build/release").mkdir(parents=True)
        (folder / "build/release/package").symlink_to(self.folder)
        done, _, _ = self.release_job("oci-image", 0, folder, ("apt-get", "src/tools/image", "skopeo", "printf"))
        self.assertEqual(done.returncode, 0, done.stderr)
        said = subprocess.run([folder / "build/release/vend", "version"], check=True, capture_output=True, text=True).stdout
        self.assertEqual(said, f"vend {self.version}\n")

    def test_needs_nothing(self):
        fields = subprocess.run(["dpkg-deb", "-f", self.root / "vend.deb"], check=True, capture_output=True, text=True).stdout
        self.assertNotIn("\nDepends:", fields)
        self.assertIn("Description: GitLab runner groups", fields)

    def test_manual_pages(self):
        names = [path.name for path in (self.root / "usr/share/man/man1").glob("vend*")]
        commands = self.check("vend completion --list commands").split()
        self.assertEqual(sorted(names), sorted(["vend.1.gz"] + [f"vend-{name}.1.gz" for name in commands]))
        if shutil.which("groff"):
            for name in names:
                text = subprocess.run(["zcat", self.root / "usr/share/man/man1" / name], check=True, capture_output=True).stdout
                done = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=text, capture_output=True, check=True)
                self.assertEqual(done.stderr, b"", name)

    def test_completions(self):
        self.assertTrue((self.root / "usr/share/zsh/vendor-completions/_vend").exists())
        self.assertTrue((self.root / "usr/share/fish/vendor_completions.d/vend.fish").exists())
        def offered(*words):
            script = "source /usr/share/bash-completion/completions/vend; compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; _vend; printf '%%s\\n' \"${COMPREPLY[@]}\"" % (
                " ".join(f"'{word}'" for word in words), len(words) - 1)
            return self.check(script).split()
        self.assertEqual(offered("vend", "gener"), ["generate"])
        self.assertIn("--all-combinations", offered("vend", "validate", "--a"))
        self.assertEqual(offered("vend", "generate", "--preset", "linux-docker-hot"), ["linux-docker-hot-ha"])
        self.assertEqual(offered("vend", "validate", "--format", "sa"), ["sarif"])
        self.assertEqual(offered("vend", "validate", "--format", "=", "sa"), ["sarif"])
        self.assertEqual(offered("vend", "generate", "--set", "spot.strat"), ["spot.strategy="])
        self.assertEqual(offered("vend", "generate", "--set", "executor", "=", "sh"), ["shell"])
        self.assertEqual(offered("vend", "explain", "J00"), [f"J00{n}" for n in range(1, 10)])
        self.assertEqual(offered("vend", "help", "gener"), ["generate"])
        for shell, file in (("zsh", "zsh/vendor-completions/_vend"), ("fish", "fish/vendor_completions.d/vend.fish")):
            if shutil.which(shell):
                subprocess.run([shell, "-n", self.root / "usr/share" / file], check=True)

    def test_notices_and_docs(self):
        notices = (self.root / "usr/share/doc/vend/NOTICES").read_text()
        notices = " ".join(notices.split())  # their lines break anywhere
        for one in json.loads(self.check("vend version --json"))["libraries"]:
            self.assertIn(f"{one['name']} {one['version']}", notices)
        for words in ("MIT", "Redistribution and use", "GNU Lesser General Public License", "IANA"):
            self.assertIn(words, notices)
        self.assertIn("MIT License", (self.root / "usr/share/doc/vend/copyright").read_text())

    def test_rendered_templates(self):
        folder = self.root / "usr/share/vend/templates"
        presets = self.check("vend completion --list presets").split()
        self.assertEqual(sorted(path.name for path in folder.iterdir()), sorted(f"{name}.cf.yml" for name in ["full"] + presets))
        self.check("vend validate /usr/share/vend/templates/linux-docker-hot-ha.cf.yml")

    def test_tarball_and_checksums(self):
        sums = dict(reversed(line.split()) for line in (self.folder / "SHA256SUMS").read_text().splitlines())
        files = {path.name for path in self.folder.iterdir()} - {"SHA256SUMS"}
        self.assertEqual(set(sums), files)
        self.assertEqual(len(files), 3)
        for name, digest in sums.items():
            self.assertEqual(hashlib.sha256((self.folder / name).read_bytes()).hexdigest(), digest)
            self.assertIn(self.version, name)
        with tarfile.open(next(self.folder.glob("*-linux-*.tar.gz"))) as tar, tempfile.TemporaryDirectory() as folder:
            tar.extractall(folder)
            program = next(pathlib.Path(folder).glob("*/bin/vend"))
            self.assertEqual(subprocess.run([program, "version"], env={}, capture_output=True, text=True).stdout, f"vend {self.version}\n")
            self.assertTrue(list(pathlib.Path(folder).glob("*/share/man/man1/vend-generate.1.gz")))

    def test_one_version(self):
        """It stands in CMakeLists.txt, and whatever else names it agrees."""
        declared = re.search(r"project\(vend VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
        self.assertEqual(declared, self.version)
        self.assertRegex((ROOT / "CHANGELOG.md").read_text(), rf"(?m)^## {re.escape(declared)}\b")


if __name__ == "__main__":
    unittest.main(verbosity=1)
