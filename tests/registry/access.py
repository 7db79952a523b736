#!/usr/bin/env python3
"""Who we are to a registry, and to whom we never say it."""

import base64
import json
import shutil
import ssl
import subprocess
import sys

from servers import (Server, Tokens, basic, digest, guard_basic, on, raw, redirect, status)
from trial import main, trial

LAYER = b"layer" * 1000
USER = "ann:s3cret:word"


def image(server):
    server.registry.add_image("team/app", "1", [LAYER])
    return f"{server.host}/team/app:1"


def auth(user=USER):
    return {"auth": base64.b64encode(user.encode()).decode()}


def write_config(scene, config, path="home/.docker/config.json"):
    scene.write(path, config if isinstance(config, str) else json.dumps(config))


@trial
def anonymous_token(scene):
    """A token for what is wanted and for nothing else, fetched once and used again."""
    with Server() as server:
        tokens = Tokens(server)
        server.weather.append(tokens.guard())
        scene.pull(image(server))
        assert tokens.asked == [[("service", 'the "service"'),
                                 ("scope", "repository:team/app:pull")]], tokens.asked
        assert server.count("GET", "/manifests/") == 2  # one of them to be told about tokens
        assert all("Authorization" not in h for h in server.headers_of("GET", "/token"))


@trial
def token_for_a_user(scene):
    """The password goes to the token server, the token to the registry."""
    with Server() as server:
        tokens = Tokens(server, user=USER)
        server.weather.append(tokens.guard())
        reference = image(server)
        scene.pull(reference, code=1, says="the token server of " + server.host)
        write_config(scene, {"auths": {server.host: auth()}})
        scene.pull(reference)
        assert all(h.get("Authorization") != basic(USER) for h in server.headers_of("GET", "/v2/"))
        write_config(scene, {"auths": {server.host: auth("ann:wrong")}})
        text = scene.pull(reference, code=1,
                          says="the credentials are those of " + str(scene.home))
        assert "wrong" not in text.replace("incorrect", ""), text


@trial
def basic_authorization(scene):
    """Only after it has been asked for, and only there."""
    with Server() as server:
        server.weather.append(guard_basic(USER))
        reference = image(server)
        scene.pull(reference, code=1, says=f"docker login {server.host}")
        write_config(scene, {"auths": {"https://" + server.host + "/v2/": auth()}})
        server.seen.clear()
        scene.pull(reference)
        first = server.seen[0][2]
        assert "Authorization" not in first, first


@trial
def identity_token(scene):
    """A refresh token is posted, as OAuth2 has it."""
    with Server() as server:
        tokens = Tokens(server, user=USER)
        server.weather.append(tokens.guard())
        reference = image(server)
        write_config(scene, {"auths": {server.host: {"identitytoken": "a/b+c="}}})
        scene.pull(reference)
        assert tokens.posted[0] == {
            "grant_type": "refresh_token", "client_id": "plimsoll", "service": 'the "service"',
            "scope": "repository:team/app:pull", "refresh_token": "a/b+c="}, tokens.posted
        server.weather[:] = [on("GET", "", lambda ask: ask.headers.get("Authorization") !=
                                "Bearer direct" and ask.error(401, headers={
                                    "WWW-Authenticate": 'Bearer realm="https://x/"'}))]
        write_config(scene, {"auths": {server.host: {"registrytoken": "direct"}}})
        scene.pull(reference)


@trial
def another_host_is_not_told(scene):
    """Where a blob is redirected to, no Authorization is seen."""
    with Server(name="127.0.0.1") as store, Server() as server:
        tokens = Tokens(server)
        server.weather += [tokens.guard(), on("GET", "/blobs/", redirect(
            lambda ask: store.url + ask.path))]
        reference = image(server)
        store.registry.blobs = server.registry.blobs
        scene.pull(reference)
        assert store.seen and all("Authorization" not in h for _, _, h in store.seen)


@trial
def another_host_asks_for_tokens(scene):
    """Where a blob is redirected to has no say in who gets our credentials, nor has it where a
    token server redirects to."""
    for user in ({"identitytoken": "refresh"}, auth()):
        with Server(name="127.0.0.1") as store, Server() as server:
            write_config(scene, {"auths": {server.host: user}})
            tokens = Tokens(server)
            evil = Tokens(store)
            store.weather.append(evil.guard())
            server.weather += [tokens.guard(), on("GET", "/blobs/", redirect(
                lambda ask: store.url + ask.path))]
            reference = image(server)
            scene.pull(reference, code=1, says="denies access")
            assert not evil.asked and not store.count("POST")
            tokens.spoil = redirect(lambda ask: store.url + ask.path)
            scene.pull(reference, code=1)
            assert not store.count("POST") and not evil.posted
            assert all("Authorization" not in h for _, _, h in store.seen)


