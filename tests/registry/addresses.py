#!/usr/bin/env python3
"""Where a registry may send us: not nearer to us than it is itself.

It runs in a network of its own (unshare), whose only interface has public, private and local
addresses, with names for them; where that is not allowed, what a registry of this machine may do is
tried alone.
"""

import fcntl
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile

from servers import Server, Tokens, on, redirect, status
from trial import main, trial

ISOLATED = "PLIMSOLL_TEST_ISOLATED"
LOCAL, METADATA = "127.0.0.1", "169.254.169.254"
NAMES = {"public.test": "203.0.113.7", "other-public.test": "203.0.113.8",
         "private.test": "10.1.2.3", "other-private.test": "192.168.3.4",
         "local.test": LOCAL, "metadata.test": METADATA}
LAYER = b"layer" * 1000


def bring_up():
    """The loopback interface with these addresses, and their names."""
    set_address, set_flags, up = 0x8916, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, set_flags, struct.pack("16sh14x", b"lo", up))
        for i, address in enumerate(NAMES.values()):
            if address != LOCAL:
                fcntl.ioctl(control, set_address, struct.pack(
                    "16sHH4s8x", f"lo:{i}".encode(), socket.AF_INET, 0, socket.inet_aton(address)))
    with tempfile.NamedTemporaryFile("w", suffix=".hosts") as hosts:
        hosts.write("127.0.0.1 localhost\n")
        hosts.writelines(f"{address} {name}\n" for name, address in NAMES.items())
        hosts.flush()
        subprocess.run(["mount", "--bind", hosts.name, "/etc/hosts"], check=True)


def isolated():
    return os.environ.get(ISOLATED) == "yes"


def at(name):
    return Server(address=NAMES.get(name, name), name=name)


def pull(scene, server, *options, **expected):
    server.registry.add_image("team/app", "1", [LAYER])
    return scene.pull(f"{server.host}/team/app:1", "--insecure", server.host, "--attempts", 1,
                      *options, **expected)


def blobs_to(where):
    return on("GET", "/blobs/", redirect(lambda ask: where + ask.path))


def leads(scene, source, target, allowed, named_by=None):
    """By redirected blobs, and by the realm of tokens."""
    with at(source) as server, at(target) as other:
        options = [named_by, other.host] if named_by else []
        other.registry.blobs = server.registry.blobs
        server.weather[:] = [blobs_to(other.url)]
        if allowed:
            pull(scene, server, *options)
        else:
            pull(scene, server, *options, code=1, says="the server that sends us there is")
        server.weather[:] = [Tokens(server).guard(realm=f"https://{other.host}/token")]
        before = other.connections
        text = pull(scene, server, *options, code=1)  # for it speaks no TLS
        assert ("not asked" in text) != allowed and (other.connections > before) == allowed, text
        assert allowed or other.connections == 0, f"{source} led to {target}"


@trial
def of_this_machine(scene):
    """A registry of this machine may lead anywhere but to where no server is."""
    leads(scene, LOCAL, LOCAL, True)
    with at(LOCAL) as server:
        port = server.host.rpartition(":")[2]
        for host in ("0.0.0.0", "0", "[::]", METADATA, "2852039166", "0xa9fea9fe", "[fe80::1]",
                     "[::ffff:169.254.169.254]", "224.0.0.1", "255.255.255.255"):
            server.weather[:] = [blobs_to(f"http://{host}:{port}")]
            pull(scene, server, code=1, says="not asked: it is at ")
            server.weather[:] = []
            server.weather[:] = [Tokens(server).guard(realm=f"https://{host}:{port}/token")]
            pull(scene, server, code=1, says="not asked: it is at ")
            assert server.count("GET", "/token") == 0


@trial
def by_reach(scene):
    """From a public address to public ones alone, from a private one not to this machine."""
    if not isolated():
        print("      skipped: no network of one's own here")
        return
    targets = {"other-public.test": 0, "other-private.test": 1, "local.test": 2, "metadata.test": 3}
    for source, reach in (("public.test", 0), ("private.test", 1), (LOCAL, 2)):
        for target, nearness in targets.items():
            leads(scene, source, target, nearness <= reach)


@trial
def named_by_the_user(scene):
    """What the user has named may be anywhere, and so may the registry's own host."""
    if not isolated():
        return
    for option in ("--insecure", "--trusted"):
        leads(scene, "public.test", "private.test", True, named_by=option)
    for name in ("public.test", "local.test", "metadata.test"):
        with at(name) as server, at(name) as other:
            other.registry.blobs = server.registry.blobs
            server.weather.append(blobs_to(other.url))
            pull(scene, server)


@trial
def renamed_meanwhile(scene):
    """A name that gets a nearer address leads to no other port there."""
    if not isolated():
        return
    hosts = pathlib.Path("/etc/hosts")
    before = hosts.read_text()
    for source, target in (("public.test", "local.test"), ("public.test", "private.test"),
                           ("private.test", "local.test")):
        with Server(address=NAMES[source], name="moved.test") as server, \
             Server(address=NAMES[target], name="moved.test") as other:
            def move(ask):
                hosts.write_text(before + f"{NAMES[target]} moved.test\n")
                return other.url + ask.path

            hosts.write_text(before + f"{NAMES[source]} moved.test\n")
            server.weather.append(on("GET", "/blobs/", redirect(move)))
            scene.run("get", server.url + "/blobs/a", code=1,
                      says="the server that sends us there is")
            assert other.connections == 0, f"{source} led to {target}"
            hosts.write_text(before)


@trial
def open_connections(scene):
    """A connection that the user wanted is no way around for who may not make one."""
    if not isolated():
        return
    with at("public.test") as mirror, Server() as server:
        mirror.weather += [on("GET", "/manifests/", status(404)), blobs_to(server.url + "/stolen")]
        server.registry.add_image("team/app", "1", [LAYER])
        scene.pull(f"{server.host}/team/app:1", "--mirror", f"{server.host}={mirror.host}",
                   "--insecure", mirror.host, "--attempts", 1)
        assert mirror.count("GET", "/blobs/") and server.count("GET", "/blobs/")
        assert not server.count("GET", "/stolen")


@trial
def through_a_proxy(scene):
    """Its address is the user's choice; where it leads, only an address in a URL tells."""
    if not isolated():
        return
    with at("public.test") as server, at("private.test") as proxy:
        server.weather.append(blobs_to("http://elsewhere.test"))
        get = ("--proxy", "http://" + proxy.host, "get")
        proxy.weather.append(on("GET", "public.test", redirect(
            lambda ask: "http://10.9.9.9/" if ask.path.endswith("near") else "http://x.test/a")))
        proxy.weather.append(on("GET", "x.test", lambda ask: ask.answer(200, b"here")))
        scene.run(*get, "http://public.test/far", says="here")
        scene.run(*get, "http://public.test/near", code=1, says="10.9.9.9: not asked")


if __name__ == "__main__":
    if isolated():
        bring_up()
    else:
        inside = ["unshare", "--net", "--mount", *(["--map-root-user"] if os.geteuid() else [])]
        if subprocess.run([*inside, "true"], capture_output=True).returncode == 0:
            script = str(pathlib.Path(__file__).resolve())
            os.execvpe("unshare", [*inside, sys.executable, script, *sys.argv[1:]],
                       {**os.environ, ISOLATED: "yes"})
    sys.exit(main())
