#!/usr/bin/env python3
"""Whatever an image has many of, memory has its bound: 64 MiB and 100 bytes an entry.

A path that only names imply counts as an entry. Each storm is scanned twice, without a cache
(as text) and with what the first run has kept (as JSON); the peak is the kernel's.

    run.py --program PLIMSOLL [--entries N] [--only STORM]
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import storms

MIB = 1 << 20
FIXED_MIB = 64
BYTES_AN_ENTRY = 100
# Paths without an entry, for each entry.
IMPLIED = {"hardlinks_to_nothing": 1, "opaque_directories": 0.5, "leftovers": 2, "caches_of_python": 2}


# A process begins with the peak of the one that it was forked from: so a small one forks it.
MEASURE = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, file=sys.stderr)
"""


def peak_mib(command, environment):
    """Of a command whose answer is not looked at."""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", MEASURE, *command], env=environment,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    code, peak = map(int, done.stderr.split()[-2:])
    if code not in (0, 1, 3):
        sys.exit(f"exit {code}: {done.stderr[-2000:].decode(errors='replace')}")
    return peak / 1024


def is_sanitized(program):
    text = pathlib.Path(program).read_bytes()
    return b"__asan_init" in text or b"__tsan_init" in text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--entries", type=int, default=200_000)
    parser.add_argument("--only")
    options = parser.parse_args()
    if is_sanitized(options.program):
        sys.exit(77)
    failed = False
    with tempfile.TemporaryDirectory(prefix="plimsoll-memory-") as folder:
        path = os.path.join(folder, "storm.tar")
        for name, make in storms.STORMS.items():
            if options.only not in (None, name):
                continue
            entries = storms.write(path, make(options.entries))
            counted = entries * (1 + IMPLIED.get(name, 0))
            bound = FIXED_MIB + BYTES_AN_ENTRY * counted / MIB
            environment = {**os.environ, "PLIMSOLL_CACHE": os.path.join(folder, name)}
            command = [options.program, "image", "--isolated", "--format"]
            peaks = [peak_mib([*command, form, path], environment) for form in ("text", "json")]
            verdict = "ok" if max(peaks) <= bound else "MORE THAN THE BOUND"
            failed |= max(peaks) > bound
            print(f"{name:28} {entries:9} entries  {peaks[0]:6.1f} {peaks[1]:6.1f} MiB "
                  f"of {bound:6.1f}  {verdict}", flush=True)
    sys.exit(1 if failed else 0)


main()
