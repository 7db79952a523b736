#!/usr/bin/env python3
"""readme.py PLIMSOLL: what the pages for people say is true.

Every `plimsoll ...` line of the README's shell blocks, and of the CI files in docs/in-your-project.md,
is run in a small project and ends with 0 or 1; every relative link of every page leads somewhere; the scripts that pages name exist.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import house


def shell_lines(text):
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
        yield from (line.strip() for line in block.splitlines() if line.strip())


def ci_lines(text):
    for block in re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S):
        yield from re.findall(r"^ *- (?:run: )?(plimsoll .*)$", block, re.M)


def run_examples(report, binary, page, lines):
    count = 0
    with tempfile.TemporaryDirectory(prefix="plimsoll-readme-") as folder:
        place = pathlib.Path(folder)
        for line in lines:
            if line.startswith("scripts/"):
                if not os.access(house.ROOT / line.split()[0], os.X_OK):
                    report.violation(page, 0, f"`{line}` is not there")
                continue
            words = shlex.split(line, comments=True)
            if words[0] != "plimsoll":
                report.violation(page, 0, f"`{line}` is not run by this test")
                continue
            # Each example has a fresh project: one may write what the next would trip over.
            for name in os.listdir(place):
                (place / name).unlink()
            shutil.copy(house.ROOT / "docs/sample/Dockerfile", place / "Dockerfile")
            (place / ".hadolint.yaml").write_text("ignored: [DL3008]\n")
            if words[1] == "image":
                subprocess.run([house.ROOT / "tests/e2e/image_archive.py", "app.tar", "app:1"],
                               cwd=place, input="layer COPY . /\n+ /a hello\n", text=True, check=True)
            done = subprocess.run([binary, *words[1:]], cwd=place, capture_output=True, text=True,
                                  env={**os.environ, "PLIMSOLL_CACHE": "/dev/null"})
            count += 1
            if done.returncode not in (0, 1):
                report.violation(page, 0,
                                 f"`{line}` ends with {done.returncode}: {done.stderr.strip()}")
    return count


def check_links(report):
    count = 0
    for name in house.files():
        if not name.endswith(".md") or name.startswith(("corpus/", "tests/")):
            continue
        text = re.sub(r"^```.*?^```", "", house.read(name), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if "://" in target or target.startswith("mailto:"):
                continue
            count += 1
            if not (house.ROOT / name).parent.joinpath(target).exists():
                report.violation(name, 0, f"its link to {target} leads nowhere")
    return count


def main():
    report = house.Report("readme")
    links = check_links(report)
    binary = pathlib.Path(sys.argv[1]).resolve()
    examples = run_examples(report, binary, "README.md", shell_lines(house.read("README.md")))
    page = "docs/in-your-project.md"
    examples += run_examples(report, binary, page, ci_lines(house.read(page)))
    report.end(f"{links} links, {examples} examples")


if __name__ == "__main__":
    sys.exit(main())
