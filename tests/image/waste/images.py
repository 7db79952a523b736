"""Images for the tests of waste, each from a number: always the same one for the same number.

An image is a list of layers, a layer a list of entries in the order of its tar. What happens in
them is chosen at random from everything that layers can do to each other: adds, overwrites, chmod
and chown, whiteouts of files, directories and nothing, opaque directories, hardlinks within and across
layers, changes of type, the same path twice, parents that are links, parents without an entry,
extended attributes, devices. A layer is always one that an unpacker takes: no parent is a file, no
hardlink dangles.

    images.py SEED FOLDER       writes image SEED as an OCI layout
    images.py --show SEED       prints its entries

Images are also read from text, in the form of tests/unit/analyzer/image/tree/layers_text.h.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Optional, TypeVar

import rootfs

COUNT = 500
MOST_LAYERS = 12
NAMES = ["a", "b", "c", "d", "e", "f", "lib", "bin", "x.y", "-", "sp ace", "\u00fc", "n" * 110]
MODES = [0o644, 0o600, 0o755, 0o4755, 0o2711, 0o1777, 0o0, 0o666]
OWNERS = [0, 0, 0, 1, 1000, 65534, 100000]
TYPES = {"file": tarfile.REGTYPE, "dir": tarfile.DIRTYPE, "symlink": tarfile.SYMTYPE,
         "hardlink": tarfile.LNKTYPE, "char": tarfile.CHRTYPE, "block": tarfile.BLKTYPE,
         "fifo": tarfile.FIFOTYPE, "removal": tarfile.REGTYPE}
T = TypeVar("T")


@dataclass
class Entry:
    name: str  # as the tar has it
    kind: str
    mode: int = 0o644
    uid: int = 0
    gid: int = 0
    mtime: int = 0
    content: bytes = b""
    link: str = ""
    device: tuple[int, int] = (0, 0)
    xattrs: dict[str, bytes] = field(default_factory=dict)

    def tar(self) -> bytes:
        info = tarfile.TarInfo(self.name)
        info.type = TYPES[self.kind]
        info.mode, info.uid, info.gid, info.mtime = self.mode, self.uid, self.gid, self.mtime
        info.size = len(self.content)
        info.linkname = self.link
        info.devmajor, info.devminor = self.device
        info.pax_headers = {f"SCHILY.xattr.{name}": value.decode("latin-1")
                            for name, value in self.xattrs.items()}
        padding = b"\0" * (-len(self.content) % 512)
        return info.tobuf(tarfile.PAX_FORMAT) + self.content + padding


Layer = list[Entry]


def layer_tar(layer: Layer) -> bytes:
    return b"".join(entry.tar() for entry in layer) + b"\0" * 1024


class Dice:
    """Numbers by SplitMix64: the same ones with every version of Python."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, bound: int) -> int:
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        word = self.state
        word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & mask
        word = (word ^ word >> 27) * 0x94D049BB133111EB & mask
        return (word ^ word >> 31) % bound

    def chance(self, one_in: int) -> bool:
        return self.below(one_in) == 0

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]


