#!/usr/bin/env python3
"""Against docker's own registry (Debian: docker-registry), with and without passwords, and through a
proxy that spoils its weather."""

import base64
import http.client
import json
import random
import shutil
import sys

import distribution
from servers import Server, digest
from trial import main, trial

LAYER = random.Random(3).randbytes(4_000_000)
USER = "ann:s3cret:word"
HASHED = "ann:$2b$04$abcdefghijklmnopqrstuuHR3t7FUNT1H99nlAQFD.ZD8cnc5Jsi2"


def registry(scene, password=False, delete=True):
    auth = None
    if password:
        scene.write("htpasswd", HASHED + "\n")
        auth = {"htpasswd": {"realm": "here", "path": str(scene.folder / "htpasswd")}}
    return distribution.registry(scene.folder, delete, auth)


def source(scene):
    with Server() as server:
        root = server.registry.add_image("team/app", "1", [LAYER, b"", b"small", LAYER], index=True)
        scene.pull(f"{server.host}/team/app:1")
    folder = scene.folder / "source"
    (scene.folder / "out").rename(folder)
    return root, folder


@trial
def there_and_back(scene):
    """What is pushed comes back byte by byte; mounts, tags, heads and deletions."""
    root, folder = source(scene)
    with registry(scene) as host:
        scene.run("push", folder, f"{host}/team/app:1", says=f"index {root}")
        scene.run("push", folder, f"{host}/team/app:2", says="present " + digest(LAYER))
        scene.run("--mount-from", "team/app", "push", folder, f"{host}/other:1",
                  says="mounted " + digest(LAYER))
        scene.pull(f"{host}/team/app:2")
        assert scene.blob(digest(LAYER)) == LAYER
        assert (scene.folder / "out" / "root").read_bytes() == (folder / "root").read_bytes()
        assert sorted(scene.run("tags", f"{host}/team/app").split()) == ["1", "2"]
        scene.run("head", f"{host}/team/app@{root}", says=root)
        scene.run("head", f"{host}/team/app:3", code=1, says=f"{host} does not have it")
        scene.run("pull", f"{host}/nobody/knows", scene.folder / "x", code=1,
                  says="(MANIFEST_UNKNOWN: manifest unknown)")
        scene.run("delete", f"{host}/team/app:1")
        scene.run("head", f"{host}/team/app:1", code=1)
    with registry(scene, delete=False) as host:
        scene.run("push", folder, f"{host}/team/app:1")
        scene.run("delete", f"{host}/team/app:1", code=1, says="REGISTRY_STORAGE_DELETE_ENABLED")


@trial
def with_a_password(scene):
    """Basic authorization, as docker login keeps it."""
    root, folder = source(scene)
    with registry(scene, password=True) as host:
        scene.run("push", folder, f"{host}/team/app:1", code=1, says=f"docker login {host}")
        auth = base64.b64encode(USER.encode()).decode()
        scene.write("home/.docker/config.json", json.dumps({"auths": {host: {"auth": auth}}}))
        scene.run("push", folder, f"{host}/team/app:1", says=f"index {root}")
        scene.pull(f"{host}/team/app:1")
        assert scene.blob(digest(LAYER)) == LAYER


def forward(host):
    """Hands a request on as it is, and the answer back."""
    def act(ask):
        line = http.client.HTTPConnection(host.replace("localhost", "127.0.0.1"))
        body = ask.read_body()
        line.request(ask.command, ask.path, body, {**ask.headers})
        answer = line.getresponse()
        data = answer.read()
        headers = {name: value for name, value in answer.getheaders()
                   if name.lower() not in ("content-length", "date", "transfer-encoding")}
        line.close()
        if ask.command == "HEAD":
            headers["Content-Length"] = answer.getheader("Content-Length", "0")
            return ask.answer(answer.status, b"", headers, length=False)
        return ask.answer(answer.status, data, headers)
    return act


@trial
def through_a_bad_proxy(scene):
    """Nothing larger than a million bytes gets in, half a blob out, and each fifth request fails."""
    root, folder = source(scene)
    with registry(scene) as host, Server() as proxy:
        count = [0]

        def weather(ask):
            count[0] += 1
            if count[0] % 5 == 0:
                return ask.error(503)
            if int(ask.headers.get("Content-Length", 0)) > 1_100_000:
                return ask.error(413)
            if ask.command == "GET" and ask.path.endswith(digest(LAYER)) and count[0] % 2:
                begin = int(ask.headers.get("Range", "bytes=0-")[6:-1])
                return ask.error(500) if begin else begin_only(ask)
            return forward(host)(ask)

        def begin_only(ask):
            ask.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n" + LAYER[:1234567])
            return ask.hang_up()
        proxy.weather.append(weather)
        scene.run("push", folder, f"{proxy.host}/team/app:1", says=f"index {root}")
        scene.pull(f"{proxy.host}/team/app:1")
        assert scene.blob(digest(LAYER)) == LAYER
        assert proxy.count("PATCH") >= 4


if __name__ == "__main__":
    if not shutil.which(distribution.PROGRAM):
        sys.exit(f"{distribution.PROGRAM} is not installed (scripts/install)")
    sys.exit(main())
