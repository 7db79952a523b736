#!/usr/bin/env python3
"""Runs what a user would type, and compares what appears on the screen.

A .test file is a session at a shell prompt in an empty directory:

    # a comment
    $ plimsoll lint Dockerfile
    what is expected on standard output and standard error
    [1]

`$ ` begins a command, `> ` continues it (for here-documents), `[1]` is an exit code other than 0.
In expected lines `...` alone stands for any number of lines, and a line that ends in ` (glob)` may
hold `*`. All commands of a file run in one shell. `# requires: COMMAND` skips the file where the
command fails. In a .md file the ```console blocks are the session, and `<!-- run` comments hold
commands whose output does not count.

    run.py [--update] PLIMSOLL FILE...

--update writes what appeared into the files.
"""

import fnmatch
import os
import re
import subprocess
import sys
import tempfile

TIME_LIMIT_SECONDS = 120
SKIPPED = 77


class Step:
    def __init__(self, line, silent=False):
        self.command = [line]
        self.expected = []
        self.code = 0
        self.silent = silent
        self.begin = self.end = 0  # the expected lines, in the file


def read_session(path):
    """The steps of a file, its lines, and the condition under which it runs."""
    markdown = path.endswith(".md")
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        lines = file.read().split("\n")
    steps, requires, fence = [], None, None
    for number, line in enumerate(lines):
        if markdown:
            if fence is None:
                fence = {"```console": "```", "<!-- run": "-->"}.get(line)
                continue
            if line == fence:
                fence = None
                continue
        elif line.startswith("# requires: "):
            requires = line[len("# requires: "):]
            continue
        elif line.startswith("#"):
            continue
        if line.startswith("$ "):
            steps.append(Step(line[2:], silent=fence == "-->"))
            steps[-1].begin = steps[-1].end = number + 1
        elif not steps:
            continue
        elif line.startswith("> ") or line == ">":
            steps[-1].command.append(line[2:])
            steps[-1].begin = steps[-1].end = number + 1
        elif markdown or line or any(lines[number:]):
            steps[-1].expected.append(line)
            steps[-1].end = number + 1
    for step in steps:
        while step.expected and not step.expected[-1]:
            step.expected.pop()
            step.end -= 1
        if step.expected and re.fullmatch(r"\[\d+\]", step.expected[-1]):
            step.code = int(step.expected.pop()[1:-1])
    return lines, steps, requires


def run_session(steps, program, directory):
    """The output and exit code of every step."""
    mark = "@@@ end of step"
    script = ""
    for step in steps:
        script += "\n".join(step.command)
        script += f"\n__code=$?; printf '\\n%s %s\\n' '{mark}' $__code; (exit $__code)\n"
    environment = {
        "PATH": os.path.dirname(program) + ":" + os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": directory,
        "LC_ALL": "C",
        "PLIMSOLL_TODAY": "2026-01-01",
        "PLIMSOLL": program,
        "E2E": os.path.dirname(os.path.abspath(__file__)),
    }
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LLVM_PROFILE_FILE"):
        if name in os.environ:
            environment[name] = os.environ[name]
    result = subprocess.run(
        ["sh"], input=script.encode("utf-8", "surrogateescape"), cwd=directory, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIME_LIMIT_SECONDS, check=False)
    text = result.stdout.decode("utf-8", "surrogateescape").replace(directory, "$DIR")
    parts = re.split(rf"\n{mark} (\d+)\n", text)
    outputs = []
    for i in range(0, len(parts) - 1, 2):
        outputs.append((parts[i].split("\n") if parts[i] else [], int(parts[i + 1])))
    return outputs, parts[-1]


def line_matches(expected, line):
    if expected.endswith(" (glob)"):
        return fnmatch.fnmatchcase(line, expected[:-len(" (glob)")].replace("[", "[[]"))
    return expected == line


def matches(expected, actual):
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(matches(expected[1:], actual[i:]) for i in range(len(actual) + 1))
    return bool(actual) and line_matches(expected[0], actual[0]) and matches(expected[1:], actual[1:])


def without_end(lines):
    lines = list(lines)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def check(path, program, update):
    lines, steps, requires = read_session(path)
    if requires and subprocess.run(["sh", "-c", requires], env={**os.environ, "PLIMSOLL": program},
                                   capture_output=True, check=False).returncode != 0:
        print(f"{path}: skipped, because this fails: {requires}")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="plimsoll-e2e-") as directory:
        directory = os.path.realpath(directory)
        outputs, rest = run_session(steps, program, directory)
    if len(outputs) != len(steps):
        print(f"{path}: the shell stopped after {len(outputs)} of {len(steps)} commands:\n{rest}")
        return 1
    failed = 0
    for step, (output, code) in reversed(list(zip(steps, outputs))):
        output = without_end(output)
        if step.silent or (matches(step.expected, output) and code == step.code):
            continue
        if update:
            ending = [f"[{code}]"] if code else []
            lines[step.begin:step.end] = output + ending
            continue
        failed = 1
        print(f"{path}: $ " + "\n> ".join(step.command))
        print("".join(f"  expected: {line}\n" for line in step.expected + [f"[{step.code}]"]), end="")
        print("".join(f"  actual:   {line}\n" for line in output + [f"[{code}]"]), end="")
    if update:
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write("\n".join(lines))
    return failed


def main():
    arguments = sys.argv[1:]
    update = "--update" in arguments
    arguments = [argument for argument in arguments if argument != "--update"]
    if len(arguments) < 2:
        sys.exit(__doc__)
    program = os.path.abspath(arguments[0])
    codes = [check(path, program, update) for path in arguments[1:]]
    sys.exit(1 if 1 in codes else max(codes))


main()
