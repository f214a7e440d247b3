#!/usr/bin/env bash
# Other compilers, other ways to compile, other processors: each builds with warnings as errors, and runs the tests
# that need no display.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/portability.sh [WAY…]      all of them: clang ndebug lto plain i386 arm64 s390x
# The last three are left out where Debian's cross compiler (gcc-s390x-linux-gnu), the libraries of that architecture
# (libglib2.0-dev:s390x …) or, for arm64 and s390x, qemu-user-static are missing. What an emulator runs waits for no
# kernel that it has not: the suites trace, timeline, format and scenario, one test at a time.
set -euo pipefail
cd "$(dirname "$0")/../.."
ways=("$@")
[ ${#ways[@]} -gt 0 ] || ways=(clang ndebug lto plain i386 arm64 s390x)

# The name that compilers have for a processor, and Meson's for its family and its order of bytes.
declare -A triplets=([i386]=i686-linux-gnu [arm64]=aarch64-linux-gnu [s390x]=s390x-linux-gnu)
declare -A libraries=([i386]=i386-linux-gnu [arm64]=aarch64-linux-gnu [s390x]=s390x-linux-gnu)
declare -A families=([i386]=x86 [arm64]=aarch64 [s390x]=s390x)
declare -A emulators=([arm64]=qemu-aarch64-static [s390x]=qemu-s390x-static)

# cross_file PROCESSOR: what Meson wants to know of it.
cross_file() {
  local endian=little wrapped=false
  [ "$1" != s390x ] || endian=big
  [ -z "${emulators[$1]:-}" ] || wrapped=true
  cat <<FILE
[properties]
pkg_config_libdir = '/usr/lib/${libraries[$1]}/pkgconfig:/usr/share/pkgconfig'
needs_exe_wrapper = $wrapped
[host_machine]
system = 'linux'
cpu_family = '${families[$1]}'
cpu = '${families[$1]}'
endian = '$endian'
[binaries]
c = '${triplets[$1]}-gcc'
ar = '${triplets[$1]}-ar'
strip = '${triplets[$1]}-strip'
pkgconfig = 'pkg-config'
FILE
  [ "$wrapped" = false ] || printf "exe_wrapper = '%s'\n" "${emulators[$1]}"
}

# is_there PROCESSOR: whether all that it takes is installed.
is_there() {
  local tool
  for tool in "${triplets[$1]}-gcc" ${emulators[$1]:-}; do
    command -v "$tool" >/dev/null || return 1
  done
  [ -f "/usr/lib/${libraries[$1]}/pkgconfig/glib-2.0.pc" ]
}

# try WAY: builds and tests; a line tells how it went.
try() {
  local way=$1 folder=build-port-$1 suites=(trace timeline format chart scenario run cli) options=() tests=() status=0 good bad
  case $way in
    clang) export CC=clang ;;
    ndebug) options=(-Db_ndebug=true) ;;
    lto) options=(-Doptimization=3 -Db_lto=true) ;;
    plain) options=(-Doptimization=0) ;;
    *)
      is_there "$way" || { printf '%s: left out, its compiler or libraries are missing\n' "$way"; return 0; }
      mkdir -p "$folder"
      cross_file "$way" >"$folder/cross.ini"
      options=(--cross-file "$folder/cross.ini" -Dwindow=false)
      [ -z "${emulators[$way]:-}" ] || { suites=(trace timeline format scenario) tests=(--num-processes 1 --timeout-multiplier 10); }
      ;;
  esac
  [ -f "$folder/build.ninja" ] || meson setup "$folder" --werror "${options[@]}" >"$folder.log" 2>&1 || status=$?
  [ "$status" != 0 ] || ninja -C "$folder" >>"$folder.log" 2>&1 || status=$?
  if [ "$status" != 0 ]; then
    tail -n 20 "$folder.log"
    printf '%s: not built\n' "$way"
    return 1
  fi
  rm -f "$folder"/meson-logs/testlog*.json
  meson test -C "$folder" --no-rebuild "${tests[@]}" "${suites[@]/#/--suite=}" >>"$folder.log" 2>&1 || status=$?
  good=$(cat "$folder"/meson-logs/testlog*.json | grep -c '"result": "OK"' || true)
  bad=$(cat "$folder"/meson-logs/testlog*.json | grep -oE '"name": "[^"]*".*"result": "(FAIL|TIMEOUT|ERROR)"' | cut -d'"' -f4 | tr '\n' ' ' || true)
  printf '%s: %d tests passed%s\n' "$way" "$good" "${bad:+, these did not: $bad}"
  [ "$status" = 0 ] && [ "$good" -gt 0 ]
}

XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
status=0
for way in "${ways[@]}"; do
  (try "$way") || status=1
done
exit $status
