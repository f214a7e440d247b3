#!/usr/bin/env bash
# A window for a long night, on a display, a session bus and in a home of its own.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/soak.sh BUILD RUNS SEED [DEED]
set -euo pipefail
build=$(realpath "$1")
shift
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home"/{tmp,runtime,state,cache,config,data}
export HOME=$home TMPDIR=$home/tmp XDG_RUNTIME_DIR=$home/runtime XDG_STATE_HOME=$home/state
export XDG_CACHE_HOME=$home/cache XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data
export G_DEBUG=fatal-warnings GSETTINGS_BACKEND=memory GTK_A11Y=none GSK_RENDERER=cairo GDK_BACKEND=x11
export GANTRY_RUNNER=$build/src/run/gantry-runner GANTRY_CLI=$build/src/cli/gantry-cli
xvfb-run -a -s '-screen 0 1600x1000x24 -noreset' dbus-run-session -- "$build/tests/campaigns/soak" "$@"
