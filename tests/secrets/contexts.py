"""Where secrets stand: texts around a value. FREE for tokens that say what they are; NAMED for
values that are told by the name they are assigned to."""

import json
from urllib.parse import quote


def filler(d, size):
    lines = []
    length = 0
    while length < size:
        line = d.words(d.random.randint(3, 9))
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines) + "\n"


FREE = [
    ("srv/app/.env", lambda d, v: f"PORT=8080\nSERVICE={v}\nDEBUG=false\n"),
    ("etc/app/config.yml", lambda d, v: f"service:\n  name: {d.word()}\n  credential: {v}\n"),
    ("etc/app/config.json", lambda d, v: json.dumps({"name": d.word(), "value": v}, indent=2)),
    ("srv/app/main.py", lambda d, v: f"import client\n\nsession = client.Session('{v}', timeout=3)\n"),
    ("srv/app/index.js", lambda d, v: f"const c = require('c');\nmodule.exports = c(\"{v}\");\n"),
    ("srv/app/main.go", lambda d, v: f"package main\n\nvar t = []string{{`{v}`}}\n"),
    ("usr/local/bin/deploy", lambda d, v: f"#!/bin/sh\nset -e\nexport CREDENTIAL={v}\nexec app \"$@\"\n"),
    ("srv/app/app.properties", lambda d, v: f"client.id={d.word()}\nclient.credential={v}\n"),
    ("srv/app/web.xml", lambda d, v: f"<param><name>cred</name><value>{v}</value></param>\n"),
    ("root/.bash_history", lambda d, v: f"cd /srv\ncall --header \"X-Auth: {v}\" https://api.internal/\n"),
    ("srv/app/README.md", lambda d, v: f"# {d.word()}\n\nRun `app {v}` once.\n"),
    ("srv/app/notes.txt", lambda d, v: f"{d.words(12)}\nremember: {v}\n{d.words(5)}\n"),
    ("srv/app/dump.json", lambda d, v: json.dumps({"log": f"{d.words(4)}\n{v}\n{d.words(3)}"})),
    ("srv/app/bundle.min.js", lambda d, v: "!function(){" + ";".join(
        f"var {d.lower(2)}x={d.digits(3)}" for _ in range(400)) + f";k=\"{v}\"}}();"),
    ("var/log/app.log", lambda d, v: filler(d, 70000) + f"2026-01-01 call with {v} failed\n" + filler(d, 3000)),
    ("srv/app/Makefile", lambda d, v: f"# {v}\nall:\n\tbuild\n"),
    ("srv/app/settings.toml", lambda d, v: f"[client]\nid = 1\nauth = \"{v}\"\n"),
    ("opt/app/lib/data", lambda d, v: filler(d, 65400) + v + "\n"),
]
BINARY = ("usr/local/bin/server", lambda d, v: b"\x7fELF\2\1\1\0" + d.bytes(5000) + b"\0" + v.encode() +
          b"\0" + d.bytes(2000))
ENCODED = ("srv/app/links.txt", lambda d, v: f"https://api.internal/?next=x%26t%3D{quote(v, safe='')}\n")

NAMED = [
    ("srv/app/.env", lambda d, n, v: f"PORT=8080\n{n}={v}\n"),
    ("srv/app/.env.production", lambda d, n, v: f"export {n}=\"{v}\"\n"),
    ("etc/app/secrets.yml", lambda d, n, v: f"production:\n  {n.lower()}: \"{v}\"\n"),
    ("etc/app/credentials.json", lambda d, n, v: json.dumps({n.lower(): v}, indent=2)),
    ("srv/app/appsettings.json", lambda d, n, v: json.dumps({"Auth": {n: v}})),
    ("srv/app/application.properties", lambda d, n, v: f"spring.{n.lower()}={v}\n"),
    ("srv/docker-compose.yml", lambda d, n, v: f"services:\n  app:\n    environment:\n      - {n}={v}\n"),
    ("srv/docker-compose.yaml", lambda d, n, v: f"spec:\n  env:\n    - name: {n}\n      value: {v}\n"),
    ("srv/secrets.json", lambda d, n, v: json.dumps({"environment": [{"name": n, "value": v}]}, indent=1)),
    ("srv/app/terraform.tfvars", lambda d, n, v: f"{n.lower()} = \"{v}\"\n"),
]
# For values that look drawn: these files are believed no words.
DRAWN = [
    ("srv/app/settings.py", lambda d, n, v: f"import os\n\n{n} = '{v}'\n"),
    ("srv/app/config.js", lambda d, n, v: f"module.exports = {{\n  {n}: \"{v}\",\n}};\n"),
    ("srv/app/Main.java", lambda d, n, v: f"client.with{n.title().replace('_', '')}(\"{v}\");\n"),
    ("etc/app/app.conf", lambda d, n, v: f"[auth]\n{n.lower()} = {v}\n"),
    ("usr/local/bin/start.sh", lambda d, n, v: f"#!/bin/sh\nexport {n}={v}\nexec app\n"),
]
TEXTS = [
    lambda d, n, v: f"{n}={v}",
    lambda d, n, v: f"RUN |2 VERSION=1.2 {n}={v} /bin/sh -c make # buildkit",
    lambda d, n, v: f"/bin/sh -c export {n}={v} && make install",
    lambda d, n, v: f"ENV {n}={v} PORT=80",
]
