# SPDX-License-Identifier: Apache-2.0
"""What came of a run: result.md, with a row a file, and the survivors that explained.txt does not explain."""

import collections
import sys

HEAD = """# Mutants of tuf/ and verify/

What `./dev mutate` found last. `mutants.py` says what is changed and what is not; `explained.txt` has the mutants that
no test can tell from the program, with reasons. Unexplained are those that survived without such a reason. In a run
with `--quick`, `--own`, `--most` or `--slowest` not every test that reaches a mutant is tried, so that what a run left
over may be killed by the next one (`--again`).

"""
TABLE = "| file | mutants | killed | explained | unexplained | not run |\n|---|---:|---:|---:|---:|---:|\n"


def read_explained(path):
    """The mutants listed below each reason: lines that are indented, under lines that are not."""
    keys = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("    ") and line.strip():
            keys.append(line.strip())
    return keys


def judge(mutant, known, explained):
    if mutant.key in explained:
        return "explained"
    if mutant.key not in known:
        return "not run"
    return "killed" if known[mutant.key] else "unexplained"


def write(made, known, folder, keep):
    """Returns the exit status: 0 when nothing survived without an explanation."""
    explained = set(read_explained(folder / "explained.txt"))
    verdicts = {mutant.key: judge(mutant, known, explained) for mutant in made}
    problems = sorted(f"explained, but there is no such mutant: {key}" for key in explained - set(verdicts))
    problems += sorted(f"explained, but killed by {known[key]}: {key}" for key in explained if known.get(key))
    files = collections.defaultdict(collections.Counter)
    for mutant in made:
        files[mutant.file][verdicts[mutant.key]] += 1
    total = sum(files.values(), collections.Counter())
    columns = ("killed", "explained", "unexplained", "not run")
    rows = [f"| {name} | {sum(counts.values())} | " + " | ".join(str(counts[column]) for column in columns) + " |\n"
            for name, counts in [*files.items(), ("**all**", total)]]
    survivors = [mutant for mutant in made if verdicts[mutant.key] == "unexplained"]
    text = HEAD + TABLE + "".join(rows)
    if survivors:
        text += "\n## Survivors without an explanation\n\n```\n" + "".join(f"{m.key}\n" for m in survivors) + "```\n"
    if keep:
        (folder / "result.md").write_text(text, encoding="utf-8")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{sum(total.values())} mutants: " + ", ".join(f"{total[column]} {column}" for column in columns))
    return 1 if problems or total["unexplained"] else 0
