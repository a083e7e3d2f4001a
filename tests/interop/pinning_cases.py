#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks the real client about every case of testdata/cases that has a configuration with pins.

    pinning_cases.py TUFCHECK

Pins are for roots that a client does not have yet, so each case is put on a server of its own, on loopback, and a client
that has seen nothing lists it with the case's configuration. It has to read it exactly when tufcheck, now and with the
same configuration, trusts it; but for cases that show a difference. Exit status: 0 so it is, 1 it is not, 77 there are no
cases.
"""
import collections
import concurrent.futures
import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

sys.dont_write_bytecode = True  # nothing is left in the source tree
TOP = pathlib.Path(__file__).resolve().parents[2]
CASES = TOP / "testdata" / "cases"
CONFIG = "notary.json"
SECONDS = 60

# What the client says when it is the pins that it refuses by, and what else is refused in a case.
BY_PINS = ("trust_pinning", "trust pinning", "root cert from CA path", "invalid CA certs",
           "failed to validate integrity of roots")
BY_DATES = ("unable to retrieve valid leaf certificates",)


class Handler(http.server.BaseHTTPRequestHandler):
    """/CASE/v2/GUN/_trust/tuf/ROLE.json and ROLE.HASH.json are the files of the case."""

    def do_GET(self):  # pylint: disable=invalid-name
        case, _, rest = self.path.lstrip("/").partition("/v2/")
        gun, _, name = rest.partition("/_trust/tuf/")
        path = CASES / case / "tuf" / gun / "metadata" / re.sub(r"\.[0-9a-f]{64}\.json$", ".json", name)
        data = b"{}" if not name else path.read_bytes() if path.is_file() else None
        self.send_response(404 if data is None else 200)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, *arguments):  # pylint: disable=arguments-differ
        """Quietly."""


def why_refused(case, gun, server):
    """What the client says at last; None when it lists the repository."""
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(home) / "case"
        shutil.copytree(case, folder)
        result = subprocess.run(["notary", "-c", CONFIG, "-s", f"{server}/{case.name}", "-d", f"{home}/trust", "list", gun],
                                cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                timeout=SECONDS, check=False, env={"PATH": os.environ["PATH"], "HOME": home})
    return None if result.returncode == 0 else result.stdout.decode().strip().rpartition("\n")[2]


def ask(tufcheck, server, case):
    """(case, status, why the client refuses it or None)"""
    result = subprocess.run([tufcheck, "verify", "--notary-config", CONFIG, "-o", "json", "tuf"], cwd=case, check=False,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS)
    repository, = json.loads(result.stdout)["repositories"]
    return case.name, repository["status"], why_refused(case, repository["gun"], server)


def shows_difference(name):
    return "difference" in json.loads((CASES / name / "expect.json").read_text())


def judge(name, status, refusal):
    """The line to print, and whether they agree."""
    said = f"the client: {refusal}" if refusal else "the client reads it"
    agree = (status == "trusted") == (refusal is None) or (status != "trusted" and shows_difference(name))
    # Something else that went wrong would agree as well.
    is_known = refusal is None or any(text in refusal for text in BY_PINS + BY_DATES)
    return f"{'ok  ' if agree and is_known else 'FAIL'}  {name}: {status}; {said}", agree and is_known


def main():
    tufcheck, = sys.argv[1:]
    cases = sorted(path.parent for path in CASES.glob(f"*/{CONFIG}"))
    if not cases:
        print("skipped: there are no cases")
        sys.exit(77)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        question = functools.partial(ask, os.path.abspath(tufcheck), f"http://127.0.0.1:{server.server_port}")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            answers = list(pool.map(question, cases))
        server.shutdown()
    lines = [judge(*answer) for answer in answers]
    for line, _ in lines:
        print(line)
    counts = collections.Counter(agree for _, agree in lines)
    print(f"{counts[True]} of {len(lines)} cases agree")
    sys.exit(0 if counts[False] == 0 else 1)


if __name__ == "__main__":
    main()
