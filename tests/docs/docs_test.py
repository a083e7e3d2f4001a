#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every command of README.md and docs/, and compares what it says with the page.

    docs_test.py --tufcheck BIN [--update] [PAGE...]

pages.py says how a page is written, session.py where its commands run. --update rewrites what the pages show, to be read
before it is committed; exit statuses are for the author to say. What is not run is counted and listed with its reason.
"""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the source tree
import pages
import session

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SHOWS_STATUS = "echo $?"


def judge_step(step, next_step, result):
    """What is wrong, a text each."""
    if result is None:
        return ["was not run: the shell ended before"]
    status, output = result
    problems = []
    if step.expected is not None and not pages.fits(step.expected, output):
        problems.append("\n".join(difflib.unified_diff(step.expected, output.split("\n")[:-1], "the page", "the command",
                                                       lineterm="")))
    shown = next_step and next_step.script == SHOWS_STATUS
    if status != 0 and not shown:
        problems.append(f"exit status {status}, which the page does not show"
                        + ("" if problems else f":\n{output}"))
    return problems


def judge_elsewhere(item, name):
    """That another test which is said to run a block knows of the page."""
    path = SOURCE / item.path
    if item.path and not (path.is_file() and name in path.read_text(encoding="utf-8")):
        return [f"{item.path} does not run it"]
    return []


def judge_page(name, items, results):
    """What is wrong on a page, each with its line."""
    problems = []
    for item, after in zip(items, [*items[1:], None]):
        if isinstance(item, pages.Step):
            after = after if isinstance(after, pages.Step) else None
            found = judge_step(item, after, results.get(item.line))
            problems += [f"{name}:{item.line}: {item.script}\n{problem}" for problem in found]
        elif isinstance(item, pages.NotRun):
            problems += [f"{name}:{item.line}: {problem}" for problem in judge_elsewhere(item, pathlib.Path(name).name)]
    return problems


def run_page(path, command, update):
    """(what is in the page, what is wrong with it)"""
    name = path.relative_to(SOURCE).as_posix() if path.is_relative_to(SOURCE) else str(path)
    text = path.read_text(encoding="utf-8")
    try:
        parts = pages.read_page(text)
    except pages.BadPage as error:
        return [], [f"{name}: {error}"]
    items = pages.list_items(parts)
    results = {}
    if any(isinstance(item, pages.Step) for item in items):
        with tempfile.TemporaryDirectory(prefix="docs-") as folder:
            results = session.Session(folder, command, text).run(items)
    if update and all(item.line in results for item in items if isinstance(item, pages.Step)):
        path.write_text(pages.write_page(parts, {line: output for line, (_, output) in results.items()}),
                        encoding="utf-8")
        return run_page(path, command, False)
    return items, judge_page(name, items, results)


def tell(paths, found):
    """Prints what was found and what was not run."""
    problems = [problem for _, problems in found for problem in problems]
    for problem in problems:
        print(f"FAILED {problem}")
    ran = sum(isinstance(item, pages.Step) and not item.hidden for items, _ in found for item in items)
    left = [(path.name, item) for path, (items, _) in zip(paths, found) for item in items
            if isinstance(item, pages.NotRun)]
    for name, item in left:
        reason = " ".join(item.reason.split())
        print(f"{'run by' if item.path else 'not run'}: {name}:{item.line}: {reason}")
    elsewhere = sum(bool(item.path) for _, item in left)
    print(f"{len(paths)} pages, {ran} commands run, {elsewhere} blocks run by other tests, "
          f"{len(left) - elsewhere} not run, {len(problems)} failed")
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tufcheck", type=pathlib.Path, required=True, help="the built command")
    parser.add_argument("--update", action="store_true", help="rewrite the outputs that pages show")
    parser.add_argument("pages", nargs="*", type=pathlib.Path, help="default: README.md and docs/*.md")
    options = parser.parse_args()
    paths = [path.resolve() for path in options.pages] or [SOURCE / "README.md", *sorted(SOURCE.glob("docs/*.md"))]
    command = options.tufcheck.resolve(strict=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda path: run_page(path, command, options.update), paths))
    return 1 if tell(paths, found) else 0


if __name__ == "__main__":
    sys.exit(main())
