"""What the tests of pull and push share: the client as a process, and how they are told."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

TRIALS = []


def trial(function):
    TRIALS.append(function)
    return function


class Scene:
    """A folder of one's own, and an environment in which nothing of the user's is found."""

    def __init__(self, client):
        self.client = client
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plimsoll-registry-"))
        self.home = self.folder / "home"
        self.home.mkdir()
        self.environment = {"HOME": str(self.home), "PATH": "/usr/bin:/bin"}

    def run(self, *words, code=0, says=None, silent=None):
        """Runs the client; `says` must stand in what it says, `silent` must not."""
        found = subprocess.run([self.client, *map(str, words)], env=self.environment,
                               capture_output=True, timeout=60)
        text = (found.stdout + found.stderr).decode(errors="replace")
        assert found.returncode == code, f"exit code {found.returncode}, not {code}: {text}"
        assert says is None or says in text, f"does not say {says!r}: {text}"
        assert silent is None or silent not in text, f"says {silent!r}: {text}"
        return text

    def pull(self, reference, *options, **expected):
        return self.run(*options, "pull", reference, self.folder / "out", **expected)

    def blob(self, name):
        return (self.folder / "out" / "blobs" / name.split(":")[1]).read_bytes()

    def complete(self):
        """The blobs of the output that are not partial."""
        folder = self.folder / "out" / "blobs"
        return [p.name for p in folder.iterdir() if p.suffix != ".partial"] if folder.is_dir() else []

    def write(self, path, text, mode=0o644):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path


def main():
    client, *wanted = sys.argv[1:]
    failed = 0
    for function in TRIALS:
        if wanted and function.__name__ not in wanted:
            continue
        scene = Scene(os.path.abspath(client))
        begun = time.monotonic()
        try:
            function(scene)
            print(f"ok    {function.__name__} ({time.monotonic() - begun:.2f} s)", flush=True)
        except Exception:  # a trial may fail in any way, and the others are still wanted
            failed += 1
            print(f"FAIL  {function.__name__}: {function.__doc__}", flush=True)
            traceback.print_exc(limit=-3, file=sys.stdout)
        finally:
            shutil.rmtree(scene.folder, ignore_errors=True)
    print(f"{len(TRIALS)} trials, {failed} failed")
    return 1 if failed else 0
