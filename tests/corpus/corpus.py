#!/usr/bin/env python3
"""Compares what Plimsoll says of each folder of corpus/ with the expected.tsv in it.

  corpus.py PLIMSOLL             says what differs, and fails if anything does
  corpus.py PLIMSOLL --update    writes every expected.tsv anew; read the difference before you commit

A folder without an expected.tsv is only linted: that has to work, whatever the findings.
"""

import difflib
import json
import os
import pathlib
import subprocess
import sys

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "corpus"
TODAY = "2026-11-01"  # what has reached its end of life by then
HEADER = "path\tline\trule\tseverity\n"


def findings(program, folder):
    """The findings of one folder as the text of an expected.tsv; a failed run ends the program."""
    command = [program, "lint", "--isolated", "--fail-level", "never", "--format", "json", "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False,
                         env=os.environ | {"PLIMSOLL_TODAY": TODAY})
    if run.returncode != 0:
        sys.exit(f"{folder.name}: exit code {run.returncode}\n{run.stderr}")
    lines = [HEADER]
    for finding in json.loads(run.stdout)["findings"]:
        fields = (finding["path"], finding["line"], finding["rule"], finding["severity"])
        lines.append("\t".join(str(field) for field in fields) + "\n")
    return lines


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    update = "--update" in sys.argv[2:]
    folders = sorted(entry for entry in CORPUS.iterdir() if entry.is_dir())
    compared, different = 0, 0
    for folder in folders:
        expected = folder / "expected.tsv"
        said = findings(program, folder)
        if update:
            expected.write_text("".join(said), encoding="utf-8")
        if not expected.exists():
            continue
        compared += 1
        written = expected.read_text(encoding="utf-8").splitlines(keepends=True)
        if written != said:
            different += 1
            name = f"corpus/{folder.name}/expected.tsv"
            sys.stdout.writelines(difflib.unified_diff(written, said, name, "what is said now"))
    print(f"{len(folders)} folders, {compared} with expectations, {different} different")
    if different:
        sys.exit("if it should be so: tests/corpus/corpus.py PLIMSOLL --update")


if __name__ == "__main__":
    main()
