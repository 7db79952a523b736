#!/usr/bin/env python3
"""Images from where no file is: registries, a docker daemon, standard input."""

import contextlib
import json
import lzma
import os
import pathlib
import random
import socketserver
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "registry"))
import made  # noqa: E402
from servers import Handler, Server, half, on, raw  # noqa: E402
from trial import main, trial  # noqa: E402

BASE = made.tar([("etc/passwd", b"root:x:0:0::/:/bin/sh\n")])
BIG = made.tar([("blob", random.Random(7).randbytes(3_000_000))])
LAYERS = [BASE, BIG]


def read(scene, *words, stdin=None, **expected):
    """What image_reader says, as JSON; with `code`, its text."""
    if expected:
        return scene.run(*words, **expected)
    environment = {**scene.environment, "TMPDIR": str(scene.folder)}
    done = subprocess.run([scene.client, *map(str, words)], env=environment, input=stdin,
                          stdin=None if stdin is not None else subprocess.DEVNULL,
                          capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert [p.name for p in scene.folder.iterdir() if p.suffix == ".tmp"] == []
    return json.loads(done.stdout)


def notes(image):
    return [(note["kind"], note["layer"], note["partial"]) for note in image["notes"]]


def check(image, kind, layers=LAYERS, blobs=None):
    assert image["kind"] == kind, image
    assert image["configured"] and image["config"] == made.digest(made.config(layers)), image
    assert notes(image) == [], image["notes"]
    assert [layer["diff_id"] for layer in image["layers"]] == [made.digest(x) for x in layers]
    assert [layer["sha256"] for layer in image["layers"]] == \
        [made.digest(x) for x in blobs or layers], image


def push(server, layers, name="team/app", tag="1", architecture="amd64", kind=made.LAYER,
         blobs=None, **more):
    """Returns the manifest."""
    settings = made.config(layers, architecture)
    for data in [settings, *(blobs or layers)]:
        server.registry.add_blob(data)
    text = made.manifest(settings, blobs or layers, kind, **more)
    server.registry.put_manifest(name, tag, made.MANIFEST, text)
    return text


# Registries.

@trial
def pulled(scene):
    """An image of a registry is what it is in a file, and its layers are read as they come."""
    with Server() as server:
        zipped = [made.zipped(layer) for layer in LAYERS]
        text = push(server, LAYERS, blobs=zipped, kind=made.LAYER + "+gzip")
        for prefix in ("", "docker://", "registry:", "registry://"):
            image = read(scene, f"{prefix}{server.host}/team/app:1")
            check(image, "registry", blobs=zipped)
            assert image["manifest"] == made.digest(text)
            assert image["names"] == [f"{server.host}/team/app:1"]
            assert not any(layer["in_file"] for layer in image["layers"])
        by_digest = read(scene, f"{server.host}/team/app@{made.digest(text)}")
        check(by_digest, "registry", blobs=zipped)
        read(scene, f"{server.host}/team/none", code=1, says="pulling")


@trial
def platforms(scene):
    """Of an index that of this machine or the one asked for, through indexes in it."""
    with Server() as server:
        other = made.tar([("arm", b"arm")])
        ours = push(server, LAYERS, tag="a")
        theirs = push(server, [other], tag="b", architecture="arm64")
        statement = push(server, [other], tag="c")
        inner = made.index([made.descriptor(made.MANIFEST, theirs, **made.platform("arm64"))])
        server.registry.put_manifest("team/app", "inner", made.INDEX, inner)
        text = made.index([
            made.descriptor(made.INDEX, inner),
            made.descriptor(made.MANIFEST, statement, **made.platform("unknown", "unknown")),
            made.descriptor(made.MANIFEST, ours, **made.platform("amd64"))])
        server.registry.put_manifest("team/app", "all", made.INDEX, text)
        reference = f"{server.host}/team/app:all"
        check(read(scene, "--platform", "linux/amd64", reference), "registry")
        image = read(scene, "--platform", "linux/arm64", reference)
        assert image["platform"] == "linux/arm64" and len(image["layers"]) == 1
        read(scene, "--platform", "s390x", reference, code=1,
             says="there are linux/amd64, linux/arm64")
        read(scene, "--platform", "s390x", f"{server.host}/team/app:a", code=1,
             says="the image is for linux/amd64, not for linux/s390x")


@trial
def hub_by_default(scene):
    """A name without a registry is Docker Hub's; here a mirror stands in for it."""
    with Server() as server:
        push(server, LAYERS, name="library/debian", tag="latest")
        scene.environment["PLIMSOLL_REGISTRY_MIRRORS"] = "docker.io=" + server.host
        scene.environment["PLIMSOLL_INSECURE_REGISTRIES"] = server.host
        image = read(scene, "debian")
        check(image, "registry")
        assert image["names"] == ["debian:latest"]
        read(scene, "--offline", "debian", code=1, says="no registry is asked")


@trial
def broken_connection(scene):
    """A blob whose connection breaks goes on where it was."""
    with Server() as server:
        push(server, LAYERS)
        blob = "/blobs/" + made.digest(BIG)
        server.weather.append(on("GET", blob, half(BIG), times=1))
        check(read(scene, f"{server.host}/team/app:1"), "registry")
        assert server.count("GET", blob) == 2
        assert "Range" in server.headers_of("GET", blob)[1]


@trial
def other_bytes(scene):
    """Bytes that are not the digest's are a failure at their end, and never the end of a layer."""
    with Server() as server:
        push(server, LAYERS)
        wrong = bytes([BIG[0] ^ 1]) + BIG[1:]
        server.registry.blobs[made.digest(BIG)] = wrong
        image = read(scene, f"{server.host}/team/app:1")
        assert "sha256" in image["layers"][0] and "sha256" not in image["layers"][1]
        assert "is not what comes" in image["layers"][1]["failure"], image


@trial
def sizes_that_lie(scene):
    """A blob that is longer or shorter than its descriptor says."""
    for change in (1, -1):
        with Server() as server:
            settings = made.config(LAYERS)
            text = json.loads(made.manifest(settings, LAYERS))
            text["layers"][1]["size"] += change
            push(server, LAYERS)
            server.registry.put_manifest("team/app", "1", made.MANIFEST,
                                         json.dumps(text).encode())
            image = read(scene, f"{server.host}/team/app:1")
            assert "by its manifest" in image["layers"][1]["failure"], image


@trial
def stalls(scene):
    """A server that sends nothing more, and one that answers without an end."""
    with Server() as server:
        push(server, LAYERS)
        stop = threading.Event()
        server.weather.append(on("GET", "/blobs/" + made.digest(BIG),
                                 raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\nabc"
                                     % len(BIG), then=lambda _: stop.wait(60))))
        begun = time.monotonic()
        image = read(scene, f"{server.host}/team/app:1")
        stop.set()
        assert "failure" in image["layers"][1], image
        assert time.monotonic() - begun < 50