@trial
def helpers(scene):
    """The registry's own helper, the one for all; from absolute folders of PATH that are trusted."""
    folder = scene.folder / "bin"
    script = (f"#!/bin/sh\n[ \"$1\" = get ] || exit 9\nread -r server\n"
              f"printf '%s\\n' \"$server\" >> {scene.folder}/asked\n"
              "printf '{\"ServerURL\":\"x\",\"Username\":\"ann\",\"Secret\":\"s3cret:word\"}'\n")
    scene.write("bin/docker-credential-mine", script, 0o755)
    scene.write("bin/docker-credential-none", "#!/bin/sh\n"
                "echo credentials not found in native keychain; exit 1\n", 0o755)
    scene.write("bin/docker-credential-broken", "#!/bin/sh\necho no bus >&2; exit 2\n", 0o755)
    with Server() as server:
        server.weather.append(guard_basic(USER))
        reference = image(server)
        scene.environment["PATH"] = f"{folder}:/usr/bin:/bin"
        for config in ({"credsStore": "mine"}, {"credHelpers": {server.host: "mine"}},
                       {"credHelpers": {server.host: "none"}, "credsStore": "mine"},
                       {"credsStore": "broken", "auths": {server.host: auth()}}):
            write_config(scene, config)
            scene.pull(reference)
        asked = (scene.folder / "asked").read_text().split()
        assert asked == [server.host] * 3, asked
        write_config(scene, {"credsStore": "mine"})
        scene.pull(reference, "--untrusted", scene.folder, code=1,
                   says="names docker-credential-mine, which is not in the absolute folders of PATH")
        scene.environment["PATH"] = "bin::.:/usr/bin:/bin"
        scene.pull(reference, code=1, says="docker-credential-mine, which is not in")
        for store in ("../../bin/x", "mine;touch x", ""):
            write_config(scene, {"credHelpers": {server.host: store}})
            scene.pull(reference, code=1, says="no name of a credential helper")
        write_config(scene, {"credsStore": "broken"})
        scene.environment["PATH"] = f"{folder}:/usr/bin:/bin"
        scene.pull(reference, code=1, says="docker-credential-broken: no bus")


@trial
def configuration_files(scene):
    """Which file counts, and that a broken one is named when access is denied."""
    with Server() as server:
        server.weather.append(guard_basic(USER))
        reference = image(server)
        host = server.host
        good, bad = {"auths": {host: auth()}}, {"auths": {host: auth("ann:old")}}
        write_config(scene, good, "docker/config.json")
        write_config(scene, bad)
        scene.environment["DOCKER_CONFIG"] = str(scene.folder / "docker")
        scene.pull(reference)
        del scene.environment["DOCKER_CONFIG"]
        scene.pull(reference, code=1, says=str(scene.home / ".docker/config.json"))
        write_config(scene, {"auths": {"elsewhere": auth()}})
        write_config(scene, good, "auth.json")
        scene.environment["REGISTRY_AUTH_FILE"] = str(scene.folder / "auth.json")
        scene.pull(reference)
        write_config(scene, {"auths": {host: auth("ann:old"), host + "/team": auth(),
                                       host + "/tea": auth("x:y")}}, "auth.json")
        scene.pull(reference)  # the most specific key
        del scene.environment["REGISTRY_AUTH_FILE"]
        write_config(scene, good, "run/containers/auth.json")
        scene.environment["XDG_RUNTIME_DIR"] = str(scene.folder / "run")
        scene.pull(reference)
        del scene.environment["XDG_RUNTIME_DIR"]
        for text, says in (("{", "no JSON object"), (json.dumps({"auths": {host: {"auth": "%"}}}),
                                                     "not user:password in base64")):
            write_config(scene, text)
            scene.pull(reference, code=1, says=says)


