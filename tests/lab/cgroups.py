"""A branch of the control groups for one machine. systemd asks its control groups which services still run, and
systemd-nspawn gives all machines of one caller the same ones: two that boot side by side would wait for each other's."""
import pathlib
import time


def hierarchies():
    """This process's place in each hierarchy that systemd uses: the unified one, and the one named after it."""
    own = {}
    for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        own[controllers] = path.lstrip("/")
    for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
        _, mount, kind, options, *_ = line.split()
        name = {"cgroup2": "", "cgroup": "name=systemd"}.get(kind)
        if name in own and (name == "" or name in options.split(",")):
            place = pathlib.Path(mount) / own[name]
            yield place if place.is_dir() else pathlib.Path(mount)  # a container may see another root than its own


class Branch:
    def __init__(self, name):
        self.places = [place / name for place in hierarchies()]
        for place in self.places:
            place.mkdir()

    def command(self, *command):
        """The command, started inside."""
        return ["sh", "-c", 'for place in $0; do echo $$ >"$place/cgroup.procs" || exit; done; exec "$@"', " ".join(map(str, self.places)), *command]

    def remove(self):
        """The kernel gives a group up when its last process is gone, which takes a moment after a kill."""
        end = time.monotonic() + 10
        for place in self.places:
            for group in sorted([place, *(path for path in place.rglob("*") if path.is_dir())], reverse=True):
                while group.exists():
                    try:
                        group.rmdir()
                    except OSError:
                        if time.monotonic() > end:
                            raise
                        time.sleep(0.05)
