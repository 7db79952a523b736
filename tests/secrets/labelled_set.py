#!/usr/bin/env python3
"""labelled_set.py SECRETS_MAIN [--seed N] [--keep FOLDER]

Makes files with secrets of every class and files that only look so, has them searched, and prints
recall (of what was hidden, how much was found, under its class) and precision (of what was found, how
much had been hidden). Fails under 98 %. Where the machine has trees of Debian and npm packages, files
of theirs are searched, too, as files without secrets."""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile

import contexts
import files
import negatives
import positives
from draws import Draw

LEAST = 0.98
FREE_ROUNDS = 3
TREES = ("/usr/share", "/usr/lib/python3", "/usr/lib/python3.11", "/usr/lib/node_modules",
         "/usr/share/nodejs", "/usr/share/perl5", "/usr/lib/git-core", "/etc/ssl/certs", "/etc/apt",
         "/usr/include", "/usr/bin")
FROM_TREES = 6000
# A class may be told as one of these as well: the shape allows both.
ALSO = {
    "scaleway-secret": {"generic-secret"},
    "paystack": {"stripe-key"},
    "bearer-authorization": {"generic-secret"},
    "basic-authorization": {"generic-secret"},
    "django-secret-key": {"generic-secret", "chosen-password"},
    "chosen-password": {"generic-secret"},
    "kubernetes-bootstrap-token": {"generic-secret"},
}


class Sample:
    def __init__(self, path, content, kind, value):
        self.path = path
        self.content = content
        self.kind = kind  # None: nothing is to be found
        if kind is None:
            return
        start = 0 if value is None else content.index(value if isinstance(value, bytes) else value.encode())
        self.span = (start, len(content) if value is None else start + len(value))


def hide_free(d, out):
    places = list(contexts.FREE)
    for number in range(FREE_ROUNDS):
        for index, (kind, make) in enumerate(positives.FREE.items()):
            token = make(d)
            prefix = positives.FREE_PREFIX.get(kind, "")
            value = token[token.index(prefix) + len(prefix):] if prefix else token
            if kind == "url-with-password":
                value = token.split("@")[0].rsplit(":", 1)[1]
            spot = (index + number * 7) % len(places)
            path, wrap = places[spot]
            if kind.endswith("authorization") and path.endswith((".properties", ".env", "deploy")):
                path, wrap = places[1]  # such a header is quoted there
            out.append(Sample(path, wrap(d, token).encode(), kind, value))


def hide_elsewhere(d, out, text_only):
    for index, (kind, make) in enumerate(positives.FREE.items()):
        if kind in positives.FREE_PREFIX or kind == "url-with-password":
            continue
        token = make(d)
        if kind not in text_only and index % 2 == 0:
            path, wrap = contexts.BINARY
            out.append(Sample(path, wrap(d, token), kind, token))
        elif token.replace("-", "").replace("_", "").replace(".", "").isalnum():
            path, wrap = contexts.ENCODED
            out.append(Sample(path, wrap(d, token).encode(), kind, token))


def hide_named(d, out):
    for index, (kind, (name, make)) in enumerate(positives.NAMED.items()):
        places = contexts.NAMED + (contexts.DRAWN if kind != "chosen-password" else [])
        for number in range(3):
            path, wrap = places[(index + number * 5) % len(places)]
            value = make(d)
            if kind == "django-secret-key":
                path, wrap = contexts.DRAWN[0]
            if kind == "wireguard-key":
                path, wrap = "etc/wireguard/wg0.conf", lambda d_, n, v: f"[Interface]\n{n} = {v}\n"
            out.append(Sample(path, wrap(d, name, value).encode(), kind, value))


def hidden(seed, text_only):
    d = Draw(random.Random(seed))
    out = []
    hide_free(d, out)
    hide_elsewhere(d, out, text_only)
    hide_named(d, out)
    for kind, made in files.all_files(d).items():
        for path, content, value in made:
            out.append(Sample(path, content, kind, value))
    return out


def from_trees(seed):
    """Paths of files that packages brought, the same ones on the same machine."""
    found = []
    for tree in TREES:
        root = pathlib.Path(tree)
        if root.is_dir():
            found += sorted(path for path in root.rglob("*")
                            if path.is_file() and not path.is_symlink() and path.stat().st_size < 4 << 20)
    random.Random(seed).shuffle(found)
    return found[:FROM_TREES]


