#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The command under valgrind over the whole example: no bad access, and
# everything that was allocated is freed, by the libraries as well but for what
# libcrypto can still reach.
#
#   valgrind.sh TUFCHECK TESTDATA
set -euo pipefail

readonly SKIPPED=77
readonly MEMORY_ERROR=9
TUFCHECK=$(realpath "$1")
LOG=$(mktemp)
REPORTS=$(mktemp -d)
SUPPRESSIONS=$(realpath "$(dirname "$0")")/valgrind.supp
readonly TUFCHECK LOG REPORTS SUPPRESSIONS TESTDATA=$2
trap 'rm -rf "$LOG" "$REPORTS"' EXIT
FAILED=0

skip() {
  echo "skipped: $1"
  exit "$SKIPPED"
}

# A sanitizer has its own allocator, which valgrind does not get on with.
is_sanitized() {
  nm --undefined-only --dynamic "$TUFCHECK" | grep -q ' __asan_'
}

# Older versions do not read the debug information that newer compilers write.
can_read() {
  valgrind --quiet --log-file="$LOG" "$TUFCHECK" --version >/dev/null 2>&1 ||
    ! grep -q 'debuginfo reader' "$LOG"
}

# Older versions do not know openat2 (437), seccomp (317) and Landlock (444), say so, and refuse them: the command then
# walks by hand, loads its filter by prctl, and notes what is missing of the sandbox.
show_log() {
  sed -E -e '/WARNING: unhandled [a-z0-9]*-linux syscall: (437|317|444)$/d' \
    -e '/You may be able to write your own handler/d' \
    -e '/Read the file README_MISSING_SYSCALL_OR_IOCTL/d' \
    -e '/Nevertheless we consider this a bug/d' \
    -e '/it at http:\/\/valgrind.org\/support\/bug_reports.html/d' "$LOG"
}

# check STATUS ARGUMENT...: runs the command, which is to end with that status. The filter holds for valgrind too, which
# could not take away its debugger's pipes.
check() {
  local expected=$1 status=0
  shift
  valgrind --quiet --vgdb=no --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all \
    --suppressions="$SUPPRESSIONS" --error-exitcode="$MEMORY_ERROR" --log-file="$LOG" \
    "$TUFCHECK" "$@" >/dev/null 2>&1 || status=$?
  [[ $status -eq $expected && -z $(show_log) ]] && return
  echo "FAILED: tufcheck $*: exit status $status, expected $expected"
  show_log
  FAILED=1
}

command -v valgrind >/dev/null || skip "there is no valgrind"
is_sanitized && skip "the command is built with a sanitizer"
can_read || skip "valgrind cannot read the debug information of this build"
cd "$TESTDATA"
AT=$(<notary/AT)
for output in text json; do
  check 1 verify --at "$AT" --output "$output" notary/pulled
done
SOUND=()
for metadata in notary/trust/tuf/*/*/*/metadata notary/trust/tuf/*/metadata/metadata; do
  [[ $metadata == */team/retired/* ]] || SOUND+=("$metadata")
done
for output in text json; do
  check 0 inspect --output "$output" notary/trust/tuf/registry.example.com/team/app/metadata
done
check 0 verify --at "$AT" "${SOUND[@]}"
check 1 verify --at "$AT" notary/trust/tuf/*/team/retired/metadata
app=registry.example.com/team/app
for output in text json github refs; do
  check 0 gate --at "$AT" --trust-dir notary/trust --output "$output" "$app:v1.0" "$app"
  check 2 gate --at "$AT" --trust-dir notary/trust --output "$output" --from manifests/compose.yaml UPPER "$app"
done
check 0 policy check policies/release.policy.json
check 0 policy explain --at "$AT" --trust-dir notary/trust --policy policies/release.policy.json "$app:v1.0"
check 1 policy init --at "$AT" --trust-dir notary/trust
check 1 inspect notary/README.md
reports=()
for format in text html json ndjson markdown csv sarif junit prometheus docker; do
  reports+=(--report "$format=$REPORTS/$format")
done
check 1 verify --at "$AT" --expires-within 11y --fail-expiring "${reports[@]}" notary/trust
check 3 verify --at "$AT" --report "json=$REPORTS/none/json" "notary/trust/tuf/$app"
for output in text json markdown; do
  check 0 explain --output "$output"
done
check 2 explain hash-missmatch
check 1 verify --at 2040-01-01 --allow-expired notary/trust
check 2 verify --at never
check 2 verify --ouput json
check 3 verify ./nosuch
check 3 verify --trust-dir notary/trust team/ap
check 1 verify --at "$AT" --debug --color=always notary/trust
label=$(printf 'ab%.0s' {1..32})
check 1 keys --at 2026-12-01 --find "$label" cases/root-key-label
check 0 help verify
exit "$FAILED"
