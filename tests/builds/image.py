"""Reads images and says what is in them, and how two descriptions differ.

Reads an OCI layout (folder or archive) and what `docker save` writes; layers may be plain, gzip or
zstd. Layers are applied strictly: what a careful runtime would refuse is reported in `problems`.
The description is plain JSON (README.md, "An expectation").

    image.py IMAGE...             prints the description
    image.py --compare A B        says how B differs from A; exit code 1 when it does
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Flat = dict[str, str]

TEXT_LIMIT = 400  # bytes: what a reader of an expectation can take in
INDEX_TYPES = ("application/vnd.oci.image.index.v1+json",
               "application/vnd.docker.distribution.manifest.list.v2+json")
# What every runtime puts over the image, and directories whose own attributes builders touch.
IGNORED = frozenset({"etc/hosts", "etc/resolv.conf", "etc/hostname", "etc/mtab"})
IGNORED_BELOW = ("dev/", "proc/", "sys/")
IGNORED_ATTRIBUTES = frozenset({"etc", "run"})
CONFIG_FIELDS = ("User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir",
                 "Labels", "StopSignal", "Healthcheck", "Shell", "OnBuild")


class ImageError(Exception):
    """The image cannot be read; the text says what is wrong with it."""


@dataclass(eq=False)
class Inode:
    """What one or more names stand for. Names of one inode are hard links."""

    type: str
    mode: int
    uid: int
    gid: int
    mtime: int
    data: bytes = b""
    target: str = ""
    device: str = ""
    xattrs: dict[str, str] = field(default_factory=dict)

    def describe(self, with_mtime: bool) -> Json:
        out: Json = {"type": self.type}
        if self.type != "link":
            out["mode"] = f"{self.mode:04o}"
        if self.uid or self.gid:
            out["owner"] = f"{self.uid}:{self.gid}"
        if self.type == "file":
            out.update(describe_content(self.data))
        if self.target:
            out["target"] = self.target
        if self.device:
            out["device"] = self.device
        if self.xattrs:
            out["xattrs"] = dict(sorted(self.xattrs.items()))
        if with_mtime:
            out["mtime"] = self.mtime
        return out


def describe_content(data: bytes) -> Json:
    if len(data) <= TEXT_LIMIT:
        try:
            text = data.decode()
            if all(c.isprintable() or c in "\n\t\r" for c in text):
                return {"text": text}
        except UnicodeDecodeError:
            pass
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


Tree = dict[str, Inode]


@dataclass
class Image:
    platform: str
    config: Json
    diff_ids: list[str]
    layers: list[bytes]  # as uncompressed tar streams
    problems: list[str] = field(default_factory=list)

    def trees(self) -> Iterator[Tree]:
        """The tree below the first layer, then that after each layer."""
        tree: Tree = {}
        yield tree
        for number, layer in enumerate(self.layers, 1):
            chain = tuple(self.diff_ids[:number])
            if chain not in _known_trees:
                found: list[str] = []
                tree = apply_layer(tree, layer, found.append)
                self.problems += [f"layer {number}: {text}" for text in found]
                if number == 1 and not found and len(_known_trees) < KNOWN_TREES:
                    _known_trees[chain] = tree  # mostly a base that many images share
            else:
                tree = _known_trees[chain]
            yield tree


KNOWN_TREES = 8
_known_trees: dict[tuple[str, ...], Tree] = {}


# ------------------------------------------------------------------------------ layers


def apply_layer(below: Tree, layer: bytes, problem: Callable[[str], None]) -> Tree:
    """The tree after a layer; whiteouts speak of what is below, never of this layer's own."""
    tree = dict(below)
    written: set[str] = set()
    with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
        for member in tar:
            name = member.name.rstrip("/")
            if name.startswith("./"):
                name = name[2:]
            if name in ("", "."):
                problem("has an entry for the root")
                continue
            if name.startswith("/") or ".." in name.split("/"):
                problem(f"{member.name}: a path that leaves the root")
                continue
            folder, _, base = name.rpartition("/")
            if folder and (folder not in tree or tree[folder].type != "dir"):
                problem(f"{name}: its parent is no directory")
            if base == ".wh..wh..opq":
                _remove_below(tree, folder, written)
            elif base.startswith(".wh."):
                gone = f"{folder}/{base[4:]}".lstrip("/")
                if gone in written:
                    problem(f"{name}: removes what the layer itself brings")
                if gone not in tree:
                    problem(f"{name}: removes what is not there")
                _remove(tree, gone)
            else:
                if name in written:
                    problem(f"{name}: stands twice in the layer")
                _place(tree, name, member, tar, problem)
                written.add(name)
    return tree


