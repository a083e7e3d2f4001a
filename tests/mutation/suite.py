# SPDX-License-Identifier: Apache-2.0
"""The tests that mutants are held against, each as small a piece as can be run by itself:
a function of a unit test, a case, a golden case, a script of tests/cli."""

import contextlib
import dataclasses
import io
import json
import mmap
import os
import pathlib
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CASES = SOURCE / "testdata" / "cases"
sys.dont_write_bytecode = True
sys.path[:0] = [str(SOURCE / "tests" / "cases"), str(SOURCE / "tests" / "cli")]
import golden
import run_cases

# The others take long, or see nothing that the cases do not: agreement, schemas, recipes for pipelines.
SCRIPTS = ("cli.lock", "cli.evidence", "cli.keys", "cli.private-keys", "cli.diff")
# Of the clock, a second of work at most: the machine may be busy with others.
PATIENCE = 20
OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM)


@dataclasses.dataclass
class Test:
    """One test; what it reaches, and the seconds that it works, are known once it is recorded."""
    kind: str
    name: str
    command: list = dataclasses.field(default_factory=list)
    reached: frozenset = frozenset()
    seconds: float = 0.0

    @property
    def key(self):
        return f"{self.kind} {self.name}"


def list_ctest(build):
    output = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True,
                            capture_output=True).stdout
    return {test["name"]: test["command"] for test in json.loads(output)["tests"] if "command" in test}


def list_functions(name):
    """The names of the tests in the source of a cmocka program."""
    text = (SOURCE / "tests" / "unit" / f"{name}.c").read_text(encoding="utf-8")
    return re.findall(r"^static void (test_\w+)\(void \*\*", text, re.MULTILINE)


def list_tests(build):
    tests = []
    for name, command in list_ctest(build).items():
        if name.startswith("unit."):
            tests += [Test("unit", f"{name[5:]}.{function}", [*command, function])
                      for function in list_functions(name[5:])]
        elif name in SCRIPTS:
            tests.append(Test("script", name, command))
    tests += [Test("case", path.parent.name) for path in sorted(CASES.glob("*/expect.json"))]
    tests += [Test("golden", case.name) for case in golden.select_cases([])]
    return tests


class Server:
    """A program that waits before its main(): mutant.c says how."""

    def __init__(self, program, argument_count, reached):
        self.orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
                       "TMPDIR": os.environ["TMPDIR"], "TUFCHECK_TEST_KEYS": os.environ["TMPDIR"],
                       "TUFCHECK_MUTANT_REACHED": str(reached),
                       "TUFCHECK_MUTANT_SOCKET": str(theirs.fileno())}
        with theirs:
            self.process = subprocess.Popen([program, *["-"] * argument_count], env=environment,
                                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                            stderr=subprocess.DEVNULL, pass_fds=[theirs.fileno()])

    def run(self, number, limit, test, folder, output, errors, arguments=()):
        """The return code, as subprocess has it, and the seconds of work."""
        words = [number, limit, test, folder, output, errors, *arguments]
        self.orders.send("".join(f"{word}\0" for word in words).encode())
        status, microseconds = struct.unpack("ii", self.orders.recv(8))
        return os.waitstatus_to_exitcode(status), microseconds / 1e6