def search(program, root, paths):
    """Hits by path: (begin, end, class, the line)."""
    hits = {}
    for begin in range(0, len(paths), 500):
        out = subprocess.run([program, "--root", root, *map(str, paths[begin:begin + 500])],
                             check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for line in out.stdout.decode(errors="replace").splitlines():
            path, _, offset, length, kind, *_ = line.split("\t")
            hits.setdefault(path, []).append((int(offset), int(offset) + int(length), kind, line))
    return hits


def judge(samples, hits):
    missed, wrong, right = [], [], 0
    for sample in samples:
        found = False
        for begin, end, kind, line in hits.get(sample.where, []):
            overlaps = sample.kind and begin < sample.span[1] and sample.span[0] < end
            if overlaps and (kind == sample.kind or kind in ALSO.get(sample.kind, ())):
                found = True
            else:
                wrong.append((sample, line))
        if sample.kind and found:
            right += 1
        elif sample.kind:
            missed.append(sample)
    return right, missed, wrong


def texts(program, d):
    """Short texts: ENV, history. Pairs of the text and the class that is to be found."""
    wanted = []
    for index, (kind, (name, make)) in enumerate(positives.NAMED.items()):
        if kind in ("wireguard-key", "django-secret-key"):
            continue
        wanted.append((contexts.TEXTS[index % len(contexts.TEXTS)](d, name, make(d)), kind))
    for kind, make in positives.FREE.items():
        wanted.append((f"/bin/sh -c call --with {make(d)} && true", kind))
    wanted += [(text, None) for text in negatives.TEXTS]
    out = subprocess.run([program, "--text"], check=True, stdout=subprocess.PIPE,
                         input="\n".join(text for text, _ in wanted).encode())
    found = {}
    for line in out.stdout.decode().splitlines():
        number, _, _, _, kind, *_ = line.split("\t")
        found.setdefault(int(number), set()).add(kind)
    missed = [(kind, text) for number, (text, kind) in enumerate(wanted, 1)
              if kind and not found.get(number, set()) & ({kind} | ALSO.get(kind, set()))]
    wrong = [(found[number], text) for number, (text, kind) in enumerate(wanted, 1)
             if kind is None and number in found]
    return len([kind for _, kind in wanted if kind]), missed, wrong


def classes(program):
    """Every class, and those that are looked for in texts alone."""
    out = subprocess.run([program, "--classes"], check=True, stdout=subprocess.PIPE).stdout.decode()
    rows = [line.split("|") for line in out.splitlines() if line.startswith("| `")]
    return ({row[1].strip(" `") for row in rows},
            {row[1].strip(" `") for row in rows if row[4].strip() == "text"})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    parser.add_argument("--no-trees", action="store_true")
    arguments = parser.parse_args()
    known, text_only = classes(arguments.program)
    samples = hidden(arguments.seed, text_only)
    unhidden = known - {sample.kind for sample in samples}
    clean = [Sample(path, content, None, None)
             for path, content in negatives.made(Draw(random.Random(arguments.seed + 1)))]
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(arguments.keep or folder)
        for number, sample in enumerate(samples + clean):
            sample.where = f"{number:05}/{sample.path}"
            path = root / sample.where
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(sample.content)
        hits = search(arguments.program, str(root), [root / s.where for s in samples + clean])
    right, missed, wrong = judge(samples + clean, hits)
    trees = [] if arguments.no_trees else from_trees(arguments.seed)
    tree_hits = [hit for found in search(arguments.program, "/", trees).values() for hit in found]
    text_count, text_missed, text_wrong = texts(arguments.program, Draw(random.Random(arguments.seed + 2)))

    for sample in missed:
        print(f"missed: {sample.kind} in {sample.where}: {sample.content[max(0, sample.span[0] - 30):sample.span[1] + 10][:160]!r}")
    for sample, line in wrong:
        print(f"wrong ({sample.kind}): {line}")
    for hit in tree_hits:
        print(f"wrong, of a package: {hit[3]}")
    for kind, text in text_missed:
        print(f"missed: {kind} in the text {text[:150]!r}")
    for kinds, text in text_wrong:
        print(f"wrong: {sorted(kinds)} in the text {text[:150]!r}")
    if unhidden:
        print("no positive for:", ", ".join(sorted(unhidden)))
    count = len(samples) + text_count
    right += text_count - len(text_missed)
    false = len(wrong) + len(tree_hits) + len(text_wrong)
    recall, precision = right / count, right / (right + false)
    print(f"{count} secrets of {len(known)} classes; {len(clean)} files and {len(negatives.TEXTS)} texts "
          f"without one, and {len(trees)} of packages")
    print(f"recall {recall:.2%}, precision {precision:.2%}")
    return 0 if recall >= LEAST and precision >= LEAST and not unhidden else 1


if __name__ == "__main__":
    sys.exit(main())
