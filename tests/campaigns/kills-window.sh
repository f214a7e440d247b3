#!/usr/bin/env bash
# Signals at random moments to a window that runs, saves, exports, opens, writes or compares, to its runner, the runner's steward and its
# processes. The window goes on; or it is gone with all that it had begun, its files are whole, and the next one offers what was written.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/kills-window.sh BUILD SEED COUNT [FIRST]     needs xvfb-run and dbus-run-session; trial FIRST + i is the same for the same seed
# The window is the app with its deeds told beforehand (window-driver.c): a key that is sent to it may not arrive.
set -uo pipefail
build=$(realpath "${1:?usage: kills-window.sh BUILD SEED COUNT [FIRST]}")
seed=${2:?} count=${3:?} first=${4:-1}
if [ "${5:-}" != inside ]; then
  exec xvfb-run -a -s '-screen 0 1366x800x24 -noreset' dbus-run-session -- bash "$0" "$build" "$seed" "$count" "$first" inside
fi

# shellcheck source-path=SCRIPTDIR source=window-surroundings.sh
. "$(dirname "$(realpath "$0")")/window-surroundings.sh"
scenarios=("$(dirname "$(realpath "$0")")"/kills/*.scenario)
signals=(KILL KILL KILL STOP STOP TERM INT HUP QUIT SEGV PIPE)
victims=(window window runner runner steward process process)
models=(threads processes async simulated)
kinds=(run run run run save export open write compare)
wrong=0 n_offered=0 n_went_on=0 n_missed=0 longest_gone=0
declare -A hits=() during=()
export TMPDIR=$here/tmp GANTRY_CLI=$build/src/cli/gantry-cli

wrong() {
  printf 'trial %s: %s\n' "$trial" "$1"
  sed 's/^/    /' "$here/log" "$here/err" | head -c 3000
  wrong=$((wrong + 1))
}

# start FILE|'' DEED...: the window, whose lines are read from descriptor 3.
start() {
  local file=$1
  shift
  rm -f "$here/lines"
  mkfifo "$here/lines"
  "$here/window-driver" ${file:+"$file"} -- "$@" >"$here/lines" 2>>"$here/err" &
  window=$!
  exec 3<"$here/lines"
}

# await WORDS: until it says so. Status 1: it never did.
await() {
  while IFS= read -r -t 90 line <&3; do
    printf '%s\n' "$line" >>"$here/log"
    [[ $line == "$1"* ]] && return 0
  done
  return 1
}

runners() { pgrep -f "^$here/gantry-runner"; }

# children PID: a word each. Nothing is started for it, which would take longer than some of them live.
children() {
  local file words=()
  for file in /proc/"$1"/task/*/children; do
    { read -ra words <"$file"; } 2>/dev/null
    printf '%s ' "${words[@]}"
  done
}

leads_its_group() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -ra stat <<<"${stat##*) }" # state, parent, group
  [ "${stat[2]}" = "$1" ]
}

