"""Root filesystems as lines of text, and what a real unpacker makes of an image.

A line is a path, its kind, mode, owner, and what there is of content (by its SHA-256), link, device
and extended attributes; paths that are one file name the first of them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

# cap_net_bind_service=ep, version 2
CAPABILITY = b"\x01\0\0\2\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "dir", stat.S_IFLNK: "symlink",
         stat.S_IFCHR: "char", stat.S_IFBLK: "block", stat.S_IFIFO: "fifo"}


@dataclass
class Standing:
    """What stands at a path."""

    kind: str
    mode: int
    uid: int
    gid: int
    mtime: int
    inode: str  # equal for the names of one file
    text: str = ""  # sha256 of content, text of a link, numbers of a device
    xattrs: dict[str, bytes] = field(default_factory=dict)


Tree = dict[bytes, Standing]


def shown(path: bytes) -> str:
    return "".join(chr(byte) if 32 < byte < 127 and byte != 37 else f"%{byte:02x}" for byte in path)


def content_id(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def lines(tree: Tree) -> list[str]:
    first: dict[str, bytes] = {}
    for path in sorted(tree):
        if tree[path].kind != "dir":
            first.setdefault(tree[path].inode, path)
    names: dict[str, int] = {}
    for standing in tree.values():
        names[standing.inode] = names.get(standing.inode, 0) + 1
    out = []
    for path in sorted(tree):
        at = tree[path]
        mode = "-" if at.kind == "symlink" else f"{at.mode:04o}"
        # A directory's time is what was done in it last, which is the unpacker's affair.
        mtime = "-" if at.kind == "dir" else str(at.mtime)
        parts = [shown(path) or ".", at.kind, mode, f"{at.uid}:{at.gid}", mtime, at.text or "-"]
        parts += [f"{name}={shown(value)}" for name, value in sorted(at.xattrs.items())]
        if at.kind != "dir" and names[at.inode] > 1:
            parts.append("is:" + shown(first[at.inode]))
        out.append(" ".join(parts))
    return out


def digest(listing: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(listing).encode()).hexdigest()[:32]


def read_folder(root: Path) -> Tree:
    tree: Tree = {}
    rest = [b""]
    while rest:
        path = rest.pop()
        full = os.path.join(os.fsencode(root), path) if path else os.fsencode(root)
        status = os.lstat(full)
        kind = KINDS[stat.S_IFMT(status.st_mode)]
        at = Standing(kind, stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid,
                      int(status.st_mtime), str(status.st_ino))
        if kind == "file":
            with open(full, "rb") as file:
                at.text = content_id(file.read())
        elif kind == "symlink":
            at.text = shown(os.readlink(full))
        elif kind in ("char", "block"):
            at.text = f"{os.major(status.st_rdev)},{os.minor(status.st_rdev)}"
        at.xattrs = {name: os.getxattr(full, name, follow_symlinks=False)
                     for name in os.listxattr(full, follow_symlinks=False)}
        if kind == "dir":
            rest += [os.path.join(path, name) for name in os.listdir(full)]
        tree[path] = at
    return tree


class Refused(Exception):
    """The unpacker does not take the image; the text is what it says."""


def why_not_umoci(folder: Path) -> str:
    """Why it cannot be asked to unpack here; empty where it can. It leaves out in silence what the
    file system does not take, and then its trees would be no measure."""
    if shutil.which("umoci") is None:
        return "umoci is not installed"
    if os.geteuid() != 0:
        return "only root may give files away"
    probe = folder / "probe"
    try:
        (probe / "directory").mkdir(parents=True)
        (probe / "file").write_bytes(b"x")
        os.mknod(probe / "device", stat.S_IFCHR | 0o600, os.makedev(1, 3))
        os.mknod(probe / "none", stat.S_IFCHR | 0o600, os.makedev(0, 0))
        os.chown(probe / "file", 100000, 65534)
        os.setxattr(probe / "file", "user.note", b"x")
        os.setxattr(probe / "file", "security.capability", CAPABILITY)
        os.setxattr(probe / "directory", "user.overlay.opaque", b"y")
    except OSError as error:
        return f"the file system of {folder} does not take everything: {error}"
    finally:
        shutil.rmtree(probe, ignore_errors=True)
    return ""


def unpack_with_umoci(layout: Path, bundle: Path) -> Tree:
    """Of the tag `t`. Must be called as root."""
    # The umask decides about the directories that no entry describes.
    done = subprocess.run(["umoci", "unpack", "--image", f"{layout}:t", str(bundle)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, umask=0o022,
                          check=False)
    if done.returncode != 0:
        raise Refused(done.stdout.decode(errors="replace").strip())
    try:
        return read_folder(bundle / "rootfs")
    finally:
        shutil.rmtree(bundle, ignore_errors=True)
