#!/usr/bin/env bash
# Places where something is missing that programs are used to: Gantry goes on there, or ends with a sentence.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/missing.sh BUILD [cli|window]     prints a table; status 1 if a place is not survived
# Places that only root can make are left out for others. The window's part needs xvfb-run and dbus-run-session.
# shellcheck disable=SC2016  # words for the shell that is started
set -uo pipefail
build=$(realpath "${1:?usage: missing.sh BUILD [cli|window]}")
part=${2:-all}
odd=$build/tests/campaigns/libodd-place.so
here=$(mktemp -d) || exit 2
trap 'rm -rf "$here"' EXIT
chmod 755 "$here"
wrong=0 tried=0
cat >"$here/small.scenario" <<'END'
task work:
    compute 2ms
    sleep 1ms
    print "{name} is done"
main:
    start work x 2
    join
END
printf 'main:\n    repeat 200000:\n        print "a line of some length"\n        yield\n' >"$here/much.scenario"
printf 'main:\n    repeat 50:\n        compute 5ms\n        sleep 5ms\n' >"$here/long.scenario"
mkdir "$here/empty" "$here/open"
chmod 777 "$here/open"

row() {
  printf '%-9s %-42s %-9s %s\n' "$1" "$2" "$3" "$(head -n 1 "$here/err" | cut -c 1-150)"
}

# judge WHO PLACE WISH STATUS: a wish is `well` (status 0), `told` (a sentence, status 1 or 2), or `either`.
judge() {
  local verdict=well
  tried=$((tried + 1))
  if [ "$4" -ge 124 ] || grep -qE 'CRITICAL|WARNING|ERROR:|ssertion|Sanitizer|core dumped' "$here/err"; then
    verdict=BROKEN
  elif [ "$4" -ne 0 ]; then
    verdict=told
    [ -s "$here/err" ] || verdict=SILENT
  fi
  case $3-$verdict in
  *-BROKEN | *-SILENT | well-told | told-well)
    wrong=$((wrong + 1))
    verdict="$verdict!"
    ;;
  esac
  row "$1" "$2" "$verdict"
  case $verdict in *!) sed 's/^/    /' "$here/err" ;; esac
}

# place NAME WISH COMMAND...: the command's last words are to be those of gantry-cli.
place() {
  local name=$1 wish=$2
  shift 2
  rm -f "$here/err"
  (cd "$here/open" && timeout -k 5 60 "$@") >"$here/out" 2>"$here/err"
  judge gantry-cli "$name" "$wish" $?
}

cli=("$build/src/cli/gantry-cli" run "$here/small.scenario")
hidden() { # hidden FOLDER: it is empty there
  printf 'mount -t tmpfs -o size=64k none %s && exec "$0" "$@"' "$1"
}
as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all)