@trial
def let_go(scene):
    """Who reads a layer's beginning alone does not wait for its end."""
    with Server() as server:
        layer = made.tar([("big", bytes(60_000_000))])
        push(server, [layer])
        begun = time.monotonic()
        image = read(scene, "--first", "1000", f"{server.host}/team/app:1")
        assert image["layers"][0]["read"] == 1000
        assert time.monotonic() - begun < 10


@trial
def foreign(scene):
    """The urls of foreign layers are not asked."""
    with Server() as elsewhere, Server() as server:
        settings = made.config(LAYERS)
        text = json.loads(made.manifest(settings, LAYERS))
        text["layers"][0]["mediaType"] = \
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
        text["layers"][0]["urls"] = [elsewhere.url + "/layer"]
        push(server, LAYERS)
        server.registry.put_manifest("team/app", "1", made.MANIFEST, json.dumps(text).encode())
        image = read(scene, f"{server.host}/team/app:1")
        assert notes(image) == [("foreign-layer", 0, True)], image
        assert "sha256" in image["layers"][1] and "sha256" not in image["layers"][0]
        assert elsewhere.seen == []


@trial
def answers_that_mean_harm(scene):
    """Manifests that are also indexes, that are not what was asked for, endless, in circles."""
    with Server() as server:
        text = push(server, LAYERS)
        reference = f"{server.host}/team/app:1"

        def answer(document, kind=made.MANIFEST):
            server.registry.put_manifest("team/app", "1", kind, document)
        both = json.loads(text)
        both["manifests"] = []
        answer(json.dumps(both).encode())
        read(scene, reference, code=1)
        answer(text, made.INDEX)
        read(scene, reference, code=1)
        answer(text.replace(b'"layers"', b'"Layers"'))
        read(scene, reference, code=1)
        answer(b"[" * 100_000)
        read(scene, reference, code=1)
        answer(b" " * (5 << 20))
        read(scene, reference, code=1)
        inner = made.index([])
        for _ in range(6):
            server.registry.put_manifest("team/app", made.digest(inner), made.INDEX, inner)
            inner = made.index([made.descriptor(made.INDEX, inner)])
        answer(inner, made.INDEX)
        read(scene, reference, code=1, says="deeper than 4")
        many = made.index([made.descriptor(made.MANIFEST, str(i).encode()) for i in range(1100)])
        answer(many, made.INDEX)
        read(scene, reference, code=1, says="more than 1000")
        answer(made.manifest(b"{}", LAYERS).replace(made.CONFIG.encode(), b"application/x.chart"))
        read(scene, reference, code=1, says="artifact of type application/x.chart")
        settings = made.config(LAYERS)
        answer(made.manifest(settings, [BASE] * 1001))
        read(scene, reference, code=1, says="more than 1000")


