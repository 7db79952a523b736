#!/usr/bin/env python3
"""Dockerfiles of shapes that nobody writes, ten thousand deep, wide or long.

    hostile_shapes.py PLIMSOLL

`lint` and `fix` answer each with an exit code of theirs, within TIME_SECONDS of processor time and
MEMORY_BYTES. What costs the square of its length does not.
"""

import os
import resource
import subprocess
import sys
import tempfile

N = 10_000
TIME_SECONDS = 20
MEMORY_BYTES = 2 << 30


def chain(count, text):
    return "".join(text.format(i=i, before=i - 1) for i in range(count))


SHAPES = {
    "stages upon stages": "FROM a AS s0\n" + "".join(f"FROM s{i} AS s{i + 1}\n" for i in range(N)),
    "copies from stage to stage": "FROM a AS s0\n" + "".join(
        f"FROM x AS s{i + 1}\nCOPY --from=s{i} /a /b\n" for i in range(N // 2)),
    "variables upon variables": "FROM a\n" + chain(N, "ENV A{i}=$A{before}x\n"),
    "a value that doubles": "FROM a\nENV A=xxxxxxxx\n" + "ENV A=$A$A\n" * N,
    "arguments before FROM": chain(N, "ARG a{i}=${{a{before}}}\n") + f"FROM $a{N - 1}\n",
    "labels": "FROM a\nLABEL " + " ".join(f"k{i}=v" for i in range(N)) + "\n",
    "relative directories": "FROM a\n" + "WORKDIR d\n" * N,
    "users": "FROM a\n" + chain(N // 2, "USER u{i}\nRUN x\n"),
    "package lists": "FROM debian\n" + "RUN apt-get update && apt-get install x\n" * (N // 4),
    "cd in cd": "FROM a\nRUN " + " && ".join(["cd x"] * N) + "\n",
    "installs in one RUN": "FROM debian\nRUN " + " && ".join(["apt-get install x"] * (N // 4)) + "\n",
    "a pipe": "FROM a\nRUN " + " | ".join(["x"] * N) + "\n",
    "continued lines": "FROM a\nRUN x \\\n" + "  y \\\n" * N + " z\n",
    "comments in a continued line": "FROM a\nRUN x \\\n" + " # c\n" * N + " z\n",
    "blank lines in a continued line": "FROM a\nRUN x \\\n" + "\n" * N + " z\n",
    "heredocs": "FROM a\n" + "RUN <<E\nx\nE\n" * N,
    "heredocs of one RUN": "FROM a\nRUN " + " ".join(f"<<E{i}" for i in range(N)) + "\n"
                           + chain(N, "x\nE{i}\n"),
    "two heredocs without an end": "FROM a\nRUN cat <<A <<B\nx\n",
    "heredocs without an end": "FROM a\n" + "RUN <<E\n" * N,
    "deep JSON": "FROM a\nCMD " + "[" * N + "]" * N + "\n",
    "wide JSON": "FROM a\nCMD [" + ",".join(['"x"'] * N) + "]\n",
    "subshells": "FROM a\nRUN " + "(" * N + "x" + ")" * N + "\n",
    "groups": "FROM a\nRUN " + "{ " * N + "x;" + "}; " * N + "\n",
    "substitutions": "FROM a\nRUN echo " + "$(" * N + "x" + ")" * N + "\n",
    "quoted substitutions": "FROM a\nRUN echo " + '"$(' * N + "x" + ')"' * N + "\n",
    "parameters": "FROM a\nRUN echo " + "${a:-" * N + "x" + "}" * N + "\n",
    "parameters of ENV": "FROM a\nENV x=" + "${a:-" * N + "x" + "}" * N + "\n",
    "conditions": "FROM a\nRUN " + "if x; then " * N + "y; " + "fi; " * N + "\n",
    "loops": "FROM a\nRUN " + "for i in x; do " * N + "y; " + "done; " * N + "\n",
    "functions": "FROM a\nRUN " + chain(N, "f{i}() {{ f{before}; }}; ") + f"f{N - 1}\n",
    "functions that call twice": "FROM a\nRUN " + chain(200, "f{i}() {{ f{before}; f{before}; }}; ")
                                 + "f199\n",
    "branches": "FROM a\nRUN case x in " + chain(N, "a{i}) y;; ") + "esac\n",
    "redirections": "FROM a\nRUN x " + "> a " * N + "\n",
    "assignments": "FROM a\nRUN " + chain(N, "v{i}=$v{before} ") + "\n",
    "triggers of triggers": "FROM a\n" + "ONBUILD " * N + "RUN x\n",
    "mounts": "FROM a\nRUN " + chain(N, "--mount=type=cache,target=/x{i} ") + " x\n",
    "fields of a mount": "FROM a\nRUN --mount=" + ",".join(f"k{i}=v" for i in range(N)) + " x\n",
    "unknown instructions": "FROM a\n" + "FORM x\n" * N,
    "ignored rules": "FROM a\n" + "# hadolint ignore=DL3009,DL3008\nRUN apt-get update\n" * (N // 4),
    "rules of one comment": "FROM a\n# hadolint ignore=" + ",".join(f"DL{i}" for i in range(N))
                            + "\nRUN x\n",
    "commands": "FROM a\n" + "CMD x\n" * N,
    "maintainers": "FROM a\n" + "MAINTAINER x\n" * N,
    "bytes that are not UTF-8": "FROM a\n" + "RUN \xff\xfe\xfd\n" * N,
    "NULs": "FROM a\n" + "RUN \0\0\0\n" * N,
    "carriage returns": "FROM a\r" + "RUN x\r" * N,
    "blanks": "FROM a\nRUN x" + " " * N * 10 + "\\\n y\n",
    "backslashes": "FROM a\nRUN " + "\\" * N * 10 + "\n",
    "quotes": "FROM a\nENV a=" + "\"'" * N + "\n",
    "ports": "FROM a\nEXPOSE " + " ".join(map(str, range(N))) + "\n",
}


def is_sanitized(program):
    with open(program, "rb") as file:
        text = file.read()
    return b"__asan_init" in text or b"__tsan_init" in text


def limits(memory):
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_SECONDS, TIME_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main():
    program = os.path.abspath(sys.argv[1])
    sanitized = is_sanitized(program)  # then terabytes are reserved
    failed = 0
    with tempfile.TemporaryDirectory(prefix="plimsoll-hostile-") as folder:
        path = os.path.join(folder, "Dockerfile")
        for name, text in SHAPES.items():
            with open(path, "wb") as file:
                file.write(text.encode("latin-1"))
            for command in (["lint", "-j", "1"], ["fix", "-j", "1", "--unsafe", "--diff"]):
                done = subprocess.run([program, *command, "--isolated", "-q", path], check=False,
                                      preexec_fn=lambda: limits(not sanitized), stdout=subprocess.DEVNULL,
                                      stderr=subprocess.PIPE)
                if done.returncode not in (0, 1, 3) or b"tree-sitter failed" in done.stderr:
                    failed = 1
                    print(f"{command[0]}, {name}: exit {done.returncode}, "
                          f"{done.stderr[-300:].decode(errors='replace')}")
    print(f"{len(SHAPES)} shapes")
    sys.exit(failed)


main()
