#!/usr/bin/env bash
# All C is laid out as .clang-format says.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$1"

# Other versions lay some lines out otherwise.
clang-format --version | grep -q 'version 14\.' || { echo "needs clang-format 14"; exit 77; }
find src ui tests -name '*.[ch]' -print0 | sort -z | xargs -0 clang-format --dry-run -Werror
