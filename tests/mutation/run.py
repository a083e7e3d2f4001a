#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Changes the sources of tuf/ and verify/ in one place at a time, and looks whether a test fails.

    run.py [FILE...]           what no run has tried yet, of sources as tuf/key.c; without: of all
    run.py --again [FILE...]   also what survived without an explanation, after tests were added
    run.py --all [FILE...]     everything, as if there had been no run
    run.py --count             nothing: result.md again, for sources that have changed

All mutants are compiled in at once (mutants.py says which there are) and woken by the environment.
What each test reaches is recorded first; against a mutant stand only the tests that reach it, the
quickest first, until one fails. result.md keeps what came of it, a row a file, and record.txt for which
functions it holds; explained.txt has the mutants that no test can tell from the program, with reasons.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import hashlib
import json
import os
import pathlib
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import mutants
import record
import result
import suite

SOURCE = suite.SOURCE
HERE = pathlib.Path(__file__).resolve().parent
NUMBERS_A_FILE = 1000
FOLDERS = ("tuf", "verify")


# ---- the build ----

def list_sources():
    return [str(path.relative_to(SOURCE)) for folder in FOLDERS for path in sorted((SOURCE / folder).glob("*.c"))]


def make_mutants():
    """All mutants, and the sources that have them."""
    made, texts = [], {}
    for index, file in enumerate(list_sources()):
        maker = mutants.Maker(file, (SOURCE / file).read_text(), 1 + index * NUMBERS_A_FILE)
        texts[file] = maker.make()
        assert len(maker.mutants) < NUMBERS_A_FILE, file
        made += maker.mutants
    return made, texts


