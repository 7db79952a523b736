"""Proves waste and the live tree on generated images, and dive's figures (README.md).

    run.py --program print_tree             all images
    run.py --program print_tree 17 200-300  some of them
    run.py --update ...                     writes expected.tsv and dive/*.json anew, from umoci and
                                            dive, which must then be there

umoci (as root) and dive are asked where they are installed; what they said is stored for where they
are not. PLIMSOLL_DIVE names dive's program.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Optional

import images
import rootfs

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[2] / "docs" / "waste.md"
CASE = re.compile(r"^\| \[(\w+)\]\(\S+\.layers\) \|.*\| (\d+) \| ([\d.]+) % \| (\d+) \| "
                  r"([\d.]+) % \|$", re.M)
EXPECTED = HERE / "expected.tsv"
DIFFERENCES = HERE.parent / "differences.tsv"
BATCH = 25
SHOWN = 10  # of one in so many images plimsoll's own report is read, too
SQUEEZED = 5  # one in so many images is unpacked once more, with its waste emptied
WASTE = ("replaced", "restored", "deleted", "opaque", "type-changed", "duplicate-path")
FATES = ("live", *WASTE, "overhead")


@dataclass
class Said:
    """What print_tree says of one image."""

    layers: list[tuple[int, int]] = field(default_factory=list)  # plain and blob bytes
    sums: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    entries: dict[str, list[str]] = field(default_factory=dict)  # "1.3": fate, by, file, tar
    live: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dive: Optional[Json] = None
    failure: str = ""


Json = dict[str, Any]


def read_said(output: str) -> list[Said]:
    all_said: list[Said] = []
    for line in output.splitlines():
        what, _, rest = line.partition(" ")
        words = rest.split(" ")
        if what == "image":
            all_said.append(Said())
            continue
        said = all_said[-1]
        if what == "layer":
            said.layers.append((int(words[1]), int(words[2])))
        elif what == "sum":
            said.sums[int(words[0]), words[1]] = [int(word) for word in words[2:]]
        elif what == "entry":
            said.entries[words[0]] = words[1:]
        elif what == "live":
            said.live.append(words)
        elif what == "note":
            said.notes.append(rest)
        elif what == "dive":
            said.dive = {"efficiency": float(words[0]), "wasted": int(words[1]),
                         "image": int(words[2]), "layers": [], "files": []}
        elif what == "dive-layer" and said.dive:
            said.dive["layers"].append(int(rest))
        elif what == "dive-file" and said.dive:
            said.dive["files"].append([int(words[0]), int(words[1]), words[2]])
        else:
            said.failure += line + "\n"
    return all_said


def raw(text: str) -> bytes:
    """The bytes of a name as print_tree shows it."""
    if text == ".":
        return b""
    out, at = bytearray(), 0
    while at < len(text):
        if text[at] == "%":
            out.append(int(text[at + 1:at + 3], 16))
            at += 3
        else:
            out.append(ord(text[at]))
            at += 1
    return bytes(out)


def entry_at(layers: list[images.Layer], ref: str) -> images.Entry:
    layer, _, entry = ref.partition(".")
    return layers[int(layer)][int(entry)]


def our_tree(layers: list[images.Layer], said: Said) -> rootfs.Tree:
    tree: rootfs.Tree = {}
    for path, kind, mode, uid, gid, mtime, inode, text, *xattrs in said.live:
        at = rootfs.Standing(kind, int(mode, 8), int(uid), int(gid), int(mtime), inode)
        if kind == "file":
            at.text = rootfs.content_id(entry_at(layers, inode).content)
        elif text != "-":
            at.text = text if kind != "symlink" else rootfs.shown(raw(text))
        for xattr in xattrs:
            name, _, value = xattr.partition("=")
            at.xattrs[name] = raw(value)
        tree[raw(path)] = at
    return tree


# The checks of one image -------------------------------------------------------------------------

def sums_problems(layers: list[images.Layer], said: Said) -> list[str]:
    """Whether the classes sum up to what was written, byte for byte."""
    problems = []
    if len(said.layers) != len(layers):
        return [f"{len(said.layers)} layers instead of {len(layers)}"]
    for number, layer in enumerate(layers):
        plain, blob = said.layers[number]
        total = [sum(said.sums[number, fate][i] for fate in FATES) for i in range(4)]
        right = [sum(len(entry.content) for entry in layer), len(images.layer_tar(layer)), blob,
                 len(layer)]
        if total != right or plain != right[1]:
            problems.append(f"layer {number}: classes sum up to {total} instead of {right}")
        for at, entry in enumerate(layer):
            fate, by, content, tar = said.entries[f"{number}.{at}"]
            if int(tar) != len(entry.tar()) or int(content) != len(entry.content):
                problems.append(f"entry {number}.{at}: {tar} bytes instead of {len(entry.tar())}")
            if (fate in WASTE) != (by != "-") or (by != "-" and int(by.split(".")[0]) < number):
                problems.append(f"entry {number}.{at}: {fate} by {by}")
            if fate == "overhead" and ".wh." not in entry.name:
                problems.append(f"entry {number}.{at}: {entry.kind} is said to be overhead")
    live = {words[6] for words in said.live if words[1] == "file"}
    bytes_of_tree = sum(len(entry_at(layers, ref).content) for ref in live)
    bytes_of_class = sum(said.sums[number, "live"][0] for number in range(len(layers)))
    if bytes_of_tree != bytes_of_class:
        problems.append(f"live bytes: {bytes_of_class}, but the tree has {bytes_of_tree}")
    return problems


def squeezed(layers: list[images.Layer], said: Said) -> list[images.Layer]:
    """The image with the contents of all waste taken out."""
    return [[replace(entry, content=b"") if said.entries[f"{number}.{at}"][0] in WASTE else entry
             for at, entry in enumerate(layer)] for number, layer in enumerate(layers)]


# What umoci does otherwise (differences.tsv): our tree as it should be then. A rule is a function
# of both trees; everything else is a row for one path of one image.

def without_empty_xattrs(ours: rootfs.Tree, _: rootfs.Tree) -> rootfs.Tree:
    return {path: replace(at, xattrs={name: value for name, value in at.xattrs.items() if value})
            for path, at in ours.items()}


def with_inherited_group(ours: rootfs.Tree, theirs: rootfs.Tree) -> rootfs.Tree:
    out = dict(ours)
    for path, at in ours.items():
        their = theirs.get(path)
        if at.inode != "-" or their is None or their.kind != "dir" or their.uid != at.uid:
            continue  # an entry says what it is
        if their.mode == at.mode | 0o2000:
            out[path] = replace(at, mode=their.mode, gid=their.gid)
    return out


RULES = {"empty-xattr": without_empty_xattrs, "inherited-group": with_inherited_group}


def case_of_page(layers: list[images.Layer], said: Said) -> tuple[str, ...]:
    """What docs/waste.md says of a case: waste and efficiency, ours and dive's."""
    def file_bytes(fates: Iterable[str]) -> int:
        return sum(said.sums[number, fate][0] for number in range(len(layers)) for fate in fates)

    dive = said.dive or {}
    return (str(file_bytes(WASTE)), f"{100 * file_bytes(['live']) / file_bytes(FATES):.2f}",
            str(dive["wasted"]), f"{100 * dive['efficiency']:.2f}")


