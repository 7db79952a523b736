#!/usr/bin/env python3
"""Pulling from a registry that stalls, truncates, lies, fails and recovers."""

import hashlib
import json
import random
import sys

from servers import (INDEX, MANIFEST, Server, digest, endless, half, on, raw, redirect, seconds,
                     status)
from trial import main, trial

BLOB = r"/blobs/sha256"
LAYER = random.Random(1).randbytes(300_000)
ONLY_LAYER = r"/blobs/" + digest(LAYER)


def image(server, **how):
    return server.registry.add_image("team/app", "1", [LAYER], **how)


def reference(server):
    return f"{server.host}/team/app:1"


@trial
def fair_weather(scene):
    """An index, its manifest, its blobs."""
    with Server() as server:
        root = image(server, index=True)
        text = scene.pull(reference(server))
        assert text.startswith(root + " "), text
        assert scene.blob(digest(LAYER)) == LAYER
        scene.run("head", reference(server), says=f"{root} {INDEX}")
        scene.run("tags", reference(server), says="1\n")


@trial
def truncated_once(scene):
    """The rest is asked for by Range, and no byte twice."""
    with Server(on("GET", ONLY_LAYER, half(LAYER), times=1)) as server:
        image(server)
        scene.pull(reference(server), says="pause of 250 ms")
        assert scene.blob(digest(LAYER)) == LAYER
        ranges = [h.get("Range") for h in server.headers_of("GET", ONLY_LAYER)]
        assert ranges == [None, f"bytes={len(LAYER) // 2}-"], ranges


@trial
def truncated_always(scene):
    """Bounded: five attempts, then an error, and nothing that looks complete."""
    with Server(on("GET", ONLY_LAYER, half(LAYER))) as server:
        image(server)
        scene.pull(reference(server), code=1, says="broke before the end")
        assert server.count("GET", ONLY_LAYER) == 5
        assert digest(LAYER)[7:] not in scene.complete()


@trial
def range_ignored(scene):
    """A server that sends all of it again is read over."""
    whole = on("GET", ONLY_LAYER, lambda ask: ask.answer(200, LAYER))
    with Server(on("GET", ONLY_LAYER, half(LAYER), times=1), whole) as server:
        image(server)
        scene.pull(reference(server))
        assert scene.blob(digest(LAYER)) == LAYER


@trial
def range_unsatisfiable(scene):
    """A server that wants no ranges at all is asked for the whole."""
    no = on("GET", ONLY_LAYER,
            lambda ask: "Range" in ask.headers and ask.answer(416))
    with Server(on("GET", ONLY_LAYER, half(LAYER), times=1), no) as server:
        image(server)
        scene.pull(reference(server))
        assert scene.blob(digest(LAYER)) == LAYER


@trial
def another_range(scene):
    """A part that was not asked for is not taken."""
    other = on("GET", ONLY_LAYER, lambda ask: ask.answer(
        206, LAYER[:10], {"Content-Range": f"bytes 0-9/{len(LAYER)}"}))
    with Server(on("GET", ONLY_LAYER, half(LAYER), times=1), other) as server:
        image(server)
        scene.pull(reference(server), code=1, says="in another part than was asked for")


@trial
def stalls_once(scene):
    """A connection on which nothing comes is given up, and the blob resumed."""
    with Server(on("GET", ONLY_LAYER, half(LAYER, then=seconds(20)), times=1)) as server:
        image(server)
        scene.pull(reference(server), "--stall", 1)
        assert scene.blob(digest(LAYER)) == LAYER


@trial
def stalls_always(scene):
    """A registry that never answers is an error in bounded time."""
    with Server(on("GET", "/manifests/", seconds(20))) as server:
        image(server)
        scene.pull(reference(server), "--stall", 1, "--attempts", 2, code=1,
                   says=f"{server.host}: no answer, or too slow a one")


@trial
def drips(scene):
    """A byte a moment is as good as nothing."""
    def drip(ask):
        for _ in range(100):
            ask.wfile.write(b"x")
            seconds(0.2)(ask)
    with Server(on("GET", ONLY_LAYER, half(LAYER, then=drip))) as server:
        image(server)
        scene.pull(reference(server), "--stall", 1, "--attempts", 1, code=1, says="too slow a one")


@trial
def lies_about_a_blob(scene):
    """Other bytes of the same length do not pass."""
    lie = on("GET", ONLY_LAYER, lambda ask: ask.answer(200, b"\0" * len(LAYER)))
    with Server(lie) as server:
        image(server)
        scene.pull(reference(server), code=1, says=f"the blob {digest(LAYER)} is not what comes")
        assert digest(LAYER)[7:] not in scene.complete()


