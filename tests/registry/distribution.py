"""Docker's own registry (Debian: docker-registry), run for the length of a test."""

import contextlib
import json
import signal
import socket
import subprocess
import time

PROGRAM = "docker-registry"
START_SECONDS = 30


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextlib.contextmanager
def registry(folder, delete=True, auth=None):
    """Yields its "localhost:PORT"; all it writes is below `folder`."""
    port = free_port()
    config = {"version": 0.1, "log": {"level": "error"}, "http": {"addr": f"127.0.0.1:{port}"},
              "storage": {"filesystem": {"rootdirectory": str(folder / f"registry-{port}")},
                          "delete": {"enabled": delete}}, **({"auth": auth} if auth else {})}
    path = folder / f"registry-{port}.yml"
    path.write_text(json.dumps(config))
    said = folder / f"registry-{port}.log"
    with open(said, "wb") as log:
        process = subprocess.Popen([PROGRAM, "serve", str(path)], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{PROGRAM} did not come up: "
                                   + said.read_text(errors="replace")[-2000:])
            time.sleep(0.05)
        yield f"localhost:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
