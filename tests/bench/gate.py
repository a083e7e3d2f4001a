#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long a cold gate of one image takes, as a whole process, beside what else must be paid.

    gate.py NAME=TUFCHECK,FLOOR... [--rounds N] [--json FILE]

For each of the given builds of tufcheck, which must all give the same answer, three processes, and one more; all
are measured in turn, so that whatever slows the machine slows them alike:

  NAME gate   `tufcheck gate IMAGE` on a trust directory with one repository
  NAME floor  gate_floor.c: links the same libraries, verifies the same signatures by the same keys, and nothing else
  NAME start  `tufcheck --version`: the process starts, its libraries are linked, nothing is checked
  notary      `notary list GUN` without a server, on the same directory, where the client is installed

Medians of wall and of processor time are printed; the first round of each warms the file cache and is dropped. Programs
are run from copies, as installing makes them: in the kernel's cache a file that a linker has just written lies in smaller
pieces, and to map it takes about 0.3 ms more.
"""

import argparse
import base64
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

sys.dont_write_bytecode = True

TESTDATA = pathlib.Path(__file__).resolve().parents[2] / "testdata"
CASE = "advice-base"
MOMENT = "2026-12-01"  # when the case is valid, so that all answers are the same
NO_SERVER = "https://127.0.0.1:1"  # nothing listens there
LIMIT = 0.25  # of the client's time
LIMIT_OVER_FLOOR = 0.003  # seconds
SIGNED = b'{"signed":'


def find_image(tufcheck, trust):
    """The repository of the case, and a tag of it."""
    report = json.loads(subprocess.run([tufcheck, "verify", "-o", "json", str(trust / "tuf")], check=False,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    repository, = report["repositories"]
    tag = next(target["name"] for target in repository["targets"] if target["pullable"])
    return repository["gun"], tag


def read_documents(trust):
    """Every metadata file: what is signed, as it stands there, and the whole of it parsed."""
    for path in sorted(trust.glob("tuf/**/metadata/**/*.json")):
        data = path.read_bytes()
        end = data.rindex(b',"signatures":')
        yield data[len(SIGNED):end], json.loads(data)


def read_point(entry):
    """The public point of a listed key, which is one on P-256."""
    public = base64.b64decode(entry["keyval"]["public"])
    if entry["keytype"].endswith("-x509"):
        key = x509.load_pem_x509_certificate(public).public_key()
    else:
        key = serialization.load_der_public_key(public)
    return key, key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def write_signatures(trust, path):
    """What gate_floor verifies: each signature of the repository, which must be valid."""
    documents = list(read_documents(trust))
    listed = {}
    for _, document in documents:
        signed = document["signed"]
        listed.update(signed.get("keys") or (signed.get("delegations") or {}).get("keys") or {})
    with open(path, "wb") as out:
        for message, document in documents:
            for signature in document["signatures"]:
                key, point = read_point(listed[signature["keyid"]])
                raw = base64.b64decode(signature["sig"])
                pair = (int.from_bytes(half, "big") for half in (raw[:len(raw) // 2], raw[len(raw) // 2:]))
                der = utils.encode_dss_signature(*pair)
                key.verify(der, message, ec.ECDSA(hashes.SHA256()))
                for item in (point, der, message):
                    out.write(len(item).to_bytes(4, "big") + item)


def measure(command, environment):
    """(wall, processor) seconds of one process, from its start to its end."""
    program = shutil.which(command[0])
    nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    start = time.perf_counter()
    child = os.posix_spawn(program, command, environment, file_actions=nothing)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"gate.py: {' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return wall, used.ru_utime + used.ru_stime


def copy_programs(builds, home):
    """The same builds with programs that were written as a whole."""
    copies = {}
    for name, programs in builds.items():
        folder = home / name
        (folder / "cli").mkdir(parents=True)
        copies[name] = [shutil.copy(program, folder / "cli") for program in programs]
        # where a build's program looks for its library
        library = pathlib.Path(programs[0]).parent.parent / "verify" / "libtufcheck.so.0"
        if library.exists():
            (folder / "verify").mkdir()
            shutil.copy(library, folder / "verify")
    return copies


def make_commands(builds, trust, signatures):
    gun, tag = find_image(next(iter(builds.values()))[0], trust)
    commands = {}
    for name, (tufcheck, floor) in builds.items():
        commands[f"{name} gate"] = [tufcheck, "gate", "--trust-dir", str(trust), "--at", MOMENT, f"{gun}:{tag}"]
        commands[f"{name} floor"] = [floor, str(signatures)]
        commands[f"{name} start"] = [tufcheck, "--version"]
    if shutil.which("notary"):
        commands["notary"] = ["notary", "-s", NO_SERVER, "-d", str(trust), "list", gun]
    return commands


def check_answers(commands):
    """A fast build that answers otherwise is none."""
    answers = {subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
               for name, command in commands.items() if name.endswith(" gate")}
    if len(answers) != 1:
        raise SystemExit("gate.py: the builds do not give the same answer")


def run(builds, rounds):
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        trust = home / "trust"
        shutil.copytree(TESTDATA / "cases" / CASE, trust)
        environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
        signatures = home / "signatures"
        write_signatures(trust, signatures)
        commands = make_commands(copy_programs(builds, home), trust, signatures)
        check_answers(commands)
        for _ in range(rounds + 1):
            for name, command in commands.items():
                times.setdefault(name, []).append(measure(command, environment))
    return {name: {"wallSeconds": statistics.median(wall for wall, _ in samples[1:]),
                   "processorSeconds": statistics.median(used for _, used in samples[1:])}
            for name, samples in times.items()}


def read_builds(arguments):
    builds = dict(argument.split("=", 1) for argument in arguments)
    return {name: [str(pathlib.Path(path).resolve()) for path in paths.rsplit(",", 1)]
            for name, paths in builds.items()}


def compare(figures):
    """The ratios to the client's time; empty without the client."""
    client = figures.get("notary")
    return {name: {unit: figure[unit] / client[unit] for unit in figure}
            for name, figure in figures.items() if client and name.endswith(" gate")}


