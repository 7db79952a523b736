"""Checks the readers of this folder: layers, descriptions, the table of differences, fixtures."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

from bases import layer
from fixture import all_fixtures, lay_out
from image import Tree, apply_layer, compare, dump, flatten, unflatten
from known import ours_from, read_table, unknown

FOLDER = Path(__file__).resolve().parent


def applied(*layers: list[tuple[str, str, int, int, str]]) -> tuple[Tree, list[str]]:
    tree: Tree = {}
    problems: list[str] = []
    for members in layers:
        tree = apply_layer(tree, layer(members), problems.append)
    return tree, problems


class Layers(unittest.TestCase):
    lower = [("dir", "d", 0o755, 0, ""), ("file", "d/a", 0o644, 0, "a"),
             ("file", "d/b", 0o644, 0, "b")]

    def test_whiteout_removes_what_is_below(self) -> None:
        tree, problems = applied(self.lower, [("dir", "d", 0o755, 0, ""),
                                              ("file", "d/.wh.a", 0, 0, "")])
        self.assertEqual(sorted(tree), ["d", "d/b"])
        self.assertEqual(problems, [])

    def test_opaque_keeps_what_the_layer_brings(self) -> None:
        tree, _ = applied(self.lower, [("dir", "d", 0o755, 0, ""), ("file", "d/c", 0o644, 0, ""),
                                       ("file", "d/.wh..wh..opq", 0, 0, "")])
        self.assertEqual(sorted(tree), ["d", "d/c"])

    def test_hard_links_are_one_file(self) -> None:
        tree, problems = applied(self.lower, [("hardlink", "d/l", 0o644, 0, "d/a")])
        self.assertIs(tree["d/l"], tree["d/a"])
        self.assertEqual(problems, [])

    def test_file_takes_the_place_of_a_tree(self) -> None:
        tree, _ = applied(self.lower, [("file", "d", 0o644, 0, "now a file")])
        self.assertEqual(sorted(tree), ["d"])

    def test_what_runtimes_refuse_is_told(self) -> None:
        _, problems = applied([("dir", "./", 0o755, 0, ""), ("file", "/abs", 0o644, 0, ""),
                               ("file", "x/.wh.y", 0, 0, ""), ("hardlink", "h", 0, 0, "/no"),
                               ("file", "t", 0o644, 0, ""), ("file", "t", 0o644, 0, "")])
        self.assertEqual(len(problems), 7, problems)


class Descriptions(unittest.TestCase):
    def test_every_expectation_survives_flattening(self) -> None:
        for path in sorted(FOLDER.glob("*/*.json")):
            stored = json.loads(path.read_text(encoding="utf-8"))
            self.assertEqual(compare(stored, unflatten(flatten(stored))), [], path)
            self.assertEqual(dump(stored), path.read_text(encoding="utf-8"), path)

    def test_compares_in_both_directions(self) -> None:
        def image(tree: dict[str, object]) -> dict[str, object]:
            return {"outcome": "accept", "images": [
                {"platform": "linux/amd64", "tree": tree, "removed": [], "config": {},
                 "history": [], "layers": []}]}

        left = image({"a": {"type": "file", "mode": "0644", "text": ""}})
        right = image({"a": {"type": "file", "mode": "0600", "text": ""}, "b": {"type": "dir"}})
        self.assertEqual([d.field for d in compare(left, right)], ["tree a mode", "tree b"])
        self.assertEqual([d.field for d in compare(right, left)], ["tree a mode", "tree b"])

    def test_expectations_hold_what_the_table_says(self) -> None:
        rows = read_table(FOLDER / "differences.tsv")
        for row in rows:
            self.assertIn(row.builder, ("buildkit", "newest", "buildah"), row)
            self.assertTrue(len(row.reason) > 10, row)
        for path in sorted(FOLDER.glob("*/*.json")):
            name = str(path.relative_to(FOLDER).with_suffix(""))
            stored = json.loads(path.read_text(encoding="utf-8"))
            self.assertEqual(compare(stored, ours_from(rows, name, "buildkit", stored)), [], name)
            self.assertEqual(unknown(rows, name, "buildkit", []), [])


class Fixtures(unittest.TestCase):
    def test_all_are_read_and_laid_out(self) -> None:
        fixtures = all_fixtures(FOLDER)
        self.assertGreater(len(fixtures), 400)
        with tempfile.TemporaryDirectory() as folder:
            for number, fixture in enumerate(fixtures):
                self.assertTrue(fixture.expectation_path.exists(), fixture.name)
                self.assertTrue(fixture.headers.get("clauses"), fixture.name)
                if number % 25 == 0:
                    lay_out(fixture, Path(folder) / str(number))


if __name__ == "__main__":
    unittest.main()
