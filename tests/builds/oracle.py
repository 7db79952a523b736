"""The other builders: a Debian sid root with dockerd (BuildKit inside) and buildah, run beside us.

Nothing here is needed by CI. The root is made once by mmdebstrap from Debian packages alone; the
daemon lives in a mount namespace of its own whose root is that tree, and shares /tmp, the cache
and the repository with the host at the same paths, so that a path means the same on both sides.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("docker.io", "docker-cli", "docker-buildx", "buildah", "crun", "umoci", "skopeo",
            "ca-certificates", "mount", "procps", "zstd", "xz-utils", "iproute2")
START_SECONDS = 60
NEWEST_BUILDKIT = "v0.33.1"

# Runs as the first process of the new mount namespace; $ROOT, $STATE and $SHARED are set.
ENTER = r"""
set -eu
mount --make-rprivate /
mount --bind "$ROOT" "$ROOT"
for tree in /dev /sys; do mount --rbind "$tree" "$ROOT$tree"; done
mount -t proc proc "$ROOT/proc"
mount -t tmpfs -o mode=755 run "$ROOT/run"
for tree in $SHARED; do mkdir -p "$ROOT$tree"; mount --rbind "$tree" "$ROOT$tree"; done
cp /etc/resolv.conf "$ROOT/etc/resolv.conf" 2>/dev/null || true
mkdir -p "$ROOT/.host"
cd "$ROOT"
pivot_root . .host
umount -l /.host
cd /
exec dockerd --data-root "$STATE/docker" --exec-root /run/docker --pidfile /run/docker.pid \
  --host "unix://$STATE/docker.sock" --iptables=false --ip6tables=false --bridge=none \
  --config-file "$STATE/daemon.json"
