#!/usr/bin/env bash
# A folder uses only those that stand before it here, and ui/ alone knows GTK.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$1"

folders=(trace timeline format chart scenario run cli)
broken=0
allowed=''
for folder in "${folders[@]}"; do
  allowed="$allowed${allowed:+|}$folder"
  if grep -nHE '^#include "[a-z]+/' -r --include='*.[ch]' "src/$folder" | grep -vE "#include \"($allowed)/"; then
    echo "src/$folder must not use a folder that stands after it: ${folders[*]} ui" >&2
    broken=1
  fi
done
if grep -nHE '^#include <(gtk|gdk|adwaita|gtksourceview)' -r --include='*.[ch]' src; then
  echo "ui/ alone knows GTK" >&2
  broken=1
fi
exit $broken
