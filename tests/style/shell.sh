#!/usr/bin/env bash
# The shell scripts are sound.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$1"

shellcheck gantry.sh check.sh .ci/run data/*.sh
find tests -name '*.sh' -print0 | xargs -0 shellcheck
