#!/usr/bin/env bash
# Signals at random moments to a window with a run, to the runner and to its processes: the window goes on, or is gone with all
# that it had begun, and the next one starts.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/kills-window.sh BUILD SEED COUNT     needs xvfb-run, dbus-run-session, openbox and xdotool
set -uo pipefail
build=$(realpath "${1:?usage: kills-window.sh BUILD SEED COUNT}")
seed=${2:?} count=${3:?}
if [ "${4:-}" != inside ]; then
  exec xvfb-run -a -s '-screen 0 1366x800x24' dbus-run-session -- bash "$0" "$build" "$seed" "$count" inside
fi

here=$(mktemp -d) || exit 2
scenarios=("$(dirname "$(realpath "$0")")"/kills/*.scenario)
signals=(KILL KILL KILL STOP TERM INT HUP QUIT SEGV PIPE)
victims=(window runner process)
wrong=0 survived=0
declare -A hits=()
RANDOM=$seed
export GSK_RENDERER=cairo GSETTINGS_BACKEND=memory GTK_A11Y=none NO_COLOR=1
export HOME=$here/home XDG_STATE_HOME=$here/state XDG_CONFIG_HOME=$here/config XDG_CACHE_HOME=$here/cache TMPDIR=$here/tmp
mkdir -p "$here"/{home,state,config,cache,tmp}
openbox >/dev/null 2>&1 &
manager=$!
trap 'kill $manager; rm -rf "$here"' EXIT

wrong() {
  printf 'trial %s: %s\n' "$trial" "$1"
  head -n 3 "$here/err"
  wrong=$((wrong + 1))
}

# Processes of this trial, by a mark in their environment.
alive() {
  grep -lsz "^GANTRY_CAMPAIGN_TRIAL=$number\$" /proc/[0-9]*/environ | cut -d/ -f3 | while read -r pid; do
    grep -qs '^State:.[^Z]' "/proc/$pid/status" && echo "$pid"
  done
}

start_window() {
  GANTRY_CAMPAIGN_TRIAL=$number "$build/ui/gantry" "$scenario" >"$here/out" 2>"$here/err" &
  window=$!
  for _ in $(seq 600); do
    xdotool search --onlyvisible --pid $window >/dev/null 2>&1 && return 0
    kill -0 $window 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}

press() {
  local shown
  shown=$(xdotool search --onlyvisible --pid $window | tail -n 1)
  xdotool windowactivate --sync "$shown" key "$1" >/dev/null 2>&1
}

child_of() {
  pgrep -P "$1" | shuf -n 1 --random-source=<(yes "$RANDOM")
}

end_window() {
  kill -TERM $window 2>/dev/null
  for _ in $(seq 200); do
    kill -0 $window 2>/dev/null || break
    sleep 0.05
  done
  kill -KILL $window 2>/dev/null && wrong 'the window does not end when it is asked to'
  wait $window 2>/dev/null
}

judge_gone() {
  for _ in $(seq 100); do
    [ -z "$(alive)" ] && break
    sleep 0.05
  done
  [ -z "$(alive)" ] || wrong "processes are left: $(alive | tr '\n' ' ')"
  [ -z "$(ls -A "$here/tmp")" ] || wrong "files are left: $(ls -A "$here/tmp")"
  grep -qE 'CRITICAL|WARNING|ERROR|Sanitizer' "$here/err" && wrong 'it complained'
}

try_one() {
  local victim=${victims[RANDOM % 3]} signal=${signals[RANDOM % ${#signals[@]}]} pid runner
  scenario=${scenarios[RANDOM % ${#scenarios[@]}]}
  trial="$number ($(basename "$scenario"), $signal to the $victim)"
  start_window || { wrong 'no window' && return; }
  sleep 0.7 # it listens to keys
  press F5
  sleep "0.$(printf '%03d' $((RANDOM % 600)))"
  runner=$(child_of $window)
  pid=$window
  [ "$victim" != window ] && [ -n "$runner" ] && pid=$runner
  [ "$victim" = process ] && [ -n "$runner" ] && pid=$(child_of "$runner")
  pid=${pid:-$window}
  [ "$pid" = "$window" ] && victim=window
  kill -"$signal" "$pid" 2>/dev/null && hits[$victim]=$((${hits[$victim]:-0} + 1))
  sleep 0.3
  if [ "$victim" = window ]; then
    [ "$signal" = STOP ] && kill -CONT "$pid" && sleep 0.2
    kill -0 $window 2>/dev/null && survived=$((survived + 1))
  else
    kill -0 $window 2>/dev/null || wrong 'the window died with its run'
    press Escape
    sleep 0.2
    survived=$((survived + 1))
  fi
  end_window
  judge_gone
}

for number in $(seq "$count"); do try_one; done
printf '%d moments: %d hit the window, %d the runner, %d its processes; %d windows went on\n' "$count" \
  "${hits[window]:-0}" "${hits[runner]:-0}" "${hits[process]:-0}" "$survived"
printf '%d violations\n' "$wrong"
[ "$wrong" = 0 ]
