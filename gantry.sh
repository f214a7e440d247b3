#!/usr/bin/env bash
# Installs what is missing, builds Gantry and starts it. Without a display it draws a scenario into a PNG instead.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: ./gantry.sh [FILE…]
set -euo pipefail

home=$(cd "$(dirname "$0")" && pwd)
build=$home/build

"$home/data/install-packages.sh"
[ -f "$build/build.ninja" ] || meson setup "$build" "$home" >/dev/null
ninja -C "$build" --quiet

if [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; then
  exec "$build/ui/gantry" "$@"
fi
picture=$build/producer-consumers.png
"$build/src/cli/gantry-cli" run producer-consumers --quiet -o "$picture"
echo "There is no display to open a window on; a run of the scenario ‘producer-consumers’ is drawn in $picture"
