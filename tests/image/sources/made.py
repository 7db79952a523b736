"""Images for tests: layers, configurations, archives of docker's, layouts."""

import gzip
import hashlib
import io
import json
import tarfile

OCI = "application/vnd.oci.image."
MANIFEST = OCI + "manifest.v1+json"
INDEX = OCI + "index.v1+json"
CONFIG = OCI + "config.v1+json"
LAYER = OCI + "layer.v1.tar"


def hex_of(data):
    return hashlib.sha256(data).hexdigest()


def digest(data):
    return "sha256:" + hex_of(data)


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def zipped(data):
    return gzip.compress(data, mtime=0)


def config(layers, architecture="amd64"):
    return json.dumps({
        "architecture": architecture, "os": "linux", "config": {"User": "app"},
        "rootfs": {"type": "layers", "diff_ids": [digest(layer) for layer in layers]},
        "history": [{"created_by": f"COPY {i}"} for i in range(len(layers))]}).encode()


def descriptor(kind, data, **more):
    return {"mediaType": kind, "digest": digest(data), "size": len(data), **more}


def manifest(settings, blobs, kind=LAYER, **more):
    return json.dumps({"schemaVersion": 2, "mediaType": MANIFEST,
                       "config": descriptor(CONFIG, settings),
                       "layers": [descriptor(kind, blob) for blob in blobs], **more}).encode()


def index(members):
    return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": members}).encode()


def platform(architecture, os="linux"):
    return {"platform": {"architecture": architecture, "os": os}}


def docker_save(layers, name="app:1"):
    """The classic form."""
    settings = config(layers)
    files = [(f"{i}/layer.tar", layer) for i, layer in enumerate(layers)]
    listed = [{"Config": hex_of(settings) + ".json", "RepoTags": [name],
               "Layers": [file for file, _ in files]}]
    return tar([*files, (hex_of(settings) + ".json", settings),
                ("manifest.json", json.dumps(listed).encode())])
