#!/usr/bin/env python3
"""Pushing to a registry that refuses, breaks off, forgets and lies."""

import random
import sys

from servers import Server, Tokens, digest, on, redirect, status
from trial import main, trial

LAYER = random.Random(2).randbytes(5_000_000)
UPLOADS = "/blobs/uploads/"


class Source:
    """A folder with an image, pulled from a registry of its own."""

    def __init__(self, scene, index=False):
        with Server() as server:
            self.root = server.registry.add_image("team/app", "1", [LAYER, b"small", LAYER],
                                                  index=index)
            scene.pull(f"{server.host}/team/app:1")
        self.scene, self.folder = scene, scene.folder / "out"

    def push(self, server, *options, **expected):
        return self.scene.run(*options, "push", self.folder, f"{server.host}/other/app:2",
                              **expected)

    def arrived(self, server):
        registry = server.registry
        assert registry.blobs[digest(LAYER)] == LAYER
        assert ("other/app", "2") in registry.manifests
        assert digest(registry.manifests[("other/app", "2")][1]) == self.root


@trial
def fair_weather(scene):
    """Blobs first, each once; then manifests, the index last; a second push sends nothing."""
    source = Source(scene, index=True)
    with Server() as server:
        text = source.push(server)
        assert text.count("uploaded") == 3 and text.count("present") == 1, text
        source.arrived(server)
        puts = [path for method, path, _ in server.seen if method == "PUT"]
        kinds = ["manifest" if "/manifests/" in path else "blob" for path in puts]
        assert kinds == ["blob"] * 3 + ["manifest"] * 2 and puts[-1].endswith("/manifests/2"), puts
        assert source.push(server).count("present") == 4
        assert server.count("PUT", UPLOADS) == 3


@trial
def mounts(scene):
    """What another repository has is taken from there; where that fails, it is sent."""
    source = Source(scene)
    with Server() as server:
        server.registry.add_blob(LAYER)
        server.weather.append(on("HEAD", UPLOADS.replace("uploads/", ""), status(404)))
        text = source.push(server, "--mount-from", "team/app", "--mount-from", "x")
        assert text.count("mounted") == 1 and text.count("uploaded") == 2, text
        source.arrived(server)
    with Server(on("POST", "mount=", status(403))) as server:
        source.push(server, "--mount-from", "team/app")
        source.arrived(server)


@trial
def one_put_is_too_large(scene):
    """413: in pieces, and in smaller ones while they are too large, too."""
    limit = 2_000_000

    def too_large(ask):
        return int(ask.headers["Content-Length"]) > limit and ask.error(413)
    source = Source(scene)
    with Server(on("PUT", UPLOADS, too_large), on("PATCH", UPLOADS, too_large)) as server:
        source.push(server, "--chunk", 4_000_000)
        source.arrived(server)
        assert server.count("PATCH") > 2


@trial
def breaks_off(scene):
    """A line that breaks twice leads to pieces, and those go on where they were."""
    def break_off(ask):
        ask.rfile.read(100_000)
        return ask.hang_up()

    def lose(ask):
        ask.server.owner.registry.uploads[ask.route] += ask.rfile.read(1_500_000)
        return ask.hang_up()
    big = {"Content-Length": len(LAYER)}
    source = Source(scene)
    with Server(on("PUT", UPLOADS,
                   lambda ask: ask.headers["Content-Length"] == str(big["Content-Length"]) and
                   break_off(ask)),
                on("PATCH", UPLOADS, lose, times=1, skip=1)) as server:
        source.push(server, "--chunk", 2_000_000, "--attempts", 3)
        source.arrived(server)
        assert server.count("GET", UPLOADS) >= 1


@trial
def fails_then_recovers(scene):
    """5xx at each step, once."""
    source = Source(scene)
    weather = [on(method, where, status(code), times=1) for method, where, code in (
        ("HEAD", "/blobs/", 503), ("POST", UPLOADS, 500), ("PUT", UPLOADS, 502),
        ("PUT", "/manifests/", 503))]
    with Server(*weather) as server:
        source.push(server)
        source.arrived(server)


