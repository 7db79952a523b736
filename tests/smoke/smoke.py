#!/usr/bin/env python3
"""Builds each context of corpus/ before and after all safe fixes, and compares the images.

  smoke.py PLIMSOLL            every context; ends with a table
  smoke.py PLIMSOLL NAME...    some of them
  smoke.py PLIMSOLL --keep     leaves the stores and fixed files where they are, and says where

Each layer of the first image must be matched to the line that made it (lines.py). What differs must
lie within the effects that the applied fixes declare: paths that they may remove, add or change,
fields of the configuration. Anything else is a fix that is wrong. A stage's layers may be fewer or
more: fixes join and split RUNs.

The world (world.py) is made of stand-ins, so that this needs no network; where a context cannot be
built by us at all, the table below says why.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lines
import world

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "builds"))
import image as images  # noqa: E402
from builders import why_no_run  # noqa: E402

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
TODAY = "2026-11-01"
NOT_BUILT = {"windows": "a Windows image"}
ARGUMENTS = {"heredocs-mounts": ["--secret", "id=pypi_netrc,src=netrc"]}
CONTEXTS = {"devcontainer": ".devcontainer"}


class Failure(Exception):
    """The context is not proved: the text says why."""


@dataclass
class Proof:
    """What came of one Dockerfile."""

    name: str
    verdict: str
    fixes: int = 0
    notes: list[str] = field(default_factory=list)


def run(program: Path, *arguments: object, cwd: Path) -> str:
    done = subprocess.run([program, *map(str, arguments)], cwd=cwd, capture_output=True, text=True,
                          env=os.environ | {"PLIMSOLL_TODAY": TODAY})
    if done.returncode not in (0, 1):
        raise Failure(f"{arguments[0]} ended with {done.returncode}: {done.stderr[-1500:]}")
    return done.stdout


def build(program: Path, store: Path, context: Path, dockerfile: str, name: str) -> Any:
    """The only image that the Dockerfile makes, described whole."""
    place = store.parent / f"{store.name}.image"
    shutil.rmtree(place, ignore_errors=True)
    arguments = ARGUMENTS.get(name, [])
    if "--secret" in arguments:
        (context.parent / "netrc").write_text("machine example.org\n")
        arguments = [word.replace("src=", f"src={context.parent}/") for word in arguments]
    done = subprocess.run(
        [program, "build", "--store", store, "--progress", "plain", "-f", context / dockerfile,
         "--output", f"type=oci,tar=false,dest={place}", *arguments, context],
        capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure("the build fails:\n" + (done.stdout + done.stderr)[-2500:])
    (built,) = images.read_images(place)
    history = built.config["history"]
    base = sum(entry["created_by"] == "base world" for entry in history)
    wrong = lines.misplaced(program, context / dockerfile, place,
                            [bool(entry.get("empty_layer")) for entry in history], base)
    if wrong:
        raise Failure(wrong)
    return images.describe(built)


def declared(program: Path, folder: Path, dockerfile: str) -> tuple[int, dict[str, list[str]]]:
    """Applies all safe fixes; how many they were, and the union of their effects."""
    told = json.loads(run(program, "fix", "--isolated", "--format", "json", "--exit-zero",
                          dockerfile, cwd=folder))
    effects: dict[str, list[str]] = {}
    applied = [fix for file in told["files"] for fix in file["applied"]]
    for fix in applied:
        for kind, values in fix.get("effects", {}).items():
            effects.setdefault(kind, []).extend(values)
    return len(applied), effects


def expanded(glob: str) -> list[str]:
    """`a{b,c}d` is `abd` and `acd`."""
    found = re.search(r"\{([^{}]*)\}", glob)
    if not found:
        return [glob]
    return [whole for word in found[1].split(",")
            for whole in expanded(glob[:found.start()] + word + glob[found.end():])]


def within(path: str, globs: list[str]) -> bool:
    absolute = "/" + path
    for glob in (one for each in globs for one in expanded(each)):
        if glob.endswith("/**"):
            if absolute == glob[:-3] or fnmatch.fnmatchcase(absolute, glob[:-1]):
                return True
        elif fnmatch.fnmatchcase(absolute, glob):
            return True
    return False


def only_led_to(path: str, tree: dict[str, Any], removes: list[str]) -> bool:
    """A directory of which nothing else is left: what filled it is not made any more."""
    below = [other for other in tree if other.startswith(path + "/")]
    return tree[path]["type"] == "dir" and bool(below) and all(
        within(other, removes) or tree[other]["type"] == "dir" for other in below)


def undeclared(before: Any, after: Any, effects: dict[str, list[str]]) -> list[str]:
    """What differs and nobody said so."""
    out = []
    old, new = before["tree"], after["tree"]
    removes = effects.get("removes", [])
    for path in sorted(old.keys() | new.keys()):
        kind = ("removes" if path not in new else "adds" if path not in old
                else "changes" if old[path] != new[path] else "")
        if kind and not within(path, effects.get(kind, [])):
            if kind == "removes" and only_led_to(path, old, removes):
                continue
            out.append(f"{kind} /{path}: {old.get(path)} -> {new.get(path)}")
    fields = set(effects.get("config", []))
    for key in sorted(before["config"].keys() | after["config"].keys()):
        if before["config"].get(key) != after["config"].get(key) and key not in fields:
            out.append(f"config {key}: {before['config'].get(key)} -> {after['config'].get(key)}")
    return out


def prove(program: Path, folder: Path, name: str, dockerfile: str) -> Proof:
    original = CORPUS / name / CONTEXTS.get(name, "")
    before, after = folder / "before", folder / "after"
    for copy in (before, after):
        shutil.copytree(original, copy, symlinks=True)
        (copy / "expected.tsv").unlink(missing_ok=True)
    store = folder / "store"
    text = (original / dockerfile).read_text()
    world.load(program, store, world.images_named(text), folder)
    first = build(program, store, before, dockerfile, name)
    fixes, effects = declared(program, after, dockerfile)
    # What is compared is the Dockerfile; it must not differ inside the image that copies it.
    shutil.copy(after / dockerfile, folder / "Dockerfile.fixed")
    shutil.copy(before / dockerfile, after / dockerfile)
    second = build_with(program, store, after, folder / "Dockerfile.fixed", name, dockerfile)
    wrong = undeclared(first, second, effects)
    if wrong:
        raise Failure("differences that no fix declares:\n  " + "\n  ".join(wrong))
    same = first == second
    layers = f"{len(first['layers'])} -> {len(second['layers'])} layers"
    return Proof(f"{name}/{dockerfile}", "the same image" if same else
                 "the same files" if first["tree"] == second["tree"] else "as declared", fixes,
                 [] if same else [layers])


def build_with(program: Path, store: Path, context: Path, fixed: Path, name: str,
               dockerfile: str) -> Any:
    """Builds by a Dockerfile that lies outside of the context, behind the same ignore file."""
    ignore = context / f"{dockerfile}.dockerignore"
    if ignore.exists():
        shutil.copy(ignore, f"{fixed}.dockerignore")
    return build(program, store, context, str(fixed), name)


def dockerfiles(name: str) -> list[str]:
    folder = CORPUS / name / CONTEXTS.get(name, "")
    found = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))
             if path.name.startswith(("Dockerfile", "Containerfile"))
             and not path.name.endswith(".dockerignore")]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    program = arguments.program.resolve()
    names = arguments.names or sorted(p.name for p in CORPUS.iterdir() if p.is_dir())
    if why := why_no_run(program):
        print(f"nothing is built: {why}")
        return 77
    failed, proved = 0, 0
    kept = tempfile.mkdtemp(prefix="plimsoll-smoke-")
    for name in names:
        if name in NOT_BUILT:
            print(f"  {name:<34} not built: {NOT_BUILT[name]}")
            continue
        for dockerfile in dockerfiles(name):
            folder = Path(kept) / f"{name}-{dockerfile.replace('/', '-')}"
            folder.mkdir()
            try:
                proof = prove(program, folder, name, dockerfile)
            except (Failure, images.ImageError) as wrong:
                failed += 1
                print(f"  {name}/{dockerfile}: NOT PROVED\n    {wrong}")
                continue
            proved += 1
            print(f"  {proof.name:<34} {proof.fixes:>3} fixes  {proof.verdict}"
                  + "".join(f", {note}" for note in proof.notes))
            if not arguments.keep:
                shutil.rmtree(folder)
    print(f"{proved} Dockerfiles proved, {failed} not")
    if arguments.keep:
        print(f"kept in {kept}")
    else:
        shutil.rmtree(kept, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
