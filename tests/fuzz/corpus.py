#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes testdata/corpus/ anew: what reaches as much as it, the seeds and all that fuzzing found, and no more.

Inputs are called by the SHA-1 of their content, as libFuzzer does it.
"""

import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import targets

MAX_FILES = 300
# Bytes: what only a larger input reaches is left to fuzzing.
MAX_BYTES = 8000


def find_inputs(folders):
    return sorted((path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file()),
                  key=lambda path: (path.stat().st_size, path.name))


def merge(places, seeds, scratch):
    """The least that reaches every edge; how often it is passed does not count, or there would be too many."""
    merged = scratch / "merged"
    merged.mkdir()
    folders = [folder for folder in (places.corpus, seeds / places.name, places.found) if folder.is_dir()]
    command = [places.program, "-merge=1", "-set_cover_merge=1", "-use_counters=0", "-timeout=25", "-rss_limit_mb=4096",
               f"-max_len={targets.TARGETS[places.name]}", merged, *folders]
    result = subprocess.run(command, env=targets.environment(str(scratch)), capture_output=True, text=True,
                            errors="replace", check=False)
    if result.returncode != 0:
        sys.exit(f"{places.name}: merging failed\n{result.stderr[-3000:]}")
    inputs = find_inputs([seeds / "kept" / places.name]) + find_inputs([merged])
    return [path for path in inputs if path.stat().st_size <= MAX_BYTES][:MAX_FILES]


def replace(places, inputs):
    contents = {hashlib.sha1(path.read_bytes()).hexdigest(): path.read_bytes() for path in inputs}
    shutil.rmtree(places.corpus, ignore_errors=True)
    places.corpus.mkdir(parents=True)
    for name, data in contents.items():
        (places.corpus / name).write_bytes(data)
    print(f"{places.name:10} {len(contents):4} inputs, {sum(map(len, contents.values())):8} bytes", flush=True)


def main():
    arguments = targets.read_arguments(targets.parser(__doc__.splitlines()[0]))
    with tempfile.TemporaryDirectory(prefix="tufcheck-corpus-") as folder:
        seeds = pathlib.Path(folder) / "seeds"
        subprocess.run([targets.SOURCE / "tests/fuzz/seeds.py", seeds], check=True)
        for name in arguments.targets:
            places = targets.Places(arguments.build, name)
            with targets.scratch() as scratch:
                replace(places, merge(places, seeds, pathlib.Path(scratch)))


if __name__ == "__main__":
    main()
