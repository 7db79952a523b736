#!/usr/bin/env python3
"""Requests as such: what `ADD URL` and a daemon's socket need of analyzer/http."""

import pathlib
import socketserver
import sys
import tempfile
import threading

from servers import Handler, Server, basic, endless, half, on, raw, redirect, seconds
from trial import main, trial


def text(body, **headers):
    return lambda ask: ask.answer(200, body, {k.replace("_", "-"): v for k, v in headers.items()})


@trial
def an_answer(scene):
    """Status, headers and body, and the URL that answered behind redirects."""
    with Server(on("GET", "/b", text(b"body", Last_Modified="Wed, 21 Oct 2015 07:28:00 GMT")),
                on("GET", "/a", redirect("b?x=1#part", 302))) as server:
        said = scene.run("get", server.url + "/a")
        assert said.startswith(f"200 {server.url}/b?x=1\n"), said
        assert "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\n" in said and said.endswith("\nbody")
        scene.run("get", server.url + "/c", says=f"404 {server.url}/c\n")


@trial
def what_is_no_url(scene):
    """Other schemes, control characters and hosts that readers of URLs differ about."""
    for url in ("file:///etc/passwd", "ftp://localhost/", "http://", "http:///x", "localhost/x",
                "http://a b/", "http://a\nb/", "http://a\\@b/", "http://a@b@c/", "http://[::1/",
                "http://x:99999/", "http://x:y/", "http://%6c/", "http://x:0/", "//x/",
                "http://\u00e4/", "http://-x/", "http://x/" + "a" * 9000):
        scene.run("get", url, code=1, says="no http or https URL")
    scene.run("get", "http://ann:s3cret@/", code=1, says="no http or https URL: http://...@/")


@trial
def userinfo(scene):
    """A name and password in the URL become basic authorization, and stay with its host."""
    with Server(name="127.0.0.1") as other, Server(
            on("GET", "/a", redirect(lambda ask: other.url + "/b"))) as server:
        said = scene.run("get", server.url.replace("//", "//ann:w%40rd@") + "/a", silent="w%40rd")
        assert said.startswith(f"404 {other.url}/b"), said
        assert server.seen[0][2]["Authorization"] == basic("ann:w@rd")
        assert "Authorization" not in other.seen[0][2]


@trial
def secrets_stay_at_home(scene):
    """Cookie and Authorization go to their origin alone, other headers along."""
    with Server(name="127.0.0.1") as other, Server(
            on("GET", "/a", redirect(lambda ask: other.url + "/b")),
            on("GET", "/c", redirect("/d"))) as server:
        headers = ["--header", "authorization:Bearer x", "--header", "Cookie:y", "--header",
                   "Accept:text/x"]
        scene.run(*headers, "get", server.url + "/a")
        sent = other.seen[0][2]
        assert "Authorization" not in sent and "Cookie" not in sent, sent
        assert sent["Accept"] == "text/x"
        scene.run(*headers, "get", server.url + "/c")
        assert server.headers_of("GET", "/d")[0]["authorization"] == "Bearer x"


@trial
def methods(scene):
    """A body goes out as it is; POST is not made a GET by 303; a HEAD has no body."""
    with Server(on("POST", "/x", lambda ask: ask.answer(201, ask.read_body()[::-1])),
                on("POST", "/y", redirect("/x", 303)), on("POST", "/z", redirect("/x", 308)),
                on("HEAD", "/h", text(b"12345"))) as server:
        post = ["--method", "POST", "--body", "abc", "get"]
        scene.run(*post, server.url + "/x", says="201 ")
        assert scene.run(*post, server.url + "/z").endswith("\ncba")
        scene.run(*post, server.url + "/y", says="303 ")
        scene.run("--method", "POST", "get", server.url + "/x", says="Content-Length: 0")
        scene.run("--method", "HEAD", "get", server.url + "/h", says="Content-Length: 5\n")
        scene.run("--header", "X:a\nEvil: b", "get", server.url, code=1, says="control character")


@trial
def limits(scene):
    """Size, silence and time."""
    with Server(on("GET", "/long", text(b"x" * 1001)), on("GET", "/fits", text(b"x" * 1000)),
                on("GET", "/endless", raw(b"HTTP/1.0 200 OK\r\n\r\n", endless())),
                on("GET", "/stalls", half(b"x" * 100, then=seconds(20))),
                on("GET", "/short", half(b"x" * 100)),
                on("GET", "/slow", raw(b"HTTP/1.0 200 OK\r\n\r\n", lambda ask: [
                    (ask.wfile.write(b"x" * 1000), seconds(0.1)(ask)) for _ in range(100)])),
                ) as server:
        scene.run("--limit", 1000, "get", server.url + "/fits")
        for path in ("/long", "/endless"):
            scene.run("--limit", 1000, "get", server.url + path, code=1,
                      says=f"{server.host}: the answer is longer than 1000 bytes")
        scene.run("--total", 1, "get", server.url + "/slow", code=1, says="too slow a one")
        scene.run("--stall", 1, "get", server.url + "/stalls", code=1, says="too slow a one")
        scene.run("get", server.url + "/short", code=1, says="broke before the end of the answer")


@trial
def proxies(scene):
    """From the environment, never for this machine; the name is the proxy's to look up."""
    with Server(on("GET", "", text(b"proxied"))) as proxy, Server() as server:
        for name in ("http_proxy", "HTTP_PROXY"):
            scene.environment = {"HOME": str(scene.home), name: proxy.url}
            scene.run("get", "http://nowhere.invalid/x", says="proxied")
            scene.run("get", server.url + "/v2/", silent="proxied")
        assert proxy.seen[0][1] == "http://nowhere.invalid/x", proxy.seen
        scene.environment["NO_PROXY"] = "invalid"
        scene.run("get", "http://nowhere.invalid/x", code=1, says="not known to the DNS")


class UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def get_request(self):
        connection, _ = super().get_request()
        return connection, ("socket", 0)


@trial
def a_socket(scene):
    """A daemon's API over its socket."""
    path = str(pathlib.Path(tempfile.mkdtemp(dir=scene.folder)) / "s")
    with Server(on("GET", "/images/debian:12/get", text(b"archive"))) as owner:
        server = UnixServer(path, type("OnSocket", (Handler,), {"disable_nagle_algorithm": False}))
        server.owner = owner
        threading.Thread(target=server.serve_forever, daemon=True).start()
        scene.environment["http_proxy"] = "http://127.0.0.1:1"
        scene.run("--socket", path, "get", "http://daemon/images/debian:12/get", says="archive")
        server.shutdown()
        server.server_close()
    scene.run("--socket", path + "absent", "get", "http://daemon/x", code=1,
              says=path + "absent: no connection")


if __name__ == "__main__":
    sys.exit(main())
