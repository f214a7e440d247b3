#!/usr/bin/env bash
# Prints the texts of the built-in scenarios as C that xgettext reads: title, topic and each line of the about.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: data/po/scenario-texts.sh >data/po/scenario-texts.h
set -euo pipefail
cd "$(dirname "$0")/../scenarios"

echo '/* Texts of the built-in scenarios, for translators: made by scenario-texts.sh. SPDX-License-Identifier: GPL-3.0-or-later */'
grep -vE '^(#|$)' order | while read -r id; do
  sed -nE "s|^(title\|topic\|about) (\".*\")\$|/* \1 of $id */ NC_(\"scenario\", \2)|p" "$id.scenario"
done