"""


class OracleError(Exception):
    """The oracle cannot be made or started; the text says what to do."""


def default_cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(os.environ.get("PLIMSOLL_DIFFERENTIAL", f"{home}/plimsoll/differential"))


@dataclass
class Oracle:
    """One sid root and, when started, the daemon in it."""

    cache: Path

    @property
    def root(self) -> Path:
        return self.cache / "root"

    @property
    def state(self) -> Path:
        return self.cache / "state"

    @property
    def socket(self) -> Path:
        return self.state / "docker.sock"

    @property
    def pid_file(self) -> Path:
        return self.state / "daemon.pid"

    def make_root(self) -> None:
        """Makes the sid root once; a half-made one never takes the final name."""
        if (self.root / "usr/sbin/dockerd").exists():
            return
        if os.geteuid() != 0 or shutil.which("mmdebstrap") is None:
            raise OracleError("the oracle needs root and mmdebstrap (apt-get install mmdebstrap)")
        self.cache.mkdir(parents=True, exist_ok=True)
        unfinished = self.cache / "root.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        subprocess.run(
            ["mmdebstrap", "--variant=apt", "--mode=root",
             '--aptopt=Acquire::Check-Valid-Until "false"',
             '--aptopt=APT::Install-Recommends "false"',
             f"--include={','.join(PACKAGES)}", "sid", str(unfinished)], check=True)
        unfinished.rename(self.root)

    def daemon_pid(self) -> int | None:
        """The pid of a daemon that answers, else None."""
        try:
            pid = int(self.pid_file.read_text())
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid

    def start(self) -> int:
        """Starts the daemon unless it runs; returns its pid once it answers."""
        pid = self.daemon_pid()
        if pid is not None:
            return pid
        self.make_root()
        self.state.mkdir(parents=True, exist_ok=True)
        self._configure()
        shared = ["/tmp", str(self.cache), str(REPOSITORY)]
        shared += os.environ.get("PLIMSOLL_DIFFERENTIAL_SHARED", "").split()
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                       "ROOT": str(self.root), "STATE": str(self.state),
                       "SHARED": " ".join(dict.fromkeys(shared))}
        with open(self.state / "daemon.log", "ab") as log:
            daemon = subprocess.Popen(["unshare", "--mount", "sh", "-c", ENTER], env=environment,
                                      stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                      start_new_session=True)
        self.pid_file.write_text(str(daemon.pid))
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and daemon.poll() is None:
            if self.socket.exists() and self.run(["docker", "version"], check=False).returncode == 0:
                return daemon.pid
            time.sleep(0.2)
        raise OracleError(f"dockerd did not come up; see {self.state}/daemon.log")

    def stop(self) -> None:
        for pid_file in (self.state / "newest.pid", self.pid_file):
            try:
                os.kill(int(pid_file.read_text()), signal.SIGTERM)
            except (OSError, ValueError):
                pass
            pid_file.unlink(missing_ok=True)

    def start_newest(self) -> None:
        """Starts a BuildKit that is younger than Debian's, compiled here by the machine's Go, and
        names it `newest` to buildx. It has what Debian's still keeps back: --parents, --unpack."""
        program = self.cache / "buildkit" / "buildkitd"
        if not program.exists():
            self._compile_newest(program)
        pid_file = self.state / "newest.pid"
        try:
            os.kill(int(pid_file.read_text()), 0)
            return
        except (OSError, ValueError):
            pass
        socket = f"unix://{self.state}/buildkitd.sock"
        with open(self.state / "newest.log", "ab") as log:
            daemon = subprocess.Popen(
                [*self._entering("/"), "sh", "-c", 'umask 022; exec "$@"', "sh", str(program),
                 "--root", str(self.state / "buildkit"), "--addr", socket,
                 "--oci-worker-binary", "runc", "--oci-worker-net", "host"],
                env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)
        pid_file.write_text(str(daemon.pid))
        self.run(["docker", "buildx", "create", "--name", "newest", "--driver", "remote", socket],
                 check=False)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and daemon.poll() is None:
            if self.run(["docker", "buildx", "inspect", "--bootstrap", "newest"],
                        check=False).returncode == 0:
                return
            time.sleep(0.2)
        raise OracleError(f"buildkitd did not come up; see {self.state}/newest.log")

    def _compile_newest(self, program: Path) -> None:
        if shutil.which("go") is None:
            raise OracleError("the newest BuildKit is compiled here and needs Go on the PATH")
        work = self.cache / "buildkit.source"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        program.parent.mkdir(exist_ok=True)
        module = subprocess.run(
            ["go", "mod", "download", "-json", f"github.com/moby/buildkit@{NEWEST_BUILDKIT}"],
            cwd=work, check=True, capture_output=True, text=True)
        shutil.copytree(json.loads(module.stdout)["Dir"], work / "tree")
        subprocess.run(["chmod", "-R", "u+w", str(work / "tree")], check=True)
        subprocess.run(["go", "build", "-o", str(program), "./cmd/buildkitd"], cwd=work / "tree",
                       env={**os.environ, "CGO_ENABLED": "0"}, check=True)
        shutil.rmtree(work)

    def _configure(self) -> None:
        (self.state / "daemon.json").write_text('{"features": {"buildkit": true, "containerd-snapshotter": true}}\n')
        # buildah looks for these two programs even when the network is the host's.
        for name in ("netavark", "aardvark-dns"):
            program = self.root / "usr/lib/podman" / name
            if not program.exists():
                program.parent.mkdir(parents=True, exist_ok=True)
                program.write_text("#!/bin/sh\nexit 0\n")
                program.chmod(0o755)
        # It would raise limits above those that this process may raise.
        (self.root / "etc/containers/containers.conf").write_text(
            '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n')

    def _entering(self, cwd: Path | str) -> list[str]:
        pid = self.daemon_pid()
        if pid is None:
            raise OracleError("the daemon is not running")
        return ["nsenter", f"--mount=/proc/{pid}/ns/mnt", f"--wdns={cwd}", "--"]

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME": "/root", "DOCKER_HOST": f"unix://{self.socket}"}

    def enter(self, command: Sequence[str]) -> int:
        """Runs a command inside, with our input, output and directory; returns its exit code."""
        entering = [*self._entering(Path.cwd()), *command]
        return subprocess.run(entering, env=self._environment(), check=False).returncode

    def run(self, command: Sequence[str], *, check: bool = True,
            environment: dict[str, str] | None = None, cwd: Path | None = None,
            timeout: float = 300) -> subprocess.CompletedProcess[bytes]:
        """Runs a command inside the daemon's mount namespace and keeps what it says."""
        return subprocess.run([*self._entering(cwd or "/"), *command],
                              env={**self._environment(), **(environment or {})}, check=check,
                              timeout=timeout, stdin=subprocess.DEVNULL, capture_output=True)
