#!/usr/bin/env bash
# Checks the lock-free protocols in every schedule, in a larger form than the test suite does.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/model.sh [BUILD]
#        BUILD: the folder that it builds in (build)
set -euo pipefail
cd "$(dirname "$0")/../.."

build=${1:-build}
ninja -C "$build" tests/model/model-protocols >/dev/null
"$build/tests/model/model-protocols" -m slow --verbose | grep -E '^(# [a-z0-9]|ok|not ok)'
