#!/usr/bin/env python3
"""Collects histories from real builders, for the test of attribution (README.md).

  collect.py PLIMSOLL                      everything, by all builders that are found
  collect.py PLIMSOLL --only flask         the Dockerfiles whose name holds the text
  collect.py PLIMSOLL --builder buildkit   one builder

The builders: `plimsoll` itself; `buildkit` and `buildah` (one layer a stage) and `buildah-layers` of
the Debian sid root of scripts/differential; `docker`, the classic builder of docker 20.10, from a
Debian 12 root that is made beside it; `kaniko`, which cannot be run without a registry: its entries
are derived from BuildKit's layers by what its sources do.

The truth that is written beside each history comes from positions alone: builders write one entry
for each instruction of the stages that make the image, in order. A count that is not as expected is
a failure here, not a guess.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests/builds"), str(ROOT / "tests/smoke")]
import bases  # noqa: E402
import oracle  # noqa: E402
import smoke  # noqa: E402
import world  # noqa: E402
from lines import chain  # noqa: E402

Json = Any
CHANGES = ("RUN", "COPY", "ADD")
ARGUMENTS = {"everything": ["--build-arg", "VERSION=9 9"], "modern": ["--build-arg", "WIDE=c d"]}
DEBIAN_12 = ("docker.io", "runc", "ca-certificates", "mount", "procps", "iptables", "iproute2")


class Failure(Exception):
    """The builder does not build this file; the text says why."""


class Sid(oracle.Oracle):
    """Its daemon and ours must not meet: the same root, another state."""

    @property
    def root(self) -> Path:
        return oracle.default_cache() / "root"


class Debian12(oracle.Oracle):
    """dockerd 20.10 with its classic builder."""

    def make_root(self) -> None:
        if (self.root / "usr/sbin/dockerd").exists():
            return
        self.cache.mkdir(parents=True, exist_ok=True)
        unfinished = self.cache / "root.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        subprocess.run(["mmdebstrap", "--variant=apt", "--mode=root",
                        "--aptopt=APT::Install-Recommends \"false\"",
                        f"--include={','.join(DEBIAN_12)}", "bookworm", str(unfinished)], check=True)
        unfinished.rename(self.root)

    def _configure(self) -> None:
        super()._configure()
        (self.state / "daemon.json").write_text(
            '{"features": {"buildkit": false}, "storage-driver": "overlay2"}\n')


class File:
    """A Dockerfile with its context, and the instructions that make the image of its target."""

    def __init__(self, name: str, path: Path, context: Path, program: Path) -> None:
        self.name, self.path, self.context = name, path, context
        self.text = path.read_text()
        said = subprocess.run([program, "parse", "--json", path], capture_output=True, text=True,
                              check=True).stdout
        instructions = json.loads(said)["ins"]
        self.chain = chain(instructions, True)
        self.without_triggers = chain(instructions, False)
        self.arguments = ARGUMENTS.get(name, [])

    def images(self) -> set[str]:
        return world.images_named(self.text)


def files(program: Path) -> list[File]:
    found = []
    for path in sorted(HERE.glob("*.Dockerfile")):
        found.append(File(path.name.split(".")[0], path, HERE / "context", program))
    for folder in sorted(p for p in smoke.CORPUS.iterdir() if p.is_dir()):
        if folder.name in smoke.NOT_BUILT:
            continue
        context = folder / smoke.CONTEXTS.get(folder.name, "")
        for path in smoke.dockerfiles(folder.name):
            name = folder.name + ("-" + path.split(".")[-1] if path.endswith(".alpine") else "")
            found.append(File(name, context / path, context, program))
    return found


def config_of(layout: Path) -> Json:
    """Of the only image of an OCI layout."""
    def blob(digest: str) -> Json:
        return json.loads((layout / "blobs" / digest.replace(":", "/")).read_text())

    (entry,) = json.loads((layout / "index.json").read_text())["manifests"]
    while "config" not in (manifest := blob(entry["digest"])):
        entry = next(e for e in manifest["manifests"]
                     if e.get("platform", {}).get("os") != "unknown")
    config = blob(manifest["config"]["digest"])
    config["annotations"] = manifest.get("annotations", {})
    return config


def laid_out(file: File, folder: Path) -> Path:
    """A copy of the context with the Dockerfile in it: no frontend is fetched from outside."""
    context = folder / "context"
    shutil.copytree(file.context, context, symlinks=True)
    (context / "expected.tsv").unlink(missing_ok=True)
    text = re.sub(r"^# *syntax=.*$", "#", file.text, count=1, flags=re.M)
    (context / "Dockerfile.built").write_text(text)
    (folder / "netrc").write_text("machine example.org\n")
    return context


def secrets(file: File, folder: Path) -> list[str]:
    return ["--secret", f"id=pypi_netrc,src={folder}/netrc"] if "pypi_netrc" in file.text else []


def checked(done: subprocess.CompletedProcess[Any]) -> None:
    if done.returncode != 0:
        said = done.stderr if isinstance(done.stderr, str) else done.stderr.decode(errors="replace")
        raise Failure(said.strip()[-400:])


def by_plimsoll(file: File, folder: Path, program: Path) -> Json:
    context = laid_out(file, folder)
    world.load(program, folder / "store", file.images(), folder)
    checked(subprocess.run(
        [program, "build", "-q", "--store", folder / "store", "-f", context / "Dockerfile.built",
         "--output", f"type=oci,tar=false,dest={folder}/out", *file.arguments,
         *secrets(file, folder), context], capture_output=True, text=True, check=False))
    return config_of(folder / "out")


def by_daemon(file: File, folder: Path, daemon: oracle.Oracle, kit: bool) -> Json:
    context = laid_out(file, folder)
    (folder / "world.tar").write_bytes(bases.archive("world", world.base_layers(), world.CONFIG))
    daemon.run(["docker", "load", "-i", str(folder / "world.tar")])
    for name in file.images() - {"world"}:
        daemon.run(["docker", "tag", "world", name])
    more = secrets(file, folder) if kit else []
    checked(daemon.run(["docker", "build", "-q", "--network", "host", "-t", "collected", "-f",
                        str(context / "Dockerfile.built"), *file.arguments, *more, str(context)],
                       check=False))
    daemon.run(["docker", "save", "-o", str(folder / "saved.tar"), "collected"])
    config = saved_config(folder / "saved.tar")
    daemon.run(["docker", "rmi", "-f", "collected"], check=False)
    return config


def saved_config(archive: Path) -> Json:
    listed = subprocess.run(["tar", "xOf", archive, "manifest.json"], capture_output=True, check=True)
    (entry,) = json.loads(listed.stdout)
    text = subprocess.run(["tar", "xOf", archive, entry["Config"]], capture_output=True, check=True)
    return json.loads(text.stdout)


def by_buildah(file: File, folder: Path, daemon: oracle.Oracle, layers: bool) -> Json:
    context = laid_out(file, folder)
    (folder / "world.tar").write_bytes(bases.archive("world", world.base_layers(), world.CONFIG))
    buildah = ["buildah", "--root", f"{daemon.state}/buildah", "--runroot", f"{daemon.state}/run",
               "--storage-driver", "overlay"]
    daemon.run([*buildah, "pull", "-q", f"docker-archive:{folder}/world.tar"])
    for name in file.images() - {"world"}:
        daemon.run([*buildah, "tag", "localhost/world", name])
    checked(daemon.run(
        [*buildah, "build", f"--layers={str(layers).lower()}", "-q", "--network", "host",
         "--pull=never", "--isolation", "chroot", "-t", "collected", "-f",
         str(context / "Dockerfile.built"), *file.arguments, *secrets(file, folder), str(context)],
        check=False))
    daemon.run([*buildah, "push", "-q", "collected", f"oci:{folder}/out:x"])
    return config_of(folder / "out")


def joined_lines(file: File) -> dict[int, str]:
    """Each instruction on one line, as kaniko's parser keeps it, by the line it begins on."""
    out: dict[int, str] = {}
    lines = file.text.split("\n")
    at = 0
    while at < len(lines):
        first, text = at, lines[at].strip()
        at += 1
        if not text or text.startswith("#"):
            continue
        while text.endswith("\\") and at < len(lines):
            text = text[:-1]
            while at < len(lines) and (not lines[at].strip() or lines[at].strip().startswith("#")):
                at += 1
            text += lines[at].rstrip()
            at += 1
        out[first + 1] = text
        for dash, mark in re.findall(r"<<(-?)['\"]?(\w+)['\"]?", text):
            while at < len(lines) and (lines[at].lstrip("\t") if dash else lines[at]) != mark:
                at += 1
            at += 1
    return out


