#!/usr/bin/env python3
"""Attacks on the outer archive, each against the whole program.

Each row makes a container that means harm and says how `plimsoll image` must end: 2 refused, 3 a
partial answer, 1 an answer with a finding that tells of it, 0 an answer. For all of them: within
seconds and a bounded memory, with nothing written anywhere, with nothing read from elsewhere.

Long because it is a list of attacks, each a few lines.
"""

import argparse
import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

import made

MOST_SECONDS = 20
MOST_MIB = 96  # 64 and the program itself
OUTSIDE = b"PLIMSOLL-OUTSIDE-MARK"
LAYER = made.tar([("app", b"0123456789")])
ROWS = []


def row(code, says=""):
    """`says` must be in what is printed."""
    def add(function):
        ROWS.append((function, code, says))
        return function
    return add


def config(**more):
    return json.dumps({**json.loads(made.config([LAYER])), **more}).encode()


def saved(settings, layers=("l",), listed=None, more=()):
    listed = listed or json.dumps([{"Config": "c", "RepoTags": ["a"], "Layers": layers}]).encode()
    return made.tar([("l", LAYER), ("c", settings), *more, ("manifest.json", listed)])


def layout(*members, files=()):
    """index.json of these members, and blobs."""
    blobs = [("blobs/sha256/" + made.hex_of(data), data) for data in files]
    return made.tar([*blobs, ("index.json", made.index(list(members)))])


def image(text=None, settings=None, layer=LAYER):
    """A layout of one image, whose manifest may be another."""
    settings = settings or made.config([LAYER])
    text = text or made.manifest(settings, [layer])
    return layout(made.descriptor(made.MANIFEST, text), files=[text, settings, layer])


def changed(old, new):
    text = made.manifest(made.config([LAYER]), [LAYER])
    assert old in text
    return image(text.replace(old, new))


# Digests that are paths.

@row(2, "no digest")
def digest_climbs(_):
    return changed(made.digest(LAYER).encode(), b"sha256:../../../../outside")


@row(2, "no digest")
def digest_in_upper_case(_):
    return changed(made.hex_of(LAYER).encode(), made.hex_of(LAYER).upper().encode())


@row(2, "no digest")
def digest_with_a_zero_byte(_):
    return changed(made.hex_of(LAYER).encode(), made.hex_of(LAYER)[:63].encode() + b"\\u0000")


@row(3, "is not there")
def name_climbs(_):
    return saved(config(), ("../outside", "l"))


# One document, two images.

@row(2, "index, too")
def manifest_and_index(_):
    return changed(b'{"schemaVersion"', b'{"manifests": [], "schemaVersion"')


@row(2, "two different images")
def layers_twice(_):
    return changed(b'{"schemaVersion"', b'{"Layers": [], "schemaVersion"')


@row(2)
def media_type_lies(_):
    text = made.manifest(made.config([LAYER]), [LAYER])
    return layout(made.descriptor(made.INDEX, text), files=[text, made.config([LAYER]), LAYER])


@row(1, "ambiguous-image")
def user_twice(_):
    return saved(config().replace(b'"User": "app"', b'"User": "app", "user": "0"'))


@row(1, "ambiguous-image")
def two_indexes(_):
    other = made.tar([("evil", b"1")])
    settings = made.config([other])
    listed = json.dumps([{"Config": "blobs/sha256/" + made.hex_of(settings), "RepoTags": ["a"],
                          "Layers": ["blobs/sha256/" + made.hex_of(other)]}]).encode()
    text = made.manifest(made.config([LAYER]), [LAYER])
    blobs = [LAYER, other, settings, made.config([LAYER]), text]
    return made.tar([*(("blobs/sha256/" + made.hex_of(data), data) for data in blobs),
                     ("index.json", made.index([made.descriptor(made.MANIFEST, text)])),
                     ("manifest.json", listed)])


@row(1, "ambiguous-image")
def member_twice(_):
    listed = json.dumps([{"Config": "c", "RepoTags": ["a"], "Layers": ["l"]}]).encode()
    return saved(config(), more=[("manifest.json", listed)])


