#!/usr/bin/env bash
# cppcheck finds nothing to warn of.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$1"

# Macros that it cannot look up in GLib's headers, and checks that know nothing of g_autofree or of what a function never does.
suppressed=(autoVariables invalidTestForOverflow leakReturnValNotUsed nullPointerRedundantCheck)
cppcheck --quiet --error-exitcode=1 -j "$(nproc)" --std=c11 --library=gtk --enable=warning,performance,portability \
  --inline-suppr "${suppressed[@]/#/--suppress=}" \
  '-DG_GNUC_PRINTF(format, first)=' -D__GNUC__ \
  -I src -I . src ui
