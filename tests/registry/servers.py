"""Servers for the tests of pull and push: a small registry in memory, and what spoils its weather.

A Server hands every request to its `weather` functions first, in order; one that returns True has
answered. What is left is the registry's. All requests are kept in `seen`.
"""

import base64
import hashlib
import http.server
import json
import re
import socketserver
import threading
import time
import urllib.parse

OCI = "application/vnd.oci.image."
MANIFEST = OCI + "manifest.v1+json"
INDEX = OCI + "index.v1+json"


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=(), length=True):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        if length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return True

    def json(self, status, value, headers=()):
        return self.answer(status, json.dumps(value).encode(),
                           {"Content-Type": "application/json", **dict(headers)})

    def error(self, status, code="UNKNOWN", message="", headers=()):
        return self.json(status, {"errors": [{"code": code, "message": message}]}, headers)

    def hang_up(self):
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(2)
        return True

    def read_body(self):
        if self.body is None:
            self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        return self.body

    def handle_any(self):
        self.body = None
        server = self.server.owner
        self.query = urllib.parse.urlsplit(self.path).query
        self.route = urllib.parse.urlsplit(self.path).path
        with server.lock:
            server.seen.append((self.command, self.path, dict(self.headers)))
        try:
            if not any(weather(self) for weather in server.weather):
                server.registry.serve(self)
            if self.body is None and self.headers.get("Content-Length", "0") != "0":
                self.close_connection = True
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = handle_any


class Threaded(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def get_request(self):
        found = super().get_request()
        self.owner.connections += 1
        return found

    def handle_error(self, *_):
        pass


class Server:
    """`host` is where it listens: "localhost:PORT", or by another `name` of this machine."""

    def __init__(self, *weather, name="localhost", context=None, address="127.0.0.1"):
        self.weather = list(weather)
        self.seen = []
        self.connections = 0
        self.lock = threading.Lock()
        self.registry = Registry()
        self.httpd = Threaded((address, 0), Handler)
        self.httpd.owner = self
        if context:
            self.httpd.socket = context.wrap_socket(self.httpd.socket, server_side=True)
        self.host = f"{name}:{self.httpd.server_address[1]}"
        self.url = ("https://" if context else "http://") + self.host

    def __enter__(self):
        threading.Thread(target=self.httpd.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.httpd.shutdown()
        self.httpd.server_close()

    def count(self, method, pattern=""):
        return sum(m == method and re.search(pattern, path) is not None
                   for m, path, _ in self.seen)

    def headers_of(self, method, pattern):
        return [headers for m, path, headers in self.seen
                if m == method and re.search(pattern, path)]


class Registry:
    """What a registry has to do, and no more."""

    def __init__(self):
        self.blobs, self.manifests, self.uploads = {}, {}, {}

    def add_blob(self, data):
        self.blobs[digest(data)] = data
        return {"digest": digest(data), "size": len(data)}

    def add_image(self, name, tag, layers, index=False):
        config = self.add_blob(b'{"os":"linux","architecture":"amd64"}')
        body = json.dumps({
            "schemaVersion": 2, "mediaType": MANIFEST,
            "config": {**config, "mediaType": OCI + "config.v1+json"},
            "layers": [{**self.add_blob(layer), "mediaType": OCI + "layer.v1.tar"}
                       for layer in layers]}).encode()
        if index:
            self.put_manifest(name, digest(body), MANIFEST, body)
            body = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": [
                {"mediaType": MANIFEST, "digest": digest(body), "size": len(body),
                 "platform": {"os": "linux", "architecture": "amd64"}}]}).encode()
        self.put_manifest(name, tag, INDEX if index else MANIFEST, body)
        return digest(body)

    def put_manifest(self, name, reference, kind, body):
        for key in (reference, digest(body)):
            self.manifests[(name, key)] = (kind, body)

    def serve(self, ask):
        found = re.fullmatch(r"/v2/(.+)/(blobs|manifests|tags)/(.*)", ask.route)
        if not found:
            return ask.answer(200 if ask.route == "/v2/" else 404, b"{}")
        name, kind, rest = found.groups()
        if kind == "manifests":
            return self.serve_manifest(ask, name, rest)
        if kind == "tags":
            tags = [tag for owner, tag in self.manifests if owner == name and ":" not in tag]
            return ask.json(200, {"name": name, "tags": tags})
        name, _, blob = ask.route[4:].partition("/blobs/")
        return self.serve_upload(ask, name) if blob.startswith("uploads/") \
            else self.serve_blob(ask, blob)

    def serve_manifest(self, ask, name, reference):
        if ask.command == "PUT":
            body = ask.read_body()
            self.put_manifest(name, reference, ask.headers["Content-Type"], body)
            return ask.answer(201, headers={"Docker-Content-Digest": digest(body)})
        if (name, reference) not in self.manifests:
            return ask.error(404, "MANIFEST_UNKNOWN", "manifest unknown")
        if ask.command == "DELETE":
            del self.manifests[(name, reference)]
            return ask.answer(202)
        kind, body = self.manifests[(name, reference)]
        return ask.answer(200, body, {"Content-Type": kind,
                                      "Docker-Content-Digest": digest(body)})

    def serve_blob(self, ask, wanted):
        if wanted not in self.blobs:
            return ask.error(404, "BLOB_UNKNOWN")
        data = self.blobs[wanted]
        span = re.fullmatch(r"bytes=(\d+)-", ask.headers.get("Range", ""))
        if not span:
            return ask.answer(200, data)
        begin = int(span[1])
        return ask.answer(206, data[begin:],
                          {"Content-Range": f"bytes {begin}-{len(data) - 1}/{len(data)}"})

    def serve_upload(self, ask, name):
        query = dict(urllib.parse.parse_qsl(ask.query))
        place = ask.route
        if ask.command == "POST":
            if query.get("mount") in self.blobs:
                return ask.answer(201, headers={"Location": "/v2/x/blobs/" + query["mount"]})
            place = f"/v2/{name}/blobs/uploads/{len(self.uploads)}"
            self.uploads[place] = b""
            return ask.answer(202, headers={"Location": place + "?state=a%20b"})
        if place not in self.uploads:
            return ask.error(404, "BLOB_UPLOAD_UNKNOWN")
        told = {"Location": place, "Range": f"0-{max(len(self.uploads[place]) - 1, 0)}"}
        if ask.command == "GET":
            return ask.answer(204, headers=told)
        span = ask.headers.get("Content-Range")
        if span and not span.startswith(f"{len(self.uploads[place])}-"):
            return ask.answer(416, headers=told)
        self.uploads[place] += ask.read_body()
        if ask.command == "PATCH":
            told["Range"] = f"0-{len(self.uploads[place]) - 1}"
            return ask.answer(202, headers=told)
        data = self.uploads.pop(place)
        if digest(data) != query.get("digest"):
            return ask.error(400, "DIGEST_INVALID", "provided digest did not match")
        self.blobs[digest(data)] = data
        return ask.answer(201, headers={"Docker-Content-Digest": digest(data)})