# JSON.

@row(2, "nested deeper")
def index_too_deep(_):
    return made.tar([("index.json", b"[" * 100_000)])


@row(3, "nested deeper")
def configuration_too_deep(_):
    return saved(b'{"a":' * 100_000)


@row(3, "values")
def configuration_of_many_values(_):
    return saved(config(config={"Labels": {f"{i:x}": "" for i in range(200_000)}}))


@row(0)
def configuration_of_many_labels(_):
    return saved(config(config={"User": "1", "Labels": {f"{i:x}": "" for i in range(3_000)}}))


@row(3)
def endless_number(_):
    return saved(b'{"os": ' + b"9" * 5_000_000 + b"}")


@row(3, "byte-order mark")
def byte_order_mark(_):
    return saved(b"\xef\xbb\xbf" + config())


@row(3)
def zero_byte_behind(_):
    return saved(config() + b"\0")


@row(3)
def more_behind(_):
    return saved(config() + b"{}")


@row(0)
def half_a_surrogate(_):
    return saved(config(config={"User": "1", "Labels": {"a": "x"}}).replace(b'"x"', b'"\\ud800"'))


@row(2, "longer than")
def huge_index(_):
    return made.tar([("index.json", b" " * (5 << 20))])


@row(2)
def index_whose_header_lies(_):
    return made.tar([("index.json", b"{}")])[:124] + b"77777777777\0" + b"\0" * 2000


# What is no image, and images of old.

@row(2, "`plimsoll lint FILE` reads it")
def dockerfile(_):
    return b"FROM debian:12\n"


@row(2, "but a program (ELF)")
def program(_):
    return b"\x7fELF" + bytes(range(256)) * 10


@row(2, "compressed, and within text")
def text_in_gzip(_):
    return gzip.compress(b"hello\n" * 1000)


def before_110(parents, top="1"):
    """Archives of docker before 1.10."""
    files = [(f"{digit * 64}/{name}", data) for digit, parent in parents for name, data in
             [("json", json.dumps({"parent": parent, "os": "linux", "architecture": "amd64",
                                   "config": {"User": "1"}}).encode()), ("layer.tar", LAYER)]]
    return made.tar([*files, ("repositories", json.dumps({"a": {"1": top * 64}}).encode())])


@row(0, "docker before 1.10")
def old_archive(_):
    return before_110([("1", "2" * 64), ("2", "")])


@row(3, "is below itself")
def old_archive_in_a_circle(_):
    return before_110([("1", "2" * 64), ("2", "1" * 64)])


@row(3, "its parent is no id")
def old_archive_that_climbs(_):
    return before_110([("1", "../outside")])


@row(2, "is no id")
def old_archive_whose_name_climbs(_):
    return before_110([("1", "")], "../")


@row(3, "layer-not-present")
def dir_that_lacks_a_layer(folder):
    place = folder / "layout"
    place.mkdir()
    settings = made.config([LAYER])
    (place / "manifest.json").write_bytes(made.manifest(settings, [LAYER]))
    (place / made.hex_of(settings)).write_bytes(settings)
    return place


@row(3, "leads out")
def dir_with_a_link_out(folder):
    place = dir_that_lacks_a_layer(folder)
    (place / made.hex_of(LAYER)).symlink_to(folder / "outside")
    return place


# Links and files that are none.

@row(3, "leads out")
def link_out_of_a_layout(folder):
    place = folder / "layout"
    unpack(image(), place)
    blob = place / "blobs/sha256" / made.hex_of(LAYER)
    blob.unlink()
    blob.symlink_to(folder / "outside")
    return place


@row(3, "not a regular file")
def fifo_in_a_layout(folder):
    place = folder / "layout"
    unpack(image(), place)
    blob = place / "blobs/sha256" / made.hex_of(LAYER)
    blob.unlink()
    os.mkfifo(blob)
    return place


