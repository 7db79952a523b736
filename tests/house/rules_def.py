#!/usr/bin/env python3
"""rules.def, the rule files, their descriptors and their fixtures tell of the same rules.

rules/FOLDER/NAME.cpp <-> RULE(NAME) under `// FOLDER` in rules.def, in alphabetical order <-> a
descriptor NAME whose .name is the same words with dashes <-> a folder or file of fixtures.

`rules_def.py --sort` writes rules.def in order, each section and each line once (merging lines of
several branches leaves more); scripts/format does.
"""

import re
import sys

import house

ENTRY = re.compile(r"^RULE\((\w+)\)", re.M)
DESCRIPTOR = re.compile(r"extern constinit const Rule (\w+)\{\s*\.name = \"([^\"]+)\"")
FOLDERS = ("correctness", "security", "size", "caching", "multi_stage", "reproducibility",
           "maintainability", "style", "image")


def entries(report):
    """folder -> names, as rules.def has them."""
    found, folder = {}, None
    for number, line in enumerate(house.read("rules/rules.def").splitlines(), 1):
        heading = re.match(r"^// (\w+)$", line)
        entry = ENTRY.match(line)
        if heading and heading.group(1) in FOLDERS:
            folder = heading.group(1)
            if folder in found:
                report.violation("rules/rules.def", number, f"a second `// {folder}`")
            found.setdefault(folder, [])
        elif entry and folder:
            if found[folder] and found[folder][-1] >= entry.group(1):
                report.violation("rules/rules.def", number, f"{entry.group(1)} is out of order")
            found[folder].append(entry.group(1))
        elif entry:
            report.violation("rules/rules.def", number, f"{entry.group(1)} is under no folder")
    return found


def sort():
    """Writes the file in the order of FOLDERS, each rule under the folder where its file is; what
    stands before the first section stays."""
    text = house.read("rules/rules.def")
    head, mark, rest = text.partition(f"// {FOLDERS[0]}\n")
    found, folder = {name: set() for name in FOLDERS}, FOLDERS[0]
    homes = {path.stem: path.parent.name for path in (house.ROOT / "rules").glob("*/*.cpp")}
    for line in (mark + rest).splitlines():
        if line.startswith("// ") and line[3:] in found:
            folder = line[3:]
        elif line:
            rule = ENTRY.match(line)
            home = homes.get(rule.group(1)) if rule else folder
            found[home if home in found else folder].add(line)
    sections = ["\n".join([f"// {name}", *sorted(found[name])]) for name in FOLDERS]
    sorted_text = head + "\n\n".join(sections) + "\n"
    if sorted_text != text:
        (house.ROOT / "rules" / "rules.def").write_text(sorted_text, encoding="utf-8")


def check_descriptor(report, name, folder, rule):
    found = DESCRIPTOR.findall(house.read(name))
    if len(found) != 1:
        report.violation(name, 0, f"{len(found)} descriptors (`extern constinit const Rule`), not 1")
        return
    variable, words = found[0]
    if variable != rule:
        report.violation(name, 0, f"its descriptor is called {variable}")
    if words != rule.replace("_", "-"):
        report.violation(name, 0, f"its name is `{words}`, not `{rule.replace('_', '-')}`")
    category = "".join(part.capitalize() for part in folder.split("_"))
    if f"Category::{category}" not in house.read(name):
        report.violation(name, 0, f"its category is not {category}")


def main():
    report = house.Report("rules.def")
    table = entries(report)
    everything = house.files()
    count = 0
    shown = {"tests/rules/together/"}
    for folder in FOLDERS:
        there = {name.rpartition("/")[2][:-4]: name for name in everything
                 if name.startswith(f"rules/{folder}/") and name.endswith(".cpp")}
        listed = set(table.get(folder, []))
        for rule in sorted(there.keys() - listed):
            report.violation(there[rule], 0, f"no RULE({rule}) under `// {folder}` in rules.def")
        for rule in sorted(listed - there.keys()):
            report.violation("rules/rules.def", 0, f"there is no rules/{folder}/{rule}.cpp")
        for rule in sorted(listed & there.keys()):
            count += 1
            fixtures = f"tests/rules/{rule.replace('_', '-')}/"
            shown.add(fixtures)
            # What only an image shows has images for fixtures: tests/unit/rules.
            text = house.read(there[rule])
            of_image_alone = ".check_image =" in text and ".check =" not in text
            if not of_image_alone and not any(name.startswith(fixtures) for name in everything):
                report.violation(there[rule], 0, f"has no fixtures in {fixtures}")
            check_descriptor(report, there[rule], folder, rule)
        for name in everything:
            if name.startswith(f"rules/{folder}/") and not name.endswith(".cpp"):
                report.violation(name, 0, "a rule is one .cpp; what it shares moves down")
    for folder in sorted({"/".join(name.split("/")[:3]) + "/" for name in everything
                          if name.startswith("tests/rules/") and name.count("/") >= 3} - shown):
        report.violation(folder, 0, "fixtures of no rule")
    report.end(f"{count} rules")


if __name__ == "__main__":
    sys.exit(sort() if sys.argv[1:] == ["--sort"] else main())