def _place(tree: Tree, name: str, member: tarfile.TarInfo, tar: tarfile.TarFile,
           problem: Callable[[str], None]) -> None:
    if member.islnk():
        target = member.linkname.removeprefix("./")
        if target.startswith("/"):
            problem(f"{name}: a hard link with an absolute target")
            target = target.lstrip("/")
        if target not in tree or tree[target].type == "dir":
            problem(f"{name}: a hard link to what is not there: {target}")
            return
        inode = tree[target]
    else:
        inode = _inode(member, tar)
    if name in tree and tree[name].type == "dir" and inode.type != "dir":
        _remove_below(tree, name, set())
    tree[name] = inode


def _inode(member: tarfile.TarInfo, tar: tarfile.TarFile) -> Inode:
    types = {tarfile.DIRTYPE: "dir", tarfile.SYMTYPE: "link", tarfile.FIFOTYPE: "fifo",
             tarfile.CHRTYPE: "char", tarfile.BLKTYPE: "block"}
    inode = Inode(types.get(member.type, "file"), member.mode & 0o7777, member.uid, member.gid,
                  int(member.mtime))
    if member.isreg():
        stream = tar.extractfile(member)
        inode.data = stream.read() if stream else b""
    elif member.issym():
        inode.target = member.linkname
    elif member.isdev() and not member.isfifo():
        inode.device = f"{member.devmajor}:{member.devminor}"
    for key, value in member.pax_headers.items():
        if key.startswith("SCHILY.xattr."):
            inode.xattrs[key[13:]] = value.encode("utf-8", "surrogateescape").hex()
    return inode


def _remove(tree: Tree, name: str) -> None:
    tree.pop(name, None)
    _remove_below(tree, name, set())


def _remove_below(tree: Tree, folder: str, keep: set[str]) -> None:
    start = f"{folder}/" if folder else ""
    for name in [n for n in tree if n.startswith(start) and n not in keep]:
        del tree[name]


# ------------------------------------------------------------------------------ description


def _listed(tree: Tree, with_mtime: bool) -> dict[str, Json]:
    first_name: dict[int, str] = {}
    out: dict[str, Json] = {}
    for name in sorted(tree, key=lambda n: n.encode("utf-8", "surrogateescape")):
        if name in IGNORED or name.startswith(IGNORED_BELOW):
            continue
        inode = tree[name]
        entry = inode.describe(with_mtime)
        if name in IGNORED_ATTRIBUTES:
            entry = {"type": inode.type}
        if inode.type != "dir" and first_name.setdefault(id(inode), name) != name:
            entry["links"] = first_name[id(inode)]
        out[name] = entry
    return out


def describe(image: Image, bases: Iterable[list[str]] = (), with_mtime: bool = False) -> Json:
    """The JSON form of one image; `bases` are diff-id chains whose tree is left out."""
    base_length = max((len(chain) for chain in bases
                       if image.diff_ids[:len(chain)] == chain), default=0)
    trees = list(image.trees())
    listed = [_listed(tree, with_mtime) for tree in trees]
    base, final = listed[base_length], listed[-1]
    quiet = [_listed(tree, False) for tree in trees[base_length:]]
    history = image.config.get("history") or []
    config = image.config.get("config") or {}
    return {
        "platform": image.platform,
        "tree": {name: entry for name, entry in final.items() if base.get(name) != entry},
        "removed": [name for name in base if name not in final],
        "config": {key: _config_value(key, config[key]) for key in CONFIG_FIELDS
                   if config.get(key)},
        "history": ["empty" if entry.get("empty_layer") else "layer" for entry in history],
        "layers": [_delta(before, after) for before, after in zip(quiet, quiet[1:])],
    }


def _config_value(key: str, value: Any) -> Any:
    if isinstance(value, dict) and key != "Healthcheck":
        return dict(sorted(value.items()))
    return value


def _delta(before: dict[str, Json], after: dict[str, Json]) -> list[str]:
    gone = [f"-{name}" for name in before if name not in after]
    return gone + [name for name, entry in after.items() if before.get(name) != entry]


# ------------------------------------------------------------------------------ reading