def report_problems(program: str, layout: Path, said: Said) -> list[str]:
    """Whether `plimsoll image` reports the same classes and figures."""
    done = subprocess.run([program, "image", "--format", "json", str(layout)],
                          stdout=subprocess.PIPE, check=False,
                          env={"PATH": os.environ.get("PATH", ""), "HOME": str(layout.parent)})
    if done.returncode not in (0, 1):
        return [f"plimsoll image ends with {done.returncode}"]
    report = json.loads(done.stdout)
    problems = []
    for number, layer in enumerate(report["layers"]):
        for fate in FATES:
            shown = layer["by_fate"].get(fate, {})
            right = said.sums[number, fate]
            found = [shown.get(key, 0) for key in ("file_bytes", "tar_bytes", "entries")]
            if found != [right[0], right[1], right[3]]:
                problems.append(f"the report has {found} of layer {number}, {fate}: {right}")
    figures, dive = report["sums"]["dive"], said.dive or {}
    if [figures[key] for key in ("efficiency", "wasted_bytes", "image_bytes")] != [
            dive[key] for key in ("efficiency", "wasted", "image")]:
        problems.append(f"the report has {figures} for {dive}")
    return problems


def dive_program() -> Optional[str]:
    return os.environ.get("PLIMSOLL_DIVE") or shutil.which("dive")