class Runner:
    """Runs tests in a process of its own, in scratch folders that are made once."""

    def __init__(self, build, scratch, size):
        self.tufcheck = build / "cli" / "tufcheck"
        self.scratch = pathlib.Path(scratch)
        self.scratch.chmod(0o755)
        self.base_advice = run_cases.read_base_advice(CASES)
        self.cases, self.golden, self.servers = {}, None, {}
        self.seconds = 0.0  # that copies worked
        os.environ["TMPDIR"] = str(self.scratch)
        tempfile.tempdir = str(self.scratch)
        self.reached_file = self.scratch / "reached"
        self.reached_file.write_bytes(bytes(size))
        self.reached_file.chmod(0o666)
        with open(self.reached_file, "r+b") as file:
            self.reached = mmap.mmap(file.fileno(), size)

    def passes(self, test, number):
        """Whether a test passes while a mutant is alive; 0: none."""
        limit = int(1 + 3 * test.seconds) if test.seconds else 60
        os.environ.update(TUFCHECK_MUTANT=str(number), TUFCHECK_MUTANT_SECONDS=str(limit))
        try:
            return getattr(self, "run_" + test.kind)(test, number, limit)
        except subprocess.TimeoutExpired:
            return False

    def serve(self, program, argument_count=0):
        key = program, argument_count
        if key not in self.servers:
            self.servers[key] = Server(program, argument_count, self.reached_file)
        return self.servers[key]

    def run_unit(self, test, number, limit):
        def run(number, limit):
            code, seconds = self.serve(test.command[0]).run(number, limit, test.command[-1], self.scratch,
                                                            "/dev/null", "/dev/null")
            self.seconds += seconds
            return code
        code = run(number, limit)
        if code in OUT_OF_TIME and number:
            # perhaps only because it made keys, which stay: see whether it has time enough without the mutant
            run(0, 60 + limit)
            code = run(number, limit)
        return code == 0

    def run_script(self, test, _, limit):
        """Scripts give the program an environment of their own, to which a shell adds what wakes the mutant."""
        shell = self.scratch / "tufcheck"
        own = [f"export {name}={value}\n" for name, value in os.environ.items() if name.startswith("TUFCHECK_MUTANT")]
        shell.write_text(f"#!/bin/sh\n{''.join(own)}exec {self.tufcheck} \"$@\"\n")
        shell.chmod(0o755)
        command = [str(shell) if word == str(self.tufcheck) else word for word in test.command]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=PATIENCE * limit, check=False, cwd=self.scratch)
        return done.returncode == 0

    # ---- cases ----

    def run_case(self, test, number, limit):
        """Only output that differs from what the program without mutants says is looked at closely."""
        if test.name not in self.cases:
            self.set_up_case(test.name, limit)
        folder, expect, usual = self.cases[test.name]
        done = self.run_tufcheck(folder, expect, number, limit)
        if (done.returncode, done.stdout, done.stderr) == usual:
            return True
        run = run_cases.run
        run_cases.run = lambda *_: done
        try:
            return not any(run_cases.check_json(str(self.tufcheck), folder, expect, self.base_advice))
        except (KeyError, TypeError, AttributeError):  # a report without what is always there
            return False
        finally:
            run_cases.run = run

    def run_tufcheck(self, folder, expect, number, limit):
        if run_cases.find_user(expect):
            run_cases.SECONDS = PATIENCE * limit
            return run_cases.run(str(self.tufcheck), folder, expect, "-o", "json")
        arguments = ["verify", "-o", "json", "--at", expect["at"], *expect["options"], *expect["arguments"]]
        output, errors = self.scratch / "stdout", self.scratch / "stderr"
        server = self.serve(str(self.tufcheck), len(arguments))
        code, seconds = server.run(number, limit, "", folder, output, errors, arguments)
        self.seconds += seconds
        return subprocess.CompletedProcess(arguments, code, output.read_bytes(), errors.read_bytes())

    def set_up_case(self, name, limit):
        expect = json.loads((CASES / name / "expect.json").read_text())
        place = self.scratch / "cases" / name
        place.mkdir(parents=True)
        run_cases.set_up(CASES / name, place / "case", expect)
        number, os.environ["TUFCHECK_MUTANT"] = os.environ["TUFCHECK_MUTANT"], "0"
        done = self.run_tufcheck(place / "case", expect, 0, limit)
        os.environ["TUFCHECK_MUTANT"] = number
        self.cases[name] = place / "case", expect, (done.returncode, done.stdout, done.stderr)

    # ---- golden ----

    def set_up_golden(self):
        tools, example = self.scratch / "tools", self.scratch / "example"
        tools.mkdir()
        example.mkdir()
        golden.fixtures.copy_example(example)
        (tools / "tufcheck").symlink_to(self.tufcheck)
        cases = {case.name: case for case in golden.select_cases([])}
        return golden.make_environment(tools), example, cases

    def run_golden(self, test, _, limit):
        golden.TIMEOUT = PATIENCE * limit
        self.golden = self.golden or self.set_up_golden()
        environment, example, cases = self.golden
        own = {name: value for name, value in os.environ.items() if name.startswith("TUFCHECK_MUTANT")}
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                case = cases[test.name]
                result = golden.run_case(case, {**environment, **own}, example)
                return not golden.judge(case, result, False)
            except (golden.BadCase, OSError, subprocess.SubprocessError, UnicodeError):
                return False

    # ---- recording ----

    def record(self, test):
        """Notes what a test reaches, and how long it takes; None when it does not pass without mutants."""
        if test.kind == "case":
            self.passes(test, 0)  # sets it up
        self.reached[:] = bytes(len(self.reached))
        if test.kind in ("script", "golden"):
            os.environ["TUFCHECK_MUTANT_REACHED"] = str(self.reached_file)
        self.seconds, before = 0.0, resource.getrusage(resource.RUSAGE_CHILDREN)
        passes = self.passes(test, 0)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = self.seconds + after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        os.environ.pop("TUFCHECK_MUTANT_REACHED", None)
        if not passes:
            return None
        numbers, at = [], self.reached.find(b"\1")
        while at >= 0:
            numbers.append(at)
            at = self.reached.find(b"\1", at + 1)
        return dataclasses.replace(test, reached=frozenset(numbers), seconds=seconds)