@trial
def configuration_is_gone(scene):
    """Without its configuration an image is half an answer."""
    with Server() as server:
        push(server, LAYERS)
        del server.registry.blobs[made.digest(made.config(LAYERS))]
        image = read(scene, f"{server.host}/team/app:1")
        assert [kind for kind, _, _ in notes(image)] == ["config-unreadable"], image
        assert not image["configured"]
        assert [layer["sha256"] for layer in image["layers"]] == [made.digest(x) for x in LAYERS]


# A docker daemon.

class UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def get_request(self):
        connection, _ = super().get_request()
        return connection, ("socket", 0)

    def handle_error(self, *_):
        pass


class Daemon(Server):
    """What a daemon says of images and saves of them, at a socket."""

    def __init__(self, scene, images):
        self.images = images
        self.weather, self.seen, self.lock = [], [], threading.Lock()
        self.registry = self
        self.path = str(scene.folder / "docker.sock")

        handler = type("OnSocket", (Handler,), {"disable_nagle_algorithm": False})
        self.httpd = UnixServer(self.path, handler)
        self.httpd.owner = self

    def __exit__(self, *args):
        super().__exit__(*args)
        os.unlink(self.path)

    def serve(self, ask):
        _, _, rest = ask.route.partition("/images/")
        name, _, what = rest.rpartition("/")
        if name not in self.images:
            return ask.json(404, {"message": f"No such image: {name}"})
        if what == "json":
            return ask.json(200, {"Os": "linux", "Architecture": "amd64"})
        return ask.answer(200, self.images[name], {"Content-Type": "application/x-tar"})


