#!/usr/bin/env python3
"""Arrows go down: every include against layers.txt.

Fails on an include that the table does not allow, on a table whose own arrows go up or round in a
circle, on circles between headers, on a product folder without a layer, on a library that comes in
by another than its door, and on folders named for nothing in particular.
"""

import re
import sys

import house

VAGUE = {"util", "utils", "common", "misc", "helper", "helpers", "shared", "lib", "tools"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)


class Table:
    def __init__(self, text, report):
        self.level, self.direct, self.closed, self.doors, self.never = {}, {}, set(), [], []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            kind, rest = line.split(None, 1)
            head, _, tail = rest.partition(": ") if ": " in rest else rest.partition(":")
            if kind == "layer":
                level, folder = head.split()
                self.level[folder] = int(level)
                self.direct[folder] = tail.split()
            elif kind == "only":
                level, folder = head.split()
                self.level[folder] = int(level)
                self.direct[folder] = tail.split()
                self.closed.add(folder)
            elif kind == "door":
                self.doors.append((re.compile(head.strip()), tail.split()))
            elif kind == "never":
                self.never.append((re.compile(head.strip()), tail.strip()))
            else:
                report.violation("tests/house/layers.txt", number, f"unknown line `{kind}`")
        for folder, targets in self.direct.items():
            for target in targets:
                if target not in self.level:
                    report.violation("tests/house/layers.txt", 0, f"{target} has no line")
                elif self.level[target] >= self.level[folder]:
                    report.violation("tests/house/layers.txt", 0,
                                     f"{folder} -> {target} does not go down")

    def layer_of(self, name):
        if name.rpartition(".")[0] in self.level:
            return name.rpartition(".")[0]
        folder = name.rpartition("/")[0]
        while folder and folder not in self.level:
            folder = folder.rpartition("/")[0]
        return folder or None

    def reachable(self, folder):
        seen, todo = {folder}, list(self.direct[folder])
        while todo:
            target = todo.pop()
            if target not in seen:
                seen.add(target)
                if folder not in self.closed:
                    todo += self.direct.get(target, [])
        return seen


def circle_in(graph):
    """One circle of the graph as a list of its nodes, or None."""
    state = {}
    for start in sorted(graph):
        path, stack = [], [(start, iter(graph[start]))] if start not in state else []
        if stack:
            state[start] = 1
            path.append(start)
        while stack:
            node, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                state[node] = 2
                stack.pop()
                path.pop()
            elif state.get(target) == 1:
                return path[path.index(target):] + [target]
            elif target in graph and target not in state:
                state[target] = 1
                path.append(target)
                stack.append((target, iter(graph[target])))
    return None


def within(name, folders):
    return any(name.startswith(folder + "/") for folder in folders)


def main():
    report = house.Report("layers")
    table = Table(house.read("tests/house/layers.txt"), report)
    reachable = {folder: table.reachable(folder) for folder in table.level}
    everything = set(house.files())
    graph = {}
    names = house.sources()
    for name in names:
        layer = table.layer_of(name)
        if not layer:
            report.violation(name, 0, "its folder has no line in tests/house/layers.txt")
            continue
        text = house.read(name)
        graph[name] = []
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            ours, theirs = match.groups()
            included = ours or theirs
            if ours and layer == "analyzer/grammar":  # C, laid out as tree-sitter lays it out
                continue
            if ours and ours in everything:
                graph[name].append(ours)
                target = table.layer_of(ours)
                if target not in reachable[layer]:
                    report.violation(name, line, f"{layer} may not include {target or ours}")
            elif ours and not ours.startswith("generated/") and not within(ours, ("tree_sitter",)):
                report.violation(name, line, f'"{ours}" is not a path from the root')
            for pattern, folders in table.doors:
                if pattern.match(included) and not within(name, folders):
                    report.violation(name, line,
                                     f"<{included}> comes in by {' or '.join(folders)} alone")
            for pattern, reason in table.never:
                if pattern.match(included):
                    report.violation(name, line, f"<{included}>: {reason}")
    circle = circle_in(graph)
    if circle:
        report.violation(circle[0], 0, "includes go round: " + " -> ".join(circle))
    for folder in sorted({part for name in everything for part in
                          [name.rpartition("/")[0]] if part}):
        if VAGUE & set(folder.split("/")):
            report.violation(folder, 0, "a folder's name says what it holds")
    report.end(f"{len(names)} files, {sum(map(len, graph.values()))} arrows, all down")


if __name__ == "__main__":
    sys.exit(main())
