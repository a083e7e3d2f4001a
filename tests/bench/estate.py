#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What verifying whole estates costs, beside what cannot be done without (floor.c), measured in the same run.

    estate.py --tufcheck TUFCHECK --floor FLOOR --home FOLDER [--rounds N] [--json FILE] [--compare notary]
              [--repositories N,N] [--tags N]

Estates are made in FOLDER once (estates.py). Of each figure the median of the rounds is printed; commands are measured
in turn, so that whatever slows the machine slows them alike. Memory is the peak of the whole process.
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

sys.dont_write_bytecode = True
import estates

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import utils

NO_SERVER = "https://127.0.0.1:1"  # nothing listens there
MEBIBYTE = 1 << 20
THREADS = (1, 2)


# ---- one process ----

def run(options, command, stdin=os.devnull):
    """What a process used, as floor.c tells it: it is smaller than this process, whose memory would count too."""
    program = shutil.which(command[0])
    with open(stdin, "rb") as source:
        done = subprocess.run([options.floor, "run", program, *command[1:]], stdin=source, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"estate.py: {' '.join(map(str, command))}: exit status {done.returncode}")
    seconds, processor, peak = done.stderr.decode().splitlines()[-1].split()
    return {"seconds": float(seconds), "processorSeconds": float(processor), "peakBytes": int(peak)}


def run_floor(command, stdin):
    with open(stdin, "rb") as source:
        done = subprocess.run(command, stdin=source, stdout=subprocess.PIPE, check=True)
    seconds, processor, signatures, size = done.stdout.split()
    return {"seconds": float(seconds), "processorSeconds": float(processor), "signatures": int(signatures),
            "bytes": int(size)}


def median(samples):
    return {name: statistics.median(sample[name] for sample in samples) for name in samples[0]}


def measure_in_turn(jobs, rounds):
    """The median of what each of the jobs, functions by name, returns; the first round warms the caches."""
    samples = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, job in jobs.items():
            sample = job()
            if number > 0:
                samples[name].append(sample)
    return {name: median(some) for name, some in samples.items()}


# ---- what is to be done for an estate ----

def read_public_key(entry):
    data = base64.b64decode(entry["keyval"]["public"])
    if entry["keytype"] != "ecdsa-x509":
        return data.hex()
    public = x509.load_pem_x509_certificate(data).public_key()
    return public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo).hex()


def list_repository(metadata):
    """Lines as floor.c reads them."""
    files = {path: path.read_bytes() for path in sorted(metadata.rglob("*.json"))}
    documents = {path: json.loads(data) for path, data in files.items()}
    keys = dict(documents[metadata / "root.json"]["signed"]["keys"])
    keys.update(documents[metadata / "targets.json"]["signed"]["delegations"]["keys"])
    for path, data in files.items():
        yield f"{path}\n"
        start = len(b'{"signed":')
        length = data.rindex(b',"signatures":') - start
        for signature in documents[path]["signatures"]:
            raw = base64.b64decode(signature["sig"])
            der = utils.encode_dss_signature(*(int.from_bytes(half, "big") for half in (raw[:32], raw[32:])))
            yield f"\t{read_public_key(keys[signature['keyid']])} {der.hex()} {start} {length}\n"


def prepare_list(folder):
    """The file of all signatures of an estate; beside it, once."""
    path = folder.with_name(f"{folder.name}.list")
    if not path.exists():
        half = path.with_suffix(".half")
        with half.open("w", encoding="utf-8") as out:
            for metadata in sorted(folder.rglob("metadata")):
                out.writelines(list_repository(metadata))
        half.rename(path)
    return path


# ---- the figures ----

def measure_estate(options, count):
    folder = estates.prepare(options.home, f"estate-{count}", estates.make_estate, count)
    listed = prepare_list(folder)
    jobs = {}
    for threads in THREADS:
        command = [options.tufcheck, "verify", "--at", estates.AT, "-j", str(threads), str(folder)]
        jobs[f"verify {threads}"] = lambda command=command: run(options, command)
        floor = [options.floor, "signatures", str(threads)]
        jobs[f"floor {threads}"] = lambda floor=floor: run_floor(floor, listed)
    for output in ("json", "ndjson"):
        command = [options.tufcheck, "verify", "--at", estates.AT, "-j", "1", "-o", output, str(folder)]
        jobs[output] = lambda command=command: run(options, command)
    figures = measure_in_turn(jobs, options.rounds)
    rows = {}
    for threads in THREADS:
        row, floor = figures[f"verify {threads}"], figures[f"floor {threads}"]
        rows[str(threads)] = {**row, "floor": floor, "ratio": row["seconds"] / floor["seconds"],
                              "processorRatio": row["processorSeconds"] / floor["processorSeconds"],
                              "repositoriesPerSecond": count / row["seconds"]}
    return {"repositories": count, "threads": rows, "json": figures["json"], "ndjson": figures["ndjson"],
            "speedUp": rows["1"]["seconds"] / rows["2"]["seconds"]}


