# SPDX-License-Identifier: Apache-2.0
"""Runs the commands of a page in one shell, in a folder made for it.

The shell begins in what looks like the top of the source tree, with copies of what the page names of testdata/notary and
testdata/cases, in the modes that git gives files. The home folder is empty. Nothing of the caller's environment is there
but what sanitizers read. Commands print to a terminal without colours.

Readers' clocks stand where they stand, the test's do not: a command that evaluates and is given no --at does it at the
moment of the example, or, where its output is shown, at one so far off that the page would be wrong: so it says --at.
"""

import fcntl
import os
import pathlib
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import termios

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import containment
import fixtures

import pages

FAR_OFF = "2099-01-01T00:00:00Z"
EVALUATING = ("verify", "gate", "policy", "keys", "lock", "diff", "export")
TIMEOUT = 120  # seconds without a word
COLUMNS = 100
COLOUR = re.compile("\x1b\\[[0-9;]*m")

# What is called tufcheck in the shell.
WRAPPER = """#!/bin/sh
case " {evaluating} " in *" $1 "*) ;; *) exec {command} "$@" ;; esac
for argument; do
  case $argument in --at | --at=*) exec {command} "$@" ;; esac
done
first=$1
shift
exec {command} "$first" --at "$CLOCK" "$@"
"""


def copy_plainly(source, target):
    """Copies a folder; what can be read can be read by all."""
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    for parent, _, names in os.walk(target):
        os.chmod(parent, 0o755)
        for name in names:
            os.chmod(os.path.join(parent, name), 0o644)


class Session:
    """A folder, and what is run in it."""

    def __init__(self, folder, command, text):
        """text: of the page"""
        self.folder = pathlib.Path(folder)
        for name in ("top/testdata", "home", "tools"):
            (self.folder / name).mkdir(parents=True)
        for name in set(re.findall(r"\btestdata/(notary|cases/[\w-]+)", text)):
            copy_plainly(fixtures.TESTDATA / name, self.folder / "top" / "testdata" / name)
        wrapper = self.folder / "tools" / "tufcheck"
        wrapper.write_text(WRAPPER.format(command=shlex.quote(str(command)), evaluating=" ".join(EVALUATING)),
                           encoding="utf-8")
        wrapper.chmod(0o755)
        self.at = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()

    def _write_script(self, items):
        """One script of all, in which a mark follows what each step prints."""
        lines = ["umask 022", "DOCS_STATUS=0"]
        for number, item in enumerate(items):
            if isinstance(item, pages.File):
                lines.append(f"printf %s {shlex.quote(item.text)} > {shlex.quote(item.name)} || exit")
            if not isinstance(item, pages.Step):
                continue
            clock = FAR_OFF if item.expected is not None else self.at
            lines += [f"export CLOCK={clock}",
                      "(exit $DOCS_STATUS)",  # what echo $? shows
                      f"eval {shlex.quote(item.script)}",
                      "DOCS_STATUS=$?",
                      f"printf '\\0 {number} %d\\0' $DOCS_STATUS"]
        return "\n".join(lines)

    def run(self, items):
        """The (status, output) of each step, by its line. One that was not come to has none."""
        environment = {"PATH": f"{self.folder / 'tools'}:/usr/bin:/bin", "HOME": str(self.folder / "home"),
                       "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "GIT_PAGER": "cat"}
        environment |= {name: value for name, value in os.environ.items()
                        if name.startswith(("ASAN_", "UBSAN_", "LSAN_"))}
        output = run_in_terminal(["bash", "-c", self._write_script(items)], self.folder / "top", environment)
        texts = output.split(b"\0")
        results = {}
        for text, mark in zip(texts[::2], texts[1::2]):
            number, status = map(int, mark.split())
            results[items[number].line] = (status, clean(text))
        return results


def run_in_terminal(command, folder, environment):
    """All that a command prints to a terminal."""
    master, slave = os.openpty()
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=slave,
                          stderr=slave) as process:
        os.close(slave)
        pieces = []
        while select.select([master], [], [], TIMEOUT)[0]:
            try:
                pieces.append(os.read(master, 65536))
            except OSError:  # nobody has the other end any more
                break
        else:
            process.kill()
        os.close(master)
    return b"".join(pieces)


def clean(output):
    """As it is where the kernel has all of the sandbox; without colours, and with a line feed at its end."""
    output = containment.drop_field(containment.drop_note(output))
    text = COLOUR.sub("", output.decode("utf-8", errors="backslashreplace"))
    return text if not text or text.endswith("\n") else text + "\n"
