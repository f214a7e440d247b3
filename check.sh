#!/usr/bin/env bash
# Installs what is missing, builds Gantry and checks it: tests, style, analysis, sanitizers, fuzzing.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: ./check.sh            everything
#        ./check.sh --quick    only build and test
set -euo pipefail
cd "$(dirname "$0")"

passed=0 failed=0

# configure FOLDER [OPTION…]: once.
configure() {
  [ -f "$1/build.ninja" ] || meson setup "$@" >/dev/null
}

# build FOLDER [OPTION…] [TARGET…]: configures it once and builds it.
build() {
  local folder=$1 options=() targets=() argument; shift
  for argument in "$@"; do
    case $argument in -*) options+=("$argument") ;; *) targets+=("$argument") ;; esac
  done
  printf '\n== build %s\n' "$folder"
  configure "$folder" "${options[@]}"
  ninja -C "$folder" --quiet "${targets[@]}"
}

# run_tests FOLDER [OPTION…]: runs its tests on a display and a session bus of their own, and counts them. A display that begins anew when its
# last program is gone would end whoever comes at that moment: -noreset.
run_tests() {
  local folder=$1 status=0; shift
  printf '\n== test %s\n' "$folder"
  rm -f "$folder"/meson-logs/testlog*.json
  xvfb-run -a -s '-screen 0 1600x1000x24 -noreset' dbus-run-session -- \
    meson test -C "$folder" --no-rebuild --print-errorlogs "$@" || status=$?
  count_results "$status" "$folder"/meson-logs/testlog*.json
}

# count_results STATUS LOG…: adds the tests of a run that ended with that status.
count_results() {
  local status=$1 good bad; shift
  good=$(cat "$@" | grep -cE '"result": "(OK|EXPECTEDFAIL)"' || true)
  bad=$(cat "$@" | grep -cE '"result": "(FAIL|TIMEOUT|ERROR|INTERRUPT|UNEXPECTEDPASS)"' || true)
  [ "$status" = 0 ] || [ "$bad" -gt 0 ] || bad=1 # nothing was run at all
  passed=$((passed + good)) failed=$((failed + bad))
}

# programs FOLDER PLACES: what is linked in these places (an expression for sed), of all that the folder builds.
programs() {
  ninja -C "$1" -t targets all | sed -nE "s#^(($2)/[^/:]*): c_LINKER.*#\\1#p"
}

# What sanitizers watch: they lead compilers to warnings that are none, and find no less in code that is compiled faster. Their reports need
# lines, and nothing else that debuggers do.
watched=(-Doptimization=1 -Dwerror=false -Db_lundef=false -Dc_args=-g1)

# build_for_threads: what the thread sanitizer watches.
build_for_threads() {
  configure build-check-thread "${watched[@]}" -Db_sanitize=thread
  # shellcheck disable=SC2046 # a word for each
  build build-check-thread $(programs build-check-thread 'tests/(trace|timeline|run)|src/run') \
    tests/chart/test-chart-{event-index,group-sums,kept-columns,lanes,live-lanes,painter} tests/format/format-long-file tests/sanitizers/libglib-locks.so
}

# count_fuzzers STATUS LOG: each target of the campaign counts as one test; one that found nothing ends in "ok".
count_fuzzers() {
  local good bad
  printf '\n== fuzz\n'
  cat "$2"
  good=$(grep -c ': ok$' "$2" || true) bad=$(grep -c ': FOUND$' "$2" || true)
  [ "$1" = 0 ] || [ "$bad" -gt 0 ] || bad=1 # nothing was run at all
  passed=$((passed + good)) failed=$((failed + bad))
}

data/install-packages.sh check
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT

build build-check
if [ "${1:-}" = --quick ]; then
  run_tests build-check --no-suite analysis
else
  # The slow readers of all code, and then the next build, take what the rest leaves free: tests wait more than they reckon.
  rm -f build-check/meson-logs/analysis*.json
  {
    renice -n 19 "$BASHPID" >/dev/null
    status=0
    meson test -C build-check --no-rebuild --logbase analysis --suite analysis >build-check/analysis.log 2>&1 || status=$?
    build_for_threads >build-check-thread.log 2>&1 || true # it is told below
    exit "$status"
  } &
  analysis=$!
  run_tests build-check --no-suite analysis
  analysed=0
  wait "$analysis" || analysed=$?
  build_for_threads

  # Tests of threads mostly wait, so that the next build has the processors meanwhile.
  rm -f build-check-thread/meson-logs/testlog*.json
  meson test -C build-check-thread --no-rebuild --print-errorlogs --setup thread \
    --suite trace --suite timeline --suite run --suite threads >build-check-thread/tests.log 2>&1 &
  threads=$!
  configure build-check-address "${watched[@]}" -Db_sanitize=address,undefined
  # shellcheck disable=SC2046 # a word for each
  build build-check-address $(programs build-check-address 'tests/(trace|timeline|format|chart|scenario|run|cli|fuzz)|src/(run|cli)') \
    tests/campaigns/ring-limit

  # A minute of each fuzzer, of what is left.
  GANTRY_FUZZ_BUILD=build-check-fuzz nice -n 19 tests/campaigns/fuzz.sh 60s 0 >build-check-fuzz.log 2>&1 &
  fuzzing=$!
  run_tests build-check-address --setup address
  status=0
  wait "$threads" || status=$?
  cat build-check-thread/tests.log
  count_results "$status" build-check-thread/meson-logs/testlog*.json
  status=0
  wait "$fuzzing" || status=$?
  count_fuzzers "$status" build-check-fuzz.log

  cat build-check/analysis.log
  count_results "$analysed" build-check/meson-logs/analysis*.json
fi

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
