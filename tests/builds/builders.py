"""One function a builder: a fixture in, what came of it out (README.md, "An expectation")."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import image
from fixture import Fixture, lay_out
from oracle import Oracle
from server import serve

TIMEOUT_SECONDS = 120
# The line of a refused instruction, as BuildKit prints it alone and as we print it before a message.
BUILDKIT_LINE = re.compile(r"^[\w./-]+:(\d+)$", re.MULTILINE)
OUR_LINE = re.compile(r"^(?:error: )?[\w./-]+:(\d+):", re.MULTILINE)


def why_no_run(program: Path) -> str:
    """What `plimsoll doctor` says against RUN in the temporary directory; "" when nothing."""
    with tempfile.TemporaryDirectory(prefix="plimsoll-doctor-") as folder:
        said = subprocess.run([program, "doctor"], capture_output=True, text=True, check=False,
                              cwd=folder, env=os.environ | {"PLIMSOLL_STORE": f"{folder}/store"})
    found = re.search(r"RUN cannot be executed here: (.*)", said.stdout)
    return found[1] if found else ""


@dataclass
class Built:
    """What a builder made of a fixture."""

    result: image.Json
    output: str  # what it said
    problems: list[str] = field(default_factory=list)  # how its layers are badly written
    digests: str = ""  # the index of the layout: equal exactly when the images are


@dataclass
class Laid:
    """A fixture on disk."""

    fixture: Fixture
    root: Path
    url: str

    @property
    def context(self) -> Path:
        return self.root / self.fixture.headers.get("context", "context")

    @property
    def dockerfile(self) -> Path:
        return self.root / self.fixture.dockerfile

    def args(self) -> list[str]:
        return self.fixture.args(self.root, self.url)


@contextmanager
def laid_out(fixture: Fixture, folder: Path | None = None, salt: int = 0) -> Iterator[Laid]:
    """The fixture in a folder of its own, served if it has something to serve."""
    root = Path(tempfile.mkdtemp(prefix="plimsoll-build-", dir=folder))
    root.chmod(0o755)
    try:
        if fixture.needs_server:
            (root / "tree/www").mkdir(parents=True)
            with serve(root / "tree/www") as url:
                lay_out(fixture, root / "tree", url, salt)
                yield Laid(fixture, root / "tree", url)
        else:
            lay_out(fixture, root / "tree", "", salt)
            yield Laid(fixture, root / "tree", "")
    finally:
        shutil.rmtree(root, ignore_errors=True)


def refused(text: str, pattern: re.Pattern[str]) -> image.Json:
    found = pattern.findall(text)
    return {"outcome": "reject", "line": int(found[-1]) if found else None}


def read_result(path: Path, fixture: Fixture, bases: Sequence[list[str]], output: str) -> Built:
    result, problems = image.describe_all(path, bases, fixture.compares_mtime)
    return Built(result, output, problems)


def ours(laid: Laid, program: Path, store: Path, bases: Sequence[list[str]],
         extra: Sequence[str] = (), like: str = "") -> Built:
    """`plimsoll build`, writing an OCI archive. One with the digests `like` is not looked into."""
    target = laid.root / "ours.tar"
    target.unlink(missing_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(laid.root),
                   **laid.fixture.environment()}
    if laid.fixture.epoch is not None:
        environment["SOURCE_DATE_EPOCH"] = str(laid.fixture.epoch)
    args = [*laid.args(), *extra]
    if laid.fixture.needs_server:
        args.append("--network=host")  # only then may ADD fetch
    command = [program, "build", "-f", laid.dockerfile, laid.context, "--store", store,
               "--progress", "plain", "--output", f"type=oci,dest={target}", *args]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          timeout=TIMEOUT_SECONDS)
    output = done.stdout.decode(errors="replace")
    if done.returncode != 0:
        return Built(refused(output, OUR_LINE), output,
                     [f"died with code {done.returncode}"] if done.returncode not in (1, 2) else [])
    digests = image.digests(target)
    if digests == like:
        return Built({}, output, digests=digests)
    built = read_result(target, laid.fixture, bases, output)
    built.digests = digests
    return built


def buildkit(laid: Laid, oracle: Oracle, bases: Sequence[list[str]], extra: Sequence[str] = (),
             newest: bool = False) -> Built:
    """`docker buildx build` in the daemon of the oracle, or in its newest BuildKit."""
    target = laid.root / "buildkit.tar"
    fixture = laid.fixture
    output = f"type=oci,dest={target}"
    args = laid.args()
    if fixture.epoch is not None:
        args += ["--build-arg", f"SOURCE_DATE_EPOCH={fixture.epoch}"]
        output += ",rewrite-timestamp=true"
    if not any(arg.startswith("--network") for arg in args):
        args.append("--network=none")
    builder = "--builder=newest" if newest else "--builder=default"
    if fixture.compares_mtime:
        # A context that is sent over an earlier one leaves wrong times at directories, and what is
        # cached may have had others.
        args.append("--no-cache")
        oracle.run(["docker", "buildx", "prune", builder, "--force",
                    "--filter", "type=source.local"])
    if newest:
        args += _bases_as_contexts(laid, oracle, args)
    done = oracle.run(
        ["docker", "buildx", "build", builder, "--provenance=false", "--progress=plain",
         "--output", output, "-f", str(laid.dockerfile), *args, *extra, str(laid.context)],
        check=False, environment=fixture.environment(), timeout=TIMEOUT_SECONDS)
    said = (done.stdout + done.stderr).decode(errors="replace")
    if done.returncode != 0:
        return Built(refused(said, BUILDKIT_LINE), said)
    return read_result(target, fixture, bases, said)


def _bases_as_contexts(laid: Laid, oracle: Oracle, args: Sequence[str]) -> list[str]:
    """A BuildKit alone has no images of its own: each base becomes a named context."""
    text = " ".join(s.body for s in laid.fixture.sections if s.kind == "dockerfile")
    out: list[str] = []
    for layout in sorted((oracle.state / "layouts").iterdir()):
        name = layout.name
        if re.search(rf"\b{name}\b", text + " ".join(args)) and not any(
                arg.startswith(f"{name}=") for arg in args):
            out += ["--build-context", f"{name}=oci-layout://{layout}:latest"]
    return out


def buildah(laid: Laid, oracle: Oracle, bases: Sequence[list[str]]) -> Built:
    """`buildah build` in the root of the oracle, in its chroot isolation: it needs no cgroups, and
    knows no network but the host's. It names no line when it refuses."""
    target = laid.root / "buildah.tar"
    fixture = laid.fixture
    args = laid.args()
    if fixture.epoch is not None:
        args += ["--source-date-epoch", str(fixture.epoch), "--rewrite-timestamp"]
    args = [arg for arg in args if not arg.startswith("--network=")]
    name = f"localhost/{uuid.uuid4().hex}"
    store = ["--root", str(oracle.state / "buildah"), "--storage-driver", "overlay"]
    command = ["buildah", *store, "build", "--isolation=chroot", "--network=host",
               "--pull=never", "--layers", "--format=docker", "--no-cache",
               "-f", str(laid.dockerfile), "-t", name, *args, str(laid.context)]
    done = oracle.run(command, check=False, timeout=TIMEOUT_SECONDS,
                      environment={"TMPDIR": "/tmp", **fixture.environment()})
    said = (done.stdout + done.stderr).decode(errors="replace")
    if done.returncode != 0:
        return Built({"outcome": "reject"}, said)
    try:
        oracle.run(["buildah", *store, "push", "--quiet", name, f"docker-archive:{target}"])
        return _without_identity(read_result(target, fixture, bases, said))
    finally:
        oracle.run(["buildah", *store, "rmi", "--force", name], check=False)


def _without_identity(built: Built) -> Built:
    """buildah signs its images with a label."""
    for one in built.result["images"]:
        labels = one["config"].get("Labels", {})
        labels.pop("io.buildah.version", None)
        if not labels:
            one["config"].pop("Labels", None)
    return built