def measure_tags(options, count):
    folder = estates.prepare(options.home, f"tags-{count}", estates.make_tags, count)
    listed = prepare_list(folder)
    targets, = folder.rglob("targets.json")
    figures = measure_in_turn({
        "verify": lambda: run(options, [options.tufcheck, "verify", "--at", estates.AT, "-q", str(folder)]),
        "floor": lambda: run_floor([options.floor, "signatures", "1"], listed),
        "json": lambda: run_floor([options.floor, "json", targets], os.devnull)}, options.rounds)
    verify, size = figures["verify"], targets.stat().st_size
    return {"tags": count, "fileBytes": size, **verify, "floor": figures["floor"], "jsonLoad": figures["json"],
            "ratioToJsonLoad": verify["processorSeconds"] / figures["json"]["processorSeconds"],
            "timesTheFileInMemory": verify["peakBytes"] / size}


def measure_cold(options):
    folder = estates.prepare(options.home, "estate-1", estates.make_estate, 1)
    listed = prepare_list(folder)
    figures = measure_in_turn({
        "verify": lambda: run(options, [options.tufcheck, "verify", "--at", estates.AT, str(folder)]),
        "process": lambda: run(options, [options.floor, "signatures", "1"], listed)}, max(options.rounds, 5) * 4)
    return {**figures["verify"], "floor": figures["process"],
            "added": figures["verify"]["processorSeconds"] - figures["process"]["processorSeconds"]}


def compare_with_notary(options, count):
    """The client's time for some of the repositories, one process each: it knows no other way."""
    folder = estates.prepare(options.home, f"estate-{count}", estates.make_estate, count)
    guns = sorted(str(path.parent.relative_to(folder / "tuf")) for path in folder.rglob("metadata"))[:20]
    samples = [run(options, ["notary", "-s", NO_SERVER, "-d", str(folder), "list", gun]) for gun in guns]
    return {"repositories": len(guns), **median(samples)}


# ---- the answer ----

def show_estate(figure):
    for threads, row in figure["threads"].items():
        print(f"{figure['repositories']:>6} repositories, {threads} thread{'s' * (threads != '1')}: "
              f"{row['seconds']:.3f} s ({row['processorSeconds']:.3f} s processor), "
              f"floor {row['floor']['seconds']:.3f} s ({row['floor']['processorSeconds']:.3f} s processor, "
              f"{row['floor']['signatures']} signatures), ratio {row['ratio']:.2f} ({row['processorRatio']:.2f}), "
              f"{row['repositoriesPerSecond']:.0f} a second, peak {row['peakBytes'] / MEBIBYTE:.1f} MiB")
    print(f"{'':>6} two threads are {figure['speedUp']:.2f} times as fast as one; peak of json "
          f"{figure['json']['peakBytes'] / MEBIBYTE:.1f} MiB, of ndjson {figure['ndjson']['peakBytes'] / MEBIBYTE:.1f} MiB")


def show(figures):
    for figure in figures["estates"]:
        show_estate(figure)
    tags = figures["tags"]
    print(f"{tags['tags']:>6} tags, {tags['fileBytes'] / 1e6:.1f} MB: {tags['seconds']:.3f} s "
          f"({tags['processorSeconds']:.3f} s processor), json_loadb alone {tags['jsonLoad']['processorSeconds']:.3f} s, "
          f"ratio {tags['ratioToJsonLoad']:.2f}; peak {tags['timesTheFileInMemory']:.1f} times the file")
    cold = figures["cold"]
    print(f"  cold, one repository: {cold['processorSeconds'] * 1000:.2f} ms processor, "
          f"{cold['added'] * 1000:.2f} ms more than a program that only verifies its signatures")
    if "notary" in figures:
        print(f"notary, one repository a process: {figures['notary']['seconds'] * 1000:.2f} ms "
              f"({figures['notary']['processorSeconds'] * 1000:.2f} ms processor)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tufcheck", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--floor", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--home", required=True, type=pathlib.Path, help="where estates are kept")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repositories", default="1000,10000", help="how many each estate has")
    parser.add_argument("--tags", type=int, default=100000)
    parser.add_argument("--json", type=pathlib.Path, help="also writes the figures to this file")
    parser.add_argument("--compare", choices=["notary"], help="the real client, where it is installed")
    options = parser.parse_args()
    options.home.mkdir(parents=True, exist_ok=True)
    counts = [int(count) for count in options.repositories.split(",")]
    figures = {"load": os.getloadavg()[0], "estates": [measure_estate(options, count) for count in counts],
               "tags": measure_tags(options, options.tags), "cold": measure_cold(options)}
    if options.compare and shutil.which(options.compare):
        figures[options.compare] = compare_with_notary(options, counts[0])
    elif options.compare:
        print(f"{options.compare} is not installed: there is nothing to compare with")
    show(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
