#!/usr/bin/env bash
# clang-tidy finds nothing to warn of in the files that the build directory $2 compiles.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$1"
build=$2

# Of a function with very many paths so many steps are looked at: what is found beyond takes as long again as all else.
depth=(--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=20000)
find src ui -name '*.c' -print0 | sort -z |
  xargs -0 -P "$(nproc)" -n 4 clang-tidy -p "$build" --quiet --warnings-as-errors='*' --config-file=tests/style/clang-tidy.yaml "${depth[@]}" \
    2> >(grep -vE '^[0-9]+ warnings? generated' >&2)
