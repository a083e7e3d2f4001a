# SPDX-License-Identifier: Apache-2.0
"""What the kernel here has of the sandbox, and the note of the command where that is not all.

Where it is not all every run notes so on standard error, and every JSON report has a field for it. Tests that compare
output to the byte take both out first, and only when they are what is to be expected here.
"""

import ctypes
import re

NOTE = re.compile(rb"^tufcheck: sandbox: landlock (\w+), seccomp (\w+): (.*)\n", re.MULTILINE)
FIELD = re.compile(rb'\s*"sandbox":\s*\{\s*"landlock":\s*"(\w+)",\s*"seccomp":\s*"(\w+)",\s*"reason":\s*"([^"]*)"\s*\},')
BUILT_WITHOUT = b"this build has none"
REFUSED = b"--no-sandbox was given"

LANDLOCK_CREATE_RULESET = 444
LANDLOCK_CREATE_RULESET_VERSION = 1
LANDLOCK_VERSION_OF_TRUNCATE = 3
PR_GET_SECCOMP = 21


class Unexpected(Exception):
    """The command says that something is missing which the kernel has."""


def probe_landlock():
    """none, partial or full, as the command is to say."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    version = call(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION)
    if version < 1:
        return b"none"
    return b"full" if version >= LANDLOCK_VERSION_OF_TRUNCATE else b"partial"


def probe_seccomp():
    """none or full."""
    return b"none" if ctypes.CDLL(None).prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0 else b"full"


def check(match):
    """What is left of a note: nothing, but all of one that was asked for."""
    landlock, seccomp, reason = match.groups()
    if reason == REFUSED:
        return match[0]
    expected = (b"none", b"none") if reason == BUILT_WITHOUT else (probe_landlock(), probe_seccomp())
    if (landlock, seccomp) != expected or expected == (b"full", b"full"):
        raise Unexpected(f"the kernel has {expected}, and the command says: {match[0]!r}")
    return b""


def drop_note(stderr):
    """Standard error without the note that this kernel or build makes unavoidable."""
    return NOTE.sub(check, stderr)


def drop_field(stdout):
    """Likewise a JSON report without the field."""
    return FIELD.sub(check, stdout)
