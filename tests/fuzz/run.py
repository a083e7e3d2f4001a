#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs fuzz targets for a time, and says what came of it.

New inputs are kept in found/, crashes in crashes/, both beside the programs.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import targets

DEFAULT_SECONDS = 60
TAIL_LINES = 40


def command(places, seconds):
    longest = targets.TARGETS[places.name]
    folders = [places.found] + ([places.corpus] if places.corpus.is_dir() else [])
    return [places.program, f"-max_total_time={seconds}", "-timeout=25", "-rss_limit_mb=2048", "-print_final_stats=1",
            f"-max_len={longest}", f"-dict={targets.WORDS}", f"-artifact_prefix={places.crashes}/{places.name}-",
            *folders]


def wait(process):
    """The exit status and the processor seconds."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime


def read_log(text):
    """What libFuzzer says of itself."""
    executed = re.search(r"stat::number_of_executed_units:\s*(\d+)", text) or \
        (re.findall(r"^#(\d+)\s", text, re.MULTILINE) or [None])[-1]
    progress = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)/", text)
    return {
        "executions": int(executed if isinstance(executed, str) else executed.group(1)) if executed else 0,
        "edges": int(progress[-1][0]) if progress else 0,
        "features": int(progress[-1][1]) if progress else 0,
        "inputs": int(progress[-1][2]) if progress else 0,
    }


def run(build, name, seconds):
    places = targets.Places(build, name).make()
    before = set(places.crashes.glob(f"{name}-*"))
    log = build / f"{name}.log"
    started = time.monotonic()
    with targets.scratch() as scratch, open(log, "w+", encoding="utf-8", errors="replace") as out:
        process = subprocess.Popen(command(places, seconds), stdout=out, stderr=out,
                                   env=targets.environment(scratch))
        status, processor = wait(process)
        out.seek(0)
        text = out.read()
    result = {"target": name, "status": status, "seconds": round(time.monotonic() - started),
              "processorSeconds": round(processor), **read_log(text)}
    result["crashes"] = sorted(str(path) for path in set(places.crashes.glob(f"{name}-*")) - before)
    return result, text


def report(build, result, text):
    good = result["status"] == 0 and result["executions"] > 0
    print(f"{result['target']:10} {'ok' if good else 'FAILED':6} {result['seconds']:6} s, "
          f"{result['processorSeconds']:6} s of processor time, {result['executions']:10} executions, "
          f"{result['edges']:5} edges, {result['inputs']:5} inputs", flush=True)
    if good:
        return True
    print("\n".join(text.splitlines()[-TAIL_LINES:]))
    for path in result["crashes"]:
        print(f"to replay it: {build / ('fuzz_' + result['target'])} {path}", flush=True)
    return False


def main():
    parser = targets.parser(__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("TUFCHECK_FUZZ_SECONDS", DEFAULT_SECONDS)),
                        help="for each target (default: TUFCHECK_FUZZ_SECONDS, else %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="targets at a time (default: %(default)s)")
    parser.add_argument("--results", type=pathlib.Path, metavar="FILE", help="where to write them as JSON")
    arguments = targets.read_arguments(parser)
    results, good = [], True
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for future in concurrent.futures.as_completed(
                [pool.submit(run, arguments.build, name, arguments.seconds) for name in arguments.targets]):
            result, text = future.result()
            good = report(arguments.build, result, text) and good
            results.append(result)
    if arguments.results:
        results.sort(key=lambda result: result["target"])
        arguments.results.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