def ask_dive(layers: list[images.Layer], folder: Path) -> Json:
    folder.mkdir(exist_ok=True)
    archive, out = folder / "image.tar", folder / "dive.json"
    images.write_docker_archive(layers, archive)
    out.unlink(missing_ok=True)  # dive writes over the beginning of what is there
    subprocess.run([dive_program() or "dive", f"docker-archive://{archive}", "--json", str(out)],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    said = json.loads(out.read_text())
    files = [[file["count"], file["sizeBytes"], rootfs.shown(file["file"].encode())]
             for file in said["image"]["fileReference"]]
    # Its own order is unstable between files of one size.
    files.sort(key=lambda file: (-file[1], raw(file[2])))
    return {"efficiency": float(said["image"]["efficiencyScore"]),
            "wasted": said["image"]["inefficientBytes"], "image": said["image"]["sizeBytes"],
            "layers": [layer["sizeBytes"] for layer in said["layer"]], "files": files}


def dive_digest(figures: Json) -> str:
    return rootfs.digest([json.dumps(figures, sort_keys=True)])


# The run -----------------------------------------------------------------------------------------

class Run:
    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self.program, self.plimsoll = arguments.program, arguments.plimsoll
        self.update, self.folder = arguments.update, folder
        self.why_not = "" if arguments.stored else rootfs.why_not_umoci(folder)
        self.umoci = not arguments.stored and not self.why_not
        self.dive = dive_program() is not None and not arguments.stored
        self.rows = read_rows(DIFFERENCES)
        self.fired = {row[0]: 0 for row in self.rows if row[1] == "*"}
        self.expected = {row[0]: row for row in read_rows(EXPECTED)}
        self.failed = 0

    def fail(self, name: str, problems: Iterable[str]) -> None:
        problems = list(problems)
        if problems:
            self.failed += 1
            print(f"{name}: " + "\n    ".join(problems), flush=True)

    def ask(self, all_layers: list[list[images.Layer]], seeds: list[int]) -> list[Said]:
        layouts = []
        for layers, seed in zip(all_layers, seeds):
            layout = self.folder / str(seed) / "layout"
            images.write_layout(layers, layout, seed)
            layouts.append(str(layout))
        done = subprocess.run([self.program, *layouts], stdout=subprocess.PIPE, check=False)
        said = read_said(done.stdout.decode())
        if len(said) != len(layouts):
            raise SystemExit(f"{self.program} ended with {done.returncode} after {len(said)} "
                             f"images of {seeds}")
        return said

    def one(self, seed: int, layers: list[images.Layer], said: Said) -> list[str]:
        if said.failure:
            return [said.failure]
        folder = self.folder / str(seed)
        problems = sums_problems(layers, said)
        tree = our_tree(layers, said)
        if self.plimsoll and seed % SHOWN == 0:
            problems += report_problems(self.plimsoll, folder / "layout", said)
        row = self.expected.get(str(seed), [str(seed), "", ""])
        if self.umoci:
            theirs = rootfs.unpack_with_umoci(folder / "layout", folder / "bundle")
            problems += self.compare(seed, theirs, tree)
            # Where umoci sees another tree, it sees another waste.
            if (seed % SQUEEZED == 0 or self.update) and not self.rows_of(seed):
                problems += self.squeeze(seed, layers, said, rootfs.lines(theirs))
            if self.update and not problems:
                row[1] = rootfs.digest(rootfs.lines(tree))
        if rootfs.digest(rootfs.lines(tree)) != row[1]:
            problems.append("the live tree is not the stored one (where umoci can be asked, it "
                            "shows how)")
        if self.dive:
            figures = ask_dive(layers, folder)
            if figures != said.dive:
                problems.append(f"dive says {figures}, we say {said.dive}")
            if self.update:
                row[2] = dive_digest(figures)
        if said.dive is None or dive_digest(said.dive) != row[2]:
            problems.append("dive's figures are not the stored ones (dive shows how)")
        self.expected[str(seed)] = row
        shutil.rmtree(folder)
        return problems

    def compare(self, seed: int, theirs: rootfs.Tree, ours: rootfs.Tree) -> list[str]:
        for rule in self.fired:
            before, ours = ours, RULES[rule](ours, theirs)
            self.fired[rule] += sum(before[path] != at for path, at in ours.items())
        lines = {line.split(" ")[0]: line for line in rootfs.lines(ours)}
        problems = []
        for _, where, our_line, their_line, _ in self.rows_of(seed):
            path = where.split(" ")[1]
            if lines.get(path, "-") != our_line:
                problems.append(f"differences.tsv: {where} is no longer {our_line}")
            lines.pop(path, None)
            if their_line != "-":
                lines[path] = their_line
        should_be = sorted(lines.values(), key=lambda line: raw(line.split(" ")[0]))
        return problems + list(difflib.unified_diff(rootfs.lines(theirs), should_be, "umoci",
                                                    "ours", lineterm="", n=0))

    def rows_of(self, seed: int) -> list[list[str]]:
        return [row for row in self.rows if row[1].startswith(f"{seed} ")]

    def squeeze(self, seed: int, layers: list[images.Layer], said: Said,
                theirs: list[str]) -> list[str]:
        """Waste is what nobody can see: without it the same tree must come out."""
        folder = self.folder / str(seed)
        images.write_layout(squeezed(layers, said), folder / "squeezed", seed)
        without = rootfs.lines(rootfs.unpack_with_umoci(folder / "squeezed", folder / "bundle"))
        return list(difflib.unified_diff(theirs, without, "umoci", "umoci, without the waste",
                                         lineterm="", n=0))

    def generated(self, seeds: list[int]) -> None:
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            for at in range(0, len(seeds), BATCH):
                batch = seeds[at:at + BATCH]
                layers = [images.image(seed) for seed in batch]
                said = self.ask(layers, batch)
                for seed, problems in zip(batch, pool.map(self.one, batch, layers, said)):
                    self.fail(f"image {seed}", problems)

    def fixtures(self) -> int:
        found = sorted((HERE / "dive").glob("*.layers"))
        seeds = [1_000_000 + number for number in range(len(found))]
        layers = [images.from_text(path.read_text()) for path in found]
        cases = {case[0]: case[1:] for case in CASE.findall(PAGE.read_text())}
        self.fail(PAGE.name, [] if cases else ["there are no cases"])
        for path, seed, image, said in zip(found, seeds, layers, self.ask(layers, seeds)):
            problems = [said.failure] if said.failure else sums_problems(image, said)
            stored = path.with_suffix(".json")
            if self.dive:
                figures = ask_dive(image, self.folder / str(seed))
                if self.update:
                    stored.write_text(json.dumps(figures, indent=1) + "\n")
                if figures != said.dive:
                    problems.append(f"dive says {figures}")
            if json.loads(stored.read_text()) != said.dive:
                problems.append(f"we say {said.dive}, {stored.name} has otherwise")
            case = cases.pop(path.stem, None)
            if case is not None and case != case_of_page(image, said):
                problems.append(f"{PAGE.name} says {case}: {case_of_page(image, said)}")
            self.fail(path.name, problems)
        self.fail(PAGE.name, [f"no case {name}" for name in cases])
        return len(found)

    def store(self) -> None:
        head = ("# Image, digest of the tree that umoci unpacks (with rows of differences.tsv), "
                "digest of dive's\n# figures. Made by run.py --update.\n")
        rows = sorted(self.expected.values(), key=lambda row: int(row[0]))
        EXPECTED.write_text(head + "".join("\t".join(row) + "\n" for row in rows))


def read_rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    return [line.split("\t") for line in path.read_text().splitlines()
            if line and not line.startswith("#")]


def parse_seeds(words: list[str]) -> list[int]:
    seeds: list[int] = []
    for word in words or [f"0-{images.COUNT - 1}"]:
        first, _, last = word.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    return seeds


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--plimsoll", help="the program, whose own report is then compared")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--stored", action="store_true", help="ask neither umoci nor dive")
    parser.add_argument("seeds", nargs="*")
    arguments = parser.parse_args()
    seeds = parse_seeds(arguments.seeds)
    with tempfile.TemporaryDirectory(prefix="plimsoll-waste-") as folder:
        run = Run(arguments, Path(folder))
        if arguments.update and not (run.umoci and run.dive):
            print(f"--update needs umoci ({run.why_not}) and dive (PLIMSOLL_DIVE)", file=sys.stderr)
            return 2
        run.generated(seeds)
        fixtures = run.fixtures()
    if arguments.update:
        run.store()
    if run.umoci and len(seeds) == images.COUNT:
        run.fail("differences.tsv", [f"{rule} is no difference any more"
                                     for rule, paths in run.fired.items() if paths == 0])
    by = [name for name, there in (("umoci", run.umoci), ("dive", run.dive)) if there]
    if run.why_not:
        print(f"umoci was not asked: {run.why_not}")
    print(f"{len(seeds)} images and {fixtures} fixtures, {run.failed} wrong; compared with "
          f"{' and '.join(by + ['what is stored'])}")
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
