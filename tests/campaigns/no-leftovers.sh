#!/usr/bin/env bash
# No byte of the program's memory that nobody wrote gets into a file: each format is written with memory filled in three ways, which
# must give the same bytes, and under valgrind, which tells of bytes without a value that are handed to the kernel.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/no-leftovers.sh [BUILD_FOLDER [SCENARIO…]]      build; three built-in scenarios
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$(realpath "${1:-build}")
shift || true
scenarios=("$@")
[ ${#scenarios[@]} -gt 0 ] || scenarios=(two-cpu-bound dining-philosophers lost-update)
cli=$build/src/cli/gantry-cli
export GANTRY_RUNNER=$build/src/run/gantry-runner
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
formats=(gantry json csv pftrace png svg pdf)
files=0 bad=0

# fail WORD…: tells it and counts it.
fail() {
  printf '%s\n' "$*"
  bad=$((bad + 1))
}

for scenario in "${scenarios[@]}"; do
  trace=$folder/$scenario.gantry
  "$cli" run "$scenario" --on simulated --quiet -o "$trace" || [ $? = 1 ]
  for format in "${formats[@]}"; do
    for filling in 1 90 200; do
      MALLOC_PERTURB_=$filling "$cli" convert "$trace" "$folder/$filling.$format"
      cmp "$folder/1.$format" "$folder/$filling.$format" || fail "$scenario: $format differs"
      files=$((files + 1))
    done
    valgrind --quiet --error-exitcode=99 "$cli" convert "$trace" "$folder/valgrind.$format" 2>"$folder/log" || {
      cat "$folder/log"
      fail "$scenario: $format under valgrind"
    }
    cmp "$folder/1.$format" "$folder/valgrind.$format" || fail "$scenario: $format differs under valgrind"
  done
done
printf '%d files of %d scenarios, %d of them again under valgrind: %d faults\n' \
  "$files" ${#scenarios[@]} $((files / 3)) "$bad"
[ "$bad" = 0 ]