def compare_with_floors(figures):
    """What a gate takes beyond its floor, in seconds, and how many times the floor it is."""
    floors = {name: figures[name.removesuffix("gate") + "floor"] for name in figures if name.endswith(" gate")}
    return {name: {"overFloorSeconds": figures[name]["wallSeconds"] - floor["wallSeconds"],
                   "ratioToFloor": figures[name]["wallSeconds"] / floor["wallSeconds"]}
            for name, floor in floors.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("builds", nargs="+", metavar="NAME=TUFCHECK,FLOOR")
    parser.add_argument("--rounds", type=int, default=101)
    parser.add_argument("--json", help="also writes the figures to this file")
    options = parser.parse_args()
    figures = run(read_builds(options.builds), options.rounds)
    for name, figure in figures.items():
        print(f"{name:14}{figure['wallSeconds'] * 1000:8.2f} ms wall"
              f"{figure['processorSeconds'] * 1000:8.2f} ms processor")
    ratios = compare(figures)
    for name, ratio in ratios.items():
        print(f"{name} / notary: {ratio['wallSeconds']:.3f} wall, {ratio['processorSeconds']:.3f} processor"
              f" (at most {LIMIT} is wanted)")
    floors = compare_with_floors(figures)
    for name, floor in floors.items():
        print(f"{name} / its floor: {floor['ratioToFloor']:.3f} wall, {floor['overFloorSeconds'] * 1000:.2f} ms more"
              f" (at most {LIMIT_OVER_FLOOR * 1000:.0f} is wanted)")
    if not ratios:
        print("notary is not installed: there is nothing to compare with")
    if options.json:
        document = {"figures": figures, "ratiosToNotary": ratios, "floors": floors}
        pathlib.Path(options.json).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
