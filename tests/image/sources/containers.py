#!/usr/bin/env python3
"""One image in every container that real tools make: what is said of it is the same.

    containers.py --program plimsoll           with the tools that this machine has
    containers.py --program plimsoll --all     makes a Debian trixie with docker 26 first
    containers.py --program plimsoll --only X  the containers whose name holds X

The image is built by plimsoll from busybox, with deleted, replaced and linked files and a secret
that a later layer removes. skopeo, docker-registry and docker daemons (root only) put it into their
containers; `plimsoll image --format json` must be equal for all outside `source` and `transport`.
"""

import argparse
import base64
import contextlib
import difflib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "registry"))
import daemons  # noqa: E402
import distribution  # noqa: E402

# Without these it is no test; scripts/install brings them.
NEEDED = ("skopeo", distribution.PROGRAM, "busybox", "gzip", "zstd")
NAME = "app:1"
DOCKERFILE = """\
FROM scratch AS base
COPY busybox /bin/busybox
COPY etc /etc/
FROM base
COPY --chown=1000:1000 data /data/
COPY --chmod=4755 tool /usr/bin/tool
RUN ["/bin/busybox", "sh", "-c", "\\
  /bin/busybox rm -rf /data/old && /bin/busybox chown -R 7:7 /data/kept && \\
  /bin/busybox ln /data/kept/a /data/linked && /bin/busybox mkdir /var && \\
  /bin/busybox ln -s ../data /var/data"]
RUN ["/bin/busybox", "rm", "/etc/secret.pem"]
ENV MODE=test
USER 1000:1000
LABEL org.opencontainers.image.title=test
ENTRYPOINT ["/usr/bin/tool"]
"""


