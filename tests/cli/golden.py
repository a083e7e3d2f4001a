#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the command as people do, and compares what it says with golden/*.case, to the byte.

A case is a text file:

    # What it shows.
    fixture NAME        a function of fixtures.py; else the command runs beside a copy of testdata/notary
    terminal COLUMNS    standard output is a terminal that wide; else a pipe
    user nobody         without the rights of root
    $ COMMAND           for bash with pipefail; $AT is the moment at which the example is evaluated
    status N            the exit status
    ---- stdout
    ---- stderr         each as it must be, when it is not empty

Output to a terminal may have colours: the escape character is written as ␛. What the command has to say of a kernel or
build without all of its sandbox is left out (containment.py).
--update rewrites what follows "status", which is for the author to say.
"""

import argparse
import concurrent.futures
import contextlib
import dataclasses
import difflib
import fcntl
import os
import pathlib
import pwd
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures

CASES = pathlib.Path(__file__).resolve().parent / "golden"
SKIPPED = 77
TIMEOUT = 300
ESCAPE = "\x1b"
SHOWN_ESCAPE = "\N{SYMBOL FOR ESCAPE}"
NO_NEWLINE = "\\ no line feed at the end"


class BadCase(Exception):
    """The case itself is not written as it must be."""


@dataclasses.dataclass
class Case:
    """One case, and what it expects."""
    path: pathlib.Path
    head: str
    script: str
    status: int
    fixture: str = ""
    columns: int = 0
    user: str = ""
    stdout: str = ""
    stderr: str = ""

    @property
    def name(self):
        return self.path.stem


# ---- the files ----

def split_parts(text):
    """The head, and what each stream is to say."""
    parts = {"head": [], "stdout": [], "stderr": []}
    name = "head"
    for line in text.splitlines(keepends=True):
        if line in ("---- stdout\n", "---- stderr\n"):
            name = line.split()[1]
            continue
        parts[name].append(line)
    return {name: "".join(lines) for name, lines in parts.items()}


def read_case(path):
    parts = split_parts(path.read_text(encoding="utf-8"))
    values = {"script": []}
    for line in parts["head"].splitlines():
        keyword, _, rest = line.partition(" ")
        if keyword in ("", "#"):
            continue
        if keyword == "$":
            values["script"].append(rest)
        elif keyword in ("status", "terminal"):
            values["columns" if keyword == "terminal" else keyword] = int(rest)
        elif keyword in ("fixture", "user"):
            values[keyword] = rest
        else:
            raise BadCase(f"{path.name}: unknown line: {line}")
    if not values["script"] or "status" not in values:
        raise BadCase(f"{path.name}: a command and a status are needed")
    values["script"] = "\n".join(values["script"])
    return Case(path=path, head=parts["head"], stdout=parts["stdout"], stderr=parts["stderr"], **values)


def show(data):
    """Output as golden files hold it."""
    text = data.decode("utf-8", errors="surrogateescape")
    if SHOWN_ESCAPE in text or re.search("^----", text, re.MULTILINE):
        raise BadCase("the output has what the form of the golden files reserves")
    if text and not text.endswith("\n"):
        text += f"\n{NO_NEWLINE}\n"
    return text.replace(ESCAPE, SHOWN_ESCAPE)


def write_case(case, stdout, stderr):
    text = case.head
    for name, shown in (("stdout", stdout), ("stderr", stderr)):
        if shown:
            text += f"---- {name}\n{shown}"
    case.path.write_text(text, encoding="utf-8")


# ---- running ----

@dataclasses.dataclass
class Result:
    """What a command did."""
    status: int
    stdout: bytes
    stderr: bytes


def make_environment(tools):
    at = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "AT": at}
    for name, value in os.environ.items():
        if name.startswith(("ASAN_", "UBSAN_", "LSAN_")):
            environment[name] = value
    return environment


def open_terminal(columns):
    """Both ends of a terminal that passes bytes on as they are."""
    master, slave = os.openpty()
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    return master, slave


def read_all(descriptors):
    """What arrives at each descriptor until its other end is closed."""
    data = {descriptor: b"" for descriptor in descriptors}
    waiting = set(descriptors)
    while waiting:
        ready, _, _ = select.select(waiting, [], [], TIMEOUT)
        if not ready:
            raise BadCase("no output and no end")
        for descriptor in ready:
            try:
                piece = os.read(descriptor, 65536)
            except OSError:  # a terminal whose other end is closed
                piece = b""
            data[descriptor] += piece
            if not piece:
                waiting.discard(descriptor)
    return [data[descriptor] for descriptor in descriptors]


def identity_of(user):
    """Arguments of subprocess that give up the rights of root, when there are any."""
    if not user or os.geteuid() != 0:
        return {}
    record = pwd.getpwnam(user)
    return {"user": record.pw_uid, "group": record.pw_gid, "extra_groups": []}


def environment_of(case, environment):
    """A build that counts what runs may not leave its counts where it was built as another user."""
    if not identity_of(case.user):
        return environment
    return environment | {"GCOV_PREFIX": environment["PATH"].split(":")[0] + "/counters"}


def run_script(case, folder, environment):
    output, output_end = open_terminal(case.columns) if case.columns else os.pipe()
    errors, errors_end = os.pipe()
    with subprocess.Popen(["bash", "-o", "pipefail", "-c", case.script], cwd=folder, env=environment,
                          stdin=subprocess.DEVNULL, stdout=output_end, stderr=errors_end,
                          **identity_of(case.user)) as process:
        os.close(output_end)
        os.close(errors_end)
        stdout, stderr = read_all([output, errors])
        os.close(output)
        os.close(errors)
        status = process.wait(TIMEOUT)
    # of both: a case may lead them together
    stdout, stderr = containment.drop_note(stdout), containment.drop_note(stderr)
    return Result(status, containment.drop_field(stdout), stderr)


@contextlib.contextmanager
def working_folder(case, example):
    if not case.fixture:
        yield example
        return
    with tempfile.TemporaryDirectory(prefix="golden-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        fixtures.make(case.fixture, folder)
        try:
            yield folder
        finally:
            for parent, names, _ in os.walk(folder):
                for child in names:
                    os.chmod(pathlib.Path(parent) / child, 0o755)


def run_case(case, environment, example):
    with working_folder(case, example) as folder:
        return run_script(case, folder, environment_of(case, environment))


# ---- judging ----

def find_hostile(text):
    """Characters that a terminal or a reader's eye would take for something else."""
    allowed = {"\n"}
    return sorted({f"U+{ord(c):04X}" for c in set(text)
                   if c not in allowed and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")})


def check_characters(case, result):
    for name, data in (("stdout", result.stdout), ("stderr", result.stderr)):
        text = data.decode("utf-8", errors="surrogateescape")
        if name == "stdout" and case.columns:
            text = re.sub(ESCAPE + r"\[[0-9;]*m", "", text)
        hostile = find_hostile(text)
        if hostile:
            yield f"{name} has raw {', '.join(hostile)}"
        if re.search(" $", text, re.MULTILINE):
            yield f"{name} has spaces at the end of a line"


def compare(name, expected, actual):
    lines = difflib.unified_diff(expected.splitlines(keepends=True), actual.splitlines(keepends=True),
                                 f"{name}, as it should be", f"{name}, as it is")
    text = "".join(lines)
    return [text] if text else []


def judge(case, result, update):
    """What is wrong with the result, a text each."""
    problems = list(check_characters(case, result))
    if result.status != case.status:
        problems.append(f"exit status {result.status}, expected {case.status}\n"
                        + result.stderr.decode("utf-8", errors="backslashreplace")[-2000:])
    stdout, stderr = show(result.stdout), show(result.stderr)
    if not update:
        return problems + compare("stdout", case.stdout, stdout) + compare("stderr", case.stderr, stderr)
    if not problems:
        write_case(case, stdout, stderr)
    return problems


def can_run_as(user, environment):
    """A build folder that others may not enter keeps them from running the command."""
    try:
        probe = subprocess.run(["bash", "-c", "tufcheck --version"], env=environment, cwd="/",
                               check=False, capture_output=True, **identity_of(user))
    except OSError:
        return False
    return probe.returncode == 0


def make_counters(folder):
    folder.mkdir()
    folder.chmod(0o777)


def select_cases(names):
    cases = [read_case(path) for path in sorted(CASES.glob("*.case"))]
    unknown = set(names) - {case.name for case in cases}
    if unknown:
        raise BadCase(f"no such case: {', '.join(sorted(unknown))}")
    return [case for case in cases if not names or case.name in names]


def run_all(cases, environment, update, example):
    """How many cases failed."""
    def run(case):
        try:
            return judge(case, run_case(case, environment, example), update)
        except (BadCase, containment.Unexpected, OSError, subprocess.SubprocessError) as error:
            return [f"cannot be run: {error}"]

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, problems in zip(cases, pool.map(run, cases)):
            if not problems:
                continue
            failed += 1
            print(f"FAILED {case.name}: {case.script}")
            for problem in problems:
                print(problem)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tufcheck", type=pathlib.Path, required=True, help="the built command")
    parser.add_argument("--update", action="store_true", help="rewrite what the cases expect")
    parser.add_argument("cases", nargs="*", help="names; default: all")
    options = parser.parse_args()
    cases = select_cases(options.cases)
    with tempfile.TemporaryDirectory(prefix="golden-tools-") as tools, \
            tempfile.TemporaryDirectory(prefix="golden-example-") as example:
        pathlib.Path(tools).chmod(0o755)
        fixtures.copy_example(pathlib.Path(example))
        make_counters(pathlib.Path(tools) / "counters")
        (pathlib.Path(tools) / "tufcheck").symlink_to(options.tufcheck.resolve(strict=True))
        environment = make_environment(tools)
        for user in sorted({case.user for case in cases if case.user}):
            if can_run_as(user, environment):
                continue
            print(f"left out: {user} may not run the command where it was built")
            cases = [case for case in cases if case.user != user]
        failed = run_all(cases, environment, options.update, example)
    print(f"{len(cases)} cases, {failed} failed")
    if not cases:
        return SKIPPED
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
