"""Which lines of a Dockerfile make the image of its last stage, in order, told from positions."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

Json = Any


def chain(instructions: list[Json], with_triggers: bool) -> list[tuple[str, int]]:
    """Keyword and line of what makes the last stage, from its lowest parent on."""
    stages: list[tuple[Json, list[Json]]] = []
    names: dict[str, int] = {}
    for each in instructions:
        if each["name"] == "FROM":
            words = each["args"]
            if len(words) == 3:
                names[words[2].lower()] = len(stages)
            stages.append((each, []))
        elif stages:
            stages[-1][1].append(each)
    # A name is that of an earlier stage, if there is one.
    def parent(index: int) -> int | None:
        found = names.get(stages[index][0]["args"][0].lower())
        return found if found is not None and found < index else None

    order = [len(stages) - 1]
    while (below := parent(order[-1])) is not None:
        order.append(below)
    out: list[tuple[str, int]] = []
    triggers: list[tuple[str, int]] = []
    for index in reversed(order):
        out += triggers
        triggers = []
        for each in stages[index][1]:
            out.append((each["name"], each["start"]))
            if each["name"] == "ONBUILD" and with_triggers:
                triggers.append((each["args"][0].split()[0].upper(), each["start"]))
    return out


def layers_of(program: Path, dockerfile: Path, image: Path) -> list[tuple[int, bool]]:
    """The line of each layer and whether it is the base's, as `plimsoll image` says."""
    said = subprocess.run(
        [program, "image", "--isolated", "--no-cache", "--exit-zero", "--no-secrets", "--only",
         "stopsignal-invalid", "--format", "json", "--dockerfile", dockerfile, f"oci:{image}"],
        capture_output=True, text=True, check=True)
    return [(each.get("line", 0), each["base"]) for each in json.loads(said.stdout)["layers"]]


def misplaced(program: Path, dockerfile: Path, image: Path, empty: list[bool],
              base_layers: int) -> str:
    """What is wrong with the lines of the layers; "" when nothing. `empty` says of each entry of
    the history whether it has no layer: entries of the base, then one for each instruction."""
    said = subprocess.run([program, "parse", "--json", dockerfile], capture_output=True, text=True,
                          check=True).stdout
    instructions = json.loads(said)["ins"]
    recorded = [each for each in chain(instructions, True) if each[0] != "ONBUILD"]
    own = empty[base_layers:]
    if len(own) != len(recorded):
        return f"{len(own)} entries of history for {len(recorded)} instructions"
    wanted = [line for (_, line), without in zip(recorded, own) if not without]
    found = layers_of(program, dockerfile, image)
    if [line for line, of_base in found if not of_base] != wanted:
        return f"layers should be of lines {wanted}, and are of {found}"
    if [of_base for _, of_base in found] != [True] * base_layers + [False] * len(wanted):
        return f"{base_layers} layers are the base's, and not as in {found}"
    return ""
