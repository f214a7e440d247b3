#!/usr/bin/env bash
# A disk of its own that is full sooner or later: every file is whole or as it was, and a run that is recorded goes on.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/faults/full-disk.sh GANTRY-CLI SCENARIO SIZE…; without the right to mount one, it is skipped (77)
set -euo pipefail

if [ "$1" != within ]; then
  unshare -Urm true 2>/dev/null || { echo "no disk can be mounted here"; exit 77; }
  exec unshare -Urm "$0" within "$@"
fi
cli=$2 scenario=$3 wrong=0 n_written=0 n_refused=0
work=$(mktemp -d)
trap 'umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/disk"

# complain WORD…: counts what should not be.
complain() {
  echo "WRONG: $*"
  wrong=$((wrong + 1))
}

# is_old NAME: whether the old file still stands there.
is_old() {
  echo old | cmp -s - "$work/disk/$1"
}

# attempt SIZE NAME COMMAND…: writes NAME on a disk of that size where an old file stands.
attempt() {
  local size=$1 name=$2 status=0 left; shift 2
  mount -t tmpfs -o "size=$size" none "$work/disk" || { echo "no disk can be mounted here"; exit 77; }
  echo old >"$work/disk/$name"
  timeout 60 "$cli" "$@" -o "$work/disk/$name" >/dev/null 2>"$work/err" || status=$?
  left=$(cd "$work/disk" && ls -A)
  if [ "$status" = 0 ]; then
    n_written=$((n_written + 1))
    ! is_old "$name" || complain "$size $*: seems well but wrote nothing"
    [ "$left" = "$name" ] || complain "$size $*: left $left"
  else
    n_refused=$((n_refused + 1))
    [ "$status" = 2 ] || complain "$size $*: status $status"
    is_old "$name" || complain "$size $*: lost the old file"
    [ "$left" = "$name" ] || [ "$left" = "$name"$'\n'"$name.unfinished" ] || complain "$size $*: left $left"
    if [ "$(wc -l <"$work/err")" != 1 ] || ! grep -q 'the disk is full; free some space' "$work/err"; then
      complain "$size $*: said $(cat "$work/err")"
    fi
    if [ -e "$work/disk/$name.unfinished" ] && ! "$cli" info "$work/disk/$name.unfinished" >/dev/null 2>&1; then
      complain "$size $*: what was recorded cannot be read"
    fi
  fi
  umount "$work/disk"
}

"$cli" run "$scenario" --on simulated --quiet -o "$work/t.gantry"
for size in "${@:4}"; do
  for ending in gantry json pftrace csv png svg pdf; do
    attempt "$size" "a.$ending" run "$scenario" --on simulated --quiet
  done
  for ending in png svg pdf; do
    attempt "$size" "a.$ending" render "$work/t.gantry"
  done
  # While it is recorded: half a second, and events enough for the smaller disks.
  attempt "$size" a.gantry run ten-thousand-tasks --quiet
done
echo "disks: $n_written files written, $n_refused refused, $wrong wrong"
[ "$wrong" = 0 ]
