"""What the house tests share: which files are ours, and how a violation is told."""

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRODUCT = ("analyzer", "rules", "fixers", "builder", "app")
GENERATED = ("analyzer/grammar/src/",)
SKIPPED = {"build", "node_modules", ".git", ".cache"}


def files():
    """Every file of the project, as paths from its root; untracked ones too, ignored ones not."""
    try:
        listed = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True).stdout.decode().split("\0")
        names = [name for name in listed if name and (ROOT / name).is_file()]
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive has no git
        names = []
        for folder, folders, here in os.walk(ROOT):
            folders[:] = [name for name in folders if name not in SKIPPED]
            names += [os.path.relpath(os.path.join(folder, name), ROOT) for name in here]
    return sorted(set(names))


def sources(folders=PRODUCT, endings=(".h", ".cpp", ".c")):
    """Our own C and C++ in these top folders; generated parsers are not ours."""
    return [name for name in files()
            if name.endswith(endings) and name.split("/")[0] in folders
            and not name.startswith(GENERATED)]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="surrogateescape")


def without_comments(text):
    """Comments and the insides of string literals become blanks; lines stay where they are."""
    pattern = re.compile(
        r'R"(?P<mark>[^ ()\\]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
        r"|//[^\n]*|/\*.*?\*/", re.S)

    def blank(match):
        found = match.group(0)
        if found.startswith("#include"):
            return found
        kept = '""' if found[0] in "R\"" else ""
        return kept + "\n" * found.count("\n")

    return pattern.sub(blank, text)


class Report:
    """Collects violations; `end` prints them and gives the exit code."""

    def __init__(self, what):
        self.what = what
        self.count = 0

    def violation(self, name, line, text):
        self.count += 1
        place = f"{name}:{line}" if line else name
        print(f"{place}: {text}")

    def end(self, checked):
        if self.count:
            print(f"{self.what}: {self.count} violation(s)")
        else:
            print(f"{self.what}: {checked}")
        sys.exit(1 if self.count else 0)
