#!/usr/bin/env bash
# Scenarios that a fuzzer wrote, on the real models: the simulator is fuzzed by itself (fuzz.sh), the other drivers are tried here with what it
# found worth keeping. Each run is stopped after 0.3 s. A runner that is ended by a signal though nothing crashes in the scenario, a
# library's complaint, a command that is not done after 20 s, or ends by a signal itself, is a violation.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/real-models.sh [BUILD_FOLDER [SEED [COUNT [FOLDER…]]]]      build, 1, 200 scenarios on each model, the corpus in the repository
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$(realpath "${1:-build}") seed=${2:-1} count=${3:-200}
shift $(($# < 3 ? $# : 3))
folders=("$@")
[ ${#folders[@]} -gt 0 ] || folders=(tests/fuzz/corpus/scenario)
cli=$build/src/cli/gantry-cli
export GANTRY_RUNNER=$build/src/run/gantry-runner
log=$(mktemp)
trap 'rm -f "$log"' EXIT
runs=0 bad=0

# told WORDS SCENARIO MODEL: a violation.
told() {
  printf '%s: %s on %s\n' "$1" "$2" "$3"
  head -c 400 "$log"
  bad=$((bad + 1))
}

# try SCENARIO MODEL
try() {
  local status=0
  timeout -s KILL 20 "$cli" run --quiet --on "$2" --limit 300ms "$1" >"$log" 2>&1 </dev/null || status=$?
  runs=$((runs + 1))
  if [ "$status" -gt 127 ]; then
    told "ended by signal $((status - 128))" "$1" "$2"
  elif grep -qE 'CRITICAL|WARNING|ERROR' "$log"; then
    told "a complaint" "$1" "$2"
  elif grep -q 'crashed' "$log" && ! grep -q 'crash' "$1"; then
    told "a crash" "$1" "$2"
  fi
}

# random: bytes without an end that are the same for a seed.
random() {
  while :; do printf '%s\n' "$seed"; done
}

tried=0
while read -r scenario && [ "$tried" -lt "$count" ]; do
  "$cli" check "$scenario" >"$log" 2>&1 || continue
  tried=$((tried + 1))
  for model in threads processes async; do
    try "$scenario" "$model"
  done
done < <(find "${folders[@]}" -type f | LC_ALL=C sort | shuf --random-source=<(random))
echo "$tried scenarios, $runs runs, $bad violations"
[ "$tried" -gt 0 ] && [ "$bad" = 0 ]