def as_kaniko(file: File, kit: Json, truth: list[tuple[str, int]]) -> tuple[Json, list[Json]]:
    """Kaniko writes an entry for a layer and for nothing else: the line as it is read."""
    texts = joined_lines(file)
    base = [entry for entry in kit["history"] if "buildkit" not in entry.get("comment", "")]
    own = kit["history"][len(base):]
    history, lines = list(base), []
    for entry, (keyword, line) in zip(own, truth):
        if entry.get("empty_layer"):
            continue
        text = texts[line]
        if text.upper().startswith("ONBUILD"):
            text = text.split(None, 1)[1]
        history.append({"created": entry["created"], "author": "kaniko", "created_by": text})
        lines.append((keyword, line))
    return {**kit, "history": history}, lines


def truth_of(builder: str, file: File, config: Json, recorded: list[tuple[str, int]]) -> list[str]:
    """A row for each entry: the line, the line that surely wrote its layer, the text."""
    base = [entry for entry in config["history"]
            if entry["created_by"] == "base world" and "author" not in entry]
    rows, pending = [], []
    own = config["history"][len(base):]
    if builder.startswith("buildah") and len(own) == len(file.without_triggers):
        recorded = file.without_triggers  # it does not set off those of a stage of the same file
    if len(own) != len(recorded):
        raise Failure(f"{len(own)} entries for {len(recorded)} instructions")
    lines = [("base", "base")] * len(base)
    for entry, (keyword, line) in zip(own, recorded):
        if keyword in CHANGES:
            pending.append(line)
        writer = ""
        if not entry.get("empty_layer"):
            candidates = pending if builder == "buildah" else [line]
            writer = str(candidates[0]) if len(candidates) == 1 else "?"
            pending = []
        lines.append((str(line), writer))
    for entry, (line, writer) in zip(config["history"], lines):
        text = " ".join(entry.get("created_by", "").split())
        rows.append(f"{line}\t{writer}\t{text[:60]}".rstrip())
    return rows


