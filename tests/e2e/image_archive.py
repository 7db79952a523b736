#!/usr/bin/env python3
"""Writes an archive as `docker save` does, of an image that standard input describes:

    layer RUN apt-get update      begins a layer, with its history; `empty` one without a layer
    + /etc/motd hello\\n           a file with this text
    + /big *2000000               a file of so many bytes, no two blocks of it alike
    +1000 /srv/big *2000000       the same, of that owner
    4755 /usr/bin/su *100         a file with that mode
    / /srv                        a directory
    - /big                        a whiteout
    = User "app"                  a field of the configuration, as JSON
    missing                       this layer's blob is left out
    cut 700                       this layer's blob ends after so many bytes

    image_archive.py OUT [NAME]
"""

import hashlib
import io
import json
import sys
import tarfile


def content(text):
    if text.startswith("*"):
        blocks, size = [], int(text[1:])
        for i in range(size // 64 + 1):
            blocks.append(hashlib.sha512(str(i).encode()).digest())
        return b"".join(blocks)[:size]
    return text.encode("utf-8", "surrogateescape").decode("unicode_escape").encode("latin-1")


class Layer:
    def __init__(self):
        self.bytes = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.bytes, mode="w", format=tarfile.GNU_FORMAT)
        self.missing = False
        self.cut = None

    def add(self, path, data=b"", mode=0o644, owner=0, kind=tarfile.REGTYPE):
        info = tarfile.TarInfo(path.lstrip("/"))
        info.size, info.mode, info.uid, info.gid, info.type = len(data), mode, owner, owner, kind
        self.tar.addfile(info, io.BytesIO(data))

    def finish(self):
        self.tar.close()
        return self.bytes.getvalue()


def main():
    layers, history = [], []
    config = {"architecture": "amd64", "os": "linux", "created": "2026-01-01T00:00:00Z", "config": {}}
    for line in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n"):
        word, _, rest = line.partition(" ")
        path, _, text = rest.partition(" ")
        if word in ("layer", "empty"):
            history.append({"created": config["created"], "created_by": rest})
            if word == "empty":
                history[-1]["empty_layer"] = True
            else:
                layers.append(Layer())
        elif word == "=":
            config["config"][path] = json.loads(text)
        elif word == "/":
            layers[-1].add(path, mode=0o755, kind=tarfile.DIRTYPE)
        elif word == "-":
            folder, _, name = path.rpartition("/")
            layers[-1].add(f"{folder}/.wh.{name}")
        elif word == "missing":
            layers[-1].missing = True
        elif word == "cut":
            layers[-1].cut = int(rest)
        elif word.startswith("+"):
            layers[-1].add(path, content(text), owner=int(word[1:] or 0))
        elif word:
            layers[-1].add(path, content(text), mode=int(word, 8))
    blobs = [layer.finish() for layer in layers]
    config["history"] = history
    config["rootfs"] = {"type": "layers",
                        "diff_ids": ["sha256:" + hashlib.sha256(blob).hexdigest() for blob in blobs]}
    text = json.dumps(config).encode()
    names = [f"{hashlib.sha256(blob).hexdigest()}/layer.tar" for blob in blobs]
    manifest = [{"Config": hashlib.sha256(text).hexdigest() + ".json", "RepoTags": sys.argv[2:],
                 "Layers": names}]
    with tarfile.open(sys.argv[1], "w", format=tarfile.GNU_FORMAT) as out:
        def add(name, data):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            out.addfile(info, io.BytesIO(data))
        for layer, name, blob in zip(layers, names, blobs):
            if not layer.missing:
                add(name, blob[:layer.cut])
        add(manifest[0]["Config"], text)
        add("manifest.json", json.dumps(manifest).encode())


main()