class Names:
    """Which kind of thing stands at which path: as much as is needed to stay within what unpackers
    take. Paths have no slash in front; the root is the empty one."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {"": "dir"}
        self.links: dict[str, str] = {}

    def copy(self) -> Names:
        names = Names()
        names.kinds, names.links = dict(self.kinds), dict(self.links)
        return names

    def directory(self, path: str) -> Optional[str]:
        """Where a path leads that is to be a directory; None where something is in the way."""
        at, rest, hops = "", path.split("/"), 0
        while rest:
            name = rest.pop(0)
            if name in ("", "."):
                continue
            if name == "..":
                at = at.rpartition("/")[0]
                continue
            here = join(at, name)
            kind = self.kinds.get(here)
            if kind == "symlink":
                hops += 1
                if hops > 20:
                    return None
                target = self.links[here]
                at = "" if target.startswith("/") else at
                rest = target.split("/") + rest
            elif kind in (None, "dir"):
                at = here
            else:
                return None
        return at

    def place(self, path: str) -> Optional[str]:
        parent, _, name = path.rpartition("/")
        found = self.directory(parent)
        return None if found is None else join(found, name)

    def below(self, path: str) -> list[str]:
        prefix = path + "/" if path else ""
        return [other for other in self.kinds if other and other.startswith(prefix)]

    def remove(self, path: str) -> None:
        for gone in [*self.below(path), path]:
            self.kinds.pop(gone, None)
            self.links.pop(gone, None)

    def put(self, path: str, kind: str, link: str = "") -> None:
        if path == "":
            return
        if not (kind == "dir" and self.kinds.get(path) == "dir"):
            self.remove(path)
        parent = path.rpartition("/")[0]
        while parent and parent not in self.kinds:
            self.kinds[parent] = "dir"
            parent = parent.rpartition("/")[0]
        self.kinds[path] = kind
        if kind == "symlink":
            self.links[path] = link


def join(directory: str, name: str) -> str:
    return f"{directory}/{name}" if directory else name


class Maker:
    def __init__(self, seed: int) -> None:
        self.dice = Dice(seed)
        self.names = Names()  # after all that was made so far
        self.files: dict[str, Entry] = {}  # the last file entry written at a path
        self.clock = 1_600_000_000

    # What is chosen ----------------------------------------------------------------------------

    def some(self, *kinds: str) -> Optional[str]:
        found = [path for path, kind in self.names.kinds.items() if path and kind in kinds]
        return self.dice.pick(sorted(found)) if found else None

    def fresh(self) -> str:
        """A path in some directory, by one of its ways; perhaps something is there."""
        directory = self.some("dir", "symlink") or ""
        if self.dice.chance(3):
            directory = ""
        path = join(directory, self.dice.pick(NAMES))
        return join(path, self.dice.pick(NAMES)) if self.dice.chance(5) else path

    def attributes(self) -> dict[str, object]:
        dice = self.dice
        self.clock += 1 + dice.below(1000)
        xattrs: dict[str, bytes] = {}
        if dice.chance(6):
            xattrs["user.note"] = dice.pick([b"one", b"", b"line\nline", b"\0\1", b"a=b"])
        return {"mode": dice.pick(MODES), "uid": dice.pick(OWNERS), "gid": dice.pick(OWNERS),
                "mtime": self.clock, "xattrs": xattrs}

    def spelling(self, path: str) -> str:
        return self.dice.pick(["", "", "", "", "./", "/", ".//"]) + path

    # What layers do ----------------------------------------------------------------------------

    def file(self, path: str) -> Entry:
        size = self.dice.pick([0, 1, 5, 100, 511, 512, 513, 2000, 70_000])
        text = bytes([97 + self.dice.below(3)])
        entry = Entry(self.spelling(path), "file", content=text * size, **self.attributes())
        if self.dice.chance(12):
            entry.xattrs["security.capability"] = rootfs.CAPABILITY
        return entry

    def directory(self, path: str) -> Entry:
        attributes = self.attributes()
        entry = Entry(self.spelling(path) + self.dice.pick(["/", "/", ""]), "dir", **attributes)
        if self.dice.chance(8):
            entry.xattrs["user.overlay.opaque"] = b"y"  # which no unpacker obeys
        return entry

    def symlink(self, path: str) -> Entry:
        target = self.some("dir", "dir", "file") or "nowhere"
        depth = path.count("/")
        link = self.dice.pick(["/" + target, "../" * depth + target, "../" * (depth + 3) + target,
                               "nowhere", self.dice.pick(NAMES)])
        entry = Entry(self.spelling(path), "symlink", link=link, **self.attributes())
        entry.mode, entry.xattrs = 0o777, {}
        return entry

    def special(self, path: str) -> Entry:
        kind = self.dice.pick(["char", "block", "fifo"])
        device = (0, 0) if kind == "fifo" else self.dice.pick([(1, 3), (1, 5), (7, 0), (0, 0)])
        entry = Entry(self.spelling(path), kind, device=device, **self.attributes())
        entry.xattrs = {}  # the kernel has user.* for files and directories alone
        return entry

    def hardlink(self, path: str) -> Optional[Entry]:
        target = self.some("file", "file", "file", "symlink", "char", "fifo")
        if target is None:
            return None
        link = self.dice.pick(["", "", "./", "/"]) + target
        entry = Entry(self.spelling(path), "hardlink", link=link, **self.attributes())
        entry.xattrs = {}
        return entry

    def again(self, path: str) -> Optional[Entry]:
        """The same content with other attributes: what chown and chmod leave in a layer."""
        before = self.files.get(path)
        if before is None or self.names.kinds.get(path) != "file":
            return None
        return replace(before, name=self.spelling(path), **self.attributes())

    def add(self) -> Optional[Entry]:
        dice = self.dice
        what = dice.below(20)
        if what < 5:
            return self.file(self.fresh())
        if what < 7:
            return self.file(self.some("file", "file", "symlink", "dir") or "f")
        if what < 10:
            return self.again(self.some("file") or "")
        if what < 13:
            return self.directory(self.some("dir") or "d" if dice.chance(2) else self.fresh())
        if what < 14:
            return self.directory(self.some("file", "symlink", "char", "fifo") or "d")
        if what < 16:
            return self.symlink(self.fresh() if dice.chance(2) else self.some("dir", "file") or "l")
        if what < 19:
            return self.hardlink(self.fresh() if dice.chance(2) else self.some("file") or "h")
        return self.directory("") if dice.chance(3) else self.special(self.fresh())

    # What an unpacker would do with it ---------------------------------------------------------

    def accept(self, entry: Entry) -> bool:
        return accept(self.names, self.files, entry)

    # A layer -----------------------------------------------------------------------------------

    def removals(self, lower: Names) -> list[Entry]:
        dice = self.dice
        found: list[Entry] = []
        for _ in range(dice.pick([0, 0, 1, 1, 2, 4])):
            what = dice.below(10)
            if what < 6:
                path = self.some("file", "dir", "symlink", "char", "fifo") or "a"
            elif what < 7:
                path = self.fresh()  # perhaps by way of a link, perhaps of nothing
            elif what < 9:
                path = join(self.some("dir") or "", ".wh..opq")
            else:
                path = join("", ".wh.plnk")
            parent, _, name = path.rpartition("/")
            place = lower.place(path)
            if place is None:
                continue
            found.append(Entry(self.spelling(join(parent, ".wh." + name)), "removal"))
            if name == ".wh..opq":
                target = lower.directory(parent)
                for gone in lower.below(target or ""):
                    self.names.remove(gone)
            else:
                self.names.remove(place)
        return found

    def layer(self) -> Layer:
        dice = self.dice
        lower = self.names.copy()
        removals = self.removals(lower)
        added: Layer = []
        for _ in range(dice.below(14)):
            entry = self.add()
            if entry is not None and self.accept(entry):
                added.append(entry)
                if dice.chance(15) and entry.kind in ("file", "dir", "symlink"):
                    other = replace(entry, name=self.spelling(clean(entry.name)), mode=0o640)
                    if entry.kind == "file":
                        other.content = entry.content + dice.pick([b"", b"!"])
                    if self.accept(other):
                        added.append(other)
        if added and dice.chance(6):  # a whiteout of what the layer itself brings
            own = clean(dice.pick(added).name)
            parent, _, name = own.rpartition("/")
            place = lower.place(own)
            if name and place is not None and place not in lower.kinds:
                removals.append(Entry(join(parent, ".wh." + name), "removal"))
        # Order must not matter to removals; unpackers see the lower files until it is their turn.
        later = lower.copy()
        order = dice.below(3) if all(accept(later, {}, entry) for entry in added) else 0
        if any(later.place(clean(removal.name)) is None for removal in removals):
            order = 0
        if order == 2 and any(entry.kind == "symlink" for entry in added):
            order = 1  # a removal on a link of an hour would lead anywhere
        if order == 0:
            return removals + added
        if order == 1:
            return added + removals
        for removal in removals:
            added.insert(dice.below(len(added) + 1), removal)
        return added

    def image(self) -> list[Layer]:
        return [self.layer() for _ in range(1 + self.dice.below(MOST_LAYERS))]


def accept(names: Names, files: dict[str, Entry], entry: Entry) -> bool:
    """Puts an entry into the names; False, and nothing done, where no unpacker would."""
    path = clean(entry.name)
    if path == "":
        return entry.kind == "dir"
    place = names.place(path)
    if place is None:
        return False
    kind = entry.kind
    if kind == "hardlink":
        target = names.place(clean(entry.link))
        kind = names.kinds.get(target or "", "dir")
        if target is None or kind == "dir" or target == place or target.startswith(place + "/"):
            return False
        link = names.links.get(target, "")
        if target in files:
            files[place] = files[target]
        names.put(place, kind, link)
        return True
    names.put(place, kind, entry.link)
    if kind == "file":
        files[place] = entry
    return True


def clean(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in ("", "."))


def image(seed: int) -> list[Layer]:
    return Maker(seed).image()


def from_text(text: str) -> list[Layer]:
    layers: list[Layer] = [[]]
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words == ["---"]:
            layers.append([])
            continue
        layers[-1].append(entry_from_words(words))
    return layers


def entry_from_words(words: list[str]) -> Entry:
    entry = Entry(words[0], "dir" if words[0].endswith("/") else "file")
    entry.mode = 0o755 if entry.kind == "dir" else 0o644
    signs = {"->": "symlink", "==": "hardlink", "c": "char", "b": "block", "p": "fifo"}
    rest = iter(words[1:])
    for word in rest:
        if word.startswith("mode="):
            entry.mode = int(word[5:], 8)
        elif word.startswith(("uid=", "gid=", "mtime=")):
            key, _, value = word.partition("=")
            setattr(entry, key, int(value))
        elif word == "=":
            content, _, times = next(rest).partition("*")
            entry.content = content.encode() * int(times or 1)
        else:
            entry.kind = signs[word]
            if word in ("c", "b"):
                entry.device = (int(next(rest)), int(next(rest)))
            elif word != "p":
                entry.link = next(rest)
    if entry.name.rpartition("/")[2].startswith(".wh."):
        entry.kind = "removal"
    return entry


# Writing ---------------------------------------------------------------------------------------

def write_layout(layers: list[Layer], folder: Path, seed: int) -> None:
    """An OCI layout with the tag `t`; every second layer is packed."""
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def blob(data: bytes, media_type: str) -> dict[str, object]:
        digest = hashlib.sha256(data).hexdigest()
        (blobs / digest).write_bytes(data)
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(data)}

    described, diff_ids = [], []
    for number, layer in enumerate(layers):
        tar = layer_tar(layer)
        diff_ids.append("sha256:" + hashlib.sha256(tar).hexdigest())
        packed = (seed + number) % 2 == 0
        data = gzip.compress(tar, 6, mtime=0) if packed else tar
        described.append(blob(data, "application/vnd.oci.image.layer.v1.tar" + ("+gzip" * packed)))
    config = {"architecture": "amd64", "os": "linux", "config": {},
              "rootfs": {"type": "layers", "diff_ids": diff_ids},
              "history": [{"created_by": f"layer {i}"} for i in range(len(layers))]}
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": blob(json.dumps(config).encode(),
                               "application/vnd.oci.image.config.v1+json"),
                "layers": described}
    top = blob(json.dumps(manifest).encode(), "application/vnd.oci.image.manifest.v1+json")
    top["annotations"] = {"org.opencontainers.image.ref.name": "t"}
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [top]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')


def write_docker_archive(layers: list[Layer], path: Path) -> None:
    """As classic `docker save` has it, which is what dive reads."""
    with tarfile.open(path, "w") as archive:
        def add(name: str, data: bytes) -> None:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))

        diff_ids = []
        for number, layer in enumerate(layers):
            tar = layer_tar(layer)
            diff_ids.append("sha256:" + hashlib.sha256(tar).hexdigest())
            add(f"{number}/layer.tar", tar)
        config = {"architecture": "amd64", "os": "linux", "config": {},
                  "rootfs": {"type": "layers", "diff_ids": diff_ids},
                  "history": [{"created_by": f"layer {i}"} for i in range(len(layers))]}
        add("config.json", json.dumps(config).encode())
        manifest = [{"Config": "config.json", "RepoTags": ["t:1"],
                     "Layers": [f"{i}/layer.tar" for i in range(len(layers))]}]
        add("manifest.json", json.dumps(manifest).encode())


def show(layers: list[Layer]) -> str:
    out = io.StringIO()
    for number, layer in enumerate(layers):
        for at, entry in enumerate(layer):
            out.write(f"{number}.{at} {entry.name!r} {entry.kind} {entry.mode:04o} "
                      f"{entry.uid}:{entry.gid} {len(entry.content)}"
                      f"{' -> ' + entry.link if entry.link else ''} {entry.xattrs or ''}\n")
    return out.getvalue()


def main(arguments: list[str]) -> int:
    if len(arguments) == 2 and arguments[0] == "--show":
        print(show(image(int(arguments[1]))), end="")
        return 0
    if len(arguments) == 2:
        write_layout(image(int(arguments[0])), Path(arguments[1]), int(arguments[0]))
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
