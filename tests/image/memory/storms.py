"""Images of many entries of one kind, packed while they are made.

Each storm is a function of a number of entries that gives layers, and each layer gives the bytes of
its entries one by one. Names are short unless the storm is about names.
"""

import hashlib
import io
import json
import struct
import tarfile
import zlib

STORMS = {}


def storm(function):
    STORMS[function.__name__] = function
    return function


# Entries.

def header(name, kind=b"0", size=0, link=b"", mode=0o644, device=(0, 0)):
    block = bytearray(512)
    block[0:len(name)] = name
    block[100:107] = b"%07o" % mode
    block[108:115] = block[116:123] = b"%07o" % 0
    block[124:135] = b"%011o" % size
    block[136:147] = b"%011o" % 0
    block[148:156] = b" " * 8
    block[156:157] = kind
    block[157:157 + len(link)] = link
    block[257:265] = b"ustar\x0000"
    if kind in b"34":
        block[329:336] = b"%07o" % device[0]
        block[337:344] = b"%07o" % device[1]
    block[148:155] = b"%06o\0" % sum(block)
    return bytes(block)


def file(name, content, mode=0o644):
    return header(name, size=len(content), mode=mode) + content + b"\0" * (-len(content) % 512)


def extended(key, value):
    size = len(key) + len(value) + 3
    digits = len(str(size))
    while len(str(size + digits)) != digits:
        digits += 1
    record = b"%d %s=%s\n" % (size + digits, key, value)
    return header(b"x", b"x", len(record)) + record + b"\0" * (-len(record) % 512)


def name_of(i):
    return b"d%03x/f%06x" % (i >> 10, i)


def hidden(i):
    return b"d%03x/.wh.f%06x" % (i >> 10, i)


# Images.

class Layer:
    def __init__(self):
        self.packer = zlib.compressobj(1, wbits=31)
        self.hash = hashlib.sha256()
        self.packed, self.waiting = io.BytesIO(), []

    def add(self, data):
        self.waiting.append(data)
        if len(self.waiting) >= 2048:
            self.flush()

    def flush(self):
        data = b"".join(self.waiting)
        self.waiting.clear()
        self.hash.update(data)
        self.packed.write(self.packer.compress(data))

    def finish(self):
        self.add(b"\0" * 1024)
        self.flush()
        self.packed.write(self.packer.flush())
        return self.packed.getvalue(), "sha256:" + self.hash.hexdigest()


def write(path, layers):
    """A docker archive; returns how many entries its layers have."""
    entries, packed, diff_ids = 0, [], []
    for entries_of_layer in layers:
        layer = Layer()
        for data in entries_of_layer:
            layer.add(data)
            entries += 1
        bytes_of_layer, diff_id = layer.finish()
        packed.append(bytes_of_layer)
        diff_ids.append(diff_id)
    names = [f"{i}/layer.tar" for i in range(len(packed))]
    config = {"architecture": "amd64", "os": "linux", "config": {"User": "1"},
              "rootfs": {"type": "layers", "diff_ids": diff_ids}}
    listed = [{"Config": "c.json", "RepoTags": ["storm:1"], "Layers": names}]
    members = list(zip(names, packed))
    members += [("c.json", json.dumps(config).encode()),
                ("manifest.json", json.dumps(listed).encode())]
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return entries


# Plain things.

@storm
def files(n):
    return [(header(name_of(i)) for i in range(n))]


@storm
def directories(n):
    return [(header(name_of(i) + b"/", b"5") for i in range(n))]


@storm
def symlinks(n):
    return [(header(name_of(i), b"2", link=b"../x/f%06x" % i) for i in range(n))]


@storm
def devices(n):
    return [(header(name_of(i), b"3", device=(1, i & 0xFFFF)) for i in range(n))]