def write_when_new(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def make_tree(tree, texts):
    """The project with other sources in tuf/ and verify/; the rest are links."""
    tree.mkdir(parents=True, exist_ok=True)
    for name in ("CMakeLists.txt", "cli", "docs", "testdata", "tests"):
        if not (tree / name).is_symlink():
            (tree / name).symlink_to(SOURCE / name)
    for folder in FOLDERS:
        for path in (SOURCE / folder).iterdir():
            name = f"{folder}/{path.name}"
            if path.is_file():
                write_when_new(tree / name, texts.get(name) or path.read_text())


def build(work, texts, jobs):
    tree, place = work / "tree", work / "build"
    make_tree(tree, texts)
    # named after what is in it, so that all is linked again when it changes
    chooser = work / f"mutant-{hashlib.sha256((HERE / 'mutant.c').read_bytes()).hexdigest()[:8]}.o"
    flags = f"-O1 -g0 -w -include {HERE / 'mutant.h'}"
    subprocess.run(["cc", "-O1", "-fPIC", "-c", HERE / "mutant.c", "-o", chooser], check=True)
    subprocess.run(["cmake", "-S", tree, "-B", place, f"-DCMAKE_C_FLAGS={flags}", "-DTUFCHECK_TEST_LIVE=OFF",
                    f"-DCMAKE_EXE_LINKER_FLAGS={chooser}", f"-DCMAKE_SHARED_LINKER_FLAGS={chooser}"],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", place, "-j", str(jobs)], check=True, stdout=subprocess.DEVNULL)
    return place


# ---- processes that run tests ----

RUNNER = None
TESTS = []
TESTS_OF = {}


@contextlib.contextmanager
def make_pool(place, scratch, size, tests, jobs):
    """Processes with a Runner each, in folders of their own."""
    global TESTS, TESTS_OF
    TESTS = tests
    TESTS_OF = split_reached()
    with concurrent.futures.ProcessPoolExecutor(jobs, initializer=start_runner,
                                                initargs=(place, scratch, size)) as pool:
        yield pool


def start_runner(place, scratch, size):
    global RUNNER
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    RUNNER = suite.Runner(place, tempfile.mkdtemp(dir=scratch), size)


def record_one(index):
    return RUNNER.record(TESTS[index])


def record_all(place, scratch, size, known, jobs):
    """The tests with what they reach. What is known already is taken as it is."""
    tests = suite.list_tests(place)
    missing = [test for test in tests if test.key not in known]
    with make_pool(place, scratch, size, missing, jobs) as pool:
        recorded = list(pool.map(record_one, range(len(missing)), chunksize=8))
    for test, noted in zip(missing, recorded):
        if not noted:
            print(f"left out, it does not pass without mutants: {test.key}")
    known = {**known, **{test.key: test for test in recorded if test}}
    return [known[test.key] for test in tests if test.key in known]


def find_source(number):
    return (number - 1) // NUMBERS_A_FILE


def split_reached():
    """For each source the tests that reach it, the quickest first, with the mutants in it that each reaches."""
    tests_of = collections.defaultdict(list)
    for test in sorted(TESTS, key=lambda test: test.seconds):
        ways = collections.defaultdict(list)
        for number in test.reached:
            ways[find_source(number)].append(number)
        for source, numbers in ways.items():
            tests_of[source].append((test, frozenset(numbers)))
    return tests_of


def is_own(test, file):
    """Whether a unit test is in a program that is named after a source: tuf_key_test for tuf/key.c, profile_test for
    verify/profile.c and verify/profile_extension.c, and tuf_json_node_test for tuf/json.c."""
    folder, stem = file.removesuffix(".c").split("/")
    program = test.name.split(".")[0].removeprefix(folder + "_").removesuffix("_test")
    shorter, longer = sorted((f"{stem}_", f"{program}_"), key=len)
    return test.kind == "unit" and longer.startswith(shorter)


def choose_tests(mutant, function, limits):
    """The tests that reach a mutant, the quickest first: all of them where they are few. Else, of those that are not
    its source's own, and that go the same way through the source, or only through its function when it must be quick,
    some are enough."""
    reaching = [(test, reached) for test, reached in TESTS_OF[find_source(mutant.number)]
                if mutant.number in reached and not (limits.slowest and test.seconds > limits.slowest)
                and (is_own(test, mutant.file) or not limits.own) and limits.kind in ("", test.kind)]
    if limits.most == 0 or len(reaching) <= limits.few:
        return [test for test, _ in reaching]
    alike, chosen = collections.Counter(), []
    for test, reached in reaching:
        way = test.kind, reached & function if limits.quick else reached
        alike[way] += 1
        if is_own(test, mutant.file) or alike[way] <= limits.most:
            chosen.append(test)
    return chosen


def try_group(group, function, limits):
    """For each mutant of one function the test that kills it, or None. What killed one is tried on the next."""
    kills, outcome = collections.Counter(), {}
    for mutant in group:
        tests = sorted(choose_tests(mutant, function, limits), key=lambda test: -kills[test.key])
        killer = next((test.key for test in tests if not RUNNER.passes(test, mutant.number)), None)
        kills[killer] += killer is not None
        outcome[mutant.number] = killer
    return outcome


def try_all(pool, made, chosen, progress, limits):
    """The killer of each mutant, also written to the file progress as they come."""
    groups, functions = collections.defaultdict(list), collections.defaultdict(set)
    for mutant in chosen:
        groups[mutant.file, mutant.function].append(mutant)
    for mutant in made:
        functions[mutant.file, mutant.function].add(mutant.number)
    outcome, names = {}, {mutant.number: (mutant.key, mutant.mark) for mutant in chosen}
    with open(progress, "a", encoding="utf-8") as log:
        tasks = [pool.submit(try_group, group, frozenset(functions[name]), limits) for name, group in groups.items()]
        for done in concurrent.futures.as_completed(tasks):
            outcome.update(done.result())
            for number, killer in done.result().items():
                log.write(json.dumps([*names[number], killer]) + "\n")
            log.flush()
            print(f"\r{len(outcome)} of {len(chosen)} mutants, {sum(map(bool, outcome.values()))} killed",
                  end="", file=sys.stderr)
    print(file=sys.stderr)
    return outcome


# ---- the command ----

def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=lambda name: pathlib.Path(name).absolute(), default=SOURCE / "build" / "mutation")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (as many as processors)")
    parser.add_argument("--again", action="store_true", help="what survived unexplained, too")
    parser.add_argument("--all", action="store_true", help="what was killed or explained, too")
    parser.add_argument("--keep-record", action="store_true", help="record only tests that are new since last time")
    parser.add_argument("--most", type=int, default=3, metavar="N",
                        help="of tests of one kind that go the same way through a source, try N (3); 0: all")
    parser.add_argument("--few", type=int, default=40, metavar="N", help="but all, where no more than N reach it (40)")
    parser.add_argument("--quick", action="store_true", help="the same way through the function is enough")
    parser.add_argument("--own", action="store_true", help="only the unit tests of the source itself")
    parser.add_argument("--kind", default="", choices=("unit", "case", "golden", "script"), help="only such tests")
    parser.add_argument("--slowest", type=float, default=0, metavar="SECONDS",
                        help="leave out tests that took longer when they were recorded")
    parser.add_argument("--count", action="store_true", help="run nothing: write what is known of the sources as they are")
    parser.add_argument("--no-result", action="store_true", help="do not write result.md")
    parser.add_argument("files", nargs="*", metavar="FILE")
    return parser.parse_args()


def choose(made, options, known):
    unknown = set(options.files) - set(list_sources())
    if unknown:
        sys.exit(f"no such source: {', '.join(sorted(unknown))}")
    order = {file: index for index, file in enumerate(options.files or list_sources())}
    chosen = sorted((mutant for mutant in made if mutant.file in order), key=lambda mutant: order[mutant.file])
    if options.all:
        return chosen
    explained = record.read_explained(HERE / "explained.txt")
    return [mutant for mutant in chosen if mutant.key not in known
            or (options.again and not known[mutant.key] and mutant.key not in explained)]


def run(options, scratch):
    work, progress = options.work, options.work / "progress.jsonl"
    work.mkdir(parents=True, exist_ok=True)
    made, texts = make_mutants()
    place, size = build(work, texts, options.jobs), NUMBERS_A_FILE * len(texts) + 1
    recorded = work / "recorded.pickle"
    kept = pickle.loads(recorded.read_bytes()) if options.keep_record and recorded.exists() else []
    tests = record_all(place, scratch, size, {test.key: test for test in kept}, options.jobs)
    recorded.write_bytes(pickle.dumps(tests))
    known = record.read(HERE, progress, made)
    chosen = choose(made, options, known)
    print(f"{len(tests)} tests, {len(chosen)} mutants", file=sys.stderr)
    with make_pool(place, scratch, size, tests, options.jobs) as pool:
        outcome = try_all(pool, made, chosen, progress, options)
    known.update({mutant.key: outcome[mutant.number] for mutant in chosen})
    return made, known


def main():
    options = parse_arguments()
    if options.count:
        made, _ = make_mutants()
        return result.write(made, record.read(HERE, options.work / "progress.jsonl", made), HERE, True)
    scratch = tempfile.mkdtemp(prefix="tufcheck-mutation-")
    os.chmod(scratch, 0o755)
    try:
        made, known = run(options, scratch)
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", scratch], check=False)
        shutil.rmtree(scratch, ignore_errors=True)
    return result.write(made, known, HERE, not options.no_result)


if __name__ == "__main__":
    sys.exit(main())
