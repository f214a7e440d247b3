#!/usr/bin/env bash
# The window's own calls refused, one after the other, in each of its deeds (window-faults.c); then small disks under all that it writes.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/faults-window.sh BUILD SEED COUNT [DEED [CALL]]     needs xvfb-run and dbus-run-session
#        COUNT uses of each call are refused, drawn by SEED where there are more; DEED and CALL: those alone that begin so; "start" and "disks": these alone
set -uo pipefail
build=$(realpath "${1:?usage: faults-window.sh BUILD SEED COUNT [DEED [CALL]]}")
if [ "${INSIDE_A_SESSION:-}" != 1 ]; then
  INSIDE_A_SESSION=1 exec xvfb-run -a -s '-screen 0 1366x800x24 -noreset' dbus-run-session -- bash "$0" "$@"
fi

here=$(mktemp -d) || exit 2
trap 'umount "$here/small" 2>/dev/null; rm -rf "$here"' EXIT
status=0
RANDOM=${2:?}
cp "$build"/{src/run/gantry-runner,tests/campaigns/window-driver,tests/campaigns/window-faults,ui/gschemas.compiled} "$here/"
cp "$build/tests/faults/librefuse.so" "$here/"
export GSK_RENDERER=cairo GDK_BACKEND=x11 GSETTINGS_BACKEND=keyfile GTK_A11Y=none NO_COLOR=1 LC_ALL=C.UTF-8
export HOME=$here/home XDG_STATE_HOME=$here/home/state XDG_CONFIG_HOME=$here/home/config XDG_CACHE_HOME=$here/cache
export XDG_DATA_HOME=$here/home/data GANTRY_RUNNER=$here/gantry-runner
mkdir -p "$here"/{home,cache,work,small}
cp "$(dirname "$0")"/kills/pool.scenario "$here/work/s.scenario"
cd "$here/work" || exit 2
ulimit -c 0
# Until the window is ready: it comes, and runs as soon as nothing is refused any more; or one sentence says why not.
try_start() { # try_start RULE
  local code
  rm -rf "$HOME"/{state,config,data}
  LD_PRELOAD=$here/librefuse.so GANTRY_FAULTS_OWN=1 GANTRY_FAULTS=$1 GANTRY_FAULTS_IN=window-driver timeout 100 \
    "$here/window-driver" s.scenario -- refuse: clean open:s.scenario run:simulated wait clean close >"$here/log" 2>&1
  code=$?
  starts=$((starts + 1))
  grep -q '^met .* refused 0' "$here/log" && unmet=$((unmet + 1))
  # What cannot be read is not shown, and that is said.
  grep -q '^hangs' "$here/log" && [ "$(grep -c '^told' "$here/log")" = 1 ] && return
  if [ $code -ge 124 ] || { [ $code = 0 ] && ! grep -q '^over' "$here/log"; } || grep -qE '^(failed|hangs)|CRITICAL' "$here/log" ||
    { [ $code != 0 ] && [ "$(grep -vc '^met' "$here/log")" != 1 ]; }; then
    echo "WRONG start $1: status $code"
    head -c 3000 "$here/log" | sed 's/^/    /'
    status=1
  fi
}

if [ $# -le 3 ] || [ "$4" = start ]; then
  starts=0 unmet=0
  for call in open:EMFILE open:EACCES read:EIO read:EINTR write:ENOSPC fsync:EIO fchmod:EPERM rename:ENOSPC mkdir:EROFS mmap:ENOMEM \
    pthread_create:EAGAIN pipe:EMFILE eventfd:EMFILE socketpair:EMFILE dup:EMFILE poll:EINTR; do
    for which in $(seq "$3"); do
      [ "$which" = 1 ] || which=$((RANDOM % 60 + 1))
      try_start "${call%:*}:$which:${call#*:}"
      [ "${call#*:}" = EINTR ] || try_start "${call%:*}:$which+:${call#*:}"
    done
  done
  echo "$starts starts, $unmet of them without a refusal"
fi
if [ "${4:-}" != disks ] && [ "${4:-}" != start ]; then
  LD_PRELOAD=$here/librefuse.so GANTRY_FAULTS_OWN=1 "$here/window-faults" "${@:2}" >"$here/log" 2>&1 || status=1
  if [ $status = 0 ]; then tail -n 3 "$here/log" | grep refused; else cat "$here/log"; fi
fi
[ "$(id -u)" = 0 ] || exit $status
[ $# -le 3 ] || [ "$4" = disks ] || exit $status

# All that the window keeps lies on a disk that is full, or as good as: it goes on, says what it could not keep, and crashes nowhere.
for kilobytes in 4 16 64; do
  mount -t tmpfs -o size=${kilobytes}k none "$here/small" || break
  export HOME=$here/small XDG_STATE_HOME=$here/small/state XDG_CONFIG_HOME=$here/small/config XDG_DATA_HOME=$here/small/data
  [ $kilobytes -gt 4 ] || head -c 4096 /dev/zero >"$here/small/full" 2>/dev/null
  G_DEBUG=fatal-criticals timeout 120 "$here/window-driver" s.scenario -- run:threads wait 'type:# typed\n' sleep:1500 prefer \
    "save:$here/small/run.gantry" "export:$here/small/run.png" "write:$here/work/w.scenario" "open:$here/work/w.scenario" sleep:300 close \
    >"$here/log" 2>&1
  code=$?
  printf '%s KB: status %d; %s\n' $kilobytes $code "$(grep -c '^told' "$here/log") sentences"
  grep '^told' "$here/log" | sed 's/^/    /'
  if [ $code != 0 ] || grep -q '^failed' "$here/log"; then
    cat "$here/log"
    status=1
  fi
  umount "$here/small"
done
exit $status
