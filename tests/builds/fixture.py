"""Reads a `.build` fixture and lays its files out on disk. The format is told in README.md."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import os
import re
import shlex
import shutil
import socket
import subprocess
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_MTIME = 1577836800  # 2020-01-01: late enough to differ from 0, early enough for any epoch
HEADER_KEYS = frozenset(
    {"clauses", "args", "epoch", "env", "file", "context", "compare", "oracle", "skip-oracle"})
ROOTS = re.compile(r"@\{([a-z][a-z0-9-]*)\}")
RUN_LINE = re.compile(r"^\s*(?:onbuild\s+)?run\s", re.IGNORECASE | re.MULTILINE)


class FixtureError(Exception):
    """The fixture does not follow the format; the text names file and line."""


@dataclass
class Section:
    kind: str
    words: list[str]
    options: dict[str, str]
    body: str
    line: int


@dataclass
class Fixture:
    """One fixture, read but not yet laid out."""

    path: Path
    name: str
    note: str
    headers: dict[str, str]
    sections: list[Section] = field(default_factory=list)

    @property
    def expectation_path(self) -> Path:
        return self.path.with_suffix(".json")

    @property
    def dockerfile(self) -> str:
        """Where the Dockerfile stands, relative to the folder that holds all roots."""
        return self.headers.get("file", "context/Dockerfile")

    @property
    def epoch(self) -> int | None:
        return int(self.headers["epoch"]) if "epoch" in self.headers else None

    @property
    def compares_mtime(self) -> bool:
        return "mtime" in self.headers.get("compare", "").split()

    @property
    def oracle(self) -> str:
        """Who tells the expectation: buildkit (default), newest, buildah or reading."""
        return self.headers.get("oracle", "buildkit").split()[0]

    @property
    def needs_run(self) -> bool:
        return any(RUN_LINE.search(s.body) for s in self.sections if s.kind == "dockerfile")

    @property
    def needs_server(self) -> bool:
        return any("@{url}" in s.body for s in self.sections)

    def args(self, root: Path, url: str) -> list[str]:
        return shlex.split(place(self.headers.get("args", ""), root, url))

    def environment(self) -> dict[str, str]:
        pairs = (word.partition("=") for word in shlex.split(self.headers.get("env", "")))
        return {key: value for key, _, value in pairs}


def place(text: str, root: Path, url: str) -> str:
    """Puts paths, the server's address and a name of this run where the text says `@{root}`,
    `@{url}` and `@{salt}`."""
    known = {"url": url, "salt": root.parent.name}
    return ROOTS.sub(lambda m: known.get(m[1], str(root / m[1])), text)


def read_fixture(path: Path, folder: Path) -> Fixture:
    lines = path.read_text(encoding="utf-8").split("\n")
    note: list[str] = []
    headers: dict[str, str] = {}
    index = 0
    while index < len(lines) and not lines[index].startswith("--- "):
        line = lines[index]
        index += 1
        if line.startswith("#"):
            note.append(line.lstrip("# "))
        elif line.strip():
            key, colon, value = line.partition(":")
            if not colon or key not in HEADER_KEYS:
                raise FixtureError(f"{path}:{index}: not a header of a fixture: {line!r}")
            headers[key] = value.strip()
    fixture = Fixture(path, str(path.relative_to(folder).with_suffix("")), " ".join(note), headers)
    while index < len(lines):
        start = index
        index += 1
        while index < len(lines) and not lines[index].startswith("--- "):
            index += 1
        fixture.sections.append(_section(path, start + 1, lines[start], lines[start + 1:index]))
    if not note or not any(s.kind == "dockerfile" for s in fixture.sections):
        raise FixtureError(f"{path}: a fixture begins with a comment and has a Dockerfile")
    return fixture


def _section(path: Path, number: int, heading: str, body: list[str]) -> Section:
    words = shlex.split(heading[4:])
    kind = words.pop(0).lower()
    options: dict[str, str] = {}
    plain: list[str] = []
    for word in words:
        key, equals, value = word.partition("=")
        if equals and re.fullmatch(r"(mode|owner|mtime|format|xattr\.[\w.]+)", key):
            options[key] = value
        elif word in ("base64", "crlf", "bom", "chomp", "escapes"):
            options[word] = ""
        else:
            plain.append(word)
    if kind == "dockerfile" and not plain:
        plain = ["Dockerfile"]
    while body and not body[-1].strip():
        body.pop()
    known = {"dockerfile": 1, "file": 1, "dir": 1, "link": 3, "hardlink": 2, "fifo": 1,
             "socket": 1, "archive": 1}
    if kind not in known or len(plain) != known[kind]:
        raise FixtureError(f"{path}:{number}: unknown or wrong section: {heading!r}")
    return Section(kind, plain, options, "".join(f"{line}\n" for line in body), number)


def lay_out(fixture: Fixture, root: Path, url: str = "", salt: int = 0) -> None:
    """Writes all files of a fixture below `root`; `root/context` is the build context.

    `salt` is added to every time as nanoseconds, and one more for each entry: BuildKit takes a file
    that has name, size and time of one that it was sent before for the same, and would build with
    what another fixture sent; and what replaces an equally old file of its size it forgets.
    """
    (root / "context").mkdir(parents=True)
    made: list[tuple[Path, Section]] = []
    for section in fixture.sections:
        target = _target(root, section.words[0])
        target.parent.mkdir(parents=True, exist_ok=True)
        _make(fixture, section, target, root, url)
        made.append((target, section))
    for target, section in made:
        _attributes(target, section)
    nanoseconds = salt
    for folder, names, files in os.walk(root, topdown=False):
        explicit = {str(t): s.options["mtime"] for t, s in made if "mtime" in s.options}
        for name in [*files, *names]:
            entry = os.path.join(folder, name)
            when = int(explicit.get(entry, DEFAULT_MTIME))
            nanoseconds += 1 if salt else 0
            time_ns = when * 1_000_000_000 + nanoseconds
            os.utime(entry, ns=(time_ns, time_ns), follow_symlinks=False)


def _target(root: Path, name: str) -> Path:
    if name.startswith("@"):
        return root / name[1:]
    return root / "context" / name


def _make(fixture: Fixture, section: Section, target: Path, root: Path, url: str) -> None:
    if section.kind in ("dockerfile", "file"):
        body = section.body
        if section.kind == "dockerfile":
            body = place(body, root, url)
        target.write_bytes(_content(body, section.options))
    elif section.kind == "dir":
        target.mkdir(exist_ok=True)
    elif section.kind == "link":
        target.symlink_to(section.words[2])
    elif section.kind == "hardlink":
        os.link(_target(root, section.words[1]), target)
    elif section.kind == "fifo":
        os.mkfifo(target)
    elif section.kind == "socket":
        with socket.socket(socket.AF_UNIX) as unix:
            unix.bind(str(target))
    elif section.kind == "archive":
        target.write_bytes(_archive(section, target.name))
    else:
        raise FixtureError(f"{fixture.path}:{section.line}: {section.kind}")


def _content(body: str, options: dict[str, str]) -> bytes:
    if "base64" in options:
        return base64.b64decode(body)
    if "chomp" in options:
        body = body.removesuffix("\n")
    if "escapes" in options:
        body = body.replace("\n", "").encode("latin-1", "backslashreplace").decode("unicode_escape")
        return body.encode("latin-1")
    if "crlf" in options:
        body = body.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if "bom" in options else b"") + body.encode()


def _attributes(target: Path, section: Section) -> None:
    options = section.options
    if "owner" in options:
        uid, _, gid = options["owner"].partition(":")
        os.chown(target, int(uid), int(gid or uid), follow_symlinks=False)
    if section.kind not in ("link", "hardlink"):
        default = "0755" if section.kind == "dir" else "0644"
        target.chmod(int(options.get("mode", default), 8))
    for key, value in options.items():
        if key.startswith("xattr."):
            os.setxattr(target, key[6:], _attribute(value), follow_symlinks=False)


def _attribute(value: str) -> bytes:
    return base64.b64decode(value[7:]) if value.startswith("base64:") else value.encode()


def _archive(section: Section, name: str) -> bytes:
    """A tar whose members are told one a line: `file a/b 0644 uid=1 "text"`."""
    buffer = io.BytesIO()
    globals_ = [line.split()[1:] for line in section.body.splitlines() if line.startswith("global ")]
    pax = dict(pair.split("=", 1) for words in globals_ for pair in words)
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT, pax_headers=pax) as tar:
        for line in section.body.splitlines():
            if line.strip() and not line.startswith(("global ", "#")):
                _member(tar, line)
    plain = buffer.getvalue()
    suffix = section.options.get("format", name.rpartition(".")[2])
    if suffix in ("gz", "tgz"):
        return gzip.compress(plain, mtime=0)
    if suffix in ("bz2", "tbz2"):
        return bz2.compress(plain)
    if suffix in ("xz", "txz"):
        return lzma.compress(plain)
    if suffix in ("zst", "tzst"):
        if shutil.which("zstd") is None:
            raise FixtureError("the program zstd is missing (apt-get install zstd)")
        return subprocess.run(["zstd", "-q", "-c"], input=plain, stdout=subprocess.PIPE,
                              check=True).stdout
    return plain


TAR_TYPES = {"file": tarfile.REGTYPE, "dir": tarfile.DIRTYPE, "link": tarfile.SYMTYPE,
             "hardlink": tarfile.LNKTYPE, "fifo": tarfile.FIFOTYPE, "char": tarfile.CHRTYPE,
             "block": tarfile.BLKTYPE}


def _member(tar: tarfile.TarFile, line: str) -> None:
    kind, rest = line.split(None, 1)
    content = b""
    quote = rest.find(' "')
    if kind == "file" and quote >= 0:
        content = json.loads(rest[quote + 1:]).encode()
        rest = rest[:quote]
    words = shlex.split(rest)
    member = tarfile.TarInfo(words.pop(0))
    member.type = TAR_TYPES[kind]
    member.mode = 0o755 if kind == "dir" else 0o644
    member.mtime = DEFAULT_MTIME
    member.size = len(content)
    numbers: list[str] = []  # the mode; of a device also major and minor
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key in ("uid", "gid", "mtime"):
            setattr(member, key, int(value))
        elif equals and key in ("uname", "gname"):
            setattr(member, key, value)
        elif equals and key.startswith("xattr."):
            member.pax_headers[f"SCHILY.{key}"] = _attribute(value).decode("utf-8", "surrogateescape")
        elif kind == "link" or (kind == "hardlink" and not member.linkname):
            member.linkname = word if word != "->" else member.linkname
        else:
            numbers.append(word)
    if numbers:
        member.mode = int(numbers[0], 8)
    if kind in ("char", "block"):
        member.devmajor, member.devminor = int(numbers[1]), int(numbers[2])
    tar.addfile(member, io.BytesIO(content))


def all_fixtures(folder: Path, pattern: str = "") -> list[Fixture]:
    """Every fixture below `folder` whose name holds `pattern`, in order of name."""
    found = [read_fixture(path, folder) for path in sorted(folder.glob("*/*.build"))]
    return [fixture for fixture in found if pattern in fixture.name]
