#!/usr/bin/env python3
"""clang-format has nothing to change in our C++."""

import shutil
import subprocess
import sys

import house


def main():
    tool = shutil.which("clang-format")
    if not tool:
        print("format: clang-format is not installed, nothing checked")
        return 0
    names = house.sources(house.PRODUCT + ("tests", "bench"), (".h", ".cpp"))
    done = subprocess.run([tool, "--dry-run", "--Werror", *names], cwd=house.ROOT,
                          capture_output=True, text=True)
    wrong = sorted({line.split(":")[0] for line in done.stderr.splitlines() if ": error:" in line})
    for name in wrong:
        print(f"{name}: not formatted; run scripts/format")
    if done.returncode and not wrong:
        print(done.stderr)
    else:
        print(f"format: {len(names)} files, {len(wrong)} to format")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
