"""Real docker daemons for a test: the machine's own, or one out of a Debian tree.

A daemon lives in a mount namespace of its own; with a tree that tree is its root, and /tmp is the
same place inside and outside. It has no network, and is asked through its socket alone. Where mounts
or cgroups are not allowed none comes up.
"""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse

START_SECONDS = 60
PACKAGES = "docker.io,ca-certificates,mount,procps,iproute2"

# The first process of the namespace; $ROOT (may be empty), $STATE are set.
ENTER = r"""
set -eu
mount --make-rprivate /
[ -d /sys/kernel ] || mount -t sysfs sysfs /sys
mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup
if [ -n "$ROOT" ]; then
  mount --bind "$ROOT" "$ROOT"
  for tree in /dev /sys; do mount --rbind "$tree" "$ROOT$tree"; done
  mount -t proc proc "$ROOT/proc"
  mkdir -p "$ROOT/tmp"
  mount --rbind /tmp "$ROOT/tmp"
  mkdir -p "$ROOT/.outside"
  cd "$ROOT"
  pivot_root . .outside
  umount -l /.outside
  cd /
fi
mount -t tmpfs -o mode=755 run /run
exec dockerd --data-root "$STATE/data" --exec-root /run/docker --pidfile /run/docker.pid \
  --host "unix://$STATE/docker.sock" --iptables=false --ip6tables=false --bridge=none \
  --config-file "$STATE/daemon.json"
"""


def roots():
    """Names and trees: the machine's own docker, then Debian's of other times."""
    found = []
    if shutil.which("dockerd"):
        found.append(("host", ""))
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
    for name, tree in (("trixie", cache / "plimsoll/containers/trixie"),
                       ("sid", cache / "plimsoll/differential/root")):
        if (tree / "usr/sbin/dockerd").exists():
            found.append((name, str(tree)))
    return found


def make_root():
    """Debian trixie with its docker, once; a half-made tree never takes the final name."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
    tree = cache / "plimsoll/containers/trixie"
    if tree.exists():
        return
    unfinished = tree.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mmdebstrap", "--variant=apt", "--mode=root",
                    '--aptopt=Acquire::Check-Valid-Until "false"',
                    '--aptopt=APT::Install-Recommends "false"', f"--include={PACKAGES}", "trixie",
                    str(unfinished)], check=True)
    unfinished.rename(tree)


class NotUp(RuntimeError):
    """Nothing was asked of the daemon."""


class OverSocket(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("docker", timeout=120)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Daemon:
    """`containerd`: images are kept in containerd's store instead of docker's own."""

    def __init__(self, folder, root, containerd):
        self.state = folder
        self.state.mkdir()
        self.socket = str(self.state / "docker.sock")
        self.environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                            "ROOT": root, "STATE": str(self.state)}
        (self.state / "daemon.json").write_text(json.dumps(
            {"features": {"containerd-snapshotter": True}} if containerd else {}))

    def __enter__(self):
        with open(self.state / "log", "wb") as log:
            self.process = subprocess.Popen(["unshare", "--mount", "sh", "-c", ENTER],
                                            env=self.environment, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                self.version = json.loads(self.ask("GET", "/version"))["Version"]
                return self
            time.sleep(0.1)
        text = (self.state / "log").read_text(errors="replace")[-2000:]
        self.__exit__()
        raise NotUp("dockerd did not come up: " + text)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def ask(self, method, path, body=None, headers=()):
        connection = OverSocket(self.socket)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {data.decode(errors='replace')}")
        return data

    def load(self, archive):
        said = self.ask("POST", "/images/load?quiet=1", pathlib.Path(archive).read_bytes(),
                        {"Content-Type": "application/x-tar"})
        if b'"error"' in said:
            raise RuntimeError(said.decode(errors="replace"))

    def save(self, name, path):
        pathlib.Path(path).write_bytes(
            self.ask("GET", f"/images/{urllib.parse.quote(name, safe=':/')}/get"))
        return str(path)