cli_places() {
  place 'nothing is missing' well "${cli[@]}" --stats=json -o trace.gantry -o picture.png
  place 'no perf_event_open' well env LD_PRELOAD="$odd" ODD_PLACE=perf "${cli[@]}"
  place 'no perf_event_open, asked for' told env LD_PRELOAD="$odd" ODD_PLACE=perf "${cli[@]}" --on-cpu-from kernel
  for kilobytes in 4 150 300 400 600 1200 2900 100000; do
    [ "$(id -u)" = 0 ] || break
    place "$kilobytes KB of shared memory" either unshare -m sh -c "mount -t tmpfs -o size=${kilobytes}k none '$here/empty' &&
      exec env LD_PRELOAD='$odd' ODD_PLACE=full ODD_FOLDER='$here/empty' \"\$0\" \"\$@\"" "${cli[@]:0:2}" "$here/much.scenario" --quiet
  done
  place 'no memfd' told env LD_PRELOAD="$odd" ODD_PLACE=memfd "${cli[@]}"
  place 'no pidfd' well env LD_PRELOAD="$odd" ODD_PLACE=pidfd "${cli[@]}"
  place 'the clock is stepped all the time' well env LD_PRELOAD="$odd" ODD_PLACE=stepped "${cli[@]}" -o trace.gantry
  place 'the machine sleeps meanwhile' well env LD_PRELOAD="$odd" ODD_PLACE=slept "$build/src/cli/gantry-cli" run \
    "$here/long.scenario" -o slept.gantry --stats=json
  place 'TMPDIR is missing' well env TMPDIR=/nonexistent "${cli[@]}"
  place 'TMPDIR is missing, and a file is written' either env TMPDIR=/nonexistent \
    "$build/src/cli/gantry-cli" run "$here/file.scenario"
  for locale in C xx_XX.UTF-8 POSIX de_DE.ISO-8859-1; do
    place "LC_ALL=$locale" well env LC_ALL=$locale "${cli[@]}" -o picture.svg
  done
  place 'no HOME' well env -u HOME "${cli[@]}" -o picture.png
  place 'HOME is missing' well env HOME=/nonexistent "${cli[@]}" -o picture.png
  place 'no environment at all' well env -i "${cli[@]}" -o picture.png
  place 'no fonts' well env FONTCONFIG_FILE=/dev/null "${cli[@]}" -o picture.png
  place 'XDG_RUNTIME_DIR is wrong' well env XDG_RUNTIME_DIR=/nonexistent "${cli[@]}"
  place 'no D-Bus' well env DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent "${cli[@]}"
  place 'standard input closed' well bash -c 'exec "$0" "$@" <&-' "${cli[@]}"
  place 'standard output closed' told bash -c 'exec "$0" "$@" >&-' "${cli[@]}"
  place 'standard error closed' well bash -c 'exec "$0" "$@" 2>&-' "${cli[@]}"
  place 'standard output full' told bash -c 'exec "$0" "$@" >/dev/full' "${cli[@]}"
  place '16 descriptors' either bash -c 'ulimit -n 16; exec "$0" "$@"' "${cli[@]}" -o trace.gantry
  place '8 descriptors' told bash -c 'ulimit -n 8; exec "$0" "$@"' "${cli[@]}"
  for gigabytes in 1 4 16; do
    place "$gigabytes GB of address space" either bash -c "ulimit -v $((gigabytes * 1000000)); exec \"\$0\" \"\$@\"" \
      "${cli[@]}"
  done
  place 'files of at most 1 MB' either bash -c 'ulimit -f 1000; exec "$0" "$@"' "${cli[@]}" -o trace.gantry
  place 'no locked memory' well bash -c 'ulimit -l 0; exec "$0" "$@"' "${cli[@]}"
  place 'one processor' well taskset -c 0 "${cli[@]}"
  place 'a terminal of no width' well env TERM=dumb COLUMNS=0 script -qec "${cli[*]}" /dev/null
  [ "$(id -u)" = 0 ] || return
  place '/dev/shm hidden' well unshare -m sh -c 'mount -t tmpfs -o ro none /dev/shm && exec "$0" "$@"' "${cli[@]}"
  place '/proc hidden' well unshare -m sh -c "$(hidden /proc)" "${cli[@]}" -o trace.gantry
  place '/proc hidden, runner named' well env GANTRY_RUNNER="$build/src/run/gantry-runner" unshare -m sh -c \
    "$(hidden /proc)" "${cli[@]}" -o trace.gantry
  place '/tmp read-only' told unshare -m sh -c 'cp "$1" /run/gantry-missing.scenario; mount -t tmpfs -o ro none /tmp &&
    "$0" run /run/gantry-missing.scenario --on threads -o /tmp/trace.gantry; code=$?; rm /run/gantry-missing.scenario; exit $code' \
    "$build/src/cli/gantry-cli" "$here/small.scenario"
  place 'no rights, a home of another' well env HOME=/root "${as_nobody[@]}" "${cli[@]}" -o own.gantry
  place 'no rights, to a folder of another' told env HOME=/root "${as_nobody[@]}" "${cli[@]}" -o /root/trace.gantry
  place 'no rights, 4 processes' either "${as_nobody[@]}" prlimit --nproc=4 "${cli[@]}" --on processes
}

cat >"$here/file.scenario" <<'END'
main:
    write 4KB
END

