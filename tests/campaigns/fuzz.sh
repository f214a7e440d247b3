#!/usr/bin/env bash
# Gives every reader of strangers' bytes many inputs that nobody thought of, with libFuzzer under AddressSanitizer and
# UndefinedBehaviorSanitizer, and counts. Exit status 1: something was found; the input and the report are in BUILD/found.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/fuzz.sh [EXECUTIONS|SECONDSs] [SEED] [TARGET…]
#        EXECUTIONS of each target (20000000 unless said), or so many seconds, as in 60s; SEED 1 unless said, 0 another each time
# GANTRY_FUZZ_BUILD: the folder that it builds in and keeps what it learns in (build-fuzz)
# GANTRY_FUZZ_JOBS: how many targets run at once (as many as there are processors; with SECONDSs all)
set -euo pipefail
cd "$(dirname "$0")/../.."

amount=${1:-20000000}
seed=${2:-1}
shift $(($# < 2 ? $# : 2))
build=${GANTRY_FUZZ_BUILD:-build-fuzz}
all=(chrome control editor embedded gantry lecture perfetto scenario segment simulate words)
targets=("${@:-${all[@]}}")
case $amount in
  *s) most=-max_total_time=${amount%s} jobs=${GANTRY_FUZZ_JOBS:-${#targets[@]}} patience=60 quarantine=1 ;; # beside much else
  *) most=-runs=$amount jobs=${GANTRY_FUZZ_JOBS:-$(nproc)} patience=10 quarantine=0 ;;
esac

# The longest input that teaches anything new: what is longer only takes longer.
longest() {
  case $1 in
    embedded) echo 3000 ;;
    gantry) echo 4500 ;;
    segment) echo 1200 ;;
    chrome | perfetto) echo 700 ;;
    *) echo 400 ;;
  esac
}

# Comparisons are not traced: that takes a quarter of the time, and words and magic numbers stand in the dictionaries and seeds.
# Undefined behaviour is a trap, which takes less time than a call that could tell its kind: a replay of what is found, built with
# -Db_sanitize=address,undefined, tells it.
make_fuzzers() {
  local sanitize=address,undefined flags
  flags="-fsanitize=fuzzer-no-link,$sanitize -fsanitize-trap=undefined"
  flags+=" -fno-sanitize-coverage=trace-cmp,stack-depth,indirect-calls -gline-tables-only"
  [ -f "$build/build.ninja" ] ||
    CC=clang meson setup "$build" -Dfuzzers=true -Doptimization=2 -Dwerror=false -Db_lundef=false \
      -Dc_args="$flags" -Dc_link_args="-fsanitize=$sanitize" >/dev/null
  local programs=("${targets[@]/%/-fuzz}")
  ninja -C "$build" --quiet "${programs[@]/#/tests/fuzz/}"
}

# fuzz TARGET: leaves a log.
fuzz() {
  local name=$1 corpus=tests/fuzz/corpus/$1 words=() depth=5 status=0
  [ -d "$corpus" ] || corpus=tests/fuzz/corpus/scenario
  case $name in
    simulate | editor | control) words=(-dict=tests/fuzz/scenario.dict) ;;
    *) [ ! -f "tests/fuzz/$name.dict" ] || words=("-dict=tests/fuzz/$name.dict") ;;
  esac
  [ "$name" != simulate ] || depth=3 # so that more of them can be run
  mkdir -p "$build/found" "$build/corpus/$name"
  # Memory of GLib's is memory of malloc's, so that its use after it was freed is seen. Each run frees what it took: little in
  # quarantine, which stays in the processor's cache, is enough for it, and who took it is told when the input is replayed. In long
  # campaigns it is 64 KB instead of 1 MB, which makes them a sixth shorter.
  G_SLICE=always-malloc LSAN_OPTIONS=print_suppressions=0:suppressions=tests/sanitizers/leaks.txt \
    ASAN_OPTIONS=malloc_context_size=0:quarantine_size_mb=$quarantine:thread_local_quarantine_size_kb=64:max_malloc_fill_size=64 \
    "$build/tests/fuzz/$name-fuzz" "$most" -seed="$seed" -max_len="$(longest "$name")" -timeout="$patience" -rss_limit_mb=1024 -entropic=0 \
    -mutate_depth="$depth" -reload=0 -print_final_stats=1 -artifact_prefix="$build/found/$name-" "${words[@]}" "$build/corpus/$name" "$corpus" \
    >"$build/$name.log" 2>&1 || status=$?
  echo "$status" >"$build/$name.status"
}

# number LOG EXPRESSION: the last number that sed's expression finds.
number() {
  sed -nE "s/$2/\\1/p" "$1" | tail -n 1
}

# report TARGET: a line of figures, or what was found.
report() {
  local name=$1 log=$build/$1.log executions rate corpus coverage
  executions=$(number "$log" '^stat::number_of_executed_units: ([0-9]+)')
  rate=$(number "$log" '^stat::average_exec_per_sec: +([0-9]+)')
  corpus=$(number "$log" '^#[0-9]+.* corp: ([0-9]+).*')
  coverage=$(number "$log" '^#[0-9]+.* cov: ([0-9]+).*')
  printf '%-9s %10s executions %7s a second, corpus %5s, coverage %6s: %s\n' "$name" "${executions:-?}" "${rate:-?}" "${corpus:-?}" \
    "${coverage:-?}" "$([ "$(cat "$build/$name.status")" = 0 ] && echo ok || echo FOUND)"
  [ "$(cat "$build/$name.status")" = 0 ] || grep -vE '^#[0-9]|^stat::|NEW_FUNC' "$log" | tail -n 60
}

make_fuzzers
for name in "${targets[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
    wait -n || true
  done
  fuzz "$name" &
done
wait
bad=0
for name in "${targets[@]}"; do
  report "$name"
  [ "$(cat "$build/$name.status")" = 0 ] || bad=1
done
exit $bad
