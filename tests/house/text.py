#!/usr/bin/env python3
"""How our text looks: lengths, line ends, unfinished marks, what a header must say.

A header has under 150 lines, a source under 500; a file that is longer says why in its first forty
lines: a comment line that begins `Long because`. Functions under 60 lines are clang-tidy's business.
"""

import re
import sys

import house

LIMITS = {".h": 150, ".cpp": 500, ".c": 500, ".py": 500, ".sh": 500}
EXCUSE = re.compile(r"^\W*Long because \S+", re.M)
MARK = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
# Texts that show what others wrote: fixtures and the like may hold anything.
DATA = ("tests/rules/", "tests/golden/", "tests/e2e/", "tests/fuzz/seeds/", "corpus/",
        "analyzer/grammar/test/", "analyzer/grammar/src/", "node_modules/", "LICENSE",
        "package-lock.json")
NODISCARD = re.compile(
    r"^(?:template\s*<.*>\s*)?(?:(?:static|inline|constexpr|virtual|consteval)\s+)*"
    r"(?:plimsoll::)?(?:Result\s*<|tl::expected\s*<|std::optional\s*<|Value\s|Answer\s|std::unique_ptr\s*<)"
    r"[^=]*?\b(?!operator\b)(\w+)\s*\((?!\))?", re.S)


def check_lines(report, name, text):
    limit = next((count for ending, count in LIMITS.items() if name.endswith(ending)), None)
    count = text.count("\n")
    if limit and count > limit and not EXCUSE.search("\n".join(text.split("\n", 40)[:40])):
        report.violation(name, 0, f"{count} lines, more than {limit}: split it by ideas, or say "
                                  "`Long because ...` at its top")
    for number, line in enumerate(text.split("\n"), 1):
        if MARK.search(line):
            report.violation(name, number, "unfinished: " + line.strip())
        if line.endswith((" ", "\t")) and not name.endswith(".md"):
            report.violation(name, number, "blank at the line's end")
    if "\r" in text:
        report.violation(name, text[:text.index("\r")].count("\n") + 1, "carriage return")
    if text and not text.endswith("\n"):
        report.violation(name, 0, "the last line has no end")


def check_header(report, name, text):
    if "#pragma once" not in text:
        report.violation(name, 1, "no #pragma once")
    code = re.sub(r"^[ \t]*#.*$", "", house.without_comments(text), flags=re.M)
    start = 0
    for match in re.finditer(r"[;{}]|\b(?:public|private|protected):", code):
        statement = code[start:match.start()]
        begin = start + len(statement) - len(statement.lstrip())
        start = match.end()
        found = NODISCARD.match(statement.strip())
        if found:
            report.violation(name, code[:begin].count("\n") + 1,
                             f"`{found.group(1)}` gives what must not be dropped: [[nodiscard]]")


def main():
    report = house.Report("text")
    checked = 0
    for name in house.files():
        if name.startswith(DATA) or name in ("tests/house/text.py",):
            continue
        path = house.ROOT / name
        data = path.read_bytes()
        if b"\0" in data:
            continue
        checked += 1
        text = data.decode("utf-8", errors="replace")
        check_lines(report, name, text)
        if name.endswith(".h") and name.split("/")[0] in house.PRODUCT:
            check_header(report, name, text)
    report.end(f"{checked} files read")


if __name__ == "__main__":
    sys.exit(main())