@trial
def token_server_lies(scene):
    """No token, no JSON, far too much, a header smuggled in, another realm."""
    cases = [
        (lambda ask: ask.json(200, {}), "holds no token"),
        (lambda ask: ask.answer(200, b"<html>"), "no JSON object"),
        (lambda ask: ask.json(200, {"token": "a\r\nX-Evil: 1"}), "holds what is no token"),
        (lambda ask: ask.json(200, {"token": "x" * 70_000}), "holds what is no token"),
        (lambda ask: ask.json(200, {"token": "x" * 300_000}), "longer than 262144 bytes"),
        (lambda ask: ask.json(200, {"access_token": 5}), "holds no token"),
        (status(403), "answered 403: TROUBLE: bad weather"),
        (status(500), "answered 500"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"), "broke before the end"),
    ]
    for act, says in cases:
        with Server() as server:
            tokens = Tokens(server)
            tokens.spoil = act
            server.weather.append(tokens.guard())
            scene.pull(image(server), "--attempts", 2, code=1, says=says)
    for realm, says in (("http://example.com/token", "over plain http, from example.com"),
                        ("ldap://x/", "from what is no URL"), ("", "from what is no URL"),
                        ("http://u:p@localhost/", "from what is no URL")):
        with Server() as server:
            server.weather.append(Tokens(server).guard(realm=realm or " "))
            scene.pull(image(server), code=1, says=says)


@trial
def never_satisfied(scene):
    """A registry that wants another token each time, or does not say what it wants."""
    with Server() as server:
        tokens = Tokens(server)
        server.weather.append(tokens.guard())
        server.weather.insert(1, lambda ask: tokens.issued.clear())
        scene.pull(image(server), code=1, says="denies access")
        assert server.count("GET", "/manifests/") <= 3
    for headers in ({}, {"WWW-Authenticate": "Negotiate"}, {"WWW-Authenticate": 'Bearer "'},
                    {"WWW-Authenticate": ",,=" * 2000}):
        with Server(on("GET", "/v2/", lambda ask: ask.error(401, headers=headers))) as server:
            scene.pull(image(server), code=1)


@trial
def token_runs_out(scene):
    """A token that has run out in the middle is replaced."""
    with Server() as server:
        tokens = Tokens(server)
        forget = on("GET", "/blobs/", lambda ask: tokens.issued.clear(), times=1)
        server.weather += [forget, tokens.guard()]
        scene.pull(image(server))
        assert len(tokens.asked) == 2


@trial
def mirrors(scene):
    """Mirrors first; what they lack, break or forge comes from the registry; no one's password
    goes to another."""
    lie = on("GET", "/blobs/" + digest(LAYER), lambda ask: ask.answer(200, b"\0" * len(LAYER)))
    fits = []
    for weather in ([], [on("GET", "/v2/", status(404))], [on("GET", "/v2/", status(500))], [lie]):
        with Server(*weather, name="127.0.0.1") as mirror, Server() as server:
            server.weather.append(guard_basic(USER))
            write_config(scene, {"auths": {server.host: auth()}})
            reference = image(server)
            mirror.registry.add_image("hub/team/app", "1", [LAYER])
            scene.pull(reference, "--mirror", f"{server.host}={mirror.host}/hub", "--attempts", 1)
            assert scene.blob(digest(LAYER)) == LAYER
            assert mirror.seen and all("Authorization" not in h for _, _, h in mirror.seen)
            fits.append(server.count("GET", "/blobs/") > 0)
    assert fits == [False, True, True, True], fits


@trial
def all_mirrors_fail(scene):
    """The error tells of each."""
    with Server(on("GET", "", status(404)), name="127.0.0.1") as mirror, Server() as server:
        scene.pull(f"{server.host}/team/app:1", "--mirror", f"{server.host}={mirror.host}", code=1,
                   says=f"{server.host} does not have it (MANIFEST_UNKNOWN: manifest unknown); "
                        f"the mirror {mirror.host} does not have it")


@trial
def what_is_allowed(scene):
    """Nothing is asked of a registry that the list does not have, nor without a digest if so set."""
    with Server() as server:
        reference = image(server)
        scene.pull(reference, "--allow", "ghcr.io", "--allow", f"{server.host}/other", code=1,
                   says="is not in the list of allowed registries")
        scene.pull(reference, "--require-digest", "yes", code=1, says="is not pinned")
        assert not server.seen
        scene.pull(reference, "--allow", f"{server.host}/team")
        scene.pull(reference, "--allow", "localhost*/team/")


@trial
def certificates(scene):
    """An unknown certificate is refused, docker's certs.d heard, https never left for http."""
    if not shutil.which("openssl"):
        print("      skipped: no openssl")
        return
    key, certificate = scene.folder / "key.pem", scene.folder / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-keyout", key, "-out",
                    certificate, "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Server(context=context) as server, Server() as plain:
        reference = image(server)
        scene.pull(reference, code=1, says="its certificate is not trusted")
        assert not server.seen
        roots = scene.folder / "certs.d"
        scene.write(f"certs.d/{server.host}/ca.crt", certificate.read_text())
        scene.pull(reference, "--certificates", roots)
        scene.pull(reference, "--ca-file", certificate)
        scene.pull(reference, "--insecure", server.host)
        scene.pull(reference, "--certificates", roots, "--ca-file", scene.folder / "absent", code=1,
                   says="while reading " + str(scene.folder / "absent"))
        server.weather.append(on("GET", "/blobs/", redirect(lambda ask: plain.url + ask.path)))
        plain.registry.blobs = server.registry.blobs
        scene.pull(reference, "--certificates", roots, code=1, says="redirects from https to http")
        assert not plain.seen


if __name__ == "__main__":
    sys.exit(main())
