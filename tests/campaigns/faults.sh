#!/usr/bin/env bash
# Refuses gantry-cli, gantry-runner and its workers one call after the other, and fills disks under what they write.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/faults.sh [SEED [COUNT [CASE [CALL]]]]
#        SEED draws which of its uses of a call are refused, where there are more than COUNT (1, 5);
#        CASE and CALL: those alone whose name has this in it
#        BUILD in the environment: the folder that it builds in (build)
set -euo pipefail
cd "$(dirname "$0")/../.."

build=$PWD/${BUILD:-build}
ninja -C "$build" src/cli/gantry-cli src/run/gantry-runner tests/faults/librefuse.so tests/faults/faults-campaign >/dev/null
export GANTRY_CLI=$build/src/cli/gantry-cli FAULTS_LIBRARY=$build/tests/faults/librefuse.so
export FAULTS_SCENARIO=$PWD/tests/faults/everything.scenario
status=0
"$build/tests/faults/faults-campaign" "${1:-1}" "${2:-5}" "${@:3}" || status=1
[ $# -gt 2 ] || tests/faults/full-disk.sh "$GANTRY_CLI" "$FAULTS_SCENARIO" 4k 8k 16k 32k 64k 128k 1m || status=1
exit $status
