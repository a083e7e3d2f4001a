# SPDX-License-Identifier: Apache-2.0
"""What one run of the command costs: instructions, memory, the time it took."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
MADE = pathlib.Path(__file__).resolve().parent / "making.py"
COUNTER = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]


def skip(reason):
    print(f"skipped: {reason}")
    raise SystemExit(SKIPPED)


def is_sanitized(program):
    """A sanitizer has its own allocator and its own instructions."""
    symbols = subprocess.run(["nm", "--undefined-only", "--dynamic", program], capture_output=True, check=True)
    return b" __asan_" in symbols.stdout


def require_inputs():
    """What makes the inputs: making.py and what it imports."""
    if subprocess.run([sys.executable, "-c", "import cryptography"], capture_output=True, check=False).returncode != 0:
        skip("python3-cryptography is not installed")


def require_counter(program):
    if not shutil.which("valgrind"):
        skip("there is no valgrind")
    if is_sanitized(program):
        skip("the command is built with a sanitizer")
    told = subprocess.run([*COUNTER, program, "--version"], capture_output=True, check=False).stderr
    if b"debuginfo reader" in told:
        skip("valgrind cannot read the debug information of this build")


def count_instructions(command, statuses=(0,)):
    """That the process executes; between runs of one command they differ by some tens."""
    with tempfile.TemporaryFile() as told:
        done = subprocess.run([*COUNTER, *command], stdout=subprocess.DEVNULL, stderr=told, check=False)
        told.seek(0)
        text = told.read().decode(errors="replace")
    found = re.search(r"I\s+refs:\s+([\d,]+)", text)
    if not found or done.returncode not in statuses:
        raise SystemExit(f"{' '.join(command)}: exit status {done.returncode}\n{text[-2000:]}")
    return int(found.group(1).replace(",", ""))


def run(command, output=os.devnull):
    """(exit status, seconds, processor seconds, peak memory in bytes) of one process.

    The memory is at least that of this process: the kernel counts from before the program was loaded.
    """
    actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, str(output), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
               (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    child = os.posix_spawn(shutil.which(command[0]), command, {"PATH": os.environ["PATH"], "HOME": "/nonexistent"},
                           file_actions=actions)
    _, status, used = os.wait4(child, 0)
    return (os.waitstatus_to_exitcode(status), time.perf_counter() - start, used.ru_utime + used.ru_stime,
            used.ru_maxrss * 1024)


def make(kind, size, folder):
    """A trust directory, made by another process so that this one stays small."""
    subprocess.run([sys.executable, str(MADE), kind, str(size), str(folder)], check=True)
