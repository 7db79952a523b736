#!/usr/bin/env python3
"""pre_commit.py PLIMSOLL: the hooks for pre-commit run, on the files that are Dockerfiles.

Each hook's patterns are held against what `plimsoll lint DIRECTORY` takes for a Dockerfile by its
name, and its command is run as pre-commit would run it: with names of files behind it.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import house

HOOKS = ".pre-commit-hooks.yaml"
DOCKERFILES = (
    "Dockerfile", "dockerfile", "Containerfile", "Dockerfile.dev", "web.Dockerfile",
    "a/Dockerfile", "a/api.containerfile", "Dockerfile-dev", "Dockerfile_dev", "web-dockerfile",
    "Dockerfile.alpine3.20")
OTHERS = (
    "Dockerfile.md", "Dockerfile.j2", "Dockerfile.tmpl", "dockerfile.html", "Dockerfile.orig",
    "Dockerfile.dockerignore", ".dockerignore", "Dockerfile~", "Dockerfile.dev~", "Makefile",
    "dockerfiles", "mydockerfile", "dockerfile.d/README", "Dockerfile.dev.bak", ".#Dockerfile")
SOURCES = ("dockerfile.py", "dockerfile_test.go", "dockerfile.yaml")


def hooks():
    """The hooks as dictionaries of their plain keys; the file has one `key: value` a line."""
    text, anchors, found = house.read(HOOKS), {}, []
    for line in text.splitlines():
        match = re.fullmatch(r"([- ]) ([a-z_]+): (.*)", line)
        if not match:
            continue
        begins, key, value = match.groups()
        anchor = re.match(r"([&*])([a-z]+) ?", value)
        if anchor and anchor.group(1) == "&":
            value = anchors[anchor.group(2)] = value[anchor.end():]
        elif anchor:
            value = anchors[anchor.group(2)]
        if begins == "-":
            found.append({})
        found[-1][key] = value.strip("'\"")
    return found


def main():
    report = house.Report("pre_commit")
    program = pathlib.Path(sys.argv[1]).resolve()
    environment = {**os.environ, "PATH": f"{program.parent}:{os.environ.get('PATH', '')}"}
    environment.pop("GIT_DIR", None)
    listed = hooks()
    with tempfile.TemporaryDirectory(prefix="plimsoll-hooks-") as folder:
        place = pathlib.Path(folder)

        def run(*words):
            return subprocess.run(words, cwd=place, env=environment, capture_output=True, text=True)

        for name in DOCKERFILES + OTHERS + SOURCES:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text("import dockerfile\n" if name in SOURCES else
                                      "FROM debian:latest\nMAINTAINER me\n")
        searched = run("plimsoll", "lint", "-q", "-f", "gnu", "--only", "base-image-latest", ".")
        by_plimsoll = {line.split(":")[0] for line in searched.stdout.splitlines()}
        for hook in listed:
            takes = {name for name in DOCKERFILES + OTHERS + SOURCES if re.search(hook["files"], name)
                     and not re.search(hook["exclude"], name)}
            for name in sorted(takes ^ set(DOCKERFILES)):
                report.violation(HOOKS, 0, f"{hook['id']}: {name} is wrongly taken or left out")
            for name in sorted(by_plimsoll ^ set(DOCKERFILES)):
                report.violation(HOOKS, 0, f"plimsoll and this test disagree on {name}")
            before = (place / "Dockerfile").read_text()
            done = run(*hook["entry"].split(), *sorted(takes))
            after = (place / "Dockerfile").read_text()
            fixes = hook["id"].endswith("-fix")
            if done.returncode != (0 if fixes else 1) or (before != after) != fixes:
                report.violation(HOOKS, 0, f"{hook['id']} ends with {done.returncode}: {done.stderr}")
    report.end(f"{len(listed)} hooks")


if __name__ == "__main__":
    sys.exit(main())
