# SPDX-License-Identifier: Apache-2.0
#
# What `./dev` does with tests. It is read by that script, whose functions it uses.
# shellcheck shell=bash

# Runs one preset's tests and adds them to the counts.
run_preset() {
  local preset=$1 pattern=$2 junit status=0
  junit=$HERE/build/$preset/junit.xml
  say "dev: tests of preset $preset"
  # one more than there are processors, for servers and browsers are waited for
  ctest --preset "$preset" -j "$(($(nproc) + 1))" --output-junit "$junit" ${pattern:+-R "$pattern"} || status=$?
  [[ -s $junit ]] || return 1
  local tests failures
  tests=$(sed -n 's/.*[[:space:]]tests="\([0-9]*\)".*/\1/p' "$junit" | head -n 1)
  failures=$(sed -n 's/.*[[:space:]]failures="\([0-9]*\)".*/\1/p' "$junit" | head -n 1)
  PASSED=$((PASSED + tests - failures))
  FAILED=$((FAILED + failures))
  return "$status"
}

# What the tests of the preset coverage have run, against the limits; one thing more to the counts.
check_coverage() {
  say "dev: coverage"
  if tests/analysis/coverage.py --build build/coverage; then
    PASSED=$((PASSED + 1))
    return 0
  fi
  FAILED=$((FAILED + 1))
  return 1
}

# Counts are added up from run to run.
forget_coverage() {
  find build/coverage -name '*.gcda' -delete
}

# The last line of a run, and whether it is one to be proud of.
conclude() {
  local status=$1
  echo "$PASSED passed, $FAILED failed"
  [[ $PASSED -gt 0 ]] || status=1
  return "$status"
}

run_test() {
  need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  need_npm_packages
  local pattern=${1:-} preset live unit status=0
  PASSED=0 FAILED=0
  for preset in coverage release fuzz; do
    # The real client meets the build that users have; sources meet their tests where sanitizers or counters look on.
    live=OFF unit=ON
    [[ $preset != release ]] || live=ON unit=OFF
    build "$preset" -DTUFCHECK_TESTS=ON -DTUFCHECK_TEST_LIVE=$live -DTUFCHECK_TEST_UNIT=$unit
    [[ $preset != coverage ]] || forget_coverage
    run_preset "$preset" "$pattern" || status=1
  done
  # some of the tests cover some of the sources
  [[ -n $pattern ]] || check_coverage || status=1
  conclude "$status"
}

# Every analyzer, or the one that is named, with all the time that it takes; one thing more to the counts.
run_analyzers() {
  # one header is made when it is built
  if build clang-targets && tests/analysis/static.py --build build/clang ${1:+"$1"}; then
    PASSED=$((PASSED + 1))
    return 0
  fi
  FAILED=$((FAILED + 1))
  return 1
}

run_one_check() {
  case $1 in
  asan) build asan && run_preset asan '' ;;
  release) build release -DTUFCHECK_TESTS=ON -DTUFCHECK_TEST_UNIT=ON && run_preset release '' ;;
  integer) build clang && run_preset clang '' ;;
  threads) build threads && run_preset threads '^(unit.verify_scan_test|cli.jobs)$' ;;
  valgrind) build dev && run_preset dev valgrind ;;
  coverage) build coverage && forget_coverage && run_preset coverage '' && check_coverage ;;
  *) run_analyzers "$1" ;;
  esac
}

run_check() {
  need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  local name status=0
  PASSED=0 FAILED=0
  for name in "${@:-}"; do
    run_one_check "$name" || status=1
  done
  conclude "$status"
}

run_differential() {
  need_packages "${BUILD_PACKAGES[@]}" python3 python3-cryptography notary
  build release -DTUFCHECK_TESTS=OFF
  [[ $# -gt 0 ]] || set -- 50000
  [[ $1 == -* ]] || set -- --count "$@"
  tests/interop/differential build/release/cli/tufcheck "$@"
}

run_mutate() {
  need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  tests/mutation/run.py "$@"
}

# Everything in tests/failure without leaving any out.
run_failures() {
  need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  build dev
  local status=0 bin=build/dev/tests/failure
  local command=(--tufcheck build/dev/cli/tufcheck)
  "$bin/library_memory_test" || status=1
  python3 -B tests/failure/command_memory_test.py "${command[@]}" --server "$bin/libfork_server.so" || status=1
  python3 -B tests/failure/calls_test.py "${command[@]}" --disturb "$bin/disturb" || status=1
  python3 -B tests/failure/changes_test.py "${command[@]}" --disturb "$bin/disturb" || status=1
  return "$status"
}

run_fuzz() {
  need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  local target=${1:-} seconds=${2:-60}
  if [[ $# -eq 1 && $target =~ ^[0-9]+$ ]]; then
    seconds=$target target=
  fi
  build fuzz-targets
  tests/fuzz/run.py --build build/fuzz/tests/fuzz --seconds "$seconds" ${target:+"$target"}
}

run_fuzz_corpus() {
  need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  build fuzz-targets
  tests/fuzz/corpus.py --build build/fuzz/tests/fuzz "$@"
}

run_fuzz_coverage() {
  need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}" llvm
  build fuzz-coverage
  tests/fuzz/coverage.py --build build/fuzz-coverage/tests/fuzz "$@"
}

# The bench of estates, with its own small program beside the command.
run_bench_estate() {
  build release -DTUFCHECK_TESTS=ON
  tests/bench/estate.py --tufcheck build/release/cli/tufcheck --floor build/release/tests/bench/floor \
    --home build/bench "$@"
}

run_one_bench() {
  local name=$1 tufcheck=build/release/cli/tufcheck
  shift
  case $name in
  budget)
    build coverage
    tests/bench/budget.py build/coverage/cli/tufcheck "$@"
    ;;
  gate)
    build static
    local preset
    for preset in release static; do
      cmake --build --preset "$preset" --target gate_floor >/dev/null 2>&1
    done
    tests/bench/gate.py shared="$tufcheck,build/release/tests/bench/gate_floor" \
      static=build/static/cli/tufcheck,build/static/tests/bench/gate_floor "$@"
    ;;
  estate) run_bench_estate "$@" ;;
  growth) tests/bounds/growth.py "$tufcheck" "$@" ;;
  hostile) tests/bounds/hostile.py "$tufcheck" --table "$@" ;;
  *)
    say "dev: no bench is called $name; there are budget, estate, gate, growth and hostile"
    return 2
    ;;
  esac
}

run_bench() {
  need_packages "${BUILD_PACKAGES[@]}" python3 python3-cryptography libcmocka-dev valgrind notary
  build release -DTUFCHECK_TESTS=OFF
  if [[ $# -gt 0 ]]; then
    run_one_bench "$@"
    return
  fi
  local name
  for name in gate estate growth hostile; do
    say "dev: bench $name"
    run_one_bench "$name"
  done
}