@trial
def fails_always(scene):
    """Bounded, with the registry's words, and no manifest without its blobs."""
    source = Source(scene)
    with Server(on("PUT", UPLOADS, status(500))) as server:
        source.push(server, code=1, says="answered 500 (TROUBLE: bad weather)")
        assert server.count("PUT", "/manifests/") == 0
    with Server(on("POST", UPLOADS, status(403))) as server:
        source.push(server, code=1, says="denies access")


@trial
def forgets(scene):
    """A registry that takes pieces and then knows nothing of them does not keep us for ever."""
    def forget(ask):
        uploads = ask.server.owner.registry.uploads
        for place in uploads:
            uploads[place] = b""
        return ask.error(503)
    source = Source(scene)
    with Server(on("PUT", UPLOADS, lambda ask: len(ask.read_body()) > 100 and ask.error(405)),
                *[on("PATCH", UPLOADS, forget, skip=1 + 2 * i, times=1) for i in range(100)]) as server:
        source.push(server, "--chunk", 1_100_000, code=1)
        assert server.count("PATCH") < 60, server.count("PATCH")


@trial
def places(scene):
    """Where an upload goes on may be relative, absolute, elsewhere, or nonsense."""
    source = Source(scene)
    with Server() as server:
        def place(where):
            def act(ask):
                name = f"/v2/other/app/blobs/uploads/{len(ask.server.owner.registry.uploads)}"
                ask.server.owner.registry.uploads[name] = b""
                return ask.answer(202, headers={"Location": where(name)} if where else {})
            return on("POST", UPLOADS, act)
        for where in (lambda name: name, lambda name: server.url + name + "?a=b&c=d",
                      lambda name: "./" + name.rpartition("/")[2]):
            server.weather[:] = [place(where)]
            server.registry.blobs.clear()
            source.push(server)
            source.arrived(server)
        server.registry.blobs.clear()
        for where, says in ((None, "does not say where to go on"),
                            (lambda name: "ftp://localhost/x", "goes on at what is no URL")):
            server.weather[:] = [place(where)]
            source.push(server, code=1, says=says)


@trial
def another_server_takes_the_bytes(scene):
    """Our token does not go to where the registry wants the bytes to be put."""
    source = Source(scene)
    with Server(name="127.0.0.1") as store, Server() as server:
        def elsewhere(ask):
            place = f"/v2/x/blobs/uploads/{len(store.registry.uploads)}"
            store.registry.uploads[place] = b""
            return ask.answer(202, headers={"Location": store.url + place})
        tokens = Tokens(server)
        server.weather += [tokens.guard(), on("POST", UPLOADS, elsewhere)]
        source.push(server)
        assert store.registry.blobs[digest(LAYER)] == LAYER
        assert all("Authorization" not in headers for _, _, headers in store.seen)
        scopes = {value for asked in tokens.asked for name, value in asked if name == "scope"}
        assert scopes == {"repository:other/app:pull,push"}, scopes


@trial
def put_is_redirected(scene):
    """307 with a body: sent again where it leads."""
    source = Source(scene)
    with Server() as server:
        def away(ask):
            return "again" not in ask.query and redirect(
                f"{server.url}{ask.path}&again=1")(ask)
        server.weather.append(on("PUT", UPLOADS, away))
        source.push(server)
        source.arrived(server)


@trial
def takes_something_else(scene):
    """A registry that tells another digest than that of what we sent."""
    source = Source(scene)
    other = digest(b"other")
    with Server(on("PUT", "/manifests/", lambda ask: bool(ask.read_body()) and ask.answer(
            201, headers={"Docker-Content-Digest": other}))) as server:
        source.push(server, code=1, says=f"took something else for it: {other}")


@trial
def deletes(scene):
    """A manifest is deleted by its digest; a registry that does not says so."""
    with Server() as server:
        root = server.registry.add_image("team/app", "1", [b"x"])
        scene.run("delete", f"{server.host}/team/app:1")
        assert ("team/app", root) not in server.registry.manifests
        scene.run("delete", f"{server.host}/team/app:9", code=1, says="does not have it")
    with Server(on("DELETE", "", status(405))) as server:
        server.registry.add_image("team/app", "1", [b"x"])
        scene.run("delete", f"{server.host}/team/app:1", code=1, says="does not delete")


if __name__ == "__main__":
    sys.exit(main())