# A runner leads its group; the steward, which not all of them have, is the other child. Sets pid; nothing: there is none now.
find_victim() {
  local child found=()
  for child in $(children "$window"); do
    case $victim in
    runner) leads_its_group "$child" && found+=("$child") ;;
    steward) leads_its_group "$child" || found+=("$child") ;;
    process) mapfile -t -d ' ' -O ${#found[@]} found < <(children "$child") ;;
    esac
  done
  [ "$victim" = window ] && found=("$window")
  pid=
  [ ${#found[@]} = 0 ] || pid=${found[$((RANDOM % ${#found[@]}))]}
}

gone_within() { # gone_within COMMAND...: until it says nothing; the longest is a figure
  local began=$EPOCHREALTIME
  for _ in $(seq 500); do
    [ -z "$("$@")" ] && break
    sleep 0.02
  done
  local took=$((${EPOCHREALTIME/./} - ${began/./}))
  [ "$took" -le "$longest_gone" ] || longest_gone=$took
  [ -z "$("$@")" ]
}

judge_files() {
  local file name
  for file in "$here"/work/*.{gantry,json,png,scenario} "$here"/work/.[!.]*; do
    name=$(basename "$file")
    case $name in
    *\**) ;; # none
    .*) wrong "the file $name is left" ;;
    *.gantry | *.json) "$GANTRY_CLI" info "$file" >/dev/null 2>>"$here/err" || wrong "$name is no whole trace" ;;
    *.png) tail -c 8 "$file" | grep -aq IEND || wrong "$name is no whole picture" ;;
    *.scenario)
      cmp -s "$file" "$scenario" || [ "$(tail -n 1 "$file")" = "# mark $number" ] || wrong "$name is half of it"
      ;;
    esac
  done
  [ -z "$(ls -A "$here/tmp")" ] || wrong "files are left: $(ls -A "$here/tmp")"
}

judge_gone() {
  gone_within runners || wrong "processes are left: $(runners | tr '\n' ' ')"
  judge_files
  grep -qE 'CRITICAL|WARNING|ERROR|Sanitizer' "$here/err" && wrong 'it complained'
  # A runner that was killed before it knew what to run was told as that.
  grep -E '^(failed|hangs)' "$here/log" | grep -qv '^failed run:' && wrong 'a deed failed'
}

# What was written is there again.
judge_recovery() {
  start '' recover text "write:$here/work/recovered.txt" close
  if await 'asks Recovered text' && await 'text ' && [[ $line == *"# mark $number"* ]]; then
    n_offered=$((n_offered + 1))
  else
    wrong 'what was written is not offered'
  fi
  await over || wrong 'the next window does not go on'
  exec 3<&-
  wait $window || wrong "the next window ends with $?"
  start '' sleep:200 close
  await over
  exec 3<&-
  wait $window
  [ "$(grep -c '^asks Recovered' "$here/log")" = 1 ] || wrong 'what was recovered and saved is offered again'
}

# One deed of the kind, at which the blow is struck, between one that prepares it and those that show that the window goes on.
make_deeds() {
  local model=${models[RANDOM % 4]} work=$here/work
  case $victim in steward | process) model=processes ;; esac
  deeds=("type:\n# mark $number" "kept:# mark $number")
  case $kind in
  run) deeds+=("run:$model" wait:1500 "run:$model" wait:1500 "run:$model" wait:1500) aim='begins run' spread=400 ;;
  save) deeds+=("run:$model" wait:1500 "save:$work/one.gantry" "save:$work/one.json" "save:$work/one.gantry") aim='begins save' spread=90 ;;
  export) deeds+=("run:$model" wait:1500 "export:$work/one.png" "export:$work/one.png") aim='begins export' spread=400 ;;
  open) deeds+=("run:$model" wait:1500 "save:$work/one.gantry" "open:$work/one.gantry" discard sleep:100) aim='begins open' spread=150 ;;
  write) deeds+=("write:$work/s.scenario" "write:$work/s.scenario") aim='begins write' spread=40 ;;
  compare) deeds+=(compare:1500) aim='begins compare' spread=1500 ;;
  esac
  [ "$kind" = open ] || deeds+=("run:$model" wait:1500 "write:$work/s.scenario")
  deeds+=(close)
}

strike() {
  local after=0
  sleep "$(printf '0.%06d' $((RANDOM * spread * 1000 / 32768)))"
  for _ in $(seq 100); do # until there is one
    find_victim
    [ -n "$pid" ] && break
    sleep 0.01
  done
  [ -n "$pid" ] && kill -"$signal" "$pid" 2>/dev/null || return 1
  hits[$victim]=$((${hits[$victim]:-0} + 1))
  during[$kind]=$((${during[$kind]:-0} + 1))
  [ "$signal" = STOP ] || return 0
  after=$((RANDOM % 3))
  # A window that stands goes on some time; of the others each third stands for ever.
  if [ "$victim" = window ] || [ $after -gt 0 ]; then
    sleep "0.$(printf '%03d' $((RANDOM % 900)))"
    kill -CONT "$pid" 2>/dev/null
  fi
  return 0
}

try_one() {
  local pid='' victim signal kind deeds aim spread status=0
  RANDOM=$((seed * 7919 + number))
  victim=${victims[RANDOM % ${#victims[@]}]} signal=${signals[RANDOM % ${#signals[@]}]} kind=${kinds[RANDOM % ${#kinds[@]}]}
  [ "$victim" = window ] || [ "$kind" = compare ] || kind=run # there is none else
  scenario=${scenarios[RANDOM % ${#scenarios[@]}]}
  trial="$number ($(basename "$scenario"), $signal to the $victim, $kind)"
  rm -rf "$here"/{work,tmp,state}
  mkdir -p "$here"/{work,tmp,state}
  : >"$here/err"
  : >"$here/log"
  cp "$scenario" "$here/work/s.scenario"
  make_deeds
  start "$here/work/s.scenario" "${deeds[@]}"
  await "done kept" || wrong 'what is written is not kept'
  await "$aim" || wrong 'no such deed'
  strike || n_missed=$((n_missed + 1))
  if [ "$victim" = window ] && [ "$signal" != STOP ] && [ -n "$pid" ]; then
    await 'over' # to its last line
  else
    await over || wrong 'the window does not go on'
  fi
  exec 3<&-
  wait $window || status=$?
  if [ "$victim" = window ] && [ "$signal" != STOP ] && [ $status -ge 128 ]; then
    judge_gone
    # It was saved, or given up, before.
    [ "$(tail -n 1 "$here/work/s.scenario")" = "# mark $number" ] || grep -q '^begins discard' "$here/log" || judge_recovery
  else
    [ $status = 0 ] || wrong "the window ends with $status"
    n_went_on=$((n_went_on + 1))
    judge_gone
  fi
}

for number in $(seq "$first" $((first + count - 1))); do try_one; done
printf '%d moments: %d hit the window, %d the runner, %d its steward, %d its processes; nobody was there %d times\n' "$count" \
  "${hits[window]:-0}" "${hits[runner]:-0}" "${hits[steward]:-0}" "${hits[process]:-0}" "$n_missed"
for kind in "${!during[@]}"; do printf '%s %d  ' "$kind" "${during[$kind]}"; done
printf '\n%d windows went on to their end; %d were gone, and the next one gave back what was written\n' "$n_went_on" "$n_offered"
printf 'all gone after at most %d ms\n%d violations\n' $((longest_gone / 1000)) "$wrong"
[ "$wrong" = 0 ]
