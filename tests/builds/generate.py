"""Random fixtures for `scripts/differential --random`: small contexts and Dockerfiles, full of the
things that builders disagree about. One number gives one fixture, on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

NAMES = ("a", "b", "c.txt", "d.md", "e", ".hidden", "x y", "[q]", "z*")
MODES = ("0644", "0644", "0600", "0755", "04755", "02750", "0000")
DIRECTORY_MODES = ("0755", "0755", "0700", "01777", "02775")
OWNERS = ("0", "7:8", "55", "1000:50")
COMMANDS = (
    "mkdir -p /n/m && echo x > /n/m/f", "rm -rf /x", "rm -rf /y/*", "touch -d @5 /t",
    "ln -s /x /toX", "ln -s y /toY", "mv /x /moved", "cp -a /y /copied", "chmod -R 700 /x",
    "chown -R 5:6 /y", "echo more >> /t", "rm -rf /y && mkdir /y && echo n > /y/n",
    "ln /t /t2", "mkdir -p /x/a && rm -rf /x/a", "mkfifo /p",
    "for i in 1 2 3; do echo $i > /l$i; done", "find / -xdev -name '[a-e]' > /found", "true")


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.paths: list[str] = []  # files and directories of the context
        self.directories: list[str] = []
        self.sections: list[str] = []
        self.stages = 0

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    # ---- the context

    def context(self) -> None:
        for _ in range(self.random.randint(2, 9)):
            folder = self.random.choice(["", *self.directories])
            name = self.random.choice(NAMES)
            path = f"{folder}/{name}" if folder else name
            if path not in self.paths and path.count("/") < 4:
                self._entry(path)
                self.paths.append(path)
        if self.often(0.5):
            lines = [self._ignore_line() for _ in range(self.random.randint(1, 4))]
            self.sections.append("--- file .dockerignore\n" + "\n".join(lines))

    def _entry(self, path: str) -> None:
        files = [p for p in self.paths if p not in self.directories]
        kind = self.random.choices(("file", "dir", "link", "hardlink"), (5, 4, 2, 1))[0]
        quoted = f'"{path}"'
        if kind == "dir":
            self.directories.append(path)
            mode = self.random.choice(DIRECTORY_MODES)
            self.sections.append(f"--- dir {quoted} mode={mode}")
        elif kind == "link":
            target = self.random.choice([*NAMES, "..", "/", "/a", "../a", "e/..", "b/a"])
            self.sections.append(f'--- link {quoted} -> "{target}"')
        elif kind == "hardlink" and files and "link" not in self.sections[-1]:
            plain = [s for s in self.sections if s.startswith("--- file ")]
            if plain:
                other = self.random.choice(plain).split('"')[1]
                self.sections.append(f'--- hardlink {quoted} "{other}"')
                return
            self.sections.append(f"--- file {quoted}\n{path}")
        else:
            mode = self.random.choice(MODES)
            self.sections.append(f"--- file {quoted} mode={mode}\ncontent of {path}")

    def _ignore_line(self) -> str:
        path = self.random.choice([*self.paths, "*", "a", "**/a", "*/b", "**/*.txt", "e/*", "**"])
        line = path.replace("[", "\\[").replace("z*", "z\\*") if path in self.paths else path
        if self.often(0.3):
            line += self.random.choice(("/", "/*", "/**", "*"))
        return ("!" if self.often(0.35) else "") + line

    # ---- the Dockerfile

    def source(self) -> str:
        if self.often(0.3):
            return self.random.choice(("*", "[a-c]*", "?", "e/*", "*/a", "**", ".*"))
        path = self.random.choice([*self.paths, "."])
        return path.replace("[", "[[]").replace("*", "?") + ("/" if self.often(0.15) else "")

    def destination(self) -> str:
        return self.random.choice(("/x", "/x/", "/y/", "/y", ".", "./", "/toX", "/toX/k", "/y/e/",
                                   "/x/a", "rel", "rel/", "/new/deep/", "/t", "/"))

    def copy(self) -> str:
        flags: list[str] = []
        if self.often(0.2):
            flags.append(f"--chown={self.random.choice(OWNERS)}")
        if self.often(0.2):
            flags.append(f"--chmod={self.random.choice(('644', '0755', '4711', 'u+x', 'go-r'))}")
        if self.often(0.1):
            flags.append("--link")
        if self.often(0.15):
            exclude = self.random.choice(("a", "*.txt", "**/a", "b", "e", "!a"))
            flags.append(f"--exclude={exclude}")
        if self.stages and self.often(0.4):
            flags.append(f"--from=stage{self.random.randrange(self.stages)}")
            sources = [self.random.choice(("/x", "/y", "/y/", "/t", "/x/*", "/y/[a-e]", "/toY", "/n"))]
        else:
            sources = [self.source() for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
        words = ", ".join(f'"{word}"' for word in [*sources, self.destination()])
        return f"{self.random.choice(('COPY', 'COPY', 'COPY', 'ADD') if not self.stages else ('COPY',))}" \
               f" {' '.join([*flags, ''])}[{words}]"

    def stage(self, last: bool) -> list[str]:
        runs = self.often(0.5)
        base = self.random.choice(("busybox", "layered") if runs else ("scratch", "scratch", "layered"))
        lines = [f"FROM {base}" + ("" if last else f" AS stage{self.stages}")]
        choices: list[tuple[float, Callable[[], str]]] = [
            (6, self.copy),
            (1, lambda: "WORKDIR " + self.random.choice(("/x", "/w/v", "sub", "..", "/toX", "/y"))),
            (1, lambda: "USER " + self.random.choice(("0", "7:8", "1000"))),
            (1, lambda: f"ENV V{self.random.randrange(3)}=" + self.random.choice(
                ("1", "$V0-$V1", "${V2:-d}", "'$V1'", '"a b"', "${V0%?}", "${V1+set}"))),
            (1, lambda: f"LABEL l{self.random.randrange(2)}=[$V0${{V1}}]"),
            (4 if runs else 0, lambda: "RUN " + self.random.choice(COMMANDS) + "; true")]
        for _ in range(self.random.randint(1, 6)):
            make = self.random.choices([c[1] for c in choices], [c[0] for c in choices])[0]
            lines.append(make())
        return lines


def generate(seed: int, number: int) -> str:
    """The text of a fixture."""
    writer = _Writer(Random(f"{seed}/{number}"))
    writer.context()
    lines: list[str] = []
    count = writer.random.choice((1, 1, 2, 3))
    for index in range(count):
        lines += writer.stage(last=index == count - 1)
        writer.stages += 1
    return "\n".join([f"# Number {number} of seed {seed}.", "clauses: random", "--- Dockerfile",
                      *lines, *writer.sections, ""])


def simpler(text: str) -> list[str]:
    """Fixtures with one line of the Dockerfile, or one section of the context, less."""
    head, *sections = text.split("\n--- ")
    out: list[str] = []
    for index, section in enumerate(sections):
        if index:
            rest = sections[:index] + sections[index + 1:]
            out.append("\n--- ".join([head, *rest]))
            continue
        lines = section.split("\n")
        for number in range(len(lines) - 1, 1, -1):
            fewer = "\n".join(lines[:number] + lines[number + 1:])
            out.append("\n--- ".join([head, fewer, *sections[1:]]))
    return out
