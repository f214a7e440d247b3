#!/usr/bin/env bash
# Helgrind and DRD over the ring, the collector, the growing timeline and its readers, and over whole runs: the runner and all its
# processes, then the session that collects what they record.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/valgrind-threads.sh [helgrind|drd]...     both unless said; status 1 if anything was reported
# Built by gcc in build-valgrind, with the instrumentation for ThreadSanitizer: by its calls tests/sanitizers/valgrind-atomics.c tells
# the tools of atomic operations, of which they know nothing. Neither sees more than one process at a time.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=("${@:-helgrind}")
[ $# -gt 0 ] || tools=(helgrind drd)
folder=$PWD/build-valgrind
logs=$folder/reports
mkdir -p "$logs"
rm -f "$logs"/*

gcc -std=gnu11 -O1 -fPIC -shared tests/sanitizers/valgrind-atomics.c -o "$folder/libhelgrind-atomics.so"
gcc -std=gnu11 -O1 -fPIC -shared -DFOR_DRD tests/sanitizers/valgrind-atomics.c -o "$folder/libdrd-atomics.so"
gcc -std=gnu11 -O1 -fPIC -shared -D_GNU_SOURCE tests/sanitizers/few-addresses.c -o "$folder/libfew-addresses.so"
# shellcheck disable=SC2046 # a word for each
gcc -std=gnu11 -O1 -fPIC -shared tests/sanitizers/glib-locks.c tests/sanitizers/glib-tasks.c -o "$folder/libglib-locks.so" \
  $(pkg-config --cflags --libs gio-2.0)
[ -f "$folder/build.ninja" ] || CC=gcc meson setup "$folder" -Doptimization=1 -Ddebug=true -Dwerror=false -Db_lundef=false -Dwindow=false \
  -Dc_args=-fsanitize=thread -Dc_link_args="$folder/libhelgrind-atomics.so" >/dev/null
programs=(trace/trace-ring trace/trace-handover trace/trace-losses trace/trace-collector timeline/timeline-live)
ninja -C "$folder" --quiet src/run/gantry-runner src/cli/gantry-cli "${programs[@]/#/tests/}"

# under TOOL NAME PROGRAM...: what is loaded first is loaded by the program alone
# Both tools write down each byte that is mapped: with few addresses the session makes the trace's memory a small one.
under() {
  local tool=$1 name=$2
  shift 2
  env G_SLICE=always-malloc LD_PRELOAD="$folder/lib$tool-atomics.so $folder/libglib-locks.so $folder/libfew-addresses.so" \
    valgrind --tool="$tool" --fair-sched=yes --trace-children=no --suppressions=tests/sanitizers/valgrind.supp \
    --log-file="$logs/$tool-$name-%p.log" "$@" >"$logs/$tool-$name.out" 2>&1
}

# A program for the runner's place.
runner() {
  cat >"$folder/runner-$1" <<END
#!/bin/sh
export G_SLICE=always-malloc LD_PRELOAD='$folder/lib$1-atomics.so $folder/libglib-locks.so'
exec valgrind --tool=$1 --fair-sched=yes --suppressions=$PWD/tests/sanitizers/valgrind.supp --log-file=$logs/$1-runner-%p.log \
  $folder/src/run/gantry-runner "\$@"
END
  chmod +x "$folder/runner-$1"
  echo "$folder/runner-$1"
}

scenarios=(bounded-buffer-by-condition counting-under-rwlock barrier-again-and-again pool-of-each-kind offloaded both-talk manager-counters)
n_runs=0 n_failed=0
run() {
  LD_PRELOAD=$folder/libfew-addresses.so "$folder/src/cli/gantry-cli" run "tests/run/classics/$1.scenario" --on "$2" --quiet --limit 100s \
    >>"$logs/runs.out" 2>&1
}
for tool in "${tools[@]}"; do
  for program in "${programs[@]}"; do
    under "$tool" "$(basename "$program")" "$folder/tests/$program" || n_failed=$((n_failed + 1))
    n_runs=$((n_runs + 1))
  done
  GANTRY_RUNNER=$(runner "$tool")
  export GANTRY_RUNNER
  for scenario in "${scenarios[@]}"; do
    for model in threads processes async; do
      run "$scenario" "$model" || n_failed=$((n_failed + 1))
      n_runs=$((n_runs + 1))
    done
  done
  unset GANTRY_RUNNER
  for scenario in "${scenarios[@]}"; do
    for model in threads processes async simulated; do
      under "$tool" "session-$scenario-$model" "$folder/src/cli/gantry-cli" run "tests/run/classics/$scenario.scenario" --on "$model" --quiet \
        -o "$folder/session.gantry" -o "$folder/session.json" || n_failed=$((n_failed + 1))
      n_runs=$((n_runs + 1))
    done
  done
done

n_processes=$(find "$logs" -name '*-[0-9]*.log' | wc -l)
# By their places, for what is killed at its run's end sums nothing up.
n_reports=$(cat "$logs"/*-[0-9]*.log | grep -cE '^==[0-9]+==    at 0x' || true)
printf '%d runs of programs and scenarios under %s: %d processes, %d places in reports, %d runs that did not end well\n' \
  "$n_runs" "${tools[*]}" "$n_processes" "$n_reports" "$n_failed"
grep -lE '^==[0-9]+==    at 0x' "$logs"/*-[0-9]*.log || true
[ "$n_reports" = 0 ] && [ "$n_failed" = 0 ]
