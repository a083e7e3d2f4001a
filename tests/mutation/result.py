# SPDX-License-Identifier: Apache-2.0
"""What came of all runs: result.md, with a row a file, and the survivors that explained.txt does not explain."""

import collections
import sys

import record

HEAD = """# Mutants of tuf/ and verify/

What `./dev mutate` found. `mutants.py` says what is changed and what is not; `explained.txt` has the mutants that no test
can tell from the program, with reasons. Unexplained are those that survived without such a reason. What was found of a
function counts until its text changes (`record.txt`), and is not run from then on. In a run with `--quick`, `--own`, `--kind`,
`--most` or `--slowest` not every test that reaches a mutant is tried, so that what a run left over may be killed by the
next one (`--again`).

"""
COLUMNS = ("killed", "explained", "unexplained", "not run")
TABLE = f"| file | mutants | {' | '.join(COLUMNS)} |\n|---|{'---:|' * (1 + len(COLUMNS))}\n"


def judge(mutant, known, explained):
    if mutant.key not in known:
        return "not run"
    if known[mutant.key]:
        return "killed"
    return "explained" if mutant.key in explained else "unexplained"


def find_problems(explained, verdicts, known):
    yield from sorted(f"explained, but there is no such mutant: {key}" for key in explained - set(verdicts))
    yield from sorted(f"explained, but killed by {known[key]}: {key}" for key in explained if known.get(key))


def write(made, known, folder, keep):
    """Returns the exit status: 0 when nothing survived without an explanation."""
    explained = record.read_explained(folder / "explained.txt")
    verdicts = {mutant.key: judge(mutant, known, explained) for mutant in made}
    files, survivors = {}, []
    for mutant in made:
        files.setdefault(mutant.file, collections.Counter())[verdicts[mutant.key]] += 1
        if verdicts[mutant.key] == "unexplained":
            survivors.append(mutant.key)
    total = sum(files.values(), collections.Counter())
    rows = [f"| {name} | {counts.total()} | " + " | ".join(str(counts[column]) for column in COLUMNS) + " |\n"
            for name, counts in [*files.items(), ("**all**", total)]]
    text = HEAD + TABLE + "".join(rows)
    if survivors:
        text += "\n## Survivors without an explanation\n\n```\n" + "".join(f"{key}\n" for key in survivors) + "```\n"
    if keep:
        (folder / "result.md").write_text(text, encoding="utf-8")
        record.write(folder, made, known)
    problems = list(find_problems(explained, verdicts, known))
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{total.total()} mutants: " + ", ".join(f"{total[column]} {column}" for column in COLUMNS))
    return 1 if problems or total["unexplained"] else 0
