#!/usr/bin/env bash
# A trace that is shown is cut short, written over, or replaced by another in its place, by someone else, at random moments while the window
# opens it, looks around in it, exports, saves and copies it. The window goes on, and complains of nothing. Every second file is too long to be
# read into memory at once; of some, the one who changes it has had it open since before.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/cuts-window.sh BUILD SEED COUNT [FIRST]     needs xvfb-run and dbus-run-session; trial FIRST + i is the same for the same seed
set -uo pipefail
build=$(realpath "${1:?usage: cuts-window.sh BUILD SEED COUNT [FIRST]}")
seed=${2:?} count=${3:?} first=${4:-1}
if [ "${5:-}" != inside ]; then
  exec xvfb-run -a -s '-screen 0 1366x800x24 -noreset' dbus-run-session -- bash "$0" "$build" "$seed" "$count" "$first" inside
fi

# shellcheck source-path=SCRIPTDIR source=window-surroundings.sh
. "$(dirname "$(realpath "$0")")/window-surroundings.sh"
cd "$here/work" || exit 2
write_scenario 4000 >s.scenario
"$here/gantry-cli" run s.scenario --on simulated -o whole.gantry >/dev/null || exit 2
sed 's/4000/700/; s/feed/other/' s.scenario >other.scenario
"$here/gantry-cli" run other.scenario --on simulated -o other.gantry >/dev/null || exit 2
size=$(stat -c %s whole.gantry)
most_read=$((64 << 20)) # GANTRY_TRACE_FILE_MOST_READ
wrong=0 n_closed=0 n_large=0
declare -A tried=()

random_below() { printf '%d' $(((RANDOM * 32768 + RANDOM) % $1)); }

# truncate(1) does not wait for the copy, so that it is told to come again.
shorten() {
  until truncate -s "$1" cut.gantry 2>/dev/null; do sleep 0.02; done
}

# What someone else does to the file where it lies.
harm() {
  local at length
  at=$(random_below "$size")
  length=$(random_below 20000)
  case $1 in
  cut) shorten "$at" ;;
  empty) shorten 0 ;;
  replaced) cat other.gantry >cut.gantry ;;
  rubbish) head -c "$length" /dev/urandom | dd of=cut.gantry bs=65536 seek="$at" oflag=seek_bytes conv=notrunc status=none ;;
  ones) head -c "$length" /dev/zero | tr '\0' '\377' | dd of=cut.gantry bs=65536 seek="$at" oflag=seek_bytes conv=notrunc status=none ;;
  moved) tail -c +$((length % 64 + 2)) whole.gantry >cut.gantry ;;
  esac
}

try_one() {
  local kinds=(cut cut empty replaced rubbish ones moved) kind status=0 number=$1 pid kept=
  RANDOM=$((seed * 7919 + number))
  kind=${kinds[RANDOM % ${#kinds[@]}]}
  tried[$kind]=$((${tried[$kind]:-0} + 1))
  rm -f new.* cut.gantry
  cp whole.gantry cut.gantry
  if [ $((number % 2)) = 0 ]; then # a hole behind its end
    truncate -s $((most_read + 1 + RANDOM)) cut.gantry
    n_large=$((n_large + 1))
  fi
  [ $((RANDOM % 4)) != 0 ] || exec {kept}>>cut.gantry
  timeout 120 "$here/window-driver" s.scenario -- open:cut.gantry "look:$((number * 2))" export:new.png "look:$((number * 2 + 1))" save:new.json \
    save:new.gantry copy export:new.svg "look:$((number * 3))" clean open:s.scenario run:simulated wait save:after.gantry close >"$here/log" 2>&1 &
  pid=$!
  for _ in $(seq 200); do
    grep -q '^begins open' "$here/log" && break
    sleep 0.05
  done
  sleep "$((RANDOM % 4)).$(printf '%03d' $((RANDOM % 1000)))"
  harm "$kind"
  [ $((RANDOM % 3)) != 0 ] || { sleep "0.$((RANDOM % 9))" && harm cut; }
  wait $pid || status=$?
  [ -z "$kept" ] || exec {kept}>&-
  grep -q 'is closed' "$here/log" && n_closed=$((n_closed + 1))
  [ $status = 0 ] && ! grep -qE 'CRITICAL|WARNING|Sanitizer|^hangs' "$here/log" && grep -q '^over' "$here/log" && return
  printf 'trial %d (%s): status %d\n' "$number" "$kind" $status
  tail -n 12 "$here/log" | sed 's/^/    /' | head -c 3000
  wrong=$((wrong + 1))
}

for number in $(seq "$first" $((first + count - 1))); do try_one "$number"; done
printf '%d files, %d of them large:' "$count" "$n_large"
for kind in "${!tried[@]}"; do printf '  %s %d' "$kind" "${tried[$kind]}"; done
printf '\n%d told in words\n%d wrong\n' "$n_closed" "$wrong"
[ "$wrong" = 0 ]