@storm
def layers(n):
    return [(header(b"l%d/" % layer + name_of(i)) for i in range(n // 10)) for layer in range(10)]


# Names.

@storm
def names_of_forty_bytes(n):
    return [(header(b"d%03x/%040x" % (i >> 10, i)) for i in range(n))]


@storm
def names_that_climb(n):
    return [(header(b"a%06x/../b%06x" % (i, i)) for i in range(n))]


@storm
def names_outside(n):
    return [(header(b"../b%06x" % i) for i in range(n))]


@storm
def names_of_aufs(n):
    return [(header(b".wh..wh.plnk/%d.%d" % (i, i)) for i in range(n))]


# What layers do to each other.

@storm
def whiteouts(n):
    return [(header(name_of(i)) for i in range(n // 2)), (header(hidden(i)) for i in range(n // 2))]


@storm
def whiteouts_of_nothing(n):
    return [(header(hidden(i)) for i in range(n))]


@storm
def whiteouts_of_nothing_above(n):
    return [[header(b"a")], (header(hidden(i)) for i in range(n))]


@storm
def opaque_directories(n):
    return [(header(name_of(i)) for i in range(n // 2)),
            (header(b"e%06x/.wh..wh..opq" % i) for i in range(n // 2))]


@storm
def changes_of_kind(n):
    return [(header(name_of(i)) for i in range(n // 2)),
            (header(name_of(i), b"2", link=b"x") for i in range(n // 2))]


@storm
def one_path(n):
    return [(header(b"a") for _ in range(n))]


@storm
def same_paths_in_many_layers(n):
    return [(header(name_of(i)) for i in range(n // 100)) for _ in range(100)]


@storm
def pairs_of_layers(n):
    """Each layer hides a file of each layer below."""
    count = int((n / 1.5) ** 0.5)

    def layer(number):
        yield from (header(b"p%d/.wh.f%d" % (i, number)) for i in range(number))
        yield from (file(b"p%d/f%d" % (number, i), b"x") for i in range(count))
    return [layer(i) for i in range(count)]


@storm
def below_a_link(n):
    return [[header(b"l", b"2", link=b"m"), header(b"m/", b"5")],
            (header(b"l/" + name_of(i)) for i in range(n))]


@storm
def below_a_file(n):
    return [[header(b"l")], (header(b"l/" + name_of(i)) for i in range(n))]


# Hardlinks.

@storm
def hardlinks_in_pairs(n):
    return [(header(b"h" + name_of(i // 2), b"1", link=name_of(i // 2)) if i % 2
             else header(name_of(i // 2)) for i in range(n))]


@storm
def hardlinks_to_one(n):
    return [(header(name_of(i), b"1", link=b"z") if i else header(b"z") for i in range(n))]


@storm
def hardlinks_to_nothing(n):
    return [(header(name_of(i), b"1", link=b"g" + name_of(i)) for i in range(n))]


@storm
def hardlinks_to_what_comes(n):
    half = n // 2
    return [(header(name_of(i), b"1", link=b"g%06x" % i) if i < half
             else header(b"g%06x" % (i - half)) for i in range(n))]


@storm
def hardlinks_to_a_lower_layer(n):
    return [(header(name_of(i)) for i in range(n // 2)),
            (header(b"h" + name_of(i), b"1", link=name_of(i)) for i in range(n // 2))]


# What has more to be told.

@storm
def attributes(n):
    return [(extended(b"SCHILY.xattr.user.a", b"%d" % i) + header(name_of(i)) for i in range(n))]


@storm
def capabilities(n):
    value = bytes.fromhex("0100000200040000000000000000000000000000")
    return [(extended(b"SCHILY.xattr.security.capability", value) + header(name_of(i), mode=0o4755)
             for i in range(n))]


@storm
def open_to_all(n):
    return [(header(name_of(i), mode=0o6777) for i in range(n))]


@storm
def scripts(n):
    return [(file(name_of(i), b"#!/bin/x%06x\n" % i, 0o755) for i in range(n))]


@storm
def programs(n):
    elf = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack(
        "<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, 0, 0, 64, 56, 0, 64, 0, 0)
    return [(file(name_of(i), elf, 0o755) for i in range(n))]


@storm
def secrets(n):
    def key(i):
        mixed = hashlib.sha256(b"%d" % i).digest()
        return bytes(65 + byte % 26 for byte in mixed[:16])
    return [(file(name_of(i), b"k AK" + b"IA%s\n" % key(i)) for i in range(n))]


@storm
def leftovers(n):
    return [(file(b"a%06x/.git/config" % i, b"12345") for i in range(n))]


@storm
def caches_of_python(n):
    return [(file(b"usr/lib/python3/p%06x/__pycache__/a.pyc" % i, b"%08x" % i * 60)
             for i in range(n))]


@storm
def copies(n):
    return [(file(name_of(i), b"%06x.." % (i // 2) * 512) for i in range(n))]


# What is kept for the facts.

def zeros(name, size):
    return header(name, size=size) + bytes(size)


@storm
def data_bases_in_many_layers(n):
    """Of 32 MiB in each of 30 layers, in an archive of four."""
    def layer():
        yield zeros(b"var/lib/rpm/Packages", 24 << 20)
        yield zeros(b"var/lib/dpkg/status", 8 << 20)
    return [layer() for _ in range(30)]


@storm
def lists_of_packages(n):
    """All live, and all asked for."""
    def layer(number):
        for i in range(8):
            yield zeros(b"var/lib/dpkg/info/p%d-%d.list" % (number, i), 4 << 20)
    return [layer(i) for i in range(30)]
