"""A world to build corpus/ in without a network: every base image is busybox with stand-ins.

The stand-ins (tool.sh) behave as the tools do where it matters for a Dockerfile: they fail without
package lists, ask when nobody said yes, leave caches where the real ones do.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "builds"))
import bases  # noqa: E402

TOOLS = re.findall(r"[\w+.-]+", " ".join(
    line.split(")")[0] for line in
    (HERE / "tool.sh").read_text().split("\ncase $tool in\n")[1].splitlines()
    if re.match(r"  [a-z][\w+ |.-]*\)", line)))
# Where nothing but a package brings the command; the rest is in every base.
INSTALLED = {"cmake", "g++", "make", "latexmk", "curl", "git", "tini", "rsync", "hugo", "poetry",
             "turbo"}
ACCOUNTS = ("www-data", "deno", "gradle", "postgres", "vscode", "node")
PASSWD = "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/usr/sbin:/bin/false\n"
GROUP = "root:x:0:\ndaemon:x:1:\n"
CONFIG = {"Env": ["PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:"
                  "/sbin:/bin"], "Cmd": ["sh"]}


def base_layers() -> list[bytes]:
    """Busybox, and a layer with the tools on it."""
    members: list[bases.Member] = []
    for folder in ("etc/ssl", "etc/ssl/certs", "usr/share", "usr/share/zoneinfo", "usr/local",
                   "usr/local/bin", "usr/lib", "usr/lib/tools", "etc/crontabs"):
        members.append(("dir", folder, 0o755, 0, ""))
    members.append(("file", "etc/ssl/certs/ca-certificates.crt", 0o644, 0, "certificates\n"))
    members.append(("file", "usr/share/zoneinfo/UTC", 0o644, 0, "UTC\n"))
    members.append(("file", "usr/lib/tools/tool", 0o755, 0, (HERE / "tool.sh").read_text()))
    for name in sorted(set(TOOLS)):
        members.append(("link", f"usr/lib/tools/{name}", 0o777, 0, "tool"))
        if name not in INSTALLED:
            members.append(("link", f"usr/local/bin/{name}", 0o777, 0, f"/usr/lib/tools/{name}"))
    members.append(("link", "usr/bin/env", 0o777, 0, "/bin/env"))
    members.append(("link", "bin/bash", 0o777, 0, "/usr/lib/tools/bash"))
    passwd = "".join(f"{name}:x:{uid}:{uid}::/home/{name}:/bin/sh\n"
                     for uid, name in enumerate(ACCOUNTS, 2000))
    group = "".join(f"{name}:x:{uid}:\n" for uid, name in enumerate(ACCOUNTS, 2000))
    members.append(("file", "etc/passwd", 0o644, 0, PASSWD + passwd))
    members.append(("file", "etc/group", 0o644, 0, GROUP + group))
    for name in ACCOUNTS:
        members.append(("dir", f"home/{name}", 0o755, 2000 + ACCOUNTS.index(name), ""))
    return [bases.busybox_layer(), bases.layer(members)]


def images_named(dockerfile: str) -> set[str]:
    """The references of FROM and of COPY --from that are no stages, ARGs taken by their defaults."""
    values = dict(re.findall(r"^ARG\s+(\w+)=(\S+)", dockerfile, re.M))
    names: set[str] = set()
    stages: set[str] = set()
    for image, stage in re.findall(r"^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?", dockerfile,
                                   re.M | re.I):
        image = re.sub(r"\$\{?(\w+)\}?", lambda match: values.get(match[1], ""), image)
        if image.lower() not in stages and image != "scratch":
            names.add(image)
        stages.add(stage.lower())
    return names


def load(program: Path, store: Path, names: set[str], folder: Path) -> None:
    """Puts the world into a store under every one of the names."""
    archive = folder / "world.tar"
    archive.write_bytes(bases.archive("world", base_layers(), CONFIG))
    subprocess.run([program, "store", "load", "--store", store, archive], check=True,
                   stdout=subprocess.DEVNULL)
    for name in sorted(names):
        subprocess.run([program, "store", "tag", "--store", store, "world", name], check=True,
                       stdout=subprocess.DEVNULL)
