# shellcheck shell=bash
# Surroundings of its own for a window that is tried: a home, and the programs at a place by which their processes are known, and where nobody
# builds them anew meanwhile.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: . window-surroundings.sh, with $build; makes $here, which is gone at the end
here=$(mktemp -d) || exit 2
trap 'rm -rf "$here"' EXIT
export GSK_RENDERER=cairo GDK_BACKEND=x11 GSETTINGS_BACKEND=keyfile GTK_A11Y=none NO_COLOR=1 LC_ALL=C.UTF-8
export HOME=$here/home XDG_STATE_HOME=$here/state XDG_CONFIG_HOME=$here/config XDG_CACHE_HOME=$here/cache
export XDG_DATA_HOME=$here/data GANTRY_RUNNER=$here/gantry-runner
mkdir -p "$here"/{home,cache,data,work,config/glib-2.0/settings}
# shellcheck disable=SC2154 # build: of who reads this
cp "$build"/{src/run/gantry-runner,src/cli/gantry-cli,tests/campaigns/window-driver,ui/gschemas.compiled,tests/faults/librefuse.so} "$here/"
ulimit -c 0

# write_scenario TIMES: eight tasks on one queue, each so many times.
write_scenario() {
  cat <<END
queue q(4)
task feed:
    repeat $1 as i:
        put q i
        print "{i}"
task eat:
    repeat $1:
        get q
        compute 3us
main:
    start feed x 4
    start eat x 4
    join
END
}
