# SPDX-License-Identifier: Apache-2.0
"""What earlier runs found, so that the next one goes on with the rest.

record.txt has a line for each function all of whose mutants were tried: their mark, which another text of the function
changes, and its name. Its survivors are those that result.md lists and that explained.txt explains; the others were
killed. progress.jsonl in the folder of the work has what was found since, and by which tests.
"""

import contextlib
import json
import re

KILLED = "a test of an earlier run"
HEAD = "# The functions all of whose mutants were tried, each with the mark of its text. record.py says more.\n"


def read_explained(path):
    """The mutants listed below each reason: lines that are indented, under lines that are not."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.startswith("    ") and line.strip()}


def read_survivors(path):
    """Those that result.md lists."""
    with contextlib.suppress(FileNotFoundError):
        return set(re.findall(r"^\w+/\w+\.c: .*$", path.read_text(encoding="utf-8"), re.MULTILINE))
    return set()


def read_marks(path):
    with contextlib.suppress(FileNotFoundError):
        lines = path.read_text(encoding="utf-8").splitlines()
        return {name: mark for mark, name in (line.split(" ", 1) for line in lines if not line.startswith("#"))}
    return {}


def name_function(mutant):
    return f"{mutant.file}: {mutant.function}"


def read_progress(path, made):
    """What was found of mutants that are still the same; the last word counts."""
    marks, known = {mutant.key: mutant.mark for mutant in made}, {}
    with contextlib.suppress(FileNotFoundError):
        for line in path.read_text(encoding="utf-8").splitlines():
            key, mark, killer = json.loads(line)
            if marks.get(key) == mark:
                known[key] = killer
    return known


def read(folder, progress, made):
    """The killer of each mutant that was tried, None of those that survived."""
    marks = read_marks(folder / "record.txt")
    survivors = read_survivors(folder / "result.md") | read_explained(folder / "explained.txt")
    known = {mutant.key: None if mutant.key in survivors else KILLED
             for mutant in made if marks.get(name_function(mutant)) == mutant.mark}
    return {**known, **read_progress(progress, made)}


def write(folder, made, known):
    marks, unfinished = {}, set()
    for mutant in made:
        name = name_function(mutant)
        marks[name] = mutant.mark
        if mutant.key not in known:
            unfinished.add(name)
    lines = [f"{mark} {name}\n" for name, mark in marks.items() if name not in unfinished]
    (folder / "record.txt").write_text(HEAD + "".join(lines), encoding="utf-8")