@row(2, "leads out")
def index_is_a_link_out(folder):
    place = folder / "layout"
    unpack(image(), place)
    (place / "index.json").unlink()
    (place / "index.json").symlink_to("/proc/self/environ")
    return place


@row(3, "round")
def links_in_a_circle(_):
    return links([("l0", "l1"), ("l1", "l0")], "l0")


@row(3, "round")
def long_chain_of_links(_):
    return links([(f"l{i}", f"l{i + 1}") for i in range(50)] + [("l50", "l")], "l0")


@row(3, "leads out")
def link_out_of_an_archive(_):
    return links([("l0", "../../../outside")], "l0")


# Sizes, counts, depths.

@row(3, "size-mismatch")
def size_too_small(_):
    return changed(b'"size": %d}]' % len(LAYER), b'"size": 7}]')


@row(3, "size-mismatch")
def size_beyond_all(_):
    return changed(b'"size": %d}]' % len(LAYER), b'"size": 9223372036854775807}]')


@row(2)
def size_below_zero(_):
    return changed(b'"size": %d}]' % len(LAYER), b'"size": -1}]')


@row(2)
def size_beyond_numbers(_):
    return changed(b'"size": %d}]' % len(LAYER), b'"size": 18446744073709551616}]')


@row(2, "more than 1000")
def one_layer_ten_thousand_times(_):
    return saved(made.config([LAYER] * 10_000), ["l"] * 10_000)


@row(1, "127")
def one_layer_a_thousand_times(_):
    return saved(made.config([LAYER] * 1000), ["l"] * 1000)


@row(2, "deeper than 4")
def indexes_in_indexes(_):
    text = made.manifest(made.config([LAYER]), [LAYER])
    members, files = made.descriptor(made.MANIFEST, text), [text, made.config([LAYER]), LAYER]
    for _ in range(6):
        files.append(made.index([members]))
        members = made.descriptor(made.INDEX, files[-1])
    return layout(members, files=files)


@row(2, "more than 1000")
def many_manifests(_):
    return layout(*[made.descriptor(made.MANIFEST, str(i).encode()) for i in range(5000)])


@row(2, "members")
def many_members(_):
    return made.tar([(f"m{i}", b"") for i in range(100_001)])


@row(3)
def changed_blob(folder):
    place = folder / "layout"
    unpack(image(), place)
    (place / "blobs/sha256" / made.hex_of(LAYER)).write_bytes(LAYER[:700] + b"x" + LAYER[701:])
    return place


@row(2)
def cut_off(_):
    return saved(config())[:1800]


@row(2)
def no_tar_at_all(_):
    return bytes(range(256)) * 100


# Wrapped in compression.

@row(2)
def half_a_gzip(_):
    return gzip.compress(saved(config()))[:200]


@row(2)
def gzip_in_gzip_in_gzip(_):
    return gzip.compress(gzip.compress(gzip.compress(saved(config()))))


@row(2, "1073741824 bytes")
def bomb_for_the_disk(_):
    piece = gzip.compress(bytes(64 << 20), 1)
    return piece * 17


# Layers that are nearly all air: a finding, and on to the end (the limit is a test of the scanner).

def header(size):
    """Of a file of so many bytes."""
    entry = tarfile.TarInfo("zeros")
    entry.size = size
    return entry.tobuf(tarfile.GNU_FORMAT)


def of_air(blob, head, zeros, kind):
    """An image whose only layer unpacks to `head` and so many zeros."""
    plain = hashlib.sha256(head)
    piece = bytes(1 << 20)
    for _ in range(zeros >> 20):
        plain.update(piece)
    plain.update(piece[:zeros & (1 << 20) - 1])
    settings = config(rootfs={"type": "layers", "diff_ids": ["sha256:" + plain.hexdigest()]})
    text = made.manifest(settings, [blob], made.LAYER + kind)
    return layout(made.descriptor(made.MANIFEST, text), files=[text, settings, blob])


AIR = (1 << 30) + (64 << 20)