# The window is there, draws itself, and ends when it is asked to. Its first line of messages is told.
window() {
  local name=$1 wish=$2 status=0 pid shown=
  shift 2
  rm -f "$here/err"
  (cd "$here/open" && exec "$@") >"$here/out" 2>"$here/err" &
  pid=$!
  for _ in $(seq 300); do
    kill -0 $pid 2>/dev/null || break
    shown=$(xdotool search --onlyvisible --name 'antry|small' 2>/dev/null | head -n 1)
    [ -n "$shown" ] && break
    sleep 0.1
  done
  if [ -n "$shown" ]; then
    sleep 1
    kill -0 $pid 2>/dev/null || status=200
    kill -TERM $pid 2>/dev/null
    wait $pid 2>/dev/null
  else
    kill -KILL $pid 2>/dev/null
    wait $pid
    status=$?
  fi
  judge gantry "$name" "$wish" "$status"
}

window_places() {
  local app=("$build/ui/gantry" "$here/small.scenario")
  mkdir -p "$here/share" "$here/bin"
  for folder in /usr/share/*; do
    [ "$folder" = /usr/share/icons ] || ln -s "$folder" "$here/share/"
  done
  cp "$build/ui/gantry" "$here/bin/"
  install -m 644 "$XAUTHORITY" "$here/authority" # also for those who have no rights
  export XAUTHORITY=$here/authority
  export GSK_RENDERER=cairo GSETTINGS_BACKEND=memory GTK_A11Y=none XDG_STATE_HOME=$here/state XDG_CONFIG_HOME=$here/config
  window 'nothing is missing' well "${app[@]}"
  window 'no display' told env -u DISPLAY -u WAYLAND_DISPLAY "${app[@]}"
  window 'no D-Bus' well env DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent "${app[@]}"
  window 'no icon theme' well env XDG_DATA_DIRS="$here/share" "${app[@]}"
  window 'no settings schema' well env GANTRY_RUNNER="$build/src/run/gantry-runner" "$here/bin/gantry" "$here/small.scenario"
  window 'no fonts' told env FONTCONFIG_FILE="$here/fonts.conf" "${app[@]}"
  window 'no GL' well env -u GSK_RENDERER LIBGL_DRIVERS_PATH=/nonexistent GDK_DEBUG=gl-disable "${app[@]}"
  window 'LC_ALL=C' well env LC_ALL=C "${app[@]}"
  window 'LC_ALL=xx_XX.UTF-8' well env LC_ALL=xx_XX.UTF-8 "${app[@]}"
  window 'no HOME' well env -u HOME "${app[@]}"
  window 'HOME is missing' well env -u XDG_STATE_HOME -u XDG_CONFIG_HOME HOME=/nonexistent "${app[@]}"
  window 'TMPDIR is missing' well env TMPDIR=/nonexistent "${app[@]}"
  window 'XDG_RUNTIME_DIR is wrong' well env XDG_RUNTIME_DIR=/nonexistent "${app[@]}"
  window 'descriptors 0 to 2 closed' well bash -c 'exec "$0" "$@" <&- >&- 2>&-' "${app[@]}"
  window '8 descriptors' told bash -c 'ulimit -n 8; exec "$0" "$@"' "${app[@]}"
  window 'no perf_event_open' well env LD_PRELOAD="$odd" ODD_PLACE=perf "${app[@]}"
  window 'no memfd' well env LD_PRELOAD="$odd" ODD_PLACE=memfd "${app[@]}"
  window 'settings that cannot be written' well env GSETTINGS_BACKEND=keyfile XDG_CONFIG_HOME=/dev/null/config "${app[@]}"
  [ "$(id -u)" = 0 ] || return
  chmod 711 "$here"
  window 'no rights, a home of another' well env -u XDG_STATE_HOME -u XDG_CONFIG_HOME HOME=/root "${as_nobody[@]}" "${app[@]}"
  window '/proc hidden' well unshare -m sh -c "$(hidden /proc)" "${app[@]}"
}

cat >"$here/fonts.conf" <<'END'
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>
END

case $part in
inside) window_places ;;
*)
  [ "$part" = window ] || cli_places
  if [ "$part" != cli ]; then
    xvfb-run -a -s '-screen 0 1600x1000x24 -noreset' dbus-run-session -- bash "$0" "$build" inside || wrong=$((wrong + 1))
  fi
  ;;
esac
[ "$tried" = 0 ] || printf '%d places, %d not survived\n' "$tried" "$wrong"
[ "$wrong" = 0 ]
