"""The base images that fixtures build on, made from the package busybox-static, always the same.

    bases.py DIR        writes DIR/NAME.tar (an OCI archive that docker load takes too) for each
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Member = tuple[str, str, int, int, str]  # kind, path, mode, owner (uid = gid), text or target

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BUSYBOX = Path("/bin/busybox")
PASSWD = """root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
app:x:1000:1000:App:/home/app:/bin/sh
web:x:1001:50:Web:/srv/web:/bin/sh
"""
GROUP = """root:x:0:
daemon:x:1:
wheel:x:10:app
staff:x:50:
audio:x:63:app,web
app:x:1000:
web:x:1001:
"""
SKELETON: list[Member] = [
    ("dir", "bin", 0o755, 0, ""),
    ("dir", "dev", 0o755, 0, ""),
    ("dir", "etc", 0o755, 0, ""),
    ("file", "etc/group", 0o644, 0, GROUP),
    ("file", "etc/nsswitch.conf", 0o644, 0, "passwd: files\ngroup: files\nhosts: files dns\n"),
    ("file", "etc/os-release", 0o644, 0, 'ID=busybox\nNAME="BusyBox"\n'),
    ("file", "etc/passwd", 0o644, 0, PASSWD),
    ("dir", "home", 0o755, 0, ""),
    ("dir", "home/app", 0o755, 1000, ""),
    ("dir", "proc", 0o755, 0, ""),
    ("dir", "root", 0o700, 0, ""),
    ("dir", "run", 0o755, 0, ""),
    ("dir", "srv", 0o755, 0, ""),
    ("dir", "sys", 0o755, 0, ""),
    ("dir", "tmp", 0o1777, 0, ""),
    ("dir", "usr", 0o755, 0, ""),
    ("dir", "usr/bin", 0o755, 0, ""),
    ("dir", "var", 0o755, 0, ""),
]
LAYERED_FIRST: list[Member] = [
    ("dir", "opt", 0o755, 0, ""),
    ("file", "opt/a", 0o644, 0, "a\n"),
    ("file", "opt/b", 0o644, 0, "b\n"),
    ("dir", "opt/c", 0o755, 0, ""),
    ("file", "opt/c/x", 0o644, 0, "x\n"),
    ("file", "opt/c/y", 0o644, 0, "y\n"),
    ("dir", "opt/d", 0o750, 1000, ""),
    ("file", "opt/d/one", 0o644, 0, "one\n"),
    ("hardlink", "opt/d/two", 0o644, 0, "opt/d/one"),
    ("link", "opt/to-c", 0o777, 0, "c"),
    ("link", "opt/to-d", 0o777, 0, "/opt/d"),
]
LAYERED_SECOND: list[Member] = [
    ("dir", "opt", 0o755, 0, ""),
    ("file", "opt/.wh.a", 0o644, 0, ""),
    ("dir", "opt/c", 0o755, 0, ""),
    ("file", "opt/c/.wh..wh..opq", 0o644, 0, ""),
    ("file", "opt/c/z", 0o644, 0, "z\n"),
    ("file", "opt/tool", 0o4755, 0, "#!/bin/sh\necho tool\n"),
]
SHELL_CONFIG: Json = {"Env": [PATH], "Cmd": ["sh"]}
FULL_CONFIG: Json = {
    "User": "app", "Env": [PATH, "GREETING=hello"], "WorkingDir": "/home/app",
    "Entrypoint": ["/bin/echo", "base"], "Cmd": ["command"], "Labels": {"base": "yes"},
    "Volumes": {"/data": {}}, "ExposedPorts": {"80/tcp": {}}, "StopSignal": "SIGINT",
    "Healthcheck": {"Test": ["CMD", "true"], "Interval": 7000000000},
    "Shell": ["/bin/sh", "-e", "-c"]}
TRIGGERS: Json = {**SHELL_CONFIG, "OnBuild": ["COPY brought /brought",
                                              "ENV SEEN=$GIVEN", "LABEL triggered=yes"]}


def layer(members: list[Member], files: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for kind, path, mode, owner, text in members:
            info = tarfile.TarInfo(path)
            info.mode, info.uid, info.gid = mode, owner, owner
            data = b""
            if kind == "dir":
                info.type = tarfile.DIRTYPE
            elif kind in ("link", "hardlink"):
                info.type = tarfile.SYMTYPE if kind == "link" else tarfile.LNKTYPE
                info.linkname = text
            else:
                data = (files or {}).get(path, text.encode())
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def busybox_layer() -> bytes:
    if not BUSYBOX.exists():
        raise SystemExit(f"{BUSYBOX} is missing: apt-get install busybox-static")
    applets = subprocess.run([BUSYBOX, "--list"], capture_output=True, text=True, check=True)
    members = list(SKELETON)
    members.append(("file", "bin/busybox", 0o755, 0, ""))
    members += [("link", f"bin/{name}", 0o777, 0, "busybox")
                for name in applets.stdout.split() if name != "busybox"]
    return layer(sorted(members, key=lambda m: m[1]), {"bin/busybox": BUSYBOX.read_bytes()})


def all_bases() -> dict[str, tuple[list[bytes], Json]]:
    """Name -> layers and configuration."""
    root = busybox_layer()
    return {
        "busybox": ([root], SHELL_CONFIG),
        "plain": ([root], {}),
        "configured": ([root], FULL_CONFIG),
        "layered": ([root, layer(LAYERED_FIRST), layer(LAYERED_SECOND)], SHELL_CONFIG),
        "triggers": ([root], TRIGGERS),
    }


def _digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def archive(name: str, layers: list[bytes], config: Json) -> bytes:
    """An OCI archive with the manifest.json of `docker save` beside its index."""
    full = {"architecture": "amd64", "os": "linux", "created": "1970-01-01T00:00:00Z",
            "config": config,
            "rootfs": {"type": "layers", "diff_ids": [_digest(data) for data in layers]},
            "history": [{"created": "1970-01-01T00:00:00Z", "created_by": f"base {name}"}
                        for _ in layers]}
    files: dict[str, bytes] = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}

    def blob(data: bytes, media: str) -> Json:
        files["blobs/" + _digest(data).replace(":", "/")] = data
        return {"mediaType": f"application/vnd.oci.image.{media}", "digest": _digest(data),
                "size": len(data)}

    written = [blob(data, "layer.v1.tar") for data in layers]
    config_blob = blob(json.dumps(full).encode(), "config.v1+json")
    manifest = blob(json.dumps({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": config_blob, "layers": written}).encode(), "manifest.v1+json")
    manifest["annotations"] = {"io.containerd.image.name": f"docker.io/library/{name}:latest",
                               "org.opencontainers.image.ref.name": "latest"}
    files["index.json"] = json.dumps({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [manifest]}).encode()
    place = "blobs/" + config_blob["digest"].replace(":", "/")
    files["manifest.json"] = json.dumps([{
        "Config": place, "RepoTags": [f"{name}:latest"],
        "Layers": ["blobs/" + d["digest"].replace(":", "/") for d in written]}]).encode()
    return layer([("file", path, 0o644, 0, "") for path in sorted(files)], files)


def write_bases(folder: Path) -> dict[str, Path]:
    """Writes all bases below `folder`; name -> archive."""
    folder.mkdir(parents=True, exist_ok=True)
    out: dict[str, Path] = {}
    for name, (layers, config) in all_bases().items():
        out[name] = folder / f"{name}.tar"
        out[name].write_bytes(archive(name, layers, config))
    return out


def diff_id_chains() -> list[list[str]]:
    """What `image.describe` takes for bases."""
    return [[_digest(data) for data in layers] for layers, _ in all_bases().values()]


if __name__ == "__main__":
    for path in write_bases(Path(sys.argv[1])).values():
        print(path)
