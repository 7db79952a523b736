"""Runs a program on one core and says what it cost; keeps the history of figures."""

import csv
import datetime
import os
import pathlib
import platform
import shutil
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[1]
COST = ROOT / "build" / "release" / "bench" / "bench_cost"
HISTORY = ROOT / "bench" / "history.csv"
CACHE = pathlib.Path(os.environ.get("PLIMSOLL_CACHE", "~/.cache/plimsoll")).expanduser() / "bench"
COLUMNS = ("date", "commit", "machine", "figure", "value", "unit")


class Cost:
    """Wall and processor seconds, peak resident KiB of one run."""

    def __init__(self, wall, cpu, rss_kib, code):
        self.wall, self.cpu, self.rss_kib, self.code = wall, cpu, rss_kib, code


def run(command, core, folder=None):
    """One run on one core, output thrown away."""
    if not COST.exists():
        raise SystemExit(f"bench: no {COST}; build the release preset first")
    done = subprocess.run([COST, str(core), *map(str, command)], cwd=folder, check=True,
                          capture_output=True, text=True)
    wall, cpu, rss_kib, code = done.stdout.split()
    return Cost(float(wall), float(cpu), int(rss_kib), int(code))


def median(costs, field):
    return statistics.median(getattr(cost, field) for cost in costs)


def corpus_folder():
    """The shared corpus' folder, as scripts/test finds it."""
    named = os.environ.get("PLIMSOLL_CORPUS")
    folder = pathlib.Path(named) if named else ROOT.parent / "shared" / "corpus"
    if not (folder / "study.jsonl.zst").is_file():
        raise SystemExit(f"bench: no study.jsonl.zst in {folder}; set PLIMSOLL_CORPUS")
    return folder


def corpus_lines():
    """The records of the corpus, as JSON text."""
    if not shutil.which("zstd"):
        raise SystemExit("bench: zstd is missing; run scripts/install")
    done = subprocess.run(["zstd", "-dc", corpus_folder() / "study.jsonl.zst"], check=True,
                          capture_output=True)
    return done.stdout.decode("utf-8").split("\n")[:-1]


def commit():
    done = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty", "--exclude", "*"],
                          capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def machine():
    """Processor, cores, memory, system: enough to know which rows may be compared."""
    processor = platform.processor() or platform.machine()
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                processor = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "?").split(" (")[0]
    return f"{processor}; {os.cpu_count()} cores; {memory:.0f} GiB; {system}"


def record(rows):
    """Appends (figure, value, unit) rows to the history and prints them."""
    new = not HISTORY.exists()
    stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
    here, what = commit(), machine()
    with HISTORY.open("a", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        for figure, value, unit in rows:
            writer.writerow((stamp, here, what, figure, f"{value:.6g}", unit))
    for figure, value, unit in rows:
        print(f"  {figure:<46} {value:>12.6g} {unit}")
