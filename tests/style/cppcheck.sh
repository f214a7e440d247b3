#!/usr/bin/env bash
# cppcheck finds nothing to warn of.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$1"

# The macros stand for whole functions; cppcheck cannot look into GLib for them.
cppcheck --quiet --error-exitcode=1 -j "$(nproc)" --std=c11 --library=gtk --library=posix \
  --enable=warning,performance,portability --inline-suppr --suppress=autoVariables \
  '-DG_DEFINE_QUARK(name, function)=' -D__GNUC__ -I src -I . src ui
