#!/usr/bin/env python3
"""page.py SECRETS_MAIN [--write]

The table of docs/secrets.md is what the program says of its classes."""

import pathlib
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "secrets.md"
BEGIN, END = "<!-- classes: generated -->\n", "<!-- end -->\n"


def main():
    table = subprocess.run([sys.argv[1], "--classes"], check=True, stdout=subprocess.PIPE).stdout.decode()
    page = PAGE.read_text()
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    wanted = head + BEGIN + table + END + tail
    if page == wanted:
        return 0
    if "--write" in sys.argv:
        PAGE.write_text(wanted)
        return 0
    print(f"{PAGE} is out of step: run tests/secrets/page.py SECRETS_MAIN --write")
    return 1


if __name__ == "__main__":
    sys.exit(main())
