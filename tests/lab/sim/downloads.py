"""The download host of GitLab Runner: every version has every binary, and a release.sha256 that fits.

    GET /[PREFIX/]TAG/binaries/FILE      TAG is `latest` or vX.Y.Z; FILE such as gitlab-runner-linux-amd64 or
                                         gitlab-runner-windows-amd64.exe: the text of --binary FILE (default: the
                                         gitlab-runner stand-in beside this file), 404 for names that GitLab does not have
    GET /[PREFIX/]TAG/release.sha256     lines `<sha256> *binaries/FILE`
    GET /[PREFIX/]files/NAME             a file that was set by control (anything else that an instance downloads)

Control, besides what simulator.py has:

    PUT    /_control/corrupt             body "true": binaries no longer fit their checksums
    PUT    /_control/missing             JSON list of tags that do not exist (404)
    PUT    /_control/files/NAME          body = the file's text
"""
import hashlib
import json
import pathlib

from simulator import Simulator, arguments, serve

NAMES = ["gitlab-runner-linux-amd64", "gitlab-runner-linux-arm64", "gitlab-runner-windows-amd64.exe", "gitlab-runner-windows-arm64.exe"]


class Downloads(Simulator):
    def __init__(self, binary):
        super().__init__()
        self.binary, self.corrupt, self.missing, self.files = binary, False, [], {}

    def answer(self, method, path, headers, body):
        if "//" in path:  # S3's keys are texts: another object
            return 404, "<Error><Code>NoSuchKey</Code></Error>"
        parts = path.strip("/").split("/")
        if len(parts) >= 2 and parts[-2] == "files" and parts[-1] in self.files:
            return 200, self.files[parts[-1]]
        if len(parts) >= 2 and parts[-1] == "release.sha256" and parts[-2] not in self.missing:
            digest = hashlib.sha256(self.binary).hexdigest()
            return 200, "".join("%s *binaries/%s\n" % (digest, name) for name in NAMES)
        if len(parts) >= 3 and parts[-2] == "binaries" and parts[-1] in NAMES and parts[-3] not in self.missing:
            return 200, self.binary + (b"\n# tampered\n" if self.corrupt else b""), "application/octet-stream"
        return 404, "<Error><Code>NoSuchKey</Code></Error>"

    def control(self, method, path, body):
        if path == "corrupt":
            self.corrupt = body.strip() == "true"
        elif path == "missing":
            self.missing = json.loads(body)
        elif path.startswith("files/"):
            self.files[path[len("files/"):]] = body
        else:
            return 404, ""
        return 200, ""


if __name__ == "__main__":
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, default=pathlib.Path(__file__).with_name("gitlab-runner"))
    options = parser.parse_args()
    serve(Downloads(options.binary.read_bytes()), options)