def write(builder: str, file: File, config: Json, recorded: list[tuple[str, int]]) -> None:
    rows = truth_of(builder, file, config, recorded)
    folder = HERE / file.name
    folder.mkdir(exist_ok=True)
    kept = {"architecture": config["architecture"], "os": config["os"],
            "rootfs": config["rootfs"], "history": config["history"]}
    for entry in kept["history"]:
        entry["created"] = re.sub(r"\.\d+", "", entry["created"])
    if config.get("annotations"):
        kept["annotations"] = {key: value for key, value in config["annotations"].items()
                               if ".base." in key}
    (folder / f"{builder}.json").write_text(json.dumps(kept, indent=0) + "\n")
    path = file.path.relative_to(ROOT)
    (folder / f"{builder}.lines").write_text(f"file: {path}\n" + "\n".join(rows) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--builder", default="")
    options = parser.parse_args()
    program = options.program.resolve()
    cache = oracle.default_cache()
    sid, old = Sid(cache / "attribution"), Debian12(cache / "debian-12")
    for daemon in (sid, old):
        daemon.start()
    no_onbuild = lambda recorded: [each for each in recorded if each[0] != "ONBUILD"]  # noqa: E731
    builders: dict[str, tuple[Callable[[File, Path], Json], bool]] = {
        "plimsoll": (lambda file, folder: by_plimsoll(file, folder, program), False),
        "buildkit": (lambda file, folder: by_daemon(file, folder, sid, True), False),
        "docker": (lambda file, folder: by_daemon(file, folder, old, False), True),
        "buildah-layers": (lambda file, folder: by_buildah(file, folder, sid, True), True),
        "buildah": (lambda file, folder: by_buildah(file, folder, sid, False), True)}
    try:
        for file in files(program):
            if options.only not in file.name:
                continue
            for builder, (build, all_entries) in builders.items():
                if options.builder not in ("", builder, "kaniko" if builder == "buildkit" else ""):
                    continue
                recorded = file.chain if all_entries else no_onbuild(file.chain)
                with tempfile.TemporaryDirectory(prefix="collect-") as folder:
                    try:
                        config = build(file, Path(folder))
                        if builder == "buildkit":
                            write("kaniko", file, *as_kaniko(file, config, recorded))
                        write(builder, file, config, recorded)
                    except Failure as wrong:
                        print(f"{file.name} {builder}: {wrong}")
    finally:
        for daemon in (sid, old):
            daemon.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
