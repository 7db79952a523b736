"""Runs every fixture through our builder and compares with the stored expectations.

    run.py [--program build/dev/plimsoll] [--only TEXT] [--jobs N]

Beside the expectation, for every fixture that is accepted: a warm build gives the digest of the
cold one, one job that of several, and a build whose every step goes through an overlay mount that
of one that mounts only where it must. Needs root, busybox-static and zstd; no daemon, no network.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bases import BUSYBOX, diff_id_chains, write_bases
from builders import Built, Laid, laid_out, ours, why_no_run
from fixture import Fixture, all_fixtures
from image import compare

FOLDER = Path(__file__).resolve().parent
REPOSITORY = FOLDER.parents[1]
SKIPPED = 77  # for ctest


def find_program(given: Path | None) -> Path | None:
    """The program asked for, else the newest that was built here."""
    if given is not None:
        return given.resolve()
    built = [path for path in REPOSITORY.glob("build/*/plimsoll") if path.is_file()]
    built += [path for path in REPOSITORY.glob("build/*/app/plimsoll") if path.is_file()]
    return max(built, key=lambda path: path.stat().st_mtime, default=None)


class Ours:
    """Our program with a store that holds the bases, copied for each process: a warm build may
    then find what another fixture left, which must be as good as its own."""

    def __init__(self, program: Path, archives: dict[str, Path]) -> None:
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix="plimsoll-store-"))
        self.seed = self.folder / "seed"
        self.bases = diff_id_chains()
        for name, archive in archives.items():
            subprocess.run([program, "store", "load", archive, "--store", self.seed],
                           check=True, stdout=subprocess.DEVNULL)

    def build(self, laid: Laid) -> Built:
        store = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            self._fill(store)
            return ours(laid, self.program, store, self.bases)
        finally:
            shutil.rmtree(store, ignore_errors=True)

    def _fill(self, store: Path) -> None:
        shutil.copytree(self.seed, store, symlinks=True, dirs_exist_ok=True, copy_function=_link)

    def check(self, fixture: Fixture) -> list[str]:
        """Everything that is wrong with one fixture."""
        if not fixture.expectation_path.exists():
            return ["has no stored expectation (scripts/differential --update)"]
        stored = json.loads(fixture.expectation_path.read_text(encoding="utf-8"))
        with laid_out(fixture, self.folder) as laid:
            store = self.folder / f"store-{os.getpid()}"
            if not store.exists():
                self._fill(store)
            cold = ours(laid, self.program, store, self.bases, ("--no-cache",))
            out = [str(difference) for difference in compare(stored, cold.result)]
            out += cold.problems
            if out:
                out.append("it said: " + cold.output.strip()[-600:].replace("\n", "\n    "))
            if cold.result["outcome"] == "accept":
                out += self._repeat(laid, store, cold)
        return out

    def _repeat(self, laid: Laid, store: Path, cold: Built) -> list[str]:
        out: list[str] = []
        ways = {"a warm build": (), "one job": ("--no-cache", "--jobs", "1"),
                "every step through an overlay": ("--no-cache", "--sandbox", "overlay")}
        for name, extra in ways.items():
            again = ours(laid, self.program, store, self.bases, extra, cold.digests)
            if again.digests != cold.digests:
                found = compare(cold.result, again.result)
                out.append(f"{name} gives other bytes: {[str(d) for d in found[:3]]}"
                           f" {again.output.strip()[-300:] if not again.digests else ''}")
        return out


def _link(source: str, target: str) -> None:
    """Blobs are never written again, so the copies of a store can share them."""
    if "/blobs/" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def lacking() -> str:
    """What this machine lacks for the fixtures, "" when nothing."""
    if os.geteuid() != 0:
        return "root, for RUN and for files of other owners"
    if not BUSYBOX.exists():
        return f"{BUSYBOX} (apt-get install busybox-static)"
    return "" if shutil.which("zstd") else "the program zstd (apt-get install zstd)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path)
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1))
    options = parser.parse_args()
    program = find_program(options.program)
    if program is None:
        print("run.py: no program built; give --program", file=sys.stderr)
        return 2
    if missing := lacking() or why_no_run(program):
        print(f"run.py: needs {missing}", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else SKIPPED
    started = time.monotonic()
    failed = 0
    fixtures = all_fixtures(FOLDER, options.only)
    with tempfile.TemporaryDirectory(prefix="plimsoll-bases-") as bases:
        suite = Ours(program, write_bases(Path(bases)))
        try:
            with ProcessPoolExecutor(options.jobs) as pool:
                for fixture, wrong in zip(fixtures, pool.map(suite.check, fixtures, chunksize=4)):
                    failed += bool(wrong)
                    for text in wrong:
                        print(f"{fixture.name}: {text}", flush=True)
        finally:
            shutil.rmtree(suite.folder, ignore_errors=True)
    print(f"{len(fixtures)} fixtures, {failed} failed, {time.monotonic() - started:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
