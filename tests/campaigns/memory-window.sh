#!/usr/bin/env bash
# Large allocations refused in the window, one after the other, while it opens, exports, saves and runs. It goes on and tells one sentence;
# or it is gone, as GLib ends whom it can give no memory, and the next window gives back what was written.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/memory-window.sh BUILD SEED COUNT [DEED [BYTES]]     needs xvfb-run and dbus-run-session
#        COUNT allocations of BYTES or more (1 MiB) are refused in each deed, drawn by SEED where there are more; DEED: those that begin so
#        KEEP=FOLDER: what each attempt said stays there; GANTRY_FAULTS_TRACE=1: with the place of the refused call
set -uo pipefail
build=$(realpath "${1:?usage: memory-window.sh BUILD SEED COUNT [DEED [BYTES]]}")
seed=${2:?} count=${3:?} only=${4:-} least=${5:-1048576}
if [ "${6:-}" != inside ]; then
  exec xvfb-run -a -s '-screen 0 1366x800x24 -noreset' dbus-run-session -- bash "$0" "$build" "$seed" "$count" "$only" "$least" inside
fi

# shellcheck source-path=SCRIPTDIR source=window-surroundings.sh
. "$(dirname "$(realpath "$0")")/window-surroundings.sh"
RANDOM=$seed
printf '[io/github/gantry/Gantry]\nexport-size=uint32 5\nexport-width=16384.0\nexport-height=4096.0\n' >"$here/config/glib-2.0/settings/keyfile"
cd "$here/work" || exit 2
write_scenario 15000 >s.scenario
for ending in gantry json pftrace png; do
  [ $ending != png ] || sed -i 's/15000/2000/' s.scenario # larger ones are in no picture
  "$here/gantry-cli" run s.scenario --on simulated -o "big.$ending" >/dev/null 2>"$here/log" || { cat "$here/log"; exit 2; }
done
"$here/gantry-cli" info big.png >/dev/null || exit 2
sed -i 's/2000/15000/' s.scenario
deeds=(open:big.gantry open:big.json open:big.pftrace open:big.png export:new.png export:new.svg export:new.pdf
  save:new.gantry save:new.json save:new.pftrace save:new.csv run:simulated run:threads copy compare)
wrong=0 n_told=0 n_unmet=0 n_gone=0 n_well=0

wrong() {
  printf 'WRONG %s, allocation %s: %s\n' "$deed" "$which" "$1"
  grep -v '^begins\|^ready' "$here/log" | tail -n 12 | sed 's/^/    /' | head -c 3000
  wrong=$((wrong + 1))
}

# act WHICH: the deed, in a window in which something was written, with that one refused (0: none).
act() {
  local before=(sleep:0) after=(sleep:0)
  case $deed in
  export* | save* | copy) before=(open:big.gantry clean "type:\n# mark" kept:mark sleep:1500) ;;
  run* | compare) before=("type:\n# mark" kept:mark) after=(wait) ;;
  open*) before=("type:\n# mark" kept:mark) after=(clean) ;;
  esac
  rm -rf "$XDG_STATE_HOME" new.*
  LD_PRELOAD=$here/librefuse.so timeout 200 "$here/window-driver" s.scenario -- "${before[@]}" "refuse:memory@$least:$1:ENOMEM" "$deed" \
    "${after[@]}" sleep:300 refuse: clean "type:\n# later" kept:later clean open:s.scenario run:simulated wait clean close >"$here/log" 2>&1
}

# What was written is offered by the next window.
judge_gone() {
  n_gone=$((n_gone + 1))
  if grep -E '^(done kept|begins clean)' "$here/log" | tail -n 1 | grep -q kept; then # it was not given up since
    "$here/window-driver" -- recover text clean close >"$here/next" 2>&1
    [ "$(grep -c '^asks Recovered\|^text.*# mark' "$here/next")" = 2 ] || { cat "$here/next" >>"$here/log" && wrong 'what was written is not offered'; }
  fi
  for file in new.* .[!.]*; do
    case $file in *\**) ;; *) wrong "the file $file is left" ;; esac
  done
  grep -E 'failed to allocate|emory' "$here/log" | head -n 1 | cut -c 1-200
}

judge() { # judge STATUS
  local told
  # Of the deed alone.
  told=$(sed -n '/^met/,/^met/p' "$here/log" | grep -c '^told')
  if [ "$1" -ge 124 ]; then
    if [ "$1" = 124 ]; then wrong 'hangs'; else judge_gone; fi
    return
  fi
  [ "$1" = 0 ] || wrong "ends with $1"
  [ "$told" -le 1 ] || wrong "tells $told sentences"
  grep -q '^failed' "$here/log" && [ "$told" = 0 ] && wrong 'fails and does not say why'
  # GTK tells programmers of a frame that it could not draw; the next one is.
  grep -E 'CRITICAL|WARNING' "$here/log" | grep -vq 'Gsk-' && wrong 'it complained'
  if grep '^met' "$here/log" | tail -n 1 | grep -q 'refused 0'; then
    n_unmet=$((n_unmet + 1))
  elif sed -n '/^met/,/^met/p' "$here/log" | grep '^told' | grep -vq 'told Saved\|told Copied\|told The picture\|told Exported'; then
    n_told=$((n_told + 1))
  else
    n_well=$((n_well + 1))
  fi
}


for deed in "${deeds[@]}"; do
  [[ $deed == "$only"* ]] || continue
  which=0
  act 0 || wrong "ends with $? where nothing is refused"
  met=$(grep '^met' "$here/log" | tail -n 1 | cut -d ' ' -f 2)
  printf '%s: %s\n' "$deed" "$met allocations"
  chosen=()
  for which in $(seq "$((met < count ? met : count))"); do
    [ "$met" -le "$count" ] || which=$((RANDOM % met + 1))
    chosen+=("$which")
  done
  for which in "${chosen[@]}"; do
    act "$which"
    judge $?
    [ -z "${KEEP:-}" ] || cp "$here/log" "$KEEP/$(echo "$deed" | tr /: __).$which"
  done
done
printf '%d refused: %d told in a sentence, %d did without, %d windows gone; %d not met\n%d wrong\n' $((n_told + n_well + n_gone)) \
  "$n_told" "$n_well" "$n_gone" "$n_unmet" "$wrong"
[ "$wrong" = 0 ]
