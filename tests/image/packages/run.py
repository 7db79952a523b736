#!/usr/bin/env python3
"""Inventories of packages against the tools that keep them.

    run.py --program PLIMSOLL

rpm: rpmbuild makes some packages, rpm installs them into each form of data base that this rpm can
write (Debian's knows SQLite alone; ndb and Berkeley DB are made by hand in the unit tests), and
`rpm -qa` says what is there. A file as its package brought it is told from one that was changed.
dpkg: the data base of this machine, and `dpkg-query`.
"""

import argparse
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

PACKAGES = 150  # more than fit one page of a table
BACKENDS = {"sqlite": "rpmdb.sqlite", "ndb": "Packages.db"}
# Not a sample of anybody's: looked for in a file that the package brought, and in one of our own.
KEY = "AKIA" + "Q3EXR7ZLWT5MPYVN"

SPEC = f"""Name: base
Epoch: 3
Version: 1.2
Release: 4
Summary: A package of a few files
License: none
BuildArch: noarch
%description
Small.
%install
mkdir -p %{{buildroot}}/usr/share/base %{{buildroot}}/etc
echo 'key = {KEY}' > %{{buildroot}}/etc/base.conf
echo two > %{{buildroot}}/usr/share/base/two
%files
/usr/share/base
/etc/base.conf
""" + "".join(f"""%package part{i}
Summary: Part {i}
Version: {i}.0~rc1
%description part{i}
{"Words of part " * (i * 7 % 400)}
%files part{i}
""" for i in range(PACKAGES))


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def image(folder, files):
    """A docker archive of one layer."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    config = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []}}
    digest = hashlib.sha256(layer.getvalue()).hexdigest()
    config["rootfs"]["diff_ids"].append(f"sha256:{digest}")
    manifest = [{"Config": "config.json", "RepoTags": ["packages:test"], "Layers": ["layer.tar"]}]
    path = folder / "image.tar"
    with tarfile.open(path, "w") as tar:
        for name, content in {"config.json": json.dumps(config).encode(),
                              "layer.tar": layer.getvalue(),
                              "manifest.json": json.dumps(manifest).encode()}.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def scanned(program, path):
    done = subprocess.run([program, "image", "--no-cache", "--exit-zero", "--format", "json", path],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"plimsoll image ended with {done.returncode}:\n{done.stderr}")
    return json.loads(done.stdout)


def lines_of(report, manager):
    return sorted(f"{p['name']} {p['version']} {p['architecture']} {p['installed_bytes']}"
                  for p in report["packages"] if p["manager"] == manager)


def compare(what, ours, theirs):
    if ours == theirs and theirs:
        print(f"{what}: {len(ours)} packages, the same")
        return 0
    print(f"{what}: not the same")
    for sign, lines in (("-", set(theirs) - set(ours)), ("+", set(ours) - set(theirs))):
        for line in sorted(lines)[:10]:
            print(f"  {sign} {line}")
    return 1


def secrets_in(report):
    return sorted(f["place"]["path"] for f in report["findings"]
                  if f["rule"] == "secret-file-in-image")


def check_rpm(program, folder):
    spec = folder / "base.spec"
    spec.write_text(SPEC)
    run("rpmbuild", "-bb", "--quiet", "--define", f"_topdir {folder}/top", spec)
    packages = sorted((folder / "top").rglob("*.rpm"))
    wrong = 0
    made = []
    for backend, name in BACKENDS.items():
        database = folder / backend
        database.mkdir()
        rpm = ["rpm", "--define", f"_db_backend {backend}", "--dbpath", database]
        run(*rpm, "--initdb")
        if not (database / name).exists():
            continue  # this rpm cannot write it
        made.append(backend)
        run(*rpm, "--root", "/", "--justdb", "--nodeps", "--noscripts", "--nosignature",
            "--force-debian", "-i", *packages)
        run(*rpm, "-e", "--justdb", "--nodeps", "--noscripts", "base-part7")
        theirs = run(*rpm, "-qa", "--qf",
                     "%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH} %{SIZE}\\n")
        content = (database / name).read_bytes()
        log = database / (name + "-wal")
        if log.exists() and log.stat().st_size > 0:
            raise SystemExit("rpm left a log beside its data base")
        place = f"usr/lib/sysimage/rpm/{name}"
        brought = f"key = {KEY}\n".encode()
        report = scanned(program, image(folder, {place: content, "etc/base.conf": brought}))
        wrong += compare(f"rpm, {backend}", lines_of(report, "rpm"), sorted(theirs.splitlines()))
        changed = scanned(program, image(folder, {place: content, "etc/base.conf": brought + b"\n"}))
        if secrets_in(report) or secrets_in(changed) != ["/etc/base.conf"]:
            print(f"rpm, {backend}: whose file it is was not told: {secrets_in(report)}, "
                  f"{secrets_in(changed)}")
            wrong += 1
    if not made:
        raise SystemExit("this rpm writes no data base that is known")
    return wrong


def check_dpkg(program, folder):
    status = pathlib.Path("/var/lib/dpkg/status").read_bytes()
    theirs = run("dpkg-query", "-W", "-f",
                 "${db:Status-Status} ${Package} ${Version} ${Architecture} ${Installed-Size}\\n")
    expected = []
    for line in theirs.splitlines():
        state, name, version, architecture, *size = line.split(" ")
        if state == "installed":
            kib = int(size[0]) if size and size[0] else 0
            expected.append(f"{name} {version} {architecture} {kib * 1024}")
    report = scanned(program, image(folder, {"var/lib/dpkg/status": status}))
    return compare("dpkg", lines_of(report, "dpkg"), sorted(expected))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    program = parser.parse_args().program
    checks = {"rpmbuild": check_rpm, "dpkg-query": check_dpkg}
    missing = [tool for tool in checks if not shutil.which(tool)]
    if missing and os.environ.get("CI") == "true":
        raise SystemExit(f"not here: {', '.join(missing)}; see scripts/packages.txt")
    wrong = 0
    for tool, check in checks.items():
        if tool in missing:
            print(f"{tool} is not here: left out")
            continue
        with tempfile.TemporaryDirectory(prefix="plimsoll-packages-") as folder:
            wrong += check(program, pathlib.Path(folder))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