@row(1, "200 times its size")
def gzip_of_air(_):
    head = header(AIR - 1024)
    return of_air(gzip.compress(head) + gzip.compress(bytes(64 << 20), 1) * (AIR >> 26), head, AIR,
                  "+gzip")


def zstd_of_air_blob(head, zeros):
    """One frame: a raw block, then blocks that say a byte and how often."""
    block = 128 << 10
    magic, no_size, window_of_block = b"\x28\xb5\x2f\xfd", b"\0", b"\x38"
    raw = (len(head) << 3).to_bytes(3, "little") + head
    again = (block << 3 | 1 << 1).to_bytes(3, "little") + b"\0"
    last = (1).to_bytes(3, "little")
    return magic + no_size + window_of_block + raw + again * (zeros // block) + last


@row(1, "200 times its size")
def zstd_of_air(_):
    head = header(AIR - 1024)
    return of_air(zstd_of_air_blob(head, AIR), head, AIR, "+zstd")


# Layers in what registries have no media type for.

@row(1, "its bytes are xz")
def layer_in_xz(_):
    return image(layer=lzma.compress(LAYER))


@row(1, "its bytes are bzip2")
def layer_in_bzip2(_):
    return image(layer=bz2.compress(LAYER))


def links(pairs, first):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, target in pairs:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            archive.addfile(entry)
    ends = 2 * 512
    body = out.getvalue()[:512 * len(pairs)]
    listed = json.dumps([{"Config": "c", "RepoTags": ["a"], "Layers": [first]}]).encode()
    return body + saved(config(), listed=listed) + b"\0" * ends


def unpack(archive, place):
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(place)


def listing(folder):
    return sorted(str(path) for path in folder.rglob("*"))


def make(function, folder):
    """In a process of its own: what this one needs would count as the program's, later on."""
    child = os.fork()
    if child == 0:
        made_here = function(folder)
        if isinstance(made_here, bytes):
            (folder / "image.tar").write_bytes(made_here)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, "the row could not be made"
    return folder / ("image.tar" if (folder / "image.tar").exists() else "layout")


def run(program, function, code, says):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="plimsoll-hostile-"))
    try:
        for name in ("home", "temporary", "here"):
            (folder / name).mkdir()
        (folder / "outside").write_bytes(OUTSIDE)
        target = make(function, folder)
        before = listing(folder)
        command = [program, "image", "--offline", "--no-cache", "--format", "json", str(target)]
        with open(folder / "said", "w+b") as said:
            begun = time.monotonic()
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder / "here",
                env={"HOME": str(folder / "home"), "TMPDIR": str(folder / "temporary"),
                     "PATH": "/usr/bin:/bin"})
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - begun
            said.seek(0)
            text = said.read()
        (folder / "said").unlink()
        mib = usage.ru_maxrss / 1024
        assert process.returncode == code, \
            f"exit code {process.returncode}, not {code}: {text[-1000:].decode(errors='replace')}"
        assert says.encode() in text, \
            f"does not say {says!r}: {text[-1000:].decode(errors='replace')}"
        assert OUTSIDE not in text, "it read a file outside"
        assert listing(folder) == before, f"it wrote: {set(listing(folder)) - set(before)}"
        assert seconds < MOST_SECONDS, f"it took {seconds:.1f} s"
        assert mib < MOST_MIB, f"it took {mib:.0f} MiB"
        return seconds, mib
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    failed, worst = 0, (0.0, 0.0)
    for function, code, says in ROWS:
        if arguments.names and function.__name__ not in arguments.names:
            continue
        try:
            took = run(arguments.program, function, code, says)
            worst = (max(worst[0], took[0]), max(worst[1], took[1]))
            print(f"ok    {function.__name__} ({took[0]:.2f} s, {took[1]:.0f} MiB)", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"FAIL  {function.__name__}: {error}", flush=True)
    print(f"{len(ROWS)} rows, {failed} failed; at most {worst[0]:.2f} s and {worst[1]:.0f} MiB")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