@trial
def daemon_has_it(scene):
    """What the daemon has is taken from it, by name or by id."""
    saved = made.docker_save(LAYERS)
    ident = made.digest(made.config(LAYERS))
    with Daemon(scene, {"app:1": saved, "app": saved, ident: saved, ident[7:19]: saved}) as daemon:
        for name in ("app:1", "docker-daemon:app:1", "docker-daemon:app",
                     "docker-daemon:" + ident, "docker-daemon:" + ident[7:19]):
            image = read(scene, "--offline", "--socket", daemon.path, name)
            check(image, "docker-daemon")
            assert all(layer["in_file"] for layer in image["layers"])
        before = len(daemon.seen)
        for name in ("docker-daemon:../x", "docker-daemon:a b", "docker-daemon:app/json?x",
                     "docker-daemon:a%2fb", "docker-daemon:"):
            read(scene, "--offline", "--socket", daemon.path, name, code=1, says="no name")
        assert len(daemon.seen) == before
        read(scene, "--offline", "--socket", daemon.path, "--limit", "1000", "app:1", code=1)


@trial
def daemon_has_it_not(scene):
    """What it has not is asked of the registry, unless nothing else may be asked."""
    with Daemon(scene, {}) as daemon, Server() as server:
        push(server, LAYERS)
        name = f"{server.host}/team/app:1"
        check(read(scene, "--socket", daemon.path, name), "registry")
        assert daemon.count("GET", "/images/") == 1
        read(scene, "--socket", daemon.path, "docker-daemon:app", code=1,
             says="has no such image")
        read(scene, "--offline", "--socket", daemon.path, "app", code=1, says="no such image at")
        daemon.weather.append(on("GET", "/images/", lambda ask: ask.json(
            500, {"message": "the disk is full"})))
        check(read(scene, "--socket", daemon.path, name), "registry")
        read(scene, "--socket", daemon.path, "docker-daemon:app", code=1,
             says="answers 500: the disk is full")
    read(scene, "--socket", daemon.path, "docker-daemon:app", code=1, says="no socket at")


@trial
def daemon_breaks_off(scene):
    """Half an archive is no image."""
    with Daemon(scene, {"app": made.docker_save(LAYERS)}) as daemon:
        daemon.weather.append(on("GET", "/get", half(made.docker_save(LAYERS))))
        read(scene, "--offline", "--socket", daemon.path, "app", code=1)


# Standard input.

@trial
def standard_input(scene):
    """Pipes are read once and kept without a name, files where they are."""
    saved = made.docker_save(LAYERS)
    check(read(scene, "-", stdin=saved), "docker-archive")
    check(read(scene, "-", stdin=made.zipped(made.zipped(saved))), "docker-archive")
    check(read(scene, "-", stdin=lzma.compress(saved, preset=0)), "docker-archive")
    path = scene.folder / "saved.tar"
    path.write_bytes(saved)
    with open(path, "rb") as stream:
        done = subprocess.run([scene.client, "-"], stdin=stream, capture_output=True, timeout=60,
                              env={**scene.environment, "TMPDIR": "/nowhere"})
    assert done.returncode == 0, done.stderr
    check(json.loads(done.stdout), "docker-archive")


@trial
def standard_input_has_a_limit(scene):
    """So many bytes, packed and unpacked."""
    bomb = made.zipped(bytes(30_000_000))
    for data in (bytes(200_000), bomb):
        done = subprocess.run([scene.client, "--limit", "100000", "-"], input=data,
                              env={**scene.environment, "TMPDIR": str(scene.folder)},
                              capture_output=True, timeout=60)
        assert done.returncode == 1 and b"100000 bytes" in done.stderr, done.stderr


@trial
def a_fifo(scene):
    """A named pipe is waited for."""
    path = scene.folder / "pipe"
    os.mkfifo(path)
    saved = made.docker_save(LAYERS)

    def write():
        time.sleep(0.2)
        with contextlib.suppress(BrokenPipeError), open(path, "wb") as pipe:
            pipe.write(saved)
    threading.Thread(target=write).start()
    check(read(scene, path), "docker-archive")


if __name__ == "__main__":
    sys.exit(main())