# Weather.

def on(method, pattern, act, times=None, skip=0):
    """`act` answers requests that fit: all, or `times` of them after the first `skip`."""
    left = {"skip": skip, "times": times}

    def weather(ask):
        if ask.command != method or not re.search(pattern, ask.path):
            return False
        if left["skip"] > 0:
            left["skip"] -= 1
            return False
        if left["times"] is not None:
            left["times"] -= 1
            if left["times"] < 0:
                return False
        return act(ask)
    return weather


def status(code, **headers):
    return lambda ask: ask.error(code, "TROUBLE", "bad weather",
                                 {name.replace("_", "-"): value for name, value in headers.items()})


def redirect(where, code=307):
    return lambda ask: ask.answer(code, headers={"Location": where(ask) if callable(where) else where})


def raw(data, then=None):
    """Bytes as they are, then `then` (for a while), then the end."""
    def act(ask):
        ask.wfile.write(data)
        ask.wfile.flush()
        if then:
            then(ask)
        return ask.hang_up()
    return act


def seconds(count):
    return lambda ask: time.sleep(count)


def endless(piece=b"x" * 65536):
    def act(ask):
        while True:
            ask.wfile.write(piece)
    return act


def half(data, claimed=None, then=None):
    """A 200 that breaks off in the middle."""
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {claimed or len(data)}\r\n\r\n".encode()
    return raw(head + data[:len(data) // 2], then)


class Tokens:
    """A token server: `weather` sends those without a good token to it."""

    def __init__(self, server, user=None):
        self.server, self.user, self.issued, self.asked = server, user, set(), []
        self.posted = []
        server.weather.insert(0, self.serve)
        self.spoil = None

    def serve(self, ask):
        if not ask.route.startswith("/token"):
            return False
        if self.spoil:
            return self.spoil(ask)
        who = ask.headers.get("Authorization", "")
        if ask.command == "POST":
            self.posted.append(dict(urllib.parse.parse_qsl(ask.read_body().decode())))
        elif self.user and who != basic(self.user):
            return ask.error(401, "UNAUTHORIZED", "incorrect username or password")
        self.asked.append(urllib.parse.parse_qsl(ask.query))
        token = f"token-{len(self.asked)}"
        self.issued.add("Bearer " + token)
        return ask.json(200, {"token": token, "expires_in": 300})

    def guard(self, realm=None):
        def weather(ask):
            if ask.headers.get("Authorization") in self.issued:
                return False
            realm_ = realm or f"http://{self.server.host}/token"
            return ask.error(401, "UNAUTHORIZED", "authentication required", {
                "WWW-Authenticate": f'Bearer realm="{realm_}",service="the \\"service\\""'})
        return weather


def basic(user):
    return "Basic " + base64.b64encode(user.encode()).decode()


def guard_basic(user):
    def weather(ask):
        if ask.headers.get("Authorization") == basic(user):
            return False
        return ask.error(401, "UNAUTHORIZED", "", {"WWW-Authenticate": 'Basic realm="here"'})
    return weather