class _Blobs:
    """Random access to the files of an image, in a folder or in a tar."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tar = None if path.is_dir() else tarfile.open(path)
        self.names = set() if self.tar is None else {
            m.name.removeprefix("./") for m in self.tar.getmembers() if m.isreg()}

    def has(self, name: str) -> bool:
        return (self.path / name).is_file() if self.tar is None else name in self.names

    def read(self, name: str) -> bytes:
        if not self.has(name):
            raise ImageError(f"{self.path}: {name} is missing")
        if self.tar is None:
            return (self.path / name).read_bytes()
        try:
            stream = self.tar.extractfile(name)
        except KeyError:
            stream = self.tar.extractfile(f"./{name}")
        assert stream is not None
        return stream.read()

    def blob(self, descriptor: Json) -> bytes:
        digest = str(descriptor["digest"])
        data = self.read("blobs/" + digest.replace(":", "/"))
        if "sha256:" + hashlib.sha256(data).hexdigest() != digest:
            raise ImageError(f"{self.path}: {digest} has other bytes than its name says")
        if descriptor.get("size", len(data)) != len(data):
            raise ImageError(f"{self.path}: {digest} has another size than its descriptor says")
        return data


def _plain(data: bytes) -> bytes:
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    if data[:4] == b"\x28\xb5\x2f\xfd":
        return subprocess.run(["zstd", "-dqc"], input=data, stdout=subprocess.PIPE,
                              check=True).stdout
    return data


def read_images(path: Path) -> list[Image]:
    """All images of a layout or archive, in the order of its index (one a platform)."""
    blobs = _Blobs(path)
    if blobs.has("index.json"):
        images: list[Image] = []
        _collect(blobs, json.loads(blobs.read("index.json")), images)
        return images
    if not blobs.has("manifest.json"):
        raise ImageError(f"{path}: neither an OCI layout nor what docker save writes")
    return [_image(json.loads(blobs.read(entry["Config"])),
                   [blobs.read(name) for name in entry["Layers"]])
            for entry in json.loads(blobs.read("manifest.json"))]


def _collect(blobs: _Blobs, index: Json, images: list[Image]) -> None:
    for descriptor in index.get("manifests", []):
        if "vnd.docker.reference.type" in (descriptor.get("annotations") or {}):
            continue  # an attestation, no image
        manifest = json.loads(blobs.blob(descriptor))
        if descriptor.get("mediaType") in INDEX_TYPES or "manifests" in manifest:
            _collect(blobs, manifest, images)
            continue
        images.append(_image(json.loads(blobs.blob(manifest["config"])),
                             [blobs.blob(layer) for layer in manifest["layers"] or []]))


def _image(config: Json, layers: list[bytes]) -> Image:
    parts = [config.get("os", ""), config.get("architecture", ""), config.get("variant", "")]
    image = Image("/".join(part for part in parts if part), config,
                  list(config["rootfs"].get("diff_ids") or []), [_plain(data) for data in layers])
    actual = ["sha256:" + hashlib.sha256(layer).hexdigest() for layer in image.layers]
    if actual != image.diff_ids:
        image.problems.append("rootfs.diff_ids are not the digests of the layers")
    filled = sum(not entry.get("empty_layer") for entry in config.get("history") or [])
    if filled != len(image.layers):
        image.problems.append(f"history speaks of {filled} layers, there are {len(image.layers)}")
    return image


def describe_all(path: Path, bases: Iterable[list[str]] = (),
                 with_mtime: bool = False) -> tuple[Json, list[str]]:
    """The expectation form of an accepted build, and what is wrong with how it is written."""
    images = read_images(path)
    chains = list(bases)
    out = {"outcome": "accept", "images": [describe(i, chains, with_mtime) for i in images]}
    return out, [problem for image in images for problem in image.problems]


def digests(path: Path) -> str:
    """Names the images of a layout by the digests of their manifests."""
    index = json.loads(_Blobs(path).read("index.json"))
    return " ".join(str(descriptor["digest"]) for descriptor in index["manifests"])


# ------------------------------------------------------------------------------ comparison


def flatten(expectation: Json) -> Flat:
    """One line a fact: `tree x/a mode` -> `"0644"`. The inverse is `unflatten`."""
    out: Flat = {"outcome": json.dumps(expectation["outcome"])}
    if "line" in expectation:
        out["line"] = json.dumps(expectation["line"])
    images = expectation.get("images", [])
    for image in images:
        start = f"{image['platform']} " if len(images) > 1 else ""
        out[f"{start}platform"] = json.dumps(image["platform"])
        for name, entry in image["tree"].items():
            for key, value in entry.items():
                where = f"{start}tree {name}" + ("" if key == "type" else f"\t{key}")
                out[where] = json.dumps(value, ensure_ascii=False)
        for name in image["removed"]:
            out[f"{start}removed {name}"] = "true"
        for key, value in image["config"].items():
            out[f"{start}config {key}"] = json.dumps(value, ensure_ascii=False)
        out[f"{start}history"] = " ".join(image["history"])
        out[f"{start}layers"] = str(len(image["layers"]))
        for number, delta in enumerate(image["layers"], 1):
            out[f"{start}layer {number}"] = json.dumps(delta, ensure_ascii=False)
    return out


def unflatten(flat: Flat) -> Json:
    """Makes an expectation of its facts again."""
    out: Json = {"outcome": json.loads(flat["outcome"])}
    if "line" in flat:
        out["line"] = json.loads(flat["line"])
    platforms = [key[:-len("platform")] for key in flat if key.split(" ")[-1] == "platform"]
    if platforms:
        out["images"] = [_unflatten_image(flat, start) for start in platforms]
    return out


def _unflatten_image(flat: Flat, start: str) -> Json:
    facts = {key[len(start):]: value for key, value in flat.items() if key.startswith(start)}
    tree: dict[str, Json] = {}
    for key in sorted(k for k in facts if k.startswith("tree ")):
        name, _, attribute = key[5:].partition("\t")
        if name in tree or not attribute:  # an attribute of an entry that a patch removed is lost
            tree.setdefault(name, {})[attribute or "type"] = json.loads(facts[key])
    order = {key: place for place, key in enumerate(CONFIG_FIELDS)}
    config = {key[7:]: json.loads(facts[key]) for key in facts if key.startswith("config ")}
    return {
        "platform": json.loads(facts["platform"]),
        "tree": tree,
        "removed": [key[8:] for key in facts if key.startswith("removed ")],
        "config": dict(sorted(config.items(), key=lambda item: order[item[0]])),
        "history": facts["history"].split(),
        "layers": [json.loads(facts[f"layer {n}"]) for n in range(1, int(facts["layers"]) + 1)],
    }


def dump(expectation: Json) -> str:
    """JSON with one entry of a tree on a line, for people who read differences."""
    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def block(name: str, rows: list[str], brackets: str) -> str:
        if not rows:
            return f'  "{name}": {brackets}'
        return f'  "{name}": {brackets[0]}\n   ' + ",\n   ".join(rows) + f"{brackets[1]}"

    if expectation["outcome"] != "accept":
        return line(expectation) + "\n"
    images: list[str] = []
    for image in expectation["images"]:
        parts = [f'  "platform": {line(image["platform"])}']
        for name in ("tree", "config"):
            rows = [f"{line(key)}: {line(value)}" for key, value in image[name].items()]
            parts.append(block(name, rows, "{}"))
        parts.append(f'  "removed": {line(image["removed"])}')
        parts.append(f'  "history": {line(image["history"])}')
        parts.append(block("layers", [line(delta) for delta in image["layers"]], "[]"))
        images.append(" {\n" + ",\n".join(parts) + "}")
    return '{"outcome": "accept",\n "images": [\n' + ",\n".join(images) + "]}\n"


@dataclass(frozen=True)
class Difference:
    key: str  # of the flat form
    expected: str  # "-" when absent
    actual: str

    @property
    def field(self) -> str:
        """The key for people and for tables: `tree x/a mode`."""
        return self.key.replace("\t", " ")

    def __str__(self) -> str:
        return f"{self.field}: is {self.actual}, expected {self.expected}"


def compare(expected: Json, actual: Json) -> list[Difference]:
    """Both directions. Attributes of an entry that only one side has are not told one by one."""
    left, right = flatten(expected), flatten(actual)
    if left["outcome"] != right["outcome"]:
        return [Difference("outcome", left["outcome"], right["outcome"])]
    if left.get("line") == "null":  # BuildKit names no line for some: then any will do
        right["line"] = "null"
    out: list[Difference] = []
    for key in sorted(left.keys() | right.keys()):
        entry, tab, _ = key.partition("\t")
        if tab and (entry not in left or entry not in right):
            continue
        if left.get(key) != right.get(key):
            out.append(Difference(key, left.get(key, "-"), right.get(key, "-")))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description="Describes or compares images.")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--mtime", action="store_true")
    parser.add_argument("images", nargs="+", type=Path)
    options = parser.parse_args()
    described = [describe_all(path, with_mtime=options.mtime) for path in options.images]
    for path, (_, problems) in zip(options.images, described):
        for text in problems:
            print(f"{path}: {text}", file=sys.stderr)
    if not options.compare:
        for description, _ in described:
            print(json.dumps(description, indent=1, ensure_ascii=False))
        return 0
    found = compare(described[0][0], described[1][0])
    for difference in found:
        print(difference)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
