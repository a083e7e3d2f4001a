# SPDX-License-Identifier: Apache-2.0
"""The fuzz targets, and where what they use and make stands."""

import argparse
import os
import pathlib
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CORPUS = SOURCE / "testdata" / "corpus"
WORDS = SOURCE / "tests" / "fuzz" / "words.dict"

# The longest input that is tried, in bytes.
TARGETS = {
    "archive": 32768, "canonical": 4096, "chain": 49152, "envelope": 8192, "image": 512, "json": 4096, "keys": 8192, "lock": 16384,
    "manifests": 4096, "pins": 4096, "policy": 4096, "roles": 8192, "trustdir": 32768,
}


class Places:
    """What belongs to one target below the folder where the targets were built."""

    def __init__(self, build, name):
        self.name = name
        self.program = build / f"fuzz_{name}"
        self.corpus = CORPUS / name
        self.found = build / "found" / name
        self.crashes = build / "crashes"

    def make(self):
        self.found.mkdir(parents=True, exist_ok=True)
        self.crashes.mkdir(parents=True, exist_ok=True)
        return self


def environment(scratch):
    """Temporary files go to a folder that is removed in the end, whatever becomes of the target."""
    return os.environ | {
        "TMPDIR": scratch,
        "ASAN_OPTIONS": "quarantine_size_mb=8:detect_stack_use_after_return=0",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }


def scratch():
    """A folder for temporary files, in memory where that can be."""
    memory = pathlib.Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="tufcheck-fuzz-", dir=memory if os.access(memory, os.W_OK) else None)


def parser(description):
    """Arguments that all programs here take."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--build", type=lambda text: pathlib.Path(text).resolve(), required=True, metavar="FOLDER",
                      help="where the targets were built")
    made.add_argument("targets", nargs="*", metavar="TARGET", help="which (default: all)")
    return made


def read_arguments(made):
    """The arguments; ends the program when a target is none."""
    arguments = made.parse_args()
    unknown = [name for name in arguments.targets if name not in TARGETS]
    if unknown:
        made.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    arguments.targets = arguments.targets or list(TARGETS)
    return arguments
