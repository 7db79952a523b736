"""The table of known differences, `differences.tsv`: what other builders do otherwise, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from image import Difference, Flat, Json, flatten, unflatten

COLUMNS = ("fixture", "builder", "field", "ours", "theirs", "reason")


@dataclass
class Row:
    """One known difference; fixture, field and both values may hold `*`."""

    fixture: str
    builder: str
    field: str
    ours: str
    theirs: str
    reason: str
    line: int
    fired: bool = False

    def covers(self, fixture: str, builder: str, difference: Difference) -> bool:
        return (builder == self.builder and _like(fixture, self.fixture)
                and _like(difference.field, self.field)
                and _like(difference.expected, self.ours)
                and _like(difference.actual, self.theirs))


def _like(value: str, pattern: str) -> bool:
    return value == pattern or fnmatchcase(value, pattern.replace("[", "[[]"))


def read_table(path: Path) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise SystemExit(f"{path}:{number}: {len(cells)} columns, not {len(COLUMNS)}")
        rows.append(Row(*cells, line=number))
    return rows


def unknown(rows: list[Row], fixture: str, builder: str,
            differences: list[Difference]) -> list[Difference]:
    """Those that no row covers; rows that cover one are marked as fired."""
    left: list[Difference] = []
    for difference in differences:
        covering = [row for row in rows if row.covers(fixture, builder, difference)]
        for row in covering:
            row.fired = True
        if not covering:
            left.append(difference)
    return left


def ours_from(rows: list[Row], fixture: str, builder: str, theirs: Json) -> Json:
    """What we should give when `builder` gives `theirs`: every row of this fixture is applied.

    Rows with `*` in our value, and those of an outcome, do not say what we give: they change
    nothing (such a fixture is one of `oracle: reading`)."""
    flat: Flat = flatten(theirs)
    for row in rows:
        if row.builder != builder or not _like(fixture, row.fixture) or row.field == "outcome":
            continue
        keys = [key for key in flat if _like(key.replace("\t", " "), row.field)]
        for key in keys or ([_key(row.field)] if "*" not in row.field else []):
            if not _like(flat.get(key, "-"), row.theirs):
                continue
            if row.ours == "-":
                flat.pop(key, None)
            elif "*" not in row.ours:
                flat[key] = row.ours
    return unflatten(flat)


def _key(field: str) -> str:
    """The flat key of a field that the other builder does not have."""
    name, _, attribute = field.rpartition(" ")
    known = ("mode", "owner", "text", "size", "sha256", "target", "device", "xattrs", "links", "mtime")
    return f"{name}\t{attribute}" if field.startswith("tree ") and attribute in known else field