def private_key():
    """A well-formed one, of numbers that nobody drew for it."""
    def number(value):
        data = value.to_bytes(value.bit_length() // 8 + 1, "big")
        return b"\x02\x82" + len(data).to_bytes(2, "big") + data
    drawn = random.Random(5)
    body = b"\x02\x01\x00" + b"".join(number(drawn.getrandbits(bits) | 1 << (bits - 1))
                                      for bits in (2048, 1024, 2048, 1024, 1024, 1024, 1024, 1024))
    text = base64.b64encode(b"\x30\x82" + len(body).to_bytes(2, "big") + body).decode()
    lines = "\n".join(text[at:at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN RSA PRIVATE KEY-----\n{lines}\n-----END RSA PRIVATE KEY-----\n"


class Containers:
    def __init__(self, program, folder, only):
        self.program, self.folder, self.only = program, folder, only
        self.environment = {**os.environ, "PLIMSOLL_STORE": str(folder / "store"),
                            "PLIMSOLL_CACHE": str(folder / "cache"), "TMPDIR": str(folder)}
        self.environment.pop("CI", None)
        self.expected = None
        self.compared, self.failed = [], []

    def run(self, *words, **more):
        done = subprocess.run([str(word) for word in words], env=self.environment, cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=300, **more)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, words))}: exit code {done.returncode}: "
                               f"{done.stderr.decode(errors='replace')[-2000:]}")
        return done.stdout

    def skopeo(self, source, destination, *options):
        self.run("skopeo", "--insecure-policy", "copy", "--quiet", *options, source, destination)
        return destination

    def build(self):
        """The image, as an OCI archive with gzip layers: what all others are made from."""
        context = self.folder / "context"
        files = {"etc/passwd": "root:x:0:0:root:/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n",
                 "etc/secret.pem": private_key(),
                 "data/old/log": "x" * 50_000, "data/old/log2": "y" * 10_000,
                 "data/kept/a": "a" * 30_000, "data/kept/b": "b" * 100, "tool": "#!/bin/sh\n",
                 "Dockerfile": DOCKERFILE}
        for name, text in files.items():
            path = context / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        shutil.copy(shutil.which("busybox"), context / "busybox")
        self.archive = str(self.folder / "built.tar")
        self.run(self.program, "build", "--tag", NAME, "--output",
                 f"type=oci,dest={self.archive},compression=gzip", context)

    def describe(self, reference, stdin):
        # Without what is remembered of the layers, or only the first container would be read.
        command = [self.program, "image", "--no-cache", "--format", "json", reference]
        done = subprocess.run(command, env=self.environment, cwd=self.folder, stdin=stdin,
                              capture_output=True, timeout=300)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"exit code {done.returncode}: "
                               f"{done.stderr.decode(errors='replace')[-2000:]}")
        document = json.loads(done.stdout)
        if document["source"]["notes"]:
            raise RuntimeError(f"notes: {document['source']['notes']}")
        del document["source"], document["transport"]
        return json.dumps(document, indent=1).splitlines()

    def check(self, name, reference, stdin=subprocess.DEVNULL):
        if self.only and self.only not in name and self.expected is not None:
            return
        try:
            found = self.describe(reference, stdin)
        except (RuntimeError, ValueError, KeyError) as error:
            self.failed.append(name)
            print(f"FAIL  {name}: {error}", flush=True)
            return
        self.compared.append(name)
        if self.expected is None:
            self.expected = found
            if not any("secret-in-deleted-layer" in line for line in found):
                self.failed.append("the deleted key")
                print("FAIL  the key that a later layer removes is not found", flush=True)
        if found == self.expected:
            print(f"ok    {name}", flush=True)
            return
        self.failed.append(name)
        print(f"FAIL  {name}: differs from {self.compared[0]}", flush=True)
        print("\n".join(list(difflib.unified_diff(self.expected, found, lineterm="", n=1))[:40]))

    def by_skopeo(self):
        oci = "oci-archive:" + self.archive
        layout = self.folder / "layout"
        self.skopeo(oci, f"oci:{layout}:1")
        self.check("skopeo oci", layout)
        self.skopeo(oci, f"oci-archive:{self.folder}/again.tar:1")
        self.check("skopeo oci-archive", self.folder / "again.tar")
        self.skopeo(oci, f"dir:{self.folder}/dir")
        self.check("skopeo dir", self.folder / "dir")
        self.skopeo(oci, f"docker-archive:{self.folder}/saved.tar:{NAME}")
        self.check("skopeo docker-archive", self.folder / "saved.tar")
        for kind in ("zstd", "zstd:chunked"):
            place = self.folder / kind.replace(":", "-")
            with contextlib.suppress(RuntimeError):
                self.skopeo(oci, f"oci:{place}:1", "--dest-compress-format", kind,
                            "--dest-compress-level", "3", "--dest-compress")
                if "zstd" in json.loads(self.manifest(place))["layers"][0]["mediaType"]:
                    self.check(f"skopeo oci, {kind} layers", place)
        with open(self.folder / "saved.tar", "rb") as archive:
            self.check("standard input", "-", stdin=archive)
        self.check("gzip around an archive", self.wrapped("saved.tar", ["gzip", "-9"]))
        self.check("zstd around an archive", self.wrapped("again.tar", ["zstd", "-q"]))

    def manifest(self, layout):
        index = json.loads((layout / "index.json").read_text())
        return (layout / "blobs/sha256" / index["manifests"][0]["digest"][7:]).read_text()

    def wrapped(self, name, command):
        out = self.folder / (name + "." + command[0])
        with open(self.folder / name, "rb") as plain, open(out, "wb") as packed:
            subprocess.run([*command, "-c"], stdin=plain, stdout=packed, check=True)
        return out

    def by_registry(self):
        with distribution.registry(self.folder) as host:
            self.skopeo("oci-archive:" + self.archive, f"docker://{host}/team/app:1",
                        "--dest-tls-verify=false")
            self.check("docker-registry, OCI", f"docker://{host}/team/app:1")
            self.skopeo("oci-archive:" + self.archive, f"docker://{host}/team/app:2",
                        "--dest-tls-verify=false", "--format", "v2s2")
            self.check("docker-registry, schema 2", f"{host}/team/app:2")

    def by_daemon(self, name, root, containerd):
        store = "containerd's store" if containerd else "its own store"
        place = self.folder / f"daemon-{name}-{int(containerd)}"
        try:
            with daemons.Daemon(place, root, containerd) as daemon:
                if containerd and int(daemon.version.split(".")[0]) < 24:
                    return
                called = f"docker {daemon.version}, {store}"
                # Docker's own store takes archives of its own form alone, before version 25.
                daemon.load(self.archive if containerd else self.folder / "saved.tar")
                saved = daemon.save(NAME, self.folder / f"{place.name}.tar")
                self.check(called + ", saved", saved)
                if containerd:
                    self.check(called + ", saved, by index.json", "oci-archive:" + saved)
                self.environment["DOCKER_HOST"] = "unix://" + daemon.socket
                self.check(called + ", docker-daemon:", "docker-daemon:" + NAME)
        except daemons.NotUp as error:
            print(f"skip  docker of {name}, {store}: {error}", flush=True)
        except RuntimeError as error:
            self.failed.append(name)
            print(f"FAIL  docker of {name}, {store}: {error}", flush=True)
        finally:
            self.environment.pop("DOCKER_HOST", None)

    def all(self):
        self.build()
        self.check("plimsoll, OCI archive", self.archive)
        self.check("plimsoll, store", "store:" + NAME)
        self.by_skopeo()
        self.by_registry()
        for name, root in daemons.roots() if os.geteuid() == 0 else []:
            for containerd in (False, True):
                if not self.only or "docker" in self.only:
                    self.by_daemon(name, root, containerd)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    missing = [tool for tool in NEEDED if not shutil.which(tool)]
    if missing:
        print(f"FAIL  not installed: {', '.join(missing)} (scripts/install)")
        return 1
    if arguments.all:
        daemons.make_root()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="plimsoll-containers-"))
    try:
        containers = Containers(arguments.program, folder, arguments.only)
        containers.all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(containers.compared)} containers, {len(containers.failed)} failed")
    return 1 if containers.failed else 0


if __name__ == "__main__":
    sys.exit(main())
