#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Inputs made to cost out of all proportion: each ends at a cap, says so, and keeps to its memory.

    hostile.py TUFCHECK [--table] [NAME...]

Of each input the exit status, words of the answer, the answer's length and the memory are looked at. Where the text is
enough to refuse it, the instructions for each byte of it are counted, too: parsing costs several times as many. --table
also tells the time that it took, of which nothing is asked: how much is done at most, other tests count.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import measure  # noqa: E402

MIB = 1 << 20
INPUTS = pathlib.Path(__file__).resolve().with_name("hostile_inputs.py")
# Of the answer: 1000 findings of some kinds, the keys and roles.
MAX_ANSWER = 16 * MIB
# For each byte: a hash and looks at it take up to 410 without optimisation and with a sanitizer, and parsing takes 400 more.
MAX_INSTRUCTIONS = 500


def list_inputs():
    return subprocess.run([sys.executable, INPUTS, "--list"], capture_output=True, check=True).stdout.decode().split()


def make(tufcheck, name, folder):
    """Makes an input in another process, so that this one stays small: see measure.run."""
    done = subprocess.run([sys.executable, INPUTS, name, str(folder)], stdout=subprocess.PIPE, check=True,
                          env={**os.environ, "TUFCHECK": tufcheck})
    return json.loads(done.stdout)


def problems_of(wanted, status, text, memory):
    if status != wanted["status"]:
        yield f"exit status {status}, expected {wanted['status']}"
    for words in wanted["says"]:
        if words not in text:
            yield f"the answer lacks \"{words}\""
    if len(text) > MAX_ANSWER:
        yield f"an answer of {len(text)} bytes"
    if memory > wanted["memory"] * MIB:
        yield f"{memory // MIB} MiB of memory, expected at most {wanted['memory']}"


def count_by_byte(command, folder):
    """Instructions for each byte of the input's files."""
    size = sum(path.stat().st_size for path in folder.rglob("*.json"))
    return measure.count_instructions(command, (0, 1, 2, 3)) / size


def check(tufcheck, name, with_times):
    with tempfile.TemporaryDirectory() as folder:
        wanted = make(tufcheck, name, pathlib.Path(folder) / "input")
        answer = pathlib.Path(folder) / "answer"
        status, seconds, used, memory = measure.run([tufcheck, *wanted["arguments"]], answer)
        text = answer.read_text(encoding="utf-8", errors="replace")
        counted = count_by_byte([tufcheck, *wanted["arguments"]], pathlib.Path(folder)) if wanted["isCounted"] else 0
    problems = list(problems_of(wanted, status, text, memory))
    if counted > MAX_INSTRUCTIONS:
        problems.append(f"{counted:.0f} instructions for each byte, expected at most {MAX_INSTRUCTIONS}")
    times = f"{seconds:7.2f} s {used:7.2f} s {memory // MIB:5} MiB {len(text):9} bytes" if with_times else ""
    print(f"{name:34}{times}{'; '.join(problems) or 'as expected'}" if not with_times
          else f"{name:34}{times}   {'; '.join(problems)}", flush=True)
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tufcheck")
    parser.add_argument("--table", action="store_true", help="also tells seconds, processor seconds, memory, bytes")
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    tufcheck = str(pathlib.Path(options.tufcheck).resolve())
    measure.require_inputs()
    if measure.is_sanitized(tufcheck):
        measure.skip("the command is built with a sanitizer, whose memory is another")
    measure.require_counter(tufcheck)
    results = [check(tufcheck, name, options.table) for name in options.names or list_inputs()]
    print(f"{sum(results)} of {len(results)} inputs end as they should")
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