@trial
def lies_about_the_second_half(scene):
    """Nor do they when the first half was right."""
    size = len(LAYER)
    lie = on("GET", ONLY_LAYER, lambda ask: ask.answer(
        206, b"\0" * (size // 2), {"Content-Range": f"bytes {size // 2}-{size - 1}/{size}"}))
    with Server(on("GET", ONLY_LAYER, half(LAYER), times=1), lie) as server:
        image(server)
        scene.pull(reference(server), code=1, says="is not what comes")


@trial
def endless_blob(scene):
    """A blob that goes on behind its size is ended there."""
    chunks = raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                 endless(b"10000\r\n" + b"x" * 65536 + b"\r\n"))
    with Server(on("GET", ONLY_LAYER, chunks)) as server:
        image(server)
        scene.pull(reference(server), code=1, says=f"is longer than the {len(LAYER)} bytes")


@trial
def another_length(scene):
    """A length that contradicts the manifest is an error before the first byte."""
    with Server(on("GET", ONLY_LAYER, half(LAYER, claimed=10 * len(LAYER)))) as server:
        image(server)
        scene.pull(reference(server), code=1,
                   says=f"has 3000000 bytes, and {len(LAYER)} by its manifest")


@trial
def no_length_and_short(scene):
    """Without a length the end of the connection is no proof of the end."""
    short = raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + LAYER[:1000])
    with Server(on("GET", ONLY_LAYER, short, times=1)) as server:
        image(server)
        scene.pull(reference(server))
        assert scene.blob(digest(LAYER)) == LAYER


@trial
def endless_manifest(scene):
    """4 MiB are enough for a manifest."""
    with Server(on("GET", "/manifests/", raw(b"HTTP/1.1 200 OK\r\n\r\n", endless()))) as server:
        scene.pull(reference(server), code=1, says="longer than 4194304 bytes")


@trial
def endless_headers(scene):
    """And 256 KiB for headers."""
    act = raw(b"HTTP/1.1 200 OK\r\n", endless(b"X-More: " + b"y" * 1000 + b"\r\n"))
    with Server(on("GET", "/manifests/", act)) as server:
        scene.pull(reference(server), code=1, says="headers have no end")


@trial
def endless_refusal(scene):
    """An error's text that has no end is cut."""
    act = raw(b"HTTP/1.1 404 Not Found\r\n\r\n", endless())
    with Server(on("GET", "/manifests/", act)) as server:
        scene.pull(reference(server), code=1, says="does not have it")


@trial
def fails_then_recovers(scene):
    """500, 503 and a hung-up connection are worth another try, with a growing pause."""
    with Server(on("GET", "/manifests/1", status(500), times=1),
                on("GET", "/manifests/1", status(503), times=1),
                on("GET", "/manifests/1", lambda ask: ask.hang_up(), times=1),
                on("GET", ONLY_LAYER, status(502), times=2)) as server:
        image(server)
        text = scene.pull(reference(server))
        assert "pause of 250 ms\npause of 500 ms\n" in text, text
        assert server.count("GET", "/manifests/1") == 4
        assert server.count("GET", ONLY_LAYER) == 3


@trial
def fails_always(scene):
    """Five attempts, and what the registry said."""
    with Server(on("GET", "/manifests/", status(500))) as server:
        scene.pull(reference(server), code=1,
                   says=f"{server.host} answered 500 (TROUBLE: bad weather)")
        assert server.count("GET", "/manifests/") == 5


@trial
def asked_to_wait(scene):
    """Retry-After is heeded, up to a minute."""
    with Server(on("GET", "/manifests/", status(429, Retry_After="3"), times=1),
                on("GET", ONLY_LAYER, status(429, Retry_After="7200"))) as server:
        image(server)
        text = scene.pull(reference(server), code=1, says="asked too often and wants 7200 s")
        assert "pause of 3000 ms" in text, text
        assert server.count("GET", ONLY_LAYER) == 1


@trial
def garbage(scene):
    """What answers speaks no HTTP."""
    with Server(on("GET", "/manifests/", raw(b"SSH-2.0-x\r\n"))) as server:
        scene.pull(reference(server), "--attempts", 1, code=1, says="does not speak HTTP")


@trial
def nobody_listens(scene):
    """A registry that is not there."""
    with Server() as server:
        pass
    scene.pull(reference(server), "--attempts", 2, code=1, says="no connection: Connection refused")


@trial
def promised_digests(scene):
    """A pinned digest, and the one that the registry tells, are held against the bytes."""
    with Server() as server:
        root = image(server)
        other = digest(b"something else")
        server.registry.manifests[("team/app", other)] = \
            server.registry.manifests[("team/app", root)]
        scene.pull(f"{server.host}/team/app@{root}")
        scene.pull(f"{server.host}/team/app@{other}", code=1, says=f"is not {other} as promised")
        kind, body = server.registry.manifests[("team/app", root)]
        server.weather.append(on("GET", "/manifests/", lambda ask: ask.answer(
            200, body, {"Content-Type": kind, "Docker-Content-Digest": other})))
        scene.pull(reference(server), code=1, says=f"is not {other} as promised")


@trial
def manifests_of_two_kinds(scene):
    """What could be read in two ways, is nested without end or names a thing twice is refused."""
    hashed = "sha256:" + hashlib.sha256(b"").hexdigest()
    part = {"digest": hashed, "size": 0, "mediaType": MANIFEST}
    cases = [
        ({"manifests": [], "layers": []}, "", "an index and an image at once"),
        ({"mediaType": INDEX, "layers": [], "config": {}}, INDEX, "is not the " + INDEX),
        ({"mediaType": INDEX, "manifests": []}, MANIFEST, "calls itself"),
        ({"schemaVersion": 1}, "", "schema 1"),
        ({"a": 1}, "text/html", "neither an image nor an index"),
        ([], "", "no JSON object"),
        ({"mediaType": MANIFEST, "config": part, "layers": [{**part, "digest": "md5:1"}]}, "",
         "another digest than sha256"),
        ({"mediaType": MANIFEST, "config": {**part, "size": -1}, "layers": []}, "", "how large"),
        ({"mediaType": INDEX, "manifests": [{**part, "size": 1e300}]}, "", "how large"),
        ('{"a":' * 5000, "", "nested too deeply"),
        ('{"mediaType":"a","mediaType":"b"}', "", "a name twice"),
        ('{"a": "\\ud800"}', "", "no JSON object"),
        ("\xff\xfe{}", "", "no JSON object"),
        ("", "", "no JSON object"),
    ]
    for value, kind, says in cases:
        body = (value if isinstance(value, str) else json.dumps(value)).encode("latin-1")
        act = on("GET", "/manifests/", lambda ask: ask.answer(200, body, {"Content-Type": kind}))
        with Server(act) as server:
            scene.pull(reference(server), code=1, says=says)


@trial
def index_of_indices(scene):
    """An index where an image should be is not followed."""
    with Server() as server:
        root = image(server, index=True)
        body = json.dumps({"mediaType": INDEX, "manifests": [
            {"mediaType": INDEX, "digest": root, "size": 1,
             "platform": {"os": "linux", "architecture": "amd64"}}]}).encode()
        server.registry.put_manifest("team/app", "1", INDEX, body)
        scene.pull(reference(server), code=1, says="names another index")


@trial
def redirects(scene):
    """Another host gives the blob; circles and other schemes are refused."""
    with Server(name="127.0.0.1") as store, Server(
            on("GET", ONLY_LAYER, redirect(lambda ask: store.url + ask.path))) as server:
        store.registry.add_blob(LAYER)
        image(server)
        scene.pull(reference(server))
    for where, says in (
            (lambda ask: ask.path, "redirected too often"),
            ("file:///etc/passwd", "redirects to what is no URL"),
            ("http://user:word@localhost/", "redirects to what is no URL"),
            ("http://local\\host/", "redirects to what is no URL")):
        with Server(on("GET", "/manifests/", redirect(where, 302))) as server:
            scene.pull(reference(server), code=1, says=says)


@trial
def tags_without_end(scene):
    """A list that goes on for ever, or elsewhere."""
    def page(ask):
        return ask.json(200, {"tags": ["a", "b\u001b[31m"]},
                        {"Link": f'<{ask.path}&last=b>; rel="next"'})
    with Server(on("GET", "/tags/list", page)) as server:
        assert scene.run("tags", reference(server)) == "a\nb [31m\n"
        assert server.count("GET", "/tags/list") == 2
    away = on("GET", "/tags/list", lambda ask: ask.json(
        200, {"tags": ["a"]}, {"Link": '<http://127.0.0.1:1/x>; rel="next"'}))
    with Server(away) as server:
        scene.run("tags", reference(server), code=1, says="goes on at another server")


if __name__ == "__main__":
    sys.exit(main())
